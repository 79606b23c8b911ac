"""Percentages in a message, and what each of them is about: the post, the grant, or an addition to pay."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.calculator.numbers import Number
from bot.calculator.scan import Scan
from bot.calculator.slots import FULL_WEEK, Slot
from bot.subsidy import Scheme

_SIGN = re.compile(r"^[ \u00a0]?-?(?:%|prosents?|percent|per cent|pst\b)")

_CUES: tuple[tuple[Slot | None, str], ...] = (
    (None, r"arbeidsevne\w*|restarbeidsevne|sykmeld\w*|sjukmeld\w*|uføre?\b|ufør\w*|work capacity"),
    (Slot.HOLIDAY, r"ferie\w*|holiday(?: pay)?"),
    (Slot.PENSION, r"otp\b|pensjon\w*|pension"),
    (Slot.PLACE, r"aga\b|arbeidsgiveravgift\w*|arbeidsgivaravgift\w*|avgift\w*|employer'?s?'?s? (?:contributions?|tax)|"
     r"payroll tax|contributions?"),
    (Slot.PERCENT, r"(?:lønns|løns|wage )?tilsk\w*|(?:tilskudds|tilskots)?sats\w*|nav\b|dekk\w*|dekning|støtte\w*|"
                   r"subsid\w*|"
     r"grant\w*|innvilg\w*|refusjon\w*|refund\w*|support|midlertidig\w*|mellombels|varig\w*|permanent|temporary"),
    (Slot.POSITION, r"stilling\w*|jobb(?:er|ar|e|a)?\b|arbeid(?:er|ar|e)?\b|post\b|position|work(?:s|ing)?\b|job\b|"
     r"arbeidstid\w*|stk\b|deltid\w*|part[- ]time"),
)  # fmt: skip
_CUE = re.compile("|".join(rf"(?P<c{place}>(?<![^\W\d_])(?:{pattern}))" for place, (_, pattern) in enumerate(_CUES)))

_NOTHING = re.compile(
    r"\b(?:uten|ingen|utan|without|no|null) (?P<what>otp|pensjon|pension|aga|arbeidsgiveravgift|arbeidsgivaravgift|"
    r"feriepenger|feriepengar|holiday pay)\b"
)

TAX_RATES = tuple(Decimal(rate) for rate in ("14.1", "10.6", "7.9", "6.4", "5.1"))
HOLIDAY_RATES = tuple(Decimal(rate) for rate in ("10.2", "12", "12.5", "14.3"))
"""Rates that are told apart by their value alone, as in "endre til 14,1 %"."""

GRANT_RATES = {
    Scheme.MIDLERTIDIG: (40, 60),
    Scheme.VARIG: (75, 67),
    Scheme.FIREARIG: (70,),
    Scheme.SOMMERJOBB: (50, 75),
}
"""Percentages that are more likely the grant than the post, where the message does not say."""

LATER_RATES = {
    Scheme.MIDLERTIDIG: (30, 50),
    Scheme.VARIG: (67,),
    Scheme.FIREARIG: (60, 50, 35),
}
"""What the grant goes down to by itself: "40 prosent og så 30 prosent" tells one percentage to calculate with."""

_ALTERNATE = r"(?:annenhver|annenkvar|anna ?kvar|annankvar|hver andre|kvar andre|every (?:other|second)|alternate)"

_SIZES = (
    (re.compile(r"\b(?:halv|half|halve) ?-?(?:stilling|post|tid|dag(?:s)?|time|position|job)\w*|\bhalvtid\b"), 50),
    (re.compile(r"\b(?:full|hel|heil|hele|heile) ?-?(?:stilling|tid|time|post|position)\w*|\bheltid\w*|\bheiltid\w*|"
                r"\bfulltid\w*"), 100),
    (re.compile(r"\bfemti-femti\b"), 50),
    (re.compile(rf"\b{_ALTERNATE} (?:arbeids?)?(?:uk[ea]|vek[ea]|week|dag|day)\b"), 50),
)  # fmt: skip

_DAYS = re.compile(
    r"^[ -]*(?:dag(?:er|ar|e)?|arbeidsdag(?:er|ar)|days?)\b ?(?:i|per|pr\.?|/|a|each|om) ?(?:uk\w*|vek\w*|week)"
)
_WEEK_HOURS = re.compile(
    r"^[ -]*(?:timer|timar|tima|time|t\.?|hours?|hrs?) ?(?:i|per|pr\.?|/|a|each|om|kvar|hver|weekly)? ?(?:den )?"
    r"(?:uk\w*|vek\w*|week\w*)"
)
_MONTH_HOURS = re.compile(
    r"^[ -]*(?:timer|timar|tima|t\.?|hours?|hrs?) ?(?:i|per|pr\.?|/|a|each)? ?(?:måned|månad|mnd|md|month)\w*"
)
_HOURS = re.compile(r"^[ -]*(?:timer|timar|tima|hours|hrs)\b(?! ?(?:i|per|pr\.?|/|a|each|om|kvar|hver) ?(?:dag|day))")
_ALTERNATE_DAYS = re.compile(rf"^[ -]*(?:dag(?:er|ar)|arbeidsdag(?:er|ar)|days?) {_ALTERNATE} (?:uk|vek|week)\w*")
_ALTERNATE_HOURS = re.compile(rf"^[ -]*(?:timer|timar|tima|t\.?|hours?|hrs?) {_ALTERNATE} (?:uk|vek|week)\w*")
_DAY_HOURS = re.compile(
    r"^[ -]*(?:timer|timar|tima|t\.?|hours?|hrs?) ?(?:i|per|pr\.?|/|a|each|om|kvar|hver)? ?(?:dag(?:en|lig)?|day)\b"
)
_LONGEST_WEEK = 48
_LONGEST_DAY = 12
_FULL_DAYS = 5


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage and the slot it belongs to."""

    slot: Slot
    value: Decimal


def take_nothing(scan: Scan) -> list[Share]:
    """Take "uten pensjon" and the like."""
    shares = []
    while match := scan.take_match(_NOTHING):
        what = match["what"]
        slot = Slot.PENSION if what.startswith(("otp", "pen")) else Slot.PLACE
        shares.append(Share(Slot.HOLIDAY if what.startswith(("f", "h")) else slot, Decimal(0)))
    return shares


def take_percents(scan: Scan, scheme: Scheme, pending: Slot | None) -> list[Share]:
    """Take every percentage: by the word beside it, else by what was asked for, else by its value."""
    shares: list[Share] = []
    used: set[int] = set()
    for number in scan.numbers():
        sign = _SIGN.match(scan.text[number.end :])
        end = number.end + (sign.end() if sign else 0)
        cue = _cue(scan, number, end, used, bare=sign is None)
        if number.weak and sign is None:
            continue
        if cue is not None:
            slot, at = cue
            used.add(at)
        elif sign is not None:
            slot = _guess(number.value, scheme, pending, {share.slot for share in shares})
        else:
            continue
        scan.take(number.start, end)
        if slot is not None:
            shares.append(Share(slot, number.value))
    return shares


def take_sizes(scan: Scan) -> Decimal | None:
    """Take the size of a post in words or days: "halv stilling", "tre dager i uka"."""
    for pattern, weeks in ((_DAYS, 1), (_ALTERNATE_DAYS, 2)):
        for number in scan.numbers():
            match = pattern.match(scan.text[number.end :])
            if match is not None:
                scan.take(number.start, number.end + match.end())
                return number.value * 100 / (_FULL_DAYS * weeks)
    for pattern, size in _SIZES:
        match = pattern.search(scan.text)
        if match is not None and not _about_wage(scan, match):
            scan.take(match.start(), match.end())
            return Decimal(size)
    return None


def take_week_hours(scan: Scan) -> Decimal | None:
    """Take working hours, as hours a week; hours alone are a week's where they can be."""
    daily = _take_day_hours(scan)
    if daily is not None:
        days = take_sizes(scan)
        return daily * (_FULL_DAYS if days is None else days * _FULL_DAYS / 100)
    spans = ((_WEEK_HOURS, 1), (_ALTERNATE_HOURS, 2), (_MONTH_HOURS, Decimal(52) / 12), (_HOURS, 1))
    for pattern, weeks in spans:
        for number in scan.numbers():
            match = pattern.match(scan.text[number.end :])
            if match is None or (pattern is _HOURS and not 0 < number.value <= _LONGEST_WEEK):
                continue
            scan.take(number.start, number.end + match.end())
            return number.value / weeks
    return None


def _take_day_hours(scan: Scan) -> Decimal | None:
    """Take "fire timer om dagen"."""
    for number in scan.numbers():
        match = _DAY_HOURS.match(scan.text[number.end :])
        if match is not None and 0 < number.value <= _LONGEST_DAY:
            scan.take(number.start, number.end + match.end())
            return number.value
    return None


def week_of(percent: Decimal) -> Decimal:
    """Return the hours a week of a post."""
    return FULL_WEEK * percent / 100


def _about_wage(scan: Scan, match: re.Match[str]) -> bool:
    """Tell whether "full stilling" says which post a wage is for ("40 000 i full stilling")."""
    return bool(re.search(r"\d[^.;?!]{0,25}(?:i|for|på|in|a)\b ?(?:ei|en|ein|a|the)? ?$", scan.text[: match.start()]))


def _cue(scan: Scan, number: Number, end: int, used: set[int], *, bare: bool) -> tuple[Slot | None, int] | None:
    """Return the nearest word that tells what a number is about, and where it stands.

    A number without a percent sign needs it right beside it.
    """
    reach = 3 if bare else 24
    if bare and (number.value > 100 or number.value < 0 or _is_counted(scan, end)):
        return None
    candidates = []
    before = scan.before(number.start)
    for match in _CUE.finditer(before):
        between = before[match.end() :]
        if len(between) <= reach + (4 if bare else 0) and not re.search(r"\d", between):
            candidates.append((len(between.strip()), 0, number.start - len(before) + match.start(), match))
    after = scan.after(end)
    match_after = _CUE.search(after)
    if match_after and match_after.start() <= reach and not re.search(r"\d", after[: match_after.start()]):
        gap = len(after[: match_after.start()].strip(" -"))
        candidates.append((gap, 1, end + match_after.start(), match_after))
    free = [candidate for candidate in candidates if candidate[2] not in used]
    if not free:
        return None
    _, _, at, match = min(free, key=lambda candidate: candidate[:2])
    place = int(str(match.lastgroup)[1:])
    return _CUES[place][0], at


def _is_counted(scan: Scan, end: int) -> bool:
    """Tell whether a number counts kroner, hours, days, years or months."""
    return bool(
        re.match(
            r"[ -]*(?:kr|,-|nok|tim|tima|t\b|hour|dag|day|uk|vek|week|mån|mnd|month|år|year|tusen|k\b)",
            scan.text[end:],
        )
    )


def _guess(value: Decimal, scheme: Scheme, pending: Slot | None, seen: set[Slot]) -> Slot | None:
    """Return what a percentage without a telling word is about."""
    if pending in (Slot.POSITION, Slot.HOLIDAY, Slot.PENSION, Slot.PERCENT):
        return pending
    if value in TAX_RATES or (value == 0 and pending is Slot.PLACE):
        return Slot.PLACE
    if value in HOLIDAY_RATES:
        return Slot.HOLIDAY
    if pending in (Slot.PLACE, Slot.ZONE):
        return Slot.PLACE
    if value in LATER_RATES.get(scheme, ()) and (Slot.PERCENT in seen or scheme is Scheme.FIREARIG):
        return None
    if value in GRANT_RATES.get(scheme, ()) and Slot.PERCENT not in seen:
        return Slot.PERCENT
    return Slot.POSITION
