"""What the dialogue tests share: questions, readings, moments and the checks every message must pass."""

import json
from datetime import datetime
from typing import Any

from bot.clock import OSLO
from bot.conversation.choices import parse
from bot.dialogue.context import Context
from bot.dialogue.payloads import Message
from bot.dialogue.reading import Question, Reading
from bot.knowledge.terms import LANGUAGES

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=OSLO)
"""A Monday on which Nav's employer line is open."""

EMPTY = Context()

KINDS = {
    "answer", "clarify", "calculation", "question", "recommendation", "comparison", "list", "contact", "handoff",
    "out_of_scope", "fallback", "crisis", "privacy", "smalltalk",
}  # fmt: skip
"""The kinds of the contract."""

TELEGRAM_LIMIT = 64
"""Telegram takes a button's payload of at most so many bytes."""


def asked(text: str, intent: str = "overview", sure: float = 0.95, **found: Any) -> Question:
    """Return a question that understanding took for `intent`."""
    rest = tuple((name, 0.01) for name in ("legal", "example") if name != intent)
    return Question(text, ((intent, sure), *rest), **found)


def pressed(intent: str, scheme: str | None = None, text: str = "knapp") -> Question:
    """Return what a pressed button asks."""
    return Question(text, ((intent, 1.0),), named=(scheme,) if scheme else (), chosen=True)


def puzzling(text: str = "blåbær og grus") -> Question:
    """Return a question that nobody understands."""
    return Question(text, (("amount", 0.1), ("overview", 0.09)), inferred=(("none", 0.5), ("mentor", 0.1)))


def reading(*questions: Question, more: int = 0) -> Reading:
    return Reading(" ".join(question.text for question in questions), questions, more)


def always(_scheme: str, _topic: str) -> bool:
    """Say that there is a text on every topic."""
    return True


def check_message(message: Message, language: str) -> None:
    """Assert what holds for every message the assistant sends."""
    assert message.text.strip()
    assert message.text == message.text.strip()
    assert "{" not in message.text and "}" not in message.text
    assert message.kind in KINDS
    assert message.custom["language"] == language
    assert language in LANGUAGES
    assert json.loads(json.dumps(message.to_json())) == message.to_json()
    titles = [button.title for button in message.buttons]
    assert len(set(titles)) == len(titles)
    for button in message.buttons:
        assert button.title.strip()
        assert len(button.payload.encode()) <= TELEGRAM_LIMIT
        assert parse(button.payload) is not None
