"""What a conversation is about just now; the gateway keeps it and sends it with every message."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Context:
    """The thread of a conversation."""

    scheme: str | None = None
    """The scheme talked about last."""

    previous: str | None = None
    """The one before it: "den andre"."""

    topic: str | None = None
    """The topic answered last: "hva med den varige?"."""

    misses: int = 0
    """Messages in a row that were not understood."""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "Context":
        """Read a stored context; unknown keys and wrong types are dropped."""
        stored = stored or {}

        def text(key: str) -> str | None:
            value = stored.get(key)
            return value if isinstance(value, str) and value else None

        misses = stored.get("misses")
        return cls(text("scheme"), text("previous"), text("topic"), misses if isinstance(misses, int) else 0)

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return {"scheme": self.scheme, "previous": self.previous, "topic": self.topic, "misses": self.misses}

    def about(self, scheme: str | None, topic: str | None) -> "Context":
        """Return the context after an answer about `scheme` and `topic`."""
        previous = self.scheme if scheme and scheme != self.scheme else self.previous
        return replace(self, scheme=scheme or self.scheme, previous=previous, topic=topic or self.topic, misses=0)

    def missed(self) -> "Context":
        """Return the context after a message that was not understood."""
        return replace(self, misses=self.misses + 1)

    def understood(self) -> "Context":
        """Return the context after a message that was understood, with the same thread."""
        return replace(self, misses=0)
