"""Hide the names of places, so that what was asked of one place is learnt of all.

The training sentences name some towns more often in one sense than another: a train to Bergen, the weather in Bergen.
Without this, "contact Nav in Bergen" would be judged by the train.
"""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

PLACE = "stedx"
"""Stands where a place was named."""

_CUES = "i|på|fra|frå|til|nav|ved|nær|in|near|from|to|at"
_SHORTEST = 3
"""Shorter names are ordinary words or letters: Å, Bø."""

_ORDINARY = frozenset({"time"})
"""Municipalities whose names follow such a word in another sense: "in time", "på time"."""


def read_places(path: Path) -> list[str]:
    """Return the names of all municipalities, also in other languages, from `data/knowledge/municipalities.csv`."""
    names: set[str] = set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["name_other"].split(";")):
                names.add(name.split(" (")[0].strip())
    return sorted(name for name in names if len(name) >= _SHORTEST and name.lower() not in _ORDINARY)


class Places:
    """Finds places by name, after a word that says that a place follows."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)
        longest_first = sorted(map(re.escape, self.names), key=len, reverse=True)
        self._pattern = re.compile(rf"\b({_CUES})\s+(?:{'|'.join(longest_first)})\b", re.IGNORECASE)

    def hide(self, text: str) -> str:
        """Return the text with its places replaced by one word."""
        return self._pattern.sub(rf"\1 {PLACE}", text) if self.names else text
