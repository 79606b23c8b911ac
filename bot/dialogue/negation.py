"""Schemes that a message names only to rule them out: "mentor, ikke lønnstilskudd"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LINKS = (
    r"(?:(?:om|til|på|for|with|about|the|a|an|any|den|det|en|et|ein|eit|noe|noko|noen|nokon|vanlig|vanleg|"
    r"snakk|spør|meant?|want|need|have|ha|vil|treng|trenger|ønsker|ønskjer)\s+){0,3}"
)
_RULES_OUT = re.compile(
    r"\b(?:ikke|ikkje|ikkj|itj|ittj|not|don['’]t|doesn['’]t|without|uten|utan|glem|gløym|forget|dropp?|skip|"
    rf"i stedet for|istedenfor|i staden for|istadenfor|instead of|rather than|other than|heller enn)\s+{_LINKS}$",
    re.IGNORECASE,
)
_ENGLISH_NO = re.compile(rf"\bno\s+{_LINKS}$", re.IGNORECASE)
"""Also the nynorsk word for "now", so it counts only beside an English contrast."""

_ENGLISH_CONTRAST = re.compile(r"\b(?:but|instead|just|rather|only|want|need|please)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*(?:eller|or|nor)\s+(?:the\s+|a\s+)?", re.IGNORECASE)
_OPENS_QUESTION = re.compile(r"\s*(?:hvorfor|kvifor|koffor|why|kan|can|får|hva om|what if)\b", re.IGNORECASE)

BARE = 5
"""A message of at most so many words that only rules schemes out takes back what was said."""


@dataclass(frozen=True, slots=True)
class Named:
    """A scheme and the characters of a message that name it."""

    scheme: str
    start: int
    end: int


def ruled_out(text: str, found: Sequence[Named]) -> frozenset[str]:
    """Return the schemes that `text` names only to rule them out.

    Where everything named would be ruled out, nothing is, unless the message does only that ("nei, ikke mentor"):
    "kan vi søke uten mentor?" is still about the mentor.
    """
    no = bool(_ENGLISH_CONTRAST.search(text))
    against = _against(text, found, no=no)
    asserted = {mention.scheme for mention, ruled in zip(found, against, strict=True) if not ruled}
    out = {mention.scheme for mention in found} - asserted
    if asserted:
        return frozenset(out)
    bare = len(text.split()) <= BARE and not _OPENS_QUESTION.match(text) and "?" not in text
    return frozenset(out) if bare and all(_against(text, found, no=False)) else frozenset()


def _against(text: str, found: Sequence[Named], *, no: bool) -> list[bool]:
    """Tell for each mention whether it is ruled out; what goes on with "or" shares the fate of the one before."""
    out: list[bool] = []
    for place, mention in enumerate(found):
        before = text[: mention.start]
        against = bool(_RULES_OUT.search(before)) or (no and bool(_ENGLISH_NO.search(before)))
        if not against and place and out[-1]:
            against = bool(_GOES_ON.fullmatch(text, found[place - 1].end, mention.start))
        out.append(against)
    return out
