"""What the tests of several packages need."""

from collections.abc import Iterator

import pytest

from tests import postgres


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One PostgreSQL server for all tests; each test leaves its database as empty as it found it."""
    with postgres.server(tmp_path_factory.mktemp("pg")) as url:
        yield url
