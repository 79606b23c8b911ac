"""Rules that neither examples nor properties pin down: refunds, deadlines, ages, changes, approval."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.subsidy import ErrorCode, Group, Rules, Scheme, WageType
from bot.subsidy.ages import age_on, check_creation, last_possible_end, turns_before_end
from bot.subsidy.changes import extend, reprice, shorten
from bot.subsidy.deadlines import approval_opens, latest_extended_deadline, refund_deadline
from bot.subsidy.errors import BeyondLastStep, ChangeRefused
from bot.subsidy.limits import DatesToCheck, check_dates
from bot.subsidy.mentor import hourly_wage
from bot.subsidy.periods import SubsidyPeriod, mark_arena, subsidy_periods
from bot.subsidy.refund import Income, RefundClaim, automatic_refund, refund
from bot.subsidy.steps import Agreement, percent_for_period, reduction_dates, start_percent
from bot.subsidy.terms import PeriodStatus, RefundStatus

MARCH = date(2026, 3, 1)
CLAIM = RefundClaim(
    scheme=Scheme.MIDLERTIDIG,
    incomes=(Income("LOENNSINNTEKT", "fastloenn", 30_000, MARCH, True),),
    percent=50,
    holiday_pay=0.0,
    pension=0.0,
    employer_tax=0.0,
    agreed_amount=20_000,
    period_start=MARCH,
)


def _holiday(amount: float, month: date = MARCH) -> Income:
    return Income("LOENNSINNTEKT", "trekkILoennForFerie", amount, month)


@pytest.mark.parametrize(
    ("changes", "amount"),
    [
        ({}, 15_000),
        ({"sick_pay": 10_000}, 10_000),
        ({"sick_pay": 40_000}, 0),
        ({"incomes": (), "sick_pay": 10_000}, -5_000),
        ({"incomes": (_holiday(-4_000),)}, -2_000),
        ({"incomes": (_holiday(-4_000),), "sick_pay": 10_000}, -2_000),
        ({"incomes": (*CLAIM.incomes, _holiday(-4_000)), "holiday_taken": True}, 15_000),
        ({"incomes": (*CLAIM.incomes, _holiday(-4_000, date(2026, 4, 1)))}, 15_000),
        ({"incomes": (*CLAIM.incomes, _holiday(2_000))}, 16_000),
        ({"agreed_amount": 12_000, "carried_minus": -500}, 11_500),
        ({"lower_gross": 50_000}, 15_000),
        ({"already_paid": 16_000}, -1_000),
    ],
)
def test_a_refund_step_by_step(changes: dict[str, object], amount: int, rules: Rules) -> None:
    assert refund(replace(CLAIM, **changes), rules).amount == amount  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["overtidsgodtgjoerelse", "bonus", "feriepenger", "styrehonorar"])
def test_other_income_never_counts(kind: str, rules: Rules) -> None:
    other = Income("LOENNSINNTEKT", kind, 9_999, MARCH, True)
    wrong_type = Income("PENSJON_ELLER_TRYGD", "fastloenn", 9_999, MARCH, True)
    result = refund(replace(CLAIM, incomes=(*CLAIM.incomes, other, wrong_type)), rules)
    assert result.gross == 30_000


def test_five_g_comes_after_the_carried_minus_and_before_a_correction(rules: Rules) -> None:
    left_10_000 = {"scheme": Scheme.VARIG, "paid_this_year": 640_800}
    cut = refund(replace(CLAIM, carried_minus=-1_000, **left_10_000), rules)  # type: ignore[arg-type]
    assert (cut.amount, cut.over_five_g) == (10_000, True)
    corrected = refund(replace(CLAIM, already_paid=8_000, **left_10_000), rules)  # type: ignore[arg-type]
    assert corrected.amount == 2_000
    used_up = refund(replace(CLAIM, scheme=Scheme.VARIG, paid_this_year=999_999), rules)
    assert (used_up.amount, used_up.status) == (0, RefundStatus.GODKJENT_NULLBELOP)


def test_vta_o_and_mentor_are_paid_by_themselves() -> None:
    assert automatic_refund(7_321) == 7_321
    assert automatic_refund(7_321, already_paid=7_321, correction=True) == -7_321


@pytest.mark.parametrize(
    ("end", "decided", "deadline"),
    [
        (date(2026, 2, 28), None, date(2026, 4, 30)),
        (date(2025, 12, 31), None, date(2026, 2, 28)),
        (date(2025, 12, 30), None, date(2026, 2, 28)),
        (date(2026, 1, 15), date(2026, 1, 10), date(2026, 3, 15)),
        (date(2026, 1, 15), date(2026, 2, 28), date(2026, 4, 30)),
    ],
)
def test_refund_deadlines(end: date, decided: date | None, deadline: date, rules: Rules) -> None:
    assert refund_deadline(end, decided, rules) == deadline


def test_extended_refund_deadlines(rules: Rules) -> None:
    assert latest_extended_deadline(date(2026, 6, 30), None, rules) == date(2026, 9, 30)
    assert latest_extended_deadline(date(2026, 6, 30), None, rules, absence=True) == date(2027, 7, 31)


@pytest.mark.parametrize(
    ("number", "start", "opens"),
    [
        (1, date(2026, 9, 1), None),
        (2, date(2026, 10, 31), date(2026, 7, 31)),
        (1, date(2027, 1, 1), date(2027, 1, 1)),
        (5, date(2027, 6, 1), date(2027, 3, 1)),
    ],
)
def test_approval_opens(number: int, start: date, opens: date | None, rules: Rules) -> None:
    assert approval_opens(number, start, rules) == opens


def test_ages(rules: Rules) -> None:
    assert age_on(date(1996, 6, 15), date(2026, 6, 14)) == 29
    assert last_possible_end(Scheme.VTAO, date(1959, 6, 30), rules) == date(2026, 6, 29)
    assert last_possible_end(Scheme.VARIG, date(1956, 2, 29), rules) == date(2028, 2, 28)
    assert last_possible_end(Scheme.SOMMERJOBB, date(1996, 1, 1), rules) is None
    assert turns_before_end(70, 72, date(2026, 1, 1), date(2026, 12, 31)) is False
    assert turns_before_end(71, 72, date(2026, 1, 1), date(2026, 6, 30)) is None
    assert turns_before_end(71, 72, date(2026, 1, 1), date(2027, 1, 1)) is True


@pytest.mark.parametrize(
    ("scheme", "birth", "code"),
    [
        (Scheme.MENTOR, date(2010, 6, 2), ErrorCode.IKKE_GAMMEL_NOK),
        (Scheme.MENTOR, date(2010, 6, 1), None),
        (Scheme.SOMMERJOBB, date(1995, 12, 31), ErrorCode.SOMMERJOBB_FOR_GAMMEL),
        (Scheme.SOMMERJOBB, date(1996, 1, 1), None),
        (Scheme.VARIG, date(1960, 1, 1), None),
    ],
)
def test_ages_at_creation(scheme: Scheme, birth: date, code: ErrorCode | None, rules: Rules) -> None:
    assert check_creation(scheme, birth, date(2026, 6, 1), rules) == code


def _dates(scheme: Scheme, start: date, end: date, **more: object) -> DatesToCheck:
    return DatesToCheck(scheme=scheme, start=start, end=end, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (
            _dates(Scheme.MIDLERTIDIG, date(2026, 3, 2), date(2050, 1, 1), birth=date(1960, 1, 1)),
            ErrorCode.DELTAKER_72_AAR,
        ),
        (_dates(Scheme.MIDLERTIDIG, date(2026, 3, 2), date(2050, 1, 1), group=Group.UKJENT), None),
        (
            _dates(Scheme.MENTOR, date(2026, 3, 2), date(2029, 3, 2), group=Group.JOBBE_DELVIS),
            ErrorCode.FOR_LANG_MENTOR_36_MND,
        ),
        (_dates(Scheme.MENTOR, date(2020, 3, 2), date(2022, 3, 2)), ErrorCode.FOR_LANG_MENTOR_6_MND),
        (
            _dates(
                Scheme.MENTOR,
                date(2020, 3, 2),
                date(2022, 3, 2),
                arena=True,
                agreed=True,
                today=date(2026, 1, 1),
            ),
            None,
        ),
        (
            _dates(Scheme.ARBEIDSTRENING, date(2026, 1, 15), date(2027, 7, 15)),
            ErrorCode.FOR_LANG_ARBEIDSTRENING,
        ),
        (_dates(Scheme.SOMMERJOBB, date(2026, 8, 31), date(2026, 9, 27)), None),
        (
            _dates(Scheme.SOMMERJOBB, date(2026, 8, 31), date(2026, 9, 28)),
            ErrorCode.SOMMERJOBB_FOR_LANG_VARIGHET,
        ),
        (
            _dates(Scheme.VTAO, date(2026, 9, 1), date(2027, 1, 1), birth=date(1950, 1, 1)),
            ErrorCode.DELTAKER_67_AAR,
        ),
        (_dates(Scheme.VTAO, date(2026, 9, 1), date(2027, 1, 1), vtao_open=True), None),
        (_dates(Scheme.VTAO, date(2026, 8, 31), date(2027, 1, 1)), None),
        (
            _dates(Scheme.FIREARIG, date(2026, 7, 31), date(2033, 1, 1), birth=date(1990, 1, 1)),
            ErrorCode.FIREARIG_FOR_TIDLIG_OPPSTART,
        ),
        (
            _dates(Scheme.FIREARIG, date(2026, 8, 1), date(2033, 1, 1), birth=date(1996, 7, 31)),
            ErrorCode.FIREARIG_FOR_GAMMEL,
        ),
        (_dates(Scheme.FIREARIG, date(2026, 8, 1), date(2030, 7, 31), birth=date(1996, 8, 1)), None),
    ],
)
def test_the_first_check_that_fails_gives_the_code(given: DatesToCheck, code: ErrorCode | None, rules: Rules) -> None:
    assert check_dates(given, rules) == code


def test_a_permanent_subsidy_without_a_percentage_has_a_drop_but_no_periods(rules: Rules) -> None:
    agreement = Agreement(Scheme.VARIG, date(2026, 1, 1), date(2027, 12, 31))
    assert reduction_dates(agreement, rules) == (date(2027, 1, 1),)
    assert percent_for_period(agreement, date(2026, 1, 31), rules) == 0
    assert start_percent(agreement, rules) is None
    assert subsidy_periods(agreement, 50_000, rules) == ()


def test_no_group_gives_no_percentage_and_no_periods(rules: Rules) -> None:
    agreement = Agreement(Scheme.MIDLERTIDIG, date(2026, 1, 1), date(2026, 12, 31))
    assert percent_for_period(agreement, date(2026, 1, 31), rules) is None
    assert subsidy_periods(agreement, 50_000, rules) == ()


def test_the_four_year_subsidy_has_a_last_day(rules: Rules) -> None:
    agreement = Agreement(Scheme.FIREARIG, date(2028, 2, 29), date(2032, 2, 28))
    assert percent_for_period(agreement, date(2032, 2, 28), rules) == 35
    with pytest.raises(BeyondLastStep):
        percent_for_period(agreement, date(2032, 2, 29), rules)


def test_a_mentors_wage_is_not_negative(rules: Rules) -> None:
    with pytest.raises(ValueError, match="wage"):
        hourly_wage(WageType.HOUR, -1, None, rules)
    with pytest.raises(ValueError, match="post"):
        hourly_wage(WageType.YEAR, 1, Decimal(-1), rules)
    assert hourly_wage(WageType.MONTH, 65_000, Decimal(100), rules) == 400


AGREEMENT = Agreement(Scheme.MIDLERTIDIG, date(2026, 1, 15), date(2026, 6, 20), Group.TRENGER_VEILEDNING, None)
TOTAL = 50_000


def _approved(periods: tuple[SubsidyPeriod, ...]) -> tuple[SubsidyPeriod, ...]:
    return tuple(replace(period, status=PeriodStatus.GODKJENT) for period in periods)


def test_new_wages_leave_approved_periods_alone(rules: Rules) -> None:
    periods = subsidy_periods(AGREEMENT, TOTAL, rules)
    mixed = (*_approved(periods[:2]), *periods[2:])
    repriced = reprice(AGREEMENT, mixed, 2 * TOTAL, rules)
    assert repriced[:2] == mixed[:2]
    assert repriced[2].amount == 40_000


def test_shortening_annuls_approved_periods(rules: Rules) -> None:
    periods = _approved(subsidy_periods(AGREEMENT, TOTAL, rules))
    shorter = shorten(AGREEMENT, periods, date(2026, 4, 10), TOTAL, rules)
    assert [period.status for period in shorter] == [PeriodStatus.GODKJENT] * 4 + [PeriodStatus.ANNULLERT] * 2
    assert (shorter[3].end, shorter[3].amount) == (date(2026, 4, 10), 6_571)


@pytest.mark.parametrize(
    ("new_end", "code"),
    [
        (date(2026, 6, 20), ErrorCode.FORKORTE_ETTER_SLUTTDATO),
        (date(2026, 1, 14), ErrorCode.START_ETTER_SLUTT),
        (date(2026, 1, 30), ErrorCode.FORKORTE_FOR_UTBETALT),
    ],
)
def test_shortening_is_refused(new_end: date, code: ErrorCode, rules: Rules) -> None:
    periods = subsidy_periods(AGREEMENT, TOTAL, rules)
    claimed = (replace(periods[0], status=PeriodStatus.GODKJENT, claimed=True), *periods[1:])
    with pytest.raises(ChangeRefused) as refused:
        shorten(AGREEMENT, claimed, new_end, TOTAL, rules)
    assert refused.value.code is code


def test_extending_makes_an_open_month_anew_and_can_add_a_drop(rules: Rules) -> None:
    periods = _approved(subsidy_periods(AGREEMENT, TOTAL, rules))
    longer = extend(AGREEMENT, periods, date(2026, 7, 31), TOTAL, rules)
    assert [(period.number, period.status.value, period.start, period.percent) for period in longer[5:]] == [
        (6, "ANNULLERT", date(2026, 6, 1), 40),
        (7, "UBEHANDLET", date(2026, 6, 1), 40),
        (8, "UBEHANDLET", date(2026, 7, 1), 40),
        (9, "UBEHANDLET", date(2026, 7, 15), 30),
    ]


def test_extending_goes_on_after_a_claimed_period(rules: Rules) -> None:
    periods = tuple(replace(period, claimed=True) for period in _approved(subsidy_periods(AGREEMENT, TOTAL, rules)))
    longer = extend(AGREEMENT, periods, date(2026, 6, 30), TOTAL, rules)
    assert longer[:-1] == periods
    assert (longer[-1].number, longer[-1].start) == (7, date(2026, 6, 21))
    with pytest.raises(ChangeRefused):
        extend(AGREEMENT, periods, date(2026, 6, 20), TOTAL, rules)
    assert extend(AGREEMENT, (), date(2026, 6, 30), TOTAL, rules) == ()


def test_periods_before_the_take_over_were_paid_in_arena(rules: Rules) -> None:
    agreement = replace(AGREEMENT, start=date(2022, 12, 1), end=date(2023, 3, 31))
    periods = mark_arena(subsidy_periods(agreement, TOTAL, rules), Scheme.MIDLERTIDIG, rules)
    assert [period.status.value for period in periods] == ["BEHANDLET_I_ARENA"] * 2 + ["UBEHANDLET"] * 2
    later = mark_arena(periods, Scheme.MIDLERTIDIG, rules, migrated=date(2023, 3, 1))
    assert later[2].status is PeriodStatus.BEHANDLET_I_ARENA
    assert mark_arena(periods, Scheme.FIREARIG, rules) == periods
