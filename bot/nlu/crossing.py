"""What words mean for one scheme: a "frist" is a matter of refund for most schemes, and of a duty for another.

The head for topics learns from all schemes together, with their names taken away. These columns let it learn, beside
that, what is peculiar to each: the commoner words and the leading directions of the vectors, once more for each scheme.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from bot.nlu.heads import Features

WEIGHT = 2.0
"""How easily something is learnt for one scheme apart, against what is learnt for all."""

CONSTANT = 0.3
"""Length of the column that is there for every message about a scheme."""

DIRECTIONS = 64
"""Leading directions of the vectors that are crossed."""

COMMON = 20
"""A word or pair of words in fewer training sentences is not crossed."""

SEEN = 2
"""Nor is a column kept that fewer training sentences fill."""


@dataclass(frozen=True)
class Crossing:
    """The schemes, the sparse columns that are crossed with them, and where each crossed column is put."""

    schemes: list[str]
    words: np.ndarray
    places: np.ndarray
    """For each pair of scheme and column, its place among the columns that are kept; -1 where it is not."""

    @classmethod
    def fit(cls, features: Features, words: int, schemes: Sequence[Sequence[str]]) -> "Crossing":
        """Choose what is crossed, from the schemes of the training sentences; the first `words` columns are words."""
        counts = np.diff(features.sparse[:, :words].tocsc().indptr)
        names = sorted({scheme for several in schemes for scheme in several})
        crossing = cls(names, np.flatnonzero(counts >= COMMON), np.zeros(0, np.int32))
        crossed, _, _ = crossing._crossed(features, crossing.shares(schemes))
        filled = np.bincount(crossed, minlength=len(names) * crossing._width(features)) >= SEEN
        places = np.where(filled, np.cumsum(filled) - 1, -1).astype(np.int32)
        return cls(names, crossing.words, places)

    def shares(self, schemes: Sequence[Sequence[str]]) -> np.ndarray:
        """Return how much of each message belongs to each scheme; a scheme without training sentences has no share."""
        shares = np.zeros((len(schemes), len(self.schemes)), dtype=np.float32)
        for row, several in enumerate(schemes):
            for scheme in several:
                if scheme in self.schemes:
                    shares[row, self.schemes.index(scheme)] = 1.0 / len(several)
        return shares

    def apply(self, features: Features, shares: np.ndarray) -> Features:
        """Return the features with the crossed columns beside them."""
        columns, values, ends = self._crossed(features, shares)
        places = self.places[columns]
        kept = places >= 0
        ends = np.concatenate([[0], np.cumsum(kept)])[ends]
        shape = (features.count, int(self.places.max(initial=-1)) + 1)
        crossed = sp.csr_matrix((values[kept], places[kept], ends), shape=shape)
        return Features(sp.hstack([features.sparse, crossed], format="csr"), features.dense)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what `from_arrays` needs."""
        return {
            "crossing_schemes": np.array(self.schemes),
            "crossing_words": self.words,
            "crossing_places": self.places,
        }

    @classmethod
    def from_arrays(cls, stored: dict[str, np.ndarray]) -> "Crossing":
        """Make the crossing again from `arrays`."""
        schemes = [str(name) for name in stored["crossing_schemes"]]
        return cls(schemes, stored["crossing_words"], stored["crossing_places"])

    def _width(self, features: Features) -> int:
        return len(self.words) + min(DIRECTIONS, features.dense.shape[1]) + 1

    def _crossed(self, features: Features, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return column and value of everything crossed, row by row, and where each row ends."""
        constant = np.full((features.count, 1), CONSTANT, dtype=np.float32)
        dense = sp.csr_matrix(np.concatenate([features.dense[:, :DIRECTIONS], constant], axis=1))
        base = sp.hstack([features.sparse[:, self.words], dense], format="csr")
        rows, schemes = np.nonzero(shares)
        chosen = base[rows]
        lengths = np.diff(chosen.indptr)
        columns = chosen.indices + np.repeat(schemes * self._width(features), lengths)
        values = chosen.data * np.repeat(shares[rows, schemes] * WEIGHT, lengths)
        pairs = np.concatenate([[0], np.cumsum(np.count_nonzero(shares, axis=1))])
        return columns, values.astype(np.float32), chosen.indptr[pairs]
