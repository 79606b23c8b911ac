"""Everything the handlers of updates work with, in one place."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from telegram import Bot

from bot.channels.limits import Limits
from bot.channels.telegram import CHANNEL
from bot.channels.telegram.chats import Chats, Known, spoken
from bot.channels.telegram.drawing.draw import Artist
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.ledger import OWN, Ledger
from bot.channels.telegram.notes import Notes, NoteText
from bot.channels.telegram.presses import Presses
from bot.channels.telegram.talks import Talks
from bot.channels.telegram.threads import Threads
from bot.conversation.codes import Codes
from bot.conversation.hub import Hub
from bot.conversation.replies import Button
from bot.conversation.service import ConversationService
from bot.conversation.store import ConversationStore, Turn
from bot.knowledge.terms import Language
from bot.settings import Settings
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Means:
    """The parts of the channel and of the gateway."""

    settings: Settings
    engine: Engine
    service: ConversationService
    store: ConversationStore
    hub: Hub
    codes: Codes
    limits: Limits
    texts: Texts
    bot: Bot
    threads: Threads
    chats: Chats
    inbox: Inbox
    ledger: Ledger
    notes: Notes
    presses: Presses
    talks: Talks
    artist: Artist


@dataclass(slots=True)
class Visit:
    """One update that is being handled, and the chat it came from."""

    means: Means
    chat: Known
    update_id: int
    turn: Turn | None = None
    """The conversation before the update, if there is one."""
    _notes: int = 0

    @property
    def language(self) -> Language:
        """Language of the channel's own notes."""
        return spoken((self.turn.language if self.turn else None) or self.chat.language)

    @property
    def client_id(self) -> str:
        """The channel's id of the message: an update is answered once."""
        return f"{OWN}{self.update_id}"

    def say(self, key: str, **values: object) -> str:
        """Return a fixed text in the language of the chat."""
        return self.means.texts.get(key, self.language, **values)

    async def note(self, text: str, *buttons: Button, origin: str = "") -> None:
        """Have the channel itself say something; the same origin says it once."""
        self._notes += 1
        origin, note = origin or f"{self.update_id}:{self._notes}", NoteText(text, buttons)
        await self.means.threads.run(lambda: self.means.notes.add(self.chat.id, origin, note))

    async def conversation(self) -> UUID:
        """Return the conversation, begun in the language of the employer's app where there is none."""
        if self.turn is None:
            key, language = self.chat.key, self.chat.language
            await self.means.threads.run(lambda: self.means.talks.begin(key, language))
            await self.refresh()
        if self.turn is None:
            raise LookupError("the conversation was erased in this moment")
        return self.turn.conversation

    async def refresh(self) -> None:
        """Read the conversation again."""
        key = self.chat.key
        self.turn = await self.means.threads.run(lambda: self.means.store.find(CHANNEL, key))
