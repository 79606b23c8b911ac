"""What employers and staff can do with a handoff, from the wish to the end."""

from uuid import uuid4

import pytest
from sqlalchemy import Engine

from bot.conversation.models import Author, Owner
from bot.conversation.store import UnknownConversationError
from bot.handoff.errors import AlreadyClaimed, Ended, Invalid, NotYours, UnknownHandoff
from bot.handoff.people import QueueTo, StaffTo
from bot.handoff.states import CloseReason, State
from bot.handoff.views import Filter, Shelf
from tests.unit.handoff.kit import KARI, LINE, OLA, World


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


def test_from_the_wish_to_the_end(world: World) -> None:
    conversation = world.conversation()
    world.writes(conversation, "Jeg vil snakke med noen")
    asked = world.asks(conversation, theme="inkludere", municipality="1804", name="Per", phone="55553336")
    assert (asked.state, asked.queue, asked.region, asked.position) == (State.QUEUED, "nordland", "Nav Nordland", 1)
    assert asked.phone == "+47 55 55 33 36"
    assert world.owner(conversation) is Owner.BOT
    assert asked.reference in world.told(conversation)

    taken = world.desk.claim(asked.id, KARI)
    assert (taken.state, taken.claimed_by, taken.position) == (State.CLAIMED, "kari", None)
    assert world.owner(conversation) is Owner.PERSON
    assert "Kari" in world.told(conversation)

    said = world.desk.say(asked.id, KARI, "Hei, hva gjelder det?", "c1", ({"title": "t", "url": "https://nav.no"},))
    assert said.as_json()["person"] == {"name": "Kari", "role": "veileder"}
    assert said.custom["sources"] == [{"title": "t", "url": "https://nav.no"}]
    assert world.desk.get(asked.id).state is State.ACTIVE
    assert world.desk.get(asked.id).first_answer_at == world.clock.now

    done = world.desk.close(asked.id, KARI, CloseReason.ANSWERED, "Avtalt møte")
    assert (done.state, done.close_reason, done.open) == (State.CLOSED, CloseReason.ANSWERED, False)
    assert world.owner(conversation) is Owner.BOT
    assert [note.text for note in world.desk.notes(asked.id)] == ["Avtalt møte"]
    assert world.actions(asked.id) == ["request", "queue", "claim", "answer", "close"]
    rated = world.desk.rate(conversation, 5, "Ring meg på 41 23 45 67")
    assert rated and rated.rating == 5 and "41" not in str(rated.rating_comment)


def test_the_employer_is_told_in_the_conversations_language(world: World) -> None:
    english = world.conversation("en")
    view = world.asks(english)
    assert "You are in the queue of Nav for employers, number 1." in world.told(english)
    assert "Monday 23 November at 12:00" in world.told(english)
    custom = world.messages(english)[-1].payload["custom"]
    assert custom | {"kind": "handoff", "reference": view.reference, "state": "queued", "position": 1} == custom
    assert custom["answer_by"] == view.answer_by.isoformat()
    nynorsk = world.conversation("nn")
    world.asks(nynorsk)
    assert "måndag 23. november klokka 12.00" in world.told(nynorsk)


def test_asking_twice_changes_nothing(world: World) -> None:
    conversation = world.conversation()
    first = world.asks(conversation)
    assert world.asks(conversation).id == first.id
    assert len(world.messages(conversation)) == 1
    world.desk.cancel(conversation)
    assert world.asks(conversation).id != first.id


def test_nobody_else_gets_a_claimed_case(world: World) -> None:
    view = world.asks()
    world.desk.claim(view.id, KARI)
    with pytest.raises(AlreadyClaimed) as refused:
        world.desk.claim(view.id, OLA)
    assert refused.value.by == KARI
    assert world.desk.claim(view.id, KARI).claimed_by == "kari"
    for attempt in (
        lambda: world.desk.say(view.id, OLA, "hei", "x"),
        lambda: world.desk.close(view.id, OLA, CloseReason.ANSWERED),
        lambda: world.desk.release(view.id, OLA),
        lambda: world.desk.transfer(view.id, OLA, QueueTo("oslo")),
        lambda: world.desk.to_bot(view.id, OLA),
    ):
        with pytest.raises(NotYours):
            attempt()
    assert world.actions(view.id) == ["request", "queue", "claim"]


def test_a_person_speaks_only_after_claiming(world: World) -> None:
    view = world.asks()
    with pytest.raises(NotYours):
        world.desk.say(view.id, KARI, "hei", "x")
    world.desk.cancel(view.conversation_id)
    with pytest.raises(Ended):
        world.desk.say(view.id, KARI, "hei", "x")
    with pytest.raises(Ended):
        world.desk.claim(view.id, KARI)
    with pytest.raises(UnknownHandoff):
        world.desk.claim(uuid4(), KARI)


def test_a_message_of_the_staff_is_stored_once(world: World) -> None:
    view = world.asks()
    world.writes(view.conversation_id, "taken", "c1")
    world.desk.claim(view.id, KARI)
    before = len(world.messages(view.conversation_id))
    first = world.desk.say(view.id, KARI, "hei", "c1")
    assert first.author is Author.PERSON
    assert world.desk.say(view.id, KARI, "hei", "c1").as_json() == first.as_json()
    world.desk.close(view.id, KARI, CloseReason.ANSWERED)
    assert world.desk.say(view.id, KARI, "hei", "c1").seq == first.seq
    assert len(world.messages(view.conversation_id)) == before + 2
    seqs = [message.seq for message in world.messages(view.conversation_id)]
    assert seqs == list(range(1, len(seqs) + 1))


def test_transfer_to_a_colleague_keeps_a_person(world: World) -> None:
    view = world.asks()
    world.desk.claim(view.id, KARI)
    moved = world.desk.transfer(view.id, KARI, StaffTo(OLA), "Ola kan mentor")
    assert (moved.state, moved.claimed_by) == (State.TRANSFERRED, "ola")
    assert world.owner(view.conversation_id) is Owner.PERSON
    with pytest.raises(NotYours):
        world.desk.say(view.id, KARI, "hei", "a")
    assert world.desk.claim(view.id, OLA).state is State.CLAIMED
    with pytest.raises(Invalid):
        world.desk.transfer(view.id, OLA, StaffTo(OLA))
    world.desk.transfer(view.id, OLA, StaffTo(KARI))
    world.desk.say(view.id, KARI, "tilbake hos meg", "b")
    assert world.desk.get(view.id).state is State.ACTIVE


def test_transfer_to_a_queue_gives_the_bot_the_word(world: World) -> None:
    view = world.asks()
    world.desk.claim(view.id, KARI)
    with pytest.raises(Invalid):
        world.desk.transfer(view.id, KARI, QueueTo("nowhere"))
    moved = world.desk.transfer(view.id, KARI, QueueTo("oslo"))
    assert (moved.state, moved.queue, moved.claimed_by, moved.position) == (State.QUEUED, "oslo", None, 1)
    assert world.owner(view.conversation_id) is Owner.BOT
    assert "Nav Oslo" in world.told(view.conversation_id)
    assert world.actions(view.id)[-2:] == ["transfer", "queue"]
    assert world.desk.transfer(view.id, OLA, QueueTo(LINE)).queue == LINE, "a queued case may be moved by anybody"


def test_a_released_case_keeps_its_place(world: World) -> None:
    first = world.asks()
    world.clock.move(minutes=5)
    second = world.asks()
    assert second.position == 2
    world.desk.claim(first.id, KARI)
    assert world.desk.get(second.id).position == 1
    assert world.desk.release(first.id, KARI).position == 1
    assert world.desk.get(second.id).position == 2
    assert world.owner(first.conversation_id) is Owner.BOT
    assert world.desk.get(first.id).waiting_since == world.clock.now


def test_back_to_the_bot(world: World) -> None:
    view = world.asks()
    world.desk.claim(view.id, KARI)
    assert world.desk.to_bot(view.id, KARI).close_reason is CloseReason.TO_BOT
    assert world.owner(view.conversation_id) is Owner.BOT
    assert "roboten" in world.told(view.conversation_id)
    assert world.desk.to_bot(view.id, KARI).state is State.CLOSED
    with pytest.raises(Ended):
        world.desk.close(view.id, OLA, CloseReason.OTHER)


def test_the_employer_may_withdraw_at_any_time(world: World) -> None:
    assert world.desk.cancel(world.conversation()) is None
    view = world.asks()
    world.desk.claim(view.id, KARI)
    cancelled = world.desk.cancel(view.conversation_id)
    assert cancelled and cancelled.state is State.CANCELLED
    assert world.owner(view.conversation_id) is Owner.BOT
    assert world.desk.cancel(view.conversation_id) == cancelled


def test_a_faulty_form_is_refused(world: World) -> None:
    conversation = world.conversation()
    for field, value in {
        "consent": False,
        "question": "  ",
        "theme": "vær",
        "municipality": "9999",
        "organisation": "123456789",
        "phone": "123",
        "email": "a@b",
        "language": "sv",
        "name": "x" * 121,
    }.items():
        with pytest.raises(Invalid) as refused:
            world.asks(conversation, **{field: value})
        assert refused.value.field == field
    assert world.desk.of_conversation(conversation) is None
    with pytest.raises(UnknownConversationError):
        world.asks(uuid4())


def test_rating_comes_after_the_end(world: World) -> None:
    view = world.asks()
    assert world.desk.rate(view.conversation_id, 4) is None
    world.desk.cancel(view.conversation_id)
    with pytest.raises(Invalid):
        world.desk.rate(view.conversation_id, 6)
    rated = world.desk.rate(view.conversation_id, 4)
    assert rated and rated.rating == 4


def test_the_shelves(world: World) -> None:
    waiting, mine, other, over = (world.asks(question=f"sak {number}") for number in range(4))
    world.desk.claim(mine.id, KARI)
    world.desk.claim(other.id, OLA)
    world.desk.cancel(over.conversation_id)

    def on(shelf: Shelf, **more: str) -> set[str]:
        page = world.desk.list(Filter(shelf, staff="kari", **more))  # type: ignore[arg-type]
        assert page.total == len(page.items)
        return {view.reference for view in page.items}

    assert on(Shelf.QUEUE) == {waiting.reference}
    assert on(Shelf.MINE) == {mine.reference}
    assert on(Shelf.OPEN) == {waiting.reference, mine.reference, other.reference}
    assert on(Shelf.CLOSED) == {over.reference}
    assert on(Shelf.OPEN, q="sak 2") == {other.reference}
    assert on(Shelf.OPEN, q=mine.reference.lower()) == {mine.reference}
    assert on(Shelf.OPEN, q="%") == set()
    assert on(Shelf.OPEN, theme="inkludere") == set()
    assert on(Shelf.OPEN, language="nb") == on(Shelf.OPEN)
    assert world.desk.list(Filter(staff="kari")).counts == {"queue": 1, "mine": 1, "open": 3}
    assert len(world.desk.list(Filter(Shelf.OPEN, size=2, page=2)).items) == 1
    world.desk.label(mine.id, KARI, ["Mentor", "mentor ", "haster"])
    assert world.desk.get(mine.id).labels == ("haster", "mentor") == world.desk.labels_used()
    assert on(Shelf.OPEN, label="mentor") == {mine.reference}


def test_notes_belong_to_their_author(world: World) -> None:
    view = world.asks()
    assert [world.desk.note(view.id, KARI, f"notat {number}").number for number in (1, 2)] == [1, 2]
    with pytest.raises(NotYours):
        world.desk.delete_note(view.id, OLA, 1)
    assert world.desk.delete_note(view.id, KARI, 1)
    assert not world.desk.delete_note(view.id, KARI, 1)
    assert [note.number for note in world.desk.notes(view.id)] == [2]
    with pytest.raises(Invalid):
        world.desk.note(view.id, KARI, " ")


def test_found_by_its_reference(world: World) -> None:
    view = world.asks()
    found = world.desk.by_reference(view.reference.lower().replace("-", " "))
    assert found and found.id == view.id
    assert world.desk.by_reference("NAV-2222-2222") is None
    assert world.desk.by_reference("hei") is None


def test_everybody_is_woken_after_the_commit(world: World) -> None:
    view = world.asks()
    world.desk.claim(view.id, KARI)
    assert (
        world.signals.told
        == [
            (f"conversation:{view.conversation_id}", {}),
            ("staff", {"handoff": str(view.id)}),
        ]
        * 2
    )


def test_what_the_employer_sees(world: World) -> None:
    view = world.asks()
    assert world.desk.get(view.id).as_json("Nav") == {
        "reference": view.reference,
        "state": "queued",
        "position": 1,
        "answer_by": view.answer_by.isoformat(),
        "waiting_since": view.waiting_since.isoformat(),
        "office": "Nav",
        "person": None,
        "rating": None,
    }
    world.desk.claim(view.id, KARI)
    assert world.desk.get(view.id).as_json("Nav")["person"] == {"name": "Kari", "role": "veileder"}
    text, payload = world.desk.wording.status(world.desk.get(view.id), "en")
    assert "Kari" in text and payload["custom"]["state"] == "claimed"
    world.desk.to_bot(view.id, KARI)
    assert "avsluttet" in world.desk.wording.status(world.desk.get(view.id), "nb")[0]
