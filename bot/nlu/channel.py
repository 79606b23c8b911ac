"""The internal channel through which the gateway talks to Rasa.

It differs from Rasa's REST channel in four ways: it wants the gateway's secret, it takes a button press as data
(never as text), it computes the slow part of understanding in a thread so that other conversations go on, and
it carries the request id into Rasa's logs.
"""

import asyncio
import hmac
import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Awaitable, Callable, Dict, Optional, Text

import structlog
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.nlu import registry

log = structlog.get_logger(__name__)
THREADS = 2
"""Messages whose understanding is computed at the same time; the machine it was measured on has two cores."""


class GatewayInput(InputChannel):
    """Receives `{sender, message, choice, metadata}` and answers with the list of bot messages."""

    def __init__(self, token: Text) -> None:
        """Remember the secret the gateway must send; an empty one turns the check off."""
        self._token = token
        self._pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="understanding")

    @classmethod
    def name(cls) -> Text:
        """Return the part of the address: /webhooks/gateway/webhook."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> "GatewayInput":
        """Make the channel; the secret comes from the environment, never from a file."""
        return cls(os.environ.get("INTERNAL_TOKEN", ""))

    def _trusted(self, request: Request) -> bool:
        given = (request.headers.get("authorization") or "").removeprefix("Bearer ")
        return not self._token or hmac.compare_digest(given.encode(), self._token.encode())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes of the channel."""
        routes = Blueprint("gateway_channel", "bot.nlu.channel")

        @routes.route("/", methods=["GET"])
        async def health(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok", "model": registry.loaded()})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._trusted(request):
                return response.json({"error": {"code": "forbidden", "message": "wrong token"}}, status=403)
            body = request.json or {}
            text, sender = str(body.get("message") or ""), str(body.get("sender") or "default")
            metadata = dict(body.get("metadata") or {})
            choice = body.get("choice")
            structlog.contextvars.clear_contextvars()
            structlog.contextvars.bind_contextvars(request_id=metadata.get("request_id", ""))
            started = time.perf_counter()
            if not choice:
                await asyncio.get_running_loop().run_in_executor(self._pool, registry.warm, text)
            collector = CollectingOutputChannel()
            await on_new_message(
                UserMessage(
                    text,
                    collector,
                    sender,
                    parse_data=parse_data_of(choice, text) if choice else None,
                    input_channel=self.name(),
                    metadata=metadata,
                )
            )
            log.info("message.handled", ms=round((time.perf_counter() - started) * 1000, 1), choice=bool(choice))
            return response.json(collector.messages)

        return routes


def parse_data_of(choice: Dict[Text, Any], text: Text) -> Dict[Text, Any]:
    """Return, for a pressed button, what Rasa's understanding would have found."""
    intent = str(choice.get("intent") or choice.get("topic") or "overview")
    scheme = choice.get("scheme") or None
    question = {
        "text": text,
        "intent": intent,
        "confidence": 1.0,
        "ranking": [[intent, 1.0]],
        "named": [scheme] if scheme else [],
        "inferred": [],
        "hints": [],
        "chosen": True,
    }
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "intent_ranking": [{"name": intent, "confidence": 1.0}],
        "entities": [],
        "questions": [question],
    }
