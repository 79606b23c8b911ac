"""What happens at the same moment, on both databases: one winner, no lost message, no broken log."""

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.conversation.models import Author, Conversation, Owner
from bot.handoff.errors import AlreadyClaimed, HandoffError, NotYours, UnknownHandoff
from bot.handoff.models import Handoff, HandoffEvent, HandoffNote
from bot.handoff.people import Actor, ActorKind, QueueTo
from bot.handoff.states import CloseReason, State
from tests.unit.handoff.kit import KARI, MONDAY, OLA, Clock, World

CLAIMS = 100


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


def staff(number: int) -> Actor:
    return Actor(ActorKind.STAFF, f"s{number}", f"Person {number}", "veileder")


def test_a_hundred_claims_have_one_winner(world: World) -> None:
    view = world.asks()
    start = threading.Barrier(CLAIMS)

    def claim(number: int) -> str:
        start.wait()
        try:
            return "won " + str(world.desk.claim(view.id, staff(number)).claimed_by)
        except AlreadyClaimed as refused:
            return "lost to " + refused.by.id

    with ThreadPoolExecutor(CLAIMS) as pool:
        results = Counter(pool.map(claim, range(CLAIMS)))
    winner = world.desk.get(view.id).claimed_by
    assert results == {f"won {winner}": 1, f"lost to {winner}": CLAIMS - 1}
    assert world.actions(view.id) == ["request", "queue", "claim"]
    assert len(world.messages(view.conversation_id, Author.SYSTEM)) == 2
    if os.environ.get("SHOW_FIGURES"):
        print(f"\n{world.engine.dialect.name}: {CLAIMS} claims, {dict(results)}")


def test_many_requests_at_once_make_one_handoff(world: World) -> None:
    conversation = world.conversation()
    start = threading.Barrier(12)

    def ask(_: int) -> UUID:
        start.wait()
        found: UUID = world.asks(conversation).id
        return found

    with ThreadPoolExecutor(12) as pool:
        assert len(set(pool.map(ask, range(12)))) == 1
    assert len(world.messages(conversation)) == 1


def test_ticks_at_once_apologise_once(world: World) -> None:
    views = [world.asks() for _ in range(3)]
    now = world.clock.move(hours=3)
    start = threading.Barrier(8)

    def tick(_: int) -> int:
        start.wait()
        return len(world.desk.tick(now))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(tick, range(8))) == 3
    for view in views:
        assert world.actions(view.id) == ["request", "queue", "apologise"]
        assert len(world.messages(view.conversation_id, Author.SYSTEM)) == 2


def test_everybody_talks_at_once(world: World) -> None:
    view = world.asks()
    world.desk.claim(view.id, KARI)

    def act(number: int) -> None:
        match number % 4:
            case 0:
                world.writes(view.conversation_id, f"e{number}", f"e{number}")
            case 1:
                world.desk.say(view.id, KARI, f"p{number}", f"p{number}")
            case 2:
                world.desk.say(view.id, KARI, f"p{number - 1}", f"p{number - 1}")
            case _:
                world.desk.heard(view.conversation_id)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(80)))
    texts = Counter(message.text for message in world.messages(view.conversation_id) if message.client_id)
    assert texts == dict.fromkeys([f"e{n}" for n in range(0, 80, 4)] + [f"p{n}" for n in range(1, 80, 4)], 1)


def test_erasing_while_others_work_leaves_nothing_and_blocks_nobody(world: World) -> None:
    for _ in range(6):
        view = world.asks()
        world.desk.claim(view.id, KARI)
        start = threading.Barrier(5)

        def say(number: int, view: object = view, start: threading.Barrier = start) -> str:
            start.wait()
            try:
                if number == 0:
                    return str(world.store.erase(view.conversation_id))  # type: ignore[attr-defined]
                world.desk.say(view.id, KARI, "hei", f"c{number}")  # type: ignore[attr-defined]
            except UnknownHandoff:
                return "gone"
            return "said"

        with ThreadPoolExecutor(5) as pool:
            results = list(pool.map(say, range(5)))
        assert results[0] == "True"
        with world.engine.connect() as connection:
            for table in (Handoff, HandoffEvent, HandoffNote):
                assert connection.execute(select(table.__table__)).all() == []


def test_close_against_withdraw(world: World) -> None:
    for _ in range(8):
        view = world.asks()
        world.desk.claim(view.id, KARI)
        start = threading.Barrier(3)

        def end(number: int, view: object = view, start: threading.Barrier = start) -> str:
            start.wait()
            try:
                match number:
                    case 0:
                        world.desk.close(view.id, KARI, CloseReason.ANSWERED)  # type: ignore[attr-defined]
                    case 1:
                        world.desk.transfer(view.id, KARI, QueueTo("oslo"))  # type: ignore[attr-defined]
                    case _:
                        world.desk.cancel(view.conversation_id)  # type: ignore[attr-defined]
            except (HandoffError, NotYours) as error:
                return type(error).__name__
            return "done"

        with ThreadPoolExecutor(3) as pool:
            assert "done" in list(pool.map(end, range(3)))
        last = world.desk.get(view.id)
        assert last.state in {State.CLOSED, State.CANCELLED}
        assert world.owner(view.conversation_id) is Owner.BOT


def test_the_log_cannot_be_changed(world: World) -> None:
    view = world.asks()
    world.desk.claim(view.id, KARI)
    world.desk.note(view.id, OLA, "notat")
    before = world.desk.events(view.id)
    statements = [
        update(HandoffEvent).values(actor_id="nobody"),
        delete(HandoffEvent),
        delete(Handoff),
    ]
    if world.engine.dialect.name == "postgresql":
        statements.append(text("TRUNCATE handoff_event CASCADE"))  # type: ignore[arg-type]
    for statement in statements:
        with pytest.raises(DBAPIError), world.engine.begin() as connection:
            connection.execute(statement)
    assert world.desk.events(view.id) == before
    with world.engine.begin() as connection:
        connection.execute(delete(Conversation).where(Conversation.id == view.conversation_id))
    assert world.desk.events(view.id) == () == world.desk.notes(view.id)


def test_two_desks_on_one_database(world: World) -> None:
    other = World(world.engine, Clock(MONDAY))
    view = world.asks()
    world.desk.claim(view.id, KARI)
    with pytest.raises(AlreadyClaimed):
        other.desk.claim(view.id, OLA)
    assert other.desk.get(view.id) == world.desk.get(view.id)
