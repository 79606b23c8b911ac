"""Runs database calls in worker threads, so that the event loop goes on with others."""

from collections.abc import Callable

import anyio
import anyio.to_thread
from sqlalchemy import Engine

_WRITERS = 4
"""Database calls of this channel at a time on a server; SQLite has one write lock and gets one."""


class Threads:
    """Worker threads for one database."""

    def __init__(self, engine: Engine) -> None:
        self._limiter = anyio.CapacityLimiter(1 if engine.dialect.name == "sqlite" else _WRITERS)

    async def run[Result](self, call: Callable[[], Result]) -> Result:
        """Return what a call returns."""
        return await anyio.to_thread.run_sync(call, limiter=self._limiter)
