"""Which figures may be typed in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.prose import stray_braces, typed_figures, unwrap, words

ALLOWED = [
    "§ 9-1",
    "§§ 1-5, 1-11 og 1-13",
    "§ 15 a i loven",
    "§ 14-9 andre ledd bokstav d",
    "§ 9 krever at dere betaler vanlig lønn",
    "kapittel 14A og 9",
    "chapters 1–13, 18 and § 19-1",
    "section 8-20",
    "lov 12. juni 2026 nr. 24",
    "forskrift 2015-12-11-1598",
    "fra 1. september 2026",
    "from 1 September 2026",
    "I 2026 krever Nav mer enn i 2025",
    "2017–2022",
    "Ring 55 55 33 36.",
    "Altinn 3",
    "{max_months} og {mentor.max_months:n}",
    "sone {aga_sone_1a}",
]

REFUSED = [
    ("40 prosent", "40"),
    ("inntil 160 400 kroner", "160"),
    ("5 G", "5"),
    ("§ 9-1, 12 måneder", "12"),
    ("en 16-åring", "16-åring"),
    ("24/7", "24/7"),
    ("2026 kroner", "2026"),
    ("1. mai hvert år", "1."),
    ("kapittel 5, 6 uker", "6"),
    ("telefon 55 55 33 37", "55"),
    ("3 times", "3"),
]


@pytest.mark.parametrize("text", ALLOWED)
def test_law_references_dates_and_placeholders_are_allowed(text: str) -> None:
    assert typed_figures(text) == []
    assert stray_braces(text) == []


@pytest.mark.parametrize(("text", "figure"), REFUSED)
def test_other_figures_are_refused(text: str, figure: str) -> None:
    assert figure in [word for _, word in typed_figures(text)]


@given(st.integers(min_value=0, max_value=1899), st.sampled_from(["prosent", "kroner", "måneder", "G", "hours"]))
def test_a_number_with_a_unit_is_always_refused(number: int, unit: str) -> None:
    assert typed_figures(f"Dere får {number} {unit} i alt.") != []


def test_the_line_of_a_figure_is_told() -> None:
    assert typed_figures("en\nto 2\n\nfire 4") == [(1, "2"), (3, "4")]


@pytest.mark.parametrize("text", ["{Max}", "{max months}", "{", "a}", "{max:}", "{}", "{.x}"])
def test_malformed_placeholders_are_found(text: str) -> None:
    assert stray_braces(text) != []


@given(st.text(alphabet="ab -\n", max_size=80))
def test_unwrapping_twice_changes_nothing_more(text: str) -> None:
    assert unwrap(unwrap(text)) == unwrap(text)


def test_bullets_and_paragraphs_survive() -> None:
    assert unwrap("En\nlinje:\n- a\n  b\n- c\n\nNy\ndel\n") == "En linje:\n- a b\n- c\n\nNy del"
    assert words("- en {to} tre") == 3
