"""A real database with conversations in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from bot import database, migrations
from bot.conversation.replies import Reply
from bot.conversation.store import ConversationStore

Say = Callable[..., UUID]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'assistant.db'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = database.create(url)
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def say(engine: Engine) -> Say:
    """Stores one message of an employer with the bot's answers, and returns the conversation."""
    store = ConversationStore(engine)

    def store_turn(text: str, *answers: dict[str, Any], sender: str = "", language: str = "nb") -> UUID:
        turn = store.begin("rest", sender or str(uuid4()), text)
        replies = [Reply(f"svar {at}", custom={"language": language, **custom}) for at, custom in enumerate(answers)]
        store.finish(turn, replies, language, None)
        return turn.conversation

    return store_turn
