"""The real gateway with Telegram; stand-ins over real HTTP for the Bot API and for Rasa."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from bot.app import create_app
from bot.settings import Settings
from tests.gateway.conftest import Served, StandIn, free_port, settings_for
from tests.telegram.phone import Phone, until
from tests.telegram.standin import TOKEN, BotApi

_chats = count(70_001)


class Running:
    """A gateway that runs in a thread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.app: FastAPI = create_app(settings)
        self.served = Served(self.app)
        if settings.telegram_webhook_url == "here":
            settings.telegram_webhook_url = f"{self.served.url}/webhooks/telegram"
        self.url = self.served.url

    @property
    def state(self) -> str:
        return str(self.app.state.telegram.state)

    def start(self, *, wait: bool = True) -> "Running":
        self.served.start()
        if wait:
            assert until(lambda: self.state == "running", 20), self.state
        return self

    def stop(self) -> None:
        self.served.stop()


@pytest.fixture(scope="session")
def backend() -> Iterator[tuple[Served, StandIn]]:
    stand_in = StandIn()
    served = Served(stand_in.app)
    served.start()
    yield served, stand_in
    served.stop()


@pytest.fixture
def rasa(backend: tuple[Served, StandIn]) -> StandIn:
    """What plays Rasa."""
    backend[1].reset()
    return backend[1]


@pytest.fixture
def api() -> Iterator[BotApi]:
    """What plays Telegram."""
    server = BotApi().start()
    yield server
    server.stop()


@pytest.fixture
def settings(api: BotApi, backend: tuple[Served, StandIn], rasa: StandIn, tmp_path: Path) -> Callable[..., Settings]:
    """Makes settings for a gateway with Telegram."""

    def make(**changes: Any) -> Settings:
        values: dict[str, Any] = {
            "telegram_bot_token": SecretStr(TOKEN),
            "telegram_api_base": api.url,
            "telegram_messages_per_second": 1000,
            "public_url": "https://bot.example.no",
        }
        return settings_for(tmp_path, backend[0].url, **(values | changes))

    return make


@pytest.fixture
def start(settings: Callable[..., Settings]) -> Iterator[Callable[..., Running]]:
    """Starts gateways, one after the other on the same database."""
    started: list[Running] = []

    def make(*, wait: bool = True, **changes: Any) -> Running:
        running = Running(settings(**changes)).start(wait=wait)
        started.append(running)
        return running

    yield make
    for running in started:
        running.stop()


@pytest.fixture(scope="session")
def shared_api() -> Iterator[BotApi]:
    """What plays Telegram for the shared gateway."""
    server = BotApi().start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def shared(
    shared_api: BotApi, backend: tuple[Served, StandIn], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A gateway for all tests that break nothing."""
    values = {
        "telegram_bot_token": SecretStr(TOKEN),
        "telegram_api_base": shared_api.url,
        "telegram_messages_per_second": 1000,
        "public_url": "https://bot.example.no",
    }
    running = Running(settings_for(tmp_path_factory.mktemp("shared"), backend[0].url, **values)).start()
    yield running
    running.stop()


@pytest.fixture
def gateway(shared: Running, rasa: StandIn) -> Running:
    """The shared gateway with a fresh stand-in behind it."""
    return shared


@pytest.fixture
def employer(gateway: Running, shared_api: BotApi) -> Phone:
    """An employer whom the shared gateway has not met yet."""
    return Phone(shared_api, next(_chats))


@pytest.fixture
def phone(api: BotApi) -> Phone:
    """An employer nobody has met yet."""
    return Phone(api, next(_chats))


@pytest.fixture
def phones(api: BotApi) -> Callable[[int], list[Phone]]:
    """Makes several employers."""
    return lambda number: [Phone(api, next(_chats)) for _ in range(number)]


__all__ = ["free_port"]
