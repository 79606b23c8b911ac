"""Makes a calendar file of an agreement: start, steps, end and the deadlines of the refund claims."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from bot.calculator.wording import Words
from bot.clock import OSLO
from bot.subsidy import Calculation, Rules, Scheme
from bot.subsidy.deadlines import refund_deadline
from bot.subsidy.terms import AUTOMATIC_SCHEMES

_REMIND_BEFORE = timedelta(days=7)
_REMIND_AT = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day worth a place in the calendar."""

    kind: str
    day: date
    title: str
    due: bool = False


def calendar(result: Calculation, words: Words, rules: Rules, made: date) -> bytes:
    """Return an .ics file; the same calculation always gives the same events, so a second import changes nothing."""
    scheme = words.scheme(result.scheme)
    book = Calendar()
    book.add("prodid", "-//Nav employer assistant//Calculator//NO")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", words.say("calc_calendar_name", scheme=scheme))
    stamp = datetime.combine(made, time(12), OSLO)
    for item in _days(result, words, rules):
        book.add_component(_event(item, words, stamp, result))
    return bytes(book.to_ical())


def _days(result: Calculation, words: Words, rules: Rules) -> Iterator[_Day]:
    given, scheme = result.inputs, words.scheme(result.scheme)
    yield _Day("start", given.start, words.say("calc_calendar_start", scheme=scheme))
    for step in result.monthly[1:]:
        if step.percent is not None:
            percent = words.percent(step.percent)
            yield _Day("step", step.start, words.say("calc_calendar_step", percent=percent, scheme=scheme))
    if given.end is not None:
        yield _Day("end", given.end, words.say("calc_calendar_end", scheme=scheme))
    if result.scheme is Scheme.INKLUDERING and given.end is not None:
        title = _deadline_title(given.start, given.end, words, scheme)
        yield _Day("deadline", refund_deadline(given.end, None, rules), title, due=True)
    if result.scheme in AUTOMATIC_SCHEMES:
        return
    for period, due in zip(result.periods, result.deadlines, strict=True):
        yield _Day("deadline", due.deadline, _deadline_title(period.start, period.end, words, scheme), due=True)


def _deadline_title(start: date, end: date, words: Words, scheme: str) -> str:
    return words.say("calc_calendar_deadline", start=words.short_date(start), end=words.short_date(end), scheme=scheme)


def _event(item: _Day, words: Words, stamp: datetime, result: Calculation) -> Event:
    event = Event()
    identity = f"{item.kind}|{item.day}|{item.title}|{result.inputs.start}|{result.inputs.end}|{result.total}"
    event.add("uid", f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@nav-employer-assistant")
    event.add("dtstamp", stamp)
    event.add("dtstart", item.day)
    event.add("dtend", item.day + timedelta(days=1))
    event.add("summary", item.title)
    event.add("description", words.say("calc_calendar_description"))
    event.add("transp", "TRANSPARENT")
    if item.due:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", words.say("calc_calendar_alarm"))
        alarm.add("trigger", -_REMIND_BEFORE + _REMIND_AT)
        event.add_component(alarm)
    return event
