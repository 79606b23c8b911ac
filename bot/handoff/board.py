"""Reads handoffs; every method works within the caller's connection."""

from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlalchemy.orm import aliased

from bot.conversation.models import Author, Message
from bot.handoff.models import Handoff, HandoffEvent, HandoffLabel, HandoffNote
from bot.handoff.people import Actor, ActorKind
from bot.handoff.states import ENDED, OPEN, OWNED, CloseReason, State
from bot.handoff.views import COLUMNS, Event, Filter, Note, Page, Shelf, View, is_overdue

_MEASURED = 50
"""So many of the last conversations tell how long one takes."""

_ENOUGH = 10
"""Fewer than this tell nothing."""

_ahead = aliased(Handoff)
_POSITION = (
    select(func.count())
    .select_from(_ahead)
    .where(
        _ahead.queue == Handoff.queue,
        _ahead.state == State.QUEUED,
        or_(
            _ahead.created_at < Handoff.created_at,
            and_(_ahead.created_at == Handoff.created_at, _ahead.id <= Handoff.id),
        ),
    )
    .correlate(Handoff)
    .scalar_subquery()
)
LAST_HEARD = (
    select(func.max(Message.seq))
    .where(Message.conversation_id == Handoff.conversation_id, Message.author == Author.EMPLOYER)
    .correlate(Handoff)
    .scalar_subquery()
)
"""Number of the employer's last message."""

_VIEW = select(*(getattr(Handoff, name) for name in COLUMNS), _POSITION.label("position"))


def view(connection: Connection, handoff_id: UUID, now: datetime) -> View | None:
    """Return a handoff."""
    found = _views(connection, _VIEW.where(Handoff.id == handoff_id), now)
    return found[0] if found else None


def by_reference(connection: Connection, reference: str, now: datetime) -> View | None:
    """Return the handoff with a reference, as it is stored."""
    found = _views(connection, _VIEW.where(Handoff.reference == reference), now)
    return found[0] if found else None


def of_conversation(connection: Connection, conversation_id: UUID, now: datetime) -> View | None:
    """Return the open handoff of a conversation, else the last one."""
    newest_first = _VIEW.where(Handoff.conversation_id == conversation_id).order_by(
        Handoff.state.in_(OPEN).desc(), Handoff.created_at.desc(), Handoff.id
    )
    found = _views(connection, newest_first.limit(1), now)
    return found[0] if found else None


def page(connection: Connection, wanted: Filter, now: datetime) -> Page[View]:
    """Return a page of handoffs: those still open by their promise, the others newest first."""
    narrowed = _narrowed(wanted)
    shelf = and_(*narrowed, _on(wanted.view, wanted.staff))
    size = min(max(wanted.size, 1), 100)
    number = max(wanted.page, 1)
    order = (
        (Handoff.closed_at.desc(), Handoff.id)
        if wanted.view is Shelf.CLOSED
        else (Handoff.answer_by, Handoff.created_at, Handoff.id)
    )
    rows = _VIEW.where(shelf).order_by(*order).limit(size).offset((number - 1) * size)
    count = select(func.count()).select_from(Handoff)
    counts = {
        name.value: connection.execute(count.where(*narrowed, _on(name, wanted.staff))).scalar_one()
        for name in (Shelf.QUEUE, Shelf.MINE, Shelf.OPEN)
    }
    total = connection.execute(count.where(shelf)).scalar_one()
    return Page(tuple(_views(connection, rows, now)), total, number, counts)


def events(connection: Connection, handoff_id: UUID) -> tuple[Event, ...]:
    """Return everything that happened to a handoff, in order."""
    rows = connection.execute(
        select(HandoffEvent.__table__).where(HandoffEvent.handoff_id == handoff_id).order_by(HandoffEvent.seq)
    )
    return tuple(
        Event(
            row.seq,
            row.action,
            row.from_state,
            row.to_state,
            Actor(row.actor_kind, row.actor_id or "", row.actor_name or ""),
            row.at,
            dict(row.data or {}),
        )
        for row in rows
    )


def notes(connection: Connection, handoff_id: UUID) -> tuple[Note, ...]:
    """Return the notes of the staff, oldest first."""
    rows = connection.execute(
        select(HandoffNote.__table__).where(HandoffNote.handoff_id == handoff_id).order_by(HandoffNote.number)
    )
    return tuple(
        Note(row.number, Actor(ActorKind.STAFF, row.author_id, row.author_name), row.text, row.at) for row in rows
    )


def labels_used(connection: Connection) -> tuple[str, ...]:
    """Return every label that some handoff has."""
    return tuple(connection.execute(select(HandoffLabel.label).distinct().order_by(HandoffLabel.label)).scalars())


def last_heard(connection: Connection, conversation_id: UUID) -> int:
    """Return the number of the employer's last message, 0 where there is none."""
    last = select(func.max(Message.seq)).where(
        Message.conversation_id == conversation_id, Message.author == Author.EMPLOYER
    )
    return connection.execute(last).scalar_one() or 0


def active(connection: Connection, queue: str) -> int:
    """Return how many conversations of a queue are with a person."""
    count = select(func.count()).select_from(Handoff).where(Handoff.queue == queue, Handoff.state.in_(OWNED))
    return connection.execute(count).scalar_one()


def handling(connection: Connection, queue: str, default: float) -> float:
    """Return how many minutes a conversation of a queue takes: the median of the last ones, if they are enough."""
    rows = connection.execute(
        select(Handoff.claimed_at, Handoff.closed_at)
        .where(
            Handoff.queue == queue,
            Handoff.state == State.CLOSED,
            Handoff.claimed_at.is_not(None),
            Handoff.first_answer_at.is_not(None),
            # A conversation that ended by silence took the time limits, not anybody's time.
            Handoff.close_reason != CloseReason.EMPLOYER_SILENT,
        )
        .order_by(Handoff.closed_at.desc())
        .limit(_MEASURED)
    ).all()
    if len(rows) < _ENOUGH:
        return default
    minutes = [float((row.closed_at - row.claimed_at).total_seconds()) / 60 for row in rows]
    return max(1.0, median(minutes))


def _views(connection: Connection, statement: Any, now: datetime) -> list[View]:
    rows = connection.execute(statement).mappings().all()
    labels: dict[UUID, list[str]] = {row["id"]: [] for row in rows}
    if rows:
        found = connection.execute(
            select(HandoffLabel.handoff_id, HandoffLabel.label)
            .where(HandoffLabel.handoff_id.in_(labels))
            .order_by(HandoffLabel.label)
        )
        for handoff_id, label in found:
            labels[handoff_id].append(label)
    return [
        View(
            **{name: row[name] for name in COLUMNS},
            position=row["position"] if row["state"] is State.QUEUED else None,
            overdue=is_overdue(row, now),
            labels=tuple(labels[row["id"]]),
        )
        for row in rows
    ]


def _narrowed(wanted: Filter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter, without the shelf."""
    found: list[ColumnElement[bool]] = []
    if wanted.only:
        found.append(or_(Handoff.state == State.QUEUED, Handoff.claimed_by == wanted.only))
    if wanted.queues:
        found.append(Handoff.queue.in_(wanted.queues))
    if wanted.theme:
        found.append(Handoff.theme == wanted.theme)
    if wanted.language:
        found.append(Handoff.language == wanted.language)
    if wanted.label:
        found.append(Handoff.id.in_(select(HandoffLabel.handoff_id).where(HandoffLabel.label == wanted.label)))
    if wanted.q.strip():
        columns = (Handoff.reference, Handoff.organisation, Handoff.name, Handoff.question)
        found.append(or_(*(column.icontains(wanted.q.strip(), autoescape=True) for column in columns)))
    return found


def _on(shelf: Shelf, staff: str) -> ColumnElement[bool]:
    """Return the condition of a shelf."""
    if shelf is Shelf.QUEUE:
        return Handoff.state == State.QUEUED
    if shelf is Shelf.MINE:
        return and_(Handoff.state.in_(OWNED), Handoff.claimed_by == staff)
    return Handoff.state.in_(OPEN if shelf is Shelf.OPEN else ENDED)
