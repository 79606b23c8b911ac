"""What the staff do at the desk: take a case, answer, pass it on, put it back, end it."""

from typing import Any
from uuid import UUID

from bot.conversation import statements as sql
from bot.conversation.models import Author
from bot.conversation.replies import Kind
from bot.conversation.stored import Stored
from bot.handoff import board
from bot.handoff.errors import AlreadyClaimed, Ended, Invalid, NotYours
from bot.handoff.ledger import Case
from bot.handoff.notes import Notebook
from bot.handoff.people import Actor, QueueTo, StaffTo
from bot.handoff.states import ENDED, CloseReason, State, Turn
from bot.handoff.views import View

CLIENT_ID_MAX = 100
"""Longest id a console may give a message, in characters."""


class StaffSide(Notebook):
    """The staff's side of the desk."""

    def claim(self, handoff_id: UUID, staff: Actor) -> View:
        """Take a case out of the queue, or accept one that was transferred to oneself; claiming twice is no harm.

        Raises:
            AlreadyClaimed: A colleague has it.
            Ended: It is over.
            UnknownHandoff: There is none.
        """
        with self.engine.begin() as connection:
            case = Case.seize(connection, handoff_id, staff, self.clock())
            if case is None:
                case = Case.lock(connection, handoff_id, self.clock())
                self._open_or_raise(case)
                if case.row["claimed_by"] != staff.id:
                    raise AlreadyClaimed(case.person or staff)
                if case.state is not State.TRANSFERRED:
                    return self.view(case)
            self._hand_to(case, State.CLAIMED, "claim", staff, staff)
            self.tell(case, "claimed")
            view = self.view(case)
        self.announce(case)
        return view

    def say(
        self, handoff_id: UUID, actor: Actor, text: str, client_id: str, sources: tuple[dict[str, str], ...] = ()
    ) -> Stored:
        """Send a message of the person; the same client id gives the message that was stored before.

        Raises:
            NotYours: Somebody else has the conversation.
            Ended: It is over.
            Invalid: The text is empty, or the id too long.
        """
        text = text.strip()
        if not text:
            raise Invalid("text")
        if not 0 < len(client_id) <= CLIENT_ID_MAX:
            raise Invalid("client_id")
        with self.locked(handoff_id) as case:
            mine, known = self._known(case, client_id)
            if known is not None:
                return known
            self._mine(case, actor)
            if case.state is not State.ACTIVE:
                case.move(State.ACTIVE, "answer", actor)
            custom: dict[str, Any] = {
                "kind": Kind.HANDOFF.value,
                "reference": case.row["reference"],
                "state": case.state.value,
                "language": case.row["language"],
            }
            if sources:
                custom["sources"] = [dict(source) for source in sources]
            payload = {"person": {"name": actor.name, "role": actor.role}, "custom": custom}
            stored = self.store.append(case.connection, case.conversation, Author.PERSON, text, payload, mine)
            heard = board.last_heard(case.connection, case.conversation)
            case.set(
                turn=Turn.EMPLOYER,
                turn_since=case.now,
                asked_at=None,
                heard_seq=heard,
                read_seq=heard,
                first_answer_at=case.row["first_answer_at"] or case.now,
            )
            return stored

    def _known(self, case: Case, client_id: str) -> tuple[str, Stored | None]:
        """Return the id to store a message of the staff under, and the message that has it already.

        Employers choose the ids of their own messages; one that they took first must not silence the person.
        """
        for candidate in (client_id, f"staff:{client_id}"):
            key = {"conversation": case.conversation, "id_of_client": candidate}
            row = case.connection.execute(sql.BY_CLIENT, key).one_or_none()
            if row is None:
                return candidate, None
            if row.author is Author.PERSON:
                return candidate, Stored(*row)
        raise Invalid("client_id")

    def transfer(
        self, handoff_id: UUID, actor: Actor, to: StaffTo | QueueTo, note: str = "", *, leads: bool = False
    ) -> View:
        """Pass a case on: to a colleague, who has it at once, or to a queue, where the bot answers meanwhile.

        Whoever has the case may do so, a lead with everybody's, and anybody of the staff while it is queued.

        Raises:
            NotYours: Somebody else has the conversation.
            Ended: It is over.
            Invalid: There is no such queue, or the colleague has it already.
        """
        if isinstance(to, QueueTo) and to.queue not in self.routing.queues:
            raise Invalid("queue")
        with self.locked(handoff_id) as case:
            self._open_or_raise(case)
            if case.state is not State.QUEUED and not leads:
                self._mine(case, actor)
            self.write_note(case, actor, note)
            if isinstance(to, StaffTo):
                if case.row["claimed_by"] == to.staff.id:
                    raise Invalid("staff")
                data = {"to_staff": to.staff.id}
                self._hand_to(case, State.TRANSFERRED, "transfer", actor, to.staff, data)
                self.tell(case, "transferred_person")
            else:
                data = {"from_queue": case.row["queue"], "to_queue": to.queue}
                case.move(State.TRANSFERRED, "transfer", actor, data, queue=to.queue)
                self.requeue(case, "queue", actor, "transferred_queue", queue=to.queue)
            return self.view(case)

    def release(self, handoff_id: UUID, actor: Actor, note: str = "") -> View:
        """Put a case back into its queue.

        Raises:
            NotYours: Somebody else has the conversation.
            Ended: It is over.
        """
        with self.locked(handoff_id) as case:
            self._mine(case, actor)
            self.write_note(case, actor, note)
            self.requeue(case, "release", actor, "released")
            return self.view(case)

    def close(self, handoff_id: UUID, actor: Actor, reason: CloseReason, note: str = "") -> View:
        """End a case; the bot answers again. Anybody of the staff may close what is still queued.

        Raises:
            NotYours: Somebody else has the conversation.
            Ended: It was ended otherwise, or by somebody else.
        """
        with self.locked(handoff_id) as case:
            if case.state is State.CLOSED and case.row["claimed_by"] == actor.id:
                return self.view(case)
            self._open_or_raise(case)
            if case.state is not State.QUEUED:
                self._mine(case, actor)
            self.write_note(case, actor, note)
            self.end(case, actor, reason, "to_bot" if reason is CloseReason.TO_BOT else "closed")
            return self.view(case)

    def to_bot(self, handoff_id: UUID, actor: Actor) -> View:
        """Let the bot go on with the conversation.

        Raises:
            NotYours: Somebody else has the conversation.
            Ended: It is over.
        """
        return self.close(handoff_id, actor, CloseReason.TO_BOT)

    def end(self, case: Case, actor: Actor, reason: CloseReason, key: str) -> None:
        """Close a case and tell the employer."""
        case.move(State.CLOSED, "close", actor, {"reason": reason.value}, closed_at=case.now, close_reason=reason)
        self.tell(case, key)

    def read(self, handoff_id: UUID, actor: Actor, seq: int) -> None:
        """Remember how far the person has read; what somebody else reads does not count."""
        with self.engine.begin() as connection:
            case = Case.lock(connection, handoff_id, self.clock())
            if case.person and case.person.id == actor.id and seq > case.row["read_seq"]:
                case.set(read_seq=seq)

    def _hand_to(
        self, case: Case, to: State, action: str, actor: Actor, staff: Actor, data: dict[str, str] | None = None
    ) -> None:
        """Make somebody the person of a case."""
        case.move(
            to,
            action,
            actor,
            data,
            claimed_by=staff.id,
            claimed_name=staff.name,
            claimed_role=staff.role,
            claimed_at=case.now,
            turn=Turn.STAFF,
            turn_since=case.now,
            asked_at=None,
            heard_seq=board.last_heard(case.connection, case.conversation),
        )

    def _open_or_raise(self, case: Case) -> None:
        if case.state in ENDED:
            raise Ended(case.state)

    def _mine(self, case: Case, actor: Actor) -> None:
        """Make sure that somebody has the case."""
        self._open_or_raise(case)
        if case.person is None or case.person.id != actor.id:
            raise NotYours(case.person)
