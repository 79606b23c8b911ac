"""What understanding found in a message, as typed values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.knowledge.model import TOPICS

NO_SCHEME = "none"
"""The class that means: no scheme in particular."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a message, with the probabilities understanding gave it."""

    text: str
    ranking: tuple[tuple[str, float], ...]
    named: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    inferred: tuple[tuple[str, float], ...] = ()
    chosen: bool = False

    @property
    def intent(self) -> str:
        """The likeliest intent or topic."""
        return self.ranking[0][0] if self.ranking else "nlu_fallback"

    @property
    def confidence(self) -> float:
        """Probability of the likeliest intent."""
        return self.ranking[0][1] if self.ranking else 0.0

    @property
    def is_topic(self) -> bool:
        """Whether the likeliest intent is a topic of a scheme."""
        return self.intent in TOPICS

    def probability(self, intent: str) -> float:
        """Return the probability of one intent, 0 where it was not among the likeliest."""
        return dict(self.ranking).get(intent, 0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """All questions of one message."""

    text: str
    questions: tuple[Question, ...] = field(default_factory=tuple)
    more: int = 0

    @classmethod
    def from_message(cls, latest: Mapping[str, Any]) -> "Reading":
        """Read what Rasa sends as the latest message of a conversation."""
        questions = tuple(_question(item) for item in latest.get("questions") or ())
        return cls(str(latest.get("text") or ""), questions, int(latest.get("more_questions") or 0))


def _pairs(items: Sequence[Sequence[Any]] | None) -> tuple[tuple[str, float], ...]:
    return tuple((str(name), float(value)) for name, value in items or ())


def _question(item: Mapping[str, Any]) -> Question:
    return Question(
        text=str(item.get("text") or ""),
        ranking=_pairs(item.get("ranking")),
        named=tuple(item.get("named") or ()),
        weak=tuple(item.get("weak") or ()),
        excluded=tuple(item.get("excluded") or ()),
        inferred=_pairs(item.get("inferred")),
        chosen=bool(item.get("chosen")),
    )
