"""Sentence vectors from the encoder, by ONNX Runtime, in eight-bit arithmetic."""

import logging
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import List, Sequence

import numpy as np

from bot.nlu.encoder.adapter import Adapter
from bot.nlu.encoder.weights import Weights, widen
from bot.nlu.encoder.wordpieces import WordPieces, kept_rows, pieces_of

GRAPH, WORDS, PLACES, PIECES = "encoder.onnx", "words.npy", "positions.npy", "pieces.json"
FILES = (GRAPH, WORDS, PLACES, PIECES)
"""What an encoder is stored as, in the folder of the model."""

QUERY = "query: "
"""E5 was trained to find texts, and expects this before what asks for one."""

MOST_PIECES = 256
"""The last pieces of a longer text are left out; no text of ours is that long."""

INPUT = "pieces"
"""Name of the graph's input."""


class Encoder:
    """Turns texts into vectors of length 1; safe to use from several threads."""

    def __init__(self, folder: Path, workers: int = 1) -> None:
        """Load what `build` wrote; `workers` texts are read at a time."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])
        self._words = np.load(folder / WORDS, mmap_mode="r", allow_pickle=False)
        self._positions = np.load(folder / PLACES, allow_pickle=False)
        self._pieces = WordPieces.from_json((folder / PIECES).read_text("utf-8"))
        self._workers = workers
        self.dimensions = int(self._positions.shape[1])

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row a text.

        Each text is read by itself: the arithmetic takes its measure from all that is read at once, so in company a
        text would get a slightly different vector.
        """
        if len(texts) < 2 or self._workers < 2:
            rows = [self._vector(text) for text in texts]
        else:
            with ThreadPoolExecutor(self._workers) as pool:
                rows = list(pool.map(self._vector, texts))
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    def _vector(self, text: str) -> np.ndarray:
        rows = self._cut(text)
        pieces = widen(np.asarray(self._words[rows])) + self._positions[: len(rows)]
        found = self._session.run(None, {INPUT: pieces[None]})[0][0]
        return np.asarray(found / np.linalg.norm(found), dtype=np.float32)

    def _cut(self, text: str) -> List[int]:
        pieces = self._pieces.cut(QUERY + text)
        return pieces if len(pieces) <= MOST_PIECES else [*pieces[: MOST_PIECES - 1], pieces[-1]]


def build(folder: Path, weights: Weights, adapter: Adapter) -> None:
    """Write an encoder into a folder: the base weights with the corrections of tuning, in eight-bit numbers."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from bot.nlu.encoder.graph import encoder_graph

    folder.mkdir(parents=True, exist_ok=True)
    rows = kept_rows(weights)
    np.save(folder / WORDS, weights.word_blocks(rows))
    np.save(folder / PLACES, weights.positions(MOST_PIECES))
    (folder / PIECES).write_text(pieces_of(weights, rows).to_json(), "utf-8")
    with tempfile.TemporaryDirectory() as wide:
        exact = Path(wide) / GRAPH
        onnx.save(encoder_graph(weights, adapter), str(exact))
        logging.getLogger().setLevel(logging.ERROR)  # the quantizer advises steps that change nothing here
        # Unsigned weights: with signed ones, processors without VNNI instructions overflow and give other vectors.
        quantize_dynamic(exact, folder / GRAPH, weight_type=QuantType.QUInt8, per_channel=True)
