"""Numbers in Norwegian and English."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculator.numbers import find_numbers, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("32 500", "32500"),
        ("32\u00a0500", "32500"),
        ("32.500,-", "32500"),
        ("32.500", "32500"),
        ("32500", "32500"),
        ("32,5 tusen", "32500"),
        ("33k", "33000"),
        ("390 000 i året", "390000"),
        ("210 kr timen", "210"),
        ("kr28000", "28000"),
        ("kr. 28 000,00", "28000"),
        ("NOK 41,000", "41000"),
        ("1,2 mill", "1200000"),
        ("tre hundre tusen", "300000"),
        ("trettitusen", "30000"),
        ("femogtredve tusen", "35000"),
        ("to hundre og femti tusen", "250000"),
        ("åtteogtyve tusen fem hundre", "28500"),
        ("toogtyve", "22"),
        ("sekstiprosent", "60"),
        ("thirty-five thousand", "35000"),
        ("two hundred and ten", "210"),
        ("-500", "-500"),
        ("minus 500", "-500"),
        ("minus fem hundre", "-500"),
        ("14,1 %", "14.1"),
        ("14.1", "14.1"),
        ("0,125", "0.125"),
        ("500%", "500"),
    ],
)
def test_a_number_is_read(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["mye", "enten eller", "entre", "fireårig", "halv", "", "tidlig"])
def test_ordinary_words_are_no_numbers(text: str) -> None:
    assert parse_number(text) is None


def test_small_words_are_marked_since_they_are_ordinary_words_too() -> None:
    assert [number.weak for number in find_numbers("to eller tolv eller 2")] == [True, False, False]


def test_neighbours_do_not_run_together() -> None:
    assert [int(number.value) for number in find_numbers("sone 4 32 000 og 60 %")] == [4, 32000, 60]


@given(
    st.integers(1, 9_999_999),
    st.sampled_from([" ", "\u00a0", "\u202f", "."]),
    st.sampled_from(["", ",-", ",00", " kr"]),
)
def test_every_norwegian_amount_parses_back(amount: int, separator: str, ending: str) -> None:
    assert parse_number(f"{amount:,}".replace(",", separator) + ending) == amount


@given(st.integers(0, 10**7), st.integers(1, 99))
def test_decimals_parse_back_with_comma_and_point(whole: int, part: int) -> None:
    for sign in ",.":
        assert parse_number(f"{whole}{sign}{part:02d}") == Decimal(f"{whole}.{part:02d}")


@given(st.integers(1, 9_999_999))
def test_every_english_amount_parses_back(amount: int) -> None:
    assert parse_number(f"NOK {amount:,}") == amount


UNITS = [
    "null",
    "en",
    "to",
    "tre",
    "fire",
    "fem",
    "seks",
    "sju",
    "åtte",
    "ni",
    "ti",
    "elleve",
    "tolv",
    "tretten",
    "fjorten",
    "femten",
    "seksten",
    "sytten",
    "atten",
    "nitten",
]
TENS = ["tjue", "tretti", "førti", "femti", "seksti", "sytti", "åtti", "nitti"]


def spelt(number: int) -> str:
    """Write a number below a million in words, the ordinary Norwegian way."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10 - 2] + (UNITS[number % 10] if number % 10 else "")
    if number < 1000:
        rest = f" og {spelt(number % 100)}" if number % 100 else ""
        return f"{UNITS[number // 100]} hundre{rest}"
    rest = f" {spelt(number % 1000)}" if number % 1000 else ""
    return f"{spelt(number // 1000)} tusen{rest}"


@given(st.integers(1, 999_999))
def test_every_number_in_words_parses_back(number: int) -> None:
    assert parse_number(spelt(number)) == number


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    for number in find_numbers(text.lower()):
        assert 0 <= number.start < number.end <= len(text.lower())
