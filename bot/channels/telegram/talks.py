"""What this channel needs to know of the conversations beside what their store tells."""

from uuid import UUID

from sqlalchemy import Engine, select, update

from bot.channels.telegram import CHANNEL
from bot.conversation import statements as sql
from bot.conversation.models import Author, Conversation, Message
from bot.conversation.store import ConversationStore
from bot.conversation.stored import Stored
from bot.knowledge.terms import Language


class Talks:
    """Reads and begins conversations; synchronous, run it in a worker thread."""

    def __init__(self, engine: Engine, store: ConversationStore) -> None:
        self._engine = engine
        self._store = store

    def begin(self, key: str, language: Language) -> UUID:
        """Begin a conversation in the language of the employer's app; what is written may change it at once."""
        conversation = self._store.create(CHANNEL, key, language)
        with self._engine.begin() as connection:
            mine = update(Conversation).where(Conversation.id == conversation)
            connection.execute(mine.values(language_wish=None))
        return conversation

    def last(self, conversation: UUID, author: Author | None = None) -> Stored | None:
        """Return the last message of a conversation, or the last of an author."""
        found = select(*sql.STORED).where(Message.conversation_id == conversation).order_by(Message.seq.desc()).limit(1)
        if author is not None:
            found = found.where(Message.author == author)
        with self._engine.connect() as connection:
            row = connection.execute(found).one_or_none()
        return Stored(*row) if row else None

    def message(self, conversation: UUID, seq: int) -> Stored | None:
        """Return one message."""
        found = self._store.messages_after(conversation, seq - 1, 1)
        return found[0] if found and found[0].seq == seq else None

    def retitle(self, conversation: UUID, client_id: str, title: str, payload: str) -> None:
        """Keep what the employer saw on a button instead of what the button carries."""
        mine = update(Message).where(Message.conversation_id == conversation, Message.client_id == client_id)
        with self._engine.begin() as connection:
            connection.execute(mine.where(Message.text == payload).values(text=title, payload={"payload": payload}))
