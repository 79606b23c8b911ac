"""Names of schemes are found through typos, inflection, compounds and languages."""

import tempfile
import unittest
from pathlib import Path
from typing import ClassVar

from bot.nlu.gazetteer import WEAK, Gazetteer, key_of, read_names
from tests.nlu import toy

SCHEMES = Path(__file__).resolve().parents[2] / "data" / "knowledge" / "schemes"


class RealNamesTest(unittest.TestCase):
    """With the names of the knowledge base."""

    names: ClassVar[Gazetteer]

    @classmethod
    def setUpClass(cls) -> None:
        cls.names = Gazetteer(read_names(SCHEMES))

    def found(self, text: str) -> list[str]:
        return [mention.scheme for mention in self.names.find(text) if not mention.negated]

    def assert_found(self, cases: dict[str, list[str]]) -> None:
        for text, schemes in cases.items():
            with self.subTest(text):
                self.assertEqual(self.found(text), schemes)

    def test_every_name_finds_its_scheme(self) -> None:
        owners: dict[str, set[str]] = {}
        for scheme, names in self.names.names.items():
            for name in names:
                owners.setdefault(key_of(name), set()).add(scheme)
        self.assertEqual(len(self.names.names), 31)
        for scheme, names in self.names.names.items():
            for name in names:
                if owners[key_of(name)] == {scheme} and len(name.split()) <= 8:
                    with self.subTest(name):
                        self.assertIn(scheme, [mention.scheme for mention in self.names.find(name)])

    def test_exact_names(self) -> None:
        self.assert_found(
            {
                "Hva er mentortilskudd?": ["mentor"],
                "inkluderingstilskudd": ["inkluderingstilskudd"],
                "midlertidig lønnstilskudd": ["midlertidig-lonnstilskudd"],
                "varig lønnstilskudd": ["varig-lonnstilskudd"],
                "IPS": ["ips"],
                "vta": ["vta"],
                "VTA-O": ["vta-o"],
            }
        )

    def test_inflected_names(self) -> None:
        self.assert_found(
            {
                "inkluderingstilskuddet": ["inkluderingstilskudd"],
                "AFT-en": ["aft"],
                "det varige lønnstilskuddet": ["varig-lonnstilskudd"],
                "arbeidstreningens varighet": ["arbeidstrening"],
            }
        )

    def test_compounds(self) -> None:
        self.assert_found(
            {
                "mentorpengar": ["mentor"],
                "arbeidstreningsplassen": ["arbeidstrening"],
                "IPS-metoden": ["ips"],
                "mentor tilskudd": ["mentor"],
                "ekspert bistand": ["ekspertbistand"],
            }
        )

    def test_misspelt_names(self) -> None:
        self.assert_found(
            {
                "inkluderingstilskud": ["inkluderingstilskudd"],
                "funksjonsasistanse": ["funksjonsassistanse"],
                "inkludringstilskudd": ["inkluderingstilskudd"],
                "arbeidstrenig": ["arbeidstrening"],
            }
        )

    def test_other_languages(self) -> None:
        self.assert_found(
            {
                "Kva er mentortilskot?": ["mentor"],
                "mellombels lønstilskot": ["midlertidig-lonnstilskudd"],
                "temporary wage subsidy": ["midlertidig-lonnstilskudd"],
                "permanent wage subsidy": ["varig-lonnstilskudd"],
                "functional assistance": ["funksjonsassistanse"],
                "expert assistance": ["ekspertbistand"],
            }
        )

    def test_several_names_keep_their_order(self) -> None:
        self.assert_found(
            {
                "funksjonsassistanse eller mentor": ["funksjonsassistanse", "mentor"],
                "VTA og VTA-O": ["vta", "vta-o"],
                "mentor, bio, ips": ["mentor", "bio", "ips"],
            }
        )

    def test_everyday_words_are_no_names(self) -> None:
        for text in (
            "hva skjer after jobb",
            "i teamet vårt",
            "Hei på deg",
            "hva med sykepenger?",
            "tips",
            "",
            "...",
            "75 %",
        ):
            with self.subTest(text):
                self.assertEqual(self.names.find(text), [])

    def test_a_name_that_is_ruled_out(self) -> None:
        for text in ("ikke inkluderingstilskudd, men mentor", "not inclusion grant but mentor"):
            with self.subTest(text):
                mentions = {mention.scheme: mention.negated for mention in self.names.find(text)}
                self.assertEqual(mentions, {"inkluderingstilskudd": True, "mentor": False})

    def test_a_denial_without_contrast_rules_nothing_out(self) -> None:
        for text in ("kan vi ikke få mentor?", "uten mentor går det ikke"):
            with self.subTest(text):
                self.assertEqual([mention.negated for mention in self.names.find(text)], [False])

    def test_offsets_cut_out_the_name(self) -> None:
        for text, cut in (
            ("Hva er mentortilskudd?", "mentortilskudd"),
            ("  Får vi VTA-O  her?", "VTA-O"),
            ("mellombels  lønstilskot, takk", "mellombels  lønstilskot"),
            ("(funksjonsasistanse)", "funksjonsasistanse"),
            ("AFT-en", "AFT-en"),
        ):
            with self.subTest(text):
                (mention,) = self.names.find(text)
                self.assertEqual(text[mention.start : mention.end], cut)


class SmallNamesTest(unittest.TestCase):
    """With a few names of our own."""

    def test_names_are_read_from_files_without_what_stands_in_brackets(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            names = read_names(toy.write_schemes(Path(folder) / "schemes"))
        self.assertEqual(set(names), set(toy.NAMES))
        self.assertIn("vta o", names["vta-o"])
        self.assertIn("bedriftsintern opplæring", names["bio"])
        self.assertFalse([name for found in names.values() for name in found if "(" in name])

    def test_the_longest_name_wins(self) -> None:
        names = Gazetteer({"short": {"lønnstilskudd"}, "long": {"varig lønnstilskudd"}})
        self.assertEqual([mention.scheme for mention in names.find("hva er varig lønnstilskudd")], ["long"])

    def test_short_names_are_neither_misspelt_nor_parts_of_words(self) -> None:
        names = Gazetteer({"aft": {"aft"}})
        for text in ("after", "aff", "afts", "kaft"):
            with self.subTest(text):
                self.assertEqual(names.find(text), [])

    def test_the_look_up_key_has_no_spaces_hyphens_or_brackets(self) -> None:
        self.assertEqual(key_of("VTA-O (varig)"), "vtaovarig")
        self.assertEqual(key_of("Tilskot til mentor"), key_of("tilskudd til mentor"))

    def test_trust_depends_on_the_words(self) -> None:
        names = Gazetteer({"opplaering": {"opplæring"}, "mentor": {"mentortilskudd"}}, {"opplæring": WEAK - 0.1})
        for text, weak in {"opplæring": True, "mentortilskudd": False, "mentortilskud": False}.items():
            with self.subTest(text):
                self.assertEqual(names.is_weak(names.find(text)[0]), weak)

    def test_stored_and_read_it_finds_the_same(self) -> None:
        names = Gazetteer(toy.NAMES, {"bio": 0.3})
        again = Gazetteer.from_json(names.to_json())
        for text in ("mentortilskudet", "vta-o og bio", "bedriftsinterne opplæringen"):
            with self.subTest(text):
                self.assertTrue(names.find(text))
                self.assertEqual(again.find(text), names.find(text))
        self.assertTrue(again.is_weak(again.find("bio")[0]))
