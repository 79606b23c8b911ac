"""Signing in and out, and who is signed in."""

from http import HTTPStatus
from math import ceil
from typing import Annotated, Any

import anyio
import anyio.to_thread
import structlog
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.channels.errors import ApiError
from bot.conversation.hub import PRESENCE
from bot.staff.audit import Action
from bot.staff.guard import Body, Console, Newcomer, parts_of
from bot.staff.models import Presence
from bot.staff.oidc import NoRoleError, OidcError
from bot.staff.parts import Parts
from bot.staff.passwords import LONGEST, WeakPasswordError
from bot.staff.roles import written
from bot.staff.sessions import Session

_log = structlog.get_logger("staff")

_HASHERS = anyio.CapacityLimiter(2)
"""Passwords looked at together: each takes 64 MB and a good part of a processor's time."""

CALLBACK = "/staff/login/oidc/callback"

router = APIRouter(include_in_schema=False)


class LoginIn(BaseModel):
    """A user name and a password."""

    username: str = Field(min_length=1, max_length=128)
    password: str = Field(min_length=1, max_length=LONGEST)


class PasswordIn(BaseModel):
    """The old and the new password."""

    old: str = Field(min_length=1, max_length=LONGEST)
    new: str = Field(min_length=1, max_length=4 * LONGEST)


def session_json(parts: Parts, session: Session) -> dict[str, Any]:
    """Return who is signed in, and what the console needs to act."""
    staff = session.staff
    return {
        "user": {
            "id": str(staff.id),
            "name": staff.name,
            "username": staff.username,
            "roles": written(staff.roles),
            "presence": parts.presence.shown().get(staff.id, staff.presence).value,
            "must_change_password": staff.must_change_password,
            "local": staff.local,
        },
        "csrf": session.csrf,
        "idle_seconds": int(parts.sessions.idle.total_seconds()),
        "expires_at": session.expires_at.isoformat(),
    }


def _signed_in(request: Request, parts: Parts, token: str) -> JSONResponse:
    """Answer with a session that was just opened."""
    session = parts.sessions.find(token)
    if session is None:  # disabled or reset in the same moment
        raise ApiError(HTTPStatus.UNAUTHORIZED, "not_signed_in", "Sign in first.")
    response = JSONResponse(session_json(parts, session))
    parts.cookies.keep_session(response, request, token)
    return response


@router.get("/staff/api/session")
def session(parts: Console, session: Newcomer) -> dict[str, Any]:
    """Return who is signed in."""
    return session_json(parts, session)


@router.get("/staff/api/login")
def ways(parts: Console) -> dict[str, Any]:
    """Return how one can sign in here."""
    return {"local": parts.oidc is None, "oidc": {"title": parts.oidc.title} if parts.oidc else None}


@router.post("/staff/api/login")
async def login(request: Request, parts: Console, given: Annotated[LoginIn, Depends(Body(LoginIn))]) -> Response:
    """Sign in with a password."""
    if parts.oidc is not None:
        raise ApiError(HTTPStatus.FORBIDDEN, "not_allowed", "Sign in at the provider.")
    address = request.client.host if request.client else ""

    def work() -> Response:
        wait = parts.lockout.begin(given.username, address)
        if wait:
            known = parts.accounts.by_login(given.username)
            if known:
                parts.audit.write(known, Action.LOCKED)
            raise _locked(wait)
        staff = parts.accounts.authenticate(given.username, given.password)
        if staff is None:
            raise ApiError(HTTPStatus.UNAUTHORIZED, "wrong_password", "User name or password is wrong.")
        parts.lockout.succeeded(given.username, address)
        token = parts.sessions.open(staff.id, replacing=parts.cookies.session(request))
        parts.audit.write(staff, Action.LOGIN)
        return _signed_in(request, parts, token)

    return await anyio.to_thread.run_sync(work, limiter=_HASHERS)


@router.post("/staff/api/password")
async def password(
    request: Request, parts: Console, session: Newcomer, given: Annotated[PasswordIn, Depends(Body(PasswordIn))]
) -> Response:
    """Change one's own password; every session of the account ends, and this browser gets a new one."""
    staff, address = session.staff, request.client.host if request.client else ""
    if not staff.local:
        raise ApiError(HTTPStatus.FORBIDDEN, "not_allowed", "The password is the provider's.")

    def work() -> Response:
        # Whoever finds an open console must not be able to try passwords either.
        wait = parts.lockout.begin(staff.username, address)
        if wait:
            raise _locked(wait)
        try:
            changed = parts.accounts.set_password(staff.id, staff.username, given.old, given.new)
        except WeakPasswordError as error:
            parts.lockout.succeeded(staff.username, address)
            raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "weak_password", str(error)) from error
        if not changed:
            raise ApiError(HTTPStatus.FORBIDDEN, "wrong_password", "The old password is wrong.")
        parts.lockout.succeeded(staff.username, address)
        parts.audit.write(staff, Action.PASSWORD)
        return _signed_in(request, parts, parts.sessions.open(staff.id))

    return await anyio.to_thread.run_sync(work, limiter=_HASHERS)


@router.post("/staff/api/logout")
def logout(request: Request, parts: Console, session: Newcomer) -> Response:
    """End the session here, and say where to end the one at the provider."""
    parts.sessions.close(session.token_hash)
    parts.presence.set(session.staff.id, Presence.OFF)
    parts.audit.write(session.staff, Action.LOGOUT)
    parts.hub.tell(PRESENCE, signed_out=session.token_hash)
    back = f"{parts.cookies.address(request)}/staff"
    away = parts.oidc.logout_url(back) if parts.oidc and not session.staff.local else None
    response = JSONResponse({"redirect": away})
    parts.cookies.drop(response, request)
    return response


@router.get("/staff/login/oidc")
async def to_provider(request: Request) -> Response:
    """Send the browser to the provider."""
    parts = parts_of(request)
    if parts.oidc is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this address.")
    try:
        departure = await parts.oidc.depart(parts.cookies.address(request) + CALLBACK)
    except OidcError as error:
        _log.warning("oidc_failed", reason=str(error))
        return RedirectResponse("/staff?login=failed", HTTPStatus.SEE_OTHER)
    response = RedirectResponse(departure.url, HTTPStatus.SEE_OTHER)
    parts.cookies.keep_departure(response, request, departure.browser)
    return response


@router.get(CALLBACK)
async def from_provider(request: Request) -> Response:
    """Take the browser back from the provider; every outcome leads to the console, which says what it is."""
    parts = parts_of(request)
    if parts.oidc is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this address.")
    try:
        identity = await parts.oidc.arrive(
            request.query_params, parts.cookies.departure(request), parts.cookies.address(request) + CALLBACK
        )
    except OidcError as error:
        outcome = "no_role" if isinstance(error, NoRoleError) else "failed"
        _log.warning("oidc_failed", reason=str(error))
        response = RedirectResponse(f"/staff?login={outcome}", HTTPStatus.SEE_OTHER)
        parts.cookies.drop(response, request, departure=True)
        return response

    def work() -> Response:
        staff = parts.accounts.of_provider(identity)
        if staff.disabled:
            return RedirectResponse("/staff?login=disabled", HTTPStatus.SEE_OTHER)
        token = parts.sessions.open(staff.id, replacing=parts.cookies.session(request))
        parts.audit.write(staff, Action.LOGIN)
        response = RedirectResponse("/staff", HTTPStatus.SEE_OTHER)
        parts.cookies.keep_session(response, request, token)
        parts.cookies.drop(response, request, departure=True)
        return response

    return await anyio.to_thread.run_sync(work)


def _locked(wait: float) -> ApiError:
    seconds = ceil(wait)
    return ApiError(
        HTTPStatus.LOCKED,
        "locked",
        "Too many wrong passwords. Try again later.",
        {"Retry-After": str(seconds)},
        {"retry_after": seconds},
    )
