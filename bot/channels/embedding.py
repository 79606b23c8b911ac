"""Lets pages on other sites call the web API from the browser, where the operator allows it."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_PREFIX = "/api/"
_DAY = 86_400


class EmbeddingMiddleware:
    """ASGI middleware: CORS for the web API alone; every other route stays closed to other sites.

    No cookies are used, so no credentials are allowed: the token in the `Authorization` header is the only key.
    """

    def __init__(self, app: ASGIApp, origins: list[str]) -> None:
        self._app = app
        self._cors = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
            max_age=_DAY,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        ours = scope["type"] == "http" and scope["path"].startswith(_PREFIX)
        await (self._cors if ours else self._app)(scope, receive, send)
