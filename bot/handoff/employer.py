"""What employers do at the desk: ask for a person, withdraw, rate."""

from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from bot.conversation.masking import mask
from bot.conversation.models import Conversation
from bot.conversation.store import UnknownConversationError
from bot.handoff import board, reference
from bot.handoff.counter import Counter, hear
from bot.handoff.errors import Invalid
from bot.handoff.ledger import Case
from bot.handoff.people import EMPLOYER, Actor
from bot.handoff.request import Request
from bot.handoff.states import ENDED, OWNED, State
from bot.handoff.views import View
from bot.handoff.wording import spoken


class EmployerSide(Counter):
    """The employer's side of the desk."""

    def of_conversation(self, conversation_id: UUID) -> View | None:
        """Return the open handoff of a conversation, else its last one."""
        with self.engine.connect() as connection:
            return board.of_conversation(connection, conversation_id, self.clock())

    def request(self, conversation_id: UUID, wish: Request) -> View:
        """Ask for a person; a conversation that waits already keeps the handoff it has.

        Raises:
            Invalid: A value of the form cannot be used.
            UnknownConversationError: There is no such conversation.
        """
        wish = wish.checked(self.routing)
        found = self.of_conversation(conversation_id)
        if found and found.open:
            return found
        try:
            with self.engine.begin() as connection:
                row = connection.execute(
                    select(Conversation.language, Conversation.channel).where(Conversation.id == conversation_id)
                ).one_or_none()
                if row is None:
                    raise UnknownConversationError
                case = self._open(connection, conversation_id, wish, row.language, row.channel)
                view = self.view(case)
        except IntegrityError:
            found = self.of_conversation(conversation_id)
            if found and found.open:
                return found  # asked for twice at the same moment; the database let one in
            raise
        self.announce(case)
        return view

    def _open(
        self, connection: Connection, conversation_id: UUID, wish: Request, language: str | None, channel: str
    ) -> Case:
        """Store a request and put it into its queue."""
        now = self.clock()
        wanted = wish.language or spoken(language)
        route = self.routing.route(wish.theme, wish.municipality, wanted)
        values = {
            "reference": reference.new(),
            "conversation_id": conversation_id,
            "language": wanted,
            "channel": channel,
            "queue": route.queue.id,
            "theme": wish.theme,
            "municipality": wish.municipality,
            "region": route.region,
            "question": wish.question,
            "organisation": wish.organisation,
            "name": wish.name,
            "phone": wish.phone,
            "email": wish.email,
            "summary": dict(wish.summary) if wish.summary else None,
            "created_at": now,
            "waiting_since": now,
            "first_answer_by": now,
            "answer_by": now,
        }
        case = Case.open(connection, values, EMPLOYER, now)
        case.move(State.QUEUED, "queue", EMPLOYER, {"queue": route.queue.id, "theme": wish.theme})
        promised = self.promise_anew(case)
        case.set(first_answer_by=promised.answer_by, heard_seq=board.last_heard(connection, conversation_id))
        self.tell_queued(case, promised)
        return case

    def cancel(self, conversation_id: UUID, by: Actor = EMPLOYER) -> View | None:
        """Withdraw the open handoff of a conversation; where there is none, nothing happens."""
        found = self.of_conversation(conversation_id)
        if found is None or not found.open:
            return found
        with self.locked(found.id) as case:
            if case.state in ENDED:
                return self.view(case)
            case.move(State.CANCELLED, "cancel", by, closed_at=case.now)
            self.tell(case, "cancelled")
            return self.view(case)

    def rate(self, conversation_id: UUID, score: int, comment: str = "") -> View | None:
        """Keep what the employer thought of the last handoff; None where none has ended.

        Raises:
            Invalid: The score is not 1 to 5.
        """
        if score not in range(1, 6):
            raise Invalid("score")
        found = self.of_conversation(conversation_id)
        if found is None or found.open:
            return None
        with self.locked(found.id) as case:
            case.set(rating=score, rating_comment=mask(comment.strip()[:1000])[0] or None)
            return self.view(case)

    def heard(self, conversation_id: UUID) -> None:
        """Take note that the employer wrote while a person answers; the clock of the staff's silence begins.

        The tick finds it out too, so a call that is lost costs seconds.
        """
        found = self.of_conversation(conversation_id)
        if found and found.state in OWNED:
            with self.locked(found.id) as case:
                hear(case)
