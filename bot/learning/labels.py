"""What a reviewer may write after `label:`."""

from dataclasses import dataclass

from bot.dialogue.capabilities import CAPABILITIES
from bot.knowledge.terms import SCHEME_IDS, TOPICS

SKIP = "skip"
"""The label of a message that nothing is to be learnt from."""

INTENTS = (*TOPICS, *sorted(CAPABILITIES))
"""Every topic and every other intent."""

WITH_SCHEME = frozenset({*TOPICS, "calculate_subsidy", "compare_schemes", "find_scheme"})
"""Intents that may be about schemes."""


class LabelError(ValueError):
    """A label that is not known; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a message means."""

    intent: str
    schemes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.intent, *self.schemes))


def parse_label(written: str) -> Label | None:
    """Return the label that was written, None for `skip`.

    Raises:
        LabelError: With what is wrong.
    """
    words = written.split()
    if words == [SKIP]:
        return None
    if not words or words[0] not in INTENTS:
        raise LabelError(f"`{written}` does not begin with a topic or an intent: {', '.join(INTENTS)}, or `{SKIP}`")
    intent, schemes = words[0], tuple(dict.fromkeys(words[1:]))
    unknown = [scheme for scheme in schemes if scheme not in SCHEME_IDS]
    if unknown:
        raise LabelError(f"`{unknown[0]}` is no scheme")
    if schemes and intent not in WITH_SCHEME:
        raise LabelError(f"`{intent}` is about no scheme")
    return Label(intent, schemes)
