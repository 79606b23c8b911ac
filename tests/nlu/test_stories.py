"""Stories made of a situation and a question, and English that meets Norwegian."""

import unittest

from bot.nlu.english import ENGLISH, to_norwegian
from bot.nlu.examples import Example
from bot.nlu.normalise import fold
from bot.nlu.stories import compose

TOPICS = frozenset({"amount", "duration"})
EXAMPLES = [
    Example("Han bruker mye tid på den nye. En kollega må hjelpe hele dagen. Får vi støtte?", "overview", ("mentor",)),
    Example("Maskinene er nye og alle ansatte må læres opp. Hva finnes?", "overview", ("bio",)),
    Example("Kort. Hva da?", "overview", ("vta-o",)),
    Example("hvor mye penger er det", "amount"),
    Example("hvor lenge varer det", "duration"),
    Example("sats", "amount"),
]


class TestStories(unittest.TestCase):
    """`compose` pairs situations with questions."""

    def test_each_story_has_the_scheme_of_its_situation_and_the_topic_of_its_question(self) -> None:
        stories = compose(EXAMPLES, TOPICS, 40)
        self.assertEqual(len(stories), 40)
        for story in stories:
            self.assertEqual(story.schemes, ("mentor",) if "kollega" in story.text else ("bio",))
            self.assertEqual(story.intent, "amount" if "penger" in story.text else "duration")

    def test_the_question_stands_last_or_first(self) -> None:
        first = [story.text.lower().startswith("hvor ") for story in compose(EXAMPLES, TOPICS, 40)]
        self.assertTrue(any(first) and not all(first))

    def test_the_same_sentences_give_the_same_stories(self) -> None:
        self.assertEqual(compose(EXAMPLES, TOPICS, 9), compose(EXAMPLES, TOPICS, 9))

    def test_nothing_comes_of_nothing(self) -> None:
        self.assertEqual(compose(EXAMPLES[3:], TOPICS, 5), [])
        self.assertEqual(compose(EXAMPLES[:3], TOPICS, 5), [])


class TestEnglish(unittest.TestCase):
    """English words meet the Norwegian ones."""

    def test_a_question_becomes_norwegian_word_by_word(self) -> None:
        self.assertEqual(to_norwegian(fold("How long can we get it?")), "hvor lenge kan vi får det")

    def test_how_without_a_degree_is_hvordan(self) -> None:
        self.assertEqual(to_norwegian("how can we apply"), "hvordan kan vi søke")

    def test_norwegian_is_left_alone(self) -> None:
        for sentence in (
            "hvor lenge får vi støtte for her på kontoret",
            "de fire første er i sommer",
            "han kan få fri",
        ):
            self.assertEqual(to_norwegian(fold(sentence)), fold(sentence))

    def test_the_words_are_folded_themselves(self) -> None:
        for english, norwegian in ENGLISH.items():
            self.assertEqual(fold(norwegian), norwegian, english)


if __name__ == "__main__":
    unittest.main()
