"""Makes the picture of `docs/telegram.md`: what the running assistant sent, in a page that imitates a chat.

`.venv/bin/python -m tests.telegram.picture docs/images/telegram.png` needs a trained model and Chromium.
"""

import base64
import html
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.evaluation.running import running
from tests.telegram.phone import Phone, titles, until
from tests.telegram.standin import TOKEN, BotApi, Json

STYLE = """
body { margin: 0; background: #d6e0cf; font: 15px/1.38 system-ui, "DejaVu Sans", sans-serif; }
.columns { display: flex; gap: 28px; padding: 18px; align-items: flex-start; }
.chat { width: 400px; display: flex; flex-direction: column; gap: 7px; }
.bubble { border-radius: 14px; padding: 8px 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
.in { background: #fff; max-width: 92%; align-self: flex-start; }
.out { background: #e2f7cb; max-width: 80%; align-self: flex-end; }
.keys { display: flex; flex-direction: column; gap: 4px; width: 92%; }
.key { background: #7d9a6f; color: #fff; border-radius: 8px; padding: 6px 10px; text-align: center; font-weight: 600; }
img { width: 100%; border-radius: 8px; display: block; margin-bottom: 6px; }
a { color: #1667a8; } .file { font-weight: 600; }
"""


def bubble(message: Json) -> str:
    """Return a message of the bot as HTML."""
    inside = ""
    if "photo" in message:
        inside += f'<img src="data:image/png;base64,{base64.b64encode(message["content"]).decode()}">'
    elif "document" in message:
        inside += f"<span class=file>▤ {html.escape(message['file_name'])}</span>\n"
    keys = "".join(f"<div class=key>{html.escape(title)}</div>" for title in titles(message))
    return f'<div class="bubble in">{inside}{message["html"]}</div><div class=keys>{keys}</div>'


def said(text: str) -> str:
    """Return a message of the employer as HTML."""
    return f'<div class="bubble out">{html.escape(text)}</div>'


def ask(phone: Phone, text: str) -> tuple[str, list[Json]]:
    """Return a question and what came, as HTML and as it was."""
    before = len(phone.got)
    phone.say(text)
    phone.wait(before + 1, 60)
    came = phone.quiet(2.5)[before:]
    return said(text) + "".join(map(bubble, came)), came


def conversation(api: BotApi) -> list[str]:
    """Return the columns of the picture."""
    first, second, third, fourth = (Phone(api, chat) for chat in (501, 502, 503, 504))
    _, came = ask(first, "Hvor lenge kan vi få mentortilskudd?")
    first.tap(came[0], titles(came[0])[0])
    until(lambda: any("✓" in title for title in titles(first.got[0])), 20)
    first.wait(2, 60)
    one = said("Hvor lenge kan vi få mentortilskudd?") + "".join(map(bubble, first.quiet(2)))
    text = (
        "Regn ut midlertidig lønnstilskudd: 32 000 i måneden, full stilling, 12 måneder fra 1. desember 2026, "
        "nedsatt arbeidsevne, i Bergen"
    )
    _, came = ask(second, text)
    while not any("photo" in message for message in second.got) and titles(came[-1]):
        second.tap(came[-1], titles(came[-1])[0])
        second.wait(len(second.got) + 1, 60)
        came = second.quiet(3)
    until(lambda: bool(titles(second.got[-1])), 60)
    two = said(text) + "".join(map(bubble, second.quiet(3)))
    three, came = ask(third, "/finn")
    third.tap(came[-1], titles(came[-1])[0])
    third.wait(2, 60)
    three = said("/finn") + "".join(map(bubble, third.quiet(2))) + ask(fourth, "/kontakt")[0]
    return [one, two, three]


def main(target: Path) -> None:
    """Run the assistant, talk to it, and photograph the page."""
    api = BotApi().start()
    with running(TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE=api.url):
        columns = conversation(api)
    api.stop()
    shown = "".join(f"<div class=chat>{column}</div>" for column in columns)
    page_html = f'<!doctype html><meta charset=utf-8><style>{STYLE}</style><div class="columns">{shown}</div>'
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1320, "height": 900})
        page.set_content(page_html)
        page.screenshot(path=target, full_page=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
