"""Misspelt words are corrected to what people usually write, and names keep their places in the text."""

import unittest

from bot.nlu.examples import Example
from bot.nlu.features import PLACEHOLDER
from bot.nlu.places import Places
from bot.nlu.preparing import Preparer, prepare_training
from bot.nlu.spelling import COMMON, EVERYDAY, OFTEN, Corrected, Spelling
from tests.nlu import toy

SENTENCES = [
    *["hvor lenge kan vi bli med"] * OFTEN,
    *["bedriften får dekket feriepenger"] * COMMON,
    *["arbeidsgiveren ansetter en kokk"] * COMMON,
    "en vaffelsteker i bedriften",
]


class CorrectTest(unittest.TestCase):
    def setUp(self) -> None:
        self.spelling = Spelling.learn(SENTENCES, ["mentor"], rare=["Lom", "Voss"])

    def corrected(self, text: str) -> str:
        return self.spelling.correct(text).text

    def test_slips_are_corrected(self) -> None:
        for written, meant in {
            "hovr lenge": "hvor lenge",
            "Hvor lnge?": "Hvor lenge?",
            "bedrften får": "bedriften får",
            "arbiedsgivren ansettr": "arbeidsgiveren ansetter",
            "MENTRO": "mentor",
        }.items():
            with self.subTest(written):
                self.assertEqual(self.corrected(written), meant)

    def test_two_words_run_together_are_parted(self) -> None:
        self.assertEqual(self.corrected("kanvi blimed"), "kan vi bli med")

    def test_what_may_be_right_is_left_alone(self) -> None:
        for text in (
            "en vaffelsteker",  # used once
            "snekkeren hugger tømmer",  # nothing like it is known
            "vi heter Mento AS",  # a name
            "1234 a4ret",
            "voss",
            "",
        ):
            with self.subTest(text):
                self.assertEqual(self.corrected(text), text)

    def test_nothing_is_corrected_to_a_rare_word(self) -> None:
        self.assertEqual(self.corrected("en vafelsteker"), "en vafelsteker")

    def test_a_slip_in_the_training_sentences_is_no_word(self) -> None:
        learnt = Spelling.learn([*["hvor lenge"] * EVERYDAY, *["hvro lenge"] * (COMMON - 1), "kor lenge"])
        self.assertEqual(learnt.correct("hvro").text, "hvor")
        self.assertNotIn("hvro", learnt.counts)
        self.assertIn("kor", learnt.counts)

    def test_the_commonest_of_the_nearest_words_is_chosen(self) -> None:
        spelling = Spelling({"lenge": 50, "lengde": 9, "lange": 9})
        self.assertEqual(spelling.correct("lengee").text, "lenge")

    def test_places_lead_back_to_what_was_written(self) -> None:
        text = "hovr lnge blimed feriepnger"
        corrected = self.spelling.correct(text)
        self.assertEqual(corrected.text, "hvor lenge bli med feriepenger")
        stood = {"hvor": "hovr", "lenge": "lnge", "bli med": "blimed", "feriepenger": "feriepnger"}
        for word, written in stood.items():
            start = corrected.text.index(word)
            places = corrected.as_written(start), corrected.as_written(start + len(word))
            self.assertEqual(text[slice(*places)], written)
        self.assertEqual(Corrected("mentor", []).as_written(3), 3)

    def test_a_place_inside_a_changed_word_goes_to_its_nearest_end(self) -> None:
        corrected = self.spelling.correct("blimed")
        self.assertEqual([corrected.as_written(place) for place in (0, 1, 6, 7)], [0, 0, 6, 6])


class PreparedTest(unittest.TestCase):
    def setUp(self) -> None:
        spelling = Spelling.learn(SENTENCES, ["mentor"])
        self.preparer = Preparer(toy.gazetteer(), Places(()), spelling)

    def test_the_encoder_gets_a_corrected_text_both_ways(self) -> None:
        item = self.preparer.prepare("hovr lenge")
        self.assertEqual((item.written, item.text), ("hovr lenge", "hvor lenge"))
        self.assertEqual(item.dense_texts, ("hovr lenge", "hvor lenge"))
        item = self.preparer.prepare("hvor lenge")
        self.assertEqual(item.dense_texts, ("hvor lenge", "hvor lenge"))

    def test_names_known_already_are_looked_for_anew_where_words_were_corrected(self) -> None:
        text = "lengee kan vi bli med mentor"
        item = self.preparer.prepare(text, toy.gazetteer().find(text))
        self.assertEqual(item.sparse_text, f"lenge kan vi bli med {PLACEHOLDER}")
        self.assertEqual(item.text[item.mentions[0].start :], "mentor")

    def test_a_misspelt_name_is_found_where_it_stands(self) -> None:
        text = "hovr lenge kan vi bli med mentro?"
        [mention] = self.preparer.find(text)
        self.assertEqual((mention.scheme, text[mention.start : mention.end]), ("mentor", "mentro"))

    def test_what_people_in_danger_write_is_no_slip(self) -> None:
        everyday = [Example("vi jobber sammen", "overview", ())] * EVERYDAY
        for intent, correct in (("crisis", "skammen"), ("overview", "sammen")):
            sentence = Example("alt er for skammen", intent, ())
            preparer, _, _ = prepare_training([*everyday, sentence], toy.gazetteer(), Places(()), 0)
            self.assertEqual(preparer.spelling.correct("skammen").text, correct)
