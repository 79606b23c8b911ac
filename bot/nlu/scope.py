"""Tell whether a message is about Nav's schemes for employers at all.

A classifier of topics is a poor judge of this: "kontantstøtte sats" asks for a rate as clearly as "mentor sats". So
a head of its own sees all the features, and two more: the share of words that no in-scope training sentence holds,
and whether a scheme is named.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.nlu.heads import Features, LinearHead
from bot.nlu.normalise import fold

OUT_OF_SCOPE = "out_of_scope"
IN_SCOPE = "in_scope"
OUTSIDE_WEIGHT = 3.0
"""Sentences outside the scope are fewer; each counts this much."""

SHORTEST_WORD = 2
"""Single letters are no sign that a text has words."""

WORD_LENGTH = 4
"""Shorter words are everybody's and tell nothing."""


@dataclass
class Scope:
    """The words of the in-scope training sentences, and the head."""

    vocabulary: frozenset[str]
    head: LinearHead
    outside_words: frozenset[str] = frozenset()

    def knows_a_word(self, text: str) -> bool:
        """Tell whether any word of a text stands in any training sentence; "qwz blorf" has none."""
        found = [word for word in fold(text).split() if len(word) >= SHORTEST_WORD]
        return any(word in self.vocabulary or word in self.outside_words for word in found)

    def probability(self, features: Features, texts: Sequence[str], naming: Sequence[bool]) -> np.ndarray:
        """Return the probability that each message is out of scope."""
        unknown = [_unknown_share(text, self.vocabulary) for text in texts]
        probabilities = self.head.probabilities(_extended(features, unknown, naming))
        return np.asarray(probabilities[:, self.head.classes.index(OUT_OF_SCOPE)])

    @classmethod
    def train(
        cls,
        features: Features,
        texts: Sequence[str],
        naming: Sequence[bool],
        outside: Sequence[bool],
        kept_back: np.ndarray,
        strength: float,
    ) -> "Scope":
        """Learn from training sentences; `outside` tells which are out of scope, `kept_back` which calibrate."""
        counts = Counter(word for text, out in zip(texts, outside) if not out for word in set(_words(text)))
        # A sentence's own words are known by definition; for it, only words of other sentences count.
        shared = frozenset(word for word, count in counts.items() if count > 1)
        unknown = [_unknown_share(text, frozenset(counts) if out else shared) for text, out in zip(texts, outside)]
        labels = [OUT_OF_SCOPE if out else IN_SCOPE for out in outside]
        weights = np.where(outside, OUTSIDE_WEIGHT, 1.0).astype(np.float32)
        extended = _extended(features, unknown, naming)
        head = LinearHead.train(extended, labels, kept_back, strength=strength, weights=weights)
        everyday = frozenset(word for text in texts for word in fold(text).split() if len(word) >= SHORTEST_WORD)
        return cls(frozenset(counts), head, everyday - frozenset(counts))

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what `from_arrays` needs."""
        return {
            **self.head.arrays("scope"),
            "scope_words": _packed(self.vocabulary),
            "scope_outside_words": _packed(self.outside_words),
        }

    @classmethod
    def from_arrays(cls, stored: dict[str, np.ndarray]) -> "Scope":
        """Make the scope again from `arrays`."""
        head = LinearHead.from_arrays("scope", stored)
        return cls(_unpacked(stored["scope_words"]), head, _unpacked(stored["scope_outside_words"]))


def _packed(words: frozenset[str]) -> np.ndarray:
    return np.frombuffer(json.dumps(sorted(words)).encode("utf-8"), dtype=np.uint8)


def _unpacked(packed: np.ndarray) -> frozenset[str]:
    return frozenset(json.loads(bytes(packed).decode("utf-8")))


def _words(text: str) -> list[str]:
    return [word for word in fold(text).split() if len(word) >= WORD_LENGTH]


def _unknown_share(text: str, vocabulary: frozenset[str]) -> float:
    found = _words(text)
    return sum(word not in vocabulary for word in found) / max(1, len(found))


def _extended(features: Features, unknown: Sequence[float], naming: Sequence[bool]) -> Features:
    more = np.column_stack([np.asarray(unknown, np.float32), np.asarray(naming, np.float32)])
    return Features(features.sparse, np.concatenate([features.dense, more], axis=1).astype(np.float32))
