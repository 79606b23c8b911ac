"""Cases in the shapes the console draws, and who may see which."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, and_, func, select

from bot.conversation.models import Author, Message
from bot.conversation.store import ConversationStore
from bot.conversation.stored import Stored
from bot.handoff.desk import Desk
from bot.handoff.models import Handoff
from bot.handoff.people import Actor, ActorKind
from bot.handoff.states import OWNED, CloseReason, State
from bot.handoff.summary import summarise
from bot.handoff.views import Event, Filter, Note, View
from bot.knowledge.terms import LANGUAGES
from bot.staff.accounts import Staff
from bot.staff.discussed import discussed
from bot.staff.library import Library, language_of
from bot.staff.roles import Role
from bot.texts import Texts

REASONS = tuple(reason for reason in CloseReason if reason is not CloseReason.TO_BOT)
"""What a person may close a case with; giving it back to the bot is an act of its own."""

_READ_AT_ONCE = 200
_MOST_MESSAGES = 2000
_LAST_WORDS = 200


class Cases:
    """Reads cases for the console; everything that changes one goes to the desk."""

    def __init__(self, engine: Engine, desk: Desk, store: ConversationStore, library: Library, texts: Texts) -> None:
        self._engine = engine
        self._desk = desk
        self._store = store
        self._library = library
        self._texts = texts

    def actor(self, staff: Staff, language: str) -> Actor:
        """Return somebody as the desk and the employer know them."""
        role = self._texts.get("staff_role", language_of(language))
        return Actor(ActorKind.STAFF, str(staff.id), staff.name, role)

    def page(self, staff: Staff, wanted: Filter) -> dict[str, Any]:
        """Return a page of cases with what was said last in each."""
        found = self._desk.list(wanted)
        last, unread = self._last(found.items), self._unread(found.items)
        return {
            "items": [self._item(view, staff, last.get(view.id), unread.get(view.id, 0)) for view in found.items],
            "total": found.total,
            "page": found.page,
            "counts": dict(found.counts),
        }

    def detail(self, staff: Staff, view: View) -> dict[str, Any]:
        """Return everything about a case."""
        messages = self.messages(view.conversation_id)
        schemes = [scheme for scheme, _ in discussed(messages)]
        try:
            named = self._library.named(schemes, language_of(view.language))
        except LookupError:  # a gateway without content still serves conversations
            named = [{"id": scheme, "title": scheme, "url": None} for scheme in dict.fromkeys(schemes)]
        last = self._last([view]).get(view.id)
        mine, leads = view.claimed_by == str(staff.id), staff.may({Role.LEAD})
        owned, queued = view.state in OWNED, view.state is State.QUEUED
        return {
            **self._item(view, staff, last, self._unread([view]).get(view.id, 0)),
            "messages": [message.as_json() for message in messages],
            "events": [_event(event) for event in self._desk.events(view.id)],
            "contact": {
                "name": view.name,
                "phone": view.phone,
                "email": view.email,
                "organisation": view.organisation,
            },
            "summary": summarise(messages) | {"schemes": named},
            "notes": [note_json(note) for note in self._desk.notes(view.id)],
            "rating": {"score": view.rating, "comment": view.rating_comment} if view.rating else None,
            "can": {
                "claim": queued or (mine and view.state is State.TRANSFERRED),
                "reply": owned and mine,
                "transfer": queued or (owned and (mine or leads)),
                "close": queued or (owned and mine),
            },
        }

    def messages(self, conversation: UUID) -> list[Stored]:
        """Return the messages of a conversation, of a very long one the first ones."""
        found: list[Stored] = []
        while len(found) < _MOST_MESSAGES:
            more = self._store.messages_after(conversation, found[-1].seq if found else 0, _READ_AT_ONCE)
            found += more
            if len(more) < _READ_AT_ONCE:
                break
        return found

    def active(self) -> dict[str, int]:
        """Return how many cases each member of staff has now."""
        count = select(Handoff.claimed_by, func.count()).where(Handoff.state.in_(OWNED)).group_by(Handoff.claimed_by)
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(count) if row[0]}

    def meta(self, now: datetime, *, demo: bool, language: str) -> dict[str, Any]:
        """Return what the console needs to name things."""
        spoken = language_of(language)
        routing = self._desk.routing
        queues = []
        for queue in routing.queues.values():
            is_open = queue.hours.is_open(now)
            opens = None if is_open else queue.hours.next_opening(now)
            queues.append(
                {
                    "id": queue.id,
                    "title": queue.title[spoken],
                    "open": is_open,
                    "opens_at": opens.isoformat() if opens else None,
                }
            )
        return {
            "queues": queues,
            "themes": [{"id": theme.id, "title": theme.title[spoken]} for theme in routing.themes.values()],
            "close_reasons": [{"id": reason.value, "title": self.reason(reason, spoken)} for reason in REASONS],
            "labels": list(self._desk.labels_used()),
            "languages": list(LANGUAGES),
            "regions": sorted({place.region for place in routing.municipalities.values()}),
            "demo": demo,
            "now": now.isoformat(),
        }

    def reason(self, reason: CloseReason, language: str = "nb") -> str:
        """Return what a reason for closing is called."""
        return self._texts.get(f"handoff_reason_{reason.value}", language_of(language))

    def _item(self, view: View, staff: Staff, last: Mapping[str, Any] | None, unread: int) -> dict[str, Any]:
        routing = self._desk.routing
        theme = routing.themes.get(view.theme or "")
        place = routing.municipalities.get(view.municipality or "")
        claimed = view.claimed_by is not None
        return {
            "id": str(view.id),
            "reference": view.reference,
            "state": view.state.value,
            "theme": {"id": theme.id, "title": theme.title["nb"]} if theme else None,
            "queue": {"id": view.queue, "title": routing.queue(view.queue).title["nb"]},
            "region": view.region,
            "municipality": place.name if place else view.municipality,
            "language": view.language,
            "channel": view.channel,
            "question": view.question,
            "position": view.position,
            "created_at": view.created_at.isoformat(),
            "waiting_since": view.waiting_since.isoformat(),
            "answer_by": view.answer_by.isoformat(),
            "closed_at": view.closed_at.isoformat() if view.closed_at else None,
            "close_reason": view.close_reason.value if view.close_reason else None,
            "overdue": view.overdue,
            "claimed_by": {"id": view.claimed_by, "name": view.claimed_name} if claimed else None,
            "labels": list(view.labels),
            "last_message": last,
            "unread": unread if view.claimed_by == str(staff.id) else 0,
            "version": view.version,
        }

    def _last(self, views: Sequence[View]) -> dict[UUID, dict[str, Any]]:
        """Return what was said last in each case; what the system tells is not said by anybody."""
        conversations = {view.conversation_id for view in views}
        newest = (
            select(Message.conversation_id, func.max(Message.seq).label("seq"))
            .where(Message.conversation_id.in_(conversations), Message.author != Author.SYSTEM)
            .group_by(Message.conversation_id)
            .subquery()
        )
        statement = select(
            Message.conversation_id,
            Message.seq,
            Message.author,
            Message.text,
            Message.payload,
            Message.client_id,
            Message.created_at,
        ).join(newest, and_(newest.c.conversation_id == Message.conversation_id, newest.c.seq == Message.seq))
        with self._engine.connect() as connection:
            rows = connection.execute(statement).all()
        told = {}
        for row in rows:
            shown = Stored(*row[1:]).as_json()
            told[row.conversation_id] = {
                "author": shown["author"],
                "text": shown["text"][:_LAST_WORDS],
                "at": shown["at"],
            }
        return {view.id: told[view.conversation_id] for view in views if view.conversation_id in told}

    def _unread(self, views: Sequence[View]) -> dict[UUID, int]:
        """Return how many of the employer's messages nobody has read in each case."""
        statement = (
            select(Handoff.id, func.count())
            .join(Message, Message.conversation_id == Handoff.conversation_id)
            .where(
                Handoff.id.in_([view.id for view in views]),
                Message.author == Author.EMPLOYER,
                Message.seq > Handoff.read_seq,
            )
            .group_by(Handoff.id)
        )
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}


def may_see(staff: Staff, view: View) -> bool:
    """Tell whether somebody may see a case: a lead each, others what is queued and what they have or had."""
    if staff.may({Role.LEAD}):
        return True
    if not staff.may({Role.AGENT}):
        return False
    return view.state in {State.REQUESTED, State.QUEUED} or view.claimed_by == str(staff.id)


def note_json(note: Note) -> dict[str, Any]:
    """Return a note."""
    return {
        "id": note.number,
        "author": {"id": note.author.id, "name": note.author.name},
        "text": note.text,
        "at": note.at.astimezone(UTC).isoformat(),
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "action": event.action,
        "from": event.from_state.value if event.from_state else None,
        "to": event.to_state.value,
        "at": event.at.isoformat(),
        "actor": {"kind": event.actor.kind.value, "name": event.actor.name},
        "data": dict(event.data),
    }
