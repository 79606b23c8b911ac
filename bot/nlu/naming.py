"""Which schemes a message names, as columns for the head that tells which one is meant.

A name alone does not decide: "hun er på lønnstilskudd, hvor lenge kan kollegaen være mentor?" names another scheme
than it asks about. The head learns how far each name can be trusted beside everything else that is told.
"""

from collections.abc import Sequence

import numpy as np

from bot.nlu.heads import Features
from bot.nlu.preparing import Prepared, Preparer

FIRM = 1.0
"""What a name counts."""

HINT = 0.5
"""What an everyday word counts that names its scheme only now and then."""

NOTHING = 0.3
"""What it counts that nothing is named."""


def firm_names(item: Prepared, preparer: Preparer) -> list[str]:
    """Return the schemes that a message names, in order, without those ruled out or only hinted at."""
    firm = [mention for mention in item.mentions if not mention.negated and not preparer.gazetteer.is_weak(mention)]
    return list(dict.fromkeys(mention.scheme for mention in firm))


def hinted_names(item: Prepared, preparer: Preparer) -> list[str]:
    """Return the schemes that everyday words of a message may mean, in order."""
    weak = [mention for mention in item.mentions if not mention.negated and preparer.gazetteer.is_weak(mention)]
    return list(dict.fromkeys(mention.scheme for mention in weak))


def with_names(features: Features, prepared: Sequence[Prepared], preparer: Preparer) -> Features:
    """Return the features with a column for each scheme named, each hinted at, and for how many there are."""
    schemes = list(preparer.gazetteer.names)
    columns = np.zeros((features.count, 2 * len(schemes) + 3), dtype=np.float32)
    for row, item in zip(columns, prepared):
        firm = firm_names(item, preparer)
        for scheme in firm:
            row[schemes.index(scheme)] = FIRM
        for scheme in hinted_names(item, preparer):
            row[len(schemes) + schemes.index(scheme)] = HINT
        # One name, several, none: the more there are, the less each one tells.
        row[-3:] = [FIRM * (len(firm) == 1), FIRM * (len(firm) > 1), NOTHING * (not firm)]
    return Features(features.sparse, np.concatenate([features.dense, columns], axis=1))
