"""Linear classifiers over sparse and dense features, kept as plain arrays and calibrated on held-out sentences."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize_scalar
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

ROUNDS = 12
"""How often the trial fit, which finds the temperature, goes through the sentences. More changed no figure."""

FINAL_ROUNDS = 8
"""How often the final fit does, which goes on from the trial fit with the sentences that were kept back from it."""

ORDER = 1
"""Decides the order in which sentences are gone through, so that two trainings give the same model."""


@dataclass(frozen=True)
class Features:
    """The features of some messages: many sparse columns, a few dense ones."""

    sparse: sp.csr_matrix
    dense: np.ndarray

    def rows(self, chosen: np.ndarray) -> "Features":
        """Return the features of some of the messages."""
        return Features(self.sparse[chosen], self.dense[chosen])

    def and_more(self, others: "Features") -> "Features":
        """Return these messages followed by others."""
        return Features(
            sp.vstack([self.sparse, others.sparse], format="csr"), np.concatenate([self.dense, others.dense])
        )

    @property
    def count(self) -> int:
        """How many messages there are."""
        return int(self.sparse.shape[0])


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return the rows as probabilities."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def best_temperature(scores: np.ndarray, truth: np.ndarray) -> float:
    """Return the temperature under which the probabilities fit the truth best (least log loss)."""

    def loss(log_temperature: float) -> float:
        probabilities = softmax(scores / np.exp(log_temperature))
        return float(-np.log(probabilities[np.arange(len(truth)), truth] + 1e-12).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.5, 2.5), method="bounded").x))


@dataclass
class LinearHead:
    """Scores = features x weights + bias; probabilities = softmax(scores / temperature)."""

    classes: list[str]
    sparse_weights: np.ndarray
    dense_weights: np.ndarray
    bias: np.ndarray
    temperature: float = 1.0

    def scores(self, features: Features) -> np.ndarray:
        """Return the raw scores, a row for each message."""
        scores = np.asarray(features.sparse @ self.sparse_weights) + self.bias
        return scores + features.dense @ self.dense_weights if features.dense.shape[1] else scores

    def probabilities(self, features: Features) -> np.ndarray:
        """Return calibrated probabilities, a row for each message."""
        return softmax(self.scores(features) / self.temperature)

    @classmethod
    def train(
        cls,
        features: Features,
        labels: Sequence[str],
        kept_back: np.ndarray,
        *,
        strength: float,
        weights: np.ndarray | None = None,
    ) -> "LinearHead":
        """Fit the head, and its temperature on sentences kept back.

        Args:
            features: A row for each example.
            labels: The class of each example.
            kept_back: Marks the examples that the temperature is found on; without any it stays 1.
            strength: Inverse regularisation, as C in scikit-learn's logistic regression.
            weights: How much each example counts; all alike by default.
        """
        classes = sorted(set(labels))
        truth = np.array([classes.index(label) for label in labels])
        weights = np.ones(len(labels), dtype=np.float32) if weights is None else weights.astype(np.float32)
        columns = features.sparse.shape[1]
        table = sp.hstack([features.sparse, sp.csr_matrix(features.dense)], format="csr").astype(np.float32)
        kept_back = kept_back & np.isin(truth, truth[~kept_back])
        model = _untrained(strength, ROUNDS + (0 if kept_back.any() else FINAL_ROUNDS))
        shown = ~kept_back
        _fit(model, table[shown], truth[shown], weights[shown])
        if not kept_back.any():
            return cls(classes, *_unpacked(model, columns))
        held = cls(classes, *_unpacked(model, columns)).scores(features.rows(kept_back))
        model.max_iter = FINAL_ROUNDS
        _fit(model, table, truth, weights)
        return cls(classes, *_unpacked(model, columns), best_temperature(held, truth[kept_back]))

    def arrays(self, prefix: str) -> dict[str, np.ndarray]:
        """Return what `from_arrays` needs."""
        return {
            f"{prefix}_classes": np.array(self.classes),
            f"{prefix}_sparse": self.sparse_weights.astype(np.float16),
            f"{prefix}_dense": self.dense_weights,
            f"{prefix}_bias": self.bias,
            f"{prefix}_temperature": np.array([self.temperature]),
        }

    @classmethod
    def from_arrays(cls, prefix: str, stored: dict[str, np.ndarray]) -> "LinearHead":
        """Make the head again from `arrays`."""
        return cls(
            [str(name) for name in stored[f"{prefix}_classes"]],
            # A sparse row times a table stored column by column copies all of the table, for every message.
            np.ascontiguousarray(stored[f"{prefix}_sparse"], dtype=np.float32),
            np.ascontiguousarray(stored[f"{prefix}_dense"]),
            stored[f"{prefix}_bias"],
            float(stored[f"{prefix}_temperature"][0]),
        )


def _untrained(strength: float, rounds: int) -> LogisticRegression:
    """Return multinomial logistic regression that stops after so many rounds; a second fit goes on from the first."""
    return LogisticRegression(
        C=strength, solver="saga", multi_class="multinomial", max_iter=rounds, tol=0.0, warm_start=True,
        random_state=ORDER,
    )  # fmt: skip


def _fit(model: LogisticRegression, table: sp.csr_matrix, truth: np.ndarray, weights: np.ndarray) -> None:
    with warnings.catch_warnings():
        # It always stops before it is done, on purpose.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(table, truth, sample_weight=weights)


def _unpacked(model: LogisticRegression, columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sparse weights, dense weights and bias, a column for each class."""
    table, bias = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
    if len(model.classes_) == 2:
        # Of two classes the library keeps the second one's weights; the first one's are the opposite.
        table, bias = np.concatenate([-table, table], axis=1), np.concatenate([-bias, bias])
    return table[:columns], table[columns:], bias
