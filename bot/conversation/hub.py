"""Wakes up whoever waits for something new: open pages, the staff console, the Telegram outbox.

A signal is only a hint. Readers read the database again from the number they know, and also look by themselves now
and then, so a lost signal costs time and never a message.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID, uuid4

_WAITING = 256
"""Signals kept for a slow reader; more are dropped, since it will read everything anyway."""

STAFF = "staff"
"""Topic: something in the queue changed."""

PRESENCE = "presence"
"""Topic: somebody of the staff came or went."""


def topic_of(conversation: UUID) -> str:
    """Return the topic of a conversation: a new message, another owner, or somebody typing."""
    return f"conversation:{conversation}"


@dataclass(frozen=True, slots=True)
class Signal:
    """One wake-up."""

    topic: str
    event: Mapping[str, Any] = field(default_factory=dict)


class Relay(Protocol):
    """Carries signals between the processes of an installation."""

    async def run(self, hub: "Hub") -> None:
        """Take part until cancelled: send what `hub.outgoing` holds, hand what arrives to `hub.spread`."""


class Hub:
    """Signals within this process, and to others where there is a relay."""

    def __init__(self, relay: Relay | None = None) -> None:
        self._relay = relay
        self._readers: dict[str, set[asyncio.Queue[Signal]]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self.origin = uuid4().hex
        """Tells this process's own signals from those of others."""
        self.outgoing: asyncio.Queue[Signal] = asyncio.Queue(4 * _WAITING)
        """Signals that the relay has not sent yet."""

    async def start(self) -> None:
        """Begin; signals told before this are not heard by anyone."""
        self._loop = asyncio.get_running_loop()
        if self._relay is not None:
            self._task = asyncio.create_task(self._relay.run(self))

    async def stop(self) -> None:
        """End."""
        self._loop = None
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def tell(self, topic: str, **event: Any) -> None:
        """Wake up the readers of a topic, from any thread; call it after the transaction is committed."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._tell, Signal(topic, event))

    def _tell(self, signal: Signal) -> None:
        self.spread(signal)
        if self._relay is not None and not self.outgoing.full():
            self.outgoing.put_nowait(signal)

    def spread(self, signal: Signal) -> None:
        """Give a signal to the readers in this process."""
        for queue in self._readers.get(signal.topic, ()):
            if not queue.full():
                queue.put_nowait(signal)

    @asynccontextmanager
    async def listen(self, *topics: str) -> AsyncIterator[AsyncIterator[Signal]]:
        """Hear signals of topics from now on, until the block is left."""
        queue: asyncio.Queue[Signal] = asyncio.Queue(_WAITING)
        for topic in topics:
            self._readers.setdefault(topic, set()).add(queue)
        try:
            yield _Signals(queue)
        finally:
            for topic in topics:
                readers = self._readers[topic]
                readers.discard(queue)
                if not readers:
                    del self._readers[topic]


class _Signals:
    """What arrives, for ever; waiting may be given up and begun again, which an async generator does not survive."""

    def __init__(self, queue: asyncio.Queue[Signal]) -> None:
        self._queue = queue

    def __aiter__(self) -> "_Signals":
        return self

    async def __anext__(self) -> Signal:
        return await self._queue.get()
