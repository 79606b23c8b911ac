"""The audit log: who saw which conversation, and who did what; lines are only added."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select

from bot.conversation.models import utcnow
from bot.staff.accounts import Staff
from bot.staff.models import AuditEntry

PAGE = 50


class Action(StrEnum):
    """What was done."""

    LOGIN = "login"
    LOGOUT = "logout"
    LOCKED = "locked"
    PASSWORD = "password"  # noqa: S105 - the act, not a secret
    VIEW = "view"
    WATCH = "watch"
    SEARCH = "search"
    CLAIM = "claim"
    REPLY = "reply"
    TRANSFER = "transfer"
    RELEASE = "release"
    CLOSE = "close"
    TO_BOT = "to_bot"
    NOTE = "note"
    NOTE_DELETED = "note_deleted"
    LABELS = "labels"
    CANNED = "canned"
    CANNED_DELETED = "canned_deleted"
    ACCOUNT = "account"
    EXPORT = "export"


class Audit:
    """The log in the database."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utcnow) -> None:
        self._engine = engine
        self._clock = clock

    def write(self, staff: Staff | None, action: Action, what: str = "") -> None:
        """Add a line; `what` is an id or a reference, never a text of a conversation."""
        with self._engine.begin() as connection:
            self.add(connection, staff, action, what)

    def add(self, connection: Connection, staff: Staff | None, action: Action, what: str = "") -> None:
        """Add a line in the caller's transaction."""
        entry = {
            "at": self._clock(),
            "staff_id": staff.id if staff else None,
            "staff": staff.name if staff else "",
            "action": action.value,
            "object": what[:128],
        }
        connection.execute(insert(AuditEntry), entry)

    def page(self, number: int) -> dict[str, Any]:
        """Return a page of the log, newest first."""
        with self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(AuditEntry)).scalar_one()
            rows = connection.execute(
                select(AuditEntry.__table__).order_by(AuditEntry.id.desc()).offset((number - 1) * PAGE).limit(PAGE)
            ).all()
        items = [
            {"at": row.at.isoformat(), "staff": row.staff, "action": row.action, "object": row.object} for row in rows
        ]
        return {"items": items, "total": total, "page": number}
