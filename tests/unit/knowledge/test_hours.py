"""Opening hours in Norwegian time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import OSLO
from bot.knowledge.hours import Interval, OpeningHours, is_public_holiday

DAY = (Interval.parse("09:00-15:00"),)
HOURS = OpeningHours(
    week=(DAY, DAY, DAY, DAY, (Interval.parse("09:00-11:30"), Interval.parse("12:00-15:00")), (), ()),
    exceptions={date(2026, 12, 24): (Interval.parse("09:00-12:00"),), date(2026, 12, 31): ()},
)
NEVER = OpeningHours(week=((),) * 7, exceptions={})


def oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("at", "is_open", "opens"),
    [
        ("2026-11-23T09:00", True, "2026-11-23T09:00"),
        ("2026-11-23T14:59:59", True, "2026-11-23T14:59:59"),
        ("2026-11-23T15:00", False, "2026-11-24T09:00"),
        ("2026-11-23T08:59:59", False, "2026-11-23T09:00"),
        ("2026-11-27T11:45", False, "2026-11-27T12:00"),
        ("2026-11-27T16:00", False, "2026-11-30T09:00"),
        ("2026-11-21T12:00", False, "2026-11-23T09:00"),
        ("2026-12-24T13:00", False, "2026-12-28T09:00"),
        ("2026-12-31T10:00", False, "2027-01-04T09:00"),
        ("2027-05-17T10:00", False, "2027-05-18T09:00"),
        ("2027-03-25T10:00", False, "2027-03-30T09:00"),
        ("2026-03-29T02:30", False, "2026-03-30T09:00"),
    ],
)
def test_open_and_next_opening(at: str, is_open: bool, opens: str) -> None:
    assert HOURS.is_open(oslo(at)) is is_open
    assert HOURS.next_opening(oslo(at)) == oslo(opens)


def test_other_time_zones_and_none() -> None:
    assert HOURS.is_open(datetime(2026, 11, 23, 8, 30, tzinfo=UTC))
    assert not HOURS.is_open(datetime(2026, 11, 23, 14, 30, tzinfo=UTC))
    assert HOURS.is_open(datetime(2026, 11, 23, 9, 30))


def test_closing_time() -> None:
    assert HOURS.closes_at(oslo("2026-11-27T10:00")) == oslo("2026-11-27T11:30")
    assert HOURS.closes_at(oslo("2026-11-27T11:30")) is None


def test_never_open() -> None:
    assert NEVER.next_opening(oslo("2026-11-23T10:00")) is None


def test_midnight_is_the_end_of_a_day() -> None:
    late = OpeningHours(week=((Interval.parse("22:00-24:00"),),) * 7, exceptions={})
    assert late.closes_at(oslo("2026-11-23T23:00")) == oslo("2026-11-24T00:00")


@pytest.mark.parametrize("text", ["15:00-09:00", "09:00-09:00"])
def test_an_interval_must_not_end_before_it_begins(text: str) -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Interval.parse(text)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)))
def test_the_next_opening_is_open_and_not_earlier(at: datetime) -> None:
    opening = HOURS.next_opening(at)
    assert opening is not None
    assert opening >= at.replace(tzinfo=OSLO)
    assert HOURS.is_open(opening)
    assert opening.date() in HOURS.exceptions or not is_public_holiday(opening.date())
    assert opening - at.replace(tzinfo=OSLO) < timedelta(days=8)
