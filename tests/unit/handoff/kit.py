"""A desk on a real database, with a clock that stands still until it is moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, select

from bot import database
from bot.clock import OSLO
from bot.conversation.models import Author, Conversation, Message, Owner
from bot.conversation.store import ConversationStore
from bot.handoff.desk import Desk
from bot.handoff.people import Actor, ActorKind
from bot.handoff.request import Request
from bot.handoff.routing import Routing
from bot.settings import ROOT
from bot.texts import Texts

KNOWLEDGE = ROOT / "data" / "knowledge"
ROUTING = Routing.load(KNOWLEDGE)
TEXTS = Texts.load(KNOWLEDGE / "messages")

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=OSLO)
"""A working day, an hour after opening."""

KARI = Actor(ActorKind.STAFF, "kari", "Kari", "veileder")
OLA = Actor(ActorKind.STAFF, "ola", "Ola", "veileder")
LINE = "landslinja"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **step: float) -> datetime:
        self.now = self.now + timedelta(**step)
        return self.now


class People:
    """Presence set by hand."""

    def __init__(self, present: int = 1) -> None:
        self.present = present

    def available(self, queue: str) -> int:
        assert queue in ROUTING.queues
        return self.present


class Signals:
    """Remembers what was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []

    def tell(self, topic: str, **event: Any) -> None:
        self.told.append((topic, event))


@dataclass
class World:
    """A desk and what it stands in."""

    engine: Engine
    clock: Clock = field(default_factory=Clock)
    people: People = field(default_factory=People)
    signals: Signals = field(default_factory=Signals)

    def __post_init__(self) -> None:
        self.store = ConversationStore(self.engine)
        self.desk = Desk(self.engine, ROUTING, self.signals, self.clock, texts=TEXTS, presence=self.people)

    def conversation(self, language: str | None = "nb") -> UUID:
        return self.store.create("web", uuid4().hex, language)

    def writes(self, conversation: UUID, text: str = "hei", client_id: str | None = None) -> int:
        with self.engine.begin() as connection:
            return self.store.append(connection, conversation, Author.EMPLOYER, text, None, client_id).seq

    def asks(self, conversation: UUID | None = None, **form: Any) -> Any:
        wish = Request(**({"question": "Kan noen ringe?", "consent": True} | form))
        return self.desk.request(conversation or self.conversation(), wish)

    def owner(self, conversation: UUID) -> Owner:
        with self.engine.connect() as connection:
            return connection.execute(select(Conversation.owner).where(Conversation.id == conversation)).scalar_one()

    def messages(self, conversation: UUID, author: Author | None = None) -> list[Any]:
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(Message.__table__).where(Message.conversation_id == conversation).order_by(Message.seq)
            ).all()
        return [row for row in rows if author is None or row.author is author]

    def told(self, conversation: UUID) -> str:
        """Return the last system message."""
        return str(self.messages(conversation, Author.SYSTEM)[-1].text)

    def actions(self, handoff: UUID) -> list[str]:
        return [event.action for event in self.desk.events(handoff)]


@contextmanager
def sqlite(path: Any) -> Iterator[Engine]:
    """Return a migrated SQLite database."""
    from bot import migrations

    engine = database.create(f"sqlite:///{path}")
    migrations.upgrade(engine)
    try:
        yield engine
    finally:
        engine.dispose()
