"""What a conversation is about just now; the gateway keeps it and sends it with every message."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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

    form: str | None = None
    """The guided conversation that is open, if any."""

    forms: Mapping[str, Any] = field(default_factory=dict)
    """What each guided conversation remembers, also after it is done ("hva hvis hun jobber 80 %?")."""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "Context":
        """Read a stored context; unknown keys and wrong types are dropped."""
        stored = stored if isinstance(stored, Mapping) else {}

        def text(key: str) -> str | None:
            value = stored.get(key)
            return value if isinstance(value, str) and value else None

        misses, forms = stored.get("misses"), stored.get("forms")
        return cls(
            scheme=text("scheme"),
            previous=text("previous"),
            topic=text("topic"),
            misses=misses if isinstance(misses, int) else 0,
            form=text("form"),
            forms={k: v for k, v in forms.items() if isinstance(v, Mapping)} if isinstance(forms, Mapping) else {},
        )

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return {
            "scheme": self.scheme,
            "previous": self.previous,
            "topic": self.topic,
            "misses": self.misses,
            "form": self.form,
            "forms": dict(self.forms),
        }

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

    def with_form(self, name: str, state: Mapping[str, Any] | None, *, is_open: bool) -> "Context":
        """Return the context with what a guided conversation remembers."""
        forms = {**self.forms, name: dict(state)} if state is not None else dict(self.forms)
        return replace(self, form=name if is_open else None, forms=forms, misses=0)
