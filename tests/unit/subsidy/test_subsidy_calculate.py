"""The calculator, scheme by scheme."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.subsidy import (
    Calculation,
    CalculationInput,
    Group,
    NoteCode,
    Rules,
    Scheme,
    WageType,
    calculate,
)

RATES: dict[str, Any] = {
    "holiday_pay": Decimal("0.12"),
    "pension": Decimal("0.02"),
    "employer_tax": Decimal("0.141"),
}


def _temporary(rules: Rules, **changes: Any) -> Calculation:
    given = CalculationInput(
        scheme=Scheme.MIDLERTIDIG,
        start=date(2026, 2, 1),
        end=date(2027, 1, 31),
        group=Group.TRENGER_VEILEDNING,
        month_wage=40_000,
        holiday_pay=RATES["holiday_pay"],
        pension=RATES["pension"],
        employer_tax=RATES["employer_tax"],
    )
    return calculate(replace(given, **changes), rules)


def test_temporary_subsidy_steps_down_after_six_months(rules: Rules) -> None:
    result = _temporary(rules)
    assert [(step.percent, step.amount, step.own_cost) for step in result.monthly] == [
        (40, 20_856, 31_283),
        (30, 15_642, 36_497),
    ]
    assert [(step.start, step.end) for step in result.monthly] == [
        (date(2026, 2, 1), date(2026, 7, 31)),
        (date(2026, 8, 1), date(2027, 1, 31)),
    ]
    assert result.total == 6 * 20_856 + 6 * 15_642 == result.known_total
    assert len(result.periods) == 12
    assert result.five_g is None
    assert result.assumptions == ()
    assert result.notes == ()


def test_cost_of_a_month_is_shown_by_its_parts(rules: Rules) -> None:
    assert _temporary(rules).cost_payload() == {
        "lonn": 40_000,
        "feriepenger": 4_800,
        "otp": 896,
        "avgift": 6_443,
        "sum": 52_139,
    }


def test_the_payload_has_the_keys_of_the_contract(rules: Rules) -> None:
    payload = _temporary(rules, end=date(2026, 3, 31)).payload()
    assert payload == {
        "scheme": "midlertidig-lonnstilskudd",
        "periods": [
            {"from": "2026-02-01", "to": "2026-02-28", "percent": 40, "amount": 20_856},
            {"from": "2026-03-01", "to": "2026-03-31", "percent": 40, "amount": 20_856},
        ],
        "monthly": [{"percent": 40, "amount": 20_856}],
        "total": 41_712,
        "currency": "NOK",
    }


def test_the_size_of_the_post_never_changes_the_grant(rules: Rules) -> None:
    half = _temporary(rules, position_percent=Decimal(50))
    assert half.total == _temporary(rules).total
    assert half.full_time_wage == 80_000


def test_deadlines_are_two_months_after_each_period(rules: Rules) -> None:
    deadlines = _temporary(rules, end=date(2026, 4, 15)).deadlines
    assert [deadline.deadline for deadline in deadlines] == [
        date(2026, 4, 30),
        date(2026, 5, 31),
        date(2026, 6, 15),
    ]


def test_what_is_not_told_is_assumed_and_said(rules: Rules) -> None:
    given = CalculationInput(scheme=Scheme.MIDLERTIDIG, start=date(2026, 2, 1), percent=60, month_wage=40_000)
    result = calculate(given, rules)
    assert {item.field: item.value for item in result.assumptions} == {
        "holiday_pay": Decimal("0.102"),
        "pension": Decimal("0.02"),
        "employer_tax": Decimal("0.141"),
        "group": Group.NEDSATT_ARBEIDSEVNE,
        "end": date(2028, 1, 31),
    }
    assert [step.percent for step in result.monthly] == [60, 50]
    assert result.inputs.end == date(2028, 1, 31)


def test_permanent_subsidy_is_assumed_at_its_highest_and_held_against_five_g(rules: Rules) -> None:
    given = CalculationInput(
        scheme=Scheme.VARIG,
        start=date(2025, 1, 1),
        end=date(2026, 12, 31),
        month_wage=70_000,
        **RATES,
    )
    result = calculate(given, rules)
    assert [(step.percent, step.amount) for step in result.monthly] == [(75, 68_432), (67, 61_133)]
    assert result.five_g is not None
    first, second = result.five_g.years
    assert (first.year, first.agreed, first.limit, first.payable) == (2025, 821_184, 650_800, 650_800)
    assert first.over_from == date(2025, 10, 1)
    assert (second.agreed, second.limit, second.payable) == (733_596, 682_745, 682_745)
    assert [year.year for year in result.five_g.over] == [2025, 2026]
    assert result.total == 821_184 + 733_596, "the ceiling is for refunds; what is agreed stands"


def test_the_g_of_may_opens_more(rules: Rules) -> None:
    given = CalculationInput(
        scheme=Scheme.VARIG,
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        percent=75,
        month_wage=40_000,
        paid_by_year={2026: 620_000},
        **RATES,
    )
    notice = calculate(given, rules).five_g
    assert notice is not None
    (year,) = notice.years
    assert year.payable == 682_745 - 620_000
    assert year.over_from == date(2026, 1, 1)


def test_a_year_whose_g_is_not_set_is_not_guessed(rules: Rules) -> None:
    given = CalculationInput(scheme=Scheme.FIREARIG, start=date(2026, 9, 1), month_wage=90_000, **RATES)
    result = calculate(given, rules)
    assert [(step.percent, step.start) for step in result.monthly] == [
        (70, date(2026, 9, 1)),
        (60, date(2027, 9, 1)),
        (50, date(2028, 9, 1)),
        (35, date(2029, 9, 1)),
    ]
    assert result.five_g is not None
    years = {year.year: year for year in result.five_g.years}
    assert years[2026].over is False
    assert years[2028].limit is None
    assert years[2028].payable is None
    assert years[2028].over is None
    assert 2028 in [year.year for year in result.five_g.perhaps_over]
    assert NoteCode.FIVE_G_NOT_SET in [note.code for note in result.notes]


def test_four_year_subsidy_ends_with_the_trial(rules: Rules) -> None:
    given = CalculationInput(scheme=Scheme.FIREARIG, start=date(2030, 3, 1), month_wage=40_000)
    result = calculate(given, rules)
    assert result.inputs.end == date(2032, 12, 31)
    assert [step.percent for step in result.monthly] == [70, 60, 50]


def test_summer_job_pays_one_percentage_for_four_weeks(rules: Rules) -> None:
    given = CalculationInput(
        scheme=Scheme.SOMMERJOBB,
        start=date(2026, 6, 15),
        group=Group.JOBBE_DELVIS,
        month_wage=30_000,
        **RATES,
    )
    result = calculate(given, rules)
    assert result.inputs.end == date(2026, 7, 12)
    assert [(period.start, period.end, period.percent) for period in result.periods] == [
        (date(2026, 6, 15), date(2026, 6, 30), 75),
        (date(2026, 7, 1), date(2026, 7, 12), 75),
    ]


def test_mentor_is_paid_in_full_and_by_itself(rules: Rules) -> None:
    given = CalculationInput(
        scheme=Scheme.MENTOR,
        start=date(2026, 1, 20),
        end=date(2026, 3, 5),
        mentor_wage=780_000,
        mentor_wage_type=WageType.YEAR,
        position_percent=Decimal(100),
        mentor_hours=Decimal(20),
        **RATES,
    )
    result = calculate(given, rules)
    assert result.mentor_hourly == 400
    assert result.cost is not None
    assert result.cost.total == 10_428
    assert [(step.percent, step.amount, step.own_cost) for step in result.monthly] == [(100, 10_428, 0)]
    assert result.deadlines == ()


def test_inclusion_grant_has_one_ceiling_by_its_last_day(rules: Rules) -> None:
    given = CalculationInput(scheme=Scheme.INKLUDERING, start=date(2025, 6, 1), end=date(2025, 12, 31))
    assert calculate(given, rules).ceiling == 154_800
    into_next_year = replace(given, end=date(2026, 5, 31), expenses=(100_000, 60_400))
    result = calculate(into_next_year, rules)
    assert (result.ceiling, result.total, result.periods) == (160_400, 160_400, ())
    later = calculate(replace(given, start=date(2026, 9, 1), end=date(2027, 6, 30)), rules)
    assert later.ceiling == 160_400
    assert [note.code for note in later.notes] == [NoteCode.CEILING_NOT_NEW]


def test_old_vta_o_takes_the_rate_of_each_year_and_none_where_it_is_not_set(rules: Rules) -> None:
    given = CalculationInput(scheme=Scheme.VTAO, start=date(2025, 12, 1), end=date(2027, 1, 15), agreed=True)
    result = calculate(given, rules)
    assert [(step.percent, step.amount, step.own_cost) for step in result.monthly] == [
        (None, 7_067, None),
        (None, 7_321, None),
        (None, None, None),
    ]
    assert result.periods[-1].amount is None
    assert result.total is None
    assert result.known_total == 7_067 + 12 * 7_321
    assert [(note.code, note.limit) for note in result.notes] == [
        (NoteCode.RATE_NOT_SET, date(2027, 1, 1)),
        (NoteCode.NEW_AGREEMENTS_CLOSED, date(2026, 8, 31)),
    ]


def test_doubles_lose_half_a_krone_where_nav_does(rules: Rules) -> None:
    given = CalculationInput(
        scheme=Scheme.FIREARIG,
        start=date(2026, 8, 1),
        end=date(2026, 8, 31),
        month_wage=40_965,
        holiday_pay=Decimal(0),
        pension=Decimal(0),
        employer_tax=Decimal(0),
    )
    assert calculate(given, rules).total == 28_675, "70 % of 40 965 is exactly 28 675.50"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"month_wage": 480_000}, NoteCode.WAGE_UNUSUAL),
        ({"holiday_pay": Decimal("0.11")}, NoteCode.RATE_UNUSUAL),
        ({"pension": Decimal("0.28")}, NoteCode.RATE_UNUSUAL),
        ({"age": 71}, NoteCode.AGE_CLOSE_TO_LIMIT),
    ],
)
def test_unusual_figures_are_remarked_on(rules: Rules, changes: dict[str, object], code: NoteCode) -> None:
    assert code in [note.code for note in _temporary(rules, **changes).notes]
