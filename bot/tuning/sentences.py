"""The sentences to tune on, as the Rasa environment wrote them, cut into pieces and put into batches of like length."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.encoder.engine import QUERY
from bot.nlu.encoder.weights import Weights, widen
from bot.nlu.encoder.wordpieces import WordPieces, kept_rows, pieces_of
from bot.tuning.noise import SHARE, disturbed

LENGTHS = (12, 16, 20, 24, 32, 40, 52, 68, 100)
"""Numbers of pieces that batches are filled up to; code is compiled once for each."""

PIECES_A_BATCH = 1024

SMOOTHING = 0.05
"""Share of certainty that is taken from each label, since some labels could be argued."""


@dataclass(frozen=True)
class Sentence:
    """A sentence as the encoder gets it, with shares of its intents and schemes."""

    text: str
    intent: str
    schemes: dict[str, float]


def read_sentences(path: Path) -> list[Sentence]:
    """Read what `python -m bot.nlu.sentences` wrote."""
    return [Sentence(**row) for row in json.loads(path.read_text("utf-8"))]


class Batches:
    """Makes batches of sentences, in a new order and with new slips in every round."""

    def __init__(self, weights: Weights, sentences: Sequence[Sentence], seed: int) -> None:
        rows = kept_rows(weights)
        self._pieces: WordPieces = pieces_of(weights, rows)
        self._blocks, self._positions = weights.word_blocks(rows), weights.positions(LENGTHS[-1])
        self._sentences, self._chance = sentences, random.Random(seed)
        self.intents = sorted({sentence.intent for sentence in sentences})
        self.schemes = sorted({scheme for sentence in sentences for scheme in sentence.schemes})

    def count(self) -> int:
        """Return about how many batches a round has."""
        return sum(1 for _ in self._chosen([self._cut(sentence.text) for sentence in self._sentences]))

    def round(self) -> Iterator[dict[str, np.ndarray]]:
        """Yield every sentence once, some of them disturbed."""
        texts = [
            disturbed(sentence.text, self._chance) if self._chance.random() < SHARE else sentence.text
            for sentence in self._sentences
        ]
        cut = [self._cut(text) for text in texts]
        for length, numbers in self._chosen(cut):
            yield self._batch([cut[number] for number in numbers], [self._sentences[n] for n in numbers], length)

    def _cut(self, text: str) -> list[int]:
        pieces = self._pieces.cut(QUERY + text)
        return pieces if len(pieces) <= LENGTHS[-1] else [*pieces[: LENGTHS[-1] - 1], pieces[-1]]

    def _chosen(self, cut: Sequence[Sequence[int]]) -> list[tuple[int, list[int]]]:
        alike: dict[int, list[int]] = defaultdict(list)
        for number in self._chance.sample(range(len(cut)), len(cut)):
            alike[next(length for length in LENGTHS if len(cut[number]) <= length)].append(number)
        chosen = []
        for length, numbers in alike.items():
            size = PIECES_A_BATCH // length
            # The last batch of a length is filled up with others of it: a new size would be compiled anew.
            filled = numbers + [numbers[index % len(numbers)] for index in range(-len(numbers) % size)]
            chosen += [(length, filled[start : start + size]) for start in range(0, len(filled), size)]
        self._chance.shuffle(chosen)
        return chosen

    def _batch(self, cut: Sequence[Sequence[int]], sentences: Sequence[Sentence], length: int) -> dict[str, np.ndarray]:
        rows, mask = np.zeros((len(cut), length), dtype=np.int64), np.zeros((len(cut), length), dtype=np.float32)
        intents = np.full((len(cut), len(self.intents)), SMOOTHING / len(self.intents), dtype=np.float32)
        schemes = np.zeros((len(cut), len(self.schemes)), dtype=np.float32)
        for row, (pieces, sentence) in enumerate(zip(cut, sentences, strict=True)):
            rows[row, : len(pieces)], mask[row, : len(pieces)] = pieces, 1
            intents[row, self.intents.index(sentence.intent)] += 1 - SMOOTHING
            for scheme, share in sentence.schemes.items():
                schemes[row, self.schemes.index(scheme)] = share
        vectors = widen(self._blocks[rows.ravel()]).reshape(*rows.shape, -1) + self._positions[:length]
        return {"pieces": vectors, "mask": mask, "intents": intents, "schemes": schemes}
