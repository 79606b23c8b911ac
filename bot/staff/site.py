"""Serves the console's pages and files, with headers as strict as they can be."""

from http import HTTPStatus
from pathlib import Path

import anyio
from fastapi import APIRouter, FastAPI
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.errors import ApiError
from bot.staff.cookies import Cookies

DIST = Path(__file__).parent / "console" / "dist"

_NOT_BUILT = """<!doctype html>
<html lang="nb"><head><meta charset="utf-8"><title>Nav – for ansatte</title></head><body>
<h1>Konsollen er ikke bygget</h1>
<p>Serveren kjører, men sidene for ansatte mangler. Kjør <code>make setup</code>, og last siden på nytt.</p>
<p lang="en">The console is not built: run <code>make setup</code>, then reload this page.</p>
</body></html>"""

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
}
"""Icons inside style sheets are `data:` pictures, which can do nothing; all else comes from this host."""

_ONE_YEAR = "max-age=31536000"


class StaffHeaders:
    """ASGI middleware: the console's headers on everything below /staff."""

    def __init__(self, app: ASGIApp, cookies: Cookies) -> None:
        self._app = app
        self._cookies = cookies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not (path == "/staff" or path.startswith("/staff/")):
            await self._app(scope, receive, send)
            return
        secure = self._cookies.secure(HTTPConnection(scope))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if secure:
                    headers["strict-transport-security"] = _ONE_YEAR
            await send(message)

        await self._app(scope, receive, send_with_headers)


class _Assets(StaticFiles):
    """Files whose names change with their contents."""

    async def check_config(self) -> None:
        """Answer 404 as long as the console is not built; it may be built later."""
        if not await anyio.Path(str(self.directory)).is_dir():
            raise HTTPException(HTTPStatus.NOT_FOUND)

    def file_response(self, *args: object, **options: object) -> Response:
        """Return a file that a browser may keep."""
        response = super().file_response(*args, **options)  # type: ignore[arg-type]
        response.headers["cache-control"] = f"public, {_ONE_YEAR}, immutable"
        return response


def install(app: FastAPI, dist: Path = DIST) -> None:
    """Add the console's pages; call it after the routes of its API."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/staff")
    def console() -> Response:
        """Return the console, or say that it is not built."""
        page = dist / "index.html"
        if not page.is_file():
            return HTMLResponse(_NOT_BUILT, HTTPStatus.SERVICE_UNAVAILABLE)
        return FileResponse(page, headers={"Cache-Control": "no-cache"})

    @routes.get("/staff/{path:path}")
    def within(path: str) -> Response:
        """Return the console for each of its own addresses."""
        if path.split("/", 1)[0] in {"api", "assets", "login"}:
            raise ApiError(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this address.")
        return console()

    app.mount("/staff/assets", _Assets(directory=dist / "assets", check_dir=False), name="staff-assets")
    app.include_router(routes)
