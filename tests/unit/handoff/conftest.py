"""Desks on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot import database, migrations
from tests.unit.handoff.kit import World, sqlite


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Engine]:
    with sqlite(tmp_path / "desk.db") as engine:
        yield engine


@pytest.fixture
def on_postgresql(postgresql_url: str) -> Iterator[Engine]:
    engine = database.create(postgresql_url)
    migrations.upgrade(engine)
    yield engine
    migrations.downgrade(engine, "base")
    engine.dispose()


@pytest.fixture(params=["on_sqlite", "on_postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Either database; what holds for one has to hold for the other."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Engine)
    return found


@pytest.fixture
def world(on_sqlite: Engine) -> World:
    return World(on_sqlite)
