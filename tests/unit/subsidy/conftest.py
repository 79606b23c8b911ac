"""The rules the product ships, for all tests of the arithmetic."""

import pytest

from bot.subsidy import Rules


@pytest.fixture(scope="session")
def rules() -> Rules:
    return Rules.load()
