"""Who may call a route: a live session, the CSRF token, our own page, the right role."""

import hmac
from collections.abc import Collection
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, ValidationError
from starlette.requests import HTTPConnection, Request

from bot.channels.body import read_json_object
from bot.channels.errors import ApiError
from bot.staff.parts import Parts
from bot.staff.roles import ANYONE, CASES, Role
from bot.staff.sessions import Session

_SAFE = {"GET", "HEAD"}


def parts_of(connection: HTTPConnection) -> Parts:
    """Return the console's parts."""
    found: Parts = connection.app.state.staff
    return found


def from_our_page(request: Request) -> None:
    """Refuse what another site's page sends.

    Raises:
        ApiError: It comes from elsewhere.
    """
    if request.method not in _SAFE and not parts_of(request).cookies.same_origin(request):
        raise ApiError(HTTPStatus.FORBIDDEN, "cross_site", "The request comes from another site.")


class SignedIn:
    """A dependency that gives the session of who calls."""

    def __init__(self, roles: Collection[Role] = ANYONE, *, touch: bool = True, one_time: bool = False) -> None:
        """Choose who may.

        Args:
            roles: One of these is needed.
            touch: Whether the call counts as use of the session.
            one_time: Whether it is allowed before a one-time password was changed.
        """
        self._roles = roles
        self._touch = touch
        self._one_time = one_time

    def __call__(self, request: Request) -> Session:
        """Return the session.

        Raises:
            ApiError: Nobody is signed in, or not from here, or it is not allowed.
        """
        parts = parts_of(request)
        from_our_page(request)
        session = parts.sessions.find(parts.cookies.session(request), touch=self._touch)
        if session is None:
            raise ApiError(HTTPStatus.UNAUTHORIZED, "not_signed_in", "Sign in first.")
        if request.method not in _SAFE:
            shown = request.headers.get("x-csrf-token", "")
            if not hmac.compare_digest(shown.encode("utf-8", "surrogatepass"), session.csrf.encode()):
                raise ApiError(HTTPStatus.FORBIDDEN, "csrf", "The X-CSRF-Token header is missing or wrong.")
        if session.staff.must_change_password and not self._one_time:
            raise ApiError(HTTPStatus.FORBIDDEN, "password_change", "Change the one-time password first.")
        if not session.staff.may(self._roles):
            raise ApiError(HTTPStatus.FORBIDDEN, "not_allowed", "Your role does not allow this.")
        return session


Console = Annotated[Parts, Depends(parts_of)]
Anyone = Annotated[Session, Depends(SignedIn())]
Looking = Annotated[Session, Depends(SignedIn(touch=False))]
"""What an open console asks by itself; it does not keep a session alive."""
Newcomer = Annotated[Session, Depends(SignedIn(touch=False, one_time=True))]
Worker = Annotated[Session, Depends(SignedIn(CASES))]
Watching = Annotated[Session, Depends(SignedIn(CASES, touch=False))]
Lead = Annotated[Session, Depends(SignedIn({Role.LEAD}))]
Overseer = Annotated[Session, Depends(SignedIn({Role.LEAD, Role.ADMIN}))]
Admin = Annotated[Session, Depends(SignedIn({Role.ADMIN}))]


class Body[ModelT: BaseModel]:
    """A dependency that gives a request's body, checked."""

    def __init__(self, model: type[ModelT]) -> None:
        self._model = model

    async def __call__(self, request: Request) -> ModelT:
        """Return the body.

        Raises:
            ApiError: It is not what the route takes; what was sent is not repeated.
        """
        from_our_page(request)
        value = await read_json_object(request, parts_of(request).settings.body_max_bytes)
        try:
            return self._model.model_validate(value)
        except ValidationError as error:
            fields = ", ".join(sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]}))
            raise ApiError(
                HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_body", f"Missing or wrong: {fields or 'the body'}."
            ) from error
