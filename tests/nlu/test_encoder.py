"""The encoder's parts: the file of weights, word pieces, corrections."""

import tempfile
import unittest
from pathlib import Path
from typing import ClassVar

import numpy as np

from bot.nlu.embedding import ADAPTER
from bot.nlu.encoder.adapter import NO_ADAPTER, Adapter, read_adapter
from bot.nlu.encoder.weights import Weights, WeightsError, default_path, widen
from bot.nlu.encoder.wordpieces import BEGIN, END, UNKNOWN, WordPieces, kept_rows, pieces_of
from bot.nlu.sentences import is_unseen

ROOT = Path(__file__).resolve().parents[2]


class WeightsTest(unittest.TestCase):
    def test_another_file_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            other = Path(folder) / "other.bin"
            other.write_bytes(b"something else altogether")
            for path in (other, Path(folder) / "missing.bin"):
                with self.assertRaisesRegex(WeightsError, path.name):
                    Weights(path)

    def test_four_bits_are_widened_by_the_scale_of_their_block(self) -> None:
        scale = np.array([0.5], dtype="<f2").view(np.uint8)
        packed = np.full(16, 0x0F | 0x70, dtype=np.uint8)
        row = widen(np.concatenate([scale, packed])[None])[0]
        np.testing.assert_array_equal(row, np.repeat([3.5, -0.5], 16).astype(np.float32))

    def test_the_shape_is_that_of_e5_small(self) -> None:
        shape = Weights(default_path()).shape
        self.assertEqual((shape.width, shape.layers, shape.heads, shape.inner), (384, 12, 12, 1536))


class WordPiecesTest(unittest.TestCase):
    pieces: ClassVar[WordPieces]

    @classmethod
    def setUpClass(cls) -> None:
        weights = Weights(default_path())
        cls.pieces = pieces_of(weights, kept_rows(weights))

    def words(self, text: str) -> list[str]:
        rows = self.pieces.cut(text)
        self.assertEqual((rows[0], rows[-1]), (BEGIN, END))
        return [self.pieces.pieces[row] for row in rows[1:-1]]

    def test_common_words_stay_whole_and_rare_ones_are_cut(self) -> None:
        self.assertEqual(self.words("hvor mye"), ["▁hvor", "▁mye"])
        cut = self.words("inkluderingstilskudd")
        self.assertGreater(len(cut), 1)
        self.assertEqual("".join(cut), "▁inkluderingstilskudd")

    def test_white_space_and_wide_letters_are_evened_out(self) -> None:
        self.assertEqual(self.words("  hvor \t mye\n"), self.words("hvor mye"))
        self.assertEqual(self.words("ＮＡＶ"), self.words("NAV"))

    def test_what_no_piece_spells_is_unknown(self) -> None:
        rows = self.pieces.cut("Привет")
        self.assertIn(UNKNOWN, rows)
        self.assertEqual(self.pieces.cut(""), [BEGIN, *self.pieces.cut("")[1:-1], END])

    def test_stored_and_read_again(self) -> None:
        again = WordPieces.from_json(self.pieces.to_json())
        self.assertEqual(again.cut("mentor sats 2026?"), self.pieces.cut("mentor sats 2026?"))


class AdapterTest(unittest.TestCase):
    def test_corrections_are_added_and_the_rest_is_left(self) -> None:
        down, up = np.array([[1.0], [2.0]]), np.array([[10.0, 0.0, 1.0]])
        adapter = Adapter({"l0.q.down": down, "l0.q.up": up, "l0.q.b.vector": np.array([7.0])})
        np.testing.assert_array_equal(adapter.matrix("l0.q", np.ones((2, 3))), [[11, 1, 2], [21, 1, 3]])
        np.testing.assert_array_equal(adapter.vector("l0.q.b", np.zeros(1)), [7])
        np.testing.assert_array_equal(adapter.vector("l0.k.b", np.zeros(1)), [0])
        np.testing.assert_array_equal(NO_ADAPTER.matrix("l0.q", np.ones((2, 3))), np.ones((2, 3)))

    def test_the_adapter_that_ships_fits_the_weights(self) -> None:
        adapter, weights = read_adapter(ROOT / ADAPTER), Weights(default_path())
        shape = weights.shape
        for name, array in adapter.arrays.items():
            self.assertTrue(np.isfinite(array).all(), name)
            if name.endswith(".down"):
                stem = name.removesuffix(".down")
                rows = shape.inner if stem.endswith(".fo") else shape.width
                columns = shape.inner if stem.endswith(".fi") else shape.width
                self.assertEqual((len(array), adapter.arrays[f"{stem}.up"].shape[1]), (rows, columns))
            elif name.endswith(".vector"):
                self.assertEqual(array.shape, weights.vector(name.removesuffix(".vector")).shape)


class UnseenTest(unittest.TestCase):
    def test_a_tenth_is_kept_from_the_encoder_and_always_the_same(self) -> None:
        texts = [f"setning nummer {number}" for number in range(2000)]
        unseen = [text for text in texts if is_unseen(text)]
        self.assertTrue(140 < len(unseen) < 260, len(unseen))
        self.assertEqual([text for text in texts if is_unseen(text.upper())], unseen)


if __name__ == "__main__":
    unittest.main()
