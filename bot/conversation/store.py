"""Reads and writes conversations: two short transactions for each message.

Everything here is synchronous; `ConversationService` runs it in worker threads. Each transaction starts with
the `UPDATE` of the conversation's row, so two writers of one conversation queue there, in any process.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.conversation.models import Author, Conversation, Message, Owner, utcnow
from bot.conversation.replies import Button, Kind, Reply, buttons_of

_OFFERED_BACK = 12
"""At most so many messages back are searched for offered buttons."""


# Statements are built once: building one takes SQLAlchemy longer than SQLite takes to run it.
_STATE = (
    Conversation.id,
    Conversation.language,
    Conversation.language_wish,
    Conversation.owner,
    Conversation.context,
)
_FIND = select(*_STATE).where(
    Conversation.channel == bindparam("of_channel"), Conversation.sender_hash == bindparam("of_hash")
)
_RESERVE = (
    update(Conversation)
    .where(Conversation.channel == bindparam("of_channel"), Conversation.sender_hash == bindparam("of_hash"))
    .values(next_seq=Conversation.next_seq + 1, updated_at=bindparam("now"))
    .returning(*_STATE, Conversation.next_seq)
)
_FINISH = (
    update(Conversation)
    .where(Conversation.id == bindparam("conversation"))
    .values(
        next_seq=Conversation.next_seq + bindparam("count"),
        updated_at=bindparam("now"),
        language=bindparam("new_language"),
        language_wish=bindparam("new_wish"),
        context=bindparam("new_context", type_=Conversation.context.type),
    )
    .returning(Conversation.owner, Conversation.next_seq)
)
_KNOWN = select(Message.seq).where(
    Message.conversation_id == bindparam("conversation"), Message.client_id == bindparam("id_of_client")
)
_BEFORE = (
    select(Message.author, Message.payload)
    .where(Message.conversation_id == bindparam("conversation"), Message.seq < bindparam("before"))
    .order_by(Message.seq.desc())
    .limit(_OFFERED_BACK)
)
_NEW_CONVERSATION = insert(Conversation)
_NEW_MESSAGE = insert(Message)


@dataclass(frozen=True, slots=True)
class Turn:
    """What is known of a conversation when one of its messages is handled."""

    conversation: UUID
    language: str | None
    wish: str | None
    owner: Owner
    context: dict[str, Any] = field(default_factory=dict)
    offered: tuple[Button, ...] = ()
    last_kind: str = ""
    duplicate: bool = False


def sender_hash(sender: str) -> str:
    """Return what is stored instead of a channel's id of the employer."""
    return hashlib.sha256(sender.encode("utf-8", "surrogatepass")).hexdigest()


class ConversationStore:
    """The conversations in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, channel: str, sender: str) -> Turn | None:
        """Return the conversation of a sender without writing anything, or None where there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(_FIND, {"of_channel": channel, "of_hash": sender_hash(sender)}).one_or_none()
        return _turn(row) if row else None

    def begin(self, channel: str, sender: str, text: str, client_id: str | None = None) -> Turn:
        """Store an employer's message and return what its answer depends on.

        A payload is stored as the title of the button it belongs to, since that is what the employer saw.
        """
        with self._engine.begin() as connection:
            turn, seq = self._open(connection, channel, sender_hash(sender))
            offered, kind = _last_offer(connection, turn.conversation, seq)
            title = next((button.title for button in offered if button.payload == text), None)
            message = {
                "conversation_id": turn.conversation,
                "seq": seq,
                "author": Author.EMPLOYER,
                "text": title or text,
                "payload": {"payload": text} if title else None,
                "client_id": client_id,
                "created_at": utcnow(),
            }
            if client_id is not None and _is_known(connection, turn.conversation, client_id):
                connection.rollback()
                return replace(turn, duplicate=True)
            connection.execute(_NEW_MESSAGE, message)
        return replace(turn, offered=offered, last_kind=kind)

    def _open(self, connection: Connection, channel: str, hashed: str) -> tuple[Turn, int]:
        """Return the conversation of a sender, made if it is new, and the number of its next message."""
        key = {"of_channel": channel, "of_hash": hashed, "now": utcnow()}
        row = connection.execute(_RESERVE, key).one_or_none()
        if row is None:
            new = {
                "id": uuid4(),
                "channel": channel,
                "sender_hash": hashed,
                "language": None,
                "language_wish": None,
                "context": None,
            }
            try:
                with connection.begin_nested():
                    connection.execute(_NEW_CONVERSATION, new)
            except IntegrityError:
                pass  # another gateway made it in the meantime; the update below finds it
            row = connection.execute(_RESERVE, key).one()
        return _turn(row), row.next_seq - 1

    def finish(
        self,
        conversation: UUID,
        replies: Sequence[Reply],
        language: str | None,
        wish: str | None,
        context: Mapping[str, Any] | None = None,
    ) -> list[Reply]:
        """Store the bot's messages and return those that may be sent.

        Where a person took the conversation over while Rasa was thinking, the bot stays silent; only what
        tells of the handover itself still goes out.
        """
        with self._engine.begin() as connection:
            new = {
                "conversation": conversation,
                "count": len(replies),
                "now": utcnow(),
                "new_language": language,
                "new_wish": wish,
                "new_context": dict(context) if context else None,
            }
            row = connection.execute(_FINISH, new).one_or_none()
            if row is None:
                return list(replies)  # erased in the meantime: answered, but nothing of it is kept
            if row.owner is Owner.PERSON:
                replies = [reply for reply in replies if reply.kind == Kind.HANDOFF]
            first = row.next_seq - len(replies)
            now = utcnow()
            if replies:
                connection.execute(
                    _NEW_MESSAGE,
                    [
                        {
                            "conversation_id": conversation,
                            "seq": first + at,
                            "author": Author.BOT,
                            "text": reply.text,
                            "payload": reply.payload() or None,
                            "client_id": None,
                            "created_at": now,
                        }
                        for at, reply in enumerate(replies)
                    ],
                )
        return list(replies)


def _turn(row: Row[Any]) -> Turn:
    """Return what a row of the conversation table says."""
    return Turn(row.id, row.language, row.language_wish, row.owner, dict(row.context or {}))


def _is_known(connection: Connection, conversation: UUID, client_id: str) -> bool:
    """Tell whether a message with the channel's id was stored before."""
    key = {"conversation": conversation, "id_of_client": client_id}
    return connection.execute(_KNOWN, key).first() is not None


def _last_offer(connection: Connection, conversation: UUID, before: int) -> tuple[tuple[Button, ...], str]:
    """Return the buttons the bot offered since the employer last wrote, and the kind of its last message."""
    offered: list[Button] = []
    kind = ""
    for author, payload in connection.execute(_BEFORE, {"conversation": conversation, "before": before}):
        if author is Author.EMPLOYER:
            break
        if author is Author.BOT and payload:
            offered[:0] = buttons_of(payload.get("buttons"))
            kind = kind or str(payload.get("custom", {}).get("kind", ""))
    return tuple(offered), kind
