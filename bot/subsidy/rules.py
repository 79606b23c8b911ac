"""The dated rules of Nav's arithmetic, read from `data/knowledge/subsidy.yml`."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import model_validator

from bot.subsidy.errors import RateNotSet
from bot.subsidy.schema import (
    AgeLimits,
    AllowedGroups,
    Amount,
    Approval,
    Arithmetic,
    Assumed,
    Dated,
    DateLimits,
    Duration,
    Model,
    Percentages,
    Rates,
    RefundLimits,
    SchemeAmount,
    SchemeDay,
)
from bot.subsidy.terms import Group, PositionType, Scheme

DEFAULT_PATH = Path(__file__).resolve().parents[2] / "data" / "knowledge" / "subsidy.yml"
"""Where the rules lie in this repository."""


class _Loader(yaml.SafeLoader):
    """Safe YAML, with decimal numbers read as `Decimal` so that 0.102 stays 0.102."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)))


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


class Rules(Model):
    """All dated rules; a look-up for a day without a rule raises `RateNotSet`."""

    grunnbelop: tuple[Amount, ...]
    vtao_month: tuple[Amount, ...]
    inclusion_ceiling: tuple[Amount, ...]
    percentages: tuple[Percentages, ...]
    five_g: tuple[SchemeAmount, ...]
    durations: tuple[Duration, ...]
    dates: DateLimits
    ages: AgeLimits
    groups: tuple[AllowedGroups, ...]
    rates: Rates
    assumed: Assumed
    arithmetic: Arithmetic
    refund: RefundLimits
    approval: Approval
    arena: tuple[SchemeDay, ...]

    @classmethod
    def load(cls, path: Path = DEFAULT_PATH) -> Self:
        """Read and check the file.

        Raises:
            pydantic.ValidationError: The file does not have the shape of `bot.subsidy.schema`.
        """
        with path.open(encoding="utf-8") as file:
            data: Any = yaml.load(file, Loader=_Loader)  # noqa: S506 - a safe loader
        return cls.model_validate(data)

    @model_validator(mode="after")
    def _one_amount_a_day(self) -> Self:
        for name in ("grunnbelop", "vtao_month", "inclusion_ceiling"):
            rows: tuple[Amount, ...] = sorted_rows(getattr(self, name))
            for earlier, later in pairwise(rows):
                if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                    raise ValueError(f"{name}: two values hold on {later.valid_from.isoformat()}")
        return self

    def grunnbelop_on(self, day: date) -> int:
        """Return G in kroner per year on `day` (sources gapi, greg)."""
        return _on(self.grunnbelop, day, "grunnbelop").value

    def vtao_month_on(self, day: date) -> int:
        """Return the VTA-O grant to the employer in kroner per month on `day` (source api)."""
        return _on(self.vtao_month, day, "vtao_month").value

    def inclusion_ceiling_on(self, agreement_end: date | None) -> int:
        """Return the most inkluderingstilskudd for one agreement, in kroner, by its last day (source api).

        Without a last day it is the newest ceiling.
        """
        if agreement_end is None:
            return max(self.inclusion_ceiling, key=lambda row: row.valid_from).value
        return _on(self.inclusion_ceiling, agreement_end, "inclusion_ceiling").value

    def has_five_g(self, scheme: Scheme) -> bool:
        """Tell whether the scheme has a yearly ceiling in G."""
        return any(scheme in row.schemes for row in self.five_g)

    def five_g_on(self, scheme: Scheme, day: date) -> int:
        """Return the yearly ceiling in kroner by the G of `day`, a period's first day (source refapi)."""
        rows = [row for row in self.five_g if scheme in row.schemes]
        return _on(rows, day, f"five_g of {scheme.value}").value * self.grunnbelop_on(day)

    def percentages_for(self, scheme: Scheme, group: Group | None, start: date) -> Percentages | None:
        """Return the percentages of an agreement by its first day; None when the group gets none.

        Raises:
            RateNotSet: No percentages of the scheme are known for an agreement that starts then.
        """
        rows = [row for row in self.percentages if row.scheme is scheme and row.holds_on(start)]
        if not rows:
            raise RateNotSet(f"percentages of {scheme.value}", start)
        for row in rows:
            if row.groups is None or group in row.groups:
                return row
        return None

    def duration_for(
        self, scheme: Scheme, group: Group | None, position: PositionType | None, start: date
    ) -> Duration | None:
        """Return the longest duration of an agreement by its first day; None when there is no limit."""
        for row in self.durations:
            if row.scheme is scheme and row.holds_on(start) and row.fits(group, position):
                return row
        return None

    def groups_of(self, scheme: Scheme) -> frozenset[Group]:
        """Return the groups that may have the scheme (source api)."""
        return frozenset(group for row in self.groups if scheme in row.schemes for group in row.groups)

    def first_day_of(self, scheme: Scheme) -> date:
        """Return the first start of an agreement that a calculation can be made for."""
        if scheme is Scheme.VTAO:
            return min(row.valid_from for row in self.vtao_month)
        if scheme is Scheme.INKLUDERING:
            return min(row.valid_from for row in self.durations if row.scheme is scheme)
        return min(row.valid_from for row in self.percentages if row.scheme is scheme)


def sorted_rows[Row: Dated](rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return dated rows by their first day."""
    return tuple(sorted(rows, key=lambda row: row.valid_from))


def _on[Row: Dated](rows: Iterable[Row], day: date, what: str) -> Row:
    for row in rows:
        if row.holds_on(day):
            return row
    raise RateNotSet(what, day)
