"""Wraps every request: its id, the security headers, and the last resort for a fault nobody caught."""

import re
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.errors import error_response
from bot.logs import set_request_id, where

_log = structlog.get_logger("gateway")

_GIVEN_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
"""A request id from outside is taken over only in this shape, since it goes into logs and headers."""

_HEADERS = [
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        b"base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]


class RequestMiddleware:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        given_id = given.decode("latin-1")
        request_id = given_id if _GIVEN_ID.fullmatch(given_id) else uuid4().hex
        set_request_id(request_id)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = list(message.get("headers", []))
                present = {name.lower() for name, _ in headers}
                headers += [(name, value) for name, value in _HEADERS if name not in present]
                headers.append((b"x-request-id", request_id.encode()))
                if b"cache-control" not in present:
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = headers
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            # The error's message may quote the employer, so its type and place must do.
            _log.error("unexpected_error", error=type(error).__name__, where=where(error), path=scope["path"])
            if started:
                raise
            response = error_response(500, "internal", "Something went wrong here. Please try again.")
            await response(scope, receive, send_with_headers)
