"""What the finder remembers of a conversation, as plain JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.finder.engine import Known
from bot.finder.reader import Told
from bot.finder.schema import Finder


@dataclass(slots=True)
class State:
    """Facts so far, and how far the questions have come."""

    facts: dict[str, frozenset[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    pending: str | None = None
    misses: int = 0
    wanted: tuple[str, ...] = ()
    done: bool = False
    scheme: str | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], finder: Finder) -> "State":
        """Read a stored state; what the rules no longer know is dropped."""
        facts: dict[str, frozenset[str]] = {}
        for name, values in _mapping(stored.get("facts")).items():
            rule = finder.facts.get(name)
            if rule and isinstance(values, list):
                known = [value for value in values if value in rule.values]
                if known:
                    facts[name] = frozenset(known if rule.many else known[:1])
        questions = {question.fact for question in finder.questions}
        asked = [fact for fact in _strings(stored.get("asked")) if fact in questions]
        pending, misses = stored.get("pending"), stored.get("misses")
        scheme = stored.get("scheme")
        return cls(
            facts=facts,
            asked=list(dict.fromkeys(asked)),
            pending=pending if isinstance(pending, str) and pending in asked else None,
            misses=misses if isinstance(misses, int) else 0,
            wanted=tuple(scheme for scheme in _strings(stored.get("wanted")) if scheme in finder.schemes),
            done=bool(stored.get("done")),
            scheme=scheme if isinstance(scheme, str) else None,
        )

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return {
            "facts": {fact: sorted(values) for fact, values in self.facts.items()},
            "asked": list(self.asked),
            "pending": self.pending,
            "misses": self.misses,
            "wanted": list(self.wanted),
            "done": self.done,
            "scheme": self.scheme,
        }

    @property
    def known(self) -> Known:
        """What is known."""
        return self.facts

    def changes(self, told: Told) -> set[str]:
        """Return the facts that a message tells differently from before, and not only more exactly."""
        return {fact for fact, values in told.items() if fact in self.facts and not values <= self.facts[fact]}

    def learn(self, told: Told, finder: Finder) -> None:
        """Take over what a message tells; a vague telling does not replace an exact one it agrees with."""
        for fact, values in told.items():
            rule, before = finder.facts[fact], self.facts.get(fact, frozenset())
            finer = {value for vague in values & rule.vague.keys() for value in rule.vague[vague]}
            if before and before <= finer:
                continue
            self.facts[fact] = values

    def forget(self, fact: str) -> None:
        """Make a fact unknown again."""
        self.facts.pop(fact, None)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
