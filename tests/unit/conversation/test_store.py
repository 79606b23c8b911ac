"""The store: numbers, duplicates, takeovers, and the migration that makes its tables."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, delete, select, text, update

from bot import database, migrations
from bot.conversation.models import Author, Conversation, Message, Owner
from bot.conversation.replies import Button, Reply
from bot.conversation.store import ConversationStore, sender_hash

OFFER = Reply("Hvilken?", (Button("Mentor", "velg:mentor:amount"),), custom={"kind": "clarify"})


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = database.create(f"sqlite:///{tmp_path / 'store.db'}")
    migrations.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> ConversationStore:
    return ConversationStore(engine)


def messages(engine: Engine) -> list[tuple[int, Author, str]]:
    with engine.connect() as connection:
        rows = connection.execute(select(Message.seq, Message.author, Message.text).order_by(Message.seq))
        return [(row.seq, row.author, row.text) for row in rows]


def test_a_turn_is_stored_in_order(engine: Engine, store: ConversationStore) -> None:
    turn = store.begin("rest", "a", "hei")
    assert (turn.language, turn.owner, turn.offered) == (None, Owner.BOT, ())
    store.finish(turn.conversation, [Reply("en"), OFFER], "nb", None)
    again = store.begin("rest", "a", "velg:mentor:amount")
    assert again.conversation == turn.conversation
    assert (again.language, again.offered, again.last_kind) == ("nb", OFFER.buttons, "clarify")
    assert messages(engine) == [
        (1, Author.EMPLOYER, "hei"),
        (2, Author.BOT, "en"),
        (3, Author.BOT, "Hvilken?"),
        (4, Author.EMPLOYER, "Mentor"),
    ]
    assert store.begin("rest", "a", "hei").offered == ()


def test_the_sender_is_kept_as_a_hash_only(engine: Engine, store: ConversationStore) -> None:
    store.begin("rest", "ola@firma.no \ud800", "hei")
    with engine.connect() as connection:
        assert connection.execute(select(Conversation.sender_hash)).scalar_one() == sender_hash("ola@firma.no \ud800")
    assert store.find("rest", "ola@firma.no \ud800") is not None
    assert store.find("telegram", "ola@firma.no \ud800") is None


def test_a_channels_message_is_stored_once(engine: Engine, store: ConversationStore) -> None:
    assert not store.begin("telegram", "a", "hei", "1").duplicate
    assert store.begin("telegram", "a", "hei", "1").duplicate
    assert not store.begin("telegram", "b", "hei", "1").duplicate
    assert not store.begin("telegram", "a", "hei", "2").duplicate
    assert [seq for seq, _, _ in messages(engine)] == [1, 1, 2]


def test_after_a_takeover_only_the_handover_is_told(engine: Engine, store: ConversationStore) -> None:
    turn = store.begin("rest", "a", "hei")
    with engine.begin() as connection:
        connection.execute(update(Conversation).values(owner=Owner.PERSON))
    told = Reply("overført", custom={"kind": "handoff"})
    assert store.finish(turn.conversation, [Reply("svar"), told], "nb", None) == [told]
    assert [text for _, _, text in messages(engine)] == ["hei", "overført"]
    assert store.begin("rest", "a", "er du der?").owner is Owner.PERSON


def test_an_erased_conversation_is_still_answered(engine: Engine, store: ConversationStore) -> None:
    turn = store.begin("rest", "a", "hei")
    with engine.begin() as connection:
        connection.execute(delete(Conversation))
    assert store.finish(turn.conversation, [OFFER], "nb", None) == [OFFER]
    assert messages(engine) == []
    assert store.finish(uuid4(), [], "nb", None) == []


def test_many_writers_get_different_numbers(engine: Engine, store: ConversationStore) -> None:
    def write(number: int) -> None:
        turn = store.begin("rest", f"sender-{number % 3}", f"melding {number}")
        store.finish(turn.conversation, [Reply("svar"), Reply("mer")], "nb", None)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(60)))
    with engine.connect() as connection:
        counts = connection.execute(
            text("SELECT count(*), count(DISTINCT seq), max(seq) FROM message GROUP BY conversation_id")
        ).all()
    assert [tuple(row) for row in counts] == [(60, 60, 60)] * 3


def test_the_migration_makes_the_tables_of_the_models(engine: Engine) -> None:
    mine = {"conversation", "message"}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        changes = compare_metadata(context, database.Base.metadata)
    assert [
        change for change in changes if getattr(change[1], "name", "") in mine and change[0] != "remove_table"
    ] == []
    migrations.downgrade(engine, "0001_knowledge")
    with engine.connect() as connection:
        left = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
    assert not mine & left
