"""Subsidy periods: an agreement cut at every drop of the percentage and every month end (source api)."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bot.subsidy.dates import ONE_DAY, add_months, distance, last_day_of_month
from bot.subsidy.errors import RateNotSet
from bot.subsidy.month import month_grant
from bot.subsidy.rounding import half_up, half_up_to
from bot.subsidy.rules import Rules
from bot.subsidy.steps import Agreement, percent_for_period, reduction_dates, start_percent
from bot.subsidy.terms import PERIOD_SCHEMES, PeriodStatus, Scheme

DAY_RATE_DECIMALS = 10
"""Decimals of the day rate (source api, since 2021-06-02)."""


@dataclass(frozen=True, slots=True)
class SubsidyPeriod:
    """At most one calendar month of an agreement, both days included, and the amount agreed for it in kroner.

    `percent` is None for a fixed amount. `amount` is None only while the rate of a fixed amount is not set.
    """

    number: int
    start: date
    end: date
    percent: int | None
    amount: int | None
    status: PeriodStatus = PeriodStatus.UBEHANDLET
    claimed: bool = False


def split(start: date, end: date, cuts: tuple[date, ...] = ()) -> tuple[tuple[date, date], ...]:
    """Cut the days from `start` to `end` at month ends; each of `cuts` inside begins a new piece as well."""
    firsts = {start} | {cut for cut in cuts if start < cut <= end}
    first_of_month = last_day_of_month(start) + ONE_DAY
    while first_of_month <= end:
        firsts.add(first_of_month)
        first_of_month = add_months(first_of_month, 1)
    ordered = sorted(firsts)
    lasts = [first - ONE_DAY for first in ordered[1:]] + [end]
    return tuple(zip(ordered, lasts, strict=True)) if start <= end else ()


def amount_for_days(start: date, end: date, monthly: int, rules: Rules) -> int:
    """Return what a rounded monthly amount comes to for `start` to `end`, both included, in kroner.

    Whole calendar months count as months whatever their length; loose days cost 1/30.4375 of a month each,
    with ten decimals, and their sum is rounded (ties away from zero).
    """
    span = distance(start, end)
    day_rate = half_up_to(Fraction(monthly) / Fraction(rules.arithmetic.days_per_month), DAY_RATE_DECIMALS)
    return span.months * monthly + half_up(span.days * day_rate)


def period_amount(
    agreement: Agreement, start: date, end: date, month_total: int | None, rules: Rules
) -> tuple[int | None, int | None]:
    """Return percentage and amount in kroner of one period.

    `month_total` is the full month's sum of expenses. The order is fixed: round the month, round its
    percentage, then share it out on days and round again. A VTA-O period takes the rate of its first day.
    """
    if agreement.scheme is Scheme.VTAO:
        try:
            return None, amount_for_days(start, end, rules.vtao_month_on(start), rules)
        except RateNotSet:
            return None, None
    percent = percent_for_period(agreement, end, rules)
    monthly = month_grant(month_total, percent)
    return percent, None if monthly is None else amount_for_days(start, end, monthly, rules)


def subsidy_periods(agreement: Agreement, month_total: int | None, rules: Rules) -> tuple[SubsidyPeriod, ...]:
    """Return all periods of an agreement, numbered from one in the order of their dates.

    `month_total` is the sum of expenses of a full month in kroner (VTA-O needs none). There are no periods
    when a day or the monthly amount is missing, nor for schemes without periods.
    """
    if agreement.start is None or agreement.end is None or agreement.scheme not in PERIOD_SCHEMES:
        return ()
    has_amount = month_total is not None and start_percent(agreement, rules) is not None
    if agreement.scheme is not Scheme.VTAO and not has_amount:
        return ()
    return periods_between(agreement, agreement.start, agreement.end, month_total, rules)


def periods_between(
    agreement: Agreement, start: date, end: date, month_total: int | None, rules: Rules, number: int = 1
) -> tuple[SubsidyPeriod, ...]:
    """Return the periods of a part of the agreement, numbered from `number`."""
    periods = []
    cuts = reduction_dates(agreement, rules)
    for offset, (first, last) in enumerate(split(start, end, cuts)):
        percent, amount = period_amount(agreement, first, last, month_total, rules)
        periods.append(SubsidyPeriod(number + offset, first, last, percent, amount))
    return tuple(periods)


def mark_arena(
    periods: tuple[SubsidyPeriod, ...], scheme: Scheme, rules: Rules, migrated: date | None = None
) -> tuple[SubsidyPeriod, ...]:
    """Mark periods that ended before an old agreement was taken over from Arena; Nav paid them there.

    `migrated` overrides the scheme's usual day.
    """
    day = migrated or next((row.value for row in rules.arena if scheme in row.schemes), None)
    if day is None:
        return periods
    return tuple(
        replace(period, status=PeriodStatus.BEHANDLET_I_ARENA) if period.end < day else period for period in periods
    )
