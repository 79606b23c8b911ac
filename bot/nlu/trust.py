"""How far a name can be trusted to mean its scheme, and what that does to a guess from the situation."""

from collections.abc import Sequence

import numpy as np

from bot.nlu.examples import Example
from bot.nlu.gazetteer import Gazetteer

NO_SCHEME = "none"
"""Class of the scheme head for messages that mean no scheme in particular."""

MANY_SCHEMES = {"combine", "compare_schemes", "find_scheme"}
"""Intents whose sentences name other schemes than the one they are filed under."""


def weigh_name(probabilities: np.ndarray, classes: Sequence[str], named: str, trust: float) -> np.ndarray:
    """Return the probabilities of the schemes after one of them was named by words of a given trust.

    The situation counts by its square root: a name that can be trusted wins over a guess, however sure the guess.
    """
    if named not in classes:
        return probabilities
    prior = np.full(len(classes), (1.0 - trust) / (len(classes) - 1))
    prior[classes.index(named)] = trust
    if NO_SCHEME in classes:
        prior[classes.index(NO_SCHEME)] = 0.0
    weighed = np.sqrt(probabilities) * prior
    return np.asarray(weighed / weighed.sum())


def measure_trust(gazetteer: Gazetteer, examples: Sequence[Example]) -> dict[str, float]:
    """Return, for each name, the share of its uses that really mean its scheme.

    "Opplæring" and "oppfølging" name schemes, but far from every time; "lønnstilskudd" may be any of four. Measured on
    the training sentences that name one scheme only and do not ask how schemes go together.
    """
    right: dict[str, int] = {}
    seen: dict[str, int] = {}
    for example in examples:
        about_one = example.schemes and example.intent not in MANY_SCHEMES
        mentions = gazetteer.find(example.text) if about_one else []
        if len({mention.scheme for mention in mentions}) != 1:
            continue
        key = mentions[0].key
        seen[key] = seen.get(key, 0) + 1
        right[key] = right.get(key, 0) + (mentions[0].scheme in example.schemes)
    return {key: round((right[key] + 2) / (count + 2.1), 4) for key, count in sorted(seen.items()) if count >= 4}
