"""What the channel says by itself: help, confirmations, what it cannot read. Sent in order with everything else."""

import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, Engine, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from bot.channels.telegram.models import Chat, Note
from bot.channels.telegram.privacy import Vault
from bot.conversation.models import Conversation, utcnow
from bot.conversation.replies import Button

_KEEP = timedelta(hours=48)
"""As long as the update that a note answers could come again."""


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note: plain text, and choices below it."""

    text: str
    buttons: tuple[Button, ...] = ()

    def dump(self) -> str:
        """Return the note as JSON."""
        return json.dumps([self.text, *([button.title, button.payload] for button in self.buttons)])

    @classmethod
    def load(cls, body: str) -> "NoteText":
        """Return the note that `dump` wrote."""
        text, *buttons = json.loads(body)
        return cls(text, tuple(Button(title, payload) for title, payload in buttons))


class Notes:
    """The table of notes; synchronous, run it in a worker thread."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def add(self, chat: int, origin: str, note: NoteText) -> None:
        """Have a note sent after everything that has been said so far; the same origin is sent once."""
        try:
            with self._engine.begin() as connection:
                connection.execute(
                    insert(Note),
                    {
                        "chat_id": chat,
                        "origin": origin,
                        "after_seq": _last_seq(connection, chat),
                        "body": self._vault.seal(note.dump()),
                        "sent": False,
                        "created_at": utcnow(),
                    },
                )
        except IntegrityError:
            pass  # written before a restart, or the chat was erased

    def has(self, origin: str) -> bool:
        """Tell whether a note was written already."""
        with self._engine.connect() as connection:
            return connection.execute(select(Note.id).where(Note.origin == origin)).first() is not None

    def read(self, note: int) -> NoteText | None:
        """Return a note; None where it is gone."""
        with self._engine.connect() as connection:
            sealed = connection.execute(select(Note.body).where(Note.id == note)).scalar_one_or_none()
        body = self._vault.open(sealed) if sealed else None
        return NoteText.load(body) if body else None

    def purge(self) -> None:
        """Forget notes that were sent long ago."""
        with self._engine.begin() as connection:
            connection.execute(delete(Note).where(Note.sent.is_(True), Note.created_at < utcnow() - _KEEP))


def _last_seq(connection: Connection, chat: int) -> int:
    """Return the number of the last message of the conversation a chat follows."""
    newest = (
        select(func.coalesce(Conversation.next_seq - 1, 0))
        .join(Chat, Chat.conversation_id == Conversation.id)
        .where(Chat.id == chat)
    )
    return connection.execute(newest).scalar_one_or_none() or 0
