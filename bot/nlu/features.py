"""Turn texts into the sparse features of the classifier: words and pieces of words, weighted by rarity."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.english import to_norwegian
from bot.nlu.normalise import fold

PLACEHOLDER = "ordningx"
"""Stands where a scheme was named, so that the topic is learnt apart from the scheme."""

SETTINGS: tuple[dict[str, Any], ...] = (
    {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
    {"analyzer": "char_wb", "ngram_range": (2, 5)},
)


class SparseFeatures:
    """Word 1-2-grams and character 2-5-grams of the folded text, each block of unit length."""

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]) -> None:
        self._vectorizers = list(vectorizers)

    @classmethod
    def fit(cls, texts: Sequence[str], min_df: int = 2) -> "SparseFeatures":
        """Learn the vocabulary and its weights from the training texts."""
        folded = [to_norwegian(fold(text)) for text in texts]
        shared: dict[str, Any] = {"lowercase": False, "sublinear_tf": True, "min_df": min_df, "dtype": np.float32}
        return cls([TfidfVectorizer(**settings, **shared).fit(folded) for settings in SETTINGS])

    @property
    def width(self) -> int:
        """Number of columns."""
        return sum(len(vectorizer.vocabulary_) for vectorizer in self._vectorizers)

    @property
    def words(self) -> int:
        """Number of columns that are words or pairs of words; they come first."""
        return len(self._vectorizers[0].vocabulary_)

    def transform(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Return one row a text."""
        folded = [to_norwegian(fold(text)) for text in texts]
        return sp.hstack([v.transform(folded) for v in self._vectorizers], format="csr")

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what `from_arrays` needs, without pickles: terms as JSON bytes, weights as arrays."""
        out: dict[str, np.ndarray] = {}
        for number, vectorizer in enumerate(self._vectorizers):
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
            out[f"terms_{number}"] = np.frombuffer(json.dumps(terms).encode("utf-8"), dtype=np.uint8)
            out[f"idf_{number}"] = vectorizer.idf_.astype(np.float32)
        return out

    @classmethod
    def from_arrays(cls, stored: dict[str, np.ndarray]) -> "SparseFeatures":
        """Make the features again from `arrays`."""
        made = []
        for number, settings in enumerate(SETTINGS):
            terms = json.loads(bytes(stored[f"terms_{number}"]).decode("utf-8"))
            vectorizer = TfidfVectorizer(
                **settings, lowercase=False, sublinear_tf=True, dtype=np.float32,
                vocabulary={term: column for column, term in enumerate(terms)},
            )  # fmt: skip
            vectorizer.idf_ = stored[f"idf_{number}"]
            made.append(vectorizer)
        return cls(made)
