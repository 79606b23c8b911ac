"""Every kind of answer of the running assistant in the widget, in three languages, on a desk and on a phone."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from bot.run.supervision import Supervised
from tests.e2e.widget import DESK, PHONE, QUEUED, SAMPLES, Widget, chromium, stub

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

QUESTIONS = {
    "nb": {
        "clarify": "hvor mye får vi?",
        "answer": "Hva er mentortilskudd?",
        "calculation": (
            "Regn ut midlertidig lønnstilskudd for 31 000 i måneden, faktisk stilling, nedsatt arbeidsevne, Lillehammer"
        ),
        "comparison": "Sammenlign mentortilskudd og inkluderingstilskudd",
        "list": "Hvilke ordninger finnes?",
        "contact": "Hvordan kontakter jeg Nav i Bergen?",
        "crisis": "Jeg vil ta livet mitt",
    },
    "nn": {
        "answer": "Kva er mentortilskot?",
        "calculation": (
            "Rekn ut mellombels lønstilskot for 31 000 i månaden, faktisk stilling, nedsett arbeidsevne, Lillehammer"
        ),
        "contact": "Korleis kontaktar eg Nav i Bergen?",
    },
    "en": {
        "answer": "What is the mentor grant?",
        "calculation": (
            "Calculate temporary wage subsidy for 31 000 a month, actual position, reduced work capacity, Lillehammer"
        ),
        "comparison": "Compare mentor grant and inclusion grant",
    },
}
DRAWN = {
    "answer": ".sources a",
    "calculation": "svg[role=img]",
    "comparison": "table thead th",
    "list": "details.group",
    "contact": "a[href='tel:55553336']",
    "clarify": ".choices button",
    "crisis": "a[href='tel:113']",
}
TITLES = {"nb": "Spør om Navs ordninger", "nn": "Spør om Nav-ordningar", "en": "Ask about Nav's schemes"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def begin(browser: Browser, url: str, size: Any, scheme: Any = "light") -> Widget:
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="nb-NO", timezone_id="Europe/Oslo")
    return Widget(context).goto(url)


@pytest.mark.parametrize(
    ("language", "size", "scheme"), [("nb", DESK, "light"), ("nn", PHONE, "dark"), ("en", PHONE, "light")]
)
def test_every_kind_is_drawn_as_what_it_is(
    browser: Browser, assistant: Supervised, language: str, size: Any, scheme: str
) -> None:
    widget = begin(browser, assistant.url, size, scheme)
    widget.page.evaluate("(language) => document.querySelector('nav-arbeidsgiverhjelp').lang = language", language)
    widget.open()
    expect(widget.page.get_by_role("heading", name=TITLES[language])).to_be_visible()
    widget.picture(f"open-{language}")
    for kind, question in QUESTIONS[language].items():
        widget.ask(question)
        row = widget.row(kind)
        expect(row).to_be_visible()
        expect(row.locator(DRAWN[kind]).first).to_be_attached()
        assert row.get_attribute("lang") == language
        assert widget.fits(), kind
        widget.picture(f"{kind}-{language}")
    assert widget.axe() == []
    widget.check()
    widget.page.context.close()


def test_the_files_of_a_calculation_open(browser: Browser, assistant: Supervised) -> None:
    widget = begin(browser, assistant.url, DESK).open()
    widget.ask(QUESTIONS["nb"]["calculation"])
    row = widget.row("calculation")
    expect(row.locator("svg[role=img]")).to_have_attribute("aria-label", re.compile("^Søylediagram"))
    links = [link.get_attribute("href") or "" for link in row.locator(".links a").all()]
    assert len(links) == 3
    for link in links:
        assert httpx.get(link, trust_env=False).status_code == 200
    expect(row).to_contain_text("Nav avgjør")
    widget.page.context.close()


def test_a_guided_conversation_ends_in_cards(browser: Browser, assistant: Supervised) -> None:
    widget = begin(browser, assistant.url, PHONE).open()
    widget.ask("Hvilken ordning passer for oss?")
    for _ in range(8):
        if widget.page.locator("[data-kind=recommendation]").count():
            break
        widget.page.locator(".row:last-child .choices button").first.click()
        widget.settle()
    expect(widget.row("recommendation").locator(".card").first).to_contain_text("Hvem starter")
    widget.picture("recommendation-phone")
    assert widget.axe() == []
    widget.check()
    widget.page.context.close()


def test_the_calculator_asks_with_the_right_inputs(browser: Browser, assistant: Supervised) -> None:
    widget = begin(browser, assistant.url, DESK).open()
    widget.press("Regn ut lønnstilskudd")
    if widget.page.locator("[data-kind=clarify]").count():
        widget.press("Regne ut tilskudd")
    expect(widget.page.locator(".composer input[inputmode=decimal]")).to_be_focused()
    widget.ask("31000")
    expect(widget.row("question")).to_be_visible()
    while widget.page.locator(".row:last-child .choices button").count() > 1:
        widget.page.locator(".row:last-child .choices button").first.click()
        widget.settle()
    search = widget.page.get_by_role("combobox")
    search.press_sequentially("lilleh", delay=20)
    expect(widget.page.get_by_role("option").first).to_contain_text("Lillehammer")
    widget.picture("municipality")
    assert widget.axe() == []
    search.press("ArrowDown")
    search.press("Enter")
    expect(search).to_have_value("Lillehammer")
    search.press("Enter")
    widget.settle()
    expect(widget.row("calculation")).to_be_visible()
    widget.check()
    widget.page.context.close()


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_wrong_with_any_kind(browser: Browser, assistant: Supervised, size: Any, scheme: Any) -> None:
    widget = Widget(browser.new_context(viewport=size, color_scheme=scheme, locale="nb-NO"))
    own = {"author": "employer", "text": "Hva er mentortilskudd?", "at": "2026-11-22T08:00:00+00:00"}
    stub(widget, [own, *SAMPLES.values()], handoff=QUEUED)
    widget.goto(assistant.url).open()
    expect(widget.page.locator(".row")).to_have_count(len(SAMPLES) + 1)
    widget.page.locator("details").evaluate_all("(folds) => folds.forEach((fold) => { fold.open = true; })")
    assert widget.axe() == []
    assert widget.fits()
    widget.check()
    widget.page.context.close()


@pytest.mark.parametrize("name", ["question-wage", "question-start", "handoff-municipality", "handoff-contact"])
def test_axe_finds_nothing_wrong_with_any_question(browser: Browser, assistant: Supervised, name: str) -> None:
    widget = Widget(browser.new_context(viewport=PHONE, locale="nb-NO"))
    stub(widget, [SAMPLES[f"nb-{name}"]])
    widget.goto(assistant.url).open()
    expect(widget.page.locator(".row")).to_have_count(1)
    if widget.page.locator(".composer [type=tel]").count():
        widget.page.get_by_role("button", name="Send", exact=True).last.click()
        expect(widget.page.get_by_role("alert")).to_contain_text("Skriv telefonnummer eller e-post")
    assert widget.axe() == []
    assert widget.fits()
    widget.check()
    widget.page.context.close()


def test_a_person_is_shown_with_name_and_role(browser: Browser, assistant: Supervised) -> None:
    person = {"name": "Kari Nordmann", "role": "veileder"}
    widget = Widget(browser.new_context(viewport=PHONE, locale="nb-NO"))
    messages = [SAMPLES["nb-handoff-sent"], SAMPLES["system-active"], SAMPLES["person"]]
    stub(widget, messages, owner="person", person=person, handoff={**QUEUED, "state": "active", "person": person})
    widget.goto(assistant.url).open()
    expect(widget.page.locator(".bar.person")).to_contain_text("Du snakker med Kari Nordmann, veileder.")
    expect(widget.page.locator(".row.person .from")).to_contain_text("Kari Nordmann · Veileder")
    expect(widget.page.get_by_role("textbox")).to_have_accessible_name("Skriv til Kari Nordmann")
    widget.picture("person-phone")
    assert widget.axe() == []
    widget.check()
    widget.page.context.close()
