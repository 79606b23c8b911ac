"""The three real processes under the supervisor, started once for all tests."""

from collections.abc import Callable, Iterator

import pytest

from bot.run.supervision import Supervised
from tests.e2e.client import Talk, ready, until
from tests.evaluation.running import running


@pytest.fixture(scope="session")
def assistant() -> Iterator[Supervised]:
    """The running assistant, with a model for the present data."""
    with running() as supervised:
        yield supervised


@pytest.fixture
def talk(assistant: Supervised) -> Iterator[Callable[[], Talk]]:
    """Begins conversations; afterwards everything is up again, whatever a test did to it."""
    begun: list[Talk] = []

    def begin() -> Talk:
        begun.append(Talk(assistant))
        return begun[-1]

    yield begin
    for conversation in begun:
        conversation.http.close()
    assert until(lambda: ready(assistant)[0] == 200, 60), ready(assistant)
