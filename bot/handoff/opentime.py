"""Counts minutes in which it is open: a promise of two hours given at closing time is kept the next day."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.clock import OSLO
from bot.knowledge.hours import LOOK_AHEAD_DAYS, OpeningHours


class NeverOpens(ValueError):  # noqa: N818
    """The opening hours hold no time within a year."""


def stretches(hours: OpeningHours, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the open stretches from a moment on, in Norwegian time."""
    moment = start
    limit = start + timedelta(days=LOOK_AHEAD_DAYS)
    while moment < limit:
        opens = hours.next_opening(moment)
        closes = hours.closes_at(opens) if opens else None
        if opens is None or closes is None:
            return
        yield opens, closes
        moment = closes


def add(hours: OpeningHours, start: datetime, minutes: float) -> datetime:
    """Return when so many open minutes have passed.

    Raises:
        NeverOpens: The hours do not hold them.
    """
    left = timedelta(minutes=minutes)
    for opens, closes in stretches(hours, start):
        # Subtraction in one zone ignores the change to summer time, so it is done in UTC.
        length = closes.timestamp() - opens.timestamp()
        if left.total_seconds() <= length:
            return datetime.fromtimestamp(opens.timestamp() + left.total_seconds(), OSLO)
        left -= timedelta(seconds=length)
    raise NeverOpens


def between(hours: OpeningHours, start: datetime, end: datetime) -> float:
    """Return how many open minutes lie between two moments."""
    seconds = 0.0
    for opens, closes in stretches(hours, start):
        if opens >= end:
            break
        seconds += min(closes.timestamp(), end.timestamp()) - opens.timestamp()
    return seconds / 60
