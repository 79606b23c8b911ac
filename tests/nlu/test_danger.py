"""Signs of danger against everything else."""

import unittest

import numpy as np

from bot.nlu.danger import told_parts, with_danger
from bot.nlu.examples import Example
from bot.nlu.model import UnderstandingModel
from tests.nlu import toy

STORY = "Servitøren er sykmeldt. Legen sier hun skal hvile. Hvor lenge varer vta-o?"


class PartsTest(unittest.TestCase):
    def test_what_a_story_tells_is_calm_and_what_it_asks_is_left_to_the_topics(self) -> None:
        examples = [Example(STORY, "duration", ("vta-o",)), Example("hva er bio", "overview", ("bio",))]
        self.assertEqual(told_parts(examples), ["Servitøren er sykmeldt.", "Legen sier hun skal hvile."])

    def test_a_cry_for_help_is_never_calm(self) -> None:
        self.assertEqual(told_parts([Example("Alt er svart. Jeg vil ikke leve mer.", "crisis")]), [])


class JudgementTest(unittest.TestCase):
    def test_the_others_share_what_danger_leaves(self) -> None:
        rows = np.array([[0.2, 0.6, 0.2], [0.0, 0.5, 0.5]])
        judged = with_danger(rows, ["crisis", "a", "b"], np.array([0.6, 0.0]))
        np.testing.assert_allclose(judged, [[0.6, 0.3, 0.1], [0.0, 0.5, 0.5]])
        np.testing.assert_array_equal(with_danger(rows, ["a", "b", "c"], np.array([1.0, 1.0])), rows)

    def test_it_is_learnt_and_kept(self) -> None:
        model = UnderstandingModel.train(
            [*toy.examples(), Example(STORY, "duration", ("vta-o",))], toy.gazetteer(), embedding="none"
        )
        self.assertEqual(model.read("jeg vil ikke leve lenger").questions[0].intent, "crisis")
        calm = dict(model.read("Legen sier hun skal hvile. Hva er mentor?").questions[0].ranking)
        self.assertLess(calm.get("crisis", 0.0), 0.2)


if __name__ == "__main__":
    unittest.main()
