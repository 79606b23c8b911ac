"""Places: hidden after a word that announces them, and nowhere else."""

import unittest
from pathlib import Path

from bot.nlu.places import PLACE, Places, read_places

CSV = Path(__file__).parents[2] / "data" / "knowledge" / "municipalities.csv"


class PlacesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.places = Places(read_places(CSV))

    def test_a_place_is_hidden_in_any_spelling_of_case(self) -> None:
        for text in ("toget til bergen", "kontakt Nav Karasjok", "in Tromsø", "på Nord-Odal"):
            self.assertIn(PLACE, self.places.hide(text), text)

    def test_the_longest_name_counts(self) -> None:
        self.assertEqual(self.places.hide("i Nordre Follo nå"), f"i {PLACE} nå")

    def test_other_words_are_left(self) -> None:
        for text in ("we applied in time", "mentor i bedriften", "Bergen kommune", "i Bergensområdet"):
            self.assertEqual(self.places.hide(text), text)

    def test_without_names_nothing_is_hidden(self) -> None:
        self.assertEqual(Places(()).hide("til Bergen"), "til Bergen")


if __name__ == "__main__":
    unittest.main()
