"""Which scheme a question is about: named, carried over from the conversation, or inferred from the situation."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.context import Context
from bot.dialogue.reading import NO_SCHEME, Question
from bot.dialogue.references import pointed_at

SHORT_WORDS = 6
"""A question of at most this many words that names no scheme leans on the conversation."""

LONGEST_POINTING = 16
"""In a longer question "det" points to what it tells itself, as likely as to what was talked about."""

LONGEST_KIND = 12
"""In a longer message "varig" and "midlertidig" are adjectives like others."""

CONTEXT_OVERRIDE = 0.8
"""An inferred scheme must be this probable to break off from the scheme talked about."""

TALKED_ABOUT = 30.0
"""How many times likelier the scheme talked about is to be meant than it would be in a first message."""

_POINTING = re.compile(
    r"\b(den|det|dette|denne|disse|dei|ordningen|ordninga|tilskuddet|tilskotet|støtten|støtta|tiltaket|"
    r"samme|same|it|its|that|this|the scheme|the grant|the subsidy|them)\b",
    re.IGNORECASE,
)
_MEANT = re.compile(r"\b(?:mente|meinte|meant|(?:jeg|eg|æ) (?:mener|meiner)|i mean)\b", re.IGNORECASE)
_KIND = {
    "varig-lonnstilskudd": re.compile(r"\b(varige?|permanente?|permanent)\b", re.IGNORECASE),
    "midlertidig-lonnstilskudd": re.compile(r"\b(midlertidige?|mellombelse?|temporary)\b", re.IGNORECASE),
    "firearig-lonnstilskudd": re.compile(r"\b(fireårige?|four[- ]year)\b", re.IGNORECASE),
}
"""Adjectives that pick one wage subsidy while wage subsidies are talked about: "hva med den varige?"."""


class How(StrEnum):
    """How the scheme of a question was found."""

    NAMED = "named"
    CONTEXT = "context"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The schemes a question may be about, likeliest first; probabilities add up to at most one."""

    candidates: tuple[tuple[str, float], ...]
    how: How

    @property
    def best(self) -> tuple[str, float]:
        """The likeliest scheme (or `NO_SCHEME`) and its probability."""
        return self.candidates[0] if self.candidates else (NO_SCHEME, 1.0)


def resolve(question: Question, context: Context) -> Resolution:
    """Return which schemes `question` may be about."""
    if question.named:
        share = 1.0 / len(question.named)
        return Resolution(tuple((scheme, share) for scheme in question.named), How.NAMED)
    if question.weak and not question.chosen and _is_short_name(question):
        # "Nei, jeg mente opplæring": beside so few words the everyday word can only be the name.
        share = 1.0 / len(question.weak)
        return Resolution(tuple((scheme, share) for scheme in question.weak), How.NAMED)
    pointed = tuple(scheme for scheme in pointed_at(question.text, context) if scheme not in question.excluded)
    if pointed:
        return Resolution(tuple((scheme, 1.0 / len(pointed)) for scheme in pointed), How.CONTEXT)
    kind = _wage_subsidy_kind(question, context)
    if kind:
        return Resolution(((kind, 1.0),), How.CONTEXT)
    inferred = dict(question.inferred)
    for scheme in question.excluded:
        inferred.pop(scheme, None)
    total = max(1.0, sum(inferred.values()))
    ranking = sorted(((name, value / total) for name, value in inferred.items()), key=lambda pair: -pair[1])
    if context.scheme and context.scheme not in question.excluded and _leans_on_context(question, context, ranking):
        return Resolution(((context.scheme, 1.0),), How.CONTEXT)
    return Resolution(tuple(ranking), How.INFERRED)


def _is_short_name(question: Question) -> bool:
    """Tell whether a message is a correction that ends in an everyday word, and nothing more."""
    return len(question.text.split()) <= SHORT_WORDS and bool(_MEANT.search(question.text))


def _wage_subsidy_kind(question: Question, context: Context) -> str | None:
    if not (context.scheme or "").endswith("lonnstilskudd"):
        return None
    told = question.told or question.text
    if len(told.split()) > LONGEST_KIND:
        return None
    return next((scheme for scheme, pattern in _KIND.items() if pattern.search(told)), None)


def _leans_on_context(question: Question, context: Context, ranking: list[tuple[str, float]]) -> bool:
    """Tell whether the scheme talked about is likelier than any other.

    What is about no scheme in particular is about that one.
    """
    shares = dict(ranking)
    own = TALKED_ABOUT * shares.pop(context.scheme or NO_SCHEME, 0.0) + shares.pop(NO_SCHEME, 0.0)
    another = max(shares.values(), default=0.0)
    words = len(question.text.split())
    short = words <= SHORT_WORDS
    pointing = words <= LONGEST_POINTING and bool(_POINTING.search(question.text))
    return own >= another or ((short or pointing) and another < CONTEXT_OVERRIDE)
