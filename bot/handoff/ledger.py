"""Writes handoffs: a case is locked, moved from state to state, and each move leaves an event.

Lock order, everywhere: the handoff's row first, then the conversation's. Locking is an UPDATE, since that is what
SQLite and PostgreSQL both understand.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, insert, update

from bot.conversation.models import Conversation
from bot.handoff.errors import UnknownHandoff
from bot.handoff.models import Handoff, HandoffEvent
from bot.handoff.people import Actor, ActorKind
from bot.handoff.states import OWNED, State, check, owner


class Case:
    """A handoff whose row the transaction has locked."""

    def __init__(self, connection: Connection, row: RowMapping, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.row: dict[str, Any] = dict(row)
        self.id: UUID = row["id"]
        self.conversation: UUID = row["conversation_id"]

    @classmethod
    def open(cls, connection: Connection, values: Mapping[str, Any], actor: Actor, now: datetime) -> "Case":
        """Store a new handoff in the state `requested`."""
        row = {"version": 1, "next_event": 1, "apologies": 0, "heard_seq": 0, "read_seq": 0, **values}
        statement = insert(Handoff).values(**row, state=State.REQUESTED).returning(*Handoff.__table__.columns)
        case = cls(connection, connection.execute(statement).mappings().one(), now)
        case._record(None, State.REQUESTED, "request", actor, {})
        return case

    @classmethod
    def lock(cls, connection: Connection, handoff_id: UUID, now: datetime) -> "Case":
        """Lock a handoff until the transaction ends.

        Raises:
            UnknownHandoff: There is none.
        """
        statement = (
            update(Handoff)
            .where(Handoff.id == handoff_id)
            .values(version=Handoff.version + 1)
            .returning(*Handoff.__table__.columns)
        )
        row = connection.execute(statement).mappings().one_or_none()
        if row is None:
            raise UnknownHandoff
        return cls(connection, row, now)

    @classmethod
    def seize(cls, connection: Connection, handoff_id: UUID, staff: Actor, now: datetime) -> "Case | None":
        """Give a queued handoff to a person, if nobody has it: compare and set, in one statement.

        Of any number of callers at the same moment one gets the case, in whatever process they are.
        """
        statement = (
            update(Handoff)
            .where(Handoff.id == handoff_id, Handoff.state == State.QUEUED, Handoff.claimed_by.is_(None))
            .values(version=Handoff.version + 1, claimed_by=staff.id)
            .returning(*Handoff.__table__.columns)
        )
        row = connection.execute(statement).mappings().one_or_none()
        return cls(connection, row, now) if row else None

    @property
    def state(self) -> State:
        """Return the state as it is in this transaction."""
        return State(self.row["state"])

    @property
    def person(self) -> Actor | None:
        """Return who has the conversation, if anybody."""
        if self.state not in OWNED:
            return None
        return Actor(ActorKind.STAFF, self.row["claimed_by"], self.row["claimed_name"] or "", self.row["claimed_role"])

    def set(self, **values: Any) -> None:
        """Change columns that are no move."""
        self.connection.execute(update(Handoff).where(Handoff.id == self.id).values(**values))
        self.row.update(values)

    def move(self, to: State, action: str, actor: Actor, data: Mapping[str, Any] | None = None, **values: Any) -> None:
        """Go to a state, record it, and let the conversation's owner follow, in the transaction of the case."""
        old = self.state
        check(old, to)
        self.set(state=to, **values)
        self._record(old, to, action, actor, data or {})
        self.connection.execute(
            update(Conversation).where(Conversation.id == self.conversation).values(owner=owner(to))
        )

    def note(self, action: str, actor: Actor, data: Mapping[str, Any] | None = None, **values: Any) -> None:
        """Record something that happened within a state."""
        if values:
            self.set(**values)
        self._record(self.state, self.state, action, actor, data or {})

    def _record(self, old: State | None, new: State, action: str, actor: Actor, data: Mapping[str, Any]) -> None:
        seq = self.row["next_event"]
        self.connection.execute(
            insert(HandoffEvent).values(
                handoff_id=self.id,
                seq=seq,
                action=action,
                from_state=old,
                to_state=new,
                actor_kind=actor.kind,
                actor_id=actor.id or None,
                actor_name=actor.name or None,
                at=self.now,
                data=dict(data) or None,
            )
        )
        self.set(next_event=seq + 1)
