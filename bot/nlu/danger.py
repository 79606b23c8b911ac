"""Tell signs of danger from everything else.

A classifier of topics is a poor judge of this: sentences of a story ("legen har sykmeldt henne") ask for nothing, and
so look more like a cry for help than like any topic. So a head of its own has also seen the parts of stories.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.nlu.examples import Example
from bot.nlu.heads import Features, LinearHead
from bot.nlu.splitting import may_ask, split

CRISIS = "crisis"
CALM = "calm"
CRISIS_WEIGHT = 5.0
"""Signs of danger are rare among the training sentences, and missing one is worse than a false alarm."""


def told_parts(examples: Sequence[Example]) -> list[str]:
    """Return the parts of stories without danger that ask for nothing, once each.

    Parts without a subject are left out: "Er helt knust." may be said of anybody.
    """
    found = []
    for example in examples:
        if example.intent != CRISIS:
            parts = split(example.text)
            found += [part for part in parts if len(parts) > 1 and not may_ask(part)]
    return list(dict.fromkeys(found))


def beside(parts: Sequence[str], hints: Sequence[int]) -> list[str]:
    """Return each of these parts of a message together with the one before and the one after it.

    Danger may be told in two sentences of which neither says it: "Jeg er så sliten. Det er best om jeg blir borte."
    """
    first = sorted({start for hint in hints for start in (hint - 1, hint) if 0 <= start < len(parts) - 1})
    return [f"{_ended(parts[start])} {parts[start + 1]}" for start in first]


def _ended(part: str) -> str:
    return part if part[-1] in ".?!…" else f"{part}."


@dataclass
class Danger:
    """The head."""

    head: LinearHead

    def probability(self, features: Features) -> np.ndarray:
        """Return the probability that each message shows signs of danger."""
        probabilities = self.head.probabilities(features)
        return np.asarray(probabilities[:, self.head.classes.index(CRISIS)])

    @classmethod
    def train(cls, features: Features, crisis: Sequence[bool], kept_back: np.ndarray, strength: float) -> "Danger":
        """Learn from training sentences and parts of stories; `crisis` tells which show signs of danger."""
        labels = [CRISIS if sign else CALM for sign in crisis]
        weights = np.where(crisis, CRISIS_WEIGHT, 1.0).astype(np.float32)
        return cls(LinearHead.train(features, labels, kept_back, strength=strength, weights=weights))


def with_danger(probabilities: np.ndarray, classes: Sequence[str], danger: np.ndarray) -> np.ndarray:
    """Return the probabilities of the intents with this judgement of danger."""
    if CRISIS not in classes:
        return probabilities
    column = list(classes).index(CRISIS)
    others = probabilities.copy()
    others[:, column] = 0.0
    others *= ((1.0 - danger) / np.maximum(others.sum(axis=1), 1e-9))[:, None]
    others[:, column] = danger
    return others
