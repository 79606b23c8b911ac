"""Correct misspelt words before a message is read: "hvro lenge varer mentro" is "hvor lenge varer mentor".

The training sentences know which words people use. A word that none of them holds is taken for the commonest one that
is a slip or two away, or for two words run together. Nobody is shown the correction; it only helps to understand.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.normalise import WORD

SHORTEST = 4
"""Shorter words are left alone: too many others are one slip away."""

LONG = 8
"""From this length a word may hold two slips."""

COMMON = 4
"""A word in fewer training sentences may be a slip itself; nothing is corrected to it."""

EVERYDAY = 100
"""A word that is not common, and one slip away from a word in so many training sentences, is taken for a slip."""

OFTEN = 30
"""Words must be in so many training sentences to be found in a word that runs two together."""

SHORTEST_HALF = 2
"""Neither of two words run together is shorter."""

_SENTENCE_ENDS = ".!?:"


@dataclass(frozen=True)
class Corrected:
    """A text with its slips corrected, and where each changed word stood."""

    text: str
    changed: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Start and end of each changed word in `text`, then in the text as written."""

    def as_written(self, place: int) -> int:
        """Return where a place of `text` is in the text as written; inside a changed word, the nearest end of it."""
        moved = 0
        for start, end, first, last in self.changed:
            if place <= start:
                break
            if place < end:
                return first if place - start < end - place else last
            moved = last - end
        return place + moved


class Spelling:
    """The words that are known, and how common each one is."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        self._by_length: dict[int, list[str]] = {}
        for word, count in sorted(counts.items()):
            if count >= COMMON and len(word) >= SHORTEST - 1 and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    @classmethod
    def learn(cls, texts: Iterable[str], names: Iterable[str] = (), *, rare: Iterable[str] = ()) -> "Spelling":
        """Learn from training sentences, from names that may be misspelt, and from `rare` ones that are only known."""
        counts = _without_slips(Counter(word for text in texts for word in set(_words(text))))
        for word in chain.from_iterable(map(_words, names)):
            counts[word] = max(counts[word], COMMON)
        for word in chain.from_iterable(map(_words, rare)):
            counts[word] = max(counts[word], 1)
        return cls(dict(counts))

    def correct(self, text: str) -> Corrected:
        """Return a text with the words corrected that nobody uses."""
        pieces: list[str] = []
        changed: list[tuple[int, int, int, int]] = []
        last = length = 0
        for match in WORD.finditer(text):
            word = match.group()
            meant = word if _is_name(text, match.start(), word) else self._meant(word.lower())
            if meant in (word, word.lower()):
                continue
            pieces += [text[last : match.start()], meant]
            start = length + match.start() - last
            length = start + len(meant)
            last = match.end()
            changed.append((start, length, match.start(), last))
        return Corrected("".join([*pieces, text[last:]]), changed)

    def _meant(self, word: str) -> str:
        if len(word) < SHORTEST or not word.isalpha() or word in self.counts:
            return word
        return self._nearest(word) or self._parted(word) or word

    def _nearest(self, word: str) -> str:
        """Return the commonest of the nearest known words; nothing where none is near."""
        slips = 1 if len(word) < LONG else 2
        near = chain.from_iterable(
            self._by_length.get(length, ()) for length in range(len(word) - slips, len(word) + slips + 1)
        )
        found = process.extract(word, list(near), scorer=OSA.distance, score_cutoff=slips, limit=None)
        # Two slips seldom change the first letter too.
        alike = [(away, -self.counts[known], known) for known, away, _ in found if away < 2 or known[0] == word[0]]
        return min(alike)[2] if alike else ""

    def _parted(self, word: str) -> str:
        """Return the two common words that are run together in one; nothing where there are none."""
        halves = [(word[:place], word[place:]) for place in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)]
        rarer = [(min(self.counts.get(half, 0) for half in pair), " ".join(pair)) for pair in halves]
        count, both = max(rarer, default=(0, ""))
        return both if count >= OFTEN else ""


def _without_slips(counts: Counter[str]) -> Counter[str]:
    """Return the words without those that are most likely slips: the training sentences hold misspelt ones too."""
    everyday = [word for word, count in counts.items() if count >= EVERYDAY and len(word) >= SHORTEST]
    rare = [word for word, count in counts.items() if count < COMMON and len(word) >= SHORTEST and word.isalpha()]
    slips = {word for word in rare if process.extractOne(word, everyday, scorer=OSA.distance, score_cutoff=1)}
    return Counter({word: count for word, count in counts.items() if word not in slips})


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _is_name(text: str, start: int, word: str) -> bool:
    """Tell whether a word has a capital letter in the middle of a sentence, as names have."""
    before = text[:start].rstrip()
    return word[0].isupper() and not word.isupper() and bool(before) and before[-1] not in _SENTENCE_ENDS
