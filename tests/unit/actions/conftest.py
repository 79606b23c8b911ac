"""The actions with their real services: settings from the environment, content in SQLite."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from actions import services
from bot import database, logs, migrations
from bot.clock import today
from bot.knowledge import loader
from bot.knowledge.store import KnowledgeStore
from bot.settings import ROOT, get_settings


@pytest.fixture(scope="session")
def loaded_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the real content."""
    url = f"sqlite:///{tmp_path_factory.mktemp('actions') / 'knowledge.db'}"
    engine = database.create(url)
    migrations.upgrade(engine)
    KnowledgeStore(engine).load(loader.load(ROOT / "data" / "knowledge", today()))
    engine.dispose()
    return url


def forget() -> None:
    """Drop what the process has cached, as a fresh start would."""
    get_settings.cache_clear()
    services._cache.cache_clear()
    services.texts.cache_clear()
    services.turns.cache_clear()


@pytest.fixture
def working(loaded_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An action server whose knowledge is in reach."""
    monkeypatch.setenv("DATABASE_URL", loaded_url)
    monkeypatch.delenv("BOT_NOW", raising=False)
    forget()
    yield
    forget()


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """What the server writes to its log, set up as it is served."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers, root.level
    logs.configure()
    written = io.StringIO()
    served = root.handlers[0]
    assert isinstance(served, logging.StreamHandler)
    served.setStream(written)
    yield written
    root.handlers = handlers
    root.setLevel(level)
    structlog.configure(**before)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_lines: io.StringIO) -> Iterator[None]:
    """An action server whose database is empty."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    forget()
    yield
    forget()
