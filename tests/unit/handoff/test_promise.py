"""Promises and estimates, with lunch, holidays, exceptions and the change of the clocks."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.clock import OSLO
from bot.handoff import opentime, promise
from bot.handoff.promise import Load, Situation
from bot.knowledge.hours import Interval, OpeningHours
from tests.unit.handoff.kit import KARI, LINE, MONDAY, ROUTING, TEXTS, World

LUNCH = (Interval.parse("09:00-11:30"), Interval.parse("12:00-15:00"))
HOURS = OpeningHours((LUNCH,) * 5 + ((), ()), {date(2026, 12, 23): (Interval.parse("09:00-12:00"),)})
QUEUE = replace(ROUTING.queues[LINE], hours=HOURS, capacity=2)


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (at(23, 9), 60, at(23, 10)),
        (at(23, 11), 60, at(23, 12, 30)),
        (at(23, 11, 45), 30, at(23, 12, 30)),
        (at(23, 14), 120, at(24, 10)),
        (at(27, 14, 30), 60, at(30, 9, 30)),
        (at(28, 12), 10, at(30, 9, 10)),
        (at(23, 13, month=12), 60, at(24, 10, month=12)),
        (at(24, 14, month=12), 120, at(28, 10, month=12)),
        (at(1, 14, month=4), 90, at(7, 9, 30, month=4)),
    ],
)
def test_only_open_minutes_count(start: datetime, minutes: int, end: datetime) -> None:
    assert opentime.add(HOURS, start, minutes) == end
    assert opentime.between(HOURS, start, end) == minutes


def test_the_change_of_the_clocks_costs_no_minute() -> None:
    nights = OpeningHours(((Interval.parse("00:00-24:00"),),) * 7, {})
    before = at(25, 0, 30, month=10)
    after = opentime.add(nights, before, 180)
    assert (after.hour, after.minute, after.timestamp() - before.timestamp()) == (2, 30, 180 * 60)
    assert opentime.between(nights, before, after) == 180


def test_what_never_opens_promises_nothing() -> None:
    with pytest.raises(opentime.NeverOpens):
        opentime.add(OpeningHours(((),) * 7, {}), MONDAY, 1)
    assert opentime.between(HOURS, at(24, 10), at(23, 10)) == 0


@pytest.mark.parametrize(
    ("now", "load", "situation", "wait", "answer_by"),
    [
        (at(23, 10), Load(1, 2, 0, 12), Situation.OPEN, 10, at(23, 12, 30)),
        (at(23, 10), Load(3, 2, 4, 12), Situation.BUSY, 20, at(23, 12, 30)),
        (at(23, 9), Load(50, 2, 4, 12), Situation.BUSY, 300, at(23, 14, 30)),
        (at(23, 10), Load(1, 0, 0, 12), Situation.NOBODY, None, at(23, 12, 30)),
        (at(23, 11, 40), Load(1, 2, 0, 12), Situation.CLOSED, None, at(23, 14)),
        (at(28, 3), Load(1, 2, 0, 12), Situation.CLOSED, None, at(30, 11)),
        (at(28, 3), Load(20, 0, 0, 12), Situation.CLOSED, None, at(30, 13, 30)),
    ],
)
def test_what_is_promised(
    now: datetime, load: Load, situation: Situation, wait: int | None, answer_by: datetime
) -> None:
    made = promise.make(QUEUE, load, now, 120)
    assert (made.situation, made.wait, made.answer_by) == (situation, wait, answer_by)
    assert made.opens >= now


@pytest.mark.parametrize(
    ("present", "hour", "words"),
    [
        (2, 10, "Ventetiden er omtrent 10 minutter"),
        (0, 10, "Ingen hos Nav for arbeidsgivere er ledig nå"),
        (2, 18, "har stengt nå"),
    ],
)
def test_what_the_employer_is_told(world: World, present: int, hour: int, words: str) -> None:
    world.people.present, world.clock.now = present, at(23, hour)
    view = world.asks()
    assert words in world.told(view.conversation_id)
    assert view.reference in world.told(view.conversation_id)


def test_all_busy(world: World) -> None:
    for _ in range(ROUTING.queues[LINE].capacity):
        world.desk.claim(world.asks().id, KARI)
    view = world.asks()
    assert "Alle hos Nav for arbeidsgivere er opptatt nå. Du er nummer 1 i køen" in world.told(view.conversation_id)


def test_the_handling_time_is_measured(world: World) -> None:
    from bot.handoff import board
    from bot.handoff.states import CloseReason

    for minutes in [30] * 6 + [40] * 5:
        view = world.asks()
        world.desk.claim(view.id, KARI)
        world.desk.say(view.id, KARI, "svar", "1")
        world.clock.move(minutes=minutes)
        world.desk.close(view.id, KARI, CloseReason.ANSWERED)
    with world.engine.connect() as connection:
        assert board.handling(connection, LINE, 12) == 30
        assert board.handling(connection, "oslo", 12) == 12


def test_times_in_words(world: World) -> None:
    wording = world.desk.wording
    assert wording.when(at(23, 9), "nb") == "mandag 23. november klokka 09.00"
    assert wording.when(at(24, 9, 5), "nn") == "tysdag 24. november klokka 09.05"
    assert wording.when(at(1, 15, month=5), "en") == "Friday 1 May at 15:00"


def test_every_text_can_be_said(world: World) -> None:
    view = world.asks()
    values = {"wait": 10, "opens": MONDAY, "closes": MONDAY, "position": 1, "name": "Kari"}
    keys = [key for key in TEXTS.messages if key.startswith("handoff_") and not key.startswith("handoff_reason")]
    said = 0
    for key in keys:
        if key in {"handoff_time", "handoff_status"}:
            continue
        for language in ("nb", "nn", "en"):
            text, payload = world.desk.wording.told(view, key.removeprefix("handoff_"), language, **values)
            assert "{" not in text and payload["custom"]["language"] == language
            said += 1
    assert said >= 60
