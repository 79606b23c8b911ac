"""Which percentage an agreement gives, and from which day it drops (sources api, tf, f4)."""

from dataclasses import dataclass
from datetime import date

from bot.subsidy.dates import add_months
from bot.subsidy.errors import BeyondLastStep
from bot.subsidy.rules import Rules
from bot.subsidy.schema import Percentages, Step
from bot.subsidy.terms import Group, Scheme


@dataclass(frozen=True, slots=True)
class Agreement:
    """What decides percentages and periods: scheme, days (both included), group, chosen percentage."""

    scheme: Scheme
    start: date | None
    end: date | None
    group: Group | None = None
    percent: int | None = None


def reduction_dates(agreement: Agreement, rules: Rules) -> tuple[date, ...]:
    """Return the first days of each lower percentage that the agreement reaches.

    They are counted from the agreement's start, and one after its end is left out: so extending an agreement
    may add one and shortening it may take one away.
    """
    if agreement.start is None or agreement.end is None:
        return ()
    row = _row(agreement, rules)
    if row is None:
        return ()
    return tuple(day for _, day in _drops(agreement, agreement.start, row) if day <= agreement.end)


def percent_for_period(agreement: Agreement, period_end: date, rules: Rules) -> int | None:
    """Return the percentage of a period by its last day; None when the participant's group gets none.

    Raises:
        BeyondLastStep: The period ends after the last step of the scheme.
        RateNotSet: No percentages are known for an agreement that starts then.
    """
    if agreement.start is None:
        return None
    row = _row(agreement, rules)
    if row is None:
        return None
    if row.ends_after_months is not None and period_end >= add_months(agreement.start, row.ends_after_months):
        raise BeyondLastStep(f"{agreement.scheme.value} ends after {row.ends_after_months} months")
    percent = _capped(row, row.steps[0], agreement.percent)
    for step, day in _drops(agreement, agreement.start, row):
        if period_end >= day:
            percent = _capped(row, step, agreement.percent)
    return percent


def start_percent(agreement: Agreement, rules: Rules) -> int | None:
    """Return the percentage of the agreement's first day, or None when none can be given."""
    if agreement.start is None:
        return None
    row = _row(agreement, rules)
    if row is None or (row.chosen and agreement.percent is None):
        return None
    return _capped(row, row.steps[0], agreement.percent)


def _row(agreement: Agreement, rules: Rules) -> Percentages | None:
    """Return the percentages of the agreement; schemes with fixed amounts have none."""
    if agreement.start is None or not any(row.scheme is agreement.scheme for row in rules.percentages):
        return None
    return rules.percentages_for(agreement.scheme, agreement.group, agreement.start)


def _drops(agreement: Agreement, start: date, row: Percentages) -> tuple[tuple[Step, date], ...]:
    """Return the later steps with their first days.

    Those beyond the agreement's end do not count, save where the scheme itself has a last step: there the
    percentage goes by the years since the start alone.
    """
    steps = _lower_steps(row, agreement.percent)
    drops = tuple((step, add_months(start, step.after_months)) for step in steps)
    if row.ends_after_months is not None:
        return drops
    end = agreement.end
    return tuple((step, day) for step, day in drops if end is not None and day <= end)


def _lower_steps(row: Percentages, chosen: int | None) -> tuple[Step, ...]:
    """Return the later steps that lower the percentage; with no percentage chosen yet, all of them."""
    later = row.steps[1:]
    if not row.chosen or chosen is None:
        return later
    return tuple(step for step in later if chosen > step.percent)


def _capped(row: Percentages, step: Step, chosen: int | None) -> int:
    """Return the percentage of a step; where Nav chooses, the step is a ceiling and no choice is zero."""
    return min(chosen or 0, step.percent) if row.chosen else step.percent
