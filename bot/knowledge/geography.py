"""Finds municipalities in a message, and tells which office looks after them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.knowledge.content import Municipality, Region
from bot.knowledge.words import ORDINARY_PLACE_NAMES, PLACE_CUES

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

_SAMI = {"ŋ": "n", "đ": "d", "ŧ": "t"}
_FOLDS = (
    str.maketrans({"å": "a", "ø": "o", "æ": "a", "ö": "o", "ä": "a", **_SAMI}),
    str.maketrans({"å": "aa", "ø": "oe", "æ": "ae", "ö": "oe", "ä": "ae", **_SAMI}),
)
"""How people write names without the letters of the languages: Tromso or Tromsoe, Karasjohka."""

_FOLD_MIN_LENGTH = 4
"""Shorter names lose too much without their letters: Hå, Bø and Ås would become ha, bo and as."""

_FUZZY_MIN_LENGTH = 5
_FUZZY_MIN_SCORE = 84.0
_FUZZY_MIN_SCORE_LOWER_CASE = 88.0
"""Words without a capital are seldom names, so they must come closer: `i salongen` is not Salangen."""

_SHORT_MESSAGE_WORDS = 3
_LONGEST_NAME_WORDS = 4


@dataclass(frozen=True, slots=True)
class OfficeContact:
    """Whom an employer in a municipality turns to; the office itself is found by the search at `url`."""

    municipality: Municipality
    region: Region | None
    url: str

    @property
    def certain(self) -> bool:
        """Tell whether the region of the municipality is certain."""
        return self.region is not None and self.municipality.confidence == "high"


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    capital: bool


class Gazetteer:
    """The names of all municipalities, in every official language and without special letters."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        self._exact: dict[str, list[Municipality]] = {}
        self._folded: dict[str, list[Municipality]] = {}
        self._counties: dict[str, str] = {}
        for municipality in municipalities:
            self._counties[_plain(municipality.county)] = municipality.county
            for name in (municipality.short_name, *municipality.other_names):
                _add(self._exact, _plain(name), municipality)
                for folded in _folds(_plain(name)):
                    if len(folded) >= _FOLD_MIN_LENGTH:
                        _add(self._folded, folded, municipality)
        self._choices = [name for name in {*self._exact, *self._folded} if len(name) >= _FUZZY_MIN_LENGTH]

    def find(self, text: str) -> list[Municipality]:
        """Return the municipalities named in a text: exact names first choice, then likely misspellings."""
        words = [_Word(match.group().casefold(), match.group()[0].isupper()) for match in _TOKEN.finditer(text)]
        found = list(dict.fromkeys(self._named(words)))
        if not found:
            found = list(dict.fromkeys(self._misspelt(words)))
        return self._narrowed(found, words)

    def _named(self, words: list[_Word]) -> Iterator[Municipality]:
        start = 0
        while start < len(words):
            for length in range(min(_LONGEST_NAME_WORDS, len(words) - start), 0, -1):
                hits = self._lookup(words, start, length)
                if hits:
                    yield from hits
                    start += length
                    break
            else:
                start += 1

    def _lookup(self, words: list[_Word], start: int, length: int) -> list[Municipality]:
        name = " ".join(word.text for word in words[start : start + length])
        hits = self._exact.get(name) or self._folded.get(name) or []
        if hits and length == 1 and name in ORDINARY_PLACE_NAMES and not _meant_as_place(words, start):
            return []
        return hits

    def _misspelt(self, words: list[_Word]) -> Iterator[Municipality]:
        for start in range(len(words)):
            if not _near_place_word(words, start) and len(words) > _SHORT_MESSAGE_WORDS:
                continue
            for length in (2, 1):
                name = " ".join(word.text for word in words[start : start + length])
                if len(name) < _FUZZY_MIN_LENGTH or set(name.split()) & PLACE_CUES or name in self._counties:
                    continue
                cutoff = _FUZZY_MIN_SCORE if words[start].capital else _FUZZY_MIN_SCORE_LOWER_CASE
                best = process.extractOne(name, self._choices, scorer=fuzz.ratio, score_cutoff=cutoff)
                if best:
                    yield from self._exact.get(best[0]) or self._folded[best[0]]
                    break

    def _narrowed(self, found: list[Municipality], words: list[_Word]) -> list[Municipality]:
        """Of two municipalities with one name, keep the one whose county is named too."""
        names = [municipality.short_name for municipality in found]
        if len(set(names)) == len(names):
            return found
        message = f" {' '.join(word.text for word in words)} "
        counties = {county for plain, county in self._counties.items() if f" {plain} " in message}
        return [
            municipality
            for municipality in found
            if names.count(municipality.short_name) == 1 or not counties or municipality.county in counties
        ] or found


def _plain(name: str) -> str:
    return " ".join(match.group().casefold() for match in _TOKEN.finditer(name))


def _folds(name: str) -> set[str]:
    translated = (unicodedata.normalize("NFKD", name.translate(table)) for table in _FOLDS)
    return {"".join(letter for letter in word if not unicodedata.combining(letter)) for word in translated} - {name}


def _add(index: dict[str, list[Municipality]], name: str, municipality: Municipality) -> None:
    entries = index.setdefault(name, [])
    if municipality not in entries:
        entries.append(municipality)


def _near_place_word(words: list[_Word], position: int) -> bool:
    before = words[position - 1].text if position else ""
    after = words[position + 1].text if position + 1 < len(words) else ""
    return before in PLACE_CUES or after in {"kommune", "kommunen", "municipality"}


def _meant_as_place(words: list[_Word], position: int) -> bool:
    """Tell whether an ordinary word is a name here: alone, next to a place word, or capital in a sentence."""
    if len(words) == 1 or _near_place_word(words, position):
        return True
    return position > 0 and words[position].capital and not all(word.capital for word in words)
