"""The widget's conversation lives on: reload, two tabs, no net, a dead gateway, blocked WebSockets; and it can end."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from bot.run.supervision import Supervised
from tests.e2e.client import ready, until
from tests.e2e.test_resilience import RESTART_SECONDS, kill, pid_of
from tests.e2e.widget import DESK, PHONE, Widget, chromium

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

QUESTION = "Hva er mentortilskudd?"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=DESK, locale="nb-NO", accept_downloads=True)
    yield opened
    opened.close()


def call(assistant: Supervised, token: str, method: str, path: str, **more: Any) -> httpx.Response:
    """Call the web API as the same conversation from elsewhere."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.request(method, assistant.url + path, headers=headers, trust_env=False, timeout=30, **more)


def write_elsewhere(assistant: Supervised, token: str, text: str) -> None:
    body = {"client_id": uuid4().hex, "text": text}
    assert call(assistant, token, "POST", "/api/conversation/messages", json=body).status_code == 200


def answers(assistant: Supervised) -> bool:
    """Tell whether every part answers; a gateway that is starting refuses."""
    try:
        return ready(assistant)[0] == 200
    except httpx.TransportError:
        return False


def test_reload_and_a_second_tab_keep_the_conversation(context: BrowserContext, assistant: Supervised) -> None:
    first = Widget(context).goto(assistant.url).open()
    first.ask(QUESTION)
    kept = json.dumps(first.page.evaluate("({ ...localStorage, ...sessionStorage })"))
    assert first.token() in kept
    assert "mentor" not in kept
    first.page.reload()
    expect(first.row("answer")).to_contain_text("kollega")

    second = Widget(context).goto(assistant.url).open()
    expect(second.row("answer")).to_contain_text("kollega")
    second.ask("Hvor lenge varer det?")
    expect(first.log).to_contain_text("Hvor lenge varer det?")
    expect(first.page.locator(".row.bot")).to_have_count(2)
    assert first.token() == second.token()

    second.menu("Start på nytt")
    second.page.get_by_role("dialog").get_by_role("button", name="Start på nytt").click()
    expect(second.page.locator(".row")).to_have_count(0)
    expect(first.page.locator(".row")).to_have_count(0)
    first.check()
    second.check()


def test_deleting_really_deletes(context: BrowserContext, assistant: Supervised) -> None:
    widget = Widget(context).goto(assistant.url).open()
    widget.ask(QUESTION)
    token = widget.token()
    widget.menu("Slett samtalen")
    expect(widget.page.get_by_role("heading", name="Vil du slette samtalen?")).to_be_focused()
    assert widget.axe() == []
    widget.page.get_by_role("dialog").get_by_role("button", name="Slett samtalen").click()
    expect(widget.page.locator(".row")).to_have_count(0)
    expect(widget.live).to_contain_text("Samtalen er slettet hos Nav.")
    assert widget.token() == ""
    assert call(assistant, token, "GET", "/api/conversation").status_code == 401
    widget.check()


def test_the_transcript_is_a_file(context: BrowserContext, assistant: Supervised, tmp_path: Path) -> None:
    widget = Widget(context).goto(assistant.url).open()
    widget.ask(QUESTION)
    with widget.page.expect_download() as download:
        widget.menu("Last ned som tekst")
    assert download.value.suggested_filename == "samtale-med-nav.txt"
    download.value.save_as(tmp_path / "samtale.txt")
    assert QUESTION in (tmp_path / "samtale.txt").read_text("utf-8")
    widget.check()


def test_a_code_opens_the_conversation_in_another_browser(
    browser: Browser, context: BrowserContext, assistant: Supervised
) -> None:
    widget = Widget(context).goto(assistant.url).open()
    widget.ask(QUESTION)
    widget.menu("Fortsett på en annen enhet")
    code = widget.page.locator(".small-dialog code")
    expect(code).to_be_visible()
    elsewhere = browser.new_context(viewport=PHONE, locale="nb-NO")
    other = Widget(elsewhere).goto(f"{assistant.url}/?kode={code.text_content()}")
    assert other.axe() == []
    other.page.get_by_role("button", name="Åpne samtalen").click()
    expect(other.row("answer")).to_contain_text("kollega")
    assert "kode" not in other.page.url
    other.check()
    elsewhere.close()


def test_without_net_a_message_waits_and_is_sent_later(context: BrowserContext, assistant: Supervised) -> None:
    widget = Widget(context).goto(assistant.url).open()
    widget.ask(QUESTION)
    context.set_offline(True)
    expect(widget.page.locator(".bar.away")).to_contain_text("Du er uten nett")
    widget.field.fill("Hvor lenge varer det?")
    widget.field.press("Enter")
    expect(widget.page.locator(".pending .at")).to_contain_text("sendes når du er på nett igjen")
    assert widget.axe() == []
    context.set_offline(False)
    expect(widget.page.locator(".row.bot")).to_have_count(2, timeout=20_000)
    expect(widget.page.locator(".pending")).to_have_count(0)


def test_a_refused_message_says_so_and_can_be_sent_again(context: BrowserContext, assistant: Supervised) -> None:
    widget = Widget(context).goto(assistant.url).open()
    widget.ask(QUESTION)
    refusal = {"error": {"code": "too_long", "message": ""}}

    def refuse(route: Route) -> None:
        route.fulfill(status=413, json=refusal)

    widget.page.route("**/api/conversation/messages", refuse)
    widget.field.fill("Hvor lenge varer det?")
    widget.field.press("Enter")
    expect(widget.page.locator(".failed .at")).to_contain_text("Ikke sendt. Meldingen er for lang.")
    assert widget.axe() == []
    widget.page.unroute("**/api/conversation/messages")
    widget.press("Prøv igjen")
    expect(widget.page.locator(".row.bot")).to_have_count(2)


def test_blocked_websockets_fall_back_to_waiting(context: BrowserContext, assistant: Supervised) -> None:
    widget = Widget(context)
    widget.page.route_web_socket("**/api/conversation/live", lambda socket: socket.close(code=1011))
    widget.goto(assistant.url).open()
    widget.ask(QUESTION)
    with widget.page.expect_request("**/api/conversation/messages?after=*", timeout=20_000):
        pass
    write_elsewhere(assistant, widget.token(), "Hvordan søker vi om mentortilskudd?")
    expect(widget.page.locator(".row.bot")).to_have_count(2, timeout=20_000)


def test_a_killed_gateway_loses_nothing(context: BrowserContext, assistant: Supervised) -> None:
    widget = Widget(context).goto(assistant.url).open()
    widget.ask(QUESTION)
    killed = kill(assistant, "gateway")
    widget.field.fill("Hvor lenge varer det?")
    widget.field.press("Enter")
    expect(widget.page.locator(".row.mine")).to_have_count(2)
    assert until(lambda: pid_of(assistant, "gateway") not in {0, killed} and answers(assistant), RESTART_SECONDS)
    retry = widget.page.get_by_role("button", name="Prøv igjen")
    expect(widget.page.locator(".row.bot").nth(1).or_(retry)).to_be_visible(timeout=60_000)
    if retry.count():
        retry.click()
    expect(widget.page.locator(".row.bot")).to_have_count(2, timeout=20_000)
    expect(widget.page.locator(".row.mine")).to_have_count(2)
    expect(widget.page.locator(".bar.away")).to_have_count(0, timeout=30_000)
    write_elsewhere(assistant, widget.token(), "Hvem kan få mentor?")
    expect(widget.page.locator(".row.bot")).to_have_count(3, timeout=20_000)


def test_asking_for_a_person_leads_through_the_form_into_the_queue(
    context: BrowserContext, assistant: Supervised
) -> None:
    widget = Widget(context).goto(assistant.url).open()
    widget.menu("Snakk med en person")
    widget.settle()
    widget.press("Ja, det er greit")
    widget.ask("Kan vi få mentor til en lærling?")
    widget.press("Hopp over")
    search = widget.page.get_by_role("combobox", name="Søk etter kommunen")
    search.press_sequentially("berg", delay=20)
    widget.page.get_by_role("option", name="Bergen").click()
    widget.field.press("Enter")
    widget.settle()
    widget.press("Hopp over")
    widget.page.get_by_label("Telefon", exact=True).fill("912 34 567")
    widget.page.get_by_label("E-post").fill("kari@example.no")
    expect(widget.page.locator(".personal")).to_have_count(0)
    widget.picture("contact-details")
    widget.press("Send")
    widget.ask("Kari Nordmann")
    expect(widget.page.locator(".bar.queue")).to_contain_text("i køen")
    expect(widget.page.locator(".bar.queue")).to_contain_text("Du får svar senest")
    widget.picture("queue")
    assert widget.axe() == []
    widget.press("Gå ut av køen")
    widget.page.get_by_role("dialog").get_by_role("button", name="Gå ut av køen").last.click()
    expect(widget.page.locator(".bar.queue")).to_have_count(0)
    widget.check()
