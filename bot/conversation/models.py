"""Tables of conversations and their messages."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Enum, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base


class Owner(StrEnum):
    """Who answers a conversation."""

    BOT = "bot"
    PERSON = "person"


class Author(StrEnum):
    """Who wrote a message."""

    EMPLOYER = "employer"
    BOT = "bot"
    PERSON = "person"
    SYSTEM = "system"


def utcnow() -> datetime:
    """Return the real time; BOT_NOW changes what is answered, not when it was written."""
    return datetime.now(UTC)


def stored_enum(kind: type[StrEnum], name: str) -> Enum:
    """Return a column type that stores an enum by its value."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=16,
        values_callable=lambda members: [member.value for member in members],
    )


class Conversation(Base):
    """One employer on one channel; who it is stays unknown, only a hash of the channel's id is kept."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("channel", "sender_hash"),
        Index(None, "updated_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    channel: Mapped[str] = mapped_column(String(32))
    sender_hash: Mapped[str] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(8))
    """Language of the last answer; None until the first one."""
    language_wish: Mapped[str | None] = mapped_column(String(8))
    """Language the employer asked for in words, if any."""
    context: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the conversation is about just now, as the action server told; Rasa itself remembers nothing."""
    intake: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Answers so far to the form that hands over to a person; emptied when it is sent or left."""
    owner: Mapped[Owner] = mapped_column(stored_enum(Owner, "owner"), default=Owner.BOT)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=utcnow)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=utcnow)
    next_seq: Mapped[int] = mapped_column(Integer, default=1)
    """Number of the next message; raised in the transaction that writes it."""


class Door(Base):
    """A further channel that opens an existing conversation: begun on the web, continued in Telegram."""

    __tablename__ = "door"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    sender_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)


class DoorCode(Base):
    """A code that opens a door once, within a few minutes; only its hash is kept."""

    __tablename__ = "door_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Verdict(StrEnum):
    """Thumb of an employer."""

    UP = "up"
    DOWN = "down"


class Feedback(Base):
    """What an employer thought of one answer; the comment is masked."""

    __tablename__ = "feedback"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Number of the answer."""
    verdict: Mapped[Verdict] = mapped_column(stored_enum(Verdict, "verdict"))
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    comment: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=utcnow)


class Rating(Base):
    """What an employer thought of a conversation, 1 to 5; the comment is masked."""

    __tablename__ = "rating"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    score: Mapped[int] = mapped_column(Integer)
    comment: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=utcnow)


class Message(Base):
    """One message of a conversation, with personal data already masked."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("conversation_id", "client_id"),)

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    author: Mapped[Author] = mapped_column(stored_enum(Author, "author"))
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Buttons, image and `custom` of a bot message; the choice of an employer's."""
    client_id: Mapped[str | None] = mapped_column(String(128))
    """The channel's own id of the message: the same one is stored and answered once."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=utcnow)
