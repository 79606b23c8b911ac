"""Wrong figures come back as values that name the field, the reason and the limit."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.subsidy import (
    CalculationInput,
    ErrorCode,
    Group,
    InputProblem,
    InvalidInput,
    PositionType,
    ProblemCode,
    Rules,
    Scheme,
    WageType,
    calculate,
)

BASE = CalculationInput(
    scheme=Scheme.MIDLERTIDIG,
    start=date(2026, 2, 1),
    end=date(2026, 12, 31),
    group=Group.TRENGER_VEILEDNING,
    month_wage=40_000,
)
SUMMER = CalculationInput(
    scheme=Scheme.SOMMERJOBB, start=date(2026, 6, 15), end=date(2026, 7, 10), percent=50, month_wage=30_000
)
FOUR_YEARS = CalculationInput(scheme=Scheme.FIREARIG, start=date(2026, 8, 1), month_wage=40_000)
MENTOR = CalculationInput(
    scheme=Scheme.MENTOR,
    start=date(2026, 2, 1),
    mentor_wage=400,
    mentor_hours=Decimal(20),
)
INCLUSION = CalculationInput(scheme=Scheme.INKLUDERING, start=date(2026, 2, 1))
PERMANENT = CalculationInput(scheme=Scheme.VARIG, start=date(2026, 2, 1), month_wage=40_000, percent=60)


def _problems(given: CalculationInput, rules: Rules) -> tuple[InputProblem, ...]:
    with pytest.raises(InvalidInput) as refused:
        calculate(given, rules)
    return refused.value.problems


@pytest.mark.parametrize(
    ("given", "changes", "problem"),
    [
        (BASE, {"month_wage": None}, InputProblem("month_wage", ProblemCode.MISSING)),
        (BASE, {"month_wage": 0}, InputProblem("month_wage", ProblemCode.ZERO)),
        (BASE, {"month_wage": -1}, InputProblem("month_wage", ProblemCode.NEGATIVE)),
        (
            BASE,
            {"month_wage": 1_000_001},
            InputProblem("month_wage", ProblemCode.TOO_HIGH, 1_000_000),
        ),
        (BASE, {"group": None}, InputProblem("group", ProblemCode.MISSING)),
        (BASE, {"group": Group.GODE_MULIGHETER}, InputProblem("group", ProblemCode.GROUP_NOT_ALLOWED)),
        (BASE, {"percent": 60}, InputProblem("percent", ErrorCode.PROSENT_UGYLDIG, (40,))),
        (BASE, {"percent": 500, "group": None}, InputProblem("percent", ErrorCode.PROSENT_UGYLDIG, (40, 60))),
        (BASE, {"holiday_pay": Decimal(5)}, InputProblem("holiday_pay", ProblemCode.TOO_HIGH, Decimal(1))),
        (BASE, {"employer_tax": Decimal("-0.1")}, InputProblem("employer_tax", ProblemCode.NEGATIVE)),
        (BASE, {"employer_tax": Decimal("nan")}, InputProblem("employer_tax", ProblemCode.NOT_A_NUMBER)),
        (
            BASE,
            {"pension": Decimal("0.31")},
            InputProblem("pension", ErrorCode.FEIL_OTP_SATS, Decimal("0.30")),
        ),
        (BASE, {"pension": Decimal("-0.01")}, InputProblem("pension", ProblemCode.NEGATIVE)),
        (
            BASE,
            {"position_percent": Decimal(500)},
            InputProblem("position_percent", ProblemCode.TOO_HIGH, Decimal(100)),
        ),
        (BASE, {"position_percent": Decimal(0)}, InputProblem("position_percent", ProblemCode.ZERO)),
        (
            BASE,
            {"position_percent": Decimal("0.01")},
            InputProblem("position_percent", ProblemCode.TOO_LOW, Decimal("0.1")),
        ),
        (BASE, {"age": 15}, InputProblem("age", ErrorCode.IKKE_GAMMEL_NOK, 16)),
        (BASE, {"age": 73}, InputProblem("age", ErrorCode.DELTAKER_72_AAR, 72)),
        (BASE, {"age": -3}, InputProblem("age", ProblemCode.NEGATIVE)),
        (BASE, {"birth": date(2010, 2, 2)}, InputProblem("birth", ErrorCode.IKKE_GAMMEL_NOK, 16)),
        (BASE, {"birth": date(1954, 12, 31)}, InputProblem("birth", ErrorCode.DELTAKER_72_AAR, 72)),
        (
            BASE,
            {"start": date(1990, 1, 1)},
            InputProblem("start", ProblemCode.START_TOO_EARLY, date(2019, 7, 1)),
        ),
        (
            BASE,
            {"start": date(9999, 12, 31)},
            InputProblem("start", ProblemCode.TOO_HIGH, date(2089, 12, 31)),
        ),
        (BASE, {"today": date(2026, 2, 9)}, InputProblem("start", ErrorCode.FORTIDLIG_STARTDATO, 7)),
        (
            BASE,
            {"end": date(2026, 1, 31)},
            InputProblem("end", ErrorCode.START_ETTER_SLUTT, date(2026, 2, 1)),
        ),
        (
            BASE,
            {"end": date(2027, 2, 1)},
            InputProblem("end", ErrorCode.FOR_LANG_MIDLERTIDIG_12_MND, date(2027, 1, 31)),
        ),
        (
            PERMANENT,
            {"end": date(2090, 1, 1)},
            InputProblem("end", ErrorCode.SLUTTDATO_GRENSE_NADD, date(2089, 12, 31)),
        ),
        (PERMANENT, {"percent": 76}, InputProblem("percent", ErrorCode.PROSENT_UGYLDIG, 75)),
        (PERMANENT, {"percent": 0}, InputProblem("percent", ProblemCode.ZERO)),
        (PERMANENT, {"percent": -5}, InputProblem("percent", ProblemCode.NEGATIVE)),
        (
            PERMANENT,
            {"group": Group.NEDSATT_ARBEIDSEVNE},
            InputProblem("group", ProblemCode.GROUP_NOT_ALLOWED),
        ),
        (SUMMER, {"percent": None}, InputProblem("percent", ProblemCode.MISSING, (50, 75))),
        (SUMMER, {"percent": 60}, InputProblem("percent", ErrorCode.PROSENT_UGYLDIG, (50, 75))),
        (
            SUMMER,
            {"start": date(2026, 5, 31)},
            InputProblem("start", ErrorCode.SOMMERJOBB_FOR_TIDLIG, date(2026, 6, 1)),
        ),
        (
            SUMMER,
            {"start": date(2026, 9, 1), "end": None},
            InputProblem("start", ErrorCode.SOMMERJOBB_FOR_SENT, date(2026, 8, 31)),
        ),
        (
            SUMMER,
            {"end": date(2026, 7, 13)},
            InputProblem("end", ErrorCode.SOMMERJOBB_FOR_LANG_VARIGHET, date(2026, 7, 12)),
        ),
        (
            SUMMER,
            {"birth": date(1996, 6, 14)},
            InputProblem("birth", ErrorCode.SOMMERJOBB_FOR_GAMMEL_FRA_OPPSTARTDATO, 30),
        ),
        (SUMMER, {"age": 31}, InputProblem("age", ErrorCode.SOMMERJOBB_FOR_GAMMEL_FRA_OPPSTARTDATO, 30)),
        (
            FOUR_YEARS,
            {"start": date(2026, 7, 31)},
            InputProblem("start", ErrorCode.FIREARIG_FOR_TIDLIG_OPPSTART, date(2026, 8, 1)),
        ),
        (
            FOUR_YEARS,
            {"end": date(2033, 1, 1)},
            InputProblem("end", ErrorCode.FIREARIG_FOR_SEN_SLUTTDATO, date(2032, 12, 31)),
        ),
        (
            FOUR_YEARS,
            {"end": date(2028, 8, 1), "position": PositionType.MIDLERTIDIG},
            InputProblem("end", ErrorCode.FOR_LANG_FIREARIG_2_AAR, date(2028, 7, 31)),
        ),
        (FOUR_YEARS, {"keeps_job": True}, InputProblem("keeps_job", ErrorCode.FIREARIG_BEHOLDE_ARBEID)),
        (MENTOR, {"mentor_hours": None}, InputProblem("mentor_hours", ProblemCode.MISSING)),
        (MENTOR, {"mentor_hours": Decimal(0)}, InputProblem("mentor_hours", ProblemCode.ZERO)),
        (
            MENTOR,
            {"mentor_hours": Decimal(1000)},
            InputProblem("mentor_hours", ProblemCode.TOO_HIGH, Decimal(999)),
        ),
        (
            MENTOR,
            {"mentor_wage_type": WageType.MONTH, "mentor_wage": 45_000},
            InputProblem("position_percent", ProblemCode.MISSING),
        ),
        (
            MENTOR,
            {"mentor_wage_type": WageType.YEAR, "mentor_wage": 900, "position_percent": Decimal(100)},
            InputProblem("mentor_wage", ProblemCode.TOO_LOW),
        ),
        (
            MENTOR,
            {"end": date(2026, 8, 1)},
            InputProblem("end", ErrorCode.FOR_LANG_MENTOR_6_MND, date(2026, 7, 31)),
        ),
        (
            INCLUSION,
            {"end": date(2026, 12, 31), "expenses": (160_401,)},
            InputProblem("expenses", ErrorCode.INKLUDERING_SUM_FOR_HOY, 160_400),
        ),
        (INCLUSION, {"expenses": (-1,)}, InputProblem("expenses", ProblemCode.NEGATIVE)),
        (
            INCLUSION,
            {"end": date(2027, 2, 2)},
            InputProblem("end", ErrorCode.FOR_LANG_INKLUDERING, date(2027, 2, 1)),
        ),
        (
            INCLUSION,
            {"scheme": Scheme.ARBEIDSTRENING},
            InputProblem("scheme", ProblemCode.SCHEME_NOT_CALCULATED),
        ),
        (
            INCLUSION,
            {"scheme": Scheme.VTAO, "start": date(2026, 9, 1)},
            InputProblem("start", ErrorCode.FOR_SEN_STARTDATO_VTAO, date(2026, 8, 31)),
        ),
    ],
)
def test_one_wrong_figure_gives_one_problem(
    given: CalculationInput, changes: dict[str, object], problem: InputProblem, rules: Rules
) -> None:
    assert _problems(replace(given, **changes), rules) == (problem,)  # type: ignore[arg-type]


def test_all_problems_come_at_once(rules: Rules) -> None:
    problems = _problems(replace(BASE, month_wage=0, pension=Decimal(1), end=date(2026, 1, 1)), rules)
    assert [problem.field for problem in problems] == ["month_wage", "pension", "end"]


@pytest.mark.parametrize("age", [16, 70])
def test_ages_within_the_limits_pass(age: int, rules: Rules) -> None:
    assert calculate(replace(BASE, age=age), rules).notes == ()


def test_a_thirtieth_birthday_on_the_first_day_is_fine(rules: Rules) -> None:
    on_birthday = replace(SUMMER, birth=date(1996, 6, 15))
    assert calculate(on_birthday, rules).total is not None


def test_a_late_start_is_fine_when_nav_has_opened_for_it(rules: Rules) -> None:
    late = replace(BASE, today=date(2026, 6, 1))
    assert _problems(late, rules)[0].code is ErrorCode.FORTIDLIG_STARTDATO
    assert calculate(replace(late, late_registration=True), rules).total is not None
    assert calculate(replace(late, agreed=True), rules).total is not None


def test_without_a_last_day_the_agreement_stops_before_the_age_limit(rules: Rules) -> None:
    given = replace(BASE, end=None, birth=date(1954, 10, 10))
    assert calculate(given, rules).inputs.end == date(2026, 10, 9)


def test_costs_of_an_agreement_that_ends_before_it_starts_are_refused_for_its_dates(rules: Rules) -> None:
    given = replace(INCLUSION, end=date(1990, 1, 1), expenses=(1000,))
    with pytest.raises(InvalidInput) as refused:
        calculate(given, rules)
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("end", ErrorCode.START_ETTER_SLUTT)
