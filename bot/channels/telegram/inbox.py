"""Updates in the database: stored once, handled in order, then emptied."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.channels.telegram.chats import Chats
from bot.channels.telegram.events import Event, What
from bot.channels.telegram.models import Incoming, UpdateState
from bot.channels.telegram.privacy import Vault
from bot.conversation.models import utcnow

_KEEP = timedelta(hours=48)
"""Telegram sends an update again for a day at most, so its number is remembered for two."""

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that waits to be handled."""

    update_id: int
    chat: int
    event: Event | None
    """None where it was sealed with another secret."""


class Inbox:
    """The table of updates; synchronous, run it in a worker thread."""

    def __init__(self, engine: Engine, vault: Vault, chats: Chats) -> None:
        self._engine = engine
        self._vault = vault
        self._chats = chats

    def store(self, update_id: int, event: Event | None) -> int | None:
        """Store an update; return the chat that has something new, None for a repeated or an empty one."""
        for _ in range(_ATTEMPTS):
            chat = None
            if event is not None:
                chat = self._chats.open(event.chat_id, private=event.private, language=event.language).id
            try:
                self._insert(update_id, event, chat)
            except IntegrityError:
                if self._is_known(update_id):
                    return None
                # Else the chat was forgotten in this moment: make it again.
            else:
                return chat
        raise LookupError("the update could not be stored")

    def _insert(self, update_id: int, event: Event | None, chat: int | None) -> None:
        row = {
            "update_id": update_id,
            "chat_id": chat,
            "message_id": event.message_id if event else None,
            "edit": event.edit if event else False,
            "body": self._vault.seal(event.dump()) if event else None,
            "state": UpdateState.PENDING if event else UpdateState.DONE,
            "received_at": utcnow(),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(Incoming), row)

    def _is_known(self, update_id: int) -> bool:
        with self._engine.connect() as connection:
            found = select(Incoming.update_id).where(Incoming.update_id == update_id)
            return connection.execute(found).first() is not None

    def chats_waiting(self) -> list[int]:
        """Return the chats with updates that wait, as after a restart."""
        waiting = select(Incoming.chat_id).where(Incoming.state == UpdateState.PENDING).distinct()
        with self._engine.connect() as connection:
            return [chat for chat in connection.scalars(waiting) if chat is not None]

    def next(self, chat: int) -> Pending | None:
        """Return the update of a chat that is to be handled next: the one with the lowest number."""
        first = (
            select(Incoming.update_id, Incoming.body)
            .where(Incoming.chat_id == chat, Incoming.state == UpdateState.PENDING)
            .order_by(Incoming.update_id)
            .limit(1)
        )
        with self._engine.connect() as connection:
            row = connection.execute(first).one_or_none()
        if row is None:
            return None
        body = self._vault.open(row.body) if row.body else None
        return Pending(row.update_id, chat, Event.load(body) if body else None)

    def current(self, pending: Pending) -> Event | None:
        """Return what an update says by now; None where it need not be answered.

        An edit counts only while its message is the employer's last. Where a message was edited before its turn came,
        its newest wording is answered in its place, once.
        """
        event = pending.event
        if event is None or event.message_id is None or event.what is What.TAP:
            return event
        if event.edit:
            return None if self._is_followed(pending, event.message_id) else event
        edits = (
            select(Incoming.state, Incoming.body)
            .where(*_edits(pending.chat, event.message_id), Incoming.state.in_((UpdateState.PENDING, UpdateState.DONE)))
            .order_by(Incoming.update_id.desc())
        )
        with self._engine.connect() as connection:
            found = connection.execute(edits).all()
        if any(row.state is UpdateState.DONE for row in found):
            return None
        body = self._vault.open(found[0].body) if found and found[0].body else None
        return Event.load(body) if body else event

    def _is_followed(self, pending: Pending, message_id: int) -> bool:
        """Tell whether the employer wrote or tapped something after an edited message, or edited it once more."""
        mine = Incoming.chat_id == pending.chat
        later = select(Incoming.update_id).where(mine, Incoming.message_id > message_id)
        again = select(Incoming.update_id).where(
            *_edits(pending.chat, message_id), Incoming.update_id > pending.update_id
        )
        with self._engine.connect() as connection:
            return any(connection.execute(found.limit(1)).first() is not None for found in (later, again))

    def close(self, pending: Pending, state: UpdateState) -> None:
        """Note what became of an update, and forget what it said; edits of it that were answered with it go too."""
        waiting = update(Incoming).where(Incoming.state == UpdateState.PENDING)
        event = pending.event
        with self._engine.begin() as connection:
            connection.execute(waiting.where(Incoming.update_id == pending.update_id).values(state=state, body=None))
            if event is not None and event.message_id is not None and not event.edit and event.what is not What.TAP:
                edits = waiting.where(*_edits(pending.chat, event.message_id))
                connection.execute(edits.values(state=UpdateState.SKIPPED, body=None))

    def purge(self) -> None:
        """Forget the numbers of old updates that were handled."""
        old = Incoming.received_at < utcnow() - _KEEP
        with self._engine.begin() as connection:
            connection.execute(delete(Incoming).where(old, Incoming.state != UpdateState.PENDING))


def _edits(chat: int, message_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the condition for the edits of a message."""
    return (Incoming.chat_id == chat, Incoming.message_id == message_id, Incoming.edit.is_(True))
