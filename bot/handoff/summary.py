"""What a person at Nav sees at a glance: what was asked, which schemes, which figures, what the finder found."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.conversation.models import Author
from bot.conversation.stored import Stored

ASKED = 10
"""At most so many of the employer's last messages are shown; the transcript has all."""

_CALCULATION = ("scheme", "inputs", "periods", "monthly", "total", "currency")


def summarise(messages: Iterable[Stored]) -> dict[str, Any]:
    """Return the summary of a conversation, made from what was said and shown; nothing is guessed."""
    asked: list[str] = []
    schemes: dict[str, dict[str, Any]] = {}
    calculation: dict[str, Any] | None = None
    finder: dict[str, Any] | None = None
    for message in messages:
        if message.author is Author.EMPLOYER and not (message.payload or {}).get("payload"):
            asked.append(message.text)
        custom = message.custom
        match custom.get("kind"):
            case "answer":
                _note(schemes, custom.get("scheme"), custom)
            case "calculation":
                calculation = {key: custom[key] for key in _CALCULATION if key in custom}
                _note(schemes, custom.get("scheme"), custom)
            case "recommendation":
                recommended = [item for item in custom.get("schemes", []) if isinstance(item, Mapping)]
                answers = [str(fact.get("text", "")) for fact in custom.get("facts", []) if isinstance(fact, Mapping)]
                finder = {"answers": answers, "recommended": [dict(item) for item in recommended]}
            case "comparison":
                for scheme in custom.get("schemes", []):
                    _note(schemes, scheme, {})
    return {
        "asked": asked[-ASKED:],
        "schemes": list(reversed(schemes.values())),
        "calculation": calculation,
        "finder": finder,
    }


def _note(schemes: dict[str, dict[str, Any]], scheme: object, custom: Mapping[str, Any]) -> None:
    """Take a scheme down as the one talked about last."""
    if not isinstance(scheme, str):
        return
    known = schemes.pop(scheme, {"id": scheme, "title": scheme, "url": None})
    title, url = custom.get("title"), custom.get("url")
    schemes[scheme] = known | ({"title": title} if isinstance(title, str) else {}) | ({"url": url} if url else {})
