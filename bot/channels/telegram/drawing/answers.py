"""Answers from the knowledge base: an answer, a choice, a comparison, a list, a recommendation."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from telegram.helpers import create_deep_linked_url

from bot.calculator.wording import Words
from bot.channels.telegram.drawing.markup import bold, bullets, italic, link, paragraphs, plain
from bot.channels.telegram.drawing.parts import Part, text_parts
from bot.conversation.replies import Button

Shown = Callable[["Message"], list[Part]]


class Message:
    """A stored message with what its drawing needs."""

    def __init__(self, text: str, custom: Mapping[str, Any], buttons: tuple[Button, ...], words: Words, bot: str):
        self.text = text
        self.custom = custom
        self.buttons = buttons
        self.words = words
        self.bot = bot
        """The bot's user name, for links that ask it something."""

    def list(self, key: str) -> "list[Any]":
        """Return a list of `custom`; empty where there is none."""
        value = self.custom.get(key)
        return value if isinstance(value, list) else []

    def string(self, key: str) -> str:
        """Return a text of `custom`; empty where there is none."""
        value = self.custom.get(key)
        return value if isinstance(value, str) else ""


def answer(message: Message) -> list[Part]:
    """Draw an answer: the scheme, the text, and the sources as links with their dates."""
    body = message.string("body") or message.text
    title = message.string("title")
    blocks = [bold(title)] if title else []
    blocks += paragraphs(body)
    if message.custom.get("body"):
        blocks.append(sources(message.list("sources"), message.words))
        if message.custom.get("stale"):
            blocks.append(italic(message.words.say("stale")))
    return text_parts(blocks, message.buttons)


def clarify(message: Message) -> list[Part]:
    """Draw a question with its choices."""
    blocks = [*paragraphs(message.text), sources(message.list("sources"), message.words)]
    return text_parts(blocks, message.buttons, once=True)


def comparison(message: Message) -> list[Part]:
    """Draw a comparison as lines: a topic, then each scheme's value below it."""
    titles = [str(title) for title in message.list("titles")]
    first = paragraphs(message.text)[:1]
    blocks = [*first]
    for row in message.list("rows"):
        pairs = zip(titles, row.get("values", []), strict=False)
        lines = [f"<b>{plain(title)}:</b> {plain(' '.join(str(value).split()))}" for title, value in pairs]
        blocks.append("\n".join([f"<u>{plain(str(row.get('title', '')))}</u>", *lines]))
    blocks.append(sources(message.list("sources"), message.words))
    return text_parts(blocks, message.buttons)


def scheme_list(message: Message) -> list[Part]:
    """Draw the list by group; each scheme is a link that asks the bot about it."""
    groups: dict[str, list[str]] = {}
    for entry in message.list("schemes"):
        title, scheme = str(entry.get("title", "")), str(entry.get("scheme", ""))
        shown = link(title, create_deep_linked_url(message.bot, scheme)) if message.bot and scheme else plain(title)
        groups.setdefault(str(entry.get("group", "")), []).append(shown)
    if not groups:
        return text_parts(paragraphs(message.text), message.buttons)
    blocks = [plain(message.string("intro"))]
    blocks += ["\n".join(filter(None, [bold(group), bullets(lines)])) for group, lines in groups.items()]
    return text_parts(blocks, message.buttons)


def recommendation(message: Message) -> list[Part]:
    """Draw a recommendation: what fits and why, what does not, and what it rests on."""
    say = message.words.say
    blocks = [plain(message.string("intro"))]
    for place, entry in enumerate(message.list("schemes"), 1):
        lines = [f"<b>{place}. {plain(str(entry.get('title', entry.get('scheme', ''))))}</b>"]
        reasons = entry.get("reasons") or [{"text": why} for why in entry.get("why", [])]
        lines += [f"• {plain(str(reason['text']))}" for reason in reasons]
        if entry.get("who_starts"):
            lines.append(plain(str(entry["who_starts"])))
        if entry.get("note"):
            lines += italic(str(entry["note"])).split("\n")
        shown = entry.get("sources") or ([entry["source"]] if entry.get("source") else [])
        lines.append(sources(shown, message.words))
        blocks.append("\n".join(line for line in lines if line))
    excluded = [
        f"{plain(str(entry.get('title', entry.get('scheme', ''))))}: {plain(str(entry.get('why', '')))}"
        for entry in message.list("excluded")
    ]
    if excluded:
        blocks.append("\n".join([bold(say("finder_excluded")), bullets(excluded)]))
    blocks += [plain(say("finder_note", text=str(note.get("text", "")))) for note in message.list("notes")]
    facts = "; ".join(str(fact.get("text", "")) for fact in message.list("facts"))
    if facts:
        blocks.append(italic(say("finder_assumed", facts=facts)))
    if not message.list("schemes") and not excluded:
        blocks = paragraphs(message.text)
    return text_parts(blocks, message.buttons)


def sources(entries: Iterable[Mapping[str, Any]], words: Words) -> str:
    """Return sources as links, each with the date it was checked; empty where there are none."""
    shown = []
    for entry in entries:
        title = link(str(entry.get("title", "")), str(entry.get("url", "")))
        day = _date(entry.get("checked"))
        shown.append(words.say("telegram_checked", link=title, date=words.date(day)) if day else title)
    if not shown:
        return ""
    key = "telegram_source" if len(shown) == 1 else "telegram_sources"
    return words.say(key, sources="; ".join(dict.fromkeys(shown)))


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
