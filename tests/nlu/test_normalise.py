"""Bokmål, nynorsk and everyday spelling meet in one form."""

import unicodedata
import unittest

from bot.nlu.normalise import fold, fold_word, words

MEETING = [
    ("Korleis søkjer me om lønstilskot?", "Hvordan søker vi om lønnstilskudd?"),
    ("Kor lenge varar ordninga", "hvor lenge varer ordningen"),
    ("Kven kan få mellombels lønstilskot?", "Hvem kan få midlertidig lønnstilskudd?"),
    ("tilskot til sommarjobb", "tilskudd til sommerjobb"),
    ("arbeidsførebuande trening", "arbeidsforberedende trening"),
    ("Kva dekkjer inkluderingstilskotet?", "Hva dekker inkluderingstilskuddet?"),
    ("verksemda vår", "virksomheta vår"),
    ("sjukmelding", "sykmelding"),
    ("ka e mentor", "hva jeg mentor"),
    ("LØNNS TILSKUDD", "lønns tilskudd"),
]


class FoldTest(unittest.TestCase):
    def test_two_written_languages_meet(self) -> None:
        for nynorsk, bokmal in MEETING:
            with self.subTest(nynorsk):
                self.assertEqual(fold(nynorsk), fold(bokmal))

    def test_folding_again_changes_nothing(self) -> None:
        for pair in MEETING:
            for text in pair:
                with self.subTest(text):
                    self.assertEqual(fold(fold(text)), fold(text))

    def test_different_questions_stay_different(self) -> None:
        self.assertNotEqual(fold("hvor lenge varer det"), fold("hvor mye er det"))
        self.assertNotEqual(fold_word("ansatt"), fold_word("ansette"))

    def test_punctuation_and_case_are_no_words(self) -> None:
        self.assertEqual(words("VTA-O, takk! (i dag)"), ["vta", "o", "takk", "i", "dag"])
        self.assertEqual(words("snake_case 75 %"), ["snake", "case", "75"])
        self.assertEqual(fold(" ?! "), "")

    def test_composed_and_decomposed_letters_are_the_same(self) -> None:
        text = "på måfå for æøå é"
        self.assertEqual(fold(unicodedata.normalize("NFD", text)), fold(unicodedata.normalize("NFC", text)))
