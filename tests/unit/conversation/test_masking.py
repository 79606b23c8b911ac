"""Personal data never survives; what an employer needs to write does."""

import calendar
import time
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer, kontonr, orgnr

from bot.conversation.masking import Masked, mask


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """Fødselsnummer, D-, H- and test persons' numbers with right check digits."""
    month = draw(st.integers(1, 12))
    year = draw(st.integers(0, 99))
    day = draw(st.integers(1, calendar.monthrange(2000 + year, month)[1]))
    day += draw(st.sampled_from([0, 40]))
    month += draw(st.sampled_from([0, 40, 65, 80]))
    number = f"{day:02}{month:02}{year:02}{draw(st.integers(0, 999)):03}"
    first = fodselsnummer.calc_check_digit1(number)
    assume(len(first) == 1)
    second = fodselsnummer.calc_check_digit2(number + first)
    assume(len(second) == 1)
    return number + first + second


@st.composite
def organisation_numbers(draw: st.DrawFn) -> str:
    number = f"{draw(st.integers(80_000_000, 99_999_999))}"
    valid = [number + digit for digit in "0123456789" if orgnr.is_valid(number + digit)]
    assume(valid)
    return valid[0]


@st.composite
def account_numbers(draw: st.DrawFn) -> str:
    number = f"{draw(st.integers(1_000_000_000, 9_999_999_999))}"
    last = kontonr._calc_check_digit(number)
    assume(len(last) == 1)
    return number + last


def grouped(number: str, sizes: tuple[int, ...], separators: tuple[str, ...]) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return "".join(part + separator for part, separator in zip(parts, (*separators, ""), strict=True))


FORMS: list[tuple[tuple[int, ...], tuple[str, ...]]] = [
    ((11,), ()),
    ((6, 5), (" ",)),
    ((6, 5), ("-",)),
    ((6, 5), (" - ",)),
    ((6, 5), (".",)),
    ((2, 2, 2, 5), (".", ".", " ")),
    ((2, 2, 2, 5), (" ", " ", " ")),
    ((2, 2, 2, 5), ("-", "-", "-")),
    ((2, 2, 2, 3, 2), (".", ".", ".", " ")),
    ((6, 3, 2), (" ", " ")),
    ((1,) * 11, (" ",) * 10),
]
around = st.text(max_size=40)


def beside(before: str, number: str, after: str) -> str:
    """Put text around a number so that no digit touches it."""
    return f"{before} {number} {after}"


@given(before=around, after=around, number=identity_numbers(), form=st.sampled_from(FORMS))
def test_no_identity_number_survives(before: str, after: str, number: str, form: Any) -> None:
    written = grouped(number, *form)
    masked, kinds = mask(beside(before, written, after))
    assert Masked.IDENTITY in kinds
    assert written not in masked
    assert number not in masked


@given(number=identity_numbers(), form=st.sampled_from(FORMS), digits=st.text("0123456789 .-", max_size=20))
def test_digits_beside_it_do_not_hide_an_identity_number(number: str, form: Any, digits: str) -> None:
    written = grouped(number, *form)
    assume(not digits or not digits[-1].isdigit())
    masked, _ = mask(f"{digits}  {written}")
    assert written not in masked


@given(before=around, after=around, number=organisation_numbers(), spaced=st.booleans())
@example(before="NO", after="MVA", number="974760673", spaced=True)
@example(before="org.nr.", after="912 34 567", number="974760673", spaced=True)
@example(before="10", after="", number="974760673", spaced=False)
def test_every_organisation_number_survives(before: str, after: str, number: str, spaced: bool) -> None:
    written = f"{number[:3]} {number[3:6]} {number[6:]}" if spaced else number
    assert written in mask(beside(before, written, after))[0]


@given(
    number=account_numbers(),
    form=st.sampled_from([((11,), ()), ((4, 2, 5), (".", ".")), ((4, 2, 5), (" ", " "))]),
)
def test_no_account_number_survives(number: str, form: Any) -> None:
    masked, kinds = mask(f"pengene skal til {grouped(number, *form)} takk")
    assert masked in {"pengene skal til [kontonummer] takk", "pengene skal til [fødselsnummer] takk"}
    assert kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IBAN NO93 8601 1117 947.", "IBAN [kontonummer]."),
        ("skriv til ola.nordmann+jobb@firma.no i dag", "skriv til [e-post] i dag"),
        ("kåre@blåbær.no", "[e-post]"),
        ("ring +47 912 34 567", "ring [telefon]"),
        ("ring 0047 91234567", "ring [telefon]"),
        ("tlf:91234567.", "tlf:[telefon]."),
        ("912 34 567 eller 22 12 34 56", "[telefon] eller [telefon]"),
        ("91 23 45 67", "[telefon]"),
        ("mob 912-34-567", "mob [telefon]"),
        ("+46 70 123 45 67", "[telefon]"),
        ("151086 95088", "[fødselsnummer]"),
    ],
)
def test_personal_data_is_replaced(text: str, expected: str) -> None:
    assert mask(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "ring Nav på 55 55 33 36, +47 55553336 eller 55553336",
        "org.nr. 974 760 673 og 974760673, NO 974 760 673 MVA",
        "lønnen er 450 000 kroner, 45000000 kr, kr 45000000, NOK 45 000 000 og 45000000,-",
        "omsetningen er 45 000 000",
        "fra 21.05.2026 til 01/09/2026, 2026-09-01 og 2026-2027",
        "lønn mellom 24000-25000 i måneden, 2400-2500 timer",
        "40 % av 38000 i 12 måneder fra 2026",
        "lov 2004-12-10-76 og forskrift 11. desember 2015 nr. 1598, § 14-16",
        "010190 12345",
        "postnummer 0150, ring 113 eller 02800",
        "",
    ],
)
def test_everything_else_is_left_alone(text: str) -> None:
    assert mask(text) == (text, frozenset())


@pytest.mark.parametrize("filling", ["1 ", "12 34 ", "9", "91234567 ", "a@", "974760673 ", "+47 ", "1.1.", "(9) "])
def test_no_text_takes_long(filling: str) -> None:
    mask("+46 70 123 45 67")
    started = time.perf_counter()
    mask((filling * 2000)[:2000])
    assert time.perf_counter() - started < 0.5
