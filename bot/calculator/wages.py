"""Wages, hours and other sums of money in a message."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.calculator.figures import Basis, WageUnit
from bot.calculator.numbers import Number
from bot.calculator.scan import Scan
from bot.subsidy import Scheme

_UNITS: tuple[tuple[WageUnit, str], ...] = (
    (WageUnit.HOUR, r"(?:time[nr]?|timar|timane|t|hour|hr|timens)"),
    (WageUnit.MONTH, r"(?:måned\w*|månad\w*|mnd|md|mth|month)"),
    (WageUnit.YEAR, r"(?:år|året|annum|year|årleg)"),
    (WageUnit.WEEK, r"(?:uk[ea]n?|vek[ea]|week)"),
    (WageUnit.DAY, r"(?:dag(?:en)?|day)"),
)
_MONEY = r"[ \u00a0]*(?:,-|kr\.?(?![^\W\d_])|kroner|krone|nok(?![^\W\d_])|brutto|gross|på|om)?"
_BETWEEN = r"[ \u00a0]*(?:i|per|pr\.?|/|a|an|om|each|for|kvar|hver|every)?[ \u00a0]*"
_AFTER = (
    *((unit, re.compile(rf"^(?:{_MONEY}){{0,3}}{_BETWEEN}{words}\.?(?![^\W\d_])")) for unit, words in _UNITS),
    (WageUnit.HOUR, re.compile(rf"^(?:{_MONEY}){{0,2}} ?(?:hourly|timelønn|timeløn)\b")),
    (WageUnit.MONTH, re.compile(rf"^(?:{_MONEY}){{0,2}} ?(?:monthly|månedlig|månadleg|i månedslønn|i månadsløn)\b")),
    (WageUnit.YEAR, re.compile(rf"^(?:{_MONEY}){{0,2}} ?(?:yearly|annually|årlig|årleg|i årslønn|i årsløn)\b")),
)
_BEFORE = (
    (
        WageUnit.HOUR,
        re.compile(
            r"(?:timel[øo]nn?\w*|timepris|time?betal\w*|timesats\w*|hourly|per (?:time|hour)|i timen)[^\d]{0,22}$"
        ),
    ),
    (
        WageUnit.MONTH,
        re.compile(r"(?:måne?d?s?l[øo]nn?\w*|månadsl[øo]n\w*|monthly|månedlig|per month|i måneden)[^\d]{0,22}$"),
    ),
    (WageUnit.YEAR, re.compile(r"(?:årsl[øo]nn?\w*|annual|yearly|per year|i året)[^\d]{0,22}$")),
    (WageUnit.WEEK, re.compile(r"(?:ukel[øo]nn?\w*|vekel[øo]n\w*|weekly (?:wage|pay))[^\d]{0,22}$")),
)
_CURRENCY_AFTER = re.compile(r"^[ \u00a0]?(?:,-|kr\b|kroner|krone|nok\b)")
_CURRENCY_BEFORE = re.compile(r"(?:\bkr\.?|\bnok|\bkroner) ?$")
_WAGE_BEFORE = re.compile(
    r"(?:l[øo]nn?(?:a|en|s|åa)?|tjen\w*|tener?|betal\w*|wages?|salary|pay(?:s|ing)?|earn\w*|tariff)\b[^\d]{0,25}$"
)
_NOT_WAGE = re.compile(r"(?:bonus\w*|overtid\w*|provisjon\w*|overtime|tips)\b[^\d]{0,12}$")
_RANGE = re.compile(r"^ ?[-–] ?\d")
"""Of "30–35 000" only the second number is whole."""

_COUNTED = re.compile(
    r"^[ -]*(?:timer|timar|tima|hours?|dag(?:er|ar)|days?|uker|veker|weeks?|måned(?:er)|månader|mnd|months?|år\b|"
    r"years?|"
    r"person\w*|stk|stykk?\w*|ansatte|tilsette|employees|people|ungdom\w*|trinn|g\b|åring\w*)"
)
_MENTOR_HOURS = re.compile(
    r"^[ -]*(?:timer|timar|tima|time|t\.?|hours?|hrs?)(?: mentor\w*)? ?"
    r"(?:i|per|pr\.?|/|a|each|om|kvar|hver)? ?(?:den )?(?P<span>måned\w*|månad\w*|mnd|md|month\w*|uk\w*|vek\w*|"
    r"week\w*|dag\w*|day)?"
)
_MENTOR_HOURS_AFTER_UNIT = re.compile(r"(?P<span>månedlig|ukentlig|monthly|weekly)")

_FULL = re.compile(
    r"\b(?:for|i|på|in|at|per|til|er)? ?(?:ei|en|ein|a|the)? ?(?:full|hel|heil|100 ?(?:%|prosent|percent)) ?-?"
    r"(?:stilling|tid|time|post|position)\w*|\b(?:heltid\w*|heiltid\w*|fulltid\w*|full[- ]time\w*|fulltidsl\w+)|"
    r"\b(?:full|hel|heil) l[øo]nn?\w*|^ ?full\w* ?$|\bfull(?:e)? post\b|full pay"
)
_ACTUAL = re.compile(
    r"\b(?:faktisk\w*|den delen|denne delen|deltidsstilling\w*|deltidsl\w+|for (?:selve )?stilling(?:a|en)\b|"
    r"for stillingen på|"
    r"akkurat den|for (?:the|this) (?:post|position|part[- ]time)\b|actual\w*|the part-time\b|part-time (?:wage|pay|"
    r"salary))"
)
_HOUR_BELOW = 1000
_YEAR_FROM = 150_000
"""Without a word for it, a small sum is for an hour and a large one for a year."""


@dataclass(frozen=True, slots=True)
class Wage:
    """A wage, the span it is for, and whether that was said."""

    amount: Decimal
    unit: WageUnit
    said: bool


def take_wage(scan: Scan, *, asked: bool, lowest: Decimal) -> Wage | None:
    """Take the wage of a message: the first one with its span, then one in kroner, then any large number.

    Args:
        scan: What is left of the message.
        asked: The wage was asked for, so that any number is one.
        lowest: A bare number is a wage from here on, when it was not asked for.
    """
    best: tuple[int, Number, WageUnit | None, int] | None = None
    for number in scan.numbers():
        rank, unit, end = _rank(scan, number, asked=asked, lowest=lowest)
        if rank and (best is None or rank > best[0]):
            best = rank, number, unit, end
    if best is None:
        return None
    _, number, unit, end = best
    scan.take(number.start, end)
    return Wage(number.value, unit or _unit_by_size(number.value), unit is not None)


def _unit_by_size(amount: Decimal) -> WageUnit:
    if 0 < amount < _HOUR_BELOW:
        return WageUnit.HOUR
    return WageUnit.YEAR if amount >= _YEAR_FROM else WageUnit.MONTH


def _rank(scan: Scan, number: Number, *, asked: bool, lowest: Decimal) -> tuple[int, WageUnit | None, int]:
    """Return how sure it is that a number is the wage (0 is not at all), its span and where it ends."""
    before, after = scan.text[max(0, number.start - 40) : number.start], scan.text[number.end :]
    if _RANGE.match(after) or _NOT_WAGE.search(before) or _COUNTED.match(after) or number.weak:
        return 0, None, number.end
    for unit, pattern in _AFTER:
        match = pattern.match(after)
        if match is not None:
            return 4, unit, number.end + match.end()
    cue = next((unit for unit, pattern in _BEFORE if pattern.search(before)), None)
    currency = _CURRENCY_AFTER.match(after)
    end = number.end + (currency.end() if currency else 0)
    if cue is not None:
        return 3, cue, end
    if currency or _CURRENCY_BEFORE.search(before) or _WAGE_BEFORE.search(before):
        return 2, None, end
    return (1 if asked or number.value >= lowest else 0), None, end


def take_basis(scan: Scan) -> Basis | None:
    """Take which post a wage is for."""
    for basis, pattern in ((Basis.FULL, _FULL), (Basis.ACTUAL, _ACTUAL)):
        if scan.take_match(pattern):
            return basis
    return None


def take_mentor_hours(scan: Scan, *, asked: bool) -> Decimal | None:
    """Take a mentor's hours, as hours in a month."""
    for number in scan.numbers():
        match = _MENTOR_HOURS.match(scan.text[number.end :])
        if match is None:
            continue
        later = _MENTOR_HOURS_AFTER_UNIT.search(scan.after(number.end + match.end(), 12))
        span = match["span"] or (later["span"] if later else "")
        if not span and not asked and number.value > 200:
            continue
        scan.take(number.start, number.end + match.end())
        return _in_month(number.value, span)
    if asked:
        first = next((number for number in scan.numbers() if not _CURRENCY_AFTER.match(scan.text[number.end :])), None)
        if first is not None:
            scan.take(first.start, first.end)
            return first.value
    return None


def _in_month(hours: Decimal, span: str) -> Decimal:
    """Return hours in a month; those of a week or a day become whole hours, as Nav counts them."""
    if span.startswith(("u", "v", "w")):
        hours *= Decimal(52) / 12
    elif span.startswith("da"):
        hours *= Decimal(260) / 12
    else:
        return hours
    return hours.quantize(Decimal(1), ROUND_HALF_UP)


def take_sums(scan: Scan, *, asked: bool) -> Iterator[Decimal]:
    """Take every sum of money: the expenses of an inkluderingstilskudd."""
    for number in scan.numbers():
        before, after = scan.text[: number.start], scan.text[number.end :]
        currency = _CURRENCY_AFTER.match(after)
        if number.weak or _COUNTED.match(after):
            continue
        if asked or currency or _CURRENCY_BEFORE.search(before) or number.value >= _HOUR_BELOW:
            scan.take(number.start, number.end + (currency.end() if currency else 0))
            yield number.value


def lowest_wage(scheme: Scheme) -> Decimal:
    """Return from where a bare number is likely to be a wage."""
    return Decimal(100) if scheme is Scheme.MENTOR else Decimal(5000)
