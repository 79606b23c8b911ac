"""What each chat is to be sent next, and how far it has come: the outbox as it stands in the database.

A message leaves in three steps: it is noted that a part is being sent, Telegram is asked, and the answer is noted.
A process that dies in between leaves `sending_since` behind, and the part is sent again: Telegram has no way to ask
whether a message arrived.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, Row, bindparam, func, or_, select, update

from bot.channels.telegram import CHANNEL, presses
from bot.channels.telegram.chats import UNSENT, spoken
from bot.channels.telegram.models import Chat, ChatState, Note
from bot.channels.telegram.notes import NoteText
from bot.channels.telegram.privacy import Vault
from bot.conversation.models import Author, Conversation, utcnow
from bot.conversation.replies import Button
from bot.conversation.store import ConversationStore
from bot.conversation.stored import Stored
from bot.knowledge.terms import Language

OWN = "tg:"
"""Begins the channel's id of a message that was written in Telegram."""


@dataclass(frozen=True, slots=True)
class Item:
    """A message or a note that is to be sent."""

    chat: int
    name: str
    what: Stored | NoteText
    part: int
    """How many parts of it have been sent."""
    cursor: int
    conversation: UUID | None
    address: int
    language: Language
    failures: int
    leaving: bool
    """Erased: when everything is sent, the chat is forgotten."""
    uncertain: bool
    """An earlier attempt ended without an answer: Telegram may have the part already."""


class Ledger:
    """How far each chat has come; synchronous, run it in a worker thread."""

    def __init__(self, engine: Engine, store: ConversationStore, vault: Vault) -> None:
        self._engine = engine
        self._store = store
        self._vault = vault

    def due(self) -> tuple[list[int], float | None]:
        """Return the chats with something to send now, and the seconds until the next postponed one may be tried."""
        now = utcnow()
        waiting = (
            select(Chat.id)
            .outerjoin(Conversation, Conversation.id == Chat.conversation_id)
            .where(*_may_be_sent(now), or_(Conversation.next_seq - 1 > Chat.cursor, UNSENT))
        )
        # A time that has passed is left out: its chat is due above, or has nothing left to be sent.
        postponed = select(func.min(Chat.retry_at)).where(Chat.retry_at > now, Chat.state != ChatState.PAUSED)
        with self._engine.connect() as connection:
            chats, soonest = list(connection.scalars(waiting)), connection.scalar(postponed)
        return chats, None if soonest is None else (_aware(soonest) - now).total_seconds()

    def next(self, chat: int) -> Item | None:
        """Return what a chat is to be sent next; None where there is nothing, or not now."""
        while True:
            with self._engine.connect() as connection:
                row = connection.execute(_CHAT.where(Chat.id == chat, *_may_be_sent(utcnow()))).one_or_none()
                note = connection.execute(_FIRST_NOTE, {"of_chat": chat}).first() if row else None
            if row is None:
                return None
            begun = row.item or ""
            if note is not None and not begun.startswith("m") and self._is_its_turn(row, note.after_seq):
                body = self._vault.open(note.body)
                what = NoteText.load(body) if body else NoteText("")
                return self._item(row, f"n{note.id}", what)
            if row.conversation_id is None:
                return None
            messages = self._store.messages_after(row.conversation_id, row.cursor, 1)
            if not messages:
                return None
            first = messages[0]
            if note is not None and note.after_seq < first.seq and not begun.startswith("m"):
                self._skip(chat, row.cursor, note.after_seq)
            elif is_shown(first):
                return self._item(row, f"m{first.seq}", first)
            else:
                self._skip(chat, row.cursor, first.seq)

    @staticmethod
    def _is_its_turn(row: Row[Any], after_seq: int) -> bool:
        """Tell whether everything before a note has been sent."""
        return row.conversation_id is None or after_seq <= row.cursor

    def _item(self, row: Row[Any], name: str, what: Stored | NoteText) -> Item | None:
        address = self._vault.open(row.address)
        if address is None:
            return None
        return Item(
            chat=row.id,
            name=name,
            what=what,
            part=row.part if row.item == name else 0,
            cursor=row.cursor,
            conversation=row.conversation_id,
            address=int(address),
            language=spoken(row.language),
            failures=row.failures,
            leaving=row.state is ChatState.LEAVING,
            uncertain=row.sending_since is not None and row.item == name,
        )

    def _skip(self, chat: int, cursor: int, to: int) -> None:
        """Pass over a message that this chat need not be sent."""
        with self._engine.begin() as connection:
            connection.execute(update(Chat).where(Chat.id == chat, Chat.cursor == cursor).values(cursor=to))

    def begin(self, item: Item, part: int, buttons: Sequence[Button]) -> list[str] | None:
        """Note that a part is about to be sent; return the ids of its buttons, None where it must not be sent."""
        mine = update(Chat).where(Chat.id == item.chat, Chat.cursor == item.cursor, Chat.state != ChatState.PAUSED)
        same = (
            Chat.conversation_id.is_(None) if item.conversation is None else Chat.conversation_id == item.conversation
        )
        with self._engine.begin() as connection:
            values = {"item": item.name, "part": part, "sending_since": utcnow()}
            if connection.execute(mine.where(same).values(values)).rowcount == 0:
                return None
            return presses.place(connection, item.chat, item.name, buttons)

    def sent(self, item: Item, part: int, *, last: bool) -> None:
        """Note that Telegram has a part."""
        values = {"part": part + 1, "sending_since": None, "failures": 0, "retry_at": None}
        with self._engine.begin() as connection:
            if last:
                values |= {"item": None, "part": 0}
                if isinstance(item.what, Stored):
                    values |= {"cursor": item.what.seq}
                else:
                    done = update(Note).where(Note.id == int(item.name[1:]))
                    connection.execute(done.values(sent=True))
            connection.execute(update(Chat).where(Chat.id == item.chat, Chat.item == item.name).values(values))

    def postpone(self, item: Item, seconds: float, *, uncertain: bool) -> None:
        """Note that a part could not be sent now."""
        values = {"retry_at": utcnow() + timedelta(seconds=seconds), "failures": Chat.failures + 1}
        if not uncertain:
            values["sending_since"] = None
        with self._engine.begin() as connection:
            connection.execute(update(Chat).where(Chat.id == item.chat).values(values))


_CHAT = select(*Chat.__table__.columns)
_FIRST_NOTE = (
    select(Note.id, Note.after_seq, Note.body)
    .where(Note.chat_id == bindparam("of_chat"), Note.sent.is_(False))
    .order_by(Note.id)
    .limit(1)
)


def _may_be_sent(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the condition for chats that can be written to, and need not wait."""
    return (Chat.state != ChatState.PAUSED, or_(Chat.retry_at.is_(None), Chat.retry_at <= now))


def is_shown(message: Stored) -> bool:
    """Tell whether a message of the conversation is sent to Telegram: not what was written there."""
    if message.author is Author.EMPLOYER:
        return not (message.client_id or "").startswith(OWN)
    return message.custom.get("channel") != CHANNEL


def _aware(moment: datetime) -> datetime:
    """Return a time with its zone: SQLite forgets it."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
