"""The whole model on a small problem: training, reading, storage."""

import tempfile
import unittest
import zipfile
from pathlib import Path
from typing import ClassVar

import numpy as np

from bot.nlu import registry
from bot.nlu.examples import Example
from bot.nlu.gazetteer import WEAK, Gazetteer
from bot.nlu.model import (
    MAX_QUESTIONS,
    OUTSIDE_ODDS,
    RANKING,
    Question,
    Reading,
    UnderstandingModel,
    with_scope,
)
from bot.nlu.preparing import TOPICS
from bot.nlu.trust import measure_trust
from tests.nlu import toy

QUESTIONS = [
    "hva er mentor",
    "hvor lenge varer vta-o",
    "hvor mye får vi for bio",
    "hei",
    "hvordan blir været i helgen",
    "en uføretrygdet vil arbeide her for alltid, hvor lenge varer støtten",
    "Hva er mentor? Og hvor lenge varer det?",
]


class ToyModelTest(unittest.TestCase):
    model: ClassVar[UnderstandingModel]

    @classmethod
    def setUpClass(cls) -> None:
        cls.model = UnderstandingModel.train(toy.examples(), toy.gazetteer(), embedding="none")

    def only(self, text: str) -> Question:
        (question,) = self.model.read(text).questions
        return question

    def test_a_scheme_that_no_sentence_is_about_can_be_named(self) -> None:
        names = {**{scheme: set(known) for scheme, known in toy.NAMES.items()}, "ny": {"nyordningen"}}
        model = UnderstandingModel.train(toy.examples(), Gazetteer(names), embedding="none")
        (question,) = model.read("hvor lenge varer nyordningen").questions
        self.assertEqual((question.intent, question.named), ("duration", ["ny"]))

    def test_topic_and_scheme_are_found(self) -> None:
        for text, intent, named in (
            ("hva er mentor", "overview", ["mentor"]),
            ("Fortell om mentortilskuddet", "overview", ["mentor"]),
            ("hvor lenge varer vta-o", "duration", ["vta-o"]),
            ("how much money is bio", "amount", ["bio"]),
            ("hvor mye får vi", "amount", []),
        ):
            with self.subTest(text):
                question = self.only(text)
                self.assertEqual((question.intent, question.named), (intent, named))
                self.assertGreater(question.confidence, 0.5)

    def test_a_situation_points_to_its_scheme(self) -> None:
        for text, scheme in (
            ("en uføretrygdet vil arbeide her, hvor lenge varer støtten", "vta-o"),
            ("kollegaen skal støtte den nye, hvor mye får vi for støtten", "mentor"),
            ("bedriften legger om og ansatte må lære, hva er støtten", "bio"),
        ):
            with self.subTest(text):
                question = self.only(text)
                self.assertEqual(question.named, [])
                self.assertEqual(question.inferred[0][0], scheme)

    def test_a_question_on_nothing_in_particular_points_to_none(self) -> None:
        self.assertEqual(self.only("hvor lenge varer ordningen").inferred[0][0], "none")

    def test_what_is_out_of_scope_is_told_apart(self) -> None:
        self.assertEqual(self.only("hvordan blir været i helgen").intent, "out_of_scope")
        self.assertNotEqual(self.only("hvor mye får vi for mentor").intent, "out_of_scope")

    def test_rankings_are_sorted_probabilities(self) -> None:
        for text in QUESTIONS:
            for question in self.model.read(text).questions:
                for ranking in (question.ranking, question.inferred):
                    values = [value for _, value in ranking]
                    self.assertLessEqual(len(values), RANKING)
                    self.assertEqual(values, sorted(values, reverse=True))
                    self.assertTrue(all(0 <= value <= 1 for value in values))
                    self.assertLessEqual(sum(values), 1.01)
                self.assertEqual((question.intent, question.confidence), question.ranking[0])

    def test_follow_ups_are_about_the_scheme_named_before(self) -> None:
        reading = self.model.read("Hva er mentor? Hvor lenge varer det? Hvor mye får vi for bio? Når slutter det?")
        self.assertEqual(
            [(question.intent, question.named) for question in reading.questions],
            [("overview", ["mentor"]), ("duration", ["mentor"]), ("amount", ["bio"]), ("duration", ["bio"])],
        )
        self.assertEqual(reading.more, 0)

    def test_more_questions_than_can_be_answered_are_counted(self) -> None:
        schemes = ("mentor", "bio", "vta-o")
        asked = [f"Hva er {scheme}? Hvor lenge varer {scheme}?" for scheme in schemes]
        reading = self.model.read(" ".join(asked))
        self.assertEqual((len(reading.questions), reading.more), (MAX_QUESTIONS, 2))

    def test_a_greeting_gives_way_to_the_question(self) -> None:
        reading = self.model.read("Hei! Hvor lenge varer mentor?")
        self.assertEqual([question.intent for question in reading.questions], ["duration"])
        self.assertEqual(reading.questions[0].named, ["mentor"])

    def test_a_story_lends_its_scheme_to_the_question_at_its_end(self) -> None:
        question = self.only("Vi har fått mentor til en ny ansatt. Hvor lenge varer det?")
        self.assertEqual((question.intent, question.named), ("duration", ["mentor"]))

    def test_danger_in_any_part_speaks_for_the_whole(self) -> None:
        question = self.only("Hva er mentor? Hvor lenge varer bio? Jeg orker ikke leve mer.")
        self.assertEqual(question.intent, "crisis")

    def test_a_name_that_is_ruled_out_is_excluded(self) -> None:
        question = self.only("hva er ikke bio, men mentor")
        self.assertEqual((question.named, question.excluded), (["mentor"], ["bio"]))

    def test_any_text_is_read(self) -> None:
        for text in ("", " ", "?", "😀", "\n\n", "a" * 2000, "hva er " * 300):
            with self.subTest(text[:10]):
                reading = self.model.read(text)
                self.assertEqual(len(reading.questions), 1)
                self.assertEqual(reading.as_json()[0]["text"], text)

    def test_stored_and_read_it_says_the_same_and_holds_no_pickle(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "model"
            self.model.save(folder)
            again = UnderstandingModel.load(folder)
            self.assertEqual(
                sorted(path.name for path in folder.iterdir()), ["understanding.json", "understanding.npz"]
            )
            with np.load(folder / "understanding.npz", allow_pickle=False) as stored:
                self.assertTrue(all(stored[key].dtype != object for key in stored.files))
            with zipfile.ZipFile(folder / "understanding.npz") as archive:
                self.assertTrue(all(entry.endswith(".npy") for entry in archive.namelist()))
        self.assertEqual((again.embedder.name, again.embedding), ("none", "none"))
        for text in QUESTIONS:
            before, after = self.model.read(text), again.read(text)
            self.assertEqual(after.mentions, before.mentions)
            for one, other in zip(before.questions, after.questions):
                self.assertEqual((other.intent, other.named), (one.intent, one.named))
                self.assertAlmostEqual(other.confidence, one.confidence, delta=0.02)

    def test_training_again_gives_the_same_model(self) -> None:
        some = toy.examples()[::3]
        first, second = (UnderstandingModel.train(some, toy.gazetteer(), embedding="none") for _ in range(2))
        for text in QUESTIONS:
            self.assertEqual(first.read(text), second.read(text))


class RegistryTest(unittest.TestCase):
    """The one model of a process."""

    class Slow:
        """Stands for a model, and counts what it reads."""

        def __init__(self) -> None:
            self.asked: list[str] = []

        def read(self, text: str) -> Reading:
            """Return an empty reading."""
            self.asked.append(text)
            return Reading([])

    def setUp(self) -> None:
        before = registry._model
        self.addCleanup(lambda: setattr(registry, "_model", before))
        self.addCleanup(registry._readings.clear)

    def test_before_a_model_is_loaded_nothing_can_be_read(self) -> None:
        registry._model = None
        registry._readings.clear()
        self.assertFalse(registry.loaded())
        registry.warm("hei")
        with self.assertRaisesRegex(RuntimeError, "No model"):
            registry.read("hei")

    def test_a_text_is_read_once(self) -> None:
        model = self.Slow()
        registry.register(model)
        self.assertTrue(registry.loaded())
        registry.warm("hei")
        registry.warm("")
        self.assertIs(registry.read("hei"), registry.read("hei"))
        self.assertEqual(model.asked, ["hei"])

    def test_a_new_model_forgets_the_readings_of_the_old_one(self) -> None:
        registry.register(self.Slow())
        registry.read("hei")
        fresh = self.Slow()
        registry.register(fresh)
        registry.read("hei")
        self.assertEqual(fresh.asked, ["hei"])

    def test_old_readings_are_forgotten(self) -> None:
        model = self.Slow()
        registry.register(model)
        for number in range(registry.REMEMBERED + 1):
            registry.read(str(number))
        self.assertEqual(len(registry._readings), registry.REMEMBERED)
        registry.read("0")
        self.assertEqual(model.asked.count("0"), 2)


def trust_of(examples: list[Example]) -> dict[str, float]:
    return measure_trust(examples, [toy.gazetteer().find(example.text) for example in examples])


class TrustTest(unittest.TestCase):
    def test_trust_is_the_share_of_right_uses(self) -> None:
        examples = [
            *[Example("hvor lenge varer bio", "duration", ("bio",))] * 20,
            *[Example("hvor lenge varer mentor", "duration", ("vta-o",))] * 20,
            *[Example("hva er vta-o", "overview", ("vta-o",))] * 3,
        ]
        trust = trust_of(examples)
        self.assertGreater(trust["bio"], 0.95)
        self.assertLess(trust["mentor"], WEAK)
        self.assertNotIn("vtao", trust)

    def test_sentences_on_several_schemes_measure_nothing(self) -> None:
        examples = [Example("mentor eller bio", "duration", ("bio",))] * 9
        examples += [Example("mentor sammen med noe", "combine", ("bio",))] * 9
        examples += [Example("hva er mentor", "overview")] * 9
        self.assertEqual(trust_of(examples), {})

    def test_the_scope_takes_its_share_of_the_intents(self) -> None:
        classes = ["amount", "greet", "out_of_scope"]
        rows = with_scope(np.array([[0.6, 0.2, 0.2]]), classes, np.array([0.9]))
        outside = OUTSIDE_ODDS * 0.9 / (0.1 + OUTSIDE_ODDS * 0.9)
        np.testing.assert_allclose(rows, [[0.75 * (1 - outside), 0.25 * (1 - outside), outside]])
        untouched = np.array([[0.6, 0.4]])
        np.testing.assert_array_equal(with_scope(untouched, classes[:2], np.array([0.9])), untouched)

    def test_out_of_scope_is_likelier_in_life_than_in_training_but_not_beside_danger(self) -> None:
        classes = ["amount", "crisis", "out_of_scope"]
        calm, danger = with_scope(np.array([[0.9, 0.05, 0.05], [0.3, 0.65, 0.05]]), classes, np.array([0.4, 0.4]))
        self.assertAlmostEqual(calm[2], OUTSIDE_ODDS * 0.4 / (0.6 + OUTSIDE_ODDS * 0.4))
        self.assertAlmostEqual(danger[2], 0.4)
        self.assertAlmostEqual(calm.sum(), 1.0)

    def test_the_topics_are_the_contracts(self) -> None:
        self.assertEqual(len(TOPICS), 12)
