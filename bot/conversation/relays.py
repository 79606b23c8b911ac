"""Carry wake-ups between several gateways, over Redis or over PostgreSQL's own NOTIFY."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.engine import make_url

from bot.conversation.hub import Hub, Relay, Signal
from bot.settings import Settings

_log = structlog.get_logger("gateway")

CHANNEL = "nav_assistant_signals"
"""Name of the channel in Redis and PostgreSQL."""

_RETRY_SECONDS = 2.0
_LARGEST = 7000
"""PostgreSQL refuses payloads of 8 000 bytes."""


class RedisRelay:
    """Redis publish/subscribe."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def run(self, hub: Hub) -> None:
        """Take part until cancelled; when Redis is away, try again."""
        await _again_and_again(lambda: self._session(hub), RedisError)

    async def _session(self, hub: Hub) -> None:
        async with Redis.from_url(self._url) as client, client.pubsub() as inbox:
            await inbox.subscribe(CHANNEL)

            async def send() -> None:
                while True:
                    await client.publish(CHANNEL, _packed(hub, await hub.outgoing.get()))

            async def receive() -> None:
                async for message in inbox.listen():
                    if message["type"] == "message":
                        _unpack(hub, message["data"])

            async with asyncio.TaskGroup() as both:
                both.create_task(send())
                both.create_task(receive())


class PostgresRelay:
    """PostgreSQL LISTEN and NOTIFY, on two connections of its own."""

    def __init__(self, url: str) -> None:
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    async def run(self, hub: Hub) -> None:
        """Take part until cancelled; when the database is away, try again."""
        await _again_and_again(lambda: self._session(hub), psycopg.Error)

    async def _session(self, hub: Hub) -> None:
        listening = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)
        telling = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)
        async with listening, telling:
            await listening.execute(f"LISTEN {CHANNEL}")

            async def send() -> None:
                while True:
                    packed = _packed(hub, await hub.outgoing.get())
                    if len(packed) <= _LARGEST:
                        await telling.execute("SELECT pg_notify(%s, %s)", (CHANNEL, packed))

            async def receive() -> None:
                async for notice in listening.notifies():
                    _unpack(hub, notice.payload)

            async with asyncio.TaskGroup() as both:
                both.create_task(send())
                both.create_task(receive())


def relay_for(settings: Settings) -> Relay | None:
    """Return the relay an installation uses: Redis where it is set, else PostgreSQL, else none."""
    if settings.redis_url:
        return RedisRelay(settings.redis_url)
    if make_url(settings.resolved_database_url).get_backend_name() == "postgresql":
        return PostgresRelay(settings.resolved_database_url)
    return None


async def _again_and_again(session: Callable[[], Awaitable[None]], fault: type[Exception]) -> None:
    while True:
        try:
            await session()
        except* (fault, OSError) as group:
            _log.warning("relay_unavailable", errors=[type(error).__name__ for error in group.exceptions])
        await asyncio.sleep(_RETRY_SECONDS)


def _packed(hub: Hub, signal: Signal) -> str:
    return json.dumps({"from": hub.origin, "topic": signal.topic, "event": dict(signal.event)}, default=str)


def _unpack(hub: Hub, packed: str | bytes) -> None:
    """Spread a signal of another process; what is no signal is dropped."""
    try:
        signal: Any = json.loads(packed)
        if signal["from"] != hub.origin:
            hub.spread(Signal(str(signal["topic"]), dict(signal["event"])))
    except (ValueError, KeyError, TypeError) as error:
        _log.warning("relay_noise", error=type(error).__name__)
