"""Cases leave the house by e-mail and as signed JSON: once, also after faults, with everything in them."""

import asyncio
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from bot.conversation.models import utcnow
from bot.conversation.replies import Reply
from bot.handoff.delivery import Deliveries, Delivery
from bot.handoff.request import Request
from bot.handoff.summary import summarise
from bot.run.preflight import free_port
from bot.settings import Settings
from tests.unit.handoff.kit import World

SECRET = "felles hemmelighet"


class Inbox:
    """Keeps e-mails; refuses the first so many."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        if self.refuse:
            self.refuse -= 1
            return "451 Try again later"
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


class CaseSystem(HTTPServer):
    """A case system on loopback that checks signatures."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.statuses: list[int] = []
        super().__init__(("127.0.0.1", 0), Receiver)


class Receiver(BaseHTTPRequestHandler):
    server: CaseSystem

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        stamp = self.headers["X-Nav-Timestamp"]
        wanted = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()
        status = self.server.statuses.pop(0) if self.server.statuses else 204
        if self.headers["X-Nav-Signature"] != f"sha256={wanted}":
            status = 401
        if status < 300:
            self.server.received.append(json.loads(body))
            self.server.keys.append(self.headers["Idempotency-Key"])
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, Controller]]:
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield inbox, controller
    controller.stop()


@pytest.fixture
def case_system() -> Iterator[CaseSystem]:
    server = CaseSystem()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def deliveries(world: World, inbox: tuple[Inbox, Controller], case_system: CaseSystem) -> Deliveries:
    settings = Settings(
        smtp_host="127.0.0.1",
        smtp_port=inbox[1].port,
        smtp_security="none",
        handoff_mail_to="landslinja@nav.example",
        mail_from="assistent@nav.example",
        handoff_webhook_url=f"http://127.0.0.1:{case_system.server_port}/saker",
        handoff_webhook_secret=SECRET,  # type: ignore[arg-type]
    )
    return Deliveries(world.engine, world.desk, world.store, settings)


def asked(world: World, name: str | None = "Kari\nBcc: alle@nav.example") -> str:
    """Ask for a person, and return the reference."""
    turn = world.store.begin("web", f"sender-{utcnow().timestamp()}", "Hva er mentor for [fødselsnummer]?")
    custom = {"kind": "answer", "scheme": "mentor", "title": "Mentortilskudd", "url": "https://www.nav.no/m"}
    months = {"kind": "calculation", "scheme": "mentor", "monthly": [{"percent": 100, "amount": 4000}], "total": 24000}
    world.store.finish(turn, [Reply("Et tilskudd.", custom=custom), Reply("Anslag", custom=months)], "nb", None)
    summary = summarise(world.store.messages_after(turn.conversation, 0))
    wish = Request("Hjelp med mentor", consent=True, name=name, email="kari@bakeriet.no", summary=summary)
    return world.desk.request(turn.conversation, wish).reference


async def test_a_case_arrives_once_by_both_ways_with_everything_in_it(
    world: World, deliveries: Deliveries, inbox: tuple[Inbox, Controller], case_system: CaseSystem
) -> None:
    world.clock.now = utcnow()
    reference = asked(world)
    assert await deliveries.deliver_due() == 2
    assert await deliveries.deliver_due(utcnow() + timedelta(hours=5)) == 0
    (mail,) = inbox[0].mails
    assert mail["Subject"].startswith(reference) and mail["To"] == "landslinja@nav.example"
    assert mail["Reply-To"] == "kari@bakeriet.no" and mail["Bcc"] is None
    body = mail.get_content()
    for part in ("Hjelp med mentor", "Mentortilskudd", "4000 kroner", "Hva er mentor for [fødselsnummer]?"):
        assert part in body
    (sent,) = case_system.received
    assert sent["event"] == "handoff.requested"
    assert sent["handoff"]["reference"] == reference == case_system.keys[0]
    assert sent["handoff"]["summary"]["schemes"][0]["id"] == "mentor"
    assert sent["handoff"]["transcript"][0]["author"] == "employer"


async def test_faults_are_tried_again_and_later_each_time(
    world: World, deliveries: Deliveries, inbox: tuple[Inbox, Controller], case_system: CaseSystem
) -> None:
    world.clock.now = utcnow()
    asked(world)
    inbox[0].refuse, case_system.statuses = 2, [500, 503]
    moment: datetime = utcnow()
    assert await deliveries.deliver_due(moment) == 0
    assert await deliveries.deliver_due(moment + timedelta(seconds=1)) == 0  # not due yet
    assert await deliveries.deliver_due(moment + timedelta(seconds=6)) == 0
    assert await deliveries.deliver_due(moment + timedelta(seconds=30)) == 2
    assert (len(inbox[0].mails), len(case_system.received)) == (1, 1)
    with world.engine.connect() as connection:
        rows = connection.execute(select(Delivery.attempts, Delivery.fault)).all()
    assert [tuple(row) for row in rows] == [(3, None), (3, None)]


async def test_a_delivery_whose_process_died_is_taken_up_again(
    world: World, deliveries: Deliveries, case_system: CaseSystem
) -> None:
    world.clock.now = utcnow()
    asked(world)
    await deliveries.deliver_due()
    with world.engine.begin() as connection:  # as if it died before it could take note
        connection.execute(update(Delivery).values(delivered_at=None))
    assert await deliveries.deliver_due(utcnow() + timedelta(minutes=1)) == 0
    assert await deliveries.deliver_due(utcnow() + timedelta(minutes=3)) == 2
    assert case_system.keys[0] == case_system.keys[1]  # the receiver knows the repeat by its key


async def test_a_forged_body_is_refused_by_its_signature(
    world: World, deliveries: Deliveries, case_system: CaseSystem
) -> None:
    import httpx

    async with httpx.AsyncClient(trust_env=False) as client:
        url = f"http://127.0.0.1:{case_system.server_port}/saker"
        headers = {"X-Nav-Timestamp": "1", "X-Nav-Signature": "sha256=00", "Idempotency-Key": "x"}
        assert (await client.post(url, content=b"{}", headers=headers)).status_code == 401
    assert case_system.received == []


async def test_deliveries_go_on_after_a_quiet_time(
    world: World, deliveries: Deliveries, case_system: CaseSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handoff.delivery._LOOK_SECONDS", 0.05)
    world.clock.now = utcnow()
    running = asyncio.create_task(deliveries.run())
    await asyncio.sleep(0.4)
    await asyncio.to_thread(asked, world)
    for _ in range(100):
        if case_system.received:
            break
        await asyncio.sleep(0.1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(case_system.received) == 1
