"""Drives the widget in a real Chromium: opens pages, asks, and lets axe look."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, WebSocketRoute, expect, sync_playwright

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
PACKAGE = ROOT / "bot" / "web" / "widget"
SAMPLES: dict[str, dict[str, Any]] = json.loads((PACKAGE / "test" / "fixtures" / "messages.json").read_text("utf-8"))
"""Messages that the running assistant has sent, by language and kind."""

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"]
ARGUMENTS += ["--disable-features=LocalNetworkAccessChecks"]  # pages that a test makes up count as foreign otherwise
ANSWER_MS = 20_000
TAG = "nav-arbeidsgiverhjelp"

KEPT = {
    *("page-light", "page-dark", "answer-nb", "comparison-nb", "calculation-nn", "municipality", "personal-data"),
    *("recommendation-phone", "person-phone", "queue"),
}
"""The pictures that the documentation shows."""

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

_NOTE_VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  violations.push(`${violatedDirective} ${blockedURI}`));
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium, which `.ci/run` installs."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


class Widget:
    """A page with the widget on it."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.add_init_script(_NOTE_VIOLATIONS)
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def goto(self, url: str) -> "Widget":
        """Go to a page."""
        self.page.goto(url)
        return self

    @property
    def launcher(self) -> Locator:
        return self.page.locator(".launcher")

    @property
    def panel(self) -> Locator:
        return self.page.locator(".panel")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def field(self) -> Locator:
        return self.page.locator(".composer textarea, .composer input").first

    @property
    def live(self) -> Locator:
        return self.page.locator("[aria-live=polite]")

    def open(self) -> "Widget":
        """Open the panel with its button."""
        self.launcher.click()
        expect(self.panel).to_be_visible()
        return self

    def ask(self, text: str) -> None:
        """Write and send with the keyboard, and wait for the answer."""
        self.field.fill(text)
        self.field.press("Enter")
        self.settle()

    def press(self, name: str) -> None:
        """Press the last button of a name, and wait for the answer."""
        self.page.get_by_role("button", name=name, exact=True).last.click()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is on its way."""
        self.page.wait_for_timeout(80)
        expect(self.page.locator(".pending")).to_have_count(0, timeout=ANSWER_MS)
        expect(self.page.locator(".typing")).to_have_count(0, timeout=ANSWER_MS)

    def row(self, kind: str) -> Locator:
        """The last message of a kind."""
        return self.page.locator(f"[data-kind={kind}]").last

    def menu(self, item: str) -> None:
        """Choose from the menu."""
        self.page.locator(".menu > button").click()
        self.page.get_by_role("button", name=item, exact=True).last.click()

    def token(self) -> str:
        """The token this browser keeps."""
        return str(
            self.page.evaluate("Object.entries(localStorage).find(([key]) => key.startsWith('nav-'))?.[1] ?? ''")
        )

    def fits(self) -> bool:
        """Tell whether nothing makes page or panel scroll sideways."""
        return bool(
            self.page.evaluate(
                """(tag) => {
                  const root = document.querySelector(tag).shadowRoot;
                  const wide = [...root.querySelectorAll(".panel, .log, .composer, .top")]
                    .filter((node) => node.scrollWidth > node.clientWidth + 1);
                  return document.documentElement.scrollWidth <= innerWidth && !wide.length;
                }""",
                TAG,
            )
        )

    def axe(self) -> list[str]:
        """What axe finds wrong in the widget, against WCAG 2.2 A and AA and its own best practices."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate((PACKAGE / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
        found = self.page.evaluate(
            """async (tag) => (await axe.run({ include: [[tag]] }, {
              runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"],
              resultTypes: ["violations"],
            })).violations.flatMap((rule) => rule.nodes.map((node) =>
              `${rule.id}: ${node.target.flat().join(" ")} ${node.failureSummary.split("\\n")[1] ?? ""}`))""",
            TAG,
        )
        return list(found)

    def check(self) -> None:
        """Nothing went wrong on the page, and its policy was kept."""
        assert self.errors == []
        assert self.page.evaluate("violations") == []

    def picture(self, name: str) -> None:
        """Keep a picture for the documentation, where that is asked for."""
        if os.environ.get("SCREENSHOTS") and name in KEPT:
            self.page.screenshot(path=IMAGES / f"widget-{name}.png")


def stub(widget: Widget, messages: list[dict[str, Any]], **state: Any) -> None:
    """Let the server seem to have a conversation: for states that are long or hard to bring about."""
    numbered = [{**message, "seq": seq} for seq, message in enumerate(messages, 1)]
    standing = {"owner": "bot", "person": None, "handoff": None, "language": "nb", **state}

    def answer(route: Route) -> None:
        after = int(route.request.url.rsplit("after=", 1)[1].split("&")[0])
        page = numbered[after : after + 200]
        route.fulfill(json={**standing, "messages": page, "last_seq": page[-1]["seq"] if page else after})

    def live(socket: WebSocketRoute) -> None:
        greet: Callable[[str | bytes], None] = lambda _frame: socket.send(json.dumps({"type": "state", **standing}))  # noqa: E731
        socket.on_message(greet)

    widget.page.route("**/api/conversation?after=*", answer)
    widget.page.route_web_socket("**/api/conversation/live", live)
    widget.page.add_init_script(
        "localStorage.setItem(`nav-arbeidsgiverhjelp:${location.origin}`, 'a-token-for-pictures')"
    )


QUEUED = {
    "reference": "NAV-XAHT-PET4",
    "state": "queued",
    "position": 2,
    "answer_by": "2026-11-23T10:00:00+00:00",
    "office": "Nav for arbeidsgivere",
    "person": None,
}
