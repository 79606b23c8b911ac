"""What to look up for a conversation: the schemes and topics it was about, and what the employer said last."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation.models import Author
from bot.conversation.stored import Stored


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
