"""The real knowledge, loaded into SQLite once, and voices in every language."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from bot import database, migrations
from bot.dialogue.voice import Voice
from bot.knowledge import loader
from bot.knowledge.model import Knowledge
from bot.knowledge.store import KnowledgeStore
from bot.knowledge.terms import Language
from bot.settings import ROOT
from bot.texts import Texts

from .kit import NOW

MakeVoice = Callable[..., Voice]


@pytest.fixture(scope="session")
def real_knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    engine = database.create(f"sqlite:///{tmp_path_factory.mktemp('dialogue') / 'knowledge.db'}")
    migrations.upgrade(engine)
    store = KnowledgeStore(engine)
    store.load(loader.load(ROOT / "data" / "knowledge", NOW.date()))
    snapshot = store.snapshot()
    engine.dispose()
    return snapshot


@pytest.fixture(scope="session")
def real_texts() -> Texts:
    return Texts.load(ROOT / "data" / "knowledge" / "messages")


@pytest.fixture
def voice_in(real_knowledge: Knowledge, real_texts: Texts) -> MakeVoice:
    """Makes a voice in a language, at a moment, perhaps with other knowledge."""

    def make(language: Language = "nb", now: datetime = NOW, knowledge: Knowledge | None = None) -> Voice:
        return Voice(knowledge or real_knowledge, real_texts, language, now)

    return make


@pytest.fixture
def voice(voice_in: MakeVoice) -> Voice:
    return voice_in()


@pytest.fixture
def knowledge_without(real_knowledge: Knowledge) -> Callable[[str, str], Knowledge]:
    """Makes knowledge in which a scheme lacks a topic."""

    def make(scheme: str, topic: str) -> Knowledge:
        known = real_knowledge.schemes[scheme]
        fewer = replace(known, topics={name: text for name, text in known.topics.items() if name != topic})
        content = replace(real_knowledge.content, schemes={**real_knowledge.schemes, scheme: fewer})
        return Knowledge("fewer", content)

    return make
