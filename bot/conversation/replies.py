"""What the assistant says back: the shape every channel draws from, and the checks on the way out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Kinds of answers the gateway itself makes or looks for; Rasa's answers have more (see the contract)."""

    FALLBACK = "fallback"
    PRIVACY = "privacy"
    CLARIFY = "clarify"
    QUESTION = "question"
    HANDOFF = "handoff"


@dataclass(frozen=True, slots=True)
class Button:
    """A choice offered to the employer."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message of the bot; `text` alone is always enough to read the answer."""

    text: str
    buttons: tuple[Button, ...] = ()
    image: str | None = None
    custom: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Return the kind of answer, empty where it has none."""
        kind = self.custom.get("kind")
        return kind if isinstance(kind, str) else ""

    def payload(self) -> dict[str, Any]:
        """Return everything but the text, as it is stored and sent; empty parts are left out."""
        parts: dict[str, Any] = {}
        if self.buttons:
            parts["buttons"] = [{"title": button.title, "payload": button.payload} for button in self.buttons]
        if self.image:
            parts["image"] = self.image
        if self.custom:
            parts["custom"] = dict(self.custom)
        return parts

    def message(self, recipient: str) -> dict[str, Any]:
        """Return the reply in the shape of the REST channel."""
        return {"recipient_id": recipient, "text": self.text, **self.payload()}


def buttons_of(value: object) -> tuple[Button, ...]:
    """Return the well-formed buttons in `value`; anything else is dropped rather than shown broken."""
    if not isinstance(value, list):
        return ()
    pairs = ((item.get("title"), item.get("payload")) for item in value if isinstance(item, dict))
    return tuple(
        Button(title.strip(), payload)
        for title, payload in pairs
        if isinstance(title, str) and title.strip() and isinstance(payload, str) and payload
    )


def read_reply(message: Mapping[str, Any], default_text: str) -> Reply:
    """Return one of Rasa's messages as a reply.

    Args:
        message: What Rasa sent; a `custom` marked `envelope: true` carries the whole message inside.
        default_text: Said where the message has no text of its own.

    Returns:
        A reply that keeps the contract: some text, and buttons with title and payload.
    """
    custom = message.get("custom")
    if isinstance(custom, dict) and custom.get("envelope") is True:
        message, custom = custom, custom.get("custom")
    text, image = message.get("text"), message.get("image")
    return Reply(
        text=text if isinstance(text, str) and text.strip() else default_text,
        buttons=buttons_of(message.get("buttons")),
        image=image if isinstance(image, str) and image else None,
        custom=custom if isinstance(custom, dict) else {},
    )


def context_of(messages: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return what Rasa's messages say the conversation is about now, or None where they say nothing."""
    found = None
    for message in messages:
        envelope = message.get("custom")
        if isinstance(envelope, Mapping) and isinstance(envelope.get("context"), Mapping):
            found = dict(envelope["context"])
    return found


def read_replies(messages: Iterable[Mapping[str, Any]], default_text: str) -> list[Reply]:
    """Return all of Rasa's messages as replies, in order."""
    return [read_reply(message, default_text) for message in messages]
