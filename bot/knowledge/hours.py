"""Opening-hours arithmetic in Norwegian time, with Norwegian public holidays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

from bot.clock import OSLO

LOOK_AHEAD_DAYS = 370
"""How far an opening is searched for; nothing of Nav's stays closed for a year."""

END_OF_DAY = "24:00"


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of a day in minutes after midnight, the end excluded."""

    opens: int
    closes: int

    @classmethod
    def parse(cls, text: str) -> "Interval":
        """Read `09:00-15:00`.

        Raises:
            ValueError: The end does not lie after the start.
        """
        start, end = text.split("-")
        interval = cls(_minutes(start), _minutes(end))
        if interval.closes <= interval.opens:
            raise ValueError(f"{text} ends before it begins")
        return interval

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@lru_cache(maxsize=16)
def public_holidays(year: int) -> frozenset[date]:
    """Return the Norwegian public holidays of a year."""
    return frozenset(holidays.country_holidays("NO", years=year))


def is_public_holiday(day: date) -> bool:
    """Tell whether a day is a Norwegian public holiday."""
    return day in public_holidays(day.year)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Intervals for each weekday (0 = Monday) and days that differ from the rule."""

    week: tuple[tuple[Interval, ...], ...]
    exceptions: Mapping[date, tuple[Interval, ...]]

    def on(self, day: date) -> tuple[Interval, ...]:
        """Return the intervals of a day; an exception wins over a holiday, a holiday over the weekday."""
        if day in self.exceptions:
            return self.exceptions[day]
        if is_public_holiday(day):
            return ()
        return self.week[day.weekday()]

    def is_open(self, at: datetime) -> bool:
        """Tell whether it is open at a moment (of any time zone)."""
        local = _local(at)
        minute = local.hour * 60 + local.minute
        return any(interval.opens <= minute < interval.closes for interval in self.on(local.date()))

    def next_opening(self, at: datetime) -> datetime | None:
        """Return `at` itself while it is open, else the next moment it opens, in Norwegian time.

        None means that nothing opens within a year.
        """
        local = _local(at)
        if self.is_open(local):
            return local
        for offset in range(LOOK_AHEAD_DAYS):
            day = local.date() + timedelta(days=offset)
            for interval in sorted(self.on(day)):
                opening = _moment(day, interval.opens)
                if opening >= local:
                    return opening
        return None

    def closes_at(self, at: datetime) -> datetime | None:
        """Return when it closes, if it is open at that moment."""
        local = _local(at)
        minute = local.hour * 60 + local.minute
        for interval in self.on(local.date()):
            if interval.opens <= minute < interval.closes:
                return _moment(local.date(), interval.closes)
        return None


def _local(at: datetime) -> datetime:
    """Return the moment in Norwegian time; a time without zone is Norwegian already."""
    return at.replace(tzinfo=OSLO) if at.tzinfo is None else at.astimezone(OSLO)


def _moment(day: date, minutes: int) -> datetime:
    extra, within = divmod(minutes, 24 * 60)
    clock = time(within // 60, within % 60)
    return datetime.combine(day + timedelta(days=extra), clock, tzinfo=OSLO)
