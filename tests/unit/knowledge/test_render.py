"""Figures are written as each language writes them, and for the right day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.content import Parameter, ParameterNotSet, Value
from bot.knowledge.render import Parameters, money, number, quantity, render
from bot.knowledge.terms import LANGUAGES, Language, Unit

NB = "\u00a0"
FIRST, LAST, NEXT = date(2025, 1, 1), date(2025, 12, 31), date(2026, 3, 1)

FIGURES = Parameters(
    {
        "rate": Parameter(
            "rate",
            Unit.NOK,
            "",
            (Value(Decimal(100), FIRST, LAST, ("s",)), Value(Decimal(200), NEXT, None, ("s",))),
        ),
        "double": Parameter("double", Unit.NOK, "", (), "rate", Decimal(2)),
        "mentor.rate": Parameter("mentor.rate", Unit.MONTHS, "", (Value(Decimal(6), FIRST, LAST, ("s",)),)),
    }
)

CASES: list[tuple[str, Unit, Language, str]] = [
    ("160400", Unit.NOK, "nb", f"160{NB}400{NB}kroner"),
    ("160400", Unit.NOK_PER_YEAR, "nn", f"160{NB}400{NB}kroner"),
    ("160400", Unit.NOK_PER_MONTH, "en", "NOK 160,400"),
    ("1", Unit.NOK, "nb", f"1{NB}krone"),
    ("54619.5", Unit.NOK, "nb", f"54{NB}620{NB}kroner"),
    ("10.2", Unit.PERCENT, "nb", "10,2 prosent"),
    ("10.2", Unit.PERCENT, "en", "10.2 percent"),
    ("12.0", Unit.PERCENT, "nn", "12 prosent"),
    ("0", Unit.PERCENT, "nb", "0 prosent"),
    ("6", Unit.MONTHS, "nb", "6 måneder"),
    ("6", Unit.MONTHS, "nn", "6 månader"),
    ("1", Unit.MONTHS, "nn", "1 månad"),
    ("1", Unit.MONTHS, "en", "1 month"),
    ("12", Unit.WEEKS, "nn", "12 veker"),
    ("12", Unit.WEEKS, "nb", "12 uker"),
    ("1", Unit.WEEKS, "en", "1 week"),
    ("16", Unit.DAYS, "nn", "16 dagar"),
    ("1.5", Unit.HOURS, "nn", "1,5 timar"),
    ("5", Unit.MINUTES, "nn", "5 minutt"),
    ("30", Unit.AGE, "nb", "30 år"),
    ("30", Unit.AGE, "en", "30 years"),
    ("2", Unit.TIMES, "nn", "2 gonger"),
    ("12", Unit.NUMBER, "en", "12"),
]


@pytest.mark.parametrize(("value", "unit", "language", "written"), CASES)
def test_figures_are_written_in_the_language(value: str, unit: Unit, language: Language, written: str) -> None:
    assert quantity(Decimal(value), unit, language) == written


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(LANGUAGES))
def test_a_written_number_can_be_read_back(value: Decimal, language: Language) -> None:
    text = number(value, language)
    plain = text.replace(",", "") if language == "en" else text.replace(NB, "").replace(",", ".")
    assert Decimal(plain) == value


@given(st.integers(min_value=-(10**9), max_value=10**9), st.sampled_from(LANGUAGES), st.sampled_from(list(Unit)))
def test_bare_is_the_number_alone(value: int, language: Language, unit: Unit) -> None:
    bare = quantity(Decimal(value), unit, language, bare=True)
    assert bare in quantity(Decimal(value), unit, language)
    assert not any(letter.isalpha() for letter in bare)


def test_an_amount_is_rounded_half_up() -> None:
    assert money(Decimal("0.5"), "en") == "NOK 1"
    assert money(Decimal("-0.4"), "en") == "NOK 0"


def test_the_value_of_the_day_is_chosen() -> None:
    assert FIGURES.figure("rate", FIRST).value == 100
    assert FIGURES.figure("rate", LAST).value == 100
    assert FIGURES.figure("double", NEXT).value == 400
    for day in (FIRST - timedelta(days=1), LAST + timedelta(days=1)):
        with pytest.raises(ParameterNotSet):
            FIGURES.figure("double", day)
    with pytest.raises(ParameterNotSet):
        FIGURES.figure("nothing", FIRST)


def test_a_scheme_sees_its_own_figure_first() -> None:
    assert render("{rate}", "en", FIRST, FIGURES, "mentor").text == "6 months"
    assert render("{rate}", "en", FIRST, FIGURES, "bio").text == "NOK 100"
    assert render("{mentor.rate:n}", "en", FIRST, FIGURES, None).text == "6"


def test_a_text_falls_back_to_the_nearest_figure_and_says_so() -> None:
    before = render("{rate}", "en", date(2024, 1, 1), FIGURES, None)
    assert (before.text, before.valid_from) == ("NOK 100", FIRST)
    between = render("{rate}", "en", date(2026, 1, 1), FIGURES, None)
    assert (between.text, between.valid_from) == ("NOK 200", NEXT)
    after = render("{rate}", "en", date(2026, 1, 1), FIGURES, "mentor")
    assert (after.text, after.valid_to) == ("6 months", LAST)
    today = render("{rate}", "en", NEXT, FIGURES, None)
    assert (today.valid_from, today.valid_to) == (None, None)


def test_a_placeholder_without_parameter_is_an_error() -> None:
    with pytest.raises(ParameterNotSet):
        render("{nothing}", "en", FIRST, FIGURES, None)
