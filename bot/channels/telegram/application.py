"""Sets up python-telegram-bot: its application, its requests, its rate limiter."""

import os
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from telegram import LinkPreviewOptions
from telegram.ext import AIORateLimiter, Application, ApplicationBuilder, Defaults
from telegram.request import HTTPXRequest, RequestData

from bot.channels.telegram.receiver import StoringQueue
from bot.settings import Settings

type App = Application[Any, Any, Any, Any, Any, Any]

os.environ.setdefault("PTB_TIMEDELTA", "1")
"""The library's next way to tell times; without it every 429 comes with a warning."""

_POOL = 64
_TIMEOUT = 15.0
_MEDIA_TIMEOUT = 60.0


class WatchedRequest(HTTPXRequest):
    """The library's requests; tells when Telegram does not know the token, which ends polling without a word."""

    def __init__(self, on_refused: Callable[[], None], **options: Any) -> None:
        super().__init__(**options)
        self._on_refused = on_refused

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **options: Any
    ) -> tuple[int, bytes]:
        """Send a request."""
        code, body = await super().do_request(url, method, request_data, *timeouts, **options)
        if code == HTTPStatus.UNAUTHORIZED:
            self._on_refused()
        return code, body


def build(
    settings: Settings, queue: StoringQueue, on_refused: Callable[[], None]
) -> tuple[App, tuple[WatchedRequest, ...]]:
    """Return the application and its connections; nothing is sent yet.

    The library closes the connections only where it could set itself up, so whoever asked for them does it in any case.
    """
    sending = _request(settings, on_refused, connection_pool_size=_POOL)
    fetching = _request(settings, on_refused, connection_pool_size=1)
    builder = (
        ApplicationBuilder()
        .token(settings.telegram_bot_token.get_secret_value())
        .request(sending)
        .get_updates_request(fetching)
        .rate_limiter(AIORateLimiter(overall_max_rate=settings.telegram_messages_per_second))
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .update_queue(queue)
        .job_queue(None)
    )
    base = settings.telegram_api_base.rstrip("/")
    if base:
        builder = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot")
    app: App = builder.build()
    return app, (sending, fetching)


def _request(settings: Settings, on_refused: Callable[[], None], **options: Any) -> WatchedRequest:
    # A server of one's own is reached directly; Telegram's may lie behind a proxy of the environment.
    own = bool(settings.telegram_api_base)
    return WatchedRequest(
        on_refused,
        read_timeout=_TIMEOUT,
        write_timeout=_TIMEOUT,
        media_write_timeout=_MEDIA_TIMEOUT,
        pool_timeout=_TIMEOUT,
        httpx_kwargs={"trust_env": not own},
        **options,
    )
