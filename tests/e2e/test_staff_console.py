"""The staff console in a real Chromium, against a real gateway: every page, and what must not be lost."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, WebSocketRoute, expect
from sqlalchemy import delete

from bot.conversation.hub import STAFF, topic_of
from bot.conversation.models import Author
from bot.handoff.states import CloseReason
from bot.knowledge.loader import load
from bot.knowledge.store import KnowledgeStore
from bot.settings import ROOT
from bot.staff.accounts import Staff
from bot.staff.models import Presence, StaffSession
from bot.staff.roles import Role
from bot.staff.site import DIST
from tests.e2e.widget import IMAGES, chromium
from tests.staff.employers import Employer, employer
from tests.staff.serving import PASSWORD, Served, serve

AXE = ROOT / "bot" / "staff" / "console" / "node_modules" / "axe-core" / "axe.min.js"
SOON = 10_000
ON_PHONE = {"queue-phone", "case-phone", "case-saken-phone", "dashboard-phone"}
"""Pages that are also drawn as a phone shows them."""
TOPICS = (
    "Vi har en ansatt som har vært sykmeldt lenge, og vil gjerne tilrettelegge. Hvem snakker vi med?",
    "Kan vi få lønnstilskudd for en person som begynner på mandag?",
    "Kven kan hjelpe oss med å finne folk til fiskeindustrien?",
)

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A gateway with content, staff and a queue."""
    assert (DIST / "index.html").is_file(), "build the console first: make setup"
    with serve(tmp_path_factory.mktemp("console"), staff_login_attempts=1000) as served:
        KnowledgeStore(served.parts.engine).load(load(ROOT / "data" / "knowledge", date(2026, 11, 22)))
        served.account("ingrid", *Role, name="Ingrid Solbakken")
        served.account("mohammed", Role.AGENT, name="Mohammed Ali Hagen")
        served.account("adam", Role.ADMIN, name="Adam Aas")
        for question in TOPICS:
            employer(served.parts, question, language="nn" if "Kven" in question else "nb", municipality="4601")
        ingrid = served.parts.accounts.by_login("ingrid")
        assert ingrid is not None
        served.parts.presence.set(ingrid.id, Presence.AVAILABLE)
        for number in range(4):
            finish(served, employer(served.parts, TOPICS[number % 3], municipality="0301"), ingrid, 2 + number)
        yield served


def finish(served: Served, case: Employer, staff: Staff, score: int) -> None:
    """Answer, close and rate a case, so that there is a history."""
    desk, handoff = served.parts.desk, UUID(case.handoff)
    actor = served.parts.cases.actor(staff, "nb")
    desk.claim(handoff, actor)
    desk.say(handoff, actor, "Ta kontakt med Nav-kontoret der dere er.", f"answer-{case.handoff}")
    desk.close(handoff, actor, CloseReason.ANSWERED if score > 2 else CloseReason.PASSED_ON)
    desk.rate(case.conversation, score)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, gateway: Served) -> Iterator[Callable[..., Page]]:
    """Opens signed-in consoles; none of them may have logged an error of its own."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_console(
        username: str,
        path: str = "",
        width: int = 1440,
        height: int = 900,
        before: Callable[[Page], None] | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="nb-NO",
            reduced_motion="reduce",
        )
        contexts.append(context)
        signed_in = gateway.browser(username)
        context.add_cookies([{"name": "nav-staff", "value": signed_in.cookie, "url": f"{gateway.url}/staff"}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
        if before:
            before(page)
        page.goto(f"{gateway.url}/staff{path}")
        return page

    yield open_console
    for context in contexts:
        context.close()
    assert errors == []


def says(served: Served, case: Employer, text: str) -> None:
    """Let the employer write, as the web channel does: store, then wake up whoever listens."""
    case.say(text)
    served.parts.hub.tell(topic_of(case.conversation))
    served.parts.hub.tell(STAFF, conversation=str(case.conversation))


def check(page: Page, name: str) -> None:
    """Check that a page is accessible and fits, and draw it for the documentation where that is asked for."""
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        ".then(result => result.violations.map(one => ({rule: one.id, where: one.nodes.map(node => node.target)})))"
    )
    assert found == [], f"{name}: {found}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} scrolls sideways"
    if os.environ.get("SCREENSHOTS") and (name in ON_PHONE or not name.endswith("-phone")):
        page.screenshot(path=IMAGES / f"console-{name}.png")


@pytest.mark.parametrize(("width", "height", "suffix"), [(1440, 900, ""), (390, 844, "-phone")])
def test_every_page_is_accessible_and_fits(
    visit: Callable[..., Page], gateway: Served, width: int, height: int, suffix: str
) -> None:
    case = employer(gateway.parts, "Hvordan søker vi om mentortilskudd?", municipality="4601", phone="+47 22 22 22 22")
    page = visit("ingrid", width=width, height=height)
    pages = {
        "": ("queue", "Kø"),
        "/mine": ("mine", "Mine"),
        "/apne": ("open", "Åpne"),
        "/historikk": ("history", "Historikk"),
        "/statistikk": ("dashboard", "Statistikk"),
        "/standardsvar": ("canned", "Standardsvar"),
        "/kontoer": ("accounts", "Kontoer"),
        "/logg": ("audit", "Logg"),
    }
    for path, (name, heading) in pages.items():
        page.goto(f"{gateway.url}/staff{path}")
        expect(page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible(timeout=SOON)
        expect(page.locator(".waiting")).to_have_count(0, timeout=SOON)
        check(page, name + suffix)

    page.goto(f"{gateway.url}/staff/saker/{case.handoff}")
    page.get_by_role("button", name="Ta samtalen").click()
    field = page.get_by_label("Svar på bokmål")
    expect(field).to_be_focused(timeout=SOON)
    field.fill("Hei Ola! Dere og Nav-kontoret lager avtalen sammen, før mentoren begynner.")
    field.press("Control+Enter")
    expect(page.locator(".pending")).to_have_count(0, timeout=SOON)
    says(gateway, case, "Så bra! Vi har lest på https://www.nav.no/arbeidsgiver/mentor. Hvem skriver under?")
    expect(page.get_by_label("Meldinger", exact=True)).to_contain_text("Hvem skriver under?", timeout=SOON)
    check(page, f"case{suffix}")
    if width < 1000:
        page.get_by_role("radio", name="Om saken").click()
    for tab in ("Saken", "Forslag", "Tiltak", "Beregning", "Standardsvar", "Søk", "Notater"):
        page.get_by_role("tab", name=tab).click()
        if tab == "Søk":
            page.get_by_label("Søk i kunnskapsbasen").fill("mentor")
            expect(page.locator(".snippet").first).to_be_visible(timeout=SOON)
        expect(page.locator(".waiting")).to_have_count(0, timeout=SOON)
        check(page, f"case-{tab.lower().replace('ø', 'o')}{suffix}")
    for button, heading in (("Avslutt", "Avslutt samtalen"), ("Mer", "")):
        page.get_by_role("button", name=button, exact=True).click()
        if heading:
            expect(page.get_by_role("dialog", name=heading)).to_be_visible()
            check(page, f"case-close{suffix}")
        page.keyboard.press("Escape")
    page.context.clear_cookies()
    page.goto(f"{gateway.url}/staff")
    expect(page.get_by_role("heading", level=1, name="Logg inn som veileder")).to_be_visible(timeout=SOON)
    check(page, f"login{suffix}")


def test_a_suggested_reply_reaches_the_employer_with_its_source(visit: Callable[..., Page], gateway: Served) -> None:
    case = employer(gateway.parts, "<img src=x onerror=alert(1)> Hva er mentortilskudd?")
    page = visit("mohammed", f"/saker/{case.handoff}")
    page.get_by_role("button", name="Ta samtalen").click()
    page.get_by_role("tab", name="Forslag").click()
    page.get_by_role("button", name="Bruk i svaret").first.click()
    field = page.get_by_label("Svar på bokmål")
    expect(field).to_be_focused()
    field.press_sequentially(" Hilsen Mohammed.")
    field.press("Control+Enter")
    expect(page.get_by_label("Meldinger", exact=True)).to_contain_text("Hilsen Mohammed.", timeout=SOON)
    expect(page.locator(".pending")).to_have_count(0, timeout=SOON)
    sent = [message for message in case.messages() if message.author is Author.PERSON]
    assert len(sent) == 1 and sent[0].text.endswith("Hilsen Mohammed.") and sent[0].custom["sources"]
    assert page.locator("img").count() == 0

    says(gateway, case, "Tusen takk, <b>supert</b>!")
    expect(page.get_by_label("Nye meldinger")).to_contain_text("Tusen takk, <b>supert</b>!", timeout=SOON)

    page.get_by_role("button", name="Avslutt", exact=True).click()
    page.get_by_label("Årsak").select_option("answered")
    page.get_by_role("button", name="Avslutt samtalen").click()
    expect(page.get_by_text("Boten svarer arbeidsgiveren igjen")).to_be_visible(timeout=SOON)
    ended = gateway.parts.desk.of_conversation(case.conversation)
    assert ended is not None and ended.state.value == "closed" and ended.owner is None


def test_the_second_to_claim_is_told_who_was_first(visit: Callable[..., Page], gateway: Served) -> None:
    case = employer(gateway.parts)
    first = visit("ingrid", f"/saker/{case.handoff}")
    # Without signals the second one still sees the button when the first one has taken the case.
    second = visit(
        "mohammed", f"/saker/{case.handoff}", before=lambda page: page.route_web_socket("**/live", lambda _: None)
    )
    button = second.get_by_role("button", name="Ta samtalen")
    expect(button).to_be_visible(timeout=SOON)
    first.get_by_role("button", name="Ta samtalen").click()
    expect(first.get_by_label("Svar på bokmål")).to_be_visible(timeout=SOON)
    button.click()
    expect(second.get_by_text("Ingrid Solbakken har samtalen")).to_be_visible(timeout=SOON)
    expect(second.get_by_label("Svar på bokmål")).to_have_count(0)


def test_nothing_is_lost_or_doubled_when_the_line_breaks(visit: Callable[..., Page], gateway: Served) -> None:
    case = employer(gateway.parts)
    lines: list[WebSocketRoute] = []
    broken = False

    def line(route: WebSocketRoute) -> None:
        if broken:
            route.close()
            return
        route.connect_to_server()
        lines.append(route)

    def post(route: Route) -> None:
        if broken:
            route.abort()
        else:
            route.continue_()

    def prepare(page: Page) -> None:
        page.route_web_socket("**/staff/api/live", line)
        page.route("**/messages", post)

    page = visit("ingrid", f"/saker/{case.handoff}", before=prepare)
    page.get_by_role("button", name="Ta samtalen").click()
    field = page.get_by_label("Svar på bokmål")
    expect(field).to_be_focused(timeout=SOON)
    broken = True
    for open_line in lines:
        open_line.close()
    expect(page.get_by_text("Frakoblet.")).to_be_visible(timeout=SOON)
    for number in range(3):
        says(gateway, case, f"Spørsmål {number}")
    field.fill("Skrevet uten nett")
    field.press("Control+Enter")
    expect(page.get_by_text("Blir sendt når forbindelsen er tilbake", exact=True)).to_be_visible(timeout=SOON)
    broken = False
    expect(page.get_by_text("Frakoblet.")).to_have_count(0, timeout=30_000)
    log = page.get_by_label("Meldinger", exact=True)
    expect(page.locator(".pending")).to_have_count(0, timeout=SOON)
    for number in range(3):
        expect(log.get_by_text(f"Spørsmål {number}", exact=True)).to_have_count(1, timeout=SOON)
    expect(log.get_by_text("Skrevet uten nett", exact=True)).to_have_count(1)
    texts = [message.text for message in case.messages()]
    assert texts.count("Skrevet uten nett") == 1
    shown = log.locator(".text").all_inner_texts()
    assert [text for text in shown if text.startswith("Spørsmål")] == ["Spørsmål 0", "Spørsmål 1", "Spørsmål 2"]


def test_a_draft_outlives_the_session(visit: Callable[..., Page], gateway: Served) -> None:
    case = employer(gateway.parts)
    page = visit("mohammed", f"/saker/{case.handoff}")
    page.get_by_role("button", name="Ta samtalen").click()
    page.get_by_label("Svar på bokmål").fill("Halvferdig svar")
    with gateway.parts.engine.begin() as connection:
        connection.execute(delete(StaffSession))
    gateway.parts.hub.tell(STAFF)
    expect(page.get_by_text("Du er logget ut")).to_be_visible(timeout=20_000)
    assert page.get_by_text("Halvferdig svar").count() == 0
    page.get_by_label("Brukernavn").fill("mohammed")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_label("Svar på bokmål")).to_have_value("Halvferdig svar", timeout=SOON)


def test_a_newcomer_changes_the_one_time_password(browser: Browser, gateway: Served) -> None:
    made = gateway.parts.accounts.add("nina", "Nina Ny", [Role.AGENT])
    page = browser.new_page(locale="nb-NO")
    page.goto(f"{gateway.url}/staff")
    page.get_by_label("Brukernavn").fill("nina")
    page.get_by_label("Passord").fill("feil passord")
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_text("Brukernavnet eller passordet er feil.")).to_be_visible(timeout=SOON)
    page.get_by_label("Passord").fill(made.password)
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("heading", name="Lag nytt passord")).to_be_visible(timeout=SOON)
    page.get_by_label("Engangspassordet").fill(made.password)
    page.get_by_label("Nytt passord", exact=True).fill(PASSWORD)
    page.get_by_label("Nytt passord en gang til").fill(PASSWORD)
    check(page, "password")
    page.get_by_role("button", name="Lagre og fortsett").click()
    expect(page.get_by_role("heading", level=1, name="Kø")).to_be_visible(timeout=SOON)
    page.close()


def test_an_administrator_sees_no_conversations(visit: Callable[..., Page], gateway: Served) -> None:
    page = visit("adam")
    expect(page.get_by_role("heading", level=1, name="Standardsvar")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("link", name="Kø")).to_have_count(0)
    page.goto(f"{gateway.url}/staff/kontoer")
    page.get_by_role("button", name="Ny konto").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Navn", exact=True).fill("Olga Ny")
    dialog.get_by_label("Brukernavn").fill("olga")
    dialog.get_by_role("button", name="Lag konto").click()
    shown = page.locator(".one-time__password")
    expect(shown).to_be_visible(timeout=SOON)
    assert gateway.parts.accounts.authenticate("olga", shown.inner_text())
