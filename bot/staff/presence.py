"""Who is there to take a case just now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select, update

from bot.conversation.models import utcnow
from bot.staff.models import Presence, StaffAccount
from bot.staff.roles import CASES, roles_of

ALIVE = timedelta(seconds=90)
"""A console tells every half minute that it is open; after three silences its owner counts as gone."""


class PresenceBoard:
    """Presence in the database, the same for every process."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utcnow) -> None:
        self._engine = engine
        self._clock = clock

    def set(self, staff_id: UUID, presence: Presence) -> None:
        """Write what somebody says about being there."""
        with self._engine.begin() as connection:
            connection.execute(
                update(StaffAccount)
                .where(StaffAccount.id == staff_id)
                .values(presence=presence.value, seen_at=self._clock())
            )

    def seen(self, staff_id: UUID) -> None:
        """Note that a console of this person is open."""
        with self._engine.begin() as connection:
            connection.execute(update(StaffAccount).where(StaffAccount.id == staff_id).values(seen_at=self._clock()))

    def shown(self) -> dict[UUID, Presence]:
        """Return the presence of everyone who is not disabled; without an open console it is `off`."""
        limit = self._clock() - ALIVE
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(StaffAccount.id, StaffAccount.presence, StaffAccount.seen_at).where(
                    StaffAccount.disabled.is_(False)
                )
            ).all()
        return {row.id: Presence(row.presence) if row.seen_at and row.seen_at > limit else Presence.OFF for row in rows}

    def available(self, queue: str) -> int:
        """Return how many may take a case from a queue now; everyone who takes cases serves every queue."""
        limit = self._clock() - ALIVE
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(StaffAccount.roles).where(
                    StaffAccount.disabled.is_(False),
                    StaffAccount.presence == Presence.AVAILABLE.value,
                    StaffAccount.seen_at > limit,
                )
            ).scalars()
            return sum(1 for roles in rows if roles_of(roles) & CASES)
