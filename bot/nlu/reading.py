"""What a message means, and how the readings of its parts become the reading of the whole."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.nlu.gazetteer import Mention

RANKING = 5
"""Readings that are passed on for each question."""


@dataclass(frozen=True)
class Question:
    """What one question of a message means, with probabilities."""

    text: str
    intent: str
    confidence: float
    ranking: list[tuple[str, float]]
    named: list[str]
    weak: list[str]
    excluded: list[str]
    inferred: list[tuple[str, float]]


@dataclass(frozen=True)
class Reading:
    """What a message means: its questions in order, and the mentions found in the whole of it."""

    questions: list[Question]
    mentions: list[Mention] = field(default_factory=list)
    more: int = 0

    def as_json(self) -> list[dict[str, Any]]:
        """Return the questions as plain data for the action server."""
        return [asdict(question) for question in self.questions]


def danger_of(question: Question) -> float:
    """Return the probability that a question shows signs of danger."""
    return dict(question.ranking).get("crisis", 0.0)


def with_schemes_of(question: Question, whole: Question) -> Question:
    """Return a question with the schemes that the rest of its message names."""
    named = question.named or whole.named
    inferred = question.inferred if question.named else whole.inferred
    return Question(**{**asdict(question), "named": named, "inferred": inferred})


def carry_schemes(parts: Sequence[str], single: Sequence[Question], sure: Sequence[Question]) -> list[Question]:
    """Give each question that names no scheme the one named last before it: "hva er mentor? og hvor lenge?"."""
    last: list[str] = []
    out: list[Question] = []
    for question in single:
        if question.named:
            last = question.named
        if question in sure:
            out.append(question if question.named else Question(**{**asdict(question), "named": last}))
    return out


def blend(whole: Question, asked: Question) -> Question:
    """Combine a story with the question at its end: the geometric mean of both readings."""
    a, b = dict(whole.ranking), dict(asked.ranking)
    floor = 0.01
    mixed = {name: (a.get(name, floor) * b.get(name, floor)) ** 0.5 for name in {*a, *b}}
    total = sum(mixed.values()) + 1e-9
    ranking = sorted(((name, round(value / total, 4)) for name, value in mixed.items()), key=lambda x: (-x[1], x[0]))
    return Question(
        **{
            **asdict(whole),
            "intent": ranking[0][0],
            "confidence": ranking[0][1],
            "ranking": ranking[:RANKING],
            "named": asked.named or whole.named,
        }
    )
