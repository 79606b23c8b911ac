"""Dates and lengths of time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculator.dates import find_dates, find_durations

TODAY = date(2026, 11, 21)
MONTHS = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("fra 1. mars", "2027-03-01"),
        ("1 mars", "2027-03-01"),
        ("1. mars 2028", "2028-03-01"),
        ("fra nyttår", "2027-01-01"),
        ("over nyttår", "2027-01-01"),
        ("01.03.2027", "2027-03-01"),
        ("1.3.27", "2027-03-01"),
        ("1/3-27", "2027-03-01"),
        ("1/3 2027", "2027-03-01"),
        ("2027-03-01", "2027-03-01"),
        ("fra 15.03", "2027-03-15"),
        ("fra 1.3", "2027-03-01"),
        ("neste måned", "2026-12-01"),
        ("neste månad", "2026-12-01"),
        ("next month", "2026-12-01"),
        ("mars", "2027-03-01"),
        ("i mars 2028", "2028-03-01"),
        ("midten av mars", "2027-03-15"),
        ("slutten av juni", "2027-06-30"),
        ("om to uker", "2026-12-05"),
        ("om en måned", "2026-12-21"),
        ("i morgen", "2026-11-22"),
        ("på mandag", "2026-11-23"),
        ("tysdag", "2026-11-24"),
        ("den 15.", "2026-12-15"),
        ("1st of March", "2027-03-01"),
        ("March 1st, 2028", "2028-03-01"),
        ("from May", "2027-05-01"),
        ("21. november", "2026-11-21"),
        ("20. november", "2027-11-20"),
        ("29. februar", "2028-02-29"),
        ("01.01.1990", "1990-01-01"),
        ("start in 1990", "1990-01-01"),
    ],
)
def test_a_date_is_the_next_such_day(text: str, day: str) -> None:
    assert [str(found.day) for found in find_dates(text.lower(), TODAY)] == [day]


@pytest.mark.parametrize("text", ["31. februar", "32.13.2027", "31.04.2027"])
def test_an_impossible_date_is_noticed(text: str) -> None:
    assert [found.day for found in find_dates(text, TODAY)] == [None]


@pytest.mark.parametrize("text", ["14.1 %", "endre til 14.1", "aga 14.1", "12 % ferie", "you may", "28 000 i måneden"])
def test_other_figures_are_no_dates(text: str) -> None:
    assert find_dates(text, TODAY) == []


def test_short_figures_are_a_date_when_one_was_asked_for() -> None:
    assert [found.day for found in find_dates("1.3", TODAY, expected=True)] == [date(2027, 3, 1)]


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_every_date_parses_back_in_every_form(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}/{day.month}-{day.year}",
        f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
        f"{day:%B} {day.day}, {day.year}".lower(),
    ):
        assert [found.day for found in find_dates(text, TODAY)] == [day], text


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("i seks måneder", (6, 0)),
        ("i 12 månader", (12, 0)),
        ("2 år", (24, 0)),
        ("ett år", (12, 0)),
        ("et halvt år", (6, 0)),
        ("halvannet år", (18, 0)),
        ("fire uker", (0, 4)),
        ("four weeks", (0, 4)),
        ("for nine months", (9, 0)),
    ],
)
def test_a_length_is_read(text: str, length: tuple[int, int]) -> None:
    assert [(found.months, found.weeks) for found in find_durations(text)] == [length]


@pytest.mark.parametrize(
    "text", ["28 000 i måneden", "24 år", "i året", "380 000 a year", "20 hours a week", "400 000 på et år"]
)
def test_spans_of_pay_and_ages_are_no_lengths(text: str) -> None:
    assert list(find_durations(text)) == []


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    assert isinstance(find_dates(text.lower(), TODAY, expected=True), list)
    assert isinstance(list(find_durations(text.lower())), list)
