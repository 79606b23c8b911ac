"""The console's WebSocket: what it tells, to whom, and when it ends."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bot.conversation.hub import STAFF, topic_of
from bot.conversation.models import Author
from bot.staff import live
from bot.staff.models import StaffSession
from bot.staff.sessions import digest
from tests.staff.employers import Employer, employer
from tests.staff.serving import Browser, Served

SignIn = Callable[..., Browser]


class Line:
    """An open console."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def send(self, **frame: Any) -> None:
        self.socket.send(json.dumps(frame))

    def until(self, kind: str, seconds: float = 8) -> dict[str, Any]:
        """Return the next frame of a kind."""
        deadline = time.monotonic() + seconds
        while True:
            frame: dict[str, Any] = json.loads(self.socket.recv(timeout=max(0.01, deadline - time.monotonic())))
            if frame["type"] == kind:
                return frame

    def quiet(self, kind: str, seconds: float = 1.0) -> bool:
        """Tell whether no frame of a kind comes for a while."""
        try:
            self.until(kind, seconds)
        except TimeoutError:
            return True
        return False

    def watch(self, case: Employer, after: int = 0) -> None:
        self.send(type="watch", handoff_id=case.handoff, after=after)


@contextmanager
def opened(browser: Browser, origin: str | None = None) -> Iterator[Line]:
    address = browser.url.replace("http", "ws", 1) + "/staff/api/live"
    headers = {"Cookie": f"nav-staff={browser.http.cookies.get('nav-staff', '')}"}
    with connect(address, additional_headers=headers, origin=origin or browser.url, proxy=None) as socket:  # type: ignore[arg-type]
        yield Line(socket)


def said(case: Employer, text: str) -> None:
    """Write as the employer, and wake up readers as the web channel does."""
    case.say(text)
    case.parts.hub.tell(topic_of(case.conversation))
    case.parts.hub.tell(STAFF, conversation=str(case.conversation))


@pytest.fixture
def case(running: Served) -> Employer:
    return employer(running.parts)


def test_news_of_the_queue_reaches_every_console(running: Served, sign_in: SignIn) -> None:
    anna, berit = sign_in("anna"), sign_in("berit")
    with opened(anna) as first, opened(berit) as second:
        for line in (first, second):
            assert line.until("hello") == {"type": "hello"}
        case = employer(running.parts)
        for line in (first, second):
            assert line.until("handoff")["id"] == case.handoff
            line.until("queue")
        anna.post(f"handoffs/{case.handoff}/claim")
        assert second.until("handoff")["id"] == case.handoff
        berit.put("presence", {"presence": "busy"})
        first.until("presence")


def test_a_watched_case_comes_in_order_once_and_from_where_one_was(sign_in: SignIn, case: Employer) -> None:
    anna = sign_in("anna")
    anna.post(f"handoffs/{case.handoff}/claim")
    before = [message.seq for message in case.messages()]
    with opened(anna) as line:
        line.watch(case)
        assert [line.until("message")["message"]["seq"] for _ in before] == before
        for number in range(20):
            said(case, f"melding {number}")
        got = [line.until("message") for _ in range(20)]
    assert [frame["message"]["text"] for frame in got] == [f"melding {number}" for number in range(20)]
    assert {frame["handoff_id"] for frame in got} == {case.handoff}
    known = got[9]["message"]["seq"]
    with opened(anna) as line:
        line.watch(case, known)
        assert [line.until("message")["message"]["text"] for _ in range(10)] == [f"melding {n}" for n in range(10, 20)]
        line.send(type="unwatch")
        said(case, "etterpå")
        assert line.quiet("message")


def test_typing_is_told_both_ways_and_never_what(running: Served, sign_in: SignIn, case: Employer) -> None:
    anna = sign_in("anna")
    anna.post(f"handoffs/{case.handoff}/claim")
    heard: list[Any] = []
    tell = running.parts.hub.tell
    with opened(anna) as line, pytest.MonkeyPatch.context() as patch:
        line.watch(case)
        line.until("message")
        case.parts.hub.tell(topic_of(case.conversation), typing="employer")
        assert line.until("typing") == {"type": "typing", "handoff_id": case.handoff}
        patch.setattr(
            running.parts.hub, "tell", lambda topic, **event: (heard.append((topic, event)), tell(topic, **event))
        )
        line.send(type="typing", handoff_id=case.handoff, text="hemmelig utkast")
        line.send(type="typing", handoff_id=case.handoff)
        deadline = time.monotonic() + 5
        while not heard and time.monotonic() < deadline:
            time.sleep(0.02)
        assert heard == [(topic_of(case.conversation), {"typing": "person"})], "told once, and without a text"
        assert anna.post(f"handoffs/{case.handoff}/typing").status_code == 204


def test_a_colleagues_case_cannot_be_watched(running: Served, sign_in: SignIn, case: Employer) -> None:
    anna, berit, eva = sign_in("anna"), sign_in("berit"), sign_in("eva")
    anna.post(f"handoffs/{case.handoff}/claim")
    for stranger in (berit, eva):
        with opened(stranger) as line:
            line.until("hello")
            line.watch(case)
            line.send(type="typing", handoff_id=case.handoff)
            said(case, "ikke for deg")
            assert line.quiet("message")


def test_who_loses_a_case_hears_no_more_of_it(sign_in: SignIn, case: Employer) -> None:
    anna, berit = sign_in("anna"), sign_in("berit")
    anna.post(f"handoffs/{case.handoff}/claim")
    colleague = berit.get("session").json()["user"]["id"]
    with opened(anna) as line:
        line.watch(case, case.messages()[-1].seq)
        said(case, "før")
        while line.until("message")["message"]["text"] != "før":
            pass
        assert anna.post(f"handoffs/{case.handoff}/transfer", {"to_staff": colleague}).status_code == 200
        said(case, "etter")
        assert line.quiet("message", 2)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1"])
def test_other_sites_cannot_open_it(sign_in: SignIn, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, opened(sign_in("anna"), origin):
        pass
    assert refused.value.response.status_code == 403


def test_without_a_session_it_says_goodbye(sign_in: SignIn) -> None:
    nobody = sign_in()
    with opened(nobody) as line:
        assert line.until("bye") == {"type": "bye"}
        with pytest.raises(ConnectionClosed) as closed:
            line.socket.recv(timeout=5)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 4401


def test_signing_out_ends_the_line(sign_in: SignIn) -> None:
    anna, again = sign_in("anna"), sign_in("anna")
    with opened(anna) as line, opened(again) as other:
        line.until("hello"), other.until("hello")
        anna.post("logout")
        line.until("bye")
        assert other.quiet("bye"), "another browser of the same person goes on"


def test_a_disabled_account_is_cut_off(running: Served, sign_in: SignIn) -> None:
    adam = sign_in("adam")
    running.account("kort", *running.parts.accounts.by_login("anna").roles)  # type: ignore[union-attr]
    short = sign_in("kort")
    account = short.get("session").json()["user"]["id"]
    with opened(short) as line:
        line.until("hello")
        assert adam.send("PATCH", f"accounts/{account}", {"disabled": True}).status_code == 200
        line.until("bye")
    assert short.get("session").status_code == 401


def test_a_session_that_runs_out_ends_the_line(
    running: Served, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "CHECK_SECONDS", 0.2)
    monkeypatch.setattr(live, "PING_SECONDS", 0.3)
    anna = sign_in("anna")
    with opened(anna) as line:
        line.until("ping")
        with running.parts.engine.begin() as connection:
            which = StaffSession.token_hash == digest(anna.cookie)
            past = datetime.now(UTC) - timedelta(hours=1)
            connection.execute(update(StaffSession).where(which).values(last_seen_at=past))
        line.until("bye")


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "[]",
        "null",
        '{"type": 7}',
        '{"type": "watch"}',
        '{"type": "watch", "handoff_id": "x", "after": -1}',
        "[" * 3000,
        "x" * 6000,
        '{"type":"watch","handoff_id":{},"after":"0"}',
    ],
)
def test_nonsense_does_no_harm(sign_in: SignIn, frame: str, case: Employer) -> None:
    with opened(sign_in("anna")) as line:
        line.until("hello")
        line.socket.send(frame)
        line.watch(case)
        assert line.until("message")["message"]["author"] == Author.EMPLOYER.value
