"""Words that tell something: patterns over the words of a message, with care for what is denied or doubted."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from bot.finder.schema import Negation

GAP = ".."
"""In a cue: up to `GAP_WORDS` words in between."""

GAP_WORDS = 3
NEGATION_WINDOW = 3
"""How many words before a cue a negation may stand."""

FUZZY_MIN = 9
"""Shortest word (letters) in which one wrong letter is forgiven."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[.,;:!?()\n–]", re.UNICODE)
_BOUNDARY = frozenset(".,;:!?()\n–")


def words(text: str) -> list[str]:
    """Return the lower-cased words of a text; marks that end a clause stay as words of their own."""
    folded = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    return _WORD.findall(folded)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern was found, the words in its gaps included."""

    start: int
    end: int
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A cue, ready to be looked for."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, cue: str) -> "Pattern":
        """Read a cue as it is written in the file."""
        spaced = re.sub(r"(?<=\w)-(?=\w)", " ", cue.lower())
        return cls(tuple(spaced.split()))

    def find(self, tokens: Sequence[str]) -> list[Match]:
        """Return every place where the cue stands."""
        return [match for start in range(len(tokens)) if (match := self._at(tokens, start, start, 0, ()))]

    def _at(self, tokens: Sequence[str], start: int, position: int, part: int, gaps: tuple[str, ...]) -> Match | None:
        if part == len(self.parts):
            return Match(start, position, gaps)
        if self.parts[part] == GAP:
            for skipped in range(GAP_WORDS + 1):
                between = tuple(tokens[position : position + skipped])
                if len(between) < skipped or any(word in _BOUNDARY for word in between):
                    return None
                found = self._at(tokens, start, position + skipped, part + 1, (*gaps, *between))
                if found:
                    return found
            return None
        if position >= len(tokens) or not _same(self.parts[part], tokens[position]):
            return None
        return self._at(tokens, start, position + 1, part + 1, gaps)


def _same(part: str, word: str) -> bool:
    if part.endswith("*"):
        stem = part[:-1]
        return word.startswith(stem) or (len(stem) >= FUZZY_MIN and _close(stem, word[: len(stem)]))
    if part.startswith("*"):
        return word.endswith(part[1:])
    return word == part or (len(part) >= FUZZY_MIN and abs(len(part) - len(word)) <= 1 and _close(part, word))


def _close(one: str, other: str) -> bool:
    return one[0] == other[:1] and Levenshtein.distance(one, other, score_cutoff=1) <= 1


def patterns(cues: Iterable[str]) -> tuple[Pattern, ...]:
    """Return cues ready to be looked for."""
    return tuple(Pattern.of(cue) for cue in cues)


def contains(tokens: Sequence[str], found: Iterable[Pattern]) -> bool:
    """Tell whether one of the patterns stands anywhere."""
    return any(pattern.find(tokens) for pattern in found)


def clauses(tokens: Sequence[str], breaks: Iterable[Pattern]) -> list[list[str]]:
    """Return a message cut at punctuation and at words such as "men"; the words that cut are left out."""
    cut = set[int]()
    for pattern in breaks:
        for match in pattern.find(tokens):
            cut.update(range(match.start, match.end))
    parts: list[list[str]] = [[]]
    for index, token in enumerate(tokens):
        if token in _BOUNDARY or index in cut:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


@dataclass(frozen=True)
class Denial:
    """Tells whether a match is turned around or in doubt."""

    rules: Negation
    before: tuple[Pattern, ...] = field(init=False)
    after: tuple[Pattern, ...] = field(init=False)
    never: tuple[Pattern, ...] = field(init=False)
    stops: frozenset[str] = field(init=False)
    doubt: tuple[Pattern, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "before", patterns(self.rules.before))
        object.__setattr__(self, "after", patterns(self.rules.after))
        object.__setattr__(self, "stops", frozenset(self.rules.stops))
        object.__setattr__(self, "never", patterns(self.rules.never))
        object.__setattr__(self, "doubt", patterns(self.rules.doubt))

    def doubted(self, clause: Sequence[str], match: Match) -> bool:
        """Tell whether the employer says not to know: "vet ikke om hun er sykmeldt"."""
        return any(found.end <= match.start for pattern in self.doubt for found in pattern.find(clause))

    def denied(self, clause: Sequence[str], match: Match) -> bool:
        """Tell whether a match is denied: "ikke sykmeldt", "sykmeldt er hun ikke"."""
        if contains(match.gaps, self.before):
            return True
        harmless = {
            index for pattern in self.never for found in pattern.find(clause) for index in range(found.start, found.end)
        }
        for pattern in self.before:
            for found in pattern.find(clause[: match.start]):
                between = clause[found.end : match.start]
                if len(between) < NEGATION_WINDOW and found.start not in harmless and not self.stops & {*between}:
                    return True
        following = clause[match.end : match.end + NEGATION_WINDOW]
        return any(found.start == 0 for pattern in self.after for found in pattern.find(following))
