"""Bring embeddings into a shape that a linear classifier can use next to sparse features.

Raw sentence embeddings all point roughly the same way: a few directions carry most of the variance, and they say
little about meaning here. Centring and softly evening out the directions was measured in docs/understanding.md.
"""

from dataclasses import dataclass

import numpy as np

SOFTNESS = 1.0
"""How far weak directions are held back: 0 makes all directions alike, larger values change less."""


@dataclass(frozen=True)
class Whitening:
    """A centre to take away and a matrix to multiply by."""

    centre: np.ndarray
    matrix: np.ndarray

    @classmethod
    def fit(cls, vectors: np.ndarray, weight: float) -> "Whitening":
        """Learn from training vectors; afterwards the average length is `weight`."""
        if not vectors.shape[1]:
            return cls(np.zeros(0, np.float32), np.zeros((0, 0), np.float32))
        centre = vectors.mean(axis=0)
        _, spread, directions = np.linalg.svd(vectors - centre, full_matrices=False)
        spread = spread / np.sqrt(len(vectors))
        matrix = directions.T / (spread + SOFTNESS * spread.mean())
        length = float(np.linalg.norm((vectors - centre) @ matrix, axis=1).mean())
        return cls(centre.astype(np.float32), (matrix * (weight / length)).astype(np.float32))

    def apply(self, vectors: np.ndarray) -> np.ndarray:
        """Return the vectors, centred and evened out."""
        return ((vectors - self.centre) @ self.matrix).astype(np.float32)
