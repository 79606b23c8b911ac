"""Takes updates in: stored before they are acknowledged, then handled chat by chat and in order."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.error import NetworkError

from bot.channels.telegram.events import event_of
from bot.channels.telegram.handling import Handler
from bot.channels.telegram.inbox import Pending
from bot.channels.telegram.means import Means, Visit
from bot.channels.telegram.models import UpdateState
from bot.channels.telegram.speech import NotStoredError
from bot.channels.telegram.watch import Watch
from bot.channels.telegram.workers import Workers
from bot.logs import set_request_id, where

_log = structlog.get_logger("gateway.telegram")

_HANDLERS = 32
"""Chats that are answered at a time."""

_ATTEMPTS = 4
"""An update that fails so often for a reason of its own is given up, so that the next ones are answered."""

_LONGEST_WAIT = 30.0


class Receiver:
    """Stores and handles updates."""

    def __init__(self, means: Means, handler: Handler, watch: Watch, sent: Callable[[int], None]) -> None:
        """Put the parts together.

        Args:
            means: The parts of the channel.
            handler: Decides what to do.
            watch: Listens to the conversations of chats that write.
            sent: Told of a chat that has something new to be sent.
        """
        self._means = means
        self._handler = handler
        self._watch = watch
        self._sent = sent
        self._workers = Workers(self._work, _HANDLERS)

    async def resume(self) -> None:
        """Go on with what waited when the process ended."""
        for chat in await self._means.threads.run(self._means.inbox.chats_waiting):
            self._workers.wake(chat)

    async def store(self, update: Update) -> None:
        """Store an update; when this returns it may be acknowledged.

        Raises:
            SQLAlchemyError: It could not be stored.
        """
        event = event_of(update, self._means.artist.username)
        chat = await self._means.threads.run(lambda: self._means.inbox.store(update.update_id, event))
        if chat is not None:
            self._workers.wake(chat)

    async def stop(self) -> None:
        """Finish what is being handled; the rest waits in the database."""
        await self._workers.stop()

    async def _work(self, chat: int) -> None:
        """Handle all updates of a chat that wait."""
        failures = 0
        while not self._workers.stopping:
            pending: Pending | None = None
            try:
                pending = await self._means.threads.run(lambda: self._means.inbox.next(chat))
                if pending is None:
                    return
                state = await self._handle(pending)
                await self._means.threads.run(lambda p=pending, s=state: self._means.inbox.close(p, s))  # type: ignore[misc]
                failures = 0
            except (SQLAlchemyError, NotStoredError) as error:
                failures += 1
                _log.warning("telegram_update_waits", error=type(error).__name__, failures=failures)
                await self._pause(failures)
            except Exception as error:
                failures += 1
                _log.error("telegram_update_failed", error=type(error).__name__, where=where(error))
                if failures >= _ATTEMPTS:
                    await self._give_up(pending)
                    failures = 0
                else:
                    await self._pause(failures)
            self._sent(chat)

    async def _handle(self, pending: Pending) -> UpdateState:
        """Handle an update, and return what became of it."""
        set_request_id(f"telegram-{pending.update_id}")
        event = await self._means.threads.run(lambda: self._means.inbox.current(pending))
        chat = await self._means.threads.run(lambda: self._means.chats.by_id(pending.chat))
        if event is None or chat is None:
            return UpdateState.SKIPPED
        await self._handler.handle(chat, event, pending.update_id)
        after = await self._means.threads.run(lambda: self._means.chats.by_id(pending.chat))
        if after is not None and after.conversation is not None:
            self._watch.follow(after.conversation, after.id, event.chat_id)
        return UpdateState.DONE

    async def _give_up(self, pending: Pending | None) -> None:
        """Tell the employer that a message could not be answered, and go on with the next one."""
        if pending is None:
            return
        chat = await self._means.threads.run(lambda: self._means.chats.by_id(pending.chat))
        if chat is not None:
            visit = Visit(self._means, chat, pending.update_id)
            await visit.note(visit.say("telegram_trouble"), origin=f"{pending.update_id}:trouble")
        await self._means.threads.run(lambda: self._means.inbox.close(pending, UpdateState.FAILED))

    async def _pause(self, failures: int) -> None:
        """Wait a while, but not when everything stops."""
        waited = 0.0
        while waited < min(_LONGEST_WAIT, 2.0 ** (failures - 1)) and not self._workers.stopping:
            await asyncio.sleep(0.2)
            waited += 0.2


class StoringQueue(asyncio.Queue[object]):
    """What the library's updater puts updates into: it confirms them only when this has stored them."""

    def __init__(self, store: Callable[[Update], Awaitable[None]]) -> None:
        super().__init__()
        self._store = store

    async def put(self, item: object) -> None:
        """Store an update.

        Raises:
            NetworkError: It could not be stored; the updater fetches it again.
        """
        if not isinstance(item, Update):
            return
        try:
            await self._store(item)
        except (SQLAlchemyError, LookupError) as error:
            _log.warning("telegram_update_not_stored", error=type(error).__name__)
            raise NetworkError("the update could not be stored") from error
