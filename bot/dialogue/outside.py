"""How sure it must be that a message is out of scope before it is turned down.

The likelier it is that a scheme is meant, the surer: an employer who is asked what was meant loses little, one who is
turned away loses what she came for.
"""

from dataclasses import replace

from bot.dialogue.context import Context
from bot.dialogue.followup import goes_on
from bot.dialogue.reading import NO_SCHEME, Question
from bot.dialogue.resolve import How, Resolution

OUT_OF_SCOPE = "out_of_scope"

ANSWER_OUTSIDE = 0.25
"""Least probability of being out of scope for saying so plainly, where no scheme is likely."""

OUTSIDE_INFERRED = 0.75
"""The same where a scheme is inferred with `SURELY_INFERRED` or more."""

SURELY_INFERRED = 0.7

OUTSIDE_NAMED = 0.85
"""A message that names a scheme is out of scope only from this probability."""

TALKED_ABOUT_ODDS = 6.0
"""How many times less likely a message is to be out of scope while a scheme is talked about."""


def least_outside(resolution: Resolution) -> float:
    """Return the least probability of being out of scope for turning a question down."""
    scheme, probability = resolution.best
    inferred = resolution.how is How.INFERRED and scheme != NO_SCHEME and probability >= SURELY_INFERRED
    return OUTSIDE_INFERRED if inferred else ANSWER_OUTSIDE


def within(question: Question, context: Context) -> Question:
    """Return the question with less of a chance to be out of scope where a scheme is talked about or named.

    "What about a driving licence?" names the scheme talked about, as it were.
    """
    if context.scheme and not question.chosen:
        question = _less_outside(question)
    outside = question.confidence
    if (
        not (question.named or goes_on(question, context))
        or question.intent != OUT_OF_SCOPE
        or outside >= OUTSIDE_NAMED
    ):
        return question
    return replace(question, ranking=tuple((name, p / (1.0 - outside)) for name, p in question.ranking[1:]))


def _less_outside(question: Question) -> Question:
    """Return the question with the odds of being out of scope that it has in the middle of a conversation."""
    outside = question.probability(OUT_OF_SCOPE)
    if outside >= 1.0:
        return question
    rest = 1.0 - outside + outside / TALKED_ABOUT_ODDS
    shares = {OUT_OF_SCOPE: outside / TALKED_ABOUT_ODDS / rest}
    ranking = [(name, shares.get(name, p / rest)) for name, p in question.ranking]
    return replace(question, ranking=tuple(sorted(ranking, key=lambda pair: -pair[1])))
