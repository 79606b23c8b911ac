"""Which scheme is meant when schemes are named: the one asked about, not each one that is mentioned."""

import unittest
from dataclasses import replace
from typing import ClassVar

import numpy as np
import scipy.sparse as sp

from bot.nlu.examples import Example
from bot.nlu.heads import Features
from bot.nlu.model import Question, UnderstandingModel
from bot.nlu.naming import ASKED, FIRM, HINT, NOTHING, asked_names, firm_names, hinted_names, with_names
from bot.nlu.places import Places
from bot.nlu.preparing import Preparer
from bot.nlu.reading import carry_schemes
from bot.nlu.spelling import Spelling
from tests.nlu import toy

BESIDE = [
    Example(f"{opening}kollegaen er mentor og en uføretrygdet vil arbeide her for alltid, {asks}", topic, ("vta-o",))
    for opening in toy.OPENINGS
    for topic, asks in (
        ("duration", "hvor lenge varer støtten"),
        ("amount", "hvor mye får vi"),
        ("overview", "hva er det"),
    )
]


def question(intent: str, **more: object) -> Question:
    plain = Question("", intent, 0.9, [(intent, 0.9), ("apply", 0.1)], [], [], [], [("none", 0.9)])
    return replace(plain, **more)  # type: ignore[arg-type]


class ColumnsTest(unittest.TestCase):
    def setUp(self) -> None:
        gazetteer = toy.gazetteer()
        gazetteer.trust = {"bio": 0.2}
        self.preparer = Preparer(gazetteer, Places(()), Spelling({}))
        self.schemes = list(gazetteer.names)

    def columns(self, text: str) -> list[float]:
        blank = Features(sp.csr_matrix((1, 2), dtype=np.float32), np.zeros((1, 1), np.float32))
        dense = with_names(blank, [self.preparer.prepare(text)], self.schemes).dense[0, 1:]
        return [round(float(value), 4) for value in dense]

    def test_a_name_a_hint_and_nothing_have_columns_of_their_own(self) -> None:
        place, size = {scheme: at for at, scheme in enumerate(self.schemes)}, len(self.schemes)
        named = self.columns("hva er mentor, og hva er bio")
        self.assertEqual(named[place["mentor"]], FIRM)
        self.assertEqual(named[size + place["bio"]], HINT)
        self.assertEqual(named[-3:], [FIRM, 0.0, 0.0])
        self.assertEqual(self.columns("hva er vta-o mot mentor")[-3:], [0.0, FIRM, 0.0])
        self.assertEqual(self.columns("hva er det")[-3:], [0.0, 0.0, NOTHING])

    def test_what_the_question_itself_names_is_asked_about(self) -> None:
        for text, asked in {
            "hva er mentor": ["mentor"],
            "Vi har hatt mentor i to år. Hva er vta-o?": ["vta-o"],
            "Vi har mentor, men nå gjelder det noe annet: hvor lenge varer vta-o?": ["vta-o"],
            "Hva er vta-o? Vi har en mentor fra før.": ["vta-o"],
            "Kan vi ha både mentor og vta-o?": ["mentor", "vta-o"],
            "Sjefen sier mentor, jeg sier vta-o. Hva dekker det?": ["vta-o"],
            "vi har mentor og vil ha vta-o": ["mentor", "vta-o"],
            "hva er det": [],
        }.items():
            with self.subTest(text):
                self.assertEqual(asked_names(self.preparer.prepare(text)), asked)
        place, size = {scheme: at for at, scheme in enumerate(self.schemes)}, len(self.schemes)
        columns = self.columns("Vi har mentor. Hva er vta-o?")
        self.assertEqual((columns[place["mentor"]], columns[2 * size + place["mentor"]]), (FIRM, 0.0))
        self.assertEqual((columns[place["vta-o"]], columns[2 * size + place["vta-o"]]), (FIRM, ASKED))

    def test_what_is_ruled_out_is_not_named(self) -> None:
        item = self.preparer.prepare("ikke mentor, men vta-o og bio")
        self.assertEqual(firm_names(item), ["vta-o"])
        self.assertEqual(hinted_names(item), ["bio"])


class MeantTest(unittest.TestCase):
    model: ClassVar[UnderstandingModel]

    @classmethod
    def setUpClass(cls) -> None:
        cls.model = UnderstandingModel.train([*toy.examples(), *BESIDE], toy.gazetteer(), embedding="none")

    def test_a_scheme_that_is_only_mentioned_is_not_meant(self) -> None:
        text = "vår mentor hjelper til, en uføretrygdet vil arbeide her for alltid, hvor lenge varer støtten"
        (read,) = self.model.read(text).questions
        self.assertEqual((read.named, read.inferred[0][0]), ([], "vta-o"))

    def test_a_name_alone_is_meant(self) -> None:
        (read,) = self.model.read("hvor lenge varer mentor").questions
        self.assertEqual((read.named, read.inferred[0][0]), (["mentor"], "mentor"))

    def test_two_that_are_asked_about_are_both_meant(self) -> None:
        (read,) = self.model.read("hva er mentor eller bio").questions
        self.assertEqual(read.named, ["mentor", "bio"])


class PartsTest(unittest.TestCase):
    def test_each_question_without_a_name_is_about_what_the_message_tells(self) -> None:
        whole = question("amount", inferred=[("vta-o", 0.8)])
        asked = [question("amount"), question("duration")]
        self.assertEqual([q.inferred for q in carry_schemes(whole, asked, asked)], [[("vta-o", 0.8)]] * 2)

    def test_a_name_is_carried_to_the_questions_after_it(self) -> None:
        asked = [question("amount"), question("overview", named=["bio"]), question("duration")]
        self.assertEqual([q.named for q in carry_schemes(asked[0], asked, asked)], [[], ["bio"], ["bio"]])


if __name__ == "__main__":
    unittest.main()
