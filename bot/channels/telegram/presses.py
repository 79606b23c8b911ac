"""Inline buttons: Telegram carries at most 64 bytes, so it gets a short id and the rest stays in the database."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, Engine, delete, insert, select, update

from bot.channels.telegram.models import Press
from bot.conversation.models import utcnow
from bot.conversation.replies import Button

_ID_BYTES = 8
_KEEP = timedelta(days=30)
"""How long a button works."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was tapped."""

    id: str
    item: str
    title: str
    payload: str
    used_by: int | None


_PRESSED = select(Press.id, Press.item, Press.title, Press.payload, Press.used_by)


class Presses:
    """The table of buttons; synchronous, run it in a worker thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, press: str, chat: int) -> Pressed | None:
        """Return a button of a chat; None where it is not known, or stands in another chat."""
        wanted = _PRESSED.where(Press.id == press, Press.chat_id == chat)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).one_or_none()
        return Pressed(*row) if row else None

    def under(self, chat: int, item: str) -> list[Pressed]:
        """Return the buttons under a message, in order."""
        with self._engine.connect() as connection:
            return _under(connection, chat, item)

    def use(self, press: Pressed, update_id: int) -> bool:
        """Note that an update tapped a button; tell whether it was the first to do so."""
        changed = update(Press).where(Press.id == press.id, (Press.used_by.is_(None)) | (Press.used_by == update_id))
        with self._engine.begin() as connection:
            return connection.execute(changed.values(used_by=update_id)).rowcount == 1

    def purge(self) -> None:
        """Forget old buttons; a tap on one of them gets a friendly line."""
        with self._engine.begin() as connection:
            connection.execute(delete(Press).where(Press.created_at < utcnow() - _KEEP))


def place(connection: Connection, chat: int, item: str, buttons: Sequence[Button]) -> list[str]:
    """Return the ids of the buttons under a message, made with the first attempt to send it."""
    there = _under(connection, chat, item)
    if there or not buttons:
        return [press.id for press in there]
    rows = [
        {
            "id": secrets.token_urlsafe(_ID_BYTES),
            "chat_id": chat,
            "item": item,
            "place": number,
            "title": button.title,
            "payload": button.payload,
            "used_by": None,
            "created_at": utcnow(),
        }
        for number, button in enumerate(buttons)
    ]
    connection.execute(insert(Press), rows)
    return [str(row["id"]) for row in rows]


def _under(connection: Connection, chat: int, item: str) -> list[Pressed]:
    found = _PRESSED.where(Press.chat_id == chat, Press.item == item).order_by(Press.place)
    return [Pressed(*row) for row in connection.execute(found)]
