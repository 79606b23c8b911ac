"""What tuning on our own sentences changes in the encoder: a small correction to each matrix, and new plain vectors.

A correction is the product of two thin matrices (low-rank adaptation, LoRA), so all of them together are a small file
that lies in `data/encoder`. `bot/tuning` makes it.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Dict

import numpy as np

DOWN, UP, VECTOR = "down", "up", "vector"


@dataclass(frozen=True)
class Adapter:
    """Corrections by the name of the tensor they belong to."""

    arrays: Dict[str, np.ndarray]
    digest: str = "plain"
    """The first characters of the file's SHA-256; `plain` where nothing is changed."""

    def matrix(self, name: str, original: np.ndarray) -> np.ndarray:
        """Return a matrix (rows = inputs) with its correction."""
        down, up = self.arrays.get(f"{name}.{DOWN}"), self.arrays.get(f"{name}.{UP}")
        return original if down is None or up is None else original + down @ up

    def vector(self, name: str, original: np.ndarray) -> np.ndarray:
        """Return the tuned vector, or the original."""
        return self.arrays.get(f"{name}.{VECTOR}", original)


NO_ADAPTER = Adapter({})


def read_adapter(path: Path) -> Adapter:
    """Read a file made by tuning."""
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    return Adapter(arrays, hashlib.sha256(path.read_bytes()).hexdigest()[:12])
