"""Linear classifiers over sparse and dense features, kept as plain arrays and calibrated on held-out sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize, minimize_scalar

ITERATIONS = 90
"""Steps of the optimiser. Half as many stop early at a place that differs from run to run, a point of accuracy away."""

TRIAL_ITERATIONS = 45
"""Steps of the trial fit, which finds the temperature; the final fit goes on from there."""


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
        caution: float = 1.0,
    ) -> "LinearHead":
        """Fit the head, and its temperature on sentences kept back.

        Args:
            features: A row for each example.
            labels: The class of each example.
            kept_back: Marks the examples that the temperature is found on; without any it stays 1.
            strength: Inverse regularisation, as C in scikit-learn's logistic regression.
            weights: How much each example counts; all alike by default.
            caution: What the temperature is multiplied by; above 1 for probabilities nearer to each other.
        """
        classes = sorted(set(labels))
        truth = np.array([classes.index(label) for label in labels])
        weights = np.ones(len(labels), dtype=np.float32) if weights is None else weights.astype(np.float32)
        if not kept_back.any():
            return cls(
                classes, *_unpacked(_fit(features, truth, len(classes), strength, weights, ITERATIONS), features)
            )
        shown = ~kept_back
        trial = _fit(features.rows(shown), truth[shown], len(classes), strength, weights[shown], TRIAL_ITERATIONS)
        held = cls(classes, *_unpacked(trial, features)).scores(features.rows(kept_back))
        rest = ITERATIONS - TRIAL_ITERATIONS
        final = _fit(features, truth, len(classes), strength, weights, rest, start=trial)
        return cls(classes, *_unpacked(final, features), caution * best_temperature(held, truth[kept_back]))

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
            stored[f"{prefix}_sparse"].astype(np.float32),
            stored[f"{prefix}_dense"],
            stored[f"{prefix}_bias"],
            float(stored[f"{prefix}_temperature"][0]),
        )


def _unpacked(table: np.ndarray, features: Features) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sparse weights, dense weights and bias."""
    columns = features.sparse.shape[1]
    return table[:columns], table[columns:-1], table[-1]


def _fit(
    features: Features,
    truth: np.ndarray,
    classes: int,
    strength: float,
    weights: np.ndarray,
    iterations: int,
    start: np.ndarray | None = None,
) -> np.ndarray:
    """Return the table of multinomial logistic regression: a row for each column of the features, and the bias.

    The same objective as scikit-learn's, which takes one matrix: with the dense columns put into a sparse matrix it
    was three times slower, and training time is what a first start waits for.
    """
    columns, width = features.sparse.shape[1], features.dense.shape[1]
    wanted = np.zeros((features.count, classes), dtype=np.float32)
    wanted[np.arange(features.count), truth] = 1
    transposed = features.sparse.T.tocsr()

    def objective(flat: np.ndarray) -> tuple[float, np.ndarray]:
        table = flat.reshape(columns + width + 1, classes).astype(np.float32)
        scores = features.sparse @ table[:columns] + features.dense @ table[columns:-1] + table[-1]
        top = scores.max(axis=1, keepdims=True)
        raised = np.exp(scores - top)
        total = raised.sum(axis=1, keepdims=True)
        losses = -(wanted * (scores - top - np.log(total))).sum(axis=1) * weights
        slope = (raised / total - wanted) * weights[:, None]
        gradient = np.empty_like(table)
        gradient[:columns] = transposed @ slope
        gradient[columns:-1] = features.dense.T @ slope
        gradient[-1] = slope.sum(axis=0)
        gradient *= strength
        gradient[:-1] += table[:-1]
        value = strength * float(losses.sum()) + 0.5 * float((table[:-1] ** 2).sum())
        return value, gradient.ravel().astype(np.float64)

    begin = np.zeros((columns + width + 1) * classes) if start is None else start.ravel().astype(np.float64)
    found = minimize(objective, begin, jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 6})
    return np.asarray(found.x.reshape(columns + width + 1, classes), dtype=np.float32)
