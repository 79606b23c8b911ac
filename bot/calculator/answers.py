"""Answers that only make sense as answers: "ja", "vet ikke", a bare number."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

from bot.calculator import phrases
from bot.calculator.extraction import Extraction
from bot.calculator.figures import Assessment, Basis, Figures
from bot.calculator.numbers import Number
from bot.calculator.scan import Scan
from bot.calculator.slots import FULL_POST, Slot
from bot.subsidy import Scheme

_WEEK_DAYS = 5
_SIZE_WORD = re.compile(r"^\W*(?:en |ei |ein |a )?(?:(?P<half>halv\w*|half)|full\w*|hel\w*|heil\w*)\W*$")

_HIGHEST_TAX = 20
"""A bare number above this is no rate of employer's contribution."""


def last_of_month(day: date) -> date:
    """Return the last day of a month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def plain(text: str, scan: Scan, pending: Slot | None, told: Figures, found: Extraction) -> None:
    """Read a message as the answer to what was asked for, where nothing in it was read as that already."""
    if pending is None or pending in found.slots or found.choices or found.split or found.impossible_date:
        return
    if pending is Slot.ZONE and Slot.PLACE in found.slots:
        return
    if phrases.is_unknown(text):
        unknown(pending, told, found)
        return
    match pending:
        case Slot.GROUP:
            _group(text, found)
        case Slot.AGREED:
            answer = _yes_or_no(text, found)
            if answer is not None:
                found.tell(Slot.AGREED, agreed=answer)
        case Slot.BASIS:
            _basis(scan, told, found)
        case Slot.SCHEME:
            if "tilsk" in scan.text or "subsid" in scan.text:
                found.tell(Slot.SCHEME, scheme=Scheme.MIDLERTIDIG)
        case _:
            _number(scan, pending, found)


def _yes_or_no(text: str, found: Extraction) -> bool | None:
    """Return an answer; the "nei" of "nei, lønna er 35 000" takes back something else."""
    answer = phrases.yes_or_no(text)
    return None if answer is False and found.slots else answer


def _group(text: str, found: Extraction) -> None:
    answer = _yes_or_no(text, found)
    if answer is not None:
        found.tell(Slot.GROUP, group=Assessment.REDUCED if answer else Assessment.NOT_REDUCED)


def _basis(scan: Scan, told: Figures, found: Extraction) -> None:
    words = scan.text
    numbers = [number.value for number in scan.numbers()]
    if FULL_POST in numbers or any(word in words for word in ("full", "hel", "heil")):
        found.tell(Slot.BASIS, basis=Basis.FULL)
    elif told.position in numbers or any(word in words for word in ("stilling", "del", "part", "post", "actual")):
        found.tell(Slot.BASIS, basis=Basis.ACTUAL)


def _number(scan: Scan, pending: Slot, found: Extraction) -> None:
    numbers: list[Number] = scan.numbers()
    if not numbers:
        if pending is Slot.POSITION:
            _position_word(scan, found)
        return
    value = numbers[0].value
    match pending:
        case Slot.POSITION:
            _position(scan, numbers[0], found)
        case Slot.PLACE | Slot.ZONE if value <= _HIGHEST_TAX:
            found.tell(Slot.PLACE, tax=value, tax_unknown=False, zone=None, place=None)
        case Slot.PERCENT:
            found.tell(pending, percent=value)
        case Slot.AGE if value == value.to_integral_value():
            found.tell(pending, age=int(value))
        case Slot.HOLIDAY:
            found.tell(pending, holiday=value)
        case Slot.PENSION:
            found.tell(pending, pension=value)
        case Slot.LENGTH if value == value.to_integral_value() and abs(value) < 1000:
            found.tell(pending, months=int(value), weeks=None, end=None)


def _position_word(scan: Scan, found: Extraction) -> None:
    """Read "halv" or "full", which are the size of a post only as an answer."""
    match = _SIZE_WORD.match(scan.text)
    if match is not None:
        size = FULL_POST // 2 if match["half"] else FULL_POST
        found.tell(Slot.POSITION, position=Decimal(size), week_hours=None)


def _position(scan: Scan, number: Number, found: Extraction) -> None:
    rest = scan.text[number.end :].lstrip(" -")
    if rest.startswith(("tim", "hour", "t ", "h ")):
        found.tell(Slot.POSITION, week_hours=number.value, position=None)
        return
    if rest.startswith(("dag", "day")) and number.value <= _WEEK_DAYS:
        found.tell(Slot.POSITION, position=number.value * FULL_POST / _WEEK_DAYS, week_hours=None)
        return
    value = number.value * 100 if 0 < number.value <= 1 and "." in str(number.value) else number.value
    found.tell(Slot.POSITION, position=value, week_hours=None)


def unknown(pending: Slot, told: Figures, found: Extraction) -> None:
    """Let an assumption stand in for what the employer does not know; a wage or hours cannot be assumed."""
    guessed = tuple(dict.fromkeys((*told.guessed, pending.value)))
    match pending:
        case Slot.GROUP:
            found.tell(pending, group=Assessment.UNKNOWN, guessed=guessed)
        case Slot.PLACE | Slot.ZONE:
            found.tell(Slot.PLACE, tax=None, tax_unknown=True, zone=None, place=None, guessed=guessed)
        case Slot.EXPENSES:
            found.tell(pending, expenses=(), expenses_unknown=True)
        case Slot.BASIS:
            found.tell(pending, basis=Basis.ACTUAL, guessed=guessed)
        case Slot.POSITION:
            found.tell(pending, position=Decimal(FULL_POST), week_hours=None, guessed=guessed)
        case Slot.AGREED:
            found.tell(pending, agreed=True, guessed=guessed)
        case Slot.START:
            found.tell(pending, start=None)
        case Slot.LENGTH:
            found.tell(pending, end=None, months=None, weeks=None)
        case Slot.HOLIDAY:
            found.tell(pending, holiday=None)
        case Slot.PENSION:
            found.tell(pending, pension=None)
        case Slot.PERCENT:
            found.tell(pending, percent=None)
        case Slot.AGE:
            found.tell(pending, age=None)
