"""The rule file: its shape, its look-ups, and that it agrees with the texts of the knowledge base."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from bot.subsidy import Group, RateNotSet, Rules, Scheme
from bot.subsidy.rules import DEFAULT_PATH
from bot.subsidy.schema import Dated, Model

KNOWLEDGE = DEFAULT_PATH.parent


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _rows(value: object) -> list[Dated]:
    if isinstance(value, Model):
        own = [value] if isinstance(value, Dated) else []
        return own + [row for name in type(value).model_fields for row in _rows(getattr(value, name))]
    if isinstance(value, tuple):
        return [row for item in value for row in _rows(item)]
    return []


@pytest.mark.parametrize(
    ("day", "kroner"),
    [("2019-05-01", 99_858), ("2025-04-30", 124_028), ("2025-05-01", 130_160), ("2026-05-01", 136_549)],
)
def test_g_changes_in_may(rules: Rules, day: str, kroner: int) -> None:
    assert rules.grunnbelop_on(date.fromisoformat(day)) == kroner


def test_a_rate_that_is_not_set_is_said_so(rules: Rules) -> None:
    with pytest.raises(RateNotSet) as not_set:
        rules.grunnbelop_on(date(2027, 5, 1))
    assert (not_set.value.what, not_set.value.on) == ("grunnbelop", date(2027, 5, 1))
    with pytest.raises(RateNotSet):
        rules.vtao_month_on(date(2021, 12, 31))
    with pytest.raises(RateNotSet):
        rules.vtao_month_on(date(2027, 1, 1))
    with pytest.raises(RateNotSet):
        rules.inclusion_ceiling_on(date(1999, 12, 31))
    with pytest.raises(RateNotSet):
        rules.percentages_for(Scheme.MIDLERTIDIG, Group.TRENGER_VEILEDNING, date(2010, 1, 1))
    with pytest.raises(RateNotSet):
        rules.five_g_on(Scheme.MIDLERTIDIG, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("end", "kroner"),
    [("2000-01-01", 143_900), ("2023-12-31", 143_900), ("2024-01-01", 149_100), ("2030-01-01", 160_400)],
)
def test_the_inclusion_ceiling_goes_by_the_last_day(rules: Rules, end: str, kroner: int) -> None:
    assert rules.inclusion_ceiling_on(date.fromisoformat(end)) == kroner


def test_five_g_is_for_two_schemes(rules: Rules) -> None:
    assert {scheme for scheme in Scheme if rules.has_five_g(scheme)} == {Scheme.VARIG, Scheme.FIREARIG}
    assert rules.five_g_on(Scheme.VARIG, date(2026, 6, 1)) == 682_745


def test_decimals_are_read_exactly(rules: Rules) -> None:
    assert rules.assumed.holiday_pay == Decimal("0.102")
    assert rules.arithmetic.days_per_month == Decimal("30.4375")


def test_every_source_exists(rules: Rules) -> None:
    known = set(_yaml(KNOWLEDGE / "sources.yml"))
    rows = _rows(rules)
    assert len(rows) > 50
    assert {source for row in rows for source in row.sources} <= known


def test_g_agrees_with_the_texts(rules: Rules) -> None:
    for row in _yaml(KNOWLEDGE / "parameters.yml")["grunnbelop"]["values"]:
        assert rules.grunnbelop_on(row["from"]) == row["value"]


def test_ages_rates_and_deadlines_agree_with_the_texts(rules: Rules) -> None:
    parameters = {
        name: parameter["values"][-1]["value"]
        for name, parameter in _yaml(KNOWLEDGE / "parameters.yml").items()
        if "values" in parameter
    }
    assert parameters["min_alder"] == rules.ages.lowest.value
    assert {parameters["maks_alder"], parameters["maks_alder_vtao"]} == {row.value for row in rules.ages.below_at_end}
    assert parameters["refusjonsfrist"] == rules.refund.deadline_months
    assert parameters["refusjon_forlenget"] == rules.refund.extension_months
    assert parameters["etterregistrering"] == rules.dates.late_registration_days.value
    holiday = [Decimal(str(parameters[name])) / 100 for name in parameters if name.startswith("feriepenger_")]
    assert {*holiday, Decimal(0)} == set(rules.rates.holiday_pay)
    zones = [Decimal(str(parameters[name])) / 100 for name in parameters if name.startswith("aga_sone_")]
    assert set(zones) == set(rules.rates.employer_tax)
    assert Decimal(str(parameters["otp_min"])) / 100 == rules.assumed.pension


@pytest.mark.parametrize(
    ("scheme", "names"),
    [
        (Scheme.MIDLERTIDIG, ["pct_start", "pct_later", "pct_start_nedsatt", "pct_later_nedsatt"]),
        (Scheme.VARIG, ["pct_year_1", "pct_later"]),
        (Scheme.FIREARIG, ["pct_year_1", "pct_year_2", "pct_year_3", "pct_year_4"]),
        (Scheme.MENTOR, ["pct"]),
    ],
)
def test_percentages_agree_with_the_texts(rules: Rules, scheme: Scheme, names: list[str]) -> None:
    parameters = _yaml(KNOWLEDGE / "schemes" / f"{scheme.value}.yml")["parameters"]
    told = [parameters[name]["values"][-1]["value"] for name in names]
    rows = [row for row in rules.percentages if row.scheme is scheme]
    assert told == [step.percent for row in rows for step in row.steps]


def test_the_vta_o_rates_agree_with_the_texts(rules: Rules) -> None:
    for row in _yaml(KNOWLEDGE / "schemes" / "vta-o.yml")["parameters"]["old_rate"]["values"]:
        assert rules.vtao_month_on(row["from"]) == row["value"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("valid_to: 2022-12-31", "valid_to: 2023-01-31"),
        ("value: 7, valid_from: 2016-01-01", "value: 7, valid_from: 2016-01-01, valid_to: 2015-01-01"),
        ("after_months: 0, percent: 40", "after_months: 1, percent: 40"),
        ("position_min", "position_least"),
        ("DELTAKER_67_AAR", "DELTAKER_66_AAR"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = DEFAULT_PATH.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "subsidy.yml"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ValidationError):
        Rules.load(broken)
