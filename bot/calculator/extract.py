"""From one message to the figures it tells, with the slot that each of them answers."""

import re
from datetime import date
from decimal import Decimal

from bot.calculator import answers, percents, phrases, wages
from bot.calculator.dates import FoundDate, find_dates, find_durations
from bot.calculator.extraction import Extraction, Setting
from bot.calculator.figures import Basis, WageUnit
from bot.calculator.places import Part, by_county, find_places, former_named, part_named, parts_of, rate_of, take_zone
from bot.calculator.scan import Scan
from bot.calculator.slots import FULL_POST, Slot
from bot.knowledge.model import Municipality
from bot.subsidy import Scheme

_UNTIL = re.compile(
    r"(?:\but|\btil(?: og med)?|\bt\.?o\.?m\.?|\buntil|\bto|\bthrough|\bslutt\w*|\bend\w*|[-–]) ?(?:den |the )?$"
)
_MOVED_START = re.compile(r"\b(?:start\w*|oppstart\w*|begynn\w*|byrj\w*)(?: \w+){0,2} (?:til|to) ?(?:den |the )?$")
"""In "endre start til 1. februar" the word before the day does not mean the end."""

_NO_LENGTH = re.compile(r"^ ?(?:ferie|siden|sidan|ago|sykmeld|sjukmeld|holiday)")
_PART_OF_LENGTH = re.compile(r"\b(?:etter|after|første|fyrste|first|siste|last)\W+$")
_SPELT_YEAR = re.compile(r"\d{4}")
_IN_FULL = re.compile(
    r"(?:\b(?:i|på|in|at) (?:ei |en |a )?(?:full|hel|heil)\w* ?-?(?:stilling|tid|post|position|time)|\bheltid|"
    r"\bfulltid|\bheiltid)"
)
_NEW_AGREEMENT = re.compile(r"\b(?:ny|nye|new)\b")
_OLD_AGREEMENT = re.compile(
    r"\b(?:gammel|gamle|gamal|eksisterende|eksisterande|inngått|allerede|old|existing|already|løpende)\b"
)


def extract(text: str, setting: Setting) -> Extraction:
    """Read a message; what was asked for decides where an answer without words belongs."""
    scan, found = Scan(text), Extraction()
    if setting.pending is not None and phrases.is_unknown(text) and len(text.split()) <= _SHORT:
        answers.unknown(setting.pending, setting.told, found)
        return found
    scheme = _scheme(scan, setting, found)
    _birth(scan, setting, found)
    _zone(scan, setting, found)
    _dates(scan, setting, found)
    if scheme in (Scheme.INKLUDERING, Scheme.VTAO):
        _durations(scan, found)
        _fixed(scan, scheme, setting, found)
    else:
        _pay(scan, scheme, setting, found)
        _place(scan, setting, found)
    answers.plain(text, scan, setting.pending, setting.told, found)
    return found


def _scheme(scan: Scan, setting: Setting, found: Extraction) -> Scheme:
    """Return the scheme that a message is about."""
    named = phrases.scheme_named(scan.text)
    if named is None:
        return setting.told.scheme
    scheme, start, end = named
    if scheme is not setting.told.scheme or setting.pending is Slot.SCHEME:
        found.tell(Slot.SCHEME, scheme=scheme)
    if scheme is Scheme.FIREARIG:
        scan.take(start, end)
    return scheme


def _zone(scan: Scan, setting: Setting, found: Extraction) -> None:
    zone = take_zone(scan, asked=setting.pending in (Slot.PLACE, Slot.ZONE))
    if zone is not None:
        _tell_zone(found, zone, None, setting)


def _tell_zone(found: Extraction, zone: str, place: str | None, setting: Setting) -> None:
    rate = rate_of(zone, setting.knowledge, setting.today)
    found.tell(Slot.PLACE, tax=rate, tax_unknown=False, zone=zone, place=place or _kept_place(setting))


def _kept_place(setting: Setting) -> str | None:
    return setting.split.short_name if setting.split else None


def _birth(scan: Scan, setting: Setting, found: Extraction) -> None:
    """Read an age that is told by a year of birth, which is no date of the agreement."""
    born = phrases.find_birth(scan.text, setting.today)
    if born is not None:
        age, start, end = born
        found.tell(Slot.AGE, age=age)
        scan.take(start, end)


def _dates(scan: Scan, setting: Setting, found: Extraction) -> None:
    expected = setting.pending in (Slot.START, Slot.LENGTH)
    days = find_dates(scan.text, setting.today, expected=expected)
    if days and re.search(r"\b(?:til|to|until)\b|[-–]", scan.text):
        days = find_dates(scan.text, setting.today, expected=True)
    for day in days:
        before = scan.text[: day.start]
        is_end = bool(_UNTIL.search(before)) and not _MOVED_START.search(before)
        is_end = is_end or (setting.pending is Slot.LENGTH and len(days) == 1)
        slot = Slot.LENGTH if is_end or Slot.START in found.slots else Slot.START
        if day.day is None:
            found.impossible_date = slot
        elif slot is Slot.START:
            found.tell(slot, start=day.day)
        else:
            start = found.updates.get("start") or setting.told.start or setting.today
            found.tell(slot, end=_end(day, scan.text[day.start : day.end], start), months=None, weeks=None)
    for day in days:
        scan.take(day.start, day.end)


def _end(found: FoundDate, written: str, start: date) -> date:
    """Return a last day: a month alone means all of it, and without a year it is the next after the start."""
    day = found.day or start
    if not _SPELT_YEAR.search(written):
        while day < start and day.year < start.year + 2:
            day = day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)
    return answers.last_of_month(day) if found.whole_month else day


def _durations(scan: Scan, found: Extraction) -> None:
    for length in list(find_durations(scan.text)):
        a_part = _PART_OF_LENGTH.search(scan.text[: length.start])
        if not a_part and not _NO_LENGTH.match(scan.text[length.end :]):
            scan.take(length.start, length.end)
            if Slot.LENGTH not in found.slots:
                found.tell(Slot.LENGTH, months=length.months or None, weeks=length.weeks or None, end=None)


def _fixed(scan: Scan, scheme: Scheme, setting: Setting, found: Extraction) -> None:
    """Read what the schemes without a wage need."""
    if scheme is Scheme.VTAO:
        if _OLD_AGREEMENT.search(scan.text):
            found.tell(Slot.AGREED, agreed=True)
        elif _NEW_AGREEMENT.search(scan.text):
            found.tell(Slot.AGREED, agreed=False)
        return
    sums = tuple(wages.take_sums(scan, asked=setting.pending is Slot.EXPENSES))
    if sums:
        found.tell(Slot.EXPENSES, expenses=sums, expenses_unknown=False)


def _pay(scan: Scan, scheme: Scheme, setting: Setting, found: Extraction) -> None:
    """Read everything about person, post and pay."""
    age = phrases.find_age(scan.text)
    if age is not None and setting.pending is not Slot.LENGTH and Slot.AGE not in found.slots:
        found.tell(Slot.AGE, age=age[0])
        scan.take(age[1], age[2])
    whole = scan.text
    shares = [*percents.take_nothing(scan), *percents.take_percents(scan, scheme, setting.pending)]
    _shares(shares, scheme, setting, found, decimals="%" not in whole)
    if scheme is Scheme.MENTOR:
        hours = wages.take_mentor_hours(scan, asked=setting.pending is Slot.HOURS)
        if hours is not None:
            found.tell(Slot.HOURS, hours=hours)
    else:
        _size(scan, setting, found)
    _durations(scan, found)
    basis = wages.take_basis(scan)
    asked = setting.pending is Slot.WAGE
    lowest = wages.lowest_wage(scheme)
    if setting.pending in _SMALL_ANSWERS:
        lowest = Decimal("Infinity")
    elif setting.pending in (Slot.PLACE, Slot.ZONE):
        lowest = _POSTCODES_BELOW
    wage = wages.take_wage(scan, asked=asked, lowest=lowest)
    if wage is not None:
        found.tell(
            Slot.WAGE,
            wage=wage.amount,
            unit=wage.unit,
            unit_said=wage.said,
            basis=found.updates.get("basis"),
            rescaled_from=None,
        )
    _basis(basis, whole, setting, found)
    assessment = phrases.take_assessment(scan.text, asked=setting.pending is Slot.GROUP)
    if assessment is not None:
        found.tell(Slot.GROUP, group=assessment)
    job = phrases.job_type(scan.text)
    if job is not None and scheme is Scheme.FIREARIG:
        found.updates["job"] = job


_SHORT = 8
"""A longer message that says "vet ikke" tells something else too."""

_POSTCODES_BELOW = Decimal(10_000)

_SMALL_ANSWERS = frozenset({Slot.POSITION, Slot.PERCENT, Slot.HOLIDAY, Slot.PENSION, Slot.AGE, Slot.HOURS, Slot.LENGTH})
"""Where a bare number is the answer, however large."""


def _shares(
    shares: list[percents.Share], scheme: Scheme, setting: Setting, found: Extraction, *, decimals: bool
) -> None:
    """Put percentages where they belong."""
    sizes = [share.value for share in shares if share.slot is Slot.POSITION]
    if len(sizes) > 1 and FULL_POST in sizes:
        # "28 000 i 100 % stilling, hun jobber 60 %": the full post is the one the wage is for.
        found.tell(Slot.BASIS, basis=Basis.FULL)
        sizes.remove(Decimal(FULL_POST))
    if sizes and setting.pending is Slot.BASIS and sizes[-1] in (setting.told.position, FULL_POST):
        found.tell(Slot.BASIS, basis=Basis.FULL if sizes[-1] == FULL_POST else Basis.ACTUAL)
    elif sizes and (scheme is not Scheme.MENTOR or setting.pending is Slot.POSITION):
        size = sizes[-1] * 100 if decimals and 0 < sizes[-1] < 1 else sizes[-1]
        found.tell(Slot.POSITION, position=size, week_hours=None)
    for share in shares:
        match share.slot:
            case Slot.PLACE:
                found.tell(Slot.PLACE, tax=share.value, tax_unknown=False, zone=None, place=None)
            case Slot.HOLIDAY:
                found.tell(Slot.HOLIDAY, holiday=share.value)
            case Slot.PENSION:
                found.tell(Slot.PENSION, pension=share.value)
            case Slot.PERCENT if Slot.PERCENT not in found.slots:
                found.tell(Slot.PERCENT, percent=share.value)


def _size(scan: Scan, setting: Setting, found: Extraction) -> None:
    """Read the size of a post in hours, days or words."""
    hours = percents.take_week_hours(scan)
    if hours is not None and setting.pending is Slot.BASIS and hours == setting.told.week_hours:
        found.tell(Slot.BASIS, basis=Basis.ACTUAL)
        return
    if hours is not None:
        found.tell(Slot.POSITION, week_hours=hours, position=None)
        return
    size = percents.take_sizes(scan)
    if size is not None and setting.pending is Slot.BASIS and size == FULL_POST:
        found.tell(Slot.BASIS, basis=Basis.FULL)
    elif size is not None and Slot.POSITION not in found.slots:
        found.tell(Slot.POSITION, position=size, week_hours=None)


def _basis(basis: Basis | None, text: str, setting: Setting, found: Extraction) -> None:
    """Tell which post the wage is for; "30 000 i full stilling" alone is a full post."""
    if basis is None:
        return
    sized = Slot.POSITION in found.slots or setting.told.position is not None or setting.told.week_hours is not None
    hourly = (found.updates.get("unit") or setting.told.unit) is WageUnit.HOUR
    asked = setting.pending is Slot.POSITION
    if basis is Basis.FULL and not sized and (hourly or asked or _IN_FULL.search(text)):
        found.tell(Slot.POSITION, position=Decimal(FULL_POST), week_hours=None)
    elif Slot.WAGE in found.slots or setting.told.wage is not None:
        found.tell(Slot.BASIS, basis=basis)


def _place(scan: Scan, setting: Setting, found: Extraction) -> None:
    if setting.split is not None and setting.pending is Slot.ZONE:
        part = part_named(parts_of(setting.split), scan.text)
        if part is not None and Slot.PLACE not in found.slots:
            _tell_zone(found, part.zone, setting.split.short_name, setting)
        if Slot.PLACE in found.slots:
            return
    places = find_places(scan, setting.knowledge) or by_county(setting.choices, scan.text)
    if not places:
        former = former_named(setting.knowledge, scan.text) if setting.pending is Slot.PLACE else None
        if former is not None:
            _tell_zone(found, former[1].zone, former[0].short_name, setting)
        return
    if Slot.PLACE in found.slots:
        if len(places) == 1:
            found.updates["place"] = places[0].short_name
        return
    zones = {_zone_for(place, scan.text) for place in places}
    if len(zones) > 1 or None in zones:
        if len(places) > 1:
            found.choices = tuple(places)
        else:
            found.split = places[0]
        return
    zone = zones.pop()
    if zone is not None:
        _tell_zone(found, zone, places[0].short_name, setting)


def _zone_for(place: Municipality, text: str) -> str | None:
    """Return the zone of a municipality; None where it has two and the text does not tell which."""
    parts: tuple[Part, ...] = parts_of(place)
    if not parts:
        return place.zone
    others = re.sub(re.escape(place.short_name.lower()), " ", text)
    part = part_named(parts, others)
    return part.zone if part else None
