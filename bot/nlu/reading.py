"""What a message means, and how the readings of its parts become the reading of the whole."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
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
    return replace(question, named=named, inferred=inferred)


def carry_schemes(whole: Question, single: Sequence[Question], sure: Sequence[Question]) -> list[Question]:
    """Give each question that names no scheme the one named last before it: "hva er mentor? og hvor lenge?".

    Where none was, what the whole message tells of the situation holds for each of its questions.
    """
    last: list[str] = []
    out: list[Question] = []
    for question in single:
        if question.named:
            last = question.named
        if question in sure:
            told = question if last else whole
            out.append(replace(question, named=last, inferred=told.inferred))
    return out
