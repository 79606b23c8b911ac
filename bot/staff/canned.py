"""Prepared answers: one's own, and those that editors share with everybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any

from sqlalchemy import Engine, delete, insert, or_, select, update

from bot.conversation.models import utcnow
from bot.knowledge.terms import LANGUAGES
from bot.staff.accounts import Staff
from bot.staff.models import CannedAnswer
from bot.staff.roles import Role

PLACEHOLDERS = frozenset({"name", "reference", "me", "answer_by"})
"""What the console fills in: the employer's name, the case, one's own name, the time that was promised."""

_TEXT_MAX = 4000


class CannedError(ValueError):
    """A prepared answer that cannot be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A prepared answer as it was sent in."""

    title: str
    text: Mapping[str, str]
    shared: bool

    def checked(self) -> "Draft":
        """Return the draft in order.

        Raises:
            CannedError: A language is missing, or a placeholder is not one the console fills.
        """
        if set(self.text) != set(LANGUAGES) or not all(value.strip() for value in self.text.values()):
            raise CannedError("The text is needed in nb, nn and en.")
        if any(len(value) > _TEXT_MAX for value in self.text.values()):
            raise CannedError(f"A text may have at most {_TEXT_MAX} characters.")
        for value in self.text.values():
            try:
                named = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
            except ValueError as error:
                raise CannedError("Write {{ and }} for a brace.") from error
            if not named <= PLACEHOLDERS:
                raise CannedError("Placeholders: " + ", ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS)) + ".")
        return self


class CannedAnswers:
    """The prepared answers in the database."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utcnow) -> None:
        self._engine = engine
        self._clock = clock

    def of(self, staff: Staff) -> list[dict[str, Any]]:
        """Return the shared answers and one's own, by title."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(CannedAnswer.__table__)
                .where(or_(CannedAnswer.shared, CannedAnswer.owner_id == staff.id))
                .order_by(CannedAnswer.title, CannedAnswer.id)
            )
            return [_shown(row) for row in rows]

    def add(self, staff: Staff, draft: Draft) -> dict[str, Any]:
        """Keep a new answer.

        Raises:
            CannedError: It is not in order.
            PermissionError: Only editors share answers.
        """
        values = self._values(staff, draft) | {"owner_id": staff.id}
        with self._engine.begin() as connection:
            row = connection.execute(insert(CannedAnswer).values(**values).returning(*CannedAnswer.__table__.c)).one()
        return _shown(row)

    def change(self, staff: Staff, number: int, draft: Draft) -> dict[str, Any] | None:
        """Replace an answer; None where there is none that this person sees.

        Raises:
            CannedError: It is not in order.
            PermissionError: Only editors change shared answers.
        """
        values = self._values(staff, draft)
        with self._engine.begin() as connection:
            if not self._mine(connection, staff, number):
                return None
            row = connection.execute(
                update(CannedAnswer)
                .where(CannedAnswer.id == number)
                .values(**values)
                .returning(*CannedAnswer.__table__.c)
            ).one_or_none()
        return _shown(row) if row else None

    def delete(self, staff: Staff, number: int) -> bool:
        """Delete an answer; False where there is none that this person sees.

        Raises:
            PermissionError: Only editors delete shared answers.
        """
        with self._engine.begin() as connection:
            if not self._mine(connection, staff, number):
                return False
            return connection.execute(delete(CannedAnswer).where(CannedAnswer.id == number)).rowcount == 1

    def _values(self, staff: Staff, draft: Draft) -> dict[str, Any]:
        """Return what is kept of a draft, once it is in order and this person may keep it."""
        _may(staff, shared=draft.checked().shared)
        return {
            "title": draft.title,
            "text": dict(draft.text),
            "shared": draft.shared,
            "updated_at": self._clock(),
        }

    @staticmethod
    def _mine(connection: Any, staff: Staff, number: int) -> bool:
        """Tell whether this person sees an answer; raise where it is somebody else's to change."""
        row = connection.execute(
            select(CannedAnswer.shared, CannedAnswer.owner_id).where(CannedAnswer.id == number)
        ).one_or_none()
        if row is None or not (row.shared or row.owner_id == staff.id):
            return False
        _may(staff, shared=row.shared)
        return True


def _may(staff: Staff, *, shared: bool) -> None:
    if shared and not staff.may({Role.EDITOR}):
        raise PermissionError


def _shown(row: Any) -> dict[str, Any]:
    return {"id": row.id, "title": row.title, "text": dict(row.text), "shared": row.shared}
