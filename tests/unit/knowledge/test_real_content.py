"""The content that ships is in order."""

from datetime import date

import pytest

from bot.knowledge import loader
from bot.knowledge.model import Knowledge
from bot.knowledge.terms import LANGUAGES, SCHEME_IDS
from bot.settings import ROOT
from bot.texts import Texts

DIRECTORY = ROOT / "data" / "knowledge"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def real() -> Knowledge:
    return Knowledge("real", loader.load(DIRECTORY, TODAY))


def test_every_scheme_is_told_in_every_language_without_placeholders(real: Knowledge) -> None:
    assert tuple(real.schemes) == SCHEME_IDS
    for scheme in real.schemes.values():
        for topic in scheme.topics:
            for language in LANGUAGES:
                for on in (date(2021, 1, 1), date(2026, 1, 1), TODAY, date(2028, 1, 1)):
                    answer = real.answer(scheme.id, topic, language, on)
                    assert answer is not None
                    assert "{" not in answer.text


@pytest.mark.parametrize(
    ("parameter", "on", "value"),
    [
        ("grunnbelop", date(2026, 4, 30), "130160"),
        ("grunnbelop", date(2026, 5, 1), "136549"),
        ("fem_g", TODAY, "682745"),
        ("seks_g", TODAY, "819294"),
        ("feriepenger_lov", TODAY, "10.2"),
        ("aga_sone_1", TODAY, "14.1"),
        ("aga_sone_5", TODAY, "0"),
        ("arbeidsgiverperiode", TODAY, "16"),
        ("refusjonsfrist", TODAY, "2"),
    ],
)
def test_global_figures(real: Knowledge, parameter: str, on: date, value: str) -> None:
    assert str(real.value(parameter, on)) == value


def test_every_municipality_has_an_office_region(real: Knowledge) -> None:
    assert len(real.content.municipalities) == 357
    assert len(real.contacts.regions) == 12
    assert all(real.office(item).region is not None for item in real.content.municipalities)


def test_fixed_texts_are_in_order() -> None:
    assert Texts.load(DIRECTORY / "messages").messages
