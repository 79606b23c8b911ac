"""Says whether two schemes may be used together: yes or no first, then what the rules say."""

import re
from enum import StrEnum

from bot.dialogue.voice import Voice
from bot.knowledge.terms import Relation


class Together(StrEnum):
    """Whether two schemes go together, as far as the sources tell."""

    YES = "yes"
    NO = "no"
    ASK = "ask"
    UNKNOWN = "unknown"


_RELATIONS = (
    (Relation.NOT_WITH, Together.NO),
    (Relation.ASK_NAV, Together.ASK),
    (Relation.COMBINES_WITH, Together.YES),
)
"""In this order: what only one side allows does not outweigh what the other refuses."""

_YES_OR_NO = re.compile(r"^(?:ja|nei|yes|no)\b[.,]?\s+", re.IGNORECASE)


def together(first: str, second: str, voice: Voice) -> Together:
    """Return whether two schemes go together."""
    known = voice.knowledge.schemes
    for relation, verdict in _RELATIONS:
        if second in known[first].related.get(relation, ()) or first in known[second].related.get(relation, ()):
            return verdict
    return Together.UNKNOWN


def with_verdict(first: str, second: str, body: str, voice: Voice) -> str:
    """Return what is told about combining two schemes: the verdict, then the text on the first of them."""
    verdict = voice.say(
        f"combine_{together(first, second, voice)}",
        first=voice.name_within(first),
        second=voice.name_within(second),
    )
    rest = _YES_OR_NO.sub("", body)
    return f"{verdict[:1].upper()}{verdict[1:]}\n\n{rest[:1].upper()}{rest[1:]}"
