"""Tables of handoffs, their events, notes and labels."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from bot.clock import OSLO
from bot.conversation.models import stored_enum
from bot.database import Base
from bot.handoff.people import ActorKind
from bot.handoff.states import CloseReason, State, Turn

OPEN_ONLY = text("state IN ('requested', 'queued', 'claimed', 'active', 'transferred')")


class UtcTime(TypeDecorator[datetime]):
    """A moment, stored in UTC, since SQLite forgets the zone, and read in Norwegian time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in Norwegian time."""
        if value is None:
            return None
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value).astimezone(OSLO)


class Handoff(Base):
    """One request for a person, from the wish to its end."""

    __tablename__ = "handoff"
    __table_args__ = (
        UniqueConstraint("reference"),
        Index("uq_handoff_open_conversation", "conversation_id", unique=True, sqlite_where=OPEN_ONLY,
              postgresql_where=OPEN_ONLY),
        Index(None, "conversation_id"),
        Index(None, "state", "queue"),
        Index(None, "claimed_by"),
        Index(None, "created_at"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    state: Mapped[State] = mapped_column(stored_enum(State, "state"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    """Raised by everything that changes the handoff; the first thing each of them does, so the row is locked by it."""
    next_event: Mapped[int] = mapped_column(Integer, default=1)

    language: Mapped[str] = mapped_column(String(8))
    """The language the employer wants to be answered in."""
    channel: Mapped[str] = mapped_column(String(32))
    queue: Mapped[str] = mapped_column(String(40))
    theme: Mapped[str | None] = mapped_column(String(40))
    municipality: Mapped[str | None] = mapped_column(String(4))
    region: Mapped[str | None] = mapped_column(String(64))
    question: Mapped[str | None] = mapped_column(Text)
    """Removed with the contact details some time after the end."""
    organisation: Mapped[str | None] = mapped_column(String(9))
    name: Mapped[str | None] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(String(254))
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the conversation was about when the person was asked for."""

    created_at: Mapped[datetime] = mapped_column(UtcTime)
    waiting_since: Mapped[datetime] = mapped_column(UtcTime)
    """When it last came into a queue; the place in the queue follows `created_at`."""
    first_answer_by: Mapped[datetime] = mapped_column(UtcTime)
    """The promise the employer was given first; it is what is measured."""
    answer_by: Mapped[datetime] = mapped_column(UtcTime)
    """The promise that holds now."""
    warned_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When staff were alerted that the promise is about to run out."""
    apologies: Mapped[int] = mapped_column(Integer, default=0)
    first_answer_at: Mapped[datetime | None] = mapped_column(UtcTime)

    claimed_by: Mapped[str | None] = mapped_column(String(64))
    claimed_name: Mapped[str | None] = mapped_column(String(120))
    claimed_role: Mapped[str | None] = mapped_column(String(120))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcTime)

    turn: Mapped[Turn | None] = mapped_column(stored_enum(Turn, "turn"))
    turn_since: Mapped[datetime | None] = mapped_column(UtcTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    """When a silent employer was asked whether there is more."""
    heard_seq: Mapped[int] = mapped_column(Integer, default=0)
    """Number of the employer's last message that was taken into account."""
    read_seq: Mapped[int] = mapped_column(Integer, default=0)
    """Number of the last message the person has seen."""

    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    close_reason: Mapped[CloseReason | None] = mapped_column(stored_enum(CloseReason, "close_reason"))
    rating: Mapped[int | None] = mapped_column(Integer)
    rating_comment: Mapped[str | None] = mapped_column(Text)


class HandoffEvent(Base):
    """Something that happened to a handoff; never changed, and deleted only with the conversation.

    Triggers of the database refuse everything else. `data` holds no texts and no personal details.
    """

    __tablename__ = "handoff_event"

    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    action: Mapped[str] = mapped_column(String(24))
    from_state: Mapped[State | None] = mapped_column(stored_enum(State, "from_state"))
    to_state: Mapped[State] = mapped_column(stored_enum(State, "to_state"))
    actor_kind: Mapped[ActorKind] = mapped_column(stored_enum(ActorKind, "actor_kind"))
    actor_id: Mapped[str | None] = mapped_column(String(64))
    actor_name: Mapped[str | None] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UtcTime)
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class HandoffNote(Base):
    """A note of the staff; the employer never sees it."""

    __tablename__ = "handoff_note"

    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    author_id: Mapped[str] = mapped_column(String(64))
    author_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)


class HandoffLabel(Base):
    """A label the staff sort handoffs by."""

    __tablename__ = "handoff_label"
    __table_args__ = (Index(None, "label"),)

    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id", ondelete="CASCADE"), primary_key=True)
    label: Mapped[str] = mapped_column(String(40), primary_key=True)
