"""Dates as java.time counts them: adding months clamps to the last day of a shorter month."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def last_day_of_month(day: date) -> date:
    """Return the last day of the month `day` lies in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def is_last_day_of_month(day: date) -> bool:
    """Tell whether `day` is the last one of its month."""
    return day == last_day_of_month(day)


def add_months(day: date, months: int) -> date:
    """Add (or take off) calendar months; 31 August plus six months is the last day of February."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """Add (or take off) years; 29 February becomes 28 February in an ordinary year."""
    return add_months(day, 12 * years)


def add_months_keeping_month_end(day: date, months: int) -> date:
    """Add months so that the last day of a month stays the last day of a month (refund deadlines)."""
    moved = add_months(day, months)
    return last_day_of_month(moved) if is_last_day_of_month(day) else moved


@dataclass(frozen=True, slots=True)
class Distance:
    """Whole months and then loose days between two dates."""

    months: int
    days: int


def distance(first: date, last: date) -> Distance:
    """Count whole months and then loose days from `first` to `last`, both days included.

    Years are counted as twelve months each: Nav's own code drops them, which only shows in periods it never
    makes.

    Raises:
        ValueError: `last` lies before `first`.
    """
    if last < first:
        raise ValueError("the period ends before it starts")
    after = last + ONE_DAY
    months = (after.year - first.year) * 12 + after.month - first.month
    if after.day < first.day:
        months -= 1
    return Distance(months, (after - add_months(first, months)).days)
