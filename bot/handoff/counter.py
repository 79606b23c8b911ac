"""What every action on a handoff shares: its transaction, its messages to the employer, its place in a queue."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from bot.conversation.hub import STAFF, topic_of
from bot.conversation.models import Author, Conversation
from bot.conversation.store import ConversationStore
from bot.conversation.stored import Stored
from bot.handoff import board, promise
from bot.handoff.errors import UnknownHandoff
from bot.handoff.ledger import Case
from bot.handoff.people import Actor, Presence, Signals
from bot.handoff.promise import Load, Promise
from bot.handoff.routing import Routing
from bot.handoff.states import State, Turn
from bot.handoff.views import View
from bot.handoff.wording import Wording, spoken
from bot.texts import Texts

NOT_CLAIMED = {
    "claimed_by": None,
    "claimed_name": None,
    "claimed_role": None,
    "claimed_at": None,
    "turn": None,
    "turn_since": None,
    "asked_at": None,
}
"""Columns of a handoff that nobody has."""


class Counter:
    """The parts of the desk, and the steps its actions are made of."""

    def __init__(
        self,
        engine: Engine,
        routing: Routing,
        hub: Signals,
        clock: Callable[[], datetime],
        texts: Texts,
        presence: Presence,
    ) -> None:
        self.engine = engine
        self.routing = routing
        self.hub = hub
        self.clock = clock
        self.presence = presence
        self.wording = Wording(texts, routing)
        self.store = ConversationStore(engine)

    @contextmanager
    def locked(self, handoff_id: UUID, now: datetime | None = None) -> Iterator[Case]:
        """Lock a handoff for one transaction; whoever waits for news is woken after its commit.

        Raises:
            UnknownHandoff: There is no such handoff.
        """
        with self.engine.begin() as connection:
            case = Case.lock(connection, handoff_id, now or self.clock())
            yield case
        self.announce(case)

    def announce(self, case: Case, **event: Any) -> None:
        """Wake up the employer's channels and the staff."""
        self.hub.tell(topic_of(case.conversation))
        self.hub.tell(STAFF, handoff=str(case.id), **event)

    def view(self, case: Case) -> View:
        """Return the case as its own transaction sees it.

        Raises:
            UnknownHandoff: The conversation was erased.
        """
        found = board.view(case.connection, case.id, case.now)
        if found is None:
            raise UnknownHandoff
        return found

    def language(self, case: Case) -> str | None:
        """Return the language the conversation is in now."""
        statement = select(Conversation.language).where(Conversation.id == case.conversation)
        return case.connection.execute(statement).scalar_one_or_none()

    def tell(self, case: Case, key: str, **values: object) -> None:
        """Tell the employer about a change, in the conversation's language and the same transaction."""
        language = spoken(self.language(case), case.row["language"])
        self.append(case, *self.wording.told(self.view(case), key, language, **values))

    def tell_queued(self, case: Case, promised: Promise) -> None:
        """Tell the employer what is promised on entering the queue."""
        language = spoken(self.language(case), case.row["language"])
        self.append(case, *self.wording.queued(self.view(case), promised, language))

    def append(self, case: Case, text: str, payload: Mapping[str, Any]) -> Stored:
        """Append a system message to the conversation."""
        return self.store.append(case.connection, case.conversation, Author.SYSTEM, text, payload)

    def promise(self, connection: Connection, queue: str, position: int, now: datetime) -> Promise:
        """Return what can be promised to somebody at a place in a queue."""
        where = self.routing.queue(queue)
        limits = self.routing.limits
        load = Load(
            position,
            self.presence.available(queue),
            board.active(connection, queue),
            board.handling(connection, queue, limits.handling),
        )
        return promise.make(where, load, now, limits.answer_within)

    def promise_anew(self, case: Case) -> Promise:
        """Give a queued case a new promise, from now on."""
        promised = self.promise(case.connection, case.row["queue"], self.view(case).position or 1, case.now)
        case.set(answer_by=promised.answer_by, warned_at=None)
        return promised

    def requeue(self, case: Case, action: str, actor: Actor, key: str, **data: Any) -> None:
        """Give a case back to its queue, with a new promise, and tell the employer."""
        case.move(State.QUEUED, action, actor, data, waiting_since=case.now, **NOT_CLAIMED)
        self.promise_anew(case)
        self.tell(case, key)


def hear(case: Case) -> bool:
    """Take note of what the employer wrote since the last look, and tell whether there was anything.

    A person's silence is counted from the first message that waits for an answer.
    """
    heard = board.last_heard(case.connection, case.conversation)
    if case.person is None or heard <= case.row["heard_seq"]:
        return False
    case.set(heard_seq=heard)
    if case.row["turn"] != Turn.STAFF:
        case.set(turn=Turn.STAFF, turn_since=case.now, asked_at=None)
    return True
