"""Sentence embeddings: none, the real engine, and the two caches."""

import contextlib
import io
import tempfile
import unittest
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import ClassVar

import numpy as np

from bot.nlu.embedding import CachedEmbedder, NoEmbedder, embed_with_disk_cache, load_embedder, make_embedder


class Counting:
    """An engine that tells what it was asked to embed."""

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.dimensions = 3
        self.asked: list[str] = []

    def save(self, folder: Path) -> None:
        """Keep nothing."""

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return a row that depends on the text."""
        self.asked += texts
        return np.array([[len(text), sum(map(ord, text)) % 97, 1] for text in texts], dtype=np.float32)


class NoneTest(unittest.TestCase):
    def test_rows_have_no_columns(self) -> None:
        self.assertEqual(make_embedder("none").embed(["a", "b"]).shape, (2, 0))
        self.assertEqual(embed_with_disk_cache(NoEmbedder(), ["a"], None).shape, (1, 0))
        self.assertEqual(CachedEmbedder(NoEmbedder()).embed(["a", "b"]).shape, (2, 0))

    def test_an_unknown_engine_is_told_by_name(self) -> None:
        with self.assertRaisesRegex(ValueError, "'word2vec'.*tuned, plain, none or onnx:FOLDER"):
            make_embedder("word2vec")


class CacheTest(unittest.TestCase):
    def test_known_sentences_are_not_computed_again(self) -> None:
        engine = Counting()
        cached = CachedEmbedder(engine)
        first = cached.embed(["a", "bb", "a"])
        second = cached.embed(["bb", "ccc"])
        self.assertEqual(engine.asked, ["a", "bb", "ccc"])
        np.testing.assert_array_equal(first, engine.embed(["a", "bb", "a"]))
        np.testing.assert_array_equal(second[0], first[1])
        self.assertEqual((cached.name, cached.dimensions), ("counting", 3))

    def test_nothing_to_embed(self) -> None:
        self.assertEqual(CachedEmbedder(Counting()).embed([]).shape, (0, 3))

    def test_the_oldest_sentence_is_forgotten_first(self) -> None:
        engine = Counting()
        cached = CachedEmbedder(engine, size=2)
        for text in ("a", "b", "a", "c", "a", "b"):
            cached.embed([text])
        self.assertEqual(engine.asked, ["a", "b", "c", "b"])

    def test_more_sentences_than_fit_are_all_answered(self) -> None:
        texts = [str(number) for number in range(10)]
        engine = Counting()
        np.testing.assert_array_equal(CachedEmbedder(engine, size=2).embed(texts), engine.embed(texts))

    def test_several_threads_get_the_right_rows(self) -> None:
        engine, wrong = Counting(), []
        cached = CachedEmbedder(engine, size=3)

        def ask(start: int) -> None:
            for number in range(start, start + 200):
                texts = ["x" * (number % 7), "y" * (number % 5)]
                if not np.array_equal(cached.embed(texts)[:, 0], [number % 7, number % 5]):
                    wrong.append(number)

        threads = [Thread(target=ask, args=(start,)) for start in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])


class DiskCacheTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "var" / "embeddings.npz"

    def embed(self, engine: Counting, texts: list[str]) -> np.ndarray:
        with contextlib.redirect_stdout(io.StringIO()):
            return embed_with_disk_cache(engine, texts, self.path, batch=2)

    def test_the_next_training_computes_only_what_is_new(self) -> None:
        first = Counting()
        rows = self.embed(first, ["a", "bb", "ccc", "a"])
        self.assertEqual(first.asked, ["a", "bb", "ccc"])
        second = Counting()
        again = self.embed(second, ["ccc", "dddd", "a"])
        self.assertEqual(second.asked, ["dddd"])
        np.testing.assert_array_equal(again[[0, 2]], rows[[2, 0]])

    def test_what_is_no_longer_used_is_forgotten(self) -> None:
        self.embed(Counting(), ["a", "bb"])
        self.embed(Counting(), ["bb", "c"])
        last = Counting()
        self.embed(last, ["a", "bb", "c"])
        self.assertEqual(last.asked, ["a"])

    def test_another_engine_does_not_get_these_vectors(self) -> None:
        self.embed(Counting("one"), ["a"])
        other = Counting("other")
        self.embed(other, ["a"])
        self.assertEqual(other.asked, ["a"])

    def test_the_file_holds_no_pickle_and_no_sentence(self) -> None:
        self.embed(Counting(), ["en hemmelig setning"])
        with np.load(self.path, allow_pickle=False) as stored:
            self.assertEqual(sorted(stored.files), ["keys", "vectors"])
            self.assertEqual(stored["vectors"].shape, (1, 3))
        self.assertNotIn(b"hemmelig", self.path.read_bytes())

    def test_without_a_file_everything_is_computed(self) -> None:
        engine = Counting()
        with contextlib.redirect_stdout(io.StringIO()):
            rows = embed_with_disk_cache(engine, ["a", "a", "b"], None)
        self.assertEqual(engine.asked, ["a", "b"])
        self.assertEqual(rows.shape, (3, 3))
        self.assertFalse(self.path.exists())


class E5Test(unittest.TestCase):
    """The engine that ships, as it is before tuning."""

    rows: ClassVar[np.ndarray]
    texts: ClassVar[list[str]] = [
        "Hvor lenge varer mentortilskudd?",
        "How long does the mentor grant last?",
        "Kor lenge varer mentortilskot?",
        "Hva koster en billett til Oslo?",
    ]

    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = make_embedder("plain")
        cls.rows = cls.engine.embed(cls.texts)

    def test_rows_are_unit_vectors(self) -> None:
        self.assertEqual((self.rows.shape, self.rows.dtype), ((4, self.engine.dimensions), np.float32))
        np.testing.assert_allclose(np.linalg.norm(self.rows, axis=1), np.ones(4), atol=1e-4)

    def test_the_same_text_has_the_same_vector_alone_and_among_others(self) -> None:
        np.testing.assert_array_equal(self.engine.embed([self.texts[1]])[0], self.rows[1])
        np.testing.assert_array_equal(self.engine.embed(self.texts), self.rows)

    def test_languages_are_closer_than_meanings(self) -> None:
        bokmal, english, nynorsk, other = self.rows
        self.assertGreater(bokmal @ english, bokmal @ other + 0.03)
        self.assertGreater(bokmal @ nynorsk, bokmal @ other + 0.03)

    def test_any_text_can_be_embedded(self) -> None:
        rows = self.engine.embed(["", " ", "😀", "ord " * 40])
        self.assertTrue(np.isfinite(rows).all())

    def test_a_model_keeps_what_reading_needs(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self.engine.save(Path(folder))
            again = load_embedder("plain", Path(folder))
            np.testing.assert_array_equal(again.embed(self.texts), self.rows)
