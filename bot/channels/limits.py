"""Limits how many messages a conversation and a network address may send."""

import math
import time
from typing import Any, Protocol

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter as SharedLimiter
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter as LocalLimiter

from bot.conversation.store import sender_hash
from bot.settings import Settings

_log = structlog.get_logger("gateway")

_PURGE_EVERY = 1000
"""Hits between two clean-ups of senders that have not written for a while."""


class _Window(Protocol):
    """A moving window over some store."""

    async def wait(self, item: RateLimitItem, key: str) -> float:
        """Count one message; return 0 if it is allowed, else the seconds until the next one is."""

    async def close(self) -> None:
        """Let go of the store."""


class _LocalWindow:
    """Counts in this process."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._limiter = LocalLimiter(self._storage)
        self._hits = 0

    async def wait(self, item: RateLimitItem, key: str) -> float:
        """Count one message; return 0 if it is allowed, else the seconds until the next one is."""
        self._hits += 1
        if self._hits % _PURGE_EVERY == 0:
            self._purge()
        if self._limiter.hit(item, key):
            return 0.0
        return self._limiter.get_window_stats(item, key).reset_time - time.time()

    def _purge(self) -> None:
        """Forget senders without messages in the window; the library keeps an empty list of each for ever."""
        for key in [key for key, events in self._storage.events.items() if not events]:
            self._storage.events.pop(key, None)

    async def close(self) -> None:
        """Stop the library's clean-up thread."""
        self._storage.timer.cancel()


class _SharedWindow:
    """Counts in Redis, for several gateways together."""

    def __init__(self, url: str) -> None:
        self._storage = RedisStorage(f"async+{url}", wrap_exceptions=True, implementation="redispy")
        self._limiter = SharedLimiter(self._storage)

    async def wait(self, item: RateLimitItem, key: str) -> float:
        """Count one message; return 0 if it is allowed, else the seconds until the next one is."""
        try:
            if await self._limiter.hit(item, key):
                return 0.0
            return (await self._limiter.get_window_stats(item, key)).reset_time - time.time()
        except StorageError as error:
            # Without Redis an unlimited answer is better than none.
            _log.warning("limits_unavailable", error=type(error.storage_error).__name__)
            return 0.0

    async def close(self) -> None:
        """Close the connections to Redis."""
        bridge: Any = self._storage.bridge  # the library has no method for it
        await bridge.storage.aclose()


class Limits:
    """The limits of all channels."""

    def __init__(self, settings: Settings) -> None:
        self._window: _Window = _SharedWindow(settings.redis_url) if settings.redis_url else _LocalWindow()
        self._conversation = parse(settings.rate_per_conversation)
        self._address = parse(settings.rate_per_address)

    async def wait_seconds(self, channel: str, sender: str, address: str | None) -> int:
        """Count one message; return 0 if it may be handled, else how long its sender should wait.

        Args:
            channel: Short name of the channel.
            sender: The channel's id of the employer.
            address: Network address the message came from; None where the channel has none (Telegram).
        """
        wait = 0.0
        if address is not None:
            wait = await self._window.wait(self._address, f"address:{address}")
        if wait == 0.0:
            key = f"conversation:{channel}:{sender_hash(sender)}"
            wait = await self._window.wait(self._conversation, key)
        return max(1, math.ceil(wait)) if wait else 0

    async def close(self) -> None:
        """Let go of the store."""
        await self._window.close()
