"""Decide what to do with a question: answer it, ask with buttons, or say that it was not understood.

Thresholds are calibrated probabilities; how they were chosen is told in docs/understanding.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.dialogue.context import GUESS, Context
from bot.dialogue.followup import combined_with, compared, goes_on, may_carry_topic, measured_against
from bot.dialogue.known import about_known
from bot.dialogue.outside import OUT_OF_SCOPE, least_outside, within
from bot.dialogue.reading import NO_SCHEME, Question
from bot.dialogue.resolve import How, Resolution, resolve
from bot.dialogue.sums import CALCULATE, describes_no_sum
from bot.knowledge.model import TOPICS

ANSWER_NAMED = 0.5
"""Least probability of the topic when the scheme is known from its name or the conversation."""

ANSWER_WORD = 0.7
"""The same for a single word that leans on the conversation: "sats" asks for something, "omstart" hardly does."""

ANSWER_INFERRED = 0.52
"""Least joint probability of topic and scheme when the scheme was inferred."""

ANSWER_OTHER = 0.4
"""Least probability of an intent that is no topic."""

CRISIS = 0.35
"""A message is taken as a sign of danger from this probability: a caring answer too many does no harm."""

HOPELESS = 0.22
"""Where even the best guess is less probable, offering guesses as buttons would not help."""

CLOSE = 0.005
"""A second topic is offered as a button from this probability."""

TWIN_BELOW = 0.85
"""A topic at least this probable is answered alone."""

TWIN_LEAST = 0.08
"""The second topic is answered as well from this probability ..."""

TWIN_TOGETHER = 0.55
"""... if both together are at least this probable."""

WITHOUT_TOPIC = frozenset({"overview", "more", "affirm", "deny", "feedback", "chitchat", "thanks"})
"""Readings of a short question that leave its topic to the conversation: "og VTA-O?"."""

NEVER_OFFERED = frozenset({"affirm", "deny", "more", "greet", "goodbye", "thanks", "chitchat", "crisis"})
"""Readings that nobody would choose from a list of buttons."""

RUNNER_UP = 0.05
"""A second scheme is offered as a button from this probability."""

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
    close_topics: tuple[str, ...] = ()
    also: str | None = None
    confidence: float = 1.0
    options: tuple[Option, ...] = field(default_factory=tuple)
    instead: bool = False
    """The options stand in for a guess that was taken back."""


def danger(question: Question) -> Plan | None:
    """Return the plan for a question that shows signs of danger, which goes before everything else; else None."""
    probability = question.probability("crisis")
    return Plan(Step.CAPABILITY, "crisis", confidence=probability) if probability >= CRISIS else None


def decide(question: Question, context: Context, has_topic: Callable[[str, str], bool]) -> Plan:
    """Return what to do with `question`.

    Args:
        question: What understanding found.
        context: What the conversation is about.
        has_topic: Tells whether a scheme has a text on a topic.
    """
    in_danger = danger(question)
    if in_danger is not None:
        return in_danger
    question = within(question, context)
    resolution = resolve(question, context)
    question = about_known(question, resolution)
    if question.chosen:
        return _chosen(question, resolution, context)
    carried = _topic_from_context(question, context, resolution)
    intent = carried or question.intent
    sure = max(question.probability(intent), ANSWER_NAMED) if carried else question.confidence
    beside = _beside(question, intent, sure, context)
    if beside is not None:
        return beside
    taken_back = _taken_back(question, context, sure, has_topic)
    if taken_back is not None:
        return taken_back
    if intent == "guarantee" and sure >= ANSWER_OTHER:
        return _guarantee(resolution, sure)
    if intent == "overview" and len(question.named) == 2:
        # "Hva er forskjellen" is asked in a thousand ways; two names and no other topic mean a comparison.
        return Plan(Step.CAPABILITY, "compare_schemes", question.named, resolution.how, confidence=sure)
    if intent == CALCULATE and describes_no_sum(resolution):
        intent, sure = "amount", sure + question.probability("amount")
    if intent not in TOPICS:
        if sure < (least_outside(resolution) if intent == OUT_OF_SCOPE else ANSWER_OTHER):
            return _ask(question, resolution, has_topic)
        schemes = tuple(s for s, _ in resolution.candidates if s != NO_SCHEME)
        return Plan(Step.CAPABILITY, intent, _known(schemes, resolution), resolution.how, confidence=sure)
    if resolution.how is not How.INFERRED:
        schemes = tuple(s for s, _ in resolution.candidates)
        word = resolution.how is How.CONTEXT and len(question.text.split()) == 1
        also = _twin(question, intent) if len(schemes) == 1 and not word and not carried else None
        if sure < (ANSWER_WORD if word else ANSWER_NAMED) and also is None:
            return _ask(question, resolution, has_topic)
        return Plan(Step.ANSWER, intent, schemes, resolution.how, None, _close(question, intent), also, sure)
    return _decide_inferred(question, intent, sure, resolution, has_topic)


def _decide_inferred(
    question: Question, intent: str, sure: float, resolution: Resolution, has_topic: Callable[[str, str], bool]
) -> Plan:
    """Decide on a question whose scheme had to be inferred from what it tells."""
    scheme, probability = resolution.best
    if scheme == NO_SCHEME:
        if sure < ANSWER_NAMED:
            return _ask(question, resolution, has_topic)
        options = _scheme_options(intent, resolution)
        return Plan(Step.GENERAL, intent, how=resolution.how, confidence=sure, options=options)
    also = _twin(question, intent)
    both = sure + (question.probability(also) if also else 0.0)
    if both * probability < ANSWER_INFERRED:
        return _ask(question, resolution, has_topic)
    close = _close(question, intent)
    return Plan(Step.ANSWER, intent, (scheme,), resolution.how, _runner_up(resolution), close, also, sure * probability)


def _runner_up(resolution: Resolution) -> str | None:
    """Return the second scheme that an inferred one is offered with, if any is likely enough."""
    others = (s for s, p in resolution.candidates[1:] if s != NO_SCHEME and p >= RUNNER_UP)
    return next(others, None)


def _twin(question: Question, intent: str) -> str | None:
    """Return the topic that is answered as well, where two topics together are likely and neither is sure.

    "Betaler Nav kurset?" asks what is covered and how much; two short answers serve better than a question back.
    """
    others = [(name, probability) for name, probability in question.ranking if name in TOPICS and name != intent]
    if not others or question.probability(intent) >= TWIN_BELOW:
        return None
    name, probability = others[0]
    together = question.probability(intent) + probability
    return name if probability >= TWIN_LEAST and together >= TWIN_TOGETHER else None


def _close(question: Question, intent: str) -> tuple[str, ...]:
    """Return the topics that were nearly meant, likeliest first; they are offered as buttons below the answer."""
    others = [name for name, probability in question.ranking if probability >= CLOSE and name in TOPICS]
    return tuple(name for name in others if name != intent)


def _known(schemes: tuple[str, ...], resolution: Resolution) -> tuple[str, ...]:
    """Return the schemes worth telling a capability: all named ones, or the inferred ones in order."""
    return schemes if resolution.how is not How.INFERRED else schemes[:OPTIONS]


def _topic_from_context(question: Question, context: Context, resolution: Resolution) -> str | None:
    """Return the topic of the conversation where a question leans on it, None where it has one of its own.

    "Hva med den varige?" asks for the topic answered last; "fortell mer" goes on with the scheme talked about.
    """
    unclear = question.intent in WITHOUT_TOPIC or question.confidence < ANSWER_NAMED
    if question.named and question.excluded and unclear and not context.topic:
        # "Ikke lønnstilskudd, men mentor" at the beginning tells the scheme and nothing else.
        return "overview"
    if context.topic and (unclear or question.bare) and may_carry_topic(question, context, resolution):
        return context.topic
    if goes_on(question, context) and question.intent in TOPICS and question.confidence < ANSWER_NAMED:
        return context.topic
    if question.intent in {"more", "affirm"} and context.scheme:
        return "overview" if context.topic != "overview" else "eligibility"
    return None


def _beside(question: Question, intent: str, sure: float, context: Context) -> Plan | None:
    """Return the plan for a question that sets a second scheme beside the one talked about, if it does."""
    pair = compared(question, context)
    if pair:
        return Plan(Step.CAPABILITY, "compare_schemes", pair, How.CONTEXT, confidence=sure)
    pair = combined_with(question, context)
    if pair and intent == "combine" and sure >= ANSWER_NAMED:
        # The employer has the one talked about; what is named comes on top.
        return Plan(Step.ANSWER, intent, pair, How.CONTEXT, confidence=sure)
    pair = measured_against(question, context)
    if pair and intent in TOPICS and sure >= ANSWER_NAMED:
        # "Varer det lenger enn mentor?" is answered for both, so that they can be held against each other.
        return Plan(Step.ANSWER, intent, pair, How.NAMED, confidence=sure)
    return None


def _taken_back(
    question: Question, context: Context, sure: float, has_topic: Callable[[str, str], bool]
) -> Plan | None:
    """Return the plan for a "no" to what was said last: other choices after a guess, a miss after a question back."""
    rejects = question.intent == "deny" and sure >= ANSWER_OTHER and not question.named
    rejects = rejects or (not question.named and context.scheme is not None and context.scheme in question.excluded)
    guessed = context.last == GUESS
    if not rejects or not (guessed or context.misses):
        return None
    topic = context.topic or "overview"
    shown = [s for s in context.mentioned if s != context.scheme and s not in question.excluded and has_topic(s, topic)]
    if guessed and shown:
        options = tuple(Option(topic, s, 0.0) for s in shown[:OPTIONS])
        return Plan(Step.ASK, topic, confidence=0.0, options=options, instead=True)
    return Plan(Step.MISSED, question.intent, confidence=0.0)


def _guarantee(resolution: Resolution, sure: float) -> Plan:
    """Return the plan for a request for a promise: about one scheme where it is known or likely, else in general."""
    scheme, probability = resolution.best
    known = scheme != NO_SCHEME and (resolution.how is not How.INFERRED or probability >= ANSWER_INFERRED)
    runner_up = _runner_up(resolution) if known and resolution.how is How.INFERRED else None
    return Plan(Step.CAPABILITY, "guarantee", (scheme,) if known else (), resolution.how, runner_up, confidence=sure)


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
    joint = [option for option in joint_readings(question, resolution) if option.intent not in NEVER_OFFERED]
    options = [option for option in joint if option.scheme is None or has_topic(option.scheme, option.intent)]
    # Where the scheme is known, its topics are worth offering however unclear the question is.
    known = resolution.how is not How.INFERRED and bool(options)
    # "Something else" is read after what it is else than, however likely it is.
    offered = tuple(sorted(options[:OPTIONS], key=lambda option: option.intent == OUT_OF_SCOPE))
    if not options or (not known and question.confidence < HOPELESS):
        return Plan(Step.MISSED, question.intent, confidence=0.0, options=offered)
    schemes = question.named[:1] if resolution.how is How.NAMED else ()
    return Plan(Step.ASK, question.intent, schemes, confidence=offered[0].probability, options=offered)


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
