"""Numbers as people write them in Norwegian and English: digits with all separators, and words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SPACE = r"[ \u00a0\u2009\u202f]"
"""Spaces that stand inside a number."""

_MULTIPLIERS = {"tusen": 1000, "thousand": 1000, "k": 1000, "mill": 1_000_000, "hundre": 100, "hundred": 100}

_DIGITS = re.compile(
    rf"""(?<![\d.,])
    (?P<sign>(?<![\w%])[-−–](?=\d)|\bminus{SPACE}+)?
    (?P<number>
        [1-9]\d{{0,2}}(?:{SPACE}\d{{3}})+(?:,\d{{1,2}})?(?!\d)
      | [1-9]\d{{0,2}}(?:\.\d{{3}})+(?:,\d{{1,2}})?(?!\d)
      | [1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d{{1,2}})?(?!\d)
      | \d+(?:[.,]\d+)?
    )
    (?:,[-–—])?
    (?P<multiplier>{SPACE}?(?:tusen|thousand|k|hundred?|mill(?:ion(?:er|ar|s)?)?\.?)(?![^\W\d_]))?""",
    re.VERBOSE,
)

_UNITS = {
    "en": 1, "ein": 1, "ei": 1, "ett": 1, "eitt": 1, "et": 1, "eit": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5,
    "seks": 6, "sju": 7, "syv": 7, "åtte": 8, "ni": 9,
}  # fmt: skip
_TEENS = {
    "ti": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17,
    "atten": 18, "nitten": 19,
}  # fmt: skip
_TENS = {
    "tjue": 20, "tyve": 20, "tretti": 30, "tredve": 30, "førti": 40, "femti": 50, "seksti": 60, "sytti": 70,
    "åtti": 80, "nitti": 90,
}  # fmt: skip
_EN_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_EN_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_EN_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundre": 100, "hundred": 100, "tusen": 1000, "thousand": 1000, "million": 1_000_000}


def _alternatives(*groups: dict[str, int]) -> str:
    words = sorted((word for group in groups for word in group), key=len, reverse=True)
    return "(?:" + "|".join(words) + ")"


def _grammar(units: str, teens: str, tens: str, hundred: str, thousand: str, joiner: str, swapped: str) -> str:
    """Return the pattern of a number in words; parts may be written together or apart."""
    gap = r"[ \-]*"
    small = rf"(?:{tens}(?:-?{units})?{swapped}|{teens}|{units})"
    hundreds = rf"(?:(?:{units}{gap})?{hundred}(?:{gap}(?:{joiner}{gap})?{small})?|{small})"
    rest = rf"(?:{gap}(?:{joiner}{gap})?{hundreds})?"
    return rf"(?:{hundreds}{gap}million(?:er|ar|s)?|(?:{hundreds}{gap})?{thousand}{rest}|{hundreds})"


_NORWEGIAN = _grammar(
    _alternatives(_UNITS),
    _alternatives(_TEENS),
    _alternatives(_TENS),
    "hundre",
    "tusen",
    "og",
    rf"|{_alternatives(_UNITS)}og{_alternatives(_TENS)}",
)
_ENGLISH = _grammar(
    _alternatives(_EN_UNITS), _alternatives(_EN_TEENS), _alternatives(_EN_TENS), "hundred", "thousand", "and", ""
)
_WORDS = re.compile(
    rf"(?<![^\W_])(?:minus +)?(?:{_ENGLISH}|{_NORWEGIAN})(?=prosent|kroner|timers?(?![^\W\d_])|[\W\d_]|$)"
)
_VALUES = {**_UNITS, **_TEENS, **_TENS, **_EN_UNITS, **_EN_TEENS, **_EN_TENS, **_SCALES}
_MORPHEMES = re.compile(_alternatives(_VALUES))

WEAK_BELOW = 10
"""Words for smaller numbers are often ordinary words too ("en", English "to"), and need a unit beside them."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text; `weak` ones count only next to a unit."""

    value: Decimal
    start: int
    end: int
    weak: bool = False


_HALF_MILLION = re.compile(r"(?<![^\W_])(?:(?:en|ein|a) )?(?:halv|half a|half) million(?![^\W_])")


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of a lower-case text in order; digits and words do not overlap."""
    found = [Number(Decimal(500_000), match.start(), match.end()) for match in _HALF_MILLION.finditer(text)]
    text = _HALF_MILLION.sub(lambda match: " " * len(match.group()), text)
    found += _in_digits(text)
    taken = [(number.start, number.end) for number in found]
    found += [
        number for number in _in_words(text) if all(number.end <= start or end <= number.start for start, end in taken)
    ]
    return sorted(found, key=lambda number: number.start)


def parse_number(text: str) -> Decimal | None:
    """Return the first number of a text, None where there is none."""
    found = find_numbers(text.lower())
    return found[0].value if found else None


def _in_digits(text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        value = _value_of(match["number"])
        word = (match["multiplier"] or "").strip(" \u00a0\u2009\u202f.")
        value *= _MULTIPLIERS.get("mill" if word.startswith("mill") else word, 1)
        yield Number(-value if match["sign"] else value, match.start(), match.end())


def _value_of(written: str) -> Decimal:
    """Read digits: what stands before exactly three digits separates thousands, else it is the decimal sign."""
    plain = re.sub(SPACE, "", written)
    for separator, decimal in ((".", ","), (",", ".")):
        if re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(separator)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", plain):
            plain = plain.replace(separator, "")
            break
    return Decimal(plain.replace(",", "."))


def _in_words(text: str) -> Iterator[Number]:
    for match in _WORDS.finditer(text):
        words = match.group()
        value = _sum_of(_MORPHEMES.findall(words.removeprefix("minus").replace("og", " ")))
        negative = words.startswith("minus ")
        yield Number(Decimal(-value if negative else value), match.start(), match.end(), value < WEAK_BELOW)


def _sum_of(morphemes: list[str]) -> int:
    """Add up the parts of a number in words: two hundred thousand and fifty."""
    total = part = 0
    for morpheme in morphemes:
        value = _VALUES[morpheme]
        if value >= 1000:
            total += max(part, 1) * value
            part = 0
        elif value == 100:
            part = max(part, 1) * value
        else:
            part += value
    return total + part
