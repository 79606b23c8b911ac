"""The chats: found by their hash, bound to a conversation, paused and forgotten."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.channels.telegram.models import Chat, ChatState, Incoming, Note, Press, UpdateState
from bot.channels.telegram.privacy import Vault
from bot.conversation.models import utcnow
from bot.knowledge.terms import LANGUAGES, Language

_KEEP = timedelta(hours=48)
"""A chat without a conversation is kept so long: somebody may just be reading the help."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a chat."""

    id: int
    key: str
    """Stands for the employer everywhere outside of this channel."""
    language: Language
    state: ChatState
    conversation: UUID | None


_COLUMNS = (Chat.id, Chat.key, Chat.language, Chat.state, Chat.conversation_id)
UNSENT = exists().where(Note.chat_id == Chat.id, Note.sent.is_(False))
"""There are notes that a chat has not been sent."""
_WAITING = exists().where(Incoming.chat_id == Chat.id, Incoming.state == UpdateState.PENDING)


class Chats:
    """The table of chats; synchronous, run it in a worker thread."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def open(self, chat_id: int, *, private: bool, language: str) -> Known:
        """Return the chat of one of Telegram's ids, made if it is new."""
        key = self._vault.key(chat_id)
        known = self._one(Chat.key == key)
        if known is not None:
            return known
        row = {
            "key": key,
            "address": self._vault.seal(str(chat_id)),
            "private": private,
            "language": spoken(language),
            "state": ChatState.ACTIVE,
            "cursor": 0,
            "part": 0,
            "failures": 0,
            "created_at": utcnow(),
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(Chat), row)
        except IntegrityError:
            pass  # another call made it in the meantime
        known = self._one(Chat.key == key)
        if known is None:
            raise LookupError("the chat was erased in this moment")
        return known

    def by_id(self, chat: int) -> Known | None:
        """Return a chat by its number."""
        return self._one(Chat.id == chat)

    def _one(self, condition: ColumnElement[bool]) -> Known | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(*_COLUMNS).where(condition)).one_or_none()
        return Known(row.id, row.key, spoken(row.language), row.state, row.conversation_id) if row else None

    def attach(self, chat: int, conversation: UUID, after: int) -> None:
        """Let a chat follow a conversation: everything after a number is sent."""
        values = {"conversation_id": conversation, "cursor": after, "item": None, "part": 0, "state": ChatState.ACTIVE}
        with self._engine.begin() as connection:
            connection.execute(update(Chat).where(Chat.id == chat).values(values))
            # Buttons of the conversation that was left would be read as answers in this one.
            connection.execute(delete(Press).where(Press.chat_id == chat))

    def set_language(self, chat: int, language: Language) -> None:
        """Remember the language of the channel's own notes."""
        with self._engine.begin() as connection:
            connection.execute(update(Chat).where(Chat.id == chat).values(language=language))

    def change(self, chat: int, state: ChatState) -> bool:
        """Change the state of a chat where that is allowed; tell whether it was changed."""
        before = [other for other in ChatState if other.may_become(state)]
        values = {"state": state, "retry_at": None, "failures": 0}
        with self._engine.begin() as connection:
            changed = update(Chat).where(Chat.id == chat, Chat.state.in_(before)).values(values)
            return connection.execute(changed).rowcount == 1

    def migrate(self, chat: int, new_id: int) -> None:
        """Follow a group that got another id; where the new one is known already, the old row goes."""
        values = {"key": self._vault.key(new_id), "address": self._vault.seal(str(new_id))}
        try:
            with self._engine.begin() as connection:
                connection.execute(update(Chat).where(Chat.id == chat).values(values))
        except IntegrityError:
            self.forget(chat)

    def leave(self, chat: int) -> None:
        """Let go of the conversation of a chat, which was erased; the row goes when the last note is sent."""
        values = {"conversation_id": None, "cursor": 0, "item": None, "part": 0, "state": ChatState.LEAVING}
        with self._engine.begin() as connection:
            connection.execute(update(Chat).where(Chat.id == chat).values(values))
            connection.execute(delete(Press).where(Press.chat_id == chat))

    def forget_left(self, chat: int) -> None:
        """Delete a chat that was left, once nothing is to be sent or handled any more."""
        with self._engine.begin() as connection:
            # The lock holds back an update that is just being stored, so that it finds the chat or makes it anew.
            connection.execute(select(Chat.id).where(Chat.id == chat).with_for_update())
            left = delete(Chat).where(Chat.id == chat, Chat.state == ChatState.LEAVING)
            connection.execute(left.where(~UNSENT, ~_WAITING))

    def purge(self) -> None:
        """Forget chats whose conversation is gone, by age or by the employer's wish on the web."""
        idle = delete(Chat).where(Chat.conversation_id.is_(None), Chat.created_at < utcnow() - _KEEP)
        with self._engine.begin() as connection:
            connection.execute(idle.where(~UNSENT, ~_WAITING))

    def forget(self, chat: int) -> None:
        """Delete a chat with its notes and buttons."""
        with self._engine.begin() as connection:
            connection.execute(delete(Chat).where(Chat.id == chat))


def spoken(code: str) -> Language:
    """Return the language to speak with an app's language code; bokmål where it is none of ours."""
    short = code.lower().partition("-")[0]
    return next((language for language in LANGUAGES if language == short), "nb")
