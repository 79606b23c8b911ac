"""Checks the figures an employer gives, and says what is wrong in a way a conversation can word."""

from datetime import date
from decimal import Decimal

from bot.subsidy.ages import check_creation, limit_at_end, limit_at_start, turns_before_end
from bot.subsidy.errors import InputProblem, Limit, ProblemCode
from bot.subsidy.inputs import CalculationInput
from bot.subsidy.limits import (
    DatesToCheck,
    check_amounts,
    check_dates,
    check_purpose,
    group_allowed,
    last_end,
)
from bot.subsidy.rules import Rules
from bot.subsidy.terms import CALCULATOR_SCHEMES, WAGE_SCHEMES, ErrorCode, Scheme, WageType

Problems = list[InputProblem]

FULL_SHARE = Decimal(1)
"""A rate of pay above this is not a fraction."""

_FIELD_OF_CODE = {
    ErrorCode.FORTIDLIG_STARTDATO: "start",
    ErrorCode.SOMMERJOBB_FOR_TIDLIG: "start",
    ErrorCode.FIREARIG_FOR_TIDLIG_OPPSTART: "start",
    ErrorCode.FOR_SEN_STARTDATO_VTAO: "start",
    ErrorCode.DELTAKER_67_AAR: "birth",
    ErrorCode.DELTAKER_72_AAR: "birth",
    ErrorCode.SOMMERJOBB_FOR_GAMMEL_FRA_OPPSTARTDATO: "birth",
    ErrorCode.FIREARIG_FOR_GAMMEL: "birth",
}


def start_problems(given: CalculationInput, rules: Rules) -> tuple[InputProblem, ...]:
    """Check what everything else rests on: the scheme, and a first day that rules are known for."""
    if given.scheme not in CALCULATOR_SCHEMES:
        return (InputProblem("scheme", ProblemCode.SCHEME_NOT_CALCULATED),)
    first = rules.first_day_of(given.scheme)
    if given.start < first:
        return (InputProblem("start", ProblemCode.START_TOO_EARLY, first),)
    if given.start > rules.dates.latest_end.value:
        return (InputProblem("start", ProblemCode.TOO_HIGH, rules.dates.latest_end.value),)
    return ()


def problems_of(given: CalculationInput, rules: Rules) -> tuple[InputProblem, ...]:
    """Return everything that is wrong with figures whose gaps are filled already."""
    found: Problems = []
    if given.scheme in WAGE_SCHEMES:
        _check_money(found, "month_wage", given.month_wage, rules.rates.month_wage_max)
    if given.scheme is Scheme.MENTOR:
        _check_mentor(found, given, rules)
    if given.scheme in WAGE_SCHEMES or given.scheme is Scheme.MENTOR:
        _check_rates(found, given, rules)
    _check_percent(found, given, rules)
    _check_group(found, given, rules)
    if given.scheme is Scheme.INKLUDERING:
        _check_expenses(found, given, rules)
    if given.position_percent is not None:
        _check_position(found, given.position_percent, rules)
    purpose = check_purpose(given.scheme, given.keeps_job)
    if purpose is not None:
        found.append(InputProblem("keeps_job", purpose))
    if not _check_dates(found, given, rules):
        _check_age(found, given, rules)
    return tuple(found)


def _check_money(found: Problems, field: str, amount: int | None, highest: int) -> None:
    if amount is None:
        found.append(InputProblem(field, ProblemCode.MISSING))
    elif amount < 0:
        found.append(InputProblem(field, ProblemCode.NEGATIVE))
    elif amount == 0:
        found.append(InputProblem(field, ProblemCode.ZERO))
    elif amount > highest:
        found.append(InputProblem(field, ProblemCode.TOO_HIGH, highest))


def _check_share(found: Problems, field: str, value: Decimal | None, highest: Decimal) -> None:
    """Check a number that may be zero but not negative, and not above `highest`."""
    if value is None:
        found.append(InputProblem(field, ProblemCode.MISSING))
    elif not value.is_finite():
        found.append(InputProblem(field, ProblemCode.NOT_A_NUMBER))
    elif value < 0:
        found.append(InputProblem(field, ProblemCode.NEGATIVE))
    elif value > highest:
        found.append(InputProblem(field, ProblemCode.TOO_HIGH, highest))


def _check_rates(found: Problems, given: CalculationInput, rules: Rules) -> None:
    _check_share(found, "holiday_pay", given.holiday_pay, FULL_SHARE)
    _check_share(found, "employer_tax", given.employer_tax, FULL_SHARE)
    pension = given.pension
    if pension is not None and pension.is_finite() and pension > rules.rates.pension_max:
        found.append(InputProblem("pension", ErrorCode.FEIL_OTP_SATS, rules.rates.pension_max))
    else:
        _check_share(found, "pension", pension, rules.rates.pension_max)


def _check_position(found: Problems, percent: Decimal, rules: Rules) -> None:
    before = len(found)
    _check_share(found, "position_percent", percent, rules.rates.position_max)
    if len(found) == before and percent == 0:
        found.append(InputProblem("position_percent", ProblemCode.ZERO))
    elif len(found) == before and percent < rules.rates.position_min:
        found.append(InputProblem("position_percent", ProblemCode.TOO_LOW, rules.rates.position_min))


def _check_mentor(found: Problems, given: CalculationInput, rules: Rules) -> None:
    by_the_hour = given.mentor_wage_type is WageType.HOUR
    hours_in_year = rules.arithmetic.hours_per_year
    highest = rules.rates.mentor_wage_max * (1 if by_the_hour else hours_in_year)
    _check_money(found, "mentor_wage", given.mentor_wage, highest)
    if not by_the_hour and given.position_percent is None:
        found.append(InputProblem("position_percent", ProblemCode.MISSING))
    before = len(found)
    _check_share(found, "mentor_hours", given.mentor_hours, Decimal(rules.rates.mentor_hours_max))
    if len(found) == before and given.mentor_hours == 0:
        found.append(InputProblem("mentor_hours", ProblemCode.ZERO))


def _check_percent(found: Problems, given: CalculationInput, rules: Rules) -> None:
    """Check the percentage: within Nav's choice, or one the scheme begins with for this group."""
    rows = [row for row in rules.percentages if row.scheme is given.scheme]
    if not rows:
        return
    percent, chosen = given.percent, rows[0].chosen
    if percent is None:
        if chosen:
            found.append(InputProblem("percent", ProblemCode.MISSING, rows[0].allowed or None))
        return
    if percent < 0:
        found.append(InputProblem("percent", ProblemCode.NEGATIVE))
    elif chosen and percent == 0:
        found.append(InputProblem("percent", ProblemCode.ZERO))
    elif chosen:
        code = check_amounts(given.scheme, rules, percent=percent)
        if code is not None:
            found.append(InputProblem("percent", code, rows[0].allowed or rows[0].steps[0].percent))
    else:
        fitting = [row for row in rows if row.groups is None or given.group in row.groups] or rows
        first = tuple(row.steps[0].percent for row in fitting)
        if percent not in first:
            found.append(InputProblem("percent", ErrorCode.PROSENT_UGYLDIG, first))


def _check_group(found: Problems, given: CalculationInput, rules: Rules) -> None:
    if given.group is not None:
        if not group_allowed(given.scheme, given.group, rules):
            found.append(InputProblem("group", ProblemCode.GROUP_NOT_ALLOWED))
    elif given.scheme is Scheme.MIDLERTIDIG and given.percent is None:
        found.append(InputProblem("group", ProblemCode.MISSING))


def _check_expenses(found: Problems, given: CalculationInput, rules: Rules) -> None:
    before = len(found)
    for amount in given.expenses:
        _check_money(found, "expenses", amount, rules.rates.expense_max)
    ends_before_it_starts = given.end is not None and given.end < given.start
    if len(found) > before or ends_before_it_starts:
        # The dates are refused on their own, and there may be no ceiling to look up for them.
        return
    code = check_amounts(given.scheme, rules, expenses=given.expenses, end=given.end)
    if code is not None:
        found.append(InputProblem("expenses", code, rules.inclusion_ceiling_on(given.end)))


def _check_dates(found: Problems, given: CalculationInput, rules: Rules) -> bool:
    """Check dates and day of birth as Nav does; tell whether something was found."""
    to_check = DatesToCheck(
        scheme=given.scheme,
        start=given.start,
        end=given.end,
        birth=given.birth,
        group=given.group,
        position=given.position,
        today=given.today,
        late_registration=given.late_registration,
        agreed=given.agreed,
    )
    code = check_dates(to_check, rules)
    if code is None:
        return False
    field = _FIELD_OF_CODE.get(code, "end")
    if code is ErrorCode.SOMMERJOBB_FOR_SENT and _starts_late(given.start, rules):
        field = "start"
    found.append(InputProblem(field, code, _limit(code, to_check, rules)))
    return True


def _starts_late(start: date, rules: Rules) -> bool:
    return start > rules.dates.summer_last_start.in_year(start.year)


def _limit(code: ErrorCode, given: DatesToCheck, rules: Rules) -> Limit:
    """Return the day or the age that a refusal is about."""
    days = rules.dates
    start = given.start or days.latest_end.value
    age = limit_at_start(given.scheme, rules) or limit_at_end(given.scheme, rules)
    late_start = _starts_late(start, rules)
    limits: dict[ErrorCode, Limit] = {
        ErrorCode.START_ETTER_SLUTT: given.start,
        ErrorCode.FORTIDLIG_STARTDATO: days.late_registration_days.value,
        ErrorCode.SLUTTDATO_GRENSE_NADD: days.latest_end.value,
        ErrorCode.SOMMERJOBB_FOR_TIDLIG: days.summer_first_start.in_year(start.year),
        ErrorCode.SOMMERJOBB_FOR_SENT: (days.summer_last_start if late_start else days.summer_last_end).in_year(
            start.year
        ),
        ErrorCode.FIREARIG_FOR_TIDLIG_OPPSTART: days.four_year_first_start.value,
        ErrorCode.FIREARIG_FOR_SEN_SLUTTDATO: days.four_year_last_end.value,
        ErrorCode.FOR_SEN_STARTDATO_VTAO: days.vtao_last_start.value,
    }
    if code in limits:
        return limits[code]
    if _FIELD_OF_CODE.get(code) == "birth":
        return None if age is None else age.value
    return last_end(given, rules)


def _check_age(found: Problems, given: CalculationInput, rules: Rules) -> None:
    """Check the lowest age, and the age limits by completed years when the day of birth is not told."""
    lowest = rules.ages.lowest.value
    if given.birth is not None:
        code = check_creation(given.scheme, given.birth, given.today or given.start, rules)
        if code is not None:
            limit = lowest if code is ErrorCode.IKKE_GAMMEL_NOK else None
            found.append(InputProblem("birth", code, limit))
        return
    if given.age is None:
        return
    if given.age < 0:
        found.append(InputProblem("age", ProblemCode.NEGATIVE))
        return
    if given.age < lowest:
        found.append(InputProblem("age", ErrorCode.IKKE_GAMMEL_NOK, lowest))
        return
    at_start, at_end = limit_at_start(given.scheme, rules), limit_at_end(given.scheme, rules)
    if at_start is not None and given.age > at_start.value:
        found.append(InputProblem("age", at_start.error, at_start.value))
    if at_end is None or given.end is None:
        return
    if turns_before_end(given.age, at_end.value, given.start, given.end):
        found.append(InputProblem("age", at_end.error, at_end.value))
