"""Reads and writes conversations: two short transactions for each message.

Everything here is synchronous; `ConversationService` runs it in worker threads. Each transaction starts with
the `UPDATE` of the conversation's row, so two writers of one conversation queue there, in any process.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.conversation import statements as sql
from bot.conversation.models import Author, Conversation, Door, Owner, utcnow
from bot.conversation.replies import Button, Kind, Reply, buttons_of
from bot.conversation.stored import Stored
from bot.handoff import erasure

PAYLOADS = ("velg:", "handoff:")
"""How the payloads of our own buttons begin."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is known of a conversation when one of its messages is handled."""

    conversation: UUID
    language: str | None
    wish: str | None
    owner: Owner
    context: dict[str, Any] = field(default_factory=dict)
    intake: dict[str, Any] | None = None
    seq: int = 0
    """Number of the employer's message; 0 where none was stored."""
    offered: tuple[Button, ...] = ()
    last_kind: str = ""
    duplicate: bool = False


def sender_hash(sender: str) -> str:
    """Return what is stored instead of a channel's id of the employer."""
    return hashlib.sha256(sender.encode("utf-8", "surrogatepass")).hexdigest()


class UnknownConversationError(LookupError):
    """There is no conversation behind what the employer's channel holds."""


class ConversationStore:
    """The conversations in the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, channel: str, sender: str) -> Turn | None:
        """Return the conversation of a sender without writing anything, or None where there is none."""
        key = {"of_channel": channel, "of_hash": sender_hash(sender)}
        with self._engine.connect() as connection:
            row = (
                connection.execute(sql.FIND, key).one_or_none()
                or connection.execute(sql.FIND_BEHIND_DOOR, key).one_or_none()
            )
        return _turn(row) if row else None

    def create(self, channel: str, sender: str, language: str | None = None) -> UUID:
        """Begin a conversation before its first message, and return its id."""
        with self._engine.begin() as connection:
            conversation = uuid4()
            new = _new(channel, sender_hash(sender)) | {"id": conversation, "language": language}
            connection.execute(sql.NEW_CONVERSATION, new | {"language_wish": language})
        return conversation

    def begin(
        self,
        channel: str,
        sender: str,
        text: str,
        client_id: str | None = None,
        *,
        create: bool = True,
        hidden: Mapping[str, str] = MappingProxyType({}),
    ) -> Turn:
        """Store an employer's message and return what its answer depends on.

        A payload is stored as the title of the button it belongs to, since that is what the employer saw.

        Args:
            channel: Short name of the channel.
            sender: The channel's id of the employer.
            text: The message, masked.
            client_id: The channel's id of the message; a known one is not stored again.
            create: Make the conversation where there is none.
            hidden: What is stored instead of the text where the handover form asks for a slot: the answer itself
                goes into the form and nowhere else.

        Raises:
            UnknownConversationError: There is none yet and none is to be made.
        """
        with self._engine.begin() as connection:
            turn, seq = self._open(connection, channel, sender_hash(sender), create=create)
            offered, kind = _last_offer(connection, turn.conversation, seq)
            title = next((button.title for button in offered if button.payload == text), None)
            title = title or _title_once(connection, turn.conversation, text)
            asked = str((turn.intake or {}).get("slot", ""))
            message = {
                "conversation_id": turn.conversation,
                "seq": seq,
                "author": Author.EMPLOYER,
                "text": title or hidden.get(asked, text),
                "payload": {"payload": text} if title else None,
                "client_id": client_id,
                "created_at": utcnow(),
            }
            known = _known(connection, turn.conversation, client_id) if client_id is not None else None
            if known is not None:
                connection.rollback()
                return replace(turn, seq=known, duplicate=True)
            connection.execute(sql.NEW_MESSAGE, message)
        return replace(turn, offered=offered, last_kind=kind, seq=seq)

    def again(self, turn: Turn) -> Turn | None:
        """Return the turn of a message that was stored but never answered, since its process died; else None."""
        with self._engine.connect() as connection:
            if connection.execute(sql.AFTER, {"conversation": turn.conversation, "after": turn.seq, "most": 1}).first():
                return None
            offered, kind = _last_offer(connection, turn.conversation, turn.seq)
        return replace(turn, offered=offered, last_kind=kind, duplicate=False)

    def _open(self, connection: Connection, channel: str, hashed: str, *, create: bool) -> tuple[Turn, int]:
        """Return the conversation of a sender, made if it is new, and the number of its next message."""
        key = {"of_channel": channel, "of_hash": hashed, "now": utcnow()}
        row = connection.execute(sql.RESERVE, key).one_or_none()
        row = row or connection.execute(sql.RESERVE_BEHIND_DOOR, key).one_or_none()
        if row is None:
            if not create:
                raise UnknownConversationError
            new = _new(channel, hashed)
            try:
                with connection.begin_nested():
                    connection.execute(sql.NEW_CONVERSATION, new)
            except IntegrityError:
                pass  # another gateway made it in the meantime; the update below finds it
            row = connection.execute(sql.RESERVE, key).one()
        return _turn(row), row.next_seq - 1

    def finish(
        self,
        turn: Turn,
        replies: Sequence[Reply],
        language: str | None,
        wish: str | None,
        context: Mapping[str, Any] | None = None,
    ) -> list[Reply]:
        """Store the bot's messages and return those that may be sent.

        Where a person took the conversation over while Rasa was thinking, the bot stays silent; only what
        tells of the handover itself still goes out. A message is answered once: where another process was
        quicker, nothing is stored or returned.
        """
        try:
            with self._engine.begin() as connection:
                new = {
                    "conversation": turn.conversation,
                    "count": len(replies),
                    "now": utcnow(),
                    "new_language": language,
                    "new_wish": wish,
                    "new_context": dict(context) if context else None,
                }
                row = connection.execute(sql.FINISH, new).one_or_none()
                if row is None:
                    return list(replies)  # erased in the meantime: answered, but nothing of it is kept
                if row.owner is Owner.PERSON:
                    replies = [reply for reply in replies if reply.kind == Kind.HANDOFF]
                if replies:
                    first = row.next_seq - len(replies)
                    connection.execute(sql.NEW_MESSAGE, list(_rows(turn, first, replies)))
        except IntegrityError:
            return []
        return list(replies)

    def append(
        self,
        connection: Connection,
        conversation: UUID,
        author: Author,
        text: str,
        payload: Mapping[str, Any] | None = None,
        client_id: str | None = None,
    ) -> Stored:
        """Store a message in the caller's transaction; one with a client id that is known is returned as it stands.

        Raises:
            UnknownConversationError: The conversation was erased.
        """
        now = utcnow()
        seq = connection.execute(sql.RESERVE_BY_ID, {"conversation": conversation, "now": now}).scalar_one_or_none()
        if seq is None:
            raise UnknownConversationError
        if client_id is not None:
            key = {"conversation": conversation, "id_of_client": client_id}
            known = connection.execute(sql.BY_CLIENT, key).one_or_none()
            if known is not None:
                return Stored(*known)
        stored = Stored(seq - 1, author, text, dict(payload) if payload else None, client_id, now)
        connection.execute(sql.NEW_MESSAGE, stored.as_row(conversation))
        return stored

    def messages_after(self, conversation: UUID, after: int, most: int = 200) -> list[Stored]:
        """Return the messages of a conversation from a number on, in order, at most so many."""
        key = {"conversation": conversation, "after": after, "most": most}
        with self._engine.connect() as connection:
            return [Stored(*row) for row in connection.execute(sql.AFTER, key)]

    def seq_of(self, conversation: UUID, client_id: str) -> int | None:
        """Return the number of the message with the channel's id, or None."""
        with self._engine.connect() as connection:
            return _known(connection, conversation, client_id)

    def set_language(self, conversation: UUID, language: str) -> None:
        """Answer in a language from now on."""
        with self._engine.begin() as connection:
            wish = {"language": language, "language_wish": language}
            connection.execute(update(Conversation).where(Conversation.id == conversation).values(wish))

    def set_intake(self, conversation: UUID, intake: Mapping[str, Any] | None) -> None:
        """Remember, or forget, the answers of an unfinished handover form."""
        with self._engine.begin() as connection:
            value = dict(intake) if intake is not None else None
            connection.execute(update(Conversation).where(Conversation.id == conversation).values(intake=value))

    def add_door(self, conversation: UUID, channel: str, sender: str) -> None:
        """Let a further channel open a conversation; what the sender had there before is left behind."""
        hashed = sender_hash(sender)
        with self._engine.begin() as connection:
            mine = update(Conversation).where(Conversation.channel == channel, Conversation.sender_hash == hashed)
            connection.execute(mine.where(Conversation.id != conversation).values(sender_hash=secrets.token_hex(32)))
            connection.execute(delete(Door).where(Door.channel == channel, Door.sender_hash == hashed))
            own = select(Conversation.id).where(Conversation.channel == channel, Conversation.sender_hash == hashed)
            if connection.execute(own).first() is None:
                key = {"channel": channel, "sender_hash": hashed, "conversation_id": conversation}
                connection.execute(insert(Door).values(key))

    def erase(self, conversation: UUID) -> bool:
        """Delete a conversation with everything that hangs on it; tell whether there was one."""
        with self._engine.begin() as connection:
            erasure.hold(connection, conversation)
            return connection.execute(delete(Conversation).where(Conversation.id == conversation)).rowcount == 1


def _new(channel: str, hashed: str) -> dict[str, Any]:
    """Return the row of a new conversation."""
    return {
        "id": uuid4(),
        "channel": channel,
        "sender_hash": hashed,
        "language": None,
        "language_wish": None,
        "context": None,
    }


def _turn(row: Row[Any]) -> Turn:
    """Return what a row of the conversation table says."""
    return Turn(row.id, row.language, row.language_wish, row.owner, dict(row.context or {}), row.intake)


def _rows(turn: Turn, first: int, replies: Iterable[Reply]) -> Iterator[dict[str, Any]]:
    """Return the rows of a turn's replies; their ids keep a message from being answered twice."""
    now = utcnow()
    for at, reply in enumerate(replies):
        yield {
            "conversation_id": turn.conversation,
            "seq": first + at,
            "author": Author.BOT,
            "text": reply.text,
            "payload": reply.payload() or None,
            "client_id": f"re:{turn.seq}.{at}" if turn.seq else None,
            "created_at": now,
        }


def _title_once(connection: Connection, conversation: UUID, text: str) -> str | None:
    """Return the title of a button that was offered earlier on, where a text is the payload of one."""
    if not text.startswith(PAYLOADS):
        return None
    rows = connection.execute(sql.OFFERED, {"conversation": conversation})
    buttons = (button for (payload,) in rows if payload for button in buttons_of(payload.get("buttons")))
    return next((button.title for button in buttons if button.payload == text), None)


def _known(connection: Connection, conversation: UUID, client_id: str) -> int | None:
    """Return the number of the message with the channel's id, or None."""
    key = {"conversation": conversation, "id_of_client": client_id}
    return connection.execute(sql.KNOWN, key).scalar_one_or_none()


def _last_offer(connection: Connection, conversation: UUID, before: int) -> tuple[tuple[Button, ...], str]:
    """Return the buttons the bot offered since the employer last wrote, and the kind of its last message."""
    offered: list[Button] = []
    kind = ""
    for author, payload in connection.execute(sql.BEFORE, {"conversation": conversation, "before": before}):
        if author is Author.EMPLOYER:
            break
        if author is Author.BOT and payload:
            offered[:0] = buttons_of(payload.get("buttons"))
            kind = kind or str(payload.get("custom", {}).get("kind", ""))
    return tuple(offered), kind
