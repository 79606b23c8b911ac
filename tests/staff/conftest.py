"""Gateways for the staff tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from bot import database, migrations
from bot.knowledge.loader import load
from bot.knowledge.store import KnowledgeStore
from bot.settings import ROOT
from bot.staff import passwords
from bot.staff.roles import Role
from tests.staff.serving import Browser, Served, serve

ACCOUNTS = {
    "anna": (Role.AGENT,),
    "berit": (Role.AGENT,),
    "lars": (Role.LEAD,),
    "eva": (Role.EDITOR,),
    "adam": (Role.ADMIN,),
}


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hash with less work: the tests sign in often. The real cost has a test of its own."""
    slow, passwords._hasher = passwords._hasher, PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    yield
    passwords._hasher = slow


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("staff"), staff_login_attempts=1000) as served:
        KnowledgeStore(served.parts.engine).load(load(ROOT / "data" / "knowledge", date(2026, 11, 22)))
        for username, roles in ACCOUNTS.items():
            served.account(username, *roles)
        yield served


@pytest.fixture
def sign_in(running: Served) -> Callable[..., Browser]:
    """Signs in browsers of the running gateway."""
    return running.browser


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts another gateway with changed settings."""
    with ExitStack() as stack:

        def make(**changes: Any) -> Served:
            return stack.enter_context(serve(tmp_path, **changes))

        yield make


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database with the newest schema, of either kind."""
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'unit.db'}" if sqlite else request.getfixturevalue("postgresql_url")
    made = database.create(url)
    migrations.upgrade(made)
    yield made
    migrations.downgrade(made, "base")
    made.dispose()
