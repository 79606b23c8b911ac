"""The widget for everyone: keyboard alone, what is read aloud, little room, large text, no motion, paper."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from bot.run.supervision import Supervised
from tests.e2e.widget import DESK, PHONE, SAMPLES, Widget, chromium, stub

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

ROOT = "document.querySelector('nav-arbeidsgiverhjelp').shadowRoot"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def begin(browser: Browser, url: str, size: Any, **more: Any) -> Widget:
    return Widget(browser.new_context(viewport=size, locale="nb-NO", **more)).goto(url)


def focused(widget: Widget) -> str:
    """The name of what has the focus inside the widget."""
    return str(
        widget.page.evaluate(
            f"(() => {{ const at = {ROOT}.activeElement; return at && (at.ariaLabel || at.textContent); }})()"
        )
    )


def test_keyboard_alone_is_enough(browser: Browser, assistant: Supervised) -> None:
    widget = begin(browser, assistant.url, DESK)
    keyboard = widget.page.keyboard
    widget.launcher.focus()
    keyboard.press("Enter")
    expect(widget.field).to_be_focused()
    keyboard.type("Hva er mentortilskudd?")
    keyboard.press("Enter")
    widget.settle()
    expect(widget.field).to_be_focused()
    for _ in range(12):
        keyboard.press("Shift+Tab")
        if focused(widget) == "Hvor mye?":
            break
    assert focused(widget) == "Hvor mye?"
    outline = widget.page.evaluate(f"getComputedStyle({ROOT}.activeElement).outlineStyle")
    assert outline == "solid"
    keyboard.press("Enter")
    widget.settle()
    expect(widget.log).to_contain_text("100 prosent")
    expect(widget.field).to_be_focused()

    widget.page.locator(".menu > button").focus()
    keyboard.press("Enter")
    keyboard.press("Tab")
    assert focused(widget) == "Bokmål"
    assert widget.axe() == []
    keyboard.press("Escape")
    assert focused(widget) == "Meny"
    expect(widget.panel).to_be_visible()
    keyboard.press("Enter")
    widget.page.get_by_role("button", name="Vurder samtalen").focus()
    keyboard.press("Enter")
    expect(widget.page.get_by_role("heading", name="Hvordan var samtalen?")).to_be_focused()
    widget.page.get_by_role("button", name="Send vurderingen").press("Enter")
    expect(widget.page.get_by_role("alert")).to_contain_text("Velg en vurdering")
    assert widget.axe() == []
    keyboard.press("Escape")
    expect(widget.page.locator(".small-dialog")).to_have_count(0)
    assert focused(widget) == "Meny"
    keyboard.press("Escape")
    expect(widget.panel).to_have_count(0)
    expect(widget.launcher).to_be_focused()
    widget.check()
    widget.page.context.close()


def test_on_a_phone_the_focus_stays_inside_and_the_keyboard_stays_away(browser: Browser, assistant: Supervised) -> None:
    widget = begin(browser, assistant.url, PHONE).open()
    expect(widget.page.get_by_role("heading", name="Spør om Navs ordninger")).to_be_focused()
    box = widget.panel.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, PHONE["width"], PHONE["height"])
    widget.press("Hvilke ordninger finnes?")
    expect(widget.log).to_be_focused()
    for _ in range(40):
        widget.page.keyboard.press("Tab")
        assert widget.page.evaluate(
            "[null, document.body].includes(document.activeElement) || document.activeElement.shadowRoot !== null"
        )
    widget.page.get_by_role("button", name="Lukk chatten").click()
    expect(widget.launcher).to_be_focused()
    widget.page.context.close()


def test_the_page_can_open_it_without_taking_the_focus(browser: Browser, assistant: Supervised) -> None:
    widget = begin(browser, assistant.url, DESK)
    start = widget.page.get_by_role("button", name="Start en samtale")
    start.click()
    expect(widget.field).to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(start).to_be_focused()
    widget.open()
    widget.page.reload()
    expect(widget.panel).to_be_visible()
    assert widget.page.evaluate("document.activeElement === document.body")
    widget.page.context.close()


def test_each_new_message_is_read_once(browser: Browser, assistant: Supervised) -> None:
    widget = begin(browser, assistant.url, DESK).open()
    widget.ask("Hva er mentortilskudd?")
    expect(widget.live.locator("p")).to_have_count(1)
    said = widget.live.inner_text()
    assert said.startswith("Assistenten: Nav betaler for at en kollega")
    assert "2 kilder. Valg: Hvem gjelder det for?, Hvor mye?, Hvordan søker vi?" in said
    widget.field.fill("Ring 912 34 567")
    expect(widget.page.locator(".personal[role=status]")).to_contain_text("Det ser ut som et telefonnummer.")
    widget.picture("personal-data")
    widget.press("Ta det bort")
    expect(widget.live).to_contain_text("Personopplysningene er tatt bort.")
    widget.page.reload()
    expect(widget.row("answer")).to_be_visible()
    widget.page.wait_for_timeout(300)
    assert widget.live.inner_text() == ""
    widget.page.context.close()


def test_a_thumb_down_asks_why(browser: Browser, assistant: Supervised) -> None:
    widget = begin(browser, assistant.url, DESK).open()
    widget.ask("Hva er mentortilskudd?")
    widget.page.get_by_role("button", name="Nei, svaret hjalp ikke").click()
    widget.page.get_by_role("checkbox", name="Det mangler noe").check()
    widget.page.get_by_role("textbox", name="Vil du si mer?").fill("Satsen mangler")
    widget.picture("feedback")
    assert widget.axe() == []
    widget.press("Send tilbakemeldingen")
    expect(widget.page.locator(".feedback")).to_contain_text("Takk for tilbakemeldingen.")
    expect(widget.page.get_by_role("button", name="Nei, svaret hjalp ikke")).to_be_focused()
    widget.check()
    widget.page.context.close()


ROOMS = {
    "320": {"width": 320, "height": 640},
    "400 %": {"width": 320, "height": 225},
    "landscape": {"width": 844, "height": 390},
}


@pytest.mark.parametrize("room", ROOMS)
def test_little_room_is_enough(browser: Browser, assistant: Supervised, room: str) -> None:
    widget = Widget(browser.new_context(viewport=ROOMS[room], locale="nb-NO"))
    stub(widget, [SAMPLES["nb-answer"], SAMPLES["nb-calculation"], SAMPLES["nb-comparison"]])
    widget.goto(assistant.url).open()
    expect(widget.page.locator(".row")).to_have_count(3)
    assert widget.fits()
    widget.field.scroll_into_view_if_needed()
    widget.field.click()
    expect(widget.field).to_be_in_viewport()
    widget.page.get_by_role("button", name="Send", exact=True).scroll_into_view_if_needed()
    expect(widget.page.get_by_role("button", name="Send", exact=True)).to_be_in_viewport()
    assert widget.axe() == []
    if room == "landscape":
        widget.picture("landscape")
    widget.page.context.close()


def test_large_text_and_wide_spacing_lose_nothing(browser: Browser, assistant: Supervised) -> None:
    widget = Widget(browser.new_context(viewport=DESK, locale="nb-NO"))
    stub(widget, [SAMPLES["nb-answer"], SAMPLES["nb-recommendation"]])
    widget.goto(assistant.url).open()
    widget.page.evaluate(
        f"""() => {{
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`.root {{ font-size: 200% !important }} * {{ line-height: 1.5 !important;
            letter-spacing: 0.12em !important; word-spacing: 0.16em !important }}
            p {{ margin-bottom: 2em !important }}`);
          {ROOT}.adoptedStyleSheets = [...{ROOT}.adoptedStyleSheets, sheet];
        }}"""
    )
    assert widget.page.evaluate(f"getComputedStyle({ROOT}.querySelector('h1')).fontSize") == "36px"
    cut = widget.page.evaluate(
        f"""[...{ROOT}.querySelectorAll("button, .bubble, .bar, label, h1")].filter((node) =>
          node.offsetParent && (node.scrollWidth > node.clientWidth + 2 || node.scrollHeight > node.clientHeight + 2)
          && getComputedStyle(node).overflow !== "visible").length"""
    )
    assert cut == 0
    expect(widget.page.get_by_role("button", name="Send", exact=True)).to_be_in_viewport()
    widget.page.context.close()


def test_targets_are_large_enough(browser: Browser, assistant: Supervised) -> None:
    widget = Widget(browser.new_context(viewport=PHONE, locale="nb-NO"))
    stub(widget, [SAMPLES["nb-answer"], SAMPLES["nb-recommendation"], SAMPLES["nb-contact"]])
    widget.goto(assistant.url).open()
    small = widget.page.evaluate(
        f"""[...{ROOT}.querySelectorAll("button:not(.link), input, textarea, a.action, summary")]
          .map((node) => [node.textContent || node.ariaLabel, node.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([name]) => name)"""
    )
    assert small == []
    widget.page.context.close()


def test_no_motion_where_none_is_wanted_and_borders_where_colours_are_forced(
    browser: Browser, assistant: Supervised
) -> None:
    widget = begin(browser, assistant.url, DESK, reduced_motion="reduce", forced_colors="active").open()
    assert widget.page.evaluate(f"{ROOT}.getAnimations({{ subtree: true }}).length") == 0
    border = widget.page.evaluate(f"getComputedStyle({ROOT}.querySelector('.send')).borderTopStyle")
    assert border == "solid"
    widget.page.context.close()


def test_paper_shows_the_whole_conversation(browser: Browser, assistant: Supervised) -> None:
    widget = Widget(browser.new_context(viewport=DESK, locale="nb-NO"))
    stub(widget, [SAMPLES["nb-answer"]] * 12)
    widget.goto(assistant.url).open()
    expect(widget.page.locator(".row")).to_have_count(12)
    widget.page.emulate_media(media="print")
    expect(widget.page.locator(".composer")).to_be_hidden()
    log = widget.log.evaluate("(node) => [node.scrollHeight, node.clientHeight]")
    assert log[0] <= log[1] + 1, "the conversation is cut"
    widget.page.context.close()


def test_the_demonstration_page_is_accessible_and_asks_the_widget(browser: Browser, assistant: Supervised) -> None:
    for size, scheme in ((DESK, "light"), (PHONE, "dark")):
        widget = begin(browser, assistant.url, size, color_scheme=scheme)
        widget.picture(f"page-{scheme}")
        widget.axe()
        found = widget.page.evaluate(
            """async () => (await axe.run({ resultTypes: ["violations"] })).violations
              .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.flat().join(" ")}`))"""
        )
        assert found == []
        assert widget.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        widget.page.get_by_role("button", name="Who can get a mentor?").click()
        widget.settle()
        expect(widget.row("answer")).to_have_attribute("lang", "en")
        expect(widget.page.get_by_role("heading", name="Ask about Nav's schemes")).to_be_visible()
        widget.check()
        widget.page.context.close()
