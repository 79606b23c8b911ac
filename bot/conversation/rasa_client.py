"""Asks Rasa for its answer over the internal HTTP channel."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx

from bot import clock
from bot.conversation.choices import Choice
from bot.settings import Settings

_KEEPALIVE_SECONDS = 2.0
"""Shorter than the server's five seconds: a connection it is about to close must not be used once more."""

_CONNECTIONS = 100


class RasaError(Exception):
    """Rasa gave no usable answer; the message says why, without any text of the conversation."""


class RasaClient:
    """One keep-alive HTTP client for Rasa's gateway channel."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        limits = httpx.Limits(max_connections=_CONNECTIONS, keepalive_expiry=_KEEPALIVE_SECONDS)
        self._client = httpx.AsyncClient(
            timeout=settings.rasa_timeout_seconds,
            limits=limits,
            trust_env=False,  # internal addresses must never go through a proxy
            headers={"Authorization": f"Bearer {settings.internal_token.get_secret_value()}"},
        )
        self._url = f"{settings.rasa_url.rstrip('/')}/webhooks/gateway/webhook"

    async def ask(
        self,
        conversation: UUID,
        message: str,
        *,
        choice: Choice | None,
        language: str,
        channel: str,
        request_id: str,
        context: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        """Return Rasa's messages for one message of an employer.

        Raises:
            RasaError: Rasa is away, too slow, or answers with something that is no list of messages.
        """
        fixed = self._settings.bot_now is not None
        body = {
            "sender": str(conversation),
            # A leading slash is a command to Rasa; an employer's text never is.
            "message": message.lstrip("/ ") or "?",
            "choice": choice.as_json() if choice else None,
            "metadata": {
                "language": language,
                "request_id": request_id,
                "now": clock.now(self._settings).isoformat() if fixed else None,
                "channel": channel,
                "context": dict(context or {}),
            },
        }
        try:
            # httpx limits each step; this limits the whole exchange.
            async with asyncio.timeout(self._settings.rasa_timeout_seconds):
                response = await self._client.post(self._url, json=body)
        except TimeoutError as error:
            raise RasaError("timeout") from error
        except httpx.HTTPError as error:
            raise RasaError(type(error).__name__) from error
        if response.status_code != httpx.codes.OK:
            raise RasaError(f"status {response.status_code}")
        return _messages(response.content)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _messages(content: bytes) -> list[dict[str, Any]]:
    """Return the messages in a response body."""
    try:
        messages = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RasaError("no JSON") from error
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise RasaError("no list of messages")
    if not messages:
        raise RasaError("no messages")
    return messages
