"""Fills in what the employer did not tell, and says so."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.subsidy.ages import last_possible_end
from bot.subsidy.dates import ONE_DAY, add_months
from bot.subsidy.inputs import Assumption, CalculationInput
from bot.subsidy.limits import DatesToCheck, last_end
from bot.subsidy.rules import Rules
from bot.subsidy.terms import WAGE_SCHEMES, Group, Scheme

REDUCED_GROUPS = frozenset({Group.NEDSATT_ARBEIDSEVNE, Group.LITEN_MULIGHET, Group.JOBBE_DELVIS})
"""Participants with reduced work capacity."""

Value = date | Decimal | int | Group


def with_defaults(given: CalculationInput, rules: Rules) -> tuple[CalculationInput, tuple[Assumption, ...]]:
    """Return the figures to compute with, and what was assumed.

    The first day must be one the calendar can count on from (see `start_problems`).
    """
    filled: dict[str, Value] = {}
    if given.scheme in WAGE_SCHEMES or given.scheme is Scheme.MENTOR:
        for field in ("holiday_pay", "pension", "employer_tax"):
            if getattr(given, field) is None:
                filled[field] = getattr(rules.assumed, field)
    if given.group is None and given.scheme is Scheme.MIDLERTIDIG:
        group = _group_by_percent(given, rules)
        if group is not None:
            filled["group"] = group
    if given.percent is None:
        percent = _percent(given, rules)
        if percent is not None:
            filled["percent"] = percent
    known = _replaced(given, filled)
    if known.end is None:
        filled["end"] = _end(known, rules)
    return _replaced(given, filled), tuple(Assumption(field, value) for field, value in filled.items())


def _replaced(given: CalculationInput, filled: dict[str, Value]) -> CalculationInput:
    changes: dict[str, Any] = dict(filled)
    return replace(given, **changes)


def _group_by_percent(given: CalculationInput, rules: Rules) -> Group | None:
    """Return a group whose first percentage is the one told; all groups that share it are computed alike."""
    for row in rules.percentages:
        if row.scheme is given.scheme and row.groups and row.steps[0].percent == given.percent:
            return row.groups[0]
    return None


def _percent(given: CalculationInput, rules: Rules) -> int | None:
    """Return the highest permanent subsidy, or the summer job percentage of the participant's group."""
    rows = [row for row in rules.percentages if row.scheme is given.scheme and row.chosen]
    if not rows:
        return None
    row = rows[-1]
    if not row.allowed:
        return row.steps[0].percent
    if given.group is None:
        return None
    return max(row.allowed) if given.group in REDUCED_GROUPS else min(row.allowed)


def _end(given: CalculationInput, rules: Rules) -> date:
    """Return the last day of the longest agreement, or of the usual one where a scheme knows no longest.

    The participant's day of birth and the last day of a trial bound it, but not to before the first day.
    """
    to_check = DatesToCheck(
        scheme=given.scheme, start=given.start, end=None, group=given.group, position=given.position
    )
    months = rules.assumed.months.get(given.scheme, rules.arithmetic.months_per_year)
    end = last_end(to_check, rules) or add_months(given.start, months) - ONE_DAY
    bounds = [end, rules.dates.latest_end.value]
    if given.scheme is Scheme.FIREARIG:
        bounds.append(rules.dates.four_year_last_end.value)
    by_age = None if given.birth is None else last_possible_end(given.scheme, given.birth, rules)
    if by_age is not None:
        bounds.append(by_age)
    return max(given.start, min(bounds))
