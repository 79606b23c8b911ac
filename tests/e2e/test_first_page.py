"""The first page in a real Chromium: ask, read the answer, follow a button, on a desk and on a phone."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.run.supervision import Supervised

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"]
IMAGES = Path(__file__).parents[2] / "docs" / "images"
ANSWER_MS = 15_000

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium, which `.ci/run` installs."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


def open_page(browser: Browser, url: str, width: int, height: int, scheme: str = "light") -> tuple[Page, list[str]]:
    """Return the first page and the list its errors are collected in."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale="nb-NO")
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    return page, errors


def ask(page: Page, text: str) -> None:
    """Type a question and send it with the keyboard."""
    box = page.get_by_role("textbox")
    box.fill(text)
    box.press("Enter")


@pytest.mark.parametrize(("width", "height", "scheme"), [(1000, 900, "light"), (320, 640, "dark")])
def test_a_newcomer_asks_and_follows_a_button(
    browser: Browser, assistant: Supervised, width: int, height: int, scheme: str
) -> None:
    page, errors = open_page(browser, assistant.url, width, height, scheme)
    ask(page, "Hva er mentortilskudd?")
    log = page.get_by_role("log")
    expect(log).to_contain_text("kollega", timeout=ANSWER_MS)
    expect(log).to_contain_text("Tiltaksforskriften")
    if os.environ.get("SCREENSHOTS"):
        page.screenshot(path=IMAGES / f"first-page{'' if width > 500 else '-phone'}.png")
    page.get_by_role("button", name="Hvor mye?").last.click()
    expect(log).to_contain_text("100 prosent", timeout=ANSWER_MS)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    assert errors == []


def test_markup_in_a_question_is_text(browser: Browser, assistant: Supervised) -> None:
    page, errors = open_page(browser, assistant.url, 1000, 900)
    ask(page, "<img src=x onerror=alert(1)> hva er mentor?")
    expect(page.get_by_role("log")).to_contain_text("<img src=x onerror=alert(1)>", timeout=ANSWER_MS)
    assert page.locator("img[src=x]").count() == 0
    assert errors == []
