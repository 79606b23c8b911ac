"""A message is split into the questions it holds."""

import unittest

from bot.nlu.splitting import MAX_PARTS, is_asking, may_ask, split, tokenizer


class SplitTest(unittest.TestCase):
    def test_one_question_stays_whole(self) -> None:
        for text in ("Hva er mentor?", "mentor og bio", "f.eks. hva", "", "?", "Vi har en ansatt som er syk"):
            with self.subTest(text):
                self.assertEqual(split(text), [text])

    def test_sentences_lines_and_joined_questions_are_parted(self) -> None:
        for text, parts in (
            ("Hva er mentor? Og hvor lenge varer det?", ["Hva er mentor?", "Og hvor lenge varer det?"]),
            ("Hva er mentor og hvor mye får vi?", ["Hva er mentor", "hvor mye får vi?"]),
            ("Kva er mentor og kor lenge varer det?", ["Kva er mentor", "kor lenge varer det?"]),
            ("What is it, and how long does it last?", ["What is it", "how long does it last?"]),
            ("Hei! Vi har en ansatt. Hva gjør vi?", ["Hei!", "Vi har en ansatt.", "Hva gjør vi?"]),
            ("Hva er bio\nHvor lenge varer det", ["Hva er bio", "Hvor lenge varer det"]),
            ("Hva er bio, hvor lenge varer det, hvem søker?", ["Hva er bio", "hvor lenge varer det", "hvem søker?"]),
            ("What is it, how do we apply", ["What is it", "how do we apply"]),
            ("To ting: Hva er bio, og hvor lenge varer det?", ["To ting: Hva er bio", "hvor lenge varer det?"]),
        ):
            with self.subTest(text):
                self.assertEqual(split(text), parts)

    def test_a_comma_before_a_main_clause_parts_nothing(self) -> None:
        for text in (
            "Hvis han slutter, hvor mye må vi betale tilbake?",
            "Når vi ansetter henne, hvem søker?",
            "Får vi støtte, og i så fall når, til lønna?",
            "Can we get the grant, which pays wages?",
            "Kan han jobbe i butikken, hvor broren hans er sjef?",
        ):
            with self.subTest(text):
                self.assertEqual(split(text), [text])

    def test_parts_without_letters_are_dropped(self) -> None:
        self.assertEqual(split("Hva er bio? 75 %. Hvor lenge?"), ["Hva er bio?", "Hvor lenge?"])

    def test_a_long_story_stays_whole(self) -> None:
        longest = "Det er noe. " * MAX_PARTS
        story = longest + "Hva nå?"
        self.assertEqual(len(split(longest)), MAX_PARTS)
        self.assertEqual(split(story), [story])

    def test_what_reads_as_a_question(self) -> None:
        for text in (
            "Hvor lenge varer det",
            "og kva kostar det",
            "kan vi få det",
            "mentor?",
            "hello how long",
            "To ting: kor mykje får vi",
            "Må vi ",
            "Kan vi få det.",
            "Trenger vi avtale!",
        ):
            with self.subTest(text):
                self.assertTrue(is_asking(text))
        for text in ("Vi har en ansatt.", "Trenger tre stykker i juli.", "Takk for svaret", "mentor", ""):
            with self.subTest(text):
                self.assertFalse(is_asking(text))
        self.assertTrue(may_ask("Trenger tre stykker i juli."))
        self.assertFalse(may_ask("Vi har en ansatt."))

    def test_the_tokenizer_is_made_once_and_keeps_offsets(self) -> None:
        self.assertIs(tokenizer(), tokenizer())
        text = "Hva er VTA-O, da?"
        for token in tokenizer()(text):
            self.assertEqual(text[token.idx : token.idx + len(token.text)], token.text)
