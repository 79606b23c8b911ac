"""What a conversation was about, read from its messages: questions, schemes, calculation, recommendation."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.conversation.models import Author
from bot.conversation.stored import Stored

_ASKED = 20
_CALCULATION = ("scheme", "inputs", "periods", "monthly", "total", "files")


def discussed(messages: Sequence[Stored]) -> list[tuple[str, str | None]]:
    """Return the schemes and topics the bot spoke about, the latest first."""
    found: dict[tuple[str, str | None], None] = {}
    for message in reversed(messages):
        if message.author is not Author.BOT:
            continue
        custom = message.custom
        topic = custom.get("topic")
        for scheme in _schemes(custom):
            found[scheme, topic if isinstance(topic, str) else None] = None
    return list(found)


def last_words(messages: Sequence[Stored], question: str | None) -> str:
    """Return what the employer said last, or what the request for a person was about."""
    for message in reversed(messages):
        if message.author is Author.EMPLOYER and not (message.payload or {}).get("payload"):
            return message.text
    return question or ""


def summary(messages: Sequence[Stored], schemes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the summary the console shows; `schemes` are those discussed, with names and pages."""
    asked = [message.text for message in messages if message.author is Author.EMPLOYER]
    calculation = _last(messages, "calculation")
    finder = _last(messages, "recommendation")
    return {
        "asked": asked[-_ASKED:],
        "schemes": schemes,
        "calculation": {key: calculation.get(key) for key in _CALCULATION} if calculation else None,
        "finder": {
            "answers": [fact.get("text", "") for fact in _mappings(finder.get("facts"))],
            "recommended": [
                {"scheme": entry.get("scheme"), "title": entry.get("title"), "why": entry.get("why", [])}
                for entry in _mappings(finder.get("schemes"))
            ],
        }
        if finder
        else None,
    }


def _last(messages: Iterable[Stored], kind: str) -> Mapping[str, Any] | None:
    found = None
    for message in messages:
        if message.author is Author.BOT and message.custom.get("kind") == kind:
            found = message.custom
    return found


def _schemes(custom: Mapping[str, Any]) -> list[str]:
    """Return the schemes a message is about; a list of all schemes is about none of them."""
    if isinstance(custom.get("scheme"), str):
        return [custom["scheme"]]
    named = custom.get("schemes")
    if custom.get("kind") == "comparison" and isinstance(named, list):
        return [scheme for scheme in named if isinstance(scheme, str)]
    if custom.get("kind") == "recommendation":
        return [entry["scheme"] for entry in _mappings(named) if isinstance(entry.get("scheme"), str)]
    return []


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
