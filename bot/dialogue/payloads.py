"""The messages the assistant sends, in the shape of the contract."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.context import Context


@dataclass(frozen=True, slots=True)
class Button:
    """A choice the employer can press; `payload` is an address in our own small grammar, never a command."""

    title: str
    payload: str


def choose(scheme: str | None, topic: str | None) -> str:
    """Return the payload of a button that asks for a topic of a scheme (at most 64 bytes, Telegram's limit)."""
    return f"velg:{scheme or ''}:{topic or ''}"


def choose_intent(intent: str) -> str:
    """Return the payload of a button that asks for something else than a topic."""
    return f"velg:intent:{intent}"


@dataclass(frozen=True, slots=True)
class Message:
    """One bot message: a text that is enough by itself, and what kind of answer it is."""

    text: str
    custom: dict[str, Any]
    buttons: tuple[Button, ...] = field(default_factory=tuple)

    @property
    def kind(self) -> str:
        """The contract's `custom.kind`."""
        return str(self.custom["kind"])

    def to_json(self) -> dict[str, Any]:
        """Return the message as the contract has it."""
        out: dict[str, Any] = {"text": self.text, "custom": self.custom}
        if self.buttons:
            out["buttons"] = [{"title": button.title, "payload": button.payload} for button in self.buttons]
        return out


def schemes_shown(message: Message) -> list[str]:
    """Return the schemes that a message sets out, in order; the list of all schemes sets out none in particular."""
    custom = message.custom
    if message.kind == "list":
        return []
    found: list[Any] = [custom.get("scheme"), custom.get("runner_up")]
    found += [entry.get("scheme") if isinstance(entry, dict) else entry for entry in custom.get("schemes") or []]
    found += [option.get("scheme") for option in custom.get("options") or []]
    return [scheme for scheme in found if isinstance(scheme, str) and scheme]


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything that answers one employer message, and the thread to remember."""

    messages: tuple[Message, ...]
    context: Context

    def envelopes(self) -> Sequence[dict[str, Any]]:
        """Return what the action server hands to Rasa, which passes it on untouched to the gateway."""
        context = self.context.to_json()
        return [{"envelope": True, "context": context, **message.to_json()} for message in self.messages]
