"""When two sentences are the same, or nearly."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

SIMILARITY = 90.0
"""From this likeness (0-100) a sentence is a near copy."""

SHORT = 3
"""Sentences with fewer words are compared as they are: two of them are soon alike."""

BLOCK = 500
"""Sentences compared with all others at once: every likeness takes room, so thousands by thousands would fill it."""

_WORD = re.compile(r"[^\W_]+")


def key_of(text: str) -> str:
    """Return the words of a text alone, in lower case."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def is_short(key: str) -> bool:
    """Tell whether a key has so few words that only the very same counts as a copy."""
    return len(key.split()) < SHORT


def near_pairs(keys: Sequence[str], others: Sequence[str]) -> list[tuple[int, int, float]]:
    """Return the places of every two keys that are alike enough, with their likeness."""
    if not others:
        return []
    pairs: list[tuple[int, int, float]] = []
    for begin in range(0, len(keys), BLOCK):
        block = keys[begin : begin + BLOCK]
        scores = process.cdist(block, others, scorer=fuzz.ratio, score_cutoff=SIMILARITY, dtype=np.float32, workers=-1)
        for row, column in np.argwhere(scores >= SIMILARITY):
            pairs.append((begin + int(row), int(column), float(scores[row, column])))
    return pairs


def copies(keys: Sequence[str], others: Sequence[str]) -> list[tuple[int, int, float]]:
    """Return the places of copies: nearly the same where both are long enough, else the very same."""
    return [
        pair
        for pair in near_pairs(keys, others)
        if keys[pair[0]] == others[pair[1]] or not (is_short(keys[pair[0]]) or is_short(others[pair[1]]))
    ]
