"""What a conversation is about just now; the gateway keeps it and sends it with every message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

GUESS = "guess"
"""Value of `Context.last` after an answer about a scheme that had to be inferred, so that "nei" takes it back."""

ASKED_WHICH = "which"
"""Value of `Context.last` after a general answer that asks which scheme is meant."""


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
    """Messages in a row that were not understood, or only half: asked back about, or turned down."""

    mentioned: tuple[str, ...] = ()
    """The schemes that were set out together last, in order: "det første", "begge"."""

    last: str | None = None
    """What the bot said last: "guess" for an answer about a scheme that nobody had named, "which" for a question
    which one is meant, else its intent or kind."""

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

        misses, forms, mentioned = stored.get("misses"), stored.get("forms"), stored.get("mentioned")
        names = mentioned if isinstance(mentioned, list) else []
        return cls(
            scheme=text("scheme"),
            previous=text("previous"),
            topic=text("topic"),
            misses=misses if isinstance(misses, int) else 0,
            mentioned=tuple(name for name in names if isinstance(name, str) and name),
            last=text("last"),
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
            "mentioned": list(self.mentioned),
            "last": self.last,
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

    def showing(self, schemes: Sequence[str], last: str) -> "Context":
        """Return the context after `schemes` were shown, in this order; none keeps what was shown before.

        Going on with one of several leaves them standing; a scheme from elsewhere takes their place.
        """
        shown = tuple(dict.fromkeys(schemes))
        mentioned = self.mentioned
        if len(shown) > 1:
            mentioned = shown
        elif shown and shown[0] not in mentioned:
            mentioned = ()
        return replace(self, mentioned=mentioned, last=last)

    def with_form(self, name: str, state: Mapping[str, Any] | None, *, is_open: bool) -> "Context":
        """Return the context with what a guided conversation remembers."""
        forms = {**self.forms, name: dict(state)} if state is not None else dict(self.forms)
        return replace(self, form=name if is_open else None, forms=forms, misses=0)
