"""A calculation on the first page: the sum, the chart with its text, and the files behind it."""

import os

import httpx
import pytest
from playwright.sync_api import Browser, expect

from bot.run.supervision import Supervised
from tests.e2e.test_first_page import ANSWER_MS, IMAGES, ask, browser, open_page

__all__ = ["browser"]

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

QUESTION = "Regn ut midlertidig lønnstilskudd for 31 000 i måneden, faktisk stilling, nedsatt arbeidsevne, Lillehammer"


def test_a_calculation_is_drawn_with_its_files(browser: Browser, assistant: Supervised) -> None:
    page, errors = open_page(browser, assistant.url, 390, 844)
    ask(page, QUESTION)
    chart = page.locator("img.chart")
    expect(chart).to_be_visible(timeout=ANSWER_MS)
    assert chart.get_attribute("alt")
    addresses = [link.get_attribute("href") or "" for link in page.locator("a[href^='/files/']").all()]
    assert len(addresses) == 2
    for address in addresses:
        assert httpx.get(assistant.url + address, trust_env=False).status_code == 200
    expect(page.get_by_role("log")).to_contain_text("Nav avgjør")
    if os.environ.get("SCREENSHOTS"):
        chart.scroll_into_view_if_needed()
        page.screenshot(path=IMAGES / "calculation-phone.png")
    assert errors == []
