"""The finder that ships, with the knowledge and the texts that ship."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from bot.dialogue.context import Context
from bot.dialogue.forms import Said
from bot.dialogue.reading import Question, Reading
from bot.dialogue.voice import Voice
from bot.finder import Finder, FinderForm, load_finder
from bot.knowledge import loader
from bot.knowledge.model import Knowledge, Language
from bot.settings import ROOT
from bot.texts import Texts

DIRECTORY = ROOT / "data" / "knowledge"
TODAY = date(2026, 11, 21)

Says = Callable[..., Said]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge("real", loader.load(DIRECTORY, TODAY))


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts.load(DIRECTORY / "messages")


@pytest.fixture(scope="session")
def finder(knowledge: Knowledge) -> Finder:
    return load_finder(knowledge, TODAY)


@pytest.fixture(scope="session")
def form(finder: Finder) -> FinderForm:
    return FinderForm(finder)


@pytest.fixture(scope="session")
def says(knowledge: Knowledge, texts: Texts) -> Says:
    """Make a message: text, language, and what understanding made of it."""

    def make(
        text: str,
        language: Language = "nb",
        intent: str = "find_scheme",
        confidence: float = 0.5,
        named: tuple[str, ...] = (),
        *,
        chosen: bool = False,
    ) -> Said:
        question = Question(text, ((intent, confidence),), named=named, chosen=chosen)
        voice = Voice(knowledge, texts, language, datetime(2026, 11, 21, 10, 0))
        return Said(text, Reading(text, (question,)), Context(), voice)

    return make
