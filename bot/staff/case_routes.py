"""Cases: the queue, the conversation, and everything a person does with it."""

from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from bot import clock
from bot.channels.errors import ApiError
from bot.conversation.hub import topic_of
from bot.handoff.errors import Invalid
from bot.handoff.people import Actor, QueueTo, StaffTo
from bot.handoff.views import Filter, Shelf, View
from bot.staff.audit import Action
from bot.staff.case_bodies import CloseIn, LabelsIn, MessageIn, NoteIn, ReadIn, TextIn, TransferIn, plain
from bot.staff.cases import REASONS, may_see, note_json
from bot.staff.discussed import discussed, last_words
from bot.staff.guard import Anyone, Body, Console, Looking, Watching, Worker
from bot.staff.library import language_of
from bot.staff.parts import Parts
from bot.staff.refusals import at_the_desk, not_yours, unknown_case, without_content
from bot.staff.roles import CASES, Role
from bot.staff.sessions import Session

router = APIRouter(include_in_schema=False)

_CASE = "/staff/api/handoffs/{handoff_id}"


def _seen(parts: Parts, session: Session, handoff_id: UUID) -> View:
    """Return a case that the caller may see.

    Raises:
        ApiError: There is none, or it is a colleague's.
    """
    with at_the_desk():
        view = parts.desk.get(handoff_id)
    if not may_see(session.staff, view):
        raise ApiError(HTTPStatus.FORBIDDEN, "not_allowed", "This is a colleague's case.")
    return view


def _detail(parts: Parts, session: Session, view: View) -> dict[str, Any]:
    return parts.cases.detail(session.staff, view)


def _act(
    parts: Parts, session: Session, handoff_id: UUID, action: Action, do: Callable[[View, Actor], View | None]
) -> View:
    """Do something with a case that the caller may see, and write it into the audit log."""
    view = _seen(parts, session, handoff_id)
    with at_the_desk():
        after = do(view, parts.cases.actor(session.staff, view.language)) or parts.desk.get(handoff_id)
    parts.audit.write(session.staff, action, view.reference)
    return after


@router.get("/staff/api/meta")
def meta(parts: Console, session: Anyone, language: str = "nb") -> dict[str, Any]:
    """Return what the console needs to name things."""
    return parts.cases.meta(clock.now(parts.settings), demo=parts.settings.bot_now is not None, language=language)


@router.get("/staff/api/colleagues")
def colleagues(parts: Console, session: Looking) -> list[dict[str, Any]]:
    """Return who takes cases, whether they are there, and how many they have."""
    shown, active = parts.presence.shown(), parts.cases.active()
    return [
        {
            "id": str(staff.id),
            "name": staff.name,
            "presence": shown[staff.id].value,
            "active": active.get(str(staff.id), 0),
        }
        for staff in parts.accounts.all()
        if staff.id in shown and staff.may(CASES)
    ]


@router.get("/staff/api/handoffs")
def handoffs(
    parts: Console,
    session: Watching,
    view: Shelf = Shelf.QUEUE,
    queue: Annotated[str, Query(max_length=40)] = "",
    theme: Annotated[str, Query(max_length=40)] = "",
    language: Annotated[str, Query(max_length=8)] = "",
    label: Annotated[str, Query(max_length=40)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> dict[str, Any]:
    """Return a page of cases: of the queue, one's own, all that are open, or those that are over."""
    staff = session.staff
    wanted = Filter(
        view=view,
        staff=str(staff.id),
        only="" if staff.may({Role.LEAD}) else str(staff.id),
        queues=(queue,) if queue else (),
        theme=theme or None,
        language=language or None,
        label=label or None,
        q=q,
        page=page,
    )
    if q.strip():
        parts.audit.write(staff, Action.SEARCH)
    return parts.cases.page(staff, wanted)


@router.get(_CASE)
def detail(parts: Console, session: Worker, handoff_id: UUID) -> dict[str, Any]:
    """Return everything about a case; that it was seen is written down first."""
    view = _seen(parts, session, handoff_id)
    parts.audit.write(session.staff, Action.VIEW, view.reference)
    return _detail(parts, session, view)


@router.post(_CASE + "/claim")
def claim(parts: Console, session: Worker, handoff_id: UUID) -> dict[str, Any]:
    """Take a case; of several at the same moment one gets it."""
    with at_the_desk():
        view = parts.desk.get(handoff_id)
        taken = parts.desk.claim(handoff_id, parts.cases.actor(session.staff, view.language))
    parts.audit.write(session.staff, Action.CLAIM, view.reference)
    return _detail(parts, session, taken)


@router.post(_CASE + "/messages")
def say(
    parts: Console, session: Worker, handoff_id: UUID, given: Annotated[MessageIn, Depends(Body(MessageIn))]
) -> dict[str, Any]:
    """Answer the employer."""
    view = _seen(parts, session, handoff_id)
    sources = tuple(source.model_dump(exclude_defaults=True) for source in given.sources)
    actor = parts.cases.actor(session.staff, view.language)
    with at_the_desk():
        stored = parts.desk.say(handoff_id, actor, plain(given.text), given.client_id, sources)
    parts.audit.write(session.staff, Action.REPLY, f"{view.reference} {stored.seq}")
    return {"message": stored.as_json()}


@router.post(_CASE + "/typing")
def typing(parts: Console, session: Worker, handoff_id: UUID) -> Response:
    """Tell the employer that somebody types; never what."""
    view = _seen(parts, session, handoff_id)
    if view.owner is None or view.owner.id != str(session.staff.id):
        raise not_yours(view.owner)
    parts.hub.tell(topic_of(view.conversation_id), typing="person")
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post(_CASE + "/transfer")
def transfer(
    parts: Console, session: Worker, handoff_id: UUID, given: Annotated[TransferIn, Depends(Body(TransferIn))]
) -> dict[str, Any]:
    """Pass a case on to a colleague or to a queue."""
    if (given.to_staff is None) == (given.to_queue is None):
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_body", "Give either to_staff or to_queue.")

    def do(view: View, actor: Actor) -> View:
        to: StaffTo | QueueTo = QueueTo(given.to_queue or "")
        if given.to_staff is not None:
            colleague = parts.accounts.get(given.to_staff)
            if colleague is None or colleague.disabled or not colleague.may(CASES):
                raise Invalid("to_staff")
            to = StaffTo(parts.cases.actor(colleague, view.language))
        leads = session.staff.may({Role.LEAD})
        return parts.desk.transfer(handoff_id, actor, to, given.note, leads=leads)

    return _detail(parts, session, _act(parts, session, handoff_id, Action.TRANSFER, do))


@router.post(_CASE + "/release")
def release(
    parts: Console, session: Worker, handoff_id: UUID, given: Annotated[NoteIn, Depends(Body(NoteIn))]
) -> dict[str, Any]:
    """Put a case back into its queue."""
    after = _act(
        parts,
        session,
        handoff_id,
        Action.RELEASE,
        lambda _view, actor: parts.desk.release(handoff_id, actor, given.note),
    )
    return _detail(parts, session, after)


@router.post(_CASE + "/close")
def close(
    parts: Console, session: Worker, handoff_id: UUID, given: Annotated[CloseIn, Depends(Body(CloseIn))]
) -> dict[str, Any]:
    """End a case, after a last message if there is one."""
    if given.reason not in REASONS:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_body", "Missing or wrong: reason.")

    def do(view: View, actor: Actor) -> View:
        text = plain(given.message)
        if text and view.open:
            # The id follows from the text, so that closing again after an error does not say it twice.
            once = sha256(f"{handoff_id} {text}".encode()).hexdigest()[:32]
            parts.desk.say(handoff_id, actor, text, f"closing-{once}")
        return parts.desk.close(handoff_id, actor, given.reason, given.note)

    return _detail(parts, session, _act(parts, session, handoff_id, Action.CLOSE, do))


@router.post(_CASE + "/bot")
def to_bot(parts: Console, session: Worker, handoff_id: UUID) -> dict[str, Any]:
    """Let the bot go on."""
    after = _act(parts, session, handoff_id, Action.TO_BOT, lambda _view, actor: parts.desk.to_bot(handoff_id, actor))
    return _detail(parts, session, after)


@router.get(_CASE + "/notes")
def notes(parts: Console, session: Worker, handoff_id: UUID) -> list[dict[str, Any]]:
    """Return the notes of a case."""
    _seen(parts, session, handoff_id)
    return [note_json(note) for note in parts.desk.notes(handoff_id)]


@router.post(_CASE + "/notes")
def add_note(
    parts: Console, session: Worker, handoff_id: UUID, given: Annotated[TextIn, Depends(Body(TextIn))]
) -> dict[str, Any]:
    """Write a note."""
    view = _seen(parts, session, handoff_id)
    with at_the_desk():
        note = parts.desk.note(handoff_id, parts.cases.actor(session.staff, view.language), plain(given.text))
    parts.audit.write(session.staff, Action.NOTE, view.reference)
    return note_json(note)


@router.delete(_CASE + "/notes/{number}")
def delete_note(parts: Console, session: Worker, handoff_id: UUID, number: int) -> Response:
    """Delete one's own note."""
    view = _seen(parts, session, handoff_id)
    with at_the_desk():
        if not parts.desk.delete_note(handoff_id, parts.cases.actor(session.staff, view.language), number):
            raise unknown_case()
    parts.audit.write(session.staff, Action.NOTE_DELETED, view.reference)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.put(_CASE + "/labels")
def labels(
    parts: Console, session: Worker, handoff_id: UUID, given: Annotated[LabelsIn, Depends(Body(LabelsIn))]
) -> dict[str, Any]:
    """Set the labels of a case."""
    after = _act(
        parts,
        session,
        handoff_id,
        Action.LABELS,
        lambda _view, actor: parts.desk.label(handoff_id, actor, [plain(label) for label in given.labels]),
    )
    return {"labels": list(after.labels)}


@router.post(_CASE + "/read")
def read(
    parts: Console, session: Watching, handoff_id: UUID, given: Annotated[ReadIn, Depends(Body(ReadIn))]
) -> Response:
    """Remember how far the person who has the case has read."""
    view = _seen(parts, session, handoff_id)
    with at_the_desk():
        parts.desk.read(handoff_id, parts.cases.actor(session.staff, view.language), given.seq)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get(_CASE + "/suggestions")
def suggestions(parts: Console, session: Watching, handoff_id: UUID) -> list[dict[str, Any]]:
    """Return replies from the knowledge base that may fit, in the employer's language."""
    view = _seen(parts, session, handoff_id)
    messages = parts.cases.messages(view.conversation_id)
    words = last_words(messages, view.question)
    with without_content():
        return parts.library.suggestions(words, discussed(messages), language_of(view.language))


@router.get(_CASE + "/schemes")
def schemes(parts: Console, session: Watching, handoff_id: UUID, language: str = "") -> list[dict[str, Any]]:
    """Return what holds today about the schemes that were talked about."""
    view = _seen(parts, session, handoff_id)
    talked = discussed(parts.cases.messages(view.conversation_id))
    with without_content():
        return parts.library.cards((scheme for scheme, _ in talked), language_of(language or view.language))
