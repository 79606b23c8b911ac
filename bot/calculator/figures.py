"""What an employer has told the calculator, as plain values that survive a restart."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.subsidy import Group, PositionType, Scheme, WageType


class WageUnit(StrEnum):
    """The span of time a wage is told for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


MENTOR_WAGES = {
    WageUnit.HOUR: WageType.HOUR,
    WageUnit.DAY: WageType.DAY,
    WageUnit.WEEK: WageType.WEEK,
    WageUnit.MONTH: WageType.MONTH,
    WageUnit.YEAR: WageType.YEAR,
}
"""Nav's own names for the spans."""


class Basis(StrEnum):
    """Which post a wage is for."""

    ACTUAL = "actual"
    FULL = "full"


class Assessment(StrEnum):
    """Nav's assessment of the person, as far as an employer can tell."""

    REDUCED = "reduced"
    NOT_REDUCED = "not_reduced"
    UNKNOWN = "unknown"

    @property
    def group(self) -> Group:
        """The innsatsgruppe that is computed with; the lower percentage where it is not known."""
        return Group.NEDSATT_ARBEIDSEVNE if self is Assessment.REDUCED else Group.TRENGER_VEILEDNING


class Figures(BaseModel):
    """Everything told so far; None is not told."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    scheme: Scheme = Scheme.MIDLERTIDIG
    wage: Decimal | None = None
    unit: WageUnit | None = None
    unit_said: bool = False
    basis: Basis | None = None
    position: Decimal | None = None
    week_hours: Decimal | None = None
    group: Assessment | None = None
    tax: Decimal | None = None
    """Employer's contribution in percent."""
    tax_unknown: bool = False
    place: str | None = None
    zone: str | None = None
    percent: Decimal | None = None
    start: date | None = None
    end: date | None = None
    months: int | None = None
    weeks: int | None = None
    age: int | None = None
    holiday: Decimal | None = None
    pension: Decimal | None = None
    hours: Decimal | None = None
    """A mentor's hours in a month."""
    expenses: tuple[Decimal, ...] = ()
    expenses_unknown: bool = False
    agreed: bool | None = None
    job: PositionType | None = None
    guessed: tuple[str, ...] = ()
    """Slots that were answered with "vet ikke", so that an assumption stands in for them."""
    rescaled_from: Decimal | None = None
    """The post that a wage was told for before "hva hvis hun jobber 80 %?"."""


FIELDS = frozenset(Figures.model_fields)
"""The names of all figures."""
