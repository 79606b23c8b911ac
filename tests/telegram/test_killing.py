"""kill -9 of the gateway with Telegram, a flood of a thousand updates, and a restart in the middle of a form."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT, Settings
from tests.gateway.conftest import TOKEN as INTERNAL
from tests.gateway.conftest import StandIn, free_port
from tests.telegram.conftest import Running
from tests.telegram.phone import Phone, until
from tests.telegram.standin import TOKEN, BotApi

FLOOD = 1000
CHATS = 50
KILLS = 3

pytestmark = pytest.mark.timeout(900)


class Killable:
    """A gateway with Telegram in a process of its own."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self.port = free_port()
        self.log = log
        self.environment = os.environ | {
            "DATABASE_URL": settings.resolved_database_url,
            "VAR_DIR": str(settings.var_dir),
            "RASA_URL": settings.rasa_url,
            "ACTIONS_URL": settings.rasa_url,
            "INTERNAL_TOKEN": INTERNAL,
            "RATE_PER_CONVERSATION": "100000/minute",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": settings.telegram_api_base,
            "TELEGRAM_MESSAGES_PER_SECOND": "1000",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Killable":
        command = [sys.executable, "-m", "uvicorn", "bot.app:app", "--factory", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--no-access-log"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        assert until(self._is_up, 180), self.log.read_text()[-2000:]
        return self

    def _is_up(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/health", timeout=2, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def killable(settings: Callable[..., Settings], tmp_path: Path) -> Iterator[Killable]:
    gateway = Killable(settings(), tmp_path / "gateway.log")
    try:
        yield gateway.start()
    finally:
        gateway.kill()


def test_killed_again_and_again_nothing_is_lost(
    killable: Killable, api: BotApi, rasa: StandIn, phones: Callable[[int], list[Phone]]
) -> None:
    rasa.delay = lambda _: 0.03
    employers = phones(8)
    expected = [f"svar: melding {number}" for number in range(10)]
    for number in range(10):
        for employer in employers:
            employer.say(f"melding {number}")
    recovered = []
    for _ in range(KILLS):
        before = len(api.messages)
        assert until(lambda b=before: len(api.messages) >= b + random.randint(3, 12), 30)  # type: ignore[misc]
        killable.kill()
        down, there = time.monotonic(), len(api.messages)
        killable.start()
        up = time.monotonic()
        assert until(lambda t=there: len(api.messages) > t, 60)  # type: ignore[misc]
        recovered.append((round(up - down, 1), round(time.monotonic() - up, 1)))
    assert until(lambda: all(employer.texts[-1:] == expected[-1:] for employer in employers), 60)
    doubled = 0
    for employer in employers:
        arrived = [message["text"] for message in employer.quiet(0.3)]
        assert list(dict.fromkeys(arrived)) == expected
        doubled += sum(count - 1 for count in Counter(arrived).values())
    log = killable.log.read_text("utf-8")
    assert doubled <= log.count("telegram_sent_again") <= KILLS * len(employers)
    assert not any(str(employer.chat) in log for employer in employers), "a log names a chat"
    assert TOKEN not in log
    assert log.count("telegram_running") == KILLS + 1
    print(f"after kill -9 (seconds to start, then to the next reply): {recovered}; sent twice: {doubled} of 80")


def test_a_flood_of_a_thousand_updates(
    start: Callable[..., Running], api: BotApi, rasa: StandIn, phones: Callable[[int], list[Phone]]
) -> None:
    start(rate_per_conversation="100000/minute")
    employers = phones(CHATS)
    began = time.monotonic()
    for number in range(FLOOD):
        employers[number % CHATS].say(f"melding {number // CHATS}")
    assert until(lambda: len(api.messages) >= FLOOD, 120), len(api.messages)
    took = time.monotonic() - began
    expected = [f"svar: melding {number}" for number in range(FLOOD // CHATS)]
    assert all(employer.texts == expected for employer in employers)
    assert len(rasa.seen) == FLOOD
    print(f"{FLOOD} updates from {CHATS} chats: all answered in order after {took:.1f} s")


def test_a_flood_from_one_chat_is_calmed_and_the_others_are_answered(
    start: Callable[..., Running], rasa: StandIn, phones: Callable[[int], list[Phone]]
) -> None:
    start(rate_per_conversation="30/minute")
    loud, calm = phones(2)
    for number in range(300):
        loud.say(f"melding {number}")
    began = time.monotonic()
    calm.ask("Hva er mentor?", 30)
    waited = time.monotonic() - began
    assert until(lambda: len(loud.got) >= 31, 60)
    assert loud.texts[:30] == [f"svar: melding {number}" for number in range(30)]
    assert 31 <= len(loud.quiet(1)) <= 33
    assert len(rasa.seen) == 31
    print(f"beside a flood of 300 from one chat, another was answered after {waited:.2f} s")


def test_a_restart_in_the_middle_of_a_form(start: Callable[..., Running], phone: Phone, rasa: StandIn) -> None:
    buttons = [{"title": "Ja", "payload": "Ja"}, {"title": "Nei", "payload": "Nei"}]
    question = {"kind": "question", "form": "finder", "slot": "paid"}
    envelope = {"envelope": True, "context": {"form": "finder"}, "text": "Får personen lønn?", "custom": question}
    rasa.answer = lambda _: [{"recipient_id": "x", "custom": {**envelope, "buttons": buttons}}]
    first = start()
    asked = phone.ask("finn en ordning")
    first.stop()
    phone.tap(asked, "Ja")
    rasa.answer = rasa.echo
    start()
    phone.wait(2, 30)
    assert rasa.seen[1]["message"] == "Ja"
    assert rasa.seen[1]["metadata"]["context"] == {"form": "finder"}
    assert phone.got[0]["text"].endswith("✓ Ja")


def test_how_quick_a_reply_is(gateway: Running, employer: Phone) -> None:
    employer.ask("oppvarming")
    times = []
    for number in range(60):
        began = time.monotonic()
        employer.ask(f"melding {number}")
        times.append((time.monotonic() - began) * 1000)
    times.sort()
    print(f"update to reply, without Rasa's own time: p50 {times[30]:.0f} ms, p95 {times[57]:.0f} ms")
    assert times[30] < 1500
