"""Measure conversations with people: messages through many at once, and how soon all goes on after kill -9.

Usage: `python -m tests.bench.people [--conversations 200] [--rounds 5]`; prints one line a figure.
The gateway runs in a process of its own; the load comes from the same machine and is part of what is measured.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bot import database, migrations
from bot.staff.accounts import Accounts
from bot.staff.roles import Role
from tests.gateway.killable import Killable

FRESH = httpx.Limits(keepalive_expiry=2)
"""The server closes lines that were quiet for five seconds; they must not be used once more."""

PASSWORD = "korrekt hest batteri stift"
PEOPLE = 4
PAUSE_SECONDS = 8.0
"""A person writes in one conversation this often, on average; with 200 of them that is 25 messages a second."""


@dataclass
class Talk:
    """One employer with a person."""

    token: str
    handoff: str = ""
    heard: list[str] = field(default_factory=list)
    at: dict[str, float] = field(default_factory=dict)
    last: int = 0


@contextmanager
def gateway() -> Iterator[Killable]:
    """Run a gateway with accounts, without Rasa."""
    with tempfile.TemporaryDirectory(prefix="people-") as folder:
        killable = Killable(Path(folder), "http://127.0.0.1:9")
        engine = database.create(killable.settings.resolved_database_url)
        migrations.upgrade(engine)
        accounts = Accounts(engine)
        for number in range(PEOPLE):
            made = accounts.add(f"person{number}", f"Person {number}", (Role.AGENT,))
            assert accounts.set_password(made.staff.id, f"person{number}", made.password, PASSWORD)
        engine.dispose()
        killable.start()
        try:
            yield killable
        finally:
            killable.kill()


async def sign_in(url: str, number: int) -> httpx.AsyncClient:
    """Return a signed-in member of staff."""
    client = httpx.AsyncClient(base_url=url, timeout=60, trust_env=False, limits=FRESH, headers={"Origin": url})
    body = {"username": f"person{number}", "password": PASSWORD}
    session = (await client.post("/staff/api/login", json=body)).raise_for_status().json()
    client.headers["X-CSRF-Token"] = session["csrf"]
    (await client.put("/staff/api/presence", json={"presence": "available"})).raise_for_status()
    return client


async def begin(http: httpx.AsyncClient) -> Talk:
    """Begin a conversation and ask for a person."""
    token = (await http.post("/api/conversations", json={})).raise_for_status().json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    form = {"consent": True, "question": "Hvem kan hjelpe?"}
    (await http.post("/api/conversation/handoff", headers=headers, json=form)).raise_for_status()
    return Talk(token)


async def listen(url: str, talk: Talk, ready: asyncio.Event) -> None:
    """Follow a conversation, again after a break, until cancelled."""
    address = url.replace("http", "ws") + "/api/conversation/live"
    while True:
        try:
            async with connect(address, proxy=None, ping_interval=None) as socket:
                await socket.send(json.dumps({"token": talk.token, "after": talk.last}))
                ready.set()
                await _hear(socket, talk)
        except (OSError, WebSocketException):
            await asyncio.sleep(0.05)


async def _hear(socket: ClientConnection, talk: Talk) -> None:
    async for frame in socket:
        data: dict[str, Any] = json.loads(frame)
        if data["type"] == "message":
            talk.last = data["message"]["seq"]
            if data["message"]["author"] == "person":
                talk.heard.append(data["message"]["text"])
                talk.at[data["message"]["text"]] = time.perf_counter()


async def say(staff: httpx.AsyncClient, talk: Talk, text: str) -> float:
    """Send a person's message until it is acknowledged, and return when it was begun."""
    body = {"client_id": uuid4().hex, "text": text}
    began = time.perf_counter()
    while True:
        try:
            answer = await staff.post(f"/staff/api/handoffs/{talk.handoff}/messages", json=body)
            if answer.status_code == 200:
                return began
        except httpx.HTTPError:
            pass
        await asyncio.sleep(0.05)


async def measure(url: str, killable: Killable, conversations: int, rounds: int) -> dict[str, Any]:
    """Return the figures."""
    people = [await sign_in(url, number) for number in range(PEOPLE)]
    async with httpx.AsyncClient(base_url=url, timeout=60, trust_env=False, limits=FRESH) as http:
        talks = [await begin(http) for _ in range(conversations)]
        owners = await _claim(people, http, talks)
        ready = [asyncio.Event() for _ in talks]
        ears = [asyncio.create_task(listen(url, talk, event)) for talk, event in zip(talks, ready, strict=True)]
        await asyncio.gather(*(event.wait() for event in ready))
        began: dict[tuple[int, str], float] = {}

        async def converse(index: int, talk: Talk, staff: httpx.AsyncClient) -> None:
            headers = {"Authorization": f"Bearer {talk.token}"}
            for number in range(rounds):
                await asyncio.sleep(random.uniform(0, 2 * PAUSE_SECONDS))
                began[index, f"nummer {number}"] = await say(staff, talk, f"nummer {number}")
                body = {"client_id": uuid4().hex, "text": f"svar {number}"}
                (await http.post("/api/conversation/messages", headers=headers, json=body)).raise_for_status()

        await asyncio.gather(*(converse(i, talk, owners[i]) for i, talk in enumerate(talks)))
        await asyncio.sleep(2)
        wanted = [f"nummer {number}" for number in range(rounds)]
        lost = sum(len(set(wanted) - set(talk.heard)) for talk in talks)
        doubled = sum(len(talk.heard) - len(set(talk.heard)) for talk in talks)
        disordered = sum(list(dict.fromkeys(talk.heard)) != wanted for talk in talks)
        waits = [talks[i].at[text] - at for (i, text), at in began.items() if text in talks[i].at]
        cuts = quantiles(waits, n=100)
        killed = time.perf_counter()
        killable.kill()
        await asyncio.to_thread(killable.start)
        up = time.perf_counter() - killed
        await say(owners[0], talks[0], "etter")
        while "etter" not in talks[0].at:  # noqa: ASYNC110 - the listener only takes note of times
            await asyncio.sleep(0.005)
        recovered = talks[0].at["etter"] - killed
        for ear in ears:
            ear.cancel()
        await asyncio.gather(*ears, return_exceptions=True)
    for person in people:
        await person.aclose()
    return {
        "conversations": conversations,
        "messages of people": len(waits),
        "lost": lost,
        "doubled": doubled,
        "out of order": disordered,
        "p50 ms": round(cuts[49] * 1000),
        "p95 ms": round(cuts[94] * 1000),
        "gateway answers after kill -9, s": round(up, 2),
        "next message delivered after kill -9, s": round(recovered, 2),
    }


async def _claim(
    people: list[httpx.AsyncClient], http: httpx.AsyncClient, talks: list[Talk]
) -> list[httpx.AsyncClient]:
    """Share the conversations among the people, and return who has which."""
    owners = []
    for index, talk in enumerate(talks):
        headers = {"Authorization": f"Bearer {talk.token}"}
        reference = (await http.get("/api/conversation", headers=headers)).json()["handoff"]["reference"]
        staff = people[index % len(people)]
        found = await staff.get("/staff/api/handoffs", params={"view": "queue", "q": reference})
        talk.handoff = found.json()["items"][0]["id"]
        (await staff.post(f"/staff/api/handoffs/{talk.handoff}/claim", json={})).raise_for_status()
        owners.append(staff)
    return owners


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    with gateway() as running:
        figures = asyncio.run(measure(running.url, running, chosen.conversations, chosen.rounds))
    for name, value in figures.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
