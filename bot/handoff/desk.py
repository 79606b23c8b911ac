"""The desk: everything that employers and staff do with a handoff. Each call is one transaction.

Synchronous; the gateway runs it in worker threads. What a call changes, the message that tells the employer of it, the
event in the log and the conversation's owner are committed together or not at all.
"""

import builtins
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine

from bot import clock as clocks
from bot.handoff import board, reference, tick
from bot.handoff.employer import EmployerSide
from bot.handoff.errors import UnknownHandoff
from bot.handoff.people import Nobody, Presence, Signals
from bot.handoff.routing import Routing
from bot.handoff.staff_side import StaffSide
from bot.handoff.views import Event, Filter, Page, View
from bot.settings import Settings
from bot.texts import Texts


class Desk(EmployerSide, StaffSide):
    """What can be done with handoffs."""

    def __init__(
        self,
        engine: Engine,
        routing: Routing,
        hub: Signals,
        clock: Callable[[], datetime],
        *,
        texts: Texts,
        presence: Presence | None = None,
    ) -> None:
        """Open the desk.

        Args:
            engine: The database.
            routing: Queues, themes and limits.
            hub: Wakes up whoever waits for news.
            clock: What is taken for now; every time limit follows it.
            texts: The fixed texts.
            presence: Tells how many of the staff are there; without it nobody is.
        """
        super().__init__(engine, routing, hub, clock, texts, presence or Nobody())

    @classmethod
    def create(cls, engine: Engine, hub: Signals, settings: Settings, presence: Presence | None = None) -> "Desk":
        """Return the desk of an installation: its content, and the clock that BOT_NOW may set.

        Raises:
            ContentErrors: Routing or texts are faulty.
        """
        knowledge = settings.data_dir / "knowledge"
        routing = Routing.load(knowledge)
        texts = Texts.load(knowledge / "messages")
        return cls(engine, routing, hub, lambda: clocks.now(settings), texts=texts, presence=presence)

    def get(self, handoff_id: UUID) -> View:
        """Return a handoff.

        Raises:
            UnknownHandoff: There is none.
        """
        with self.engine.connect() as connection:
            found = board.view(connection, handoff_id, self.clock())
        if found is None:
            raise UnknownHandoff
        return found

    def by_reference(self, text: str) -> View | None:
        """Return the handoff with a reference, however it was typed."""
        written = reference.normalise(text)
        if written is None:
            return None
        with self.engine.connect() as connection:
            return board.by_reference(connection, written, self.clock())

    def list(self, wanted: Filter) -> Page[View]:
        """Return a page of handoffs."""
        with self.engine.connect() as connection:
            return board.page(connection, wanted, self.clock())

    def events(self, handoff_id: UUID) -> tuple[Event, ...]:
        """Return everything that happened to a handoff."""
        with self.engine.connect() as connection:
            return board.events(connection, handoff_id)

    def tick(self, now: datetime | None = None) -> builtins.list[tick.Done]:
        """Apply the time limits; any number of processes may do so at any time."""
        return tick.run(self, now or self.clock())
