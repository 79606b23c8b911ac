"""Whole days in Norway."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.clock import OSLO

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in Norway, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            ValueError: The days are in the wrong order, or too many.
        """
        if not 0 <= (self.last - self.first).days < LONGEST_DAYS:
            raise ValueError(f"A period has 1 to {LONGEST_DAYS} days.")

    @property
    def start(self) -> datetime:
        """The first moment."""
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return midnight(self.last + timedelta(days=1))

    def days(self) -> list[date]:
        """Return the days."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


def midnight(day: date) -> datetime:
    """Return the beginning of a day in Norway."""
    return datetime.combine(day, time(), OSLO).astimezone(UTC)
