"""Sends everything that is said, from the database, chat by chat and in order, until Telegram has it."""

import asyncio
from collections.abc import Awaitable, Callable

import anyio
import anyio.to_thread
import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram import sender
from bot.channels.telegram.drawing.parts import Part
from bot.channels.telegram.files import Drawn, Files
from bot.channels.telegram.ledger import Item
from bot.channels.telegram.means import Means
from bot.channels.telegram.sender import Trouble
from bot.channels.telegram.workers import Workers
from bot.logs import where

_log = structlog.get_logger("gateway.telegram")

_POLL_SECONDS = 1.0
"""How often the database is looked at where no signal came."""

_SENDERS = 20
"""Chats that are sent to at a time; the library spaces the requests."""

_DRAWERS = 1
"""Files drawn at a time: drawing is work for the processor, and answers must not wait for it."""


class Outbox:
    """Sends what is due."""

    def __init__(
        self,
        means: Means,
        files: Files,
        *,
        on_paused: Callable[[int], Awaitable[None]],
        on_refused: Callable[[], None],
    ) -> None:
        """Put the parts together; nothing is sent before `run`.

        Args:
            means: The parts of the channel.
            files: Draws files.
            on_paused: Told of a chat that cannot be written to any more.
            on_refused: Told that the token is not accepted any more.
        """
        self._bot = means.bot
        self._threads = means.threads
        self._ledger = means.ledger
        self._chats = means.chats
        self._artist = means.artist
        self._files = files
        self._on_paused = on_paused
        self._on_refused = on_refused
        self._workers = Workers(self._work, _SENDERS)
        self._drawers = anyio.CapacityLimiter(_DRAWERS)

    def wake(self, chat: int) -> None:
        """Look now whether a chat has something to be sent."""
        self._workers.wake(chat)

    async def run(self) -> None:
        """Send what is due until cancelled."""
        while True:
            wait = _POLL_SECONDS
            try:
                chats, soonest = await self._threads.run(self._ledger.due)
                for chat in chats:
                    self.wake(chat)
                wait = min(wait, max(0.02, soonest)) if soonest is not None else wait
            except SQLAlchemyError as error:
                _log.warning("telegram_outbox_not_read", error=type(error).__name__)
            await asyncio.sleep(wait)

    async def stop(self) -> None:
        """Finish what is being sent."""
        await self._workers.stop()

    async def _work(self, chat: int) -> None:
        """Send all a chat is due; what goes wrong with one chat must not stop the others."""
        try:
            while not self._workers.stopping:
                item = await self._threads.run(lambda: self._ledger.next(chat))
                if item is None or not await self._send(item):
                    return
        except SQLAlchemyError as error:
            _log.warning("telegram_outbox_not_read", error=type(error).__name__)
            await asyncio.sleep(_POLL_SECONDS)
        except Exception as error:
            _log.error("telegram_not_sent", error=type(error).__name__, where=where(error))
            await asyncio.sleep(_POLL_SECONDS)

    async def _send(self, item: Item) -> bool:
        """Send the parts of an item that are left; tell whether to go on with this chat at once."""
        if item.uncertain:
            _log.warning("telegram_sent_again", conversation=str(item.conversation), item=item.name, part=item.part)
        parts = self._artist.draw(item.what, item.language)
        for number in range(min(item.part, len(parts) - 1), len(parts)):
            part, last = parts[number], number == len(parts) - 1
            drawn = await self._drawn(part)
            ids = await self._threads.run(lambda n=number, p=part: self._ledger.begin(item, n, p.buttons))  # type: ignore[misc]
            if ids is None:
                return True  # the chat has changed in the meantime: read it again
            try:
                await self._deliver(item, part, ids, drawn)
            except TelegramError as error:
                return await self._failed(item, error)
            await self._threads.run(lambda n=number, end=last: self._ledger.sent(item, n, last=end))  # type: ignore[misc]
        if item.leaving:
            await self._threads.run(lambda: self._chats.forget_left(item.chat))
        return True

    async def _drawn(self, part: Part) -> Drawn | None:
        """Return a part's file, if it has one."""
        file = part.file
        if file is None:
            return None
        return await anyio.to_thread.run_sync(lambda: self._files.draw(file, part.token), limiter=self._drawers)

    async def _deliver(self, item: Item, part: Part, ids: list[str], drawn: Drawn | None) -> None:
        """Send a part; what Telegram does not understand is sent as plain text, and a file is left out."""
        try:
            await sender.send(self._bot, item.address, part, ids, drawn)
        except BadRequest as error:
            if sender.verdict(error, item.failures).trouble is not Trouble.UNREADABLE:
                raise
            _log.error("telegram_not_understood", conversation=str(item.conversation), item=item.name)
            if part.html:
                await self._plainly(item, part, ids)

    async def _plainly(self, item: Item, part: Part, ids: list[str]) -> None:
        try:
            await sender.send_plain(self._bot, item.address, part, ids)
        except BadRequest as error:
            if sender.verdict(error, item.failures).trouble is not Trouble.UNREADABLE:
                raise
            _log.error("telegram_given_up", conversation=str(item.conversation), item=item.name)

    async def _failed(self, item: Item, error: TelegramError) -> bool:
        """Note what follows from an error; tell whether to go on with this chat at once."""
        found = sender.verdict(error, item.failures)
        match found.trouble:
            case Trouble.MOVED:
                await self._threads.run(lambda: self._chats.migrate(item.chat, found.moved_to))
                return True
            case Trouble.PAUSE:
                _log.info("telegram_paused", conversation=str(item.conversation))
                await self._on_paused(item.chat)
            case Trouble.REFUSED:
                self._on_refused()
            case _:
                _log.info("telegram_postponed", error=type(error).__name__, seconds=found.seconds, item=item.name)
                await self._threads.run(lambda: self._ledger.postpone(item, found.seconds, uncertain=found.uncertain))
        return False
