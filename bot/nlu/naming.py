"""Which schemes a message names, as columns for the head that tells which one is meant.

A name alone does not decide: "hun er på lønnstilskudd, hvor lenge kan kollegaen være mentor?" names another scheme
than it asks about. The head learns how far each name can be trusted beside everything else that is told.
"""

import re
from collections.abc import Sequence

import numpy as np

from bot.nlu.heads import Features
from bot.nlu.preparing import Prepared
from bot.nlu.splitting import is_asking

FIRM = 0.7
"""What a name counts."""

ASKED = 1.2
"""What it counts more that the question itself names a scheme."""

HINT = 0.5
"""What an everyday word counts that names its scheme only now and then."""

NOTHING = 0.3
"""What it counts that nothing is named."""


def firm_names(item: Prepared) -> list[str]:
    """Return the schemes that a message names, in order, without those ruled out or only hinted at."""
    return list(dict.fromkeys(mention.scheme for mention in item.firm))


def hinted_names(item: Prepared) -> list[str]:
    """Return the schemes that everyday words of a message may mean, in order."""
    return list(dict.fromkeys(mention.scheme for mention in item.hints))


_BOUNDARY = re.compile(r"[.!?:;…]\s+|\n")


def asked_names(item: Prepared) -> list[str]:
    """Return the schemes that the question itself names, or else the one named last.

    What is told before the question names schemes too: "we have had mentors for years, now I wonder: what is VTA?".
    """
    if len(firm_names(item)) < 2:
        return firm_names(item)
    start, end = _question_of(item.text)
    inside = [mention.scheme for mention in item.firm if start <= mention.start < end]
    return list(dict.fromkeys(inside)) or [item.firm[-1].scheme]


def _question_of(text: str) -> tuple[int, int]:
    """Return where the last part of a text that asks something begins and ends; all of it where no part does."""
    ends = [match.end() for match in _BOUNDARY.finditer(text)]
    parts = list(zip([0, *ends], [*ends, len(text)]))
    return next(((start, end) for start, end in reversed(parts) if is_asking(text[start:end])), (0, len(text)))


def with_names(features: Features, prepared: Sequence[Prepared], schemes: Sequence[str]) -> Features:
    """Return the features with columns for each scheme named, hinted at and asked about, and for how many there are."""
    place = {scheme: at for at, scheme in enumerate(schemes)}
    columns = np.zeros((features.count, 3 * len(schemes) + 3), dtype=np.float32)
    for row, item in zip(columns, prepared):
        firm = firm_names(item)
        for scheme in firm:
            row[place[scheme]] = FIRM
        for scheme in hinted_names(item):
            row[len(schemes) + place[scheme]] = HINT
        for scheme in asked_names(item):
            row[2 * len(schemes) + place[scheme]] = ASKED
        # One name, several, none: the more there are, the less each one tells.
        row[-3:] = [FIRM * (len(firm) == 1), FIRM * (len(firm) > 1), NOTHING * (not firm)]
    return Features(features.sparse, np.concatenate([features.dense, columns], axis=1))
