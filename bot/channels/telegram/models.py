"""Tables of the Telegram channel: chats, updates that came in, notes to send, and buttons."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, DateTime, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.models import stored_enum, utcnow
from bot.database import Base


class ChatState(StrEnum):
    """Whether messages can be sent to a chat."""

    ACTIVE = "active"
    PAUSED = "paused"
    """Blocked by the employer, or the account is gone; what is unsent waits."""
    LEAVING = "leaving"
    """Erased: only the confirmation is still to be sent, then the row goes too."""

    def may_become(self, other: "ChatState") -> bool:
        """Tell whether a change of state is allowed."""
        return other in _CHANGES[self]


_CHANGES = {
    ChatState.ACTIVE: {ChatState.PAUSED, ChatState.LEAVING},
    ChatState.PAUSED: {ChatState.ACTIVE, ChatState.LEAVING},
    ChatState.LEAVING: {ChatState.ACTIVE, ChatState.PAUSED},
}


class UpdateState(StrEnum):
    """What became of an update."""

    PENDING = "pending"
    DONE = "done"
    SKIPPED = "skipped"
    """An edit that came too late, or was answered in the place of its message."""
    FAILED = "failed"
    """Given up after several attempts; the employer was told."""


class Chat(Base):
    """One chat and how far its messages have been sent."""

    __tablename__ = "telegram_chat"
    __table_args__ = (Index(None, "conversation_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """Keyed hash of Telegram's id."""
    address: Mapped[str] = mapped_column(Text)
    """Telegram's id, sealed: a reply may have to be sent long after the question."""
    private: Mapped[bool] = mapped_column(Boolean)
    language: Mapped[str] = mapped_column(String(8))
    """Language of the channel's own notes until the conversation has one."""
    state: Mapped[ChatState] = mapped_column(stored_enum(ChatState, "telegram_chat_state"), default=ChatState.ACTIVE)
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"))
    cursor: Mapped[int] = mapped_column(Integer, default=0)
    """Number of the conversation's last message that was sent, or needs not be."""
    item: Mapped[str | None] = mapped_column(String(32))
    """The message or note that is being sent: `m<seq>` or `n<id>`."""
    part: Mapped[int] = mapped_column(Integer, default=0)
    """How many parts of it have been sent."""
    sending_since: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """Set just before a part is handed to Telegram, and cleared with its answer."""
    retry_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    failures: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=utcnow)


class Incoming(Base):
    """One update, stored before Telegram is told that it arrived."""

    __tablename__ = "telegram_update"
    __table_args__ = (Index(None, "chat_id", "state"), Index(None, "received_at"))

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("telegram_chat.id", ondelete="SET NULL"))
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    """The employer's message; the same in an edit of it."""
    edit: Mapped[bool] = mapped_column(Boolean, default=False)
    body: Mapped[str | None] = mapped_column(Text)
    """What is needed of the update, sealed; emptied when it has been handled."""
    state: Mapped[UpdateState] = mapped_column(
        stored_enum(UpdateState, "telegram_update_state"), default=UpdateState.PENDING
    )
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=utcnow)


class Note(Base):
    """Something the channel says by itself, such as help; it is no part of the conversation."""

    __tablename__ = "telegram_note"
    __table_args__ = (Index(None, "chat_id", "sent"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("telegram_chat.id", ondelete="CASCADE"))
    origin: Mapped[str] = mapped_column(String(48), unique=True)
    """Which update it answers, and how manieth note it is: written twice, it is sent once."""
    after_seq: Mapped[int] = mapped_column(Integer)
    """The message of the conversation that comes before it."""
    body: Mapped[str] = mapped_column(Text)
    """The note, sealed."""
    sent: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=utcnow)


class Press(Base):
    """One inline button: Telegram carries its short id, and the rest stays here."""

    __tablename__ = "telegram_button"
    __table_args__ = (Index(None, "chat_id", "item"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("telegram_chat.id", ondelete="CASCADE"))
    item: Mapped[str] = mapped_column(String(32))
    """The message or note it stands under."""
    place: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    payload: Mapped[str] = mapped_column(Text)
    used_by: Mapped[int | None] = mapped_column(BigInteger)
    """The update that tapped it first."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=utcnow)
