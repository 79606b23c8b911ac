"""What can be seen of handoffs: one of them, its events and notes, and pages of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from bot.handoff.people import Actor, ActorKind
from bot.handoff.states import OPEN, OWNED, CloseReason, State, Turn


@dataclass(frozen=True, slots=True)
class View:
    """A handoff as it stands; the columns are described in `bot/handoff/models.py`."""

    id: UUID
    reference: str
    conversation_id: UUID
    state: State
    version: int
    language: str
    channel: str
    queue: str
    theme: str | None
    municipality: str | None
    region: str | None
    question: str | None
    organisation: str | None
    name: str | None
    phone: str | None
    email: str | None
    summary: dict[str, Any] | None
    created_at: datetime
    waiting_since: datetime
    first_answer_by: datetime
    answer_by: datetime
    warned_at: datetime | None
    apologies: int
    first_answer_at: datetime | None
    claimed_by: str | None
    claimed_name: str | None
    claimed_role: str | None
    claimed_at: datetime | None
    turn: Turn | None
    turn_since: datetime | None
    asked_at: datetime | None
    heard_seq: int
    read_seq: int
    closed_at: datetime | None
    close_reason: CloseReason | None
    rating: int | None
    rating_comment: str | None
    position: int | None
    """Place in the queue, 1 for the next; None outside a queue."""
    overdue: bool
    """The employer waits for an answer longer than was promised."""
    labels: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Tell whether something is still to come."""
        return self.state in OPEN

    @property
    def owner(self) -> Actor | None:
        """Return the person who answers now, if anybody does."""
        if self.state not in OWNED or self.claimed_by is None:
            return None
        return Actor(ActorKind.STAFF, self.claimed_by, self.claimed_name or "", self.claimed_role or "")

    def as_json(self, office: str) -> dict[str, Any]:
        """Return what the employer may see; `office` is the queue's title in the employer's language."""
        person = self.owner
        return {
            "reference": self.reference,
            "state": self.state.value,
            "position": self.position,
            "answer_by": self.answer_by.isoformat() if self.open else None,
            "waiting_since": self.waiting_since.isoformat(),
            "office": office,
            "person": {"name": person.name, "role": person.role} if person else None,
            "rating": self.rating,
        }


COLUMNS = tuple(field.name for field in fields(View) if field.name not in {"position", "overdue", "labels"})


def is_overdue(row: Mapping[str, Any] | RowMapping, now: datetime) -> bool:
    """Tell whether the promise of a handoff is broken and the employer still waits."""
    waits = row["state"] in {State.REQUESTED, State.QUEUED} or (
        row["state"] in OWNED and row["turn"] is Turn.STAFF and row["first_answer_at"] is None
    )
    late: bool = row["answer_by"] < now
    return waits and late


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a handoff."""

    seq: int
    action: str
    from_state: State | None
    to_state: State
    actor: Actor
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the staff."""

    number: int
    author: Actor
    text: str
    at: datetime


class Shelf(StrEnum):
    """Which handoffs a list shows."""

    QUEUE = "queue"
    MINE = "mine"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; `q` looks in reference, organisation number, name and question."""

    view: Shelf = Shelf.QUEUE
    staff: str = ""
    only: str = ""
    """Nothing but what is queued and what this member of staff has or had; empty: everything."""
    queues: Sequence[str] = ()
    theme: str | None = None
    language: str | None = None
    label: str | None = None
    q: str = ""
    page: int = 1
    size: int = 30


@dataclass(frozen=True, slots=True)
class Page[T]:
    """Some items of a longer list."""

    items: tuple[T, ...]
    total: int
    page: int
    counts: Mapping[str, int]
    """How many there are on the shelves queue, mine and open, under the same filter."""
