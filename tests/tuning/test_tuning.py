"""Tuning learns, leaves alone what it should, and what it makes is what is served."""

import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

import numpy as np

from bot.nlu.encoder.adapter import NO_ADAPTER, Adapter
from bot.nlu.encoder.engine import Encoder, build
from bot.nlu.encoder.weights import Weights, default_path
from bot.tuning.network import Network, adapter_arrays, frozen_part, tuned_part
from bot.tuning.sentences import LENGTHS, Batches, Sentence
from bot.tuning.tune import tune

SENTENCES = [
    Sentence(text, intent, {scheme: 1.0} if scheme else {})
    for text, intent, scheme in [
        ("hvor mye får vi for ordningen", "amount", ""),
        ("kva er satsen i timen", "amount", "mentor"),
        ("how much money is it", "amount", "mentor"),
        ("hvor lenge kan det vare", "duration", "bio"),
        ("kor mange månader går det", "duration", "bio"),
        ("how many months does it last", "duration", ""),
        ("hva dekker det når bedriften legger om hele driften og alle må lære nye maskiner", "covers", "bio"),
    ]
]  # fmt: skip


class BatchesTest(unittest.TestCase):
    def test_a_round_has_every_sentence_and_batches_of_few_shapes(self) -> None:
        batches = Batches(Weights(default_path()), SENTENCES, seed=1)
        self.assertEqual((batches.intents, batches.schemes), (["amount", "covers", "duration"], ["bio", "mentor"]))
        made = list(batches.round())
        for batch in made:
            texts, length, width = batch["pieces"].shape
            self.assertIn(length, LENGTHS)
            self.assertEqual(width, 384)
            self.assertEqual((batch["mask"].shape, batch["intents"].shape), ((texts, length), (texts, 3)))
            np.testing.assert_allclose(batch["intents"].sum(axis=1), 1, rtol=1e-5)
        self.assertEqual({int(row.argmax()) for batch in made for row in batch["intents"]}, {0, 1, 2})


class TuningTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.weights = Weights(default_path())
        cls.batches = Batches(cls.weights, SENTENCES, seed=1)
        cls.tuned = tune(cls.weights, cls.batches, NO_ADAPTER, rounds=10)

    def test_it_learns(self) -> None:
        network, frozen = Network(self.weights), frozen_part(self.weights)
        classes = {"intents": len(self.batches.intents), "schemes": len(self.batches.schemes)}
        fresh = tuned_part(self.weights, frozen, classes, NO_ADAPTER, seed=1)
        batch = next(iter(self.batches.round()))
        import jax

        before, after = (float(network.loss(part, frozen, batch, jax.random.key(0))) for part in (fresh, self.tuned))
        self.assertLess(after, before * 0.85)

    def test_what_was_tuned_is_what_is_served(self) -> None:
        adapter = Adapter({name: value.astype(np.float32) for name, value in adapter_arrays(self.tuned).items()})
        with patch("bot.tuning.sentences.SHARE", 0):
            batch = next(iter(Batches(self.weights, SENTENCES[:1], seed=1).round()))
        network, frozen = Network(self.weights), frozen_part(self.weights)
        exact = np.asarray(network.vectors(self.tuned, frozen, batch["pieces"], batch["mask"]))[0]
        text = SENTENCES[0].text
        with tempfile.TemporaryDirectory() as folder:
            build(Path(folder), self.weights, adapter)
            served = Encoder(Path(folder)).embed([text])[0]
            build(Path(folder), self.weights, NO_ADAPTER)
            plain = Encoder(Path(folder)).embed([text])[0]
        exact = exact / np.linalg.norm(exact)
        self.assertGreater(float(served @ exact), 0.98)
        self.assertLess(float(plain @ exact), float(served @ exact) - 0.01)

    def test_it_goes_on_where_an_adapter_ended(self) -> None:
        adapter = Adapter({name: value.astype(np.float32) for name, value in adapter_arrays(self.tuned).items()})
        classes = {"intents": 3, "schemes": 2}
        again = tuned_part(self.weights, frozen_part(self.weights), classes, adapter, seed=2)
        for name, value in adapter_arrays(again).items():
            np.testing.assert_array_equal(value, adapter_arrays(self.tuned)[name])


if __name__ == "__main__":
    unittest.main()
