"""Dates as people write them in Norwegian and English, read as the next such day where no year is told."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.calculator.numbers import find_numbers
from bot.subsidy.dates import add_months, last_day_of_month

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "januar january jan", "februar february feb", "mars march mar", "april apr", "mai may",
        "juni june jun", "juli july jul", "august aug", "september sept sep", "oktober october okt oct",
        "november nov", "desember december des dec",
    ),
    start=1,
):  # fmt: skip
    _MONTHS.update(dict.fromkeys(_names.split(), _number))
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_FULL_MONTH = "(?P<month>" + "|".join(sorted((n for n in _MONTHS if len(n) > 4), key=len, reverse=True))
_FULL_MONTH += r"|mars|mai|juni|june|juli|july|(?<=in )may|(?<=from )may|(?<=of )may)(?![^\W\d_])"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<![\d.,])(?P<day>\d{1,2})"

_WEEKDAYS = {
    "mandag": 0, "måndag": 0, "monday": 0, "tirsdag": 1, "tysdag": 1, "tuesday": 1, "onsdag": 2, "wednesday": 2,
    "torsdag": 3, "thursday": 3, "fredag": 4, "friday": 4, "lørdag": 5, "laurdag": 5, "saturday": 5, "søndag": 6,
    "sundag": 6, "sunday": 6,
}  # fmt: skip

CUE = re.compile(
    r"(?:\b(?:fra(?: og med)?|frå(?: og med)?|f\.?o\.?m\.?|den|start\w*|begynn\w*|byrj\w*|oppstart\w*|from|on|since|"
    r"begin\w*|t\.?o\.?m\.?|til og med|until|dato(?:en)?|date)\W{1,3})$"
)
"""What makes short figures such as 1.3 a date."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes:
        day: None for one that is not in the calendar, such as 31 February.
        start: Where it begins in the text.
        end: Where it ends.
        whole_month: Only a month was told, and `day` is its first.
    """

    day: date | None
    start: int
    end: int
    whole_month: bool = False


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(today: date, month: int, day: int) -> date | None:
    """Return the next such day, today included; 29 February may be some years off."""
    return next((found for year in range(5) if (found := _day(today.year + year, month, day)) and found >= today), None)


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _iso(match: re.Match[str], _today: date) -> date | None:
    return _day(int(match["year"]), int(match["m"]), int(match["day"]))


def _figures(match: re.Match[str], today: date) -> date | None:
    month, day, year = int(match["m"]), int(match["day"]), match["year"]
    return _day(_full_year(year), month, day) if year else _next(today, month, day)


def _named(match: re.Match[str], today: date) -> date | None:
    month, day, year = _MONTHS[match["month"]], int(match["day"]), match["year"]
    return _day(int(year), month, day) if year else _next(today, month, day)


def _month(match: re.Match[str], today: date) -> date | None:
    month, year = _MONTHS[match["month"]], match["year"]
    first = date(int(year), month, 1) if year else _next(today, month, 1)
    part = match["part"] or ""
    if first is None or not part:
        return first
    if part.startswith(("midt", "mid")):
        return first.replace(day=15)
    return last_day_of_month(first) if part.startswith(("slutt", "end", "ut")) else first


def _weekday(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=(_WEEKDAYS[match["weekday"]] - today.weekday() - 1) % 7 + 1)


def _week(match: re.Match[str], today: date) -> date | None:
    """Return the Monday of the next such week of the calendar."""
    number = int(match["week"])
    mondays = (_monday(today.year + year, number) for year in range(2))
    return next((monday for monday in mondays if monday is not None and monday + timedelta(days=6) >= today), None)


def _monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def _from_now(match: re.Match[str], today: date) -> date | None:
    numbers = find_numbers(match["count"])
    count = 1 if not numbers else int(numbers[0].value)
    if count > 600:
        return None
    unit = match["unit"]
    if unit.startswith(("m",)):
        return add_months(today, count)
    if unit.startswith(("å", "y")):
        return add_months(today, 12 * min(count, 50))
    return today + timedelta(days=count * (1 if unit.startswith("d") else 7))


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    day = int(match["day"])
    return next(
        (
            found
            for months in range(4)
            if (found := _day(*_month_after(today, months), day)) is not None and found >= today
        ),
        None,
    )


def _month_after(today: date, months: int) -> tuple[int, int]:
    moved = add_months(today.replace(day=1), months)
    return moved.year, moved.month


def _first_of_next(today: date) -> date:
    return add_months(today.replace(day=1), 1)


_Reader = Callable[[re.Match[str], date], date | None]

_COUNT = (
    r"(?P<count>\d{1,3}|en|ein|ei|et|eit|ett|a|an|one|to|two|tre|three|fire|four|fem|five|seks|six|åtte|eight|ti|ten)"
)

_FORMS: tuple[tuple[re.Pattern[str], bool, _Reader], ...] = tuple(
    (re.compile(pattern), needs_cue, reader)
    for pattern, needs_cue, reader in (
        (rf"{_YEAR}[-./](?P<m>\d{{1,2}})[-./](?P<day>\d{{1,2}})(?!\d)", False, _iso),
        (rf"{_DAY}\.? ?[./-] ?(?P<m>\d{{1,2}}) ?[./ -] ?(?P<year>(?:19|20)\d\d|\d\d)(?![\d%])(?! ?(?:%|\d{{3}}))",
         False, _figures),
        (rf"{_DAY}\.?(?: ?(?:st|nd|rd|th))?(?: of)? ?{_MONTH},? ?(?:{_YEAR})?", False, _named),
        (rf"(?<![^\W\d_]){_MONTH} ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%.])(?! ?(?:%|prosent|percent|\d))"
         rf"(?:, ?{_YEAR})?", False, _named),
        (r"(?<![\d.,])(?P<day>0[1-9]|[12]\d|3[01])\.(?P<m>0[1-9]|1[0-2])\.?(?![\d,%])(?! ?(?:%|pro|per))(?P<year>)",
         True, _figures),
        (rf"{_DAY}[./](?P<m>1[0-2]|0?[1-9])\.?(?![\d,%])(?! ?(?:%|pro|per))(?P<year>)", True, _figures),
        (rf"(?:(?P<part>midten|midt|mid|slutten|enden|end|utgangen|utløpet|starten|begynnelsen|byrjinga|beginning) ?-?"
         rf"(?:av|i|of)? )?(?<![^\W\d_]){_FULL_MONTH},? ?(?:{_YEAR})?", False, _month),
        (rf"\b(?:i|in|fra|frå|from|år|year) {_YEAR}", False, lambda match, _today: date(int(match["year"]), 1, 1)),
        (r"\b(?:over |etter |ved |frå |fra )?(?:nyttår|nytt år|årsskiftet|new year)\w*", False,
         lambda _match, today: date(today.year + 1, 1, 1)),
        (r"\b(?:første i |den første i )?(?:neste|nestkommende|kommende|kommande|next) (?:måned|månad|month|mnd)\b",
         False, lambda _match, today: _first_of_next(today)),
        (r"\b(?:neste|next) (?:år|year)\b", False, lambda _match, today: date(today.year + 1, 1, 1)),
        (r"\b(?:neste|next) (?:uke|veke|week)\b", False,
         lambda _match, today: today + timedelta(days=7 - today.weekday())),
        (r"\b(?:i dag|today|med en gang|med ein gong|straks|umiddelbart|immediately|right away)\b", False,
         lambda _match, today: today),
        (r"\b(?:i morgen|i morgon|tomorrow)\b", False, lambda _match, today: today + timedelta(days=1)),
        (rf"\b(?:om|in) {_COUNT} (?P<unit>dag|day|uke|veke|week|måned|månad|month|år|year)(?:er|ar|r|s|e|en|"
         rf"a)?\b", False,
         _from_now),
        (rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?!,? (?:den |the )?\d{{1,2}}(?:[./ ]|st|nd|rd|th))", False,
         _weekday),
        (r"\b(?:uke|veke|week) (?:nr\.? ?)?(?P<week>[1-5]?\d)\b(?! ?(?:tim|t\b|hour|dag|day))", False, _week),
        (r"(?<=\but )året\b|\bårets slutt\b|\b(?:the )?end of the year\b", False,
         lambda _match, today: date(today.year, 12, 31)),
        (r"\b(?:så (?:fort|snart|raskt) (?:som )?(?:mulig|mogleg|råd)|as soon as possible|asap|med det same|"
         r"med det samme)\b", False, lambda _match, today: today),
        (r"(?:\bden |\bthe )(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?(?![\d,%/])(?! ?(?:%|pro|kr))", False, _day_of_month),
    )
)  # fmt: skip


def find_dates(text: str, today: date, *, expected: bool = False) -> list[FoundDate]:
    """Return the dates of a lower-case text in order.

    Args:
        text: What was said.
        today: The day of asking; a day without a year is the next such day.
        expected: A date was asked for, so that "1.3" is one.
    """
    found: list[FoundDate] = []
    for form, needs_cue, reader in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            if needs_cue and not expected and not CUE.search(text[: match.start()]):
                continue
            whole_month = reader is _month and not match["part"]
            found.append(FoundDate(_read(reader, match, today), match.start(), match.end(), whole_month))
    return sorted(found, key=lambda item: item.start)


def _read(reader: _Reader, match: re.Match[str], today: date) -> date | None:
    try:
        return reader(match, today)
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in a text: whole months, or weeks."""

    months: int
    weeks: int
    start: int
    end: int


_LENGTH = re.compile(
    r"(?P<half>(?:et|eit|ett|eitt|en|ein|a)? ?(?:halvt|half|halv) (?:år|a year|year))"
    r"|(?P<more>(?:halvannet|halvanna|halvtanna|et og et halvt|eit og eit halvt|eitt og eit halvt|one and a half) "
    r"(?:år|years?))"
    r"|(?P<unit>(?:måned|månad|month|mnd|mth)(?:er|ar|s)?\b|(?:år|year)s?(?!\w)|(?:uke|veke|week)(?:r|s)?\b)"
)


_ONE = re.compile(r"\b(?:en|ein|ei|et|ett|eit|eitt|a|one) $")
_PER = re.compile(
    r"(?:\d|kr\.?|kroner|nok|tusen|thousand|\dk|timer|timar|hours|dager|dagar|days)[ ,-]*(?:på|per|in|"
    r"i|for)? ?$"
)
"""What makes "a year" the span of a wage and no duration."""


def find_durations(text: str) -> Iterator[Duration]:
    """Yield lengths such as "seks måneder", "2 år", "et halvt år" and "four weeks" of a lower-case text.

    A number of years above nine is an age, and "i måneden" is no length.
    """
    numbers = find_numbers(text)
    for match in _LENGTH.finditer(text):
        if match["half"] or match["more"]:
            yield Duration(6 if match["half"] else 18, 0, match.start(), match.end())
            continue
        before = next(
            (n for n in numbers if n.end <= match.start() and not text[n.end : match.start()].strip(" -")), None
        )
        start = match.start()
        if before is not None and before.weak and _PER.search(text[: before.start]):
            continue
        if before is not None:
            count, start = before.value, before.start
        elif (one := _ONE.search(text[:start])) and not _PER.search(text[: one.start()]):
            count, start = find_numbers("en")[0].value, one.start()
        else:
            continue
        unit = match["unit"]
        years = unit.startswith(("år", "year"))
        if years and (count >= 10 or count < 0):
            continue
        if years and count != count.to_integral_value() and count * 12 == (count * 12).to_integral_value():
            yield Duration(int(count * 12), 0, start, match.end())
            continue
        if count < 0 or count > 600 or count != count.to_integral_value():
            continue
        whole = int(count)
        if unit.startswith(("u", "v", "w")):
            yield Duration(0, whole, start, match.end())
        else:
            yield Duration(whole * (12 if years else 1), 0, start, match.end())
