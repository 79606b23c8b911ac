"""The Telegram channel as the gateway starts and stops it."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import StrEnum
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.helpers import create_deep_linked_url

from bot.channels.limits import Limits
from bot.channels.telegram import menu
from bot.channels.telegram.application import App, build
from bot.channels.telegram.chats import Chats
from bot.channels.telegram.commands import CODE_PREFIX
from bot.channels.telegram.drawing.draw import Artist
from bot.channels.telegram.events import ALLOWED_UPDATES
from bot.channels.telegram.files import Files
from bot.channels.telegram.handling import Handler
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.ledger import Ledger
from bot.channels.telegram.means import Means
from bot.channels.telegram.notes import Notes
from bot.channels.telegram.outbox import Outbox
from bot.channels.telegram.presses import Presses
from bot.channels.telegram.privacy import Vault
from bot.channels.telegram.receiver import Receiver, StoringQueue
from bot.channels.telegram.sender import seconds_of
from bot.channels.telegram.talks import Talks
from bot.channels.telegram.threads import Threads
from bot.channels.telegram.watch import Watch
from bot.conversation.codes import Codes
from bot.conversation.hub import Hub
from bot.conversation.service import ConversationService
from bot.conversation.store import ConversationStore
from bot.logs import where
from bot.settings import Settings
from bot.texts import Texts

_log = structlog.get_logger("gateway.telegram")

_POLL_SECONDS = 25
_LONGEST_WAIT = 60.0
_PURGE_SECONDS = 3600


class State(StrEnum):
    """How the channel fares."""

    OFF = "off"
    STARTING = "starting"
    RUNNING = "running"
    REFUSED = "refused"
    """Telegram does not know the token."""
    STOPPED = "stopped"

    def may_become(self, other: "State") -> bool:
        """Tell whether a change of state is allowed."""
        return other in _CHANGES[self]


_CHANGES = {
    State.OFF: {State.STARTING, State.STOPPED},
    State.STARTING: {State.RUNNING, State.REFUSED, State.STOPPED},
    State.RUNNING: {State.REFUSED, State.STOPPED},
    State.REFUSED: {State.STOPPED},
    State.STOPPED: {State.STARTING},
}


class TelegramChannel:
    """Runs beside the web in the gateway; whatever happens to it, the gateway goes on."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        service: ConversationService,
        store: ConversationStore,
        hub: Hub,
        codes: Codes,
        limits: Limits,
        texts: Texts,
    ) -> None:
        """Remember the gateway's parts; nothing is started yet."""
        self._settings = settings
        self._engine = engine
        self._service = service
        self._store = store
        self._hub = hub
        self._codes = codes
        self._limits = limits
        self._texts = texts
        self._task: asyncio.Task[None] | None = None
        self._receiver: Receiver | None = None
        self._app: App | None = None
        self._vault: Vault | None = None
        self._refused = asyncio.Event()
        self._artist = Artist(texts)
        self.state = State.OFF

    @property
    def is_configured(self) -> bool:
        """Tell whether there is a token."""
        return bool(self._settings.telegram_bot_token.get_secret_value())

    def address(self) -> str | None:
        """Return the address of the bot in Telegram, once it is known."""
        return create_deep_linked_url(self._artist.username) if self.state is State.RUNNING else None

    def link(self, code: str) -> str | None:
        """Return the address that opens a conversation in Telegram with a one-time code."""
        if self.state is not State.RUNNING:
            return None
        return create_deep_linked_url(self._artist.username, f"{CODE_PREFIX}{code}")

    def _become(self, state: State) -> bool:
        if not self.state.may_become(state):
            return False
        self.state = state
        return True

    async def start(self) -> None:
        """Begin in the background; the gateway does not wait for Telegram."""
        if not self.is_configured:
            _log.info("telegram_off", reason="TELEGRAM_BOT_TOKEN is not set; the assistant runs without Telegram")
            return
        self._become(State.STARTING)
        self._refused.clear()
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End, after what is being handled or sent."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        self._become(State.STOPPED)

    async def receive(self, update: dict[str, Any], token: str) -> bool:
        """Store an update that Telegram brought itself; return whether the caller showed the right token.

        Raises:
            SQLAlchemyError: It could not be stored; Telegram will bring it again.
        """
        if (
            self._vault is None
            or self._receiver is None
            or self._app is None
            or not self._settings.telegram_webhook_url
        ):
            return False
        if not secrets.compare_digest(token.encode(), self._vault.webhook_token.encode()):
            return False
        found = Update.de_json(update, self._app.bot)
        if found is not None:
            await self._receiver.store(found)
        return True

    def _refuse(self) -> None:
        """Say once that the token is not accepted, and end the channel."""
        if self._become(State.REFUSED):
            _log.error(
                "telegram_token_refused",
                reason="Telegram does not know TELEGRAM_BOT_TOKEN; the assistant runs on without Telegram",
            )
            self._refused.set()

    async def _run(self) -> None:
        """Set everything up, run until cancelled or refused, take everything down."""
        try:
            await self._live()
        except InvalidToken:
            self._refuse()
        except Exception as error:
            _log.error("telegram_stopped", error=type(error).__name__, where=where(error))

    async def _live(self) -> None:
        threads = Threads(self._engine)
        vault = await threads.run(lambda: Vault.of(self._settings))
        queue = StoringQueue(self._store_update)
        app, requests = build(self._settings, queue, self._refuse)
        means = self._means(app, threads, vault)
        handler = Handler(means)
        files = Files(self._settings.var_dir, self._texts)
        outbox = Outbox(means, files, on_paused=handler.pause, on_refused=self._refuse)
        watch = Watch(self._hub, app.bot, outbox.wake)
        receiver = Receiver(means, handler, watch, outbox.wake)
        self._app, self._vault, self._receiver = app, vault, receiver
        tasks: list[asyncio.Task[None]] = []
        try:
            await self._patiently("telegram_not_reached", app.initialize)
            self._artist.username = app.bot.username
            await receiver.resume()
            tasks.append(asyncio.create_task(outbox.run()))
            tasks.append(asyncio.create_task(self._purge(means)))
            await self._listen(app, vault)
            self._become(State.RUNNING)
            _log.info("telegram_running", webhook=bool(self._settings.telegram_webhook_url))
            tasks.append(asyncio.create_task(self._publish(app)))
            await self._refused.wait()
        finally:
            await watch.stop()
            await self._down(app, receiver, outbox, tasks)
            for request in requests:
                await request.shutdown()

    def _means(self, app: App, threads: Threads, vault: Vault) -> Means:
        engine = self._engine
        chats = Chats(engine, vault)
        return Means(
            settings=self._settings,
            engine=engine,
            service=self._service,
            store=self._store,
            hub=self._hub,
            codes=self._codes,
            limits=self._limits,
            texts=self._texts,
            bot=app.bot,
            threads=threads,
            chats=chats,
            inbox=Inbox(engine, vault, chats),
            ledger=Ledger(engine, self._store, vault),
            notes=Notes(engine, vault),
            presses=Presses(engine),
            talks=Talks(engine, self._store),
            artist=self._artist,
        )

    async def _store_update(self, update: Update) -> None:
        if self._receiver is not None:
            await self._receiver.store(update)

    async def _listen(self, app: App, vault: Vault) -> None:
        """Have updates brought by Telegram where an address is set, else fetch them."""
        address = self._settings.telegram_webhook_url
        if address:
            await self._patiently(
                "telegram_webhook_not_set",
                lambda: app.bot.set_webhook(address, allowed_updates=ALLOWED_UPDATES, secret_token=vault.webhook_token),
            )
        elif app.updater is not None:
            await app.updater.start_polling(
                timeout=_POLL_SECONDS,
                bootstrap_retries=-1,
                allowed_updates=ALLOWED_UPDATES,
                error_callback=self._polling_failed,
            )

    @staticmethod
    def _polling_failed(error: TelegramError) -> None:
        """Log that updates could not be fetched; the library tries again by itself."""
        if isinstance(error, Conflict):
            _log.error("telegram_conflict", reason="another process fetches updates with the same token")
        else:
            _log.warning("telegram_not_reached", error=type(error).__name__)

    @staticmethod
    async def _patiently(event: str, call: Callable[[], Awaitable[object]]) -> None:
        """Do something until it succeeds; only a refused token ends it."""
        wait = 1.0
        while True:
            try:
                await call()
            except InvalidToken:
                raise
            except TelegramError as error:
                _log.warning(event, error=type(error).__name__)
                await asyncio.sleep(seconds_of(error) if isinstance(error, RetryAfter) else wait)
                wait = min(_LONGEST_WAIT, wait * 2)
            else:
                return

    async def _publish(self, app: App) -> None:
        """Set the menus; that the token is refused is noticed by the requests themselves."""
        with suppress(InvalidToken):
            await menu.publish(app.bot, self._texts)

    @staticmethod
    async def _purge(means: Means) -> None:
        """Forget what is not needed any more, once an hour."""
        while True:
            with suppress(SQLAlchemyError):
                await means.threads.run(means.inbox.purge)
                await means.threads.run(means.notes.purge)
                await means.threads.run(means.presses.purge)
                await means.threads.run(means.chats.purge)
            await asyncio.sleep(_PURGE_SECONDS)

    async def _down(self, app: App, receiver: Receiver, outbox: Outbox, tasks: list[asyncio.Task[None]]) -> None:
        """Stop fetching, finish what is being handled and sent, close the connections."""
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(TelegramError, RuntimeError):
            if app.updater is not None and app.updater.running:
                await app.updater.stop()
        await receiver.stop()
        await outbox.stop()
        with suppress(TelegramError, RuntimeError):
            await app.shutdown()
        self._receiver = None
