"""Near copies are counted together."""

from datetime import UTC, datetime

from bot.learning.collect import Trouble, Unclear
from bot.learning.grouping import VARIANTS, grouped
from bot.learning.similarity import BLOCK, SIMILARITY, copies, key_of, near_pairs


def said(text: str, language: str = "nb", kind: Trouble = Trouble.UNCLEAR) -> Unclear:
    return Unclear(text, language, kind, "fallback: …", datetime(2026, 11, 20, tzinfo=UTC))


def test_near_copies_are_one_question_and_the_most_asked_comes_first() -> None:
    found = [
        said("kan vi få støtte til truck"),
        said("Hvem betaler førerkortet til lærlingen vår?"),
        said("hvem betaler førerkort til lærlingen vår"),
        said("hvem betaler førerkort til lærlingen vår", kind=Trouble.THUMBS_DOWN),
    ]
    groups = grouped(found)
    assert [(group.first.text, group.count) for group in groups] == [
        ("hvem betaler førerkort til lærlingen vår", 3),
        ("kan vi få støtte til truck", 1),
    ]
    assert groups[0].variants == ("Hvem betaler førerkortet til lærlingen vår?",)
    assert groups[0].kinds == (Trouble.THUMBS_DOWN, Trouble.UNCLEAR)


def test_short_questions_are_one_only_where_they_are_the_same() -> None:
    assert [group.count for group in grouped([said("satsen"), said("satser"), said("Satsen?")])] == [2, 1]


def test_languages_are_kept_apart() -> None:
    assert len(grouped([said("what about mentor then"), said("what about mentor then", "en")])) == 2


def test_every_question_is_counted_once() -> None:
    texts = [f"hvor mye får vi for truckfører nummer {number}" for number in range(40)]
    groups = grouped([said(text) for text in texts])
    assert sum(group.count for group in groups) == len(texts)
    assert all(len(group.variants) <= VARIANTS for group in groups)


def test_what_has_no_words_is_no_question() -> None:
    assert grouped([said("???"), said("🤷")]) == []


def test_keys_have_words_only() -> None:
    assert key_of("  Hva ER dette?!  (vta-o)") == "hva er dette vta o"


def test_pairs_and_copies() -> None:
    keys = [key_of("hvem søker om dette"), "satsen"]
    assert [pair[:2] for pair in near_pairs(keys, ["hvem søker om dette her", "satser"])] == [(0, 0)]
    assert near_pairs(keys, []) == near_pairs([], keys) == []
    assert copies(["aa bb"], ["aa bc", "aa bb"]) == [(0, 1, 100.0)]
    assert near_pairs(["hvor lenge varer det"], ["hvor lenge varer den"])[0][2] >= SIMILARITY


def test_pairs_are_found_beyond_the_first_block() -> None:
    keys = [chr(0x4E00 + place) * 3 for place in range(BLOCK * 2 + 1)]
    assert near_pairs(keys, keys) == [(place, place, 100.0) for place in range(len(keys))]
