"""What helps the person at work: prepared answers, the knowledge base, colleagues."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from bot.channels.errors import ApiError
from bot.conversation.hub import PRESENCE, STAFF
from bot.staff.audit import Action
from bot.staff.canned import CannedError, Draft
from bot.staff.guard import Anyone, Body, Console, Looking
from bot.staff.library import language_of
from bot.staff.models import Presence
from bot.staff.refusals import without_content

router = APIRouter(include_in_schema=False)


class CannedIn(BaseModel):
    """A prepared answer."""

    model_config = ConfigDict(extra="ignore")

    title: str = Field(min_length=1, max_length=128)
    text: dict[str, str]
    shared: bool = False

    def draft(self) -> Draft:
        """Return it as the store takes it."""
        return Draft(self.title, self.text, self.shared)


class PresenceIn(BaseModel):
    """Whether somebody takes cases just now."""

    presence: Presence


CannedBody = Annotated[CannedIn, Depends(Body(CannedIn))]


def _refused(error: CannedError | PermissionError) -> ApiError:
    if isinstance(error, CannedError):
        return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_body", str(error))
    return ApiError(HTTPStatus.FORBIDDEN, "not_allowed", "Only editors write shared answers.")


_GONE = ApiError(HTTPStatus.NOT_FOUND, "not_found", "There is no such answer.")


@router.get("/staff/api/canned")
def canned(parts: Console, session: Anyone) -> list[dict[str, Any]]:
    """Return the prepared answers one may use."""
    return parts.canned.of(session.staff)


@router.post("/staff/api/canned")
def add_canned(parts: Console, session: Anyone, given: CannedBody) -> Response:
    """Keep a prepared answer."""
    try:
        made = parts.canned.add(session.staff, given.draft())
    except (CannedError, PermissionError) as error:
        raise _refused(error) from error
    parts.audit.write(session.staff, Action.CANNED, str(made["id"]))
    return JSONResponse(made, HTTPStatus.CREATED)


@router.put("/staff/api/canned/{number}")
def change_canned(parts: Console, session: Anyone, number: int, given: CannedBody) -> dict[str, Any]:
    """Replace a prepared answer."""
    try:
        changed = parts.canned.change(session.staff, number, given.draft())
    except (CannedError, PermissionError) as error:
        raise _refused(error) from error
    if changed is None:
        raise _GONE
    parts.audit.write(session.staff, Action.CANNED, str(number))
    return changed


@router.delete("/staff/api/canned/{number}")
def delete_canned(parts: Console, session: Anyone, number: int) -> Response:
    """Delete a prepared answer."""
    try:
        deleted = parts.canned.delete(session.staff, number)
    except PermissionError as error:
        raise _refused(error) from error
    if not deleted:
        raise _GONE
    parts.audit.write(session.staff, Action.CANNED_DELETED, str(number))
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/staff/api/knowledge")
def knowledge(
    parts: Console, session: Anyone, q: Annotated[str, Query(max_length=500)] = "", language: str = "nb"
) -> list[dict[str, Any]]:
    """Search the knowledge base."""
    with without_content():
        return parts.library.search(q, language_of(language)) if q.strip() else []


@router.put("/staff/api/presence")
def presence(
    parts: Console, session: Looking, given: Annotated[PresenceIn, Depends(Body(PresenceIn))]
) -> dict[str, str]:
    """Say whether one takes cases just now."""
    parts.presence.set(session.staff.id, given.presence)
    parts.hub.tell(PRESENCE)
    parts.hub.tell(STAFF)  # places in the queue and promises depend on who is there
    return {"presence": given.presence.value}
