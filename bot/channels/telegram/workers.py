"""One worker for each chat: the work of a chat is done in order, that of different chats at the same time."""

import asyncio
from collections.abc import Awaitable, Callable

_GRACE_SECONDS = 5.0
"""A worker that is in the middle of something gets so long when everything stops."""


class Workers:
    """Starts a worker where there is work, and never two for the same chat."""

    def __init__(self, work: Callable[[int], Awaitable[None]], most: int) -> None:
        """Nothing is started yet.

        Args:
            work: Does all there is to do for a chat; it must not raise, and should return soon after `stopping`.
            most: Workers at a time.
        """
        self._work = work
        self._places = asyncio.Semaphore(most)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()
        self.stopping = False

    def wake(self, chat: int) -> None:
        """Have the work of a chat done, now or as soon as its worker comes round again."""
        if self.stopping:
            return
        if chat in self._tasks:
            self._again.add(chat)
            return
        self._tasks[chat] = asyncio.create_task(self._run(chat))

    async def _run(self, chat: int) -> None:
        try:
            more = True
            while more and not self.stopping:
                self._again.discard(chat)
                async with self._places:
                    await self._work(chat)
                more = chat in self._again
        finally:
            del self._tasks[chat]
            self._again.discard(chat)

    async def stop(self) -> None:
        """Let the workers finish what they are at, for a few seconds at most."""
        self.stopping = True
        tasks = list(self._tasks.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=_GRACE_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
