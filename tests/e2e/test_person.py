"""An employer and two members of staff at once, in a real Chromium, on the really running assistant."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot import database
from bot.run.supervision import Supervised
from bot.staff.accounts import Accounts
from bot.staff.roles import Role
from tests.e2e.client import until
from tests.e2e.test_resilience import kill
from tests.e2e.widget import DESK, Widget, chromium
from tests.staff.serving import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

SOON = 20_000
PEOPLE = {"astrid": "Astrid Lie", "bjorn": "Bjørn Moe"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def people(assistant: Supervised) -> None:
    """Make two accounts that have changed their one-time passwords."""
    engine = database.create(assistant.settings.resolved_database_url)
    accounts = Accounts(engine)
    for username, name in PEOPLE.items():
        made = accounts.add(username, name, (Role.AGENT,))
        assert accounts.set_password(made.staff.id, username, made.password, PASSWORD)
    engine.dispose()


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    opened: list[BrowserContext] = []

    def new() -> BrowserContext:
        opened.append(browser.new_context(viewport=DESK, locale="nb-NO", reduced_motion="reduce"))
        return opened[-1]

    yield new
    for context in opened:
        context.close()


def sign_in(context: BrowserContext, assistant: Supervised, username: str) -> Page:
    """Sign in as a person would."""
    page = context.new_page()
    page.goto(f"{assistant.url}/staff")
    page.get_by_label("Brukernavn").fill(username)
    page.get_by_label("Passord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    expect(page.get_by_role("heading", name="Kø", exact=True)).to_be_visible(timeout=SOON)
    return page


def employer_in_queue(context: BrowserContext, assistant: Supervised) -> tuple[Widget, str]:
    """Ask for a person in the widget, and return it with the reference."""
    widget = Widget(context).goto(assistant.url).open()
    widget.ask("Hva er mentortilskudd?")
    widget.menu("Snakk med en person")
    widget.settle()
    widget.press("Ja, det er greit")
    widget.press("Bruk det jeg spurte om")
    widget.press("Send nå")
    bar = widget.page.locator(".bar.queue")
    # It is Saturday: nobody is promised an answer before Monday.
    expect(bar).to_contain_text("Du får svar senest", timeout=SOON)
    headers = {"Authorization": f"Bearer {widget.token()}"}
    state = httpx.get(f"{assistant.url}/api/conversation", headers=headers, trust_env=False, timeout=30).json()
    assert state["handoff"]["answer_by"].startswith("2026-11-23T")
    return widget, state["handoff"]["reference"]


def open_case(page: Page, assistant: Supervised, reference: str) -> None:
    """Go to a case from the queue."""
    page.goto(f"{assistant.url}/staff")
    page.get_by_role("link", name="Hva er mentortilskudd?").first.or_(page.get_by_text(reference).first).first.click()


def write(page: Page, text: str) -> None:
    """Answer in the console."""
    field = page.get_by_label("Svar på bokmål")
    expect(field).to_be_visible(timeout=SOON)
    field.fill(text)
    field.press("Control+Enter")
    expect(page.locator(".pending")).to_have_count(0, timeout=SOON)


def test_two_people_and_an_employer(
    contexts: Callable[[], BrowserContext], assistant: Supervised, people: None
) -> None:
    widget, reference = employer_in_queue(contexts(), assistant)
    astrid, bjorn = (sign_in(contexts(), assistant, username) for username in PEOPLE)
    for page in (astrid, bjorn):
        open_case(page, assistant, reference)
    first = astrid.get_by_role("button", name="Ta samtalen")
    expect(first).to_be_visible(timeout=SOON)
    expect(bjorn.get_by_role("button", name="Ta samtalen")).to_be_visible(timeout=SOON)
    first.click()
    expect(bjorn.get_by_role("button", name="Ta samtalen")).to_have_count(0, timeout=SOON)

    write(astrid, "Hei, jeg sender deg til Bjørn.")
    expect(widget.log).to_contain_text("Hei, jeg sender deg til Bjørn.", timeout=SOON)
    bots = widget.page.locator(".row.bot").count()
    widget.ask("Fint, takk!")
    expect(astrid.get_by_label("Meldinger", exact=True)).to_contain_text("Fint, takk!", timeout=SOON)
    assert widget.page.locator(".row.bot").count() == bots  # the bot keeps silent

    astrid.get_by_role("button", name="Overfør", exact=True).click()
    astrid.get_by_role("dialog").get_by_label("Kollega").last.select_option(label=bjorn_option(astrid))
    astrid.get_by_role("dialog").get_by_label("Merknad").fill("Kan mest om mentor.")
    astrid.get_by_role("dialog").get_by_role("button", name="Overfør", exact=True).click()
    bjorn.reload()
    write(bjorn, "Hei, Bjørn her.")
    expect(widget.log).to_contain_text("Hei, Bjørn her.", timeout=SOON)
    expect(widget.page.locator(".bar")).to_contain_text("Bjørn Moe", timeout=SOON)

    kill(assistant, "gateway")  # with the conversation in the middle
    assert until(lambda: alive(assistant), 60)
    write(bjorn, "Er du der ennå?")
    expect(widget.log).to_contain_text("Er du der ennå?", timeout=SOON)
    assert widget.log.get_by_text("Hei, Bjørn her.").count() == 1

    bjorn.get_by_role("button", name="Avslutt", exact=True).click()
    bjorn.get_by_label("Årsak").select_option("answered")
    bjorn.get_by_role("button", name="Avslutt samtalen").click()
    expect(widget.page.get_by_text("Hvordan var samtalen?").first).to_be_visible(timeout=SOON)
    widget.page.get_by_label("Svært bra").check()
    widget.press("Send vurderingen")
    before = widget.page.locator(".row.bot").count()
    widget.ask("Hvor lenge kan vi få mentortilskudd?")
    expect(widget.page.locator(".row.bot")).to_have_count(before + 1, timeout=SOON)


def alive(assistant: Supervised) -> bool:
    """Tell whether the gateway answers."""
    with suppress(httpx.HTTPError):
        return httpx.get(f"{assistant.url}/health", trust_env=False, timeout=2).status_code == 200
    return False


def bjorn_option(page: Page) -> str:
    """Return the label of the colleague in the list, which tells presence and load too."""
    options = page.get_by_role("dialog").locator("option").all_inner_texts()
    return next(option for option in options if option.startswith("Bjørn Moe"))
