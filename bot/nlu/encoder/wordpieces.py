"""Cut a text into the word pieces of the encoder: the likeliest way, by the frequency of each piece (Unigram)."""

import json
from typing import Any, Dict, List, Sequence

from bot.nlu.encoder.weights import Weights

SPACE = "\u2581"
"""Stands for a space in a word piece."""

UNLIKELY = 10.0
"""How much less likely than the rarest piece an unknown character is (natural logarithm)."""


class WordPieces:
    """The pieces by their spelling, each with its row in the table of vectors."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], lowest: float, spelling: Dict[str, str]) -> None:
        """Take the pieces; the first three stand for beginning, end and unknown, and are never found in a text."""
        self.pieces = list(pieces)
        self.scores = list(scores)
        self.lowest = lowest
        self.spelling = spelling
        self._known = {piece: (row, score) for row, (piece, score) in enumerate(zip(pieces, scores)) if row >= SPECIAL}
        self._longest = max(map(len, self.pieces))

    def cut(self, text: str) -> List[int]:
        """Return the rows of a text's pieces, with beginning and end."""
        spelled = "".join(self.spelling.get(character, character) for character in text)
        written = SPACE + SPACE.join(spelled.split())
        size = len(written)
        best = [0.0] + [float("-inf")] * size
        came_from, row_of = [0] * (size + 1), [UNKNOWN] * (size + 1)
        for start in range(size):
            so_far = best[start]
            for end in range(start + 1, min(size, start + self._longest) + 1):
                found = self._known.get(written[start:end])
                if found is not None and so_far + found[1] > best[end]:
                    best[end], came_from[end], row_of[end] = so_far + found[1], start, found[0]
            if so_far + self.lowest - UNLIKELY > best[start + 1]:
                best[start + 1], came_from[start + 1], row_of[start + 1] = (
                    so_far + self.lowest - UNLIKELY, start, UNKNOWN,
                )  # fmt: skip
        rows, at = [END], size
        while at > 0:
            rows.append(row_of[at])
            at = came_from[at]
        return [*rows, BEGIN][::-1]

    def to_json(self) -> str:
        """Return what `from_json` needs."""
        return json.dumps([self.pieces, self.scores, self.lowest, self.spelling], ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str) -> "WordPieces":
        """Make the pieces again from `to_json`."""
        parts: List[Any] = json.loads(stored)
        return cls(*parts)


BEGIN, END, UNKNOWN = 0, 1, 2
SPECIAL = 3


def kept_rows(weights: Weights) -> List[int]:
    """Return the rows that a text in Norwegian or English can need: special ones, then all without foreign letters."""
    special = [weights.begin, weights.end, weights.unknown]
    others = (row for row, piece in enumerate(weights.pieces) if piece and row not in {*special, weights.padding})
    return special + [row for row in others if _is_readable(weights.pieces[row])]


def pieces_of(weights: Weights, rows: Sequence[int]) -> WordPieces:
    """Return the pieces of some rows; their new rows are their places in the list."""
    scores = [round(float(weights.scores[row]), 4) for row in rows]
    return WordPieces([weights.pieces[row] for row in rows], scores, float(weights.scores.min()), weights.spelling)


def _is_readable(piece: str) -> bool:
    """Tell whether all letters of a piece are those of Western Europe."""
    return not any(character.isalpha() and character > "\u017f" for character in piece)
