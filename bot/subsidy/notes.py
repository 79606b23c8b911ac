"""Remarks on a calculation that can be made: unusual figures, rates not set yet (sources api, fe)."""

from decimal import Decimal

from bot.subsidy.ages import limit_at_end, limit_at_start, turns_before_end
from bot.subsidy.five_g import FiveGNotice
from bot.subsidy.inputs import CalculationInput, Note, NoteCode
from bot.subsidy.periods import SubsidyPeriod
from bot.subsidy.rules import Rules
from bot.subsidy.terms import WAGE_SCHEMES, Scheme


def notes_on(
    given: CalculationInput,
    periods: tuple[SubsidyPeriod, ...],
    five_g: FiveGNotice | None,
    mentor_hourly: int | None,
    rules: Rules,
) -> tuple[Note, ...]:
    """Return what is worth saying about the figures and the result."""
    notes = [*_unusual_rates(given, rules), *_unusual_wages(given, mentor_hourly, rules)]
    if _age_depends_on_birthday(given, rules):
        notes.append(Note(NoteCode.AGE_CLOSE_TO_LIMIT, "age"))
    unpriced = next((period for period in periods if period.amount is None), None)
    if unpriced is not None:
        notes.append(Note(NoteCode.RATE_NOT_SET, "end", unpriced.start))
    if five_g is not None:
        unknown = next((year for year in five_g.years if year.payable is None), None)
        if unknown is not None:
            notes.append(Note(NoteCode.FIVE_G_NOT_SET, "end", unknown.year))
    if given.scheme is Scheme.INKLUDERING and given.end is not None:
        newest = max(row.valid_from for row in rules.inclusion_ceiling)
        if given.end.year > newest.year:
            notes.append(Note(NoteCode.CEILING_NOT_NEW, "end", newest.year))
    if given.scheme is Scheme.VTAO:
        notes.append(Note(NoteCode.NEW_AGREEMENTS_CLOSED, "scheme", rules.dates.vtao_last_start.value))
    return tuple(notes)


def _unusual_rates(given: CalculationInput, rules: Rules) -> list[Note]:
    if given.scheme not in WAGE_SCHEMES and given.scheme is not Scheme.MENTOR:
        return []
    notes = []
    if given.holiday_pay is not None and given.holiday_pay not in rules.rates.holiday_pay:
        notes.append(Note(NoteCode.RATE_UNUSUAL, "holiday_pay"))
    if given.employer_tax is not None and given.employer_tax not in rules.rates.employer_tax:
        notes.append(Note(NoteCode.RATE_UNUSUAL, "employer_tax"))
    if given.pension is not None and given.pension > rules.rates.pension_unusual:
        notes.append(Note(NoteCode.RATE_UNUSUAL, "pension", rules.rates.pension_unusual))
    return notes


def _unusual_wages(given: CalculationInput, mentor_hourly: int | None, rules: Rules) -> list[Note]:
    rates = rules.rates
    if given.scheme in WAGE_SCHEMES:
        if given.month_wage is not None and given.month_wage > rates.month_wage_unusual:
            return [Note(NoteCode.WAGE_UNUSUAL, "month_wage", rates.month_wage_unusual)]
        return []
    notes = []
    hours = given.mentor_hours
    if hours is not None and (hours > rates.mentor_hours_unusual or hours != hours.to_integral_value()):
        notes.append(Note(NoteCode.HOURS_UNUSUAL, "mentor_hours", rates.mentor_hours_unusual))
    if mentor_hourly is not None and Decimal(mentor_hourly) > rates.mentor_wage_unusual:
        notes.append(Note(NoteCode.MENTOR_WAGE_UNUSUAL, "mentor_wage", rates.mentor_wage_unusual))
    return notes


def _age_depends_on_birthday(given: CalculationInput, rules: Rules) -> bool:
    if given.birth is not None or given.age is None or given.end is None:
        return False
    at_start, at_end = limit_at_start(given.scheme, rules), limit_at_end(given.scheme, rules)
    if at_start is not None and given.age == at_start.value:
        return True
    return at_end is not None and turns_before_end(given.age, at_end.value, given.start, given.end) is None
