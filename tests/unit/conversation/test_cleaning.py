"""Cleaning: nothing invisible, one normal form, a known length."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.cleaning import Problem, clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  hei \n\t på  deg ", "hei på deg"),
        ("na\u030a og blåbær", "nå og blåbær"),
        ("men\u200btor\ufeff\u00ad", "mentor"),
        ("\u202etenk\u202c \u2066her\u2069", "tenk her"),
        ("a\x00b\x07c\x7f", "abc"),
        ("a\ud800b\udfff", "ab"),
        ("１５１０８６ ９５０８８ og ١٢", "151086 95088 og 12"),
        ("mellom\u00a0rom\u2003her\u2028linje", "mellom rom her linje"),
        ("👍🏽 ok", "👍🏽 ok"),
    ],
)
def test_text_is_cleaned(text: str, expected: str) -> None:
    assert clean(text, 100).text == expected


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\x00\x01", "\ud800"])
def test_nothing_visible_is_empty(text: str) -> None:
    assert clean(text, 100).problem is Problem.EMPTY


def test_the_limit_counts_what_is_left() -> None:
    assert clean("a" * 100, 100).problem is None
    assert clean("a" * 101, 100).problem is Problem.TOO_LONG
    assert clean("a" + " " * 200, 100).text == "a"
    assert clean(" " * 1000, 100).problem is Problem.TOO_LONG


@given(st.text(alphabet=st.characters(), max_size=200))
def test_clean_text_stays_as_it_is(text: str) -> None:
    cleaned = clean(text, 1000).text
    assert clean(cleaned, 1000).text == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in cleaned)
    cleaned.encode("utf-8")
