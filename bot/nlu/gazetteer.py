"""Find the schemes that a message names, through typos, inflection, compounds and two written languages.

The names, synonyms and abbreviations are the knowledge base's own; nothing is listed here.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from bot.nlu.normalise import WORD, fold_word

MAX_WORDS = 8
"""Longest name, in words, that is looked for."""

COMPOUND_MIN = 6
"""Shortest name (letters) that may be the head of a longer word ("mentorpengar")."""

SHORT = 5
"""Names shorter than this are abbreviations."""

SHORTEST_MISSPELT = 3
"""Shorter words are not taken for a part of a misspelt name."""

FUZZY_MIN = 7
"""Shortest name (letters) for which misspellings are forgiven."""

FUZZY_SCORE = 87.0
"""Lowest similarity (0-100) that counts as a misspelling of a name, not another word."""

FUZZY_SCORE_PHRASE = 90.0
"""The same for several words taken together, where chance likenesses are commoner."""

WEAK = 0.5
"""Names that mean their scheme less often than this are left in the text and only hint at it ("opplæring")."""

NEGATIONS = {"ikke", "not", "no", "uten", "without", "ikkje", "heller"}
CONTRASTS = {"men", "but", "heller", "rather", "instead"}


@dataclass(frozen=True)
class Mention:
    """A scheme named in a text, with the characters that name it."""

    scheme: str
    start: int
    end: int
    key: str
    negated: bool = False


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    return [_Token(fold_word(m.group().lower()), m.start(), m.end()) for m in WORD.finditer(text)]


def key_of(name: str) -> str:
    """Return the look-up key of a name: folded, without spaces, hyphens and brackets."""
    return "".join(token.text for token in _tokens(name))


def read_names(directory: Path) -> dict[str, set[str]]:
    """Return scheme id -> names and synonyms in all languages, from `data/knowledge/schemes/`."""
    names: dict[str, set[str]] = {}
    for path in sorted(directory.glob("*.yml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        found = {content["id"].replace("-", " "), *content["name"].values()}
        for synonyms in (content.get("synonyms") or {}).values():
            found.update(synonyms or [])
        names[content["id"]] = {name.split("(")[0].strip() or name for name in found if name}
    return names


class Gazetteer:
    """Looks schemes up by name."""

    def __init__(self, names: dict[str, set[str]], trust: dict[str, float] | None = None) -> None:
        """Index `names`; `trust` tells how often a key, where it stands, really means its scheme."""
        self.names = {scheme: sorted(found) for scheme, found in sorted(names.items())}
        self.trust = trust or {}
        self._keys: dict[str, str] = {}
        for scheme, found in self.names.items():
            for name in found:
                self._keys.setdefault(key_of(name), scheme)
        self._keys.pop("", None)
        self._heads: dict[str, list[str]] = {}
        for key in sorted((k for k in self._keys if len(k) >= COMPOUND_MIN), key=len, reverse=True):
            self._heads.setdefault(key[:COMPOUND_MIN], []).append(key)
        self._stems: dict[str, str] = {}
        for found in self.names.values():
            for name in found:
                stems = [_stem(token.text) for token in _tokens(name)]
                if len(stems) > 1:
                    self._stems.setdefault(" ".join(stems), key_of(name))
        self._stem_sizes = {key.count(" ") + 1 for key in self._stems}
        self._by_beginning: dict[tuple[str, int], list[str]] = {}
        for key in self._keys:
            if len(key) >= FUZZY_MIN:
                # A misspelling keeps the first letter, or the two after it.
                for beginning in (key[0], "_" + key[1:3]):
                    self._by_beginning.setdefault((beginning, len(key)), []).append(key)
        self._lengths = sorted({length for _, length in self._by_beginning})

    def to_json(self) -> dict[str, object]:
        """Return what `from_json` needs to make the same gazetteer."""
        return {"names": self.names, "trust": self.trust}

    @classmethod
    def from_json(cls, content: dict[str, object]) -> "Gazetteer":
        """Make a gazetteer from what `to_json` returned."""
        names = content["names"]
        assert isinstance(names, dict)
        trust = content["trust"]
        assert isinstance(trust, dict)
        return cls({scheme: set(found) for scheme, found in names.items()}, {k: float(v) for k, v in trust.items()})

    def is_weak(self, mention: "Mention") -> bool:
        """Tell whether the words are everyday words that name a scheme only now and then.

        Words that the training sentences hold too rarely to measure are trusted.
        """
        return self.trust.get(mention.key, 1.0) < WEAK

    def find(self, text: str) -> list[Mention]:
        """Return the schemes named in `text`, in order, longest name first where names overlap."""
        tokens = _tokens(text)
        taken = [False] * len(tokens)
        found: list[Mention] = []
        for matcher in (self._literal, self._head, self._misspelt):
            for size in range(min(MAX_WORDS, len(tokens)), 0, -1):
                for first in range(len(tokens) - size + 1):
                    window = tokens[first : first + size]
                    if any(taken[first : first + size]):
                        continue
                    key = matcher([token.text for token in window])
                    if key is None:
                        continue
                    taken[first : first + size] = [True] * size
                    found.append(
                        Mention(
                            self._keys[key],
                            window[0].start,
                            window[-1].end,
                            key,
                            negated=_negated(tokens, first, size),
                        )
                    )
        return sorted(found, key=lambda mention: mention.start)

    def _literal(self, window: list[str]) -> str | None:
        return self._exact(window) or self._inflected(window)

    def _exact(self, window: list[str]) -> str | None:
        joined, size = "".join(window), len(window)
        if joined in self._keys:
            return joined
        for ending in ("s", "en", "et", "a", "ene", "er"):
            stem = joined[: -len(ending)]
            # An abbreviation takes its ending after a hyphen ("AFT-en"); "after" is another word.
            least = SHORT if size == 1 else 3
            if joined.endswith(ending) and len(stem) >= least and stem in self._keys:
                return stem
        return None

    def _inflected(self, window: list[str]) -> str | None:
        """Match a name of several words that are inflected: "det fireårige lønnstilskuddet"."""
        if len(window) not in self._stem_sizes:
            return None
        return self._stems.get(" ".join([_stem(word) for word in window]))

    def _head(self, window: list[str]) -> str | None:
        """Match a compound or inflection that begins with a name: "lønnstilskuddsordninga"."""
        joined, size = "".join(window), len(window)
        if size > 4:
            return None
        for key in self._heads.get(joined[:COMPOUND_MIN], ()):
            if joined.startswith(key) and len(joined) - len(key) <= (14 if size == 1 else 3):
                return key
        return None

    def _misspelt(self, window: list[str]) -> str | None:
        joined, size = "".join(window), len(window)
        if len(joined) < FUZZY_MIN - 1 or size > 5:
            return None
        if size > 1 and min(len(word) for word in window) < SHORTEST_MISSPELT:
            # "i tilskudd" is no misspelling of "IA-tilskudd".
            return None
        near = self._alike(joined, len(joined) - 3, len(joined) + 3)
        least = FUZZY_SCORE if size == 1 else FUZZY_SCORE_PHRASE
        found = process.extractOne(joined, near, scorer=fuzz.ratio, score_cutoff=least)
        if found is not None:
            return found[0]
        if size > 1:
            return None
        # An inflected or compound word: compare with its beginning.
        longer = {joined[: len(key)]: key for key in self._alike(joined, 9, len(joined) - 4)}
        scored = [(fuzz.ratio(head, key), key) for head, key in longer.items()]
        best = max(scored, default=(0.0, ""))
        return best[1] if best[0] > FUZZY_SCORE else None

    def _alike(self, joined: str, shortest: int, longest: int) -> list[str]:
        """Return the names of such a length that begin as a word does."""
        lengths = [length for length in self._lengths if shortest <= length <= longest]
        beginnings = (joined[0], "_" + joined[1:3])
        found = [self._by_beginning.get((beginning, length), ()) for beginning in beginnings for length in lengths]
        return list(dict.fromkeys(key for keys in found for key in keys))


_ENDINGS = ("ene", "ane", "er", "ar", "en", "et", "a", "e", "s")
"""Inflections of Norwegian nouns and adjectives, longest first."""


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    """Return a word without its inflection; short words are left alone."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORT:
            return word[: -len(ending)]
    return word


def _negated(tokens: list[_Token], first: int, size: int) -> bool:
    """Tell whether a name is ruled out: "ikke lønnstilskudd, men mentor"."""
    before = {token.text for token in tokens[max(0, first - 2) : first]}
    after = {token.text for token in tokens[first + size : first + size + 3]}
    earlier = {token.text for token in tokens[max(0, first - 4) : first]}
    return bool(before & NEGATIONS) and bool((after | earlier) & CONTRASTS)
