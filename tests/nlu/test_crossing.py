"""What is learnt for one scheme apart."""

import unittest

import numpy as np
import scipy.sparse as sp

from bot.nlu.crossing import COMMON, CONSTANT, WEIGHT, Crossing
from bot.nlu.heads import Features, LinearHead

SCHEMES = [("mentor",), ("bio",), ("mentor", "bio"), ()] * COMMON


def features(rows: int = len(SCHEMES)) -> Features:
    """Return a common word, a rare word and a direction."""
    words = np.zeros((rows, 3), dtype=np.float32)
    words[:, 0] = 1.0
    words[:2, 1] = 1.0
    words[:, 2] = 5.0
    return Features(sp.csr_matrix(words), np.arange(rows, dtype=np.float32)[:, None])


class CrossingTest(unittest.TestCase):
    crossing = Crossing.fit(features(), 2, SCHEMES)

    def added(self, shares: np.ndarray) -> np.ndarray:
        return np.asarray(self.crossing.apply(features(len(shares)), shares).sparse.todense())[:, 3:]

    def test_common_words_and_directions_are_crossed_and_nothing_else(self) -> None:
        np.testing.assert_array_equal(self.crossing.words, [0])
        bio, mentor = 0, 1
        row = self.added(self.crossing.shares([(), ("mentor",)]))
        self.assertEqual(self.crossing.schemes, ["bio", "mentor"])
        np.testing.assert_array_equal(row[0], np.zeros(6))
        np.testing.assert_allclose(row[1].reshape(2, 3)[mentor], [WEIGHT, WEIGHT, WEIGHT * CONSTANT], rtol=1e-6)
        np.testing.assert_array_equal(row[1].reshape(2, 3)[bio], np.zeros(3))

    def test_several_schemes_share_a_message(self) -> None:
        (row,) = self.added(self.crossing.shares([("mentor", "bio")]))
        np.testing.assert_allclose(row.reshape(2, 3)[:, 0], [WEIGHT / 2, WEIGHT / 2])

    def test_a_scheme_without_training_sentences_has_no_share(self) -> None:
        np.testing.assert_array_equal(self.crossing.shares([("new",)]), [[0.0, 0.0]])

    def test_columns_that_hardly_any_sentence_fills_are_left_out(self) -> None:
        alone = [("mentor",)] + [("bio",)] * (len(SCHEMES) - 1)
        crossing = Crossing.fit(features(), 2, alone)
        crossed = crossing.apply(features(1), crossing.shares([("mentor",)]))
        self.assertEqual(crossed.sparse.shape, (1, 3 + 3))
        self.assertEqual(crossed.sparse[:, 3:].nnz, 0)

    def test_works_without_vectors(self) -> None:
        plain = Features(features().sparse, np.zeros((len(SCHEMES), 0), dtype=np.float32))
        crossing = Crossing.fit(plain, 2, SCHEMES)
        self.assertEqual(crossing.apply(plain, crossing.shares(SCHEMES)).sparse.shape[1], 3 + 2 * 2)

    def test_survives_storage(self) -> None:
        again = Crossing.from_arrays(self.crossing.arrays())
        shares = self.crossing.shares(SCHEMES)
        one, other = self.crossing.apply(features(), shares), again.apply(features(), shares)
        self.assertEqual((one.sparse != other.sparse).nnz, 0)

    def test_a_word_can_mean_one_thing_for_one_scheme_and_another_for_the_next(self) -> None:
        rows = COMMON * 4
        words = sp.csr_matrix(np.ones((rows, 1), dtype=np.float32))
        plain = Features(words, np.zeros((rows, 0), dtype=np.float32))
        schemes = [("mentor",), ("bio",)] * (rows // 2)
        crossing = Crossing.fit(plain, 1, schemes)
        crossed = crossing.apply(plain, crossing.shares(schemes))
        head = LinearHead.train(crossed, ["refund", "duty"] * (rows // 2), np.zeros(rows, dtype=bool), strength=4.0)
        asked = crossing.apply(plain.rows(np.arange(2)), crossing.shares([("mentor",), ("bio",)]))
        self.assertEqual([head.classes[n] for n in head.probabilities(asked).argmax(axis=1)], ["refund", "duty"])


if __name__ == "__main__":
    unittest.main()
