"""Every time limit, with a clock that is moved by hand."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.clock import OSLO
from bot.conversation.models import Author, Owner
from bot.handoff import tick
from bot.handoff.desk import Desk
from bot.handoff.limits import Due
from bot.handoff.states import CloseReason, State
from bot.settings import Settings
from tests.unit.handoff.kit import KARI, MONDAY, ROUTING, Signals, World

LIMITS = ROUTING.limits


def done(world: World) -> list[Due]:
    return [item.what for item in world.desk.tick()]


def test_nothing_is_due_at_first(world: World) -> None:
    view = world.asks()
    world.desk.claim(view.id, KARI)
    world.asks()
    world.clock.move(minutes=5)
    assert done(world) == []


def test_a_promise_about_to_break_alerts_the_staff(world: World) -> None:
    view = world.asks()
    world.clock.move(minutes=LIMITS.answer_within - LIMITS.warn_before)
    assert done(world) == [Due.WARN]
    assert world.signals.told[-1] == ("staff", {"handoff": str(view.id), "alert": "warn"})
    assert done(world) == []
    assert len(world.messages(view.conversation_id)) == 1, "the employer is not troubled with it"


def test_a_broken_promise_is_apologised_for_and_renewed(world: World) -> None:
    view = world.asks()
    world.clock.now = view.answer_by
    assert world.desk.get(view.id).overdue is False
    world.clock.move(seconds=1)
    assert world.desk.get(view.id).overdue is True
    assert done(world) == [Due.APOLOGISE]
    renewed = world.desk.get(view.id)
    assert renewed.answer_by == world.clock.now + timedelta(minutes=LIMITS.answer_within)
    assert (renewed.first_answer_by, renewed.apologies, renewed.overdue) == (view.answer_by, 1, False)
    assert "Beklager" in world.told(view.conversation_id) and "klokka 14.00" in world.told(view.conversation_id)
    event = world.desk.events(view.id)[-1]
    assert event.data == {"promised": view.answer_by.isoformat(), "promised_now": renewed.answer_by.isoformat()}
    assert done(world) == []


def test_nobody_ever_comes(world: World) -> None:
    view = world.asks()
    for _ in range(LIMITS.expire_days):
        world.clock.move(days=1)
        world.desk.tick()
    assert world.desk.get(view.id).state is State.EXPIRED
    assert "55 55 33 36" in world.told(view.conversation_id)


def test_a_silent_person_loses_the_case(world: World) -> None:
    view = world.asks()
    world.desk.claim(view.id, KARI)
    world.clock.move(minutes=LIMITS.staff_silent - 1)
    assert done(world) == []
    world.clock.move(minutes=1)
    assert done(world) == [Due.RETURN]
    back = world.desk.get(view.id)
    assert (back.state, back.claimed_by, back.position) == (State.QUEUED, None, 1)
    assert world.owner(view.conversation_id) is Owner.BOT
    assert "Beklager at det ble stille" in world.told(view.conversation_id)


def test_a_persons_silence_is_counted_in_opening_hours(world: World) -> None:
    world.clock.now = datetime(2026, 11, 27, 14, 50, tzinfo=OSLO)
    view = world.asks()
    world.desk.claim(view.id, KARI)
    world.clock.now = datetime(2026, 11, 30, 9, 9, tzinfo=OSLO)
    assert done(world) == [], "ten minutes on Friday, nine on Monday"
    world.clock.move(minutes=1)
    assert done(world) == [Due.RETURN]


def test_a_silent_employer_is_asked_and_then_let_go(world: World) -> None:
    view = world.asks()
    world.desk.claim(view.id, KARI)
    world.desk.say(view.id, KARI, "Hei", "1")
    world.clock.move(minutes=LIMITS.employer_silent)
    assert done(world) == [Due.ASK]
    assert "Er det noe mer du lurer på?" in world.told(view.conversation_id)
    assert "tirsdag 24. november klokka 11.00" in world.told(view.conversation_id)
    assert done(world) == []
    world.clock.move(minutes=LIMITS.employer_close)
    assert done(world) == [Due.CLOSE]
    closed = world.desk.get(view.id)
    assert (closed.state, closed.close_reason) == (State.CLOSED, CloseReason.EMPLOYER_SILENT)
    assert "snakk med en person" in world.told(view.conversation_id)
    assert world.owner(view.conversation_id) is Owner.BOT


@pytest.mark.parametrize("noticed_by", ["heard", "tick"])
def test_a_word_from_the_employer_turns_the_clock_round(world: World, noticed_by: str) -> None:
    view = world.asks()
    world.desk.claim(view.id, KARI)
    world.desk.say(view.id, KARI, "Hei", "1")
    world.clock.move(minutes=LIMITS.employer_silent)
    world.desk.tick()
    world.writes(view.conversation_id, "ja")
    if noticed_by == "heard":
        world.desk.heard(view.conversation_id)
    else:
        assert done(world) == [Due.HEAR]
    world.clock.move(minutes=LIMITS.staff_silent - 1)
    world.writes(view.conversation_id, "er du der?")
    assert done(world) == [Due.HEAR]
    world.clock.move(minutes=1)
    assert done(world) == [Due.RETURN], "counted from the first message that waits"


def test_personal_details_go_some_time_after_the_end(world: World) -> None:
    view = world.asks(name="Per", phone="55553336", email="per@example.org", organisation="889640782")
    assert view.organisation == "889640782"
    world.desk.cancel(view.conversation_id)
    world.clock.move(days=LIMITS.contact_days, seconds=-1)
    assert done(world) == []
    world.clock.move(seconds=1)
    assert done(world) == [Due.FORGET]
    left = world.desk.get(view.id)
    assert (left.name, left.phone, left.email, left.organisation, left.question) == (None,) * 5
    assert left.reference == view.reference
    assert done(world) == []


def test_an_erased_conversation_stops_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    gone, left = world.asks(), world.asks()
    listed = [gone.id, left.id]
    monkeypatch.setattr(tick, "_candidates", lambda _desk, _now: listed)
    world.store.erase(gone.conversation_id)
    world.clock.move(hours=3)
    assert [item.handoff for item in world.desk.tick()] == [left.id]


async def test_the_ticking_goes_on_until_it_is_stopped(world: World) -> None:
    view = world.asks()
    world.clock.move(hours=3)
    task = asyncio.create_task(tick.run_forever(world.desk, 0.01))
    for _ in range(200):
        await asyncio.sleep(0.02)
        if len(world.messages(view.conversation_id, Author.SYSTEM)) == 2:
            break
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert world.actions(view.id) == ["request", "queue", "apologise"]


def test_bot_now_is_the_desks_clock(world: World) -> None:
    fixed = Settings(bot_now=datetime(2026, 12, 24, 20, 0))
    desk = Desk.create(world.engine, Signals(), fixed)
    assert desk.clock() == datetime(2026, 12, 24, 20, 0, tzinfo=OSLO)
    world.desk = desk
    view = world.asks()
    assert view.created_at == desk.clock()
    assert view.answer_by == datetime(2026, 12, 28, 11, 0, tzinfo=OSLO), "after Christmas and a weekend"
    assert "mandag 28. desember klokka 09.00" in world.told(view.conversation_id)
    assert desk.clock() > MONDAY
