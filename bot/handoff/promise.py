"""What an employer is promised: when a person answers at the latest, and how long the wait probably is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil

from bot.handoff import opentime
from bot.handoff.routing import Queue

ROUNDED_TO = 5
"""Waits are told in steps of so many minutes, upwards."""


class Situation(StrEnum):
    """What a queue looks like to somebody who comes into it."""

    OPEN = "open"
    BUSY = "busy"
    NOBODY = "nobody"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is to do in a queue, and who is there to do it."""

    position: int
    """Place of the one who asks, 1 for the next."""
    present: int
    """People who are available."""
    active: int
    """Conversations they have already."""
    handling: float
    """Minutes one conversation takes."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What is said and stored; `wait` only where somebody is there, so that it can be estimated."""

    situation: Situation
    answer_by: datetime
    opens: datetime
    position: int
    wait: int | None


def make(queue: Queue, load: Load, now: datetime, answer_within: int) -> Promise:
    """Return what can honestly be promised now.

    The estimate is position times handling time, shared by those present; with nobody there, one person is reckoned
    with. The promise is never shorter than the estimate, and only open minutes count.
    """
    opens = queue.hours.next_opening(now) or now
    minutes = load.position * load.handling / max(load.present, 1)
    answer_by = opentime.add(queue.hours, now, max(answer_within, ceil(minutes / ROUNDED_TO) * ROUNDED_TO))
    if opens > now:
        return Promise(Situation.CLOSED, answer_by, opens, load.position, None)
    if load.present < 1:
        return Promise(Situation.NOBODY, answer_by, opens, load.position, None)
    busy = load.active >= load.present * queue.capacity
    wait = max(ROUNDED_TO, ceil(minutes / ROUNDED_TO) * ROUNDED_TO)
    return Promise(Situation.BUSY if busy else Situation.OPEN, answer_by, opens, load.position, wait)
