"""The store: numbers, duplicates, takeovers, and the migration that makes its tables."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, delete, select, text, update

from bot import database, migrations
from bot.conversation.models import Author, Conversation, Message, Owner
from bot.conversation.replies import Button, Reply
from bot.conversation.store import ConversationStore, UnknownConversationError, sender_hash

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
    store.finish(turn, [Reply("en"), OFFER], "nb", None)
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
    assert store.finish(turn, [Reply("svar"), told], "nb", None) == [told]
    assert [text for _, _, text in messages(engine)] == ["hei", "overført"]
    assert store.begin("rest", "a", "er du der?").owner is Owner.PERSON


def test_an_erased_conversation_is_still_answered(engine: Engine, store: ConversationStore) -> None:
    turn = store.begin("rest", "a", "hei")
    with engine.begin() as connection:
        connection.execute(delete(Conversation))
    assert store.finish(turn, [OFFER], "nb", None) == [OFFER]
    assert messages(engine) == []
    assert store.finish(replace(turn, conversation=uuid4()), [], "nb", None) == []


def test_many_writers_get_different_numbers(engine: Engine, store: ConversationStore) -> None:
    def write(number: int) -> None:
        turn = store.begin("rest", f"sender-{number % 3}", f"melding {number}")
        store.finish(turn, [Reply("svar"), Reply("mer")], "nb", None)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(60)))
    with engine.connect() as connection:
        counts = connection.execute(
            text("SELECT count(*), count(DISTINCT seq), max(seq) FROM message GROUP BY conversation_id")
        ).all()
    assert [tuple(row) for row in counts] == [(60, 60, 60)] * 3


def test_the_migration_makes_the_tables_of_the_models(engine: Engine) -> None:
    mine = {"conversation", "message", "door", "door_code", "feedback", "rating"}
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


def test_a_message_whose_process_died_is_answered_when_it_comes_again(store: ConversationStore) -> None:
    first = store.begin("web", "a", "hva er mentor?", "c1")
    unanswered = store.begin("web", "a", "hva er mentor?", "c1")
    assert unanswered.duplicate and unanswered.seq == first.seq
    again = store.again(unanswered)
    assert again is not None and not again.duplicate
    assert store.finish(again, [Reply("svar")], "nb", None) == [Reply("svar")]
    assert store.again(store.begin("web", "a", "hva er mentor?", "c1")) is None
    assert store.finish(first, [Reply("svar igjen")], "nb", None) == []
    assert [stored.text for stored in store.messages_after(first.conversation, 0)] == ["hva er mentor?", "svar"]


def test_no_conversation_is_made_where_none_is_wanted(engine: Engine, store: ConversationStore) -> None:
    with pytest.raises(UnknownConversationError):
        store.begin("web", "forged", "hei", "c1", create=False)
    assert messages(engine) == []
    made = store.create("web", "issued", "nn")
    turn = store.begin("web", "issued", "hei", "c1", create=False)
    assert (turn.conversation, turn.language, turn.wish) == (made, "nn", "nn")


def test_a_door_opens_the_same_conversation_from_another_channel(store: ConversationStore) -> None:
    conversation = store.create("web", "token")
    store.begin("web", "token", "fra nettet")
    own = store.begin("telegram", "7", "noe annet").conversation
    store.add_door(conversation, "telegram", "7")
    turn = store.begin("telegram", "7", "fra mobilen")
    assert turn.conversation == conversation != own
    assert [stored.text for stored in store.messages_after(conversation, 0)] == ["fra nettet", "fra mobilen"]
    assert [stored.text for stored in store.messages_after(own, 0)] == ["noe annet"]
    found = store.find("telegram", "7")
    assert found is not None and found.conversation == conversation
    store.add_door(own, "telegram", "7")
    assert store.begin("telegram", "7", "tilbake").conversation == own


def test_an_answer_about_a_person_stays_out_of_the_thread(store: ConversationStore) -> None:
    conversation = store.create("web", "token")
    store.set_intake(conversation, {"slot": "name"})
    turn = store.begin("web", "token", "Kari Nordmann", hidden={"name": "(navn)"})
    assert turn.intake == {"slot": "name"}
    store.set_intake(conversation, None)
    store.begin("web", "token", "Hva nå?", hidden={"name": "(navn)"})
    assert [stored.text for stored in store.messages_after(conversation, 0)] == ["(navn)", "Hva nå?"]


def test_a_message_is_appended_once(engine: Engine, store: ConversationStore) -> None:
    conversation = store.create("web", "token")
    person = {"person": {"name": "Kari", "role": "Veileder"}}
    with engine.begin() as connection:
        first = store.append(connection, conversation, Author.PERSON, "Hei", person, "s1")
        again = store.append(connection, conversation, Author.PERSON, "Hei", person, "s1")
        later = store.append(connection, conversation, Author.SYSTEM, "Avsluttet")
    assert first == again or (first.seq, first.text) == (again.seq, again.text)
    assert later.seq > first.seq
    assert [stored.as_json().get("person") for stored in store.messages_after(conversation, 0)] == [
        {"name": "Kari", "role": "Veileder"},
        None,
    ]
    assert store.erase(conversation)
    assert not store.erase(conversation)
    assert store.messages_after(conversation, 0) == []
    with pytest.raises(UnknownConversationError), engine.begin() as connection:
        store.append(connection, conversation, Author.SYSTEM, "for sent")


def test_a_button_of_an_older_message_is_stored_by_its_title(store: ConversationStore) -> None:
    turn = store.begin("web", "a", "hva er mentor?")
    store.finish(turn, [OFFER], "nb", None)
    store.finish(store.begin("web", "a", "hei"), [Reply("svar")], "nb", None)
    store.begin("web", "a", "velg:mentor:amount")
    store.begin("web", "a", "velg:aft:amount")
    texts = [stored.text for stored in store.messages_after(turn.conversation, 0)]
    assert texts[-2:] == ["Mentor", "velg:aft:amount"]
