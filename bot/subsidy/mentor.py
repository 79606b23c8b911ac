"""The mentor grant: an hourly wage, hours in a month, and the employer's additions (source api)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bot.subsidy.month import CostRates, MonthCost, additions, cost_of
from bot.subsidy.rounding import half_up, half_up_to, shortest
from bot.subsidy.rules import Rules
from bot.subsidy.terms import WageType

DECIMALS = 10
"""Decimals of every quotient on the way to an hourly wage."""


@dataclass(frozen=True, slots=True)
class MentorMonth:
    """One full month of a mentor, in whole kroner; None when a figure is missing."""

    cost: MonthCost | None

    @property
    def grant(self) -> int | None:
        """Return what Nav pays for the month: all of it."""
        return None if self.cost is None else self.cost.total


def hourly_wage(kind: WageType, amount: int, position_percent: Decimal | None, rules: Rules) -> int:
    """Turn a mentor's wage for a year, month, week or day into a wage for an hour, in whole kroner.

    An hourly wage is taken as it is. For the others the wage is that of the mentor's own post,
    `position_percent` of a full one; without it, or when it is zero, the result is zero as in Nav's system.

    Raises:
        ValueError: The wage or the post is negative.
    """
    if amount < 0:
        raise ValueError("a wage is not negative")
    if kind is WageType.HOUR:
        return amount
    if position_percent is None or position_percent == 0:
        return 0
    if position_percent < 0:
        raise ValueError("a post is not negative")
    hours = _hours(kind, rules)
    per_hour = half_up_to(Fraction(amount) / hours, DECIMALS)
    return half_up(per_hour * half_up_to(Fraction(100) / Fraction(position_percent), DECIMALS))


def mentor_month(wage_per_hour: int | None, hours: Decimal | float | None, rates: CostRates) -> MentorMonth:
    """Compute a full month from kroner per hour and hours per month.

    The hours are a double in Nav's system, so the month's wage is too. Its øre are cut, not rounded, before
    the additions are put on; the additions themselves are computed on the full wage. There is no highest
    number of hours.
    """
    complete = None not in (rates.holiday_pay, rates.pension, rates.employer_tax)
    if wage_per_hour is None or hours is None or not complete:
        return MentorMonth(None)
    wage = shortest(wage_per_hour * float(hours))
    return MentorMonth(cost_of(int(wage), additions(wage, rates)))


def _hours(kind: WageType, rules: Rules) -> Fraction:
    """Return the working hours of a year, month, week or day of a full post."""
    numbers = rules.arithmetic
    parts = {
        WageType.YEAR: 1,
        WageType.MONTH: numbers.months_per_year,
        WageType.WEEK: numbers.weeks_per_year,
        WageType.DAY: numbers.work_days_per_year,
    }
    return half_up_to(Fraction(numbers.hours_per_year, parts[kind]), DECIMALS)
