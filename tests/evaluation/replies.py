"""What a reply shows: its kinds, its language, and the readings it offers to choose from."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from bot.settings import ROOT

Message = dict[str, Any]

ASKING = {"clarify", "question", "fallback"}
"""Kinds that ask or admit instead of answering."""

OFFERED = 3
"""As many offered choices count; a longer list would be no help."""

_PAYLOAD = re.compile(r"velg:(?P<first>[a-z0-9_-]*):(?P<second>[a-z0-9_-]*)")
_FORMS = {"calculator": "calculate_subsidy", "finder": "find_scheme", "handoff": "handoff"}
_KINDS = {
    "calculation": "calculate_subsidy",
    "recommendation": "find_scheme",
    "comparison": "compare_schemes",
    "list": "list_schemes",
    "contact": "contact_nav",
    "handoff": "handoff",
    "out_of_scope": "out_of_scope",
    "crisis": "crisis",
    "privacy": "privacy",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One offered reading."""

    scheme: str | None
    topic: str | None
    intent: str | None


@lru_cache(maxsize=1)
def failures() -> frozenset[str]:
    """Return the sentences the assistant says when a part of it is out of reach."""
    found: set[str] = set()
    for path in (ROOT / "data/knowledge/messages").glob("*.yml"):
        texts = yaml.safe_load(path.read_text("utf-8"))
        for key in ("gateway_unavailable", "gateway_no_text", "trouble"):
            found.update(text.strip() for text in texts.get(key, {}).values())
    return frozenset(found)


def custom(message: Message) -> dict[str, Any]:
    """Return the `custom` part of a message."""
    return message.get("custom") or {}


def kind(message: Message) -> str:
    """Return `custom.kind`, empty where there is none."""
    return str(custom(message).get("kind") or "")


def failed(reply: list[Message]) -> bool:
    """Tell whether a reply is no answer at all but an apology for a part that is out of reach."""
    return not reply or any(str(message.get("text", "")).strip() in failures() for message in reply)


def telling(reply: list[Message]) -> list[Message]:
    """Return the messages that answer, without notices: data that was masked, questions that were left out."""
    rest = [m for m in reply if kind(m) not in {"privacy", "smalltalk"} or custom(m).get("intent")]
    return rest or reply


def shown_intent(message: Message) -> str | None:
    """Return the intent a message lets see, or None (a question or a list of choices may stand for many)."""
    details = custom(message)
    if kind(message) == "answer":
        return str(details.get("topic"))
    if kind(message) == "question":
        return _FORMS.get(str(details.get("form")))
    return details.get("intent") or _KINDS.get(kind(message))


def schemes_of(message: Message) -> list[str]:
    """Return every scheme a message is about or offers, without those it rules out."""
    details = custom(message)
    found = [details.get("scheme")]
    for entry in details.get("schemes") or []:
        found.append(entry.get("scheme") if isinstance(entry, dict) else entry)
    found += [option.scheme for option in options(message)]
    return [scheme for scheme in found if scheme]


def _of_payload(payload: str) -> Option | None:
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        return None
    first, second = match["first"] or None, match["second"] or None
    return Option(None, None, second) if first == "intent" else Option(first, second, None)


def options(message: Message) -> list[Option]:
    """Return the readings a message offers: its listed options, else its buttons."""
    listed = custom(message).get("options")
    if listed:
        return [Option(o.get("scheme"), o.get("topic"), o.get("intent")) for o in listed]
    pressed = (_of_payload(str(button.get("payload"))) for button in message.get("buttons") or [])
    return [option for option in pressed if option is not None]


def offered(reply: list[Message]) -> list[Option]:
    """Return the first few readings that can be chosen in a reply."""
    return [option for message in reply for option in options(message)][:OFFERED]


def language(reply: list[Message]) -> str | None:
    """Return the language the reply says it is in."""
    return next((custom(m)["language"] for m in reversed(reply) if custom(m).get("language")), None)


def describe(reply: list[Message]) -> str:
    """Return in a few words what a reply was, for lists of confusions; nothing of its text."""
    parts = []
    for message in telling(reply):
        shown = shown_intent(message) or ""
        scheme = custom(message).get("scheme") or ""
        name = kind(message) if kind(message) in ASKING else ""
        parts.append(" ".join(part for part in (name, shown, scheme) if part) or kind(message))
    return " + ".join(dict.fromkeys(parts)) or "nothing"
