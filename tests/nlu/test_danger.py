"""Signs of danger against everything else."""

import unittest
from dataclasses import replace
from unittest import mock

import numpy as np

from bot.nlu.danger import beside, told_parts, with_danger
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


class NeighboursTest(unittest.TestCase):
    def test_a_hint_is_read_with_the_sentence_before_and_the_one_after(self) -> None:
        parts = ["Jeg er sliten", "Det er best for alle om jeg blir borte.", "Hva er bio?", "Takk"]
        self.assertEqual(
            beside(parts, [1]),
            ["Jeg er sliten. Det er best for alle om jeg blir borte.", f"{parts[1]} Hva er bio?"],
        )
        self.assertEqual(beside(parts, [3]), ["Hva er bio? Takk"])
        self.assertEqual(len(beside(parts, [1, 2])), 3)
        self.assertEqual(beside(parts, []), [])

    def test_danger_told_in_two_sentences_of_a_story(self) -> None:
        model = UnderstandingModel.train(toy.examples(), toy.gazetteer(), embedding="none")
        read, signs = model._questions, ("sliten", "blir borte")

        def judged(texts: list[str]) -> list[object]:
            shown = [(0.0, 0.05, 0.9)[sum(sign in text for sign in signs)] for text in texts]
            shown = [0.0 if text.startswith("Hei") else share for text, share in zip(texts, shown)]
            return [replace(q, ranking=[("crisis", share)]) for q, share in zip(read(texts), shown)]

        story = "Hei, vi har bio. Jeg er så sliten. Det er best om jeg blir borte. Hvor lenge varer bio?"
        with mock.patch.object(model, "_questions", judged):
            [question] = model.read(story).questions
            self.assertEqual(question.text, "Jeg er så sliten. Det er best om jeg blir borte.")
            self.assertNotEqual(model.read(story.replace("blir borte", "går hjem")).questions[0].ranking[0][1], 0.9)


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
