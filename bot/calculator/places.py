"""From a municipality or a zone to employer's contribution."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.calculator.scan import Scan
from bot.knowledge.model import Knowledge, Municipality

_ZONE = re.compile(
    r"\b(?:sone|sona|zone|avgiftssone|avgiftssona)[ \u00a0]*(?:nr\.?|nummer|er)?[ \u00a0]*"
    r"(?P<zone>1a|4a|iva|ia|iv|iii|ii|i|v|[1-5]|en|ein|to|tre|fire|fem|one|two|three|four|five)(?![^\W_])"
)
_BARE_ZONE = re.compile(r"^\W*(?P<zone>1a|4a|iva|ia|iv|iii|ii|i|v|[1-5])\W*$")
_NUMERALS = {
    "1": "I", "2": "II", "3": "III", "4": "IV", "5": "V", "1a": "Ia", "4a": "IVa", "ia": "Ia", "iva": "IVa",
    "en": "I", "ein": "I", "to": "II", "tre": "III", "fire": "IV", "fem": "V",
    "one": "I", "two": "II", "three": "III", "four": "IV", "five": "V",
}  # fmt: skip

PARAMETER_OF_ZONE = {
    "I": "aga_sone_1",
    "Ia": "aga_sone_1a",
    "II": "aga_sone_2",
    "III": "aga_sone_3",
    "IV": "aga_sone_4",
    "IVa": "aga_sone_4a",
    "V": "aga_sone_5",
}
"""Where the rate of each zone stands in the knowledge base."""

_PART = re.compile(r"\b(?P<zone>IVa|Ia|IV|III|II|I|V) = (?P<area>[^;]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an undertaking is: a zone, with the municipality where it was told."""

    zone: str
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a municipality with its zone: its areas as they were before 2020."""

    zone: str
    area: str


def rate_of(zone: str, knowledge: Knowledge, on: date) -> Decimal:
    """Return employer's contribution in percent."""
    return knowledge.value(PARAMETER_OF_ZONE[zone], on)


def take_zone(scan: Scan, *, asked: bool) -> str | None:
    """Take a zone: "sone 4", "zone IVa", or just "4" as an answer."""
    match = scan.take_match(_ZONE)
    if match is None and asked:
        match = scan.take_match(_BARE_ZONE)
    return None if match is None else _NUMERALS.get(match["zone"], match["zone"].upper())


def find_places(scan: Scan, knowledge: Knowledge) -> list[Municipality]:
    """Return the municipalities that are named in what is left of a message."""
    return knowledge.municipalities(scan.written)


def by_county(choices: tuple[Municipality, ...], text: str) -> list[Municipality]:
    """Return which of the offered municipalities a text means by its county: "den i Nordland"."""
    return [place for place in choices if re.search(rf"\b{re.escape(place.county.lower())}\b", text)]


def parts_of(municipality: Municipality) -> tuple[Part, ...]:
    """Return the parts of a municipality that lies in more than one zone; none where it has one zone only."""
    if not municipality.zone_note.startswith("split"):
        return ()
    return tuple(_parts(municipality.zone_note))


def _parts(note: str) -> Iterator[Part]:
    for match in _PART.finditer(note):
        area = match["area"].replace("former ", "").replace("the part of ", "").strip()
        yield Part(match["zone"], re.sub(r" now in \w+", "", area))


def part_named(parts: tuple[Part, ...], text: str) -> Part | None:
    """Return the part whose old municipality a text names."""
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    hits = [part for part in parts if words & {word.lower() for word in re.findall(r"[A-ZÆØÅ]\w+", part.area)}]
    return hits[0] if len(hits) == 1 else None


def former_named(knowledge: Knowledge, text: str) -> tuple[Municipality, Part] | None:
    """Return the municipality whose old parts include a name, with that part: Førde is in Sunnfjord."""
    for municipality in knowledge.content.municipalities:
        part = part_named(parts_of(municipality), text)
        if part is not None:
            return municipality, part
    return None
