"""Ages and stretches of time in an employer's message."""

import re
from collections.abc import Mapping, Sequence

from bot.finder.cues import Pattern

YOUNGEST, OLDEST = 15, 80
"""A number outside is no age."""

_COUNTED = (
    "%|prosent|percent|kr|kroner|timer|timar|hours|uker|veker|weeks|dager|dagar|days|måned|månad|month|000"
    "|ansatt|tilsett|employees|personer|personar|people"
)
_NO_AGE = rf"(?!\s*(?:{_COUNTED}))"
_AGE = re.compile(
    r"(?:\b(?P<span>i|for|over|under|siste|etter|gjennom|in|last|past|nesten)\s+)?"
    r"(?<![\d.,])(?P<years>\d{2})(?:\s*-?\s*(?:år(?:ing\w*|ig\w*|s)?\b(?!\s*(?:siden|sidan))|years?[- ]old\b))"
)
_BARE = re.compile(rf"\b(?:på|er|aged|age|is|alder|fylt|blir|turning)\s+(?P<years>\d{{2}})\b{_NO_AGE}")
_BOUND = re.compile(
    rf"\b(?P<bound>under|over|yngre enn|eldre enn|younger than|older than)\s+(?P<years>\d{{2}})\b{_NO_AGE}"
)

_LOWER = {"under", "yngre enn", "younger than"}


def age_is_below(text: str, limit: int) -> bool | None:
    """Tell whether the age in a message is below a limit; None where it tells no age, or not enough."""
    folded = text.lower()
    for match in _BOUND.finditer(folded):
        years = int(match["years"])
        if match["bound"] in _LOWER and years <= limit:
            return True
        if match["bound"] not in _LOWER and years >= limit:
            return False
    for pattern in (_AGE, _BARE):
        for match in pattern.finditer(folded):
            years = int(match["years"])
            if not match.groupdict().get("span") and YOUNGEST <= years <= OLDEST:
                return years < limit
    return None


_OLD = frozenset({"gammel", "gamle", "gamal", "old", "siden", "sidan", "ago"})
_WITHIN = frozenset({"på", "in", "per", "siste", "last", "past", "hvert", "kvart", "each"})
"""Before a stretch of time: something happens within it, it is not how long something lasts."""


def months(clause: Sequence[str], words: Mapping[str, int], units: Sequence[tuple[Pattern, int]]) -> float | None:
    """Return the longest stretch of time in a clause, in months; None where there is none."""
    found: list[float] = []
    for index in range(len(clause) - 1):
        number = int(clause[index]) if clause[index].isdigit() else words.get(clause[index])
        if number is None or (index and clause[index - 1] in _WITHIN):
            continue
        if index + 2 < len(clause) and clause[index + 2] in _OLD:
            continue
        days = next((length for unit, length in units if unit.find(clause[index + 1 : index + 2])), None)
        if days is not None and number * days < 10 * 365:
            found.append(number * days / 30 if days != 365 else number * 12.0)
    return max(found, default=None)
