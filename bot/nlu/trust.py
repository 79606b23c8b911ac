"""How far a name can be trusted to mean its scheme."""

from collections.abc import Sequence

from bot.nlu.examples import Example
from bot.nlu.gazetteer import Mention

NO_SCHEME = "none"
"""Class of the scheme head for messages that mean no scheme in particular."""

ABOUT_SEVERAL = {"combine", "compare_schemes", "find_scheme"}
"""Intents whose sentences name other schemes than the one they are filed under."""


def measure_trust(examples: Sequence[Example], found: Sequence[Sequence[Mention]]) -> dict[str, float]:
    """Return, for each name, the share of its uses that really mean its scheme.

    "Opplæring" and "oppfølging" name schemes, but far from every time; "lønnstilskudd" may be any of four. Measured on
    the training sentences that name one scheme only and do not ask how schemes go together; `found` is what each names.
    """
    right: dict[str, int] = {}
    seen: dict[str, int] = {}
    for example, mentions in zip(examples, found):
        if not example.schemes or example.intent in ABOUT_SEVERAL:
            continue
        if len({mention.scheme for mention in mentions}) != 1:
            continue
        key = mentions[0].key
        seen[key] = seen.get(key, 0) + 1
        right[key] = right.get(key, 0) + (mentions[0].scheme in example.schemes)
    return {key: round((right[key] + 2) / (count + 2.1), 4) for key, count in sorted(seen.items()) if count >= 4}
