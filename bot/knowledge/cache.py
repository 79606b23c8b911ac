"""Keeps a snapshot of the knowledge in the process and renews it when the content changed."""

import threading
import time
from collections.abc import Callable

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.knowledge.model import Knowledge
from bot.knowledge.store import KnowledgeStore

log = structlog.get_logger(__name__)


class KnowledgeCache:
    """The knowledge that runs, looked up at most every `refresh_seconds`."""

    def __init__(
        self,
        store: KnowledgeStore,
        refresh_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._refresh_seconds = refresh_seconds
        self._clock = clock
        self._knowledge: Knowledge | None = None
        self._looked_at = 0.0
        self._refreshing = threading.Lock()

    @property
    def engine(self) -> Engine:
        """The database the knowledge is read from, for full-text search."""
        return self._store.engine

    def current(self) -> Knowledge:
        """Return the knowledge; with the database away, what was read last.

        Raises:
            NoContentError: Nothing was ever loaded.
            SQLAlchemyError: The database is away and nothing was read before.
        """
        known = self._knowledge
        if known is not None and self._clock() - self._looked_at < self._refresh_seconds:
            return known
        # While one thread looks for news, the others go on with what is known.
        if known is not None and self._refreshing.locked():
            return known
        with self._refreshing:
            return self._refresh()

    def _refresh(self) -> Knowledge:
        known = self._knowledge
        if known is not None and self._clock() - self._looked_at < self._refresh_seconds:
            return known
        try:
            if known is None or self._store.version() != known.version:
                known = self._store.snapshot()
                log.info("knowledge_read", version=known.version[:12], schemes=len(known.schemes))
        except (SQLAlchemyError, LookupError) as error:
            if known is None:
                raise
            log.warning("knowledge_not_renewed", error=type(error).__name__)
        self._knowledge = known
        self._looked_at = self._clock()
        return known
