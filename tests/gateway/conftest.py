"""The real gateway over HTTP; a small real HTTP server stands in for Rasa and the action server."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from pydantic import SecretStr

from bot.app import create_app
from bot.settings import Settings

TOKEN = "internal-secret"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Served:
    """A uvicorn server in a thread."""

    def __init__(self, app: FastAPI) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(app, host="127.0.0.1", port=self.port, log_config=None, ws="websockets-sansio")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run)

    def start(self) -> None:
        self.thread.start()
        deadline = time.monotonic() + 30
        while not self.server.started:
            assert self.thread.is_alive() and time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(20)


class StandIn:
    """Plays Rasa and the action server; `answer` and `status` decide what comes back."""

    def __init__(self) -> None:
        self.reset()
        self.app = FastAPI()
        self.app.post("/webhooks/gateway/webhook")(self._webhook)
        for path in ("/", "/webhooks/gateway/", "/health"):
            self.app.get(path)(self._alive)

    def reset(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.delay: Callable[[dict[str, Any]], float] = lambda _body: 0.0
        self.answer: Callable[[dict[str, Any]], Any] = self.echo
        self.status = 200
        self.alive = 200

    @staticmethod
    def echo(body: dict[str, Any]) -> list[dict[str, Any]]:
        """Answer like the real channel: one message with the language it was asked for."""
        custom = {
            "kind": "answer",
            "scheme": "mentor",
            "topic": "overview",
            "language": body["metadata"]["language"],
        }
        return [{"text": f"svar: {body['message']}", "custom": {**custom, "sources": []}}]

    async def _webhook(self, request: Request) -> Response:
        body = await request.json()
        self.seen.append(body)
        self.tokens.append(request.headers.get("authorization", ""))
        await asyncio.sleep(self.delay(body))
        answer = self.answer(body)
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return Response(content, self.status, media_type="application/json")

    async def _alive(self) -> Response:
        return Response("ok", self.alive)


class Gateway:
    """A client of the running gateway."""

    def __init__(self, served: Served, app: FastAPI) -> None:
        self.url = served.url
        self.app = app
        self.http = httpx.Client(base_url=served.url, timeout=30, trust_env=False)

    def post(self, body: object, **options: Any) -> httpx.Response:
        return self.http.post("/webhooks/rest/webhook", json=body, **options)

    def raw(self, content: bytes, content_type: str = "application/json") -> httpx.Response:
        headers = {"Content-Type": content_type}
        return self.http.post("/webhooks/rest/webhook", content=content, headers=headers)

    def say(self, sender: str, message: str) -> list[dict[str, Any]]:
        response = self.post({"sender": sender, "message": message})
        assert response.status_code == 200, response.text
        messages: list[dict[str, Any]] = response.json()
        for item in messages:
            assert item["recipient_id"] == sender
            assert item["text"].strip()
        return messages


def settings_for(folder: Path, backend: str, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "database_url": f"sqlite:///{folder / 'gateway.db'}",
        "var_dir": folder,
        "bot_now": None,
        "rasa_url": backend,
        "actions_url": backend,
        "internal_token": SecretStr(TOKEN),
        "rasa_timeout_seconds": 1.0,
        "rate_per_conversation": "1000/minute",
        "rate_per_address": "100000/minute",
    }
    return Settings(**(values | changes))


@pytest.fixture(scope="session")
def backend() -> Iterator[tuple[Served, StandIn]]:
    stand_in = StandIn()
    served = Served(stand_in.app)
    served.start()
    yield served, stand_in
    served.stop()


@pytest.fixture
def rasa(backend: tuple[Served, StandIn]) -> StandIn:
    backend[1].reset()
    return backend[1]


@pytest.fixture(scope="session")
def running(backend: tuple[Served, StandIn], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    app = create_app(settings_for(tmp_path_factory.mktemp("gateway"), backend[0].url))
    served = Served(app)
    served.start()
    gateway = Gateway(served, app)
    yield gateway
    gateway.http.close()
    served.stop()


@pytest.fixture
def gateway(running: Gateway, rasa: StandIn) -> Gateway:
    """The running gateway with a fresh stand-in behind it."""
    return running


@pytest.fixture
def start(backend: tuple[Served, StandIn], rasa: StandIn, tmp_path: Path) -> Iterator[Callable[..., Gateway]]:
    """Starts another gateway with changed settings."""
    started: list[tuple[Served, Gateway]] = []

    def make(**changes: Any) -> Gateway:
        app = create_app(settings_for(tmp_path, backend[0].url, **changes))
        served = Served(app)
        served.start()
        gateway = Gateway(served, app)
        started.append((served, gateway))
        return gateway

    yield make
    for served, gateway in started:
        gateway.http.close()
        served.stop()
