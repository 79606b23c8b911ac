"""Decide what to do with a question: answer it, ask with buttons, or say that it was not understood.

Thresholds are calibrated probabilities; how they were chosen is told in docs/understanding.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.dialogue.context import Context
from bot.dialogue.reading import NO_SCHEME, Question
from bot.dialogue.resolve import How, Resolution, resolve
from bot.knowledge.model import TOPICS

ANSWER_NAMED = 0.45
"""Least probability of the topic when the scheme is known from its name or the conversation."""

ANSWER_INFERRED = 0.40
"""Least joint probability of topic and scheme when the scheme was inferred."""

ANSWER_OTHER = 0.45
"""Least probability of an intent that is no topic."""

CRISIS = 0.35
"""A message is taken as a sign of danger from this probability: a caring answer too many does no harm."""

HOPELESS = 0.22
"""Where even the best guess is less probable, offering guesses as buttons would not help."""

OPTIONS = 3
"""Most buttons that are offered when the bot asks."""


class Step(StrEnum):
    """What is done with a question."""

    ANSWER = "answer"
    GENERAL = "general"
    CAPABILITY = "capability"
    ASK = "ask"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Option:
    """One reading offered as a button."""

    intent: str
    scheme: str | None
    probability: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The decision on one question."""

    step: Step
    intent: str
    schemes: tuple[str, ...] = ()
    how: How = How.NAMED
    runner_up: str | None = None
    options: tuple[Option, ...] = field(default_factory=tuple)


def decide(question: Question, context: Context, has_topic: Callable[[str, str], bool]) -> Plan:
    """Return what to do with `question`.

    Args:
        question: What understanding found.
        context: What the conversation is about.
        has_topic: Tells whether a scheme has a text on a topic.
    """
    if question.probability("crisis") >= CRISIS:
        return Plan(Step.CAPABILITY, "crisis")
    resolution = resolve(question, context)
    intent = _elliptic_topic(question, context, resolution)
    if question.chosen:
        return _chosen(question, resolution, context)
    if intent not in TOPICS:
        if question.confidence >= ANSWER_OTHER:
            schemes = tuple(s for s, _ in resolution.candidates if s != NO_SCHEME)
            return Plan(Step.CAPABILITY, intent, _known(schemes, resolution), resolution.how)
        return _ask(question, resolution, has_topic)
    if resolution.how is not How.INFERRED:
        confidence = question.probability(intent) if intent == question.intent else ANSWER_NAMED
        if confidence < ANSWER_NAMED:
            return _ask(question, resolution, has_topic)
        return Plan(Step.ANSWER, intent, tuple(s for s, _ in resolution.candidates), resolution.how)
    scheme, probability = resolution.best
    if scheme == NO_SCHEME:
        if question.confidence >= ANSWER_NAMED:
            return Plan(Step.GENERAL, intent, how=resolution.how, options=_scheme_options(intent, resolution))
        return _ask(question, resolution, has_topic)
    if question.confidence * probability >= ANSWER_INFERRED:
        others = [s for s, p in resolution.candidates[1:] if s != NO_SCHEME and p >= 0.05]
        return Plan(Step.ANSWER, intent, (scheme,), resolution.how, runner_up=others[0] if others else None)
    return _ask(question, resolution, has_topic)


def _known(schemes: tuple[str, ...], resolution: Resolution) -> tuple[str, ...]:
    """Return the schemes worth telling a capability: all named ones, or the inferred ones in order."""
    return schemes if resolution.how is not How.INFERRED else schemes[:OPTIONS]


def _elliptic_topic(question: Question, context: Context, resolution: Resolution) -> str:
    """Return the topic of "hva med den varige?": the one answered last, where a short question only names a scheme."""
    short = len(question.text.split()) <= 5
    if short and context.topic and resolution.how is not How.INFERRED and question.intent in {"overview", "more"}:
        if context.scheme and resolution.best[0] != context.scheme and _asks_what_about(question.text):
            return context.topic
    if question.intent in {"more", "affirm"} and context.scheme:
        return "overview" if context.topic != "overview" else "eligibility"
    return question.intent


def _asks_what_about(text: str) -> bool:
    folded = text.lower().strip(" ?!.")
    starts = ("hva med", "kva med", "ka med", "enn ", "og ", "what about", "how about", "and ", "men ", "nei ", "no ")
    return folded.startswith(starts)


def _chosen(question: Question, resolution: Resolution, context: Context) -> Plan:
    """Follow a pressed button."""
    intent = question.intent
    if intent not in TOPICS:
        return Plan(Step.CAPABILITY, intent, question.named)
    scheme = question.named[0] if question.named else context.scheme
    if scheme:
        return Plan(Step.ANSWER, intent, (scheme,), How.NAMED)
    return Plan(Step.GENERAL, intent, options=_scheme_options(intent, resolution))


def _scheme_options(intent: str, resolution: Resolution) -> tuple[Option, ...]:
    likely = [(s, p) for s, p in resolution.candidates if s != NO_SCHEME][:OPTIONS]
    return tuple(Option(intent, scheme, probability) for scheme, probability in likely)


def _ask(question: Question, resolution: Resolution, has_topic: Callable[[str, str], bool]) -> Plan:
    """Offer the likeliest readings, or admit that nothing was understood."""
    joint = joint_readings(question, resolution)
    options = [option for option in joint if option.scheme is None or has_topic(option.scheme, option.intent)]
    if not options or options[0].probability < HOPELESS * 0.5 or question.confidence < HOPELESS:
        return Plan(Step.MISSED, question.intent, options=tuple(options[:OPTIONS]))
    return Plan(Step.ASK, question.intent, options=tuple(options[:OPTIONS]))


def joint_readings(question: Question, resolution: Resolution) -> Sequence[Option]:
    """Return every reading of topic and scheme with its probability, likeliest first."""
    readings: list[Option] = []
    for intent, probability in question.ranking:
        if intent not in TOPICS:
            readings.append(Option(intent, None, probability))
            continue
        for scheme, share in resolution.candidates:
            readings.append(Option(intent, None if scheme == NO_SCHEME else scheme, probability * share))
    return sorted(readings, key=lambda option: -option.probability)
