"""What understanding found in a message, as typed values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.dialogue.negation import Named, ruled_out
from bot.dialogue.references import POINTING_WORDS
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
    bare: bool = False
    """Nothing stands beside the names of schemes, or words that point to one, but small words: "og AFT da?"."""

    told: str = ""
    """All of the message, where this is its only question; else the question alone."""

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
        text = str(latest.get("text") or "")
        found = [_named(item) for item in latest.get("entities") or () if item.get("entity") == "scheme"]
        questions = tuple(_without_ruled_out(_question(item), text, found) for item in latest.get("questions") or ())
        if len(questions) == 1:
            questions = (replace(questions[0], told=text),)
        return cls(text, questions, int(latest.get("more_questions") or 0))


def _named(item: Mapping[str, Any]) -> Named:
    return Named(str(item.get("value") or ""), int(item.get("start") or 0), int(item.get("end") or 0))


def _without_ruled_out(question: Question, text: str, found: Sequence[Named]) -> Question:
    """Return a question without the schemes that it names only to rule them out."""
    begin = max(text.find(question.text), 0) if question.text else 0
    end = begin + len(question.text)
    own = [
        Named(mention.scheme, mention.start - begin, mention.end - begin)
        for mention in found
        if begin <= mention.start and mention.end <= end
    ]
    question = replace(question, bare=_is_bare(question.text, own), told=question.text)
    out = ruled_out(question.text, own)
    if not out:
        return question
    named = tuple(scheme for scheme in question.named if scheme not in out)
    weak = tuple(scheme for scheme in question.weak if scheme not in out)
    return replace(question, named=named, weak=weak, excluded=tuple(dict.fromkeys((*question.excluded, *sorted(out)))))


_SMALL_WORDS = """
og men eller da då så den det de dei en et ein eit hva kva ka med enn om for til på the a an and but or what how about
then so nei næ no ikke ikkje not sorry beklager orsak jeg eg æ i on mente meinte meant altså heller
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""Words that ask nothing by themselves."""


def _is_bare(text: str, own: Sequence[Named]) -> bool:
    rest = text
    for mention in reversed(own):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    left = set(re.findall(r"\w+", rest.lower())) - _SMALL
    return not left - POINTING_WORDS and bool(own or left)


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
