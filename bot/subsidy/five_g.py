"""The yearly ceiling of five G on permanent and four-year subsidies, against agreed periods (source refapi).

The ceiling is applied when refunds are paid, not to the agreement: so agreed amounts stand, and this is a
notice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.subsidy.errors import RateNotSet
from bot.subsidy.periods import SubsidyPeriod
from bot.subsidy.rules import Rules
from bot.subsidy.terms import Scheme


@dataclass(frozen=True, slots=True)
class FiveGYear:
    """One calendar year, in kroner.

    Attributes:
        year: The calendar year of the periods' first days.
        agreed: The sum of the agreed amounts.
        paid_before: Paid for the person, undertaking and scheme in the year outside these periods.
        limit: The ceiling on the first day of the year's last period; None while G is not set for it.
        payable: What can be paid of `agreed`; None while G is not set for one of the periods.
        over_from: The first period that is cut, by its first day.
    """

    year: int
    agreed: int
    paid_before: int
    limit: int | None
    payable: int | None
    over_from: date | None

    @property
    def over(self) -> bool | None:
        """Tell whether the ceiling cuts something; None while it cannot be known."""
        if self.over_from is not None:
            return True
        return None if self.payable is None else False


@dataclass(frozen=True, slots=True)
class FiveGNotice:
    """The ceiling against every calendar year of an agreement.

    `newest_limit` is the newest ceiling that is known, in kroner, for years whose G is not set yet.
    """

    years: tuple[FiveGYear, ...]
    newest_limit: int

    @property
    def over(self) -> tuple[FiveGYear, ...]:
        """Return the years whose ceiling is known to be passed."""
        return tuple(year for year in self.years if year.over)

    @property
    def perhaps_over(self) -> tuple[FiveGYear, ...]:
        """Return the years whose G is not set yet and that are over the newest ceiling known."""
        return tuple(
            year for year in self.years if year.over is None and year.agreed + year.paid_before > self.newest_limit
        )


def five_g_notice(
    scheme: Scheme,
    periods: Sequence[SubsidyPeriod],
    rules: Rules,
    paid_by_year: Mapping[int, int] | None = None,
) -> FiveGNotice | None:
    """Hold agreed periods against the ceiling, year by year; None for schemes without one.

    Each period is paid in the order of its dates, up to what is left by the G of its first day: so May opens
    some more.
    """
    if not rules.has_five_g(scheme) or not periods:
        return None
    paid = paid_by_year or {}
    years = sorted({period.start.year for period in periods})
    return FiveGNotice(
        years=tuple(
            _year(scheme, year, (p for p in periods if p.start.year == year), rules, paid.get(year, 0))
            for year in years
        ),
        newest_limit=rules.five_g_on(scheme, max(row.valid_from for row in rules.grunnbelop)),
    )


def _year(scheme: Scheme, year: int, periods: Iterable[SubsidyPeriod], rules: Rules, paid_before: int) -> FiveGYear:
    agreed, paid = 0, paid_before
    limit: int | None = None
    known = True
    over_from: date | None = None
    for period in sorted(periods, key=lambda period: period.start):
        amount = period.amount or 0
        agreed += amount
        try:
            limit = rules.five_g_on(scheme, period.start)
        except RateNotSet:
            limit, known = None, False
            continue
        left = max(0, limit - paid)
        if known and amount > left and over_from is None:
            over_from = period.start
        paid += min(amount, left)
    return FiveGYear(
        year=year,
        agreed=agreed,
        paid_before=paid_before,
        limit=limit,
        payable=paid - paid_before if known else None,
        over_from=over_from,
    )
