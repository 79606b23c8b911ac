"""Tells whether the gateway lives, and whether every part can answer a question."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import anyio.to_thread
import httpx
from fastapi import APIRouter
from sqlalchemy import Engine, text
from starlette.responses import JSONResponse

from bot.settings import Settings

_CACHE_SECONDS = 1.0
_TIMEOUT_SECONDS = 3.0
"""Long enough for an event loop that is busy with an answer."""

Check = Callable[[], Awaitable[bool]]


class Readiness:
    """Asks the database, Rasa and the action server whether they answer; remembers it for a second."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._engine = engine
        self._client = httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=False)
        rasa, actions = settings.rasa_url.rstrip("/"), settings.actions_url.rstrip("/")
        self._checks: dict[str, Check] = {
            "database": self._database,
            # Without --enable-api Rasa has no /status; its front page and our channel's health must do.
            "rasa": lambda: self._answers(f"{rasa}/", f"{rasa}/webhooks/gateway/"),
            "actions": lambda: self._answers(f"{actions}/health"),
        }
        self._lock = asyncio.Lock()
        self._known: tuple[float, list[str]] | None = None

    async def missing(self) -> list[str]:
        """Return the parts that do not answer, none if all is well."""
        async with self._lock:
            if self._known and time.monotonic() - self._known[0] < _CACHE_SECONDS:
                return self._known[1]
            results = await asyncio.gather(*(check() for check in self._checks.values()))
            missing = [name for name, well in zip(self._checks, results, strict=True) if not well]
            self._known = time.monotonic(), missing
            return missing

    async def _answers(self, *urls: str) -> bool:
        """Tell whether all the addresses answer with 200."""
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                return all([(await self._client.get(url)).status_code == httpx.codes.OK for url in urls])
        except (httpx.HTTPError, TimeoutError):
            return False

    async def _database(self) -> bool:
        """Tell whether the database answers."""
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                await anyio.to_thread.run_sync(self._select, abandon_on_cancel=True)
        except Exception:  # whatever the driver raises, the answer is no
            return False
        return True

    def _select(self) -> None:
        """Read something that is there in every migrated database."""
        with self._engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM conversation WHERE id IS NULL"))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def router(readiness: Readiness) -> APIRouter:
    """Return the routes for watchdogs and load balancers."""
    routes = APIRouter(tags=["operations"])

    @routes.get("/health", summary="Does the gateway live?")
    async def health() -> dict[str, str]:
        """Answer as long as the gateway runs."""
        return {"status": "ok"}

    @routes.get(
        "/ready",
        summary="Can every part answer a question?",
        responses={503: {"description": "Something is missing; `missing` lists it."}},
    )
    async def ready() -> JSONResponse:
        """Answer 200 only when the database, Rasa and the action server all answer."""
        missing = await readiness.missing()
        if missing:
            return JSONResponse({"status": "unavailable", "missing": missing}, status_code=503)
        return JSONResponse({"status": "ready", "missing": []})

    return routes
