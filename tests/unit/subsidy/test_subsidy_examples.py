"""Every worked example of Nav's arithmetic, against the rules the product ships."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.subsidy import Group, PositionType, RateNotSet, Rules, Scheme, WageType
from bot.subsidy.deadlines import refund_deadline
from bot.subsidy.limits import DatesToCheck, check_amounts, check_dates, group_allowed
from bot.subsidy.mentor import hourly_wage, mentor_month
from bot.subsidy.month import CostRates, full_time_wage, month_cost, month_grant
from bot.subsidy.periods import SubsidyPeriod, amount_for_days, subsidy_periods
from bot.subsidy.refund import Income, RefundClaim, refund
from bot.subsidy.steps import Agreement, percent_for_period, reduction_dates

EXAMPLES = json.loads((Path(__file__).parent / "calculation_examples.json").read_text(encoding="utf-8"))["examples"]

SCHEMES = {
    "MIDLERTIDIG_LONNSTILSKUDD": Scheme.MIDLERTIDIG,
    "VARIG_LONNSTILSKUDD": Scheme.VARIG,
    "FIREARIG_LONNSTILSKUDD": Scheme.FIREARIG,
    "SOMMERJOBB": Scheme.SOMMERJOBB,
    "MENTOR": Scheme.MENTOR,
    "INKLUDERINGSTILSKUDD": Scheme.INKLUDERING,
    "ARBEIDSTRENING": Scheme.ARBEIDSTRENING,
    "VTAO": Scheme.VTAO,
}

Given = dict[str, Any]


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _rates(given: Given) -> CostRates:
    return CostRates(
        _decimal(given["feriepengesats"]), _decimal(given["otp_sats"]), _decimal(given["arbeidsgiveravgift"])
    )


def _agreement(given: Given) -> Agreement:
    group = given.get("innsatsgruppe")
    return Agreement(
        SCHEMES[given["tiltakstype"]],
        _day(given["start"]),
        _day(given["end"]),
        None if group is None else Group(group),
        given.get("percent"),
    )


def _amount_for_period(given: Given, rules: Rules) -> int:
    start, end = date.fromisoformat(given["start"]), date.fromisoformat(given["end"])
    return amount_for_days(start, end, given["monthly"], rules)


def _check_amounts(given: Given, rules: Rules) -> str | None:
    return check_amounts(
        SCHEMES[given["tiltakstype"]],
        rules,
        percent=given.get("percent"),
        pension=_decimal(given.get("otp_sats")),
        expenses=given.get("utgifter", ()),
        end=_day(given.get("end")),
    )


def _check_dates(given: Given, rules: Rules) -> str | None:
    group, position = given.get("innsatsgruppe"), given.get("stillingstype")
    return check_dates(
        DatesToCheck(
            scheme=SCHEMES[given["tiltakstype"]],
            start=_day(given["start"]),
            end=_day(given["end"]),
            birth=_day(given.get("birth")),
            group=None if group is None else Group(group),
            position=None if position is None else PositionType(position),
            today=_day(given.get("today")),
            late_registration=given.get("etterregistrering", False),
        ),
        rules,
    )


def _group_allowed(given: Given, rules: Rules) -> bool:
    return group_allowed(SCHEMES[given["tiltakstype"]], Group(given["innsatsgruppe"]), rules)


def _inclusion_max(given: Given, rules: Rules) -> int:
    return rules.inclusion_ceiling_on(_day(given["agreement_end"]))


def _mentor_hourly_wage(given: Given, rules: Rules) -> int:
    return hourly_wage(WageType(given["lonnstype"]), given["belop"], _decimal(given["stillingsprosent"]), rules)


def _mentor_monthly(given: Given, rules: Rules) -> dict[str, Any]:
    cost = mentor_month(given["timelonn"], given["antall_timer"], _rates(given)).cost
    return {
        "sum_lonnsutgifter": cost and cost.total,
        "feriepenger_belop": cost and cost.holiday_pay,
        "otp_belop": cost and cost.pension,
        "arbeidsgiveravgift_belop": cost and cost.employer_tax,
    }


def _monthly_subsidy(given: Given, rules: Rules) -> dict[str, Any]:
    cost = month_cost(given["manedslonn"], _rates(given))
    return {
        "feriepenger_belop": cost.holiday_pay,
        "otp_belop": cost.pension,
        "arbeidsgiveravgift_belop": cost.employer_tax,
        "sum_lonnsutgifter": cost.total,
        "sum_lonnstilskudd": month_grant(cost.total, given["lonnstilskudd_prosent"]),
        "manedslonn_100pst": full_time_wage(given["manedslonn"], _decimal(given["stillingsprosent"])),
    }


def _periods(given: Given, rules: Rules) -> tuple[SubsidyPeriod, ...]:
    return subsidy_periods(_agreement(given), given["sum_utgifter"], rules)


def _reduced_percent(given: Given, rules: Rules) -> Any:
    try:
        return percent_for_period(_agreement(given), date.fromisoformat(given["period_end"]), rules)
    except ValueError:
        return {"error": "ValueError"}


def _reduction_dates(given: Given, rules: Rules) -> list[str]:
    return [day.isoformat() for day in reduction_dates(_agreement(given), rules)]


def _refund(given: Given, rules: Rules) -> dict[str, Any]:
    incomes = tuple(
        Income(
            line["type"],
            line["beskrivelse"],
            line["belop"],
            date.fromisoformat(line["maned"] + "-01"),
            line["opptjent"],
        )
        for line in given["inntekter"]
    )
    result = refund(
        RefundClaim(
            scheme=SCHEMES[given["tiltakstype"]],
            incomes=incomes,
            percent=given["prosent"],
            holiday_pay=float(given["feriepengesats"]),
            pension=float(given["otp_sats"]),
            employer_tax=float(given["arbeidsgiveravgift"]),
            agreed_amount=given["tilskuddsbelop"],
            period_start=date.fromisoformat(given["tilskudd_fom"]),
            lower_gross=given.get("endret_bruttolonn"),
            paid_this_year=given.get("sum_utbetalt_i_aaret", 0),
            already_paid=given.get("tidligere_utbetalt", 0),
        ),
        rules,
    )
    names = {
        "lonn": "gross",
        "fratrekk_ferie": "holiday",
        "lonn_fratrukket_ferie": "net",
        "feriepenger": "holiday_pay",
        "tjenestepensjon": "pension",
        "arbeidsgiveravgift": "employer_tax",
        "sum_utgifter": "expenses",
        "sum_utgifter_fratrukket_refundert": "expenses_less_sick_pay",
        "beregnet_belop": "calculated",
        "over_tilskuddsbelop": "over_agreed",
        "over_5g": "over_five_g",
        "refusjonsbelop": "amount",
    }
    values = asdict(result)
    return {name: values[field] for name, field in names.items()} | {"status": result.status.value}


def _refund_deadline(given: Given, rules: Rules) -> str:
    end = date.fromisoformat(given["tilskudd_tom"])
    return refund_deadline(end, _day(given["godkjent"]), rules).isoformat()


def _vtao_rate(given: Given, rules: Rules) -> int | None:
    try:
        return rules.vtao_month_on(date.fromisoformat(given["on"]))
    except RateNotSet:
        return None


RULES: dict[str, Callable[[Given, Rules], Any]] = {
    "amount_for_period": _amount_for_period,
    "check_amounts": _check_amounts,
    "check_dates": _check_dates,
    "group_allowed": _group_allowed,
    "inclusion_max": _inclusion_max,
    "mentor_hourly_wage": _mentor_hourly_wage,
    "mentor_monthly": _mentor_monthly,
    "monthly_subsidy": _monthly_subsidy,
    "periods": _periods,
    "reduced_percent": _reduced_percent,
    "reduction_dates": _reduction_dates,
    "refund": _refund,
    "refund_deadline": _refund_deadline,
    "vtao_rate": _vtao_rate,
}


def _row(period: SubsidyPeriod) -> dict[str, Any]:
    return {
        "lopenummer": period.number,
        "start": period.start.isoformat(),
        "slutt": period.end.isoformat(),
        "prosent": period.percent,
        "belop": period.amount,
    }


def _viewed(periods: tuple[SubsidyPeriod, ...], view: str | None, expected: Any) -> Any:
    rows = [_row(period) for period in periods]
    if view == "first":
        return rows[0]
    if view == "last":
        return rows[-1]
    if view is not None:
        on = view.removeprefix("at:")
        return next(row for row in rows if row["start"] <= on <= row["slutt"])
    return rows if isinstance(expected[0], dict) else [row["belop"] for row in rows]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_example(example: dict[str, Any], rules: Rules) -> None:
    expected = example["expected"]
    result = RULES[example["fn"]](example["input"], rules)
    if example["fn"] == "periods":
        result = _viewed(result, example.get("view"), expected)
    if isinstance(expected, dict):
        assert {key: result[key] for key in expected} == expected
    else:
        assert result == expected


def test_all_examples_are_here() -> None:
    assert len(EXAMPLES) == 154
    assert {example["fn"] for example in EXAMPLES} == set(RULES)
