"""What happens to the periods when an agreement is changed after it is entered into (source api)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.subsidy.dates import ONE_DAY, is_last_day_of_month
from bot.subsidy.errors import ChangeRefused
from bot.subsidy.periods import SubsidyPeriod, period_amount, periods_between
from bot.subsidy.rules import Rules
from bot.subsidy.steps import Agreement
from bot.subsidy.terms import ErrorCode, PeriodStatus

Periods = tuple[SubsidyPeriod, ...]


def reprice(agreement: Agreement, periods: Sequence[SubsidyPeriod], month_total: int | None, rules: Rules) -> Periods:
    """Give periods that are not yet treated the amount of a new wage or new rates; approved ones keep theirs.

    `month_total` is the new sum of expenses of a full month in kroner.
    """
    repriced = []
    for period in periods:
        if period.status is PeriodStatus.UBEHANDLET:
            percent, amount = period_amount(agreement, period.start, period.end, month_total, rules)
            repriced.append(replace(period, percent=percent, amount=amount))
        else:
            repriced.append(period)
    return tuple(repriced)


def shorten(
    agreement: Agreement,
    periods: Sequence[SubsidyPeriod],
    new_end: date,
    month_total: int | None,
    rules: Rules,
) -> Periods:
    """End the agreement earlier, on `new_end`.

    Later periods go away, or are annulled when approved; the one `new_end` lies in ends then and gets a new
    amount, with its percentage as it stands.

    Raises:
        ChangeRefused: `new_end` is not before the end, or before the start, or cuts off a claimed period.
    """
    if agreement.start is not None and new_end < agreement.start:
        raise ChangeRefused(ErrorCode.START_ETTER_SLUTT)
    if agreement.end is not None and new_end >= agreement.end:
        raise ChangeRefused(ErrorCode.FORKORTE_ETTER_SLUTTDATO)
    if any(period.claimed and new_end < period.end for period in periods):
        raise ChangeRefused(ErrorCode.FORKORTE_FOR_UTBETALT)
    kept = []
    for period in periods:
        if period.end <= new_end or period.status is PeriodStatus.ANNULLERT:
            kept.append(period)
        elif period.start <= new_end:
            shorter = replace(agreement, end=new_end)
            _, amount = period_amount(shorter, period.start, new_end, month_total, rules)
            kept.append(replace(period, end=new_end, amount=amount))
        elif period.status is PeriodStatus.GODKJENT:
            kept.append(replace(period, status=PeriodStatus.ANNULLERT))
    return tuple(kept)


def extend(
    agreement: Agreement,
    periods: Sequence[SubsidyPeriod],
    new_end: date,
    month_total: int | None,
    rules: Rules,
) -> Periods:
    """Let the agreement last until `new_end`; the reductions follow from the new end.

    A last period that is not yet treated is made anew from its own first day. So is an approved one that
    nobody has claimed and that stops in the middle of a month; it is annulled first. Otherwise new periods
    follow the old end.

    Raises:
        ChangeRefused: `new_end` is not after the agreement's end.
    """
    if agreement.end is None or new_end <= agreement.end:
        raise ChangeRefused(ErrorCode.FORLENGE_FEIL_SLUTTDATO)
    if not periods:
        return ()
    longer = replace(agreement, end=new_end)
    last = max(periods, key=lambda period: period.number)
    others = tuple(period for period in periods if period is not last)
    if last.status is PeriodStatus.UBEHANDLET:
        return others + periods_between(longer, last.start, new_end, month_total, rules, last.number)
    open_month = not is_last_day_of_month(last.end)
    if last.status is PeriodStatus.GODKJENT and open_month and not last.claimed:
        annulled = replace(last, status=PeriodStatus.ANNULLERT)
        anew = periods_between(longer, last.start, new_end, month_total, rules, last.number + 1)
        return (*others, annulled, *anew)
    first = agreement.end + ONE_DAY
    return tuple(periods) + periods_between(longer, first, new_end, month_total, rules, last.number + 1)
