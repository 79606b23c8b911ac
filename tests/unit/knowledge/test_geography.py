"""Municipalities in messages, with the real table."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.geography import Gazetteer
from bot.knowledge.municipality_file import read_municipalities
from bot.settings import ROOT

TABLE, FAULTS = read_municipalities(ROOT / "data" / "knowledge" / "municipalities.csv", "municipalities.csv")
GAZETTEER = Gazetteer(TABLE)

FOUND = [
    ("i Alta", ["Alta"]),
    ("Tromsø kommune", ["Tromsø"]),
    ("tromso", ["Tromsø"]),
    ("vi er i TROMSOE", ["Tromsø"]),
    ("aalesund", ["Ålesund"]),
    ("Trondhiem", ["Trondheim"]),
    ("vi holder til i Stavangr", ["Stavanger"]),
    ("Kárášjohka", ["Karasjok"]),
    ("karasjohka", ["Karasjok"]),
    ("Stïentje", ["Steinkjer"]),
    ("nord-fron", ["Nord-Fron"]),
    ("nord fron", ["Nord-Fron"]),
    ("Indre østfold", ["Indre Østfold"]),
    ("fra Oslo til Moss", ["Oslo", "Moss"]),
    ("Oslo, Oslo og oslo", ["Oslo"]),
    ("Time kommune", ["Time"]),
    ("vi er i Bø", ["Bø"]),
    ("Ås", ["Ås"]),
    ("Herøy", ["Herøy (Møre og Romsdal)", "Herøy (Nordland)"]),
    ("Herøy i Nordland", ["Herøy (Nordland)"]),
    ("hvem ringer jeg i bodo?", ["Bodø"]),
    ("kven ringjer eg i førde?", ["Sunnfjord"]),
    ("forde", ["Sunnfjord"]),
    ("kirkenes", ["Sør-Varanger"]),
    ("vi held til i Mo i Rana", ["Rana"]),
    ("Ski", ["Nordre Follo"]),
    ("Herøy i møre og romsdal", ["Herøy (Møre og Romsdal)"]),
]

NOT_FOUND = [
    "",
    "hvor mye får vi per time?",
    "kan dere råde meg",
    "vi er et AS",
    "hun er frisør i salongen vår og trenger noe nytt",
    "where is the centre in Nordland",
    "hva er et mentortilskudd",
    "har dere noe for en som er sykmeldt",
    "strømmen går når vi bruker maskinen",
    "hun trenger ski og støtte mot kinn",
]


def test_the_table_is_complete() -> None:
    assert FAULTS == []
    assert len(TABLE) == 357
    assert len({item.region for item in TABLE}) == 12


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_names_are_found(text: str, names: list[str]) -> None:
    assert [item.name for item in GAZETTEER.find(text)] == names


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_words_are_no_names(text: str) -> None:
    assert GAZETTEER.find(text) == []


@pytest.mark.parametrize("item", TABLE, ids=lambda item: item.number)
def test_every_municipality_is_found_by_each_of_its_names(item: object) -> None:
    from bot.knowledge.content import Municipality

    assert isinstance(item, Municipality)
    for name in (item.short_name, *item.other_names):
        assert item in GAZETTEER.find(f"Vi holder til i {name} kommune")


@given(st.text(max_size=60))
def test_any_text_is_fine(text: str) -> None:
    assert len(GAZETTEER.find(text)) <= len(text)


def test_a_missing_table_is_a_fault(tmp_path: Path) -> None:
    rows, faults = read_municipalities(tmp_path / "none.csv", "none.csv")
    assert rows == ()
    assert [fault.message for fault in faults] == ["the file is missing"]
