"""kill -9 of the gateway, again and again: what was acknowledged is there, once and in order, and gets its answer."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from bot import database
from bot.handoff.desk import Desk
from bot.handoff.people import Actor, ActorKind
from bot.handoff.request import Request
from tests.gateway.conftest import Served, StandIn
from tests.gateway.killable import Killable

KILLS = 2
MESSAGES = 25
KARI = Actor(ActorKind.STAFF, "kari", "Kari", "Veileder")


@pytest.fixture
def gateway_process(tmp_path: Path, backend: tuple[Served, StandIn], rasa: StandIn) -> Iterator[Killable]:
    killable = Killable(tmp_path, backend[0].url)
    killable.start()
    yield killable
    killable.kill()


class Employer:
    """Writes messages one after the other, each until it is acknowledged."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=5, trust_env=False)
        self.token = self.http.post("/api/conversations", json={}).json()["token"]
        self.headers = {"Authorization": f"Bearer {self.token}"}

    def write(self, text: str) -> None:
        body = {"client_id": uuid4().hex, "text": text}
        while True:
            try:
                answer = self.http.post("/api/conversation/messages", headers=self.headers, json=body)
                if answer.status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.05)

    def thread(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = []
        while True:
            after = messages[-1]["seq"] if messages else 0
            page = self.http.get("/api/conversation", headers=self.headers, params={"after": after}).json()
            if not page["messages"]:
                return messages
            messages += page["messages"]


def killed_while(gateway: Killable, writing: threading.Thread) -> None:
    """Kill and restart the gateway while messages are written."""
    chance = random.Random(7)
    writing.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.2, 0.7))
        gateway.kill()
        gateway.start()
    writing.join(120)
    assert not writing.is_alive()


def test_no_acknowledged_message_is_lost_or_doubled_and_each_is_answered_once(gateway_process: Killable) -> None:
    employer = Employer(gateway_process.url)
    texts = [f"melding nummer {number}" for number in range(MESSAGES)]
    killed_while(gateway_process, threading.Thread(target=lambda: [employer.write(text) for text in texts]))
    thread = employer.thread()
    employer.http.close()
    numbers = [message["seq"] for message in thread]
    assert numbers == sorted(set(numbers))
    assert [message["text"] for message in thread if message["author"] == "employer"] == texts
    assert [message["text"] for message in thread if message["author"] == "bot"] == [f"svar: {text}" for text in texts]


def test_a_person_and_an_employer_lose_nothing_and_the_bot_keeps_quiet(gateway_process: Killable) -> None:
    employer = Employer(gateway_process.url)
    employer.write("hei")
    engine = database.create(gateway_process.settings.resolved_database_url)
    desk = Desk.create(engine, _Deaf(), gateway_process.settings)
    turn = desk.store.find("web", employer.token)
    assert turn is not None
    case = desk.request(turn.conversation, Request("hjelp", consent=True))
    desk.claim(case.id, KARI)
    texts = [f"fra arbeidsgiveren {number}" for number in range(MESSAGES)]
    said = [f"fra Kari {number}" for number in range(MESSAGES)]

    def write() -> None:
        for number, text in enumerate(texts):
            employer.write(text)
            # The console tries again with the same id when it hears nothing; so does this.
            for _ in range(2):
                desk.say(case.id, KARI, said[number], f"kari-{number}")

    killed_while(gateway_process, threading.Thread(target=write))
    thread = employer.thread()
    employer.http.close()
    numbers = [message["seq"] for message in thread]
    assert numbers == sorted(set(numbers))
    assert [m["text"] for m in thread if m["author"] == "employer"] == ["hei", *texts]
    assert [m["text"] for m in thread if m["author"] == "person"] == said
    assert [m["text"] for m in thread if m["author"] == "bot"] == ["svar: hei"]
    engine.dispose()


class _Deaf:
    """Signals that nobody hears: the gateway is another process."""

    def tell(self, topic: str, **event: Any) -> None:
        """Do nothing; readers look by themselves."""
