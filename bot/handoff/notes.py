"""Notes and labels of the staff; employers never see them."""

from uuid import UUID

from sqlalchemy import delete, func, insert, select

from bot.handoff import board
from bot.handoff.counter import Counter
from bot.handoff.errors import Invalid, NotYours
from bot.handoff.ledger import Case
from bot.handoff.models import HandoffLabel, HandoffNote
from bot.handoff.people import Actor, ActorKind
from bot.handoff.views import Note, View

NOTE_MAX = 4000
"""Longest note, in characters."""

LABEL_MAX = 40
LABELS_MAX = 12


class Notebook(Counter):
    """What the staff write down for themselves."""

    def note(self, handoff_id: UUID, actor: Actor, text: str) -> Note:
        """Write a note.

        Raises:
            Invalid: It is empty or too long.
            UnknownHandoff: There is no such handoff.
        """
        with self.locked(handoff_id) as case:
            written = self.write_note(case, actor, text)
            if written is None:
                raise Invalid("note")
            return written

    def write_note(self, case: Case, actor: Actor, text: str) -> Note | None:
        """Write a note within a transaction; an empty one is left out.

        Raises:
            Invalid: It is too long.
        """
        text = text.strip()
        if not text:
            return None
        if len(text) > NOTE_MAX:
            raise Invalid("note")
        last = select(func.max(HandoffNote.number)).where(HandoffNote.handoff_id == case.id)
        number = (case.connection.execute(last).scalar_one() or 0) + 1
        row = {"number": number, "author_id": actor.id, "author_name": actor.name, "text": text, "at": case.now}
        case.connection.execute(insert(HandoffNote).values(handoff_id=case.id, **row))
        return Note(number, actor, text, case.now)

    def notes(self, handoff_id: UUID) -> tuple[Note, ...]:
        """Return the notes of a handoff, oldest first."""
        with self.engine.connect() as connection:
            return board.notes(connection, handoff_id)

    def delete_note(self, handoff_id: UUID, actor: Actor, number: int) -> bool:
        """Delete one's own note; tell whether there was one.

        Raises:
            NotYours: A colleague wrote it.
        """
        key = (HandoffNote.handoff_id == handoff_id, HandoffNote.number == number)
        with self.locked(handoff_id) as case:
            columns = select(HandoffNote.author_id, HandoffNote.author_name).where(*key)
            row = case.connection.execute(columns).one_or_none()
            if row is None:
                return False
            if row.author_id != actor.id:
                raise NotYours(Actor(ActorKind.STAFF, row.author_id, row.author_name))
            case.connection.execute(delete(HandoffNote).where(*key))
            return True

    def label(self, handoff_id: UUID, actor: Actor, labels: list[str]) -> View:
        """Set the labels of a handoff; those not given are taken away.

        Raises:
            Invalid: A label is too long, or they are too many.
        """
        wanted = sorted({label.strip().casefold() for label in labels if label.strip()})
        if len(wanted) > LABELS_MAX or any(len(label) > LABEL_MAX for label in wanted):
            raise Invalid("labels")
        with self.locked(handoff_id) as case:
            case.connection.execute(delete(HandoffLabel).where(HandoffLabel.handoff_id == handoff_id))
            rows = [{"handoff_id": handoff_id, "label": label} for label in wanted]
            if rows:
                case.connection.execute(insert(HandoffLabel), rows)
            case.note("label", actor, {"labels": len(rows)})
            return self.view(case)

    def labels_used(self) -> tuple[str, ...]:
        """Return every label in use."""
        with self.engine.connect() as connection:
            return board.labels_used(connection)
