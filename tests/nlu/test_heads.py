"""Features, whitening and linear heads on problems small enough to check."""

import unittest

import numpy as np
import scipy.sparse as sp

from bot.nlu.features import SparseFeatures
from bot.nlu.heads import Features, LinearHead, best_temperature, softmax
from bot.nlu.scope import OUT_OF_SCOPE, Scope
from bot.nlu.whitening import Whitening

TEXTS = ["rød bil kjører", "rød bil står", "blå båt seiler", "blå båt ligger", "grønn eng gror", "grønn eng visner"] * 8
LABELS = ["bil", "bil", "båt", "båt", "eng", "eng"] * 8
KEPT_BACK = np.arange(len(LABELS)) % 5 == 0


def random(*shape: int) -> np.ndarray:
    return np.random.RandomState(7).normal(size=shape).astype(np.float32)


class FeaturesTest(unittest.TestCase):
    def test_each_block_has_unit_length(self) -> None:
        features = SparseFeatures.fit(TEXTS)
        rows = features.transform(["rød bil", "blå båt seiler"])
        self.assertEqual(rows.shape, (2, features.width))
        np.testing.assert_allclose(np.asarray(rows.power(2).sum(axis=1)).ravel(), [2.0, 2.0], rtol=1e-5)

    def test_both_written_languages_have_the_same_features(self) -> None:
        features = SparseFeatures.fit(["hvordan søker vi om tilskudd", "hvor lenge varer det"] * 2)
        first, second = features.transform(["korleis søkjer me om tilskot", "hvordan søker vi om tilskudd"])
        self.assertGreater(first.nnz, 0)
        self.assertEqual((first != second).nnz, 0)

    def test_what_was_never_seen_has_no_features(self) -> None:
        self.assertEqual(SparseFeatures.fit(TEXTS).transform(["xyzw", ""]).nnz, 0)

    def test_stored_and_read_they_are_the_same(self) -> None:
        features = SparseFeatures.fit(TEXTS)
        arrays = features.arrays()
        self.assertTrue(all(array.dtype != object for array in arrays.values()))
        again = SparseFeatures.from_arrays(arrays)
        difference = abs(features.transform(TEXTS[:6]) - again.transform(TEXTS[:6]))
        self.assertLess(difference.max(), 1e-6)


class WhiteningTest(unittest.TestCase):
    def test_vectors_are_centred_evened_out_and_scaled(self) -> None:
        vectors = random(200, 5) * np.array([100, 10, 1, 1, 1]) + 40
        whitening = Whitening.fit(vectors, 0.5)
        applied = whitening.apply(vectors)
        self.assertEqual((applied.shape, applied.dtype), (vectors.shape, np.float32))
        np.testing.assert_allclose(applied.mean(axis=0), np.zeros(5), atol=1e-4)
        self.assertAlmostEqual(float(np.linalg.norm(applied, axis=1).mean()), 0.5, places=4)
        spread = applied.std(axis=0)
        self.assertLess(spread.max() / spread.min(), 100 / 2)

    def test_fewer_vectors_than_directions_are_no_problem(self) -> None:
        whitening = Whitening.fit(random(4, 16), 1.0)
        self.assertEqual(whitening.apply(random(3, 16)).shape, (3, whitening.matrix.shape[1]))
        self.assertTrue(np.isfinite(whitening.apply(random(3, 16))).all())

    def test_without_vectors_there_is_nothing_to_even_out(self) -> None:
        whitening = Whitening.fit(np.zeros((10, 0), np.float32), 0.5)
        self.assertEqual(whitening.apply(np.zeros((3, 0), np.float32)).shape, (3, 0))


class HeadTest(unittest.TestCase):
    def features(self, dense: int = 3) -> Features:
        sparse = SparseFeatures.fit(TEXTS).transform(TEXTS).astype(np.float32)
        truth = np.array([sorted(set(LABELS)).index(label) for label in LABELS])
        return Features(sparse, np.eye(3, dtype=np.float32)[truth][:, :dense])

    def test_probabilities_add_up_to_one(self) -> None:
        rows = softmax(np.array([[1.0, 2.0, 3.0], [1000.0, 1000.0, -1000.0]]))
        np.testing.assert_allclose(rows.sum(axis=1), [1.0, 1.0])
        np.testing.assert_allclose(rows[1], [0.5, 0.5, 0.0], atol=1e-9)

    def test_a_head_learns(self) -> None:
        for dense in (0, 3):
            with self.subTest(dense=dense):
                features = self.features(dense)
                head = LinearHead.train(features, LABELS, KEPT_BACK, strength=10.0)
                self.assertEqual(head.classes, ["bil", "båt", "eng"])
                probabilities = head.probabilities(features)
                self.assertEqual([head.classes[column] for column in probabilities.argmax(axis=1)], LABELS)
                np.testing.assert_allclose(probabilities.sum(axis=1), np.ones(len(LABELS)), rtol=1e-5)

    def test_dense_columns_alone_are_enough(self) -> None:
        features = self.features()
        blind = Features(sp.csr_matrix((len(LABELS), 4), dtype=np.float32), features.dense)
        head = LinearHead.train(blind, LABELS, KEPT_BACK, strength=10.0)
        self.assertEqual([head.classes[column] for column in head.probabilities(blind).argmax(axis=1)], LABELS)

    def test_training_is_the_same_every_time(self) -> None:
        features = self.features()
        first, second = (LinearHead.train(features, LABELS, KEPT_BACK, strength=10.0) for _ in range(2))
        np.testing.assert_array_equal(first.sparse_weights, second.sparse_weights)
        self.assertEqual(first.temperature, second.temperature)

    def test_without_sentences_kept_back_the_temperature_stays(self) -> None:
        head = LinearHead.train(self.features(), LABELS, np.zeros(len(LABELS), dtype=bool), strength=10.0)
        self.assertEqual(head.temperature, 1.0)

    def test_of_two_classes_one_weighs_against_the_other(self) -> None:
        labels = ["ja" if label == "bil" else "nei" for label in LABELS]
        features = self.features()
        head = LinearHead.train(features, labels, KEPT_BACK, strength=10.0)
        np.testing.assert_array_equal(head.sparse_weights[:, 0], -head.sparse_weights[:, 1])
        told = [head.classes[column] for column in head.probabilities(features).argmax(axis=1)]
        self.assertEqual(told, labels)

    def test_a_class_with_nothing_but_sentences_kept_back_is_learnt_all_the_same(self) -> None:
        kept_back = np.array([label == "eng" or index % 5 == 0 for index, label in enumerate(LABELS)])
        head = LinearHead.train(self.features(), LABELS, kept_back, strength=10.0)
        self.assertEqual(head.classes, ["bil", "båt", "eng"])

    def test_examples_of_no_weight_teach_nothing(self) -> None:
        features = self.features(0)
        wrong = ["eng" if index % 2 else label for index, label in enumerate(LABELS)]
        weights = np.array([0.0 if index % 2 else 1.0 for index in range(len(LABELS))])
        head = LinearHead.train(features, wrong, KEPT_BACK, strength=10.0, weights=weights)
        told = [head.classes[column] for column in head.probabilities(features).argmax(axis=1)]
        self.assertEqual(told[::2], LABELS[::2])
        self.assertEqual(told[1::2], LABELS[1::2])

    def test_stored_and_read_it_says_the_same(self) -> None:
        features = self.features()
        head = LinearHead.train(features, LABELS, KEPT_BACK, strength=10.0)
        arrays = head.arrays("intents")
        self.assertTrue(all(name.startswith("intents_") and array.dtype != object for name, array in arrays.items()))
        again = LinearHead.from_arrays("intents", arrays)
        self.assertEqual(again.classes, head.classes)
        self.assertEqual(again.temperature, head.temperature)
        np.testing.assert_allclose(again.probabilities(features), head.probabilities(features), atol=2e-3)

    def test_the_temperature_makes_overconfident_scores_honest(self) -> None:
        rng = np.random.RandomState(3)
        truth = rng.randint(0, 2, 4000)
        right = rng.rand(4000) < 0.75
        scores = np.zeros((4000, 2))
        scores[np.arange(4000), np.where(right, truth, 1 - truth)] = 8.0
        temperature = best_temperature(scores, truth)
        self.assertGreater(temperature, 2.0)
        self.assertAlmostEqual(float(softmax(scores / temperature).max(axis=1).mean()), 0.75, delta=0.03)

    def test_a_higher_temperature_is_less_sure(self) -> None:
        features = self.features()
        head = LinearHead.train(features, LABELS, KEPT_BACK, strength=10.0)
        sure = head.probabilities(features).max(axis=1).mean()
        head.temperature *= 3
        self.assertLess(head.probabilities(features).max(axis=1).mean(), sure)


class ScopeTest(unittest.TestCase):
    def test_unknown_words_speak_for_out_of_scope_and_names_against(self) -> None:
        known, strange = TEXTS[:24], [f"ukjent{number} fremmed{number}" for number in range(48)]
        texts = known + strange
        naming = [False] * len(known) + [index % 2 == 0 for index in range(len(strange))]
        outside = [False] * len(known) + [not named for named in naming[len(known) :]]
        empty = Features(sp.csr_matrix((len(texts), 1), dtype=np.float32), np.zeros((len(texts), 0), np.float32))
        scope = Scope.train(empty, texts, naming, outside, np.arange(len(texts)) % 5 == 0, 10.0)
        asked = ["grønn båt kjører", "konserten begynner", "konserten begynner"]
        two = empty.rows(np.array([0, 1, 2]))
        told = scope.probability(two, asked, [False, False, True])
        self.assertEqual([bool(value > 0.5) for value in told], [False, True, False])
        again = Scope.from_arrays(scope.arrays())
        self.assertEqual(again.vocabulary, scope.vocabulary)
        self.assertIn(OUT_OF_SCOPE, again.head.classes)
        np.testing.assert_allclose(again.probability(two, asked, [False, False, True]), told, atol=0.01)
