"""The shape of `data/knowledge/subsidy.yml`; a key that is not listed here is an error."""

from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.subsidy.terms import ErrorCode, Group, PositionType, Scheme


class Model(BaseModel):
    """Base of all parts of the file: unknown keys are refused and values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Dated(Model):
    """A rule and the days it holds, both ends included; without `valid_to` it holds until further notice."""

    valid_from: date
    valid_to: date | None = None
    sources: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("`valid_to` lies before `valid_from`")
        return self

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule holds on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Amount(Dated):
    """Whole kroner, or a whole number of days or years."""

    value: int


class SchemeAmount(Amount):
    """A whole number that concerns some schemes."""

    schemes: tuple[Scheme, ...]


class AgeLimit(SchemeAmount):
    """An age in years and the code of the refusal it leads to."""

    error: ErrorCode


class Day(Dated):
    """A date that bounds agreements."""

    value: date


class SchemeDay(Day):
    """A date that concerns some schemes."""

    schemes: tuple[Scheme, ...]


class DayOfYear(Dated):
    """A day that bounds agreements every year."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)

    def in_year(self, year: int) -> date:
        """Return the day in `year`."""
        return date(year, self.month, self.day)


class Step(Model):
    """A percentage from so many months after the agreement's start."""

    after_months: int = Field(ge=0)
    percent: int = Field(ge=0, le=100)


class Percentages(Dated):
    """The percentages of a scheme for some groups of participants, or for all."""

    scheme: Scheme
    groups: tuple[Group, ...] | None = None
    chosen: bool = False
    allowed: tuple[int, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)
    ends_after_months: int | None = None

    @model_validator(mode="after")
    def _from_the_start(self) -> Self:
        months = [step.after_months for step in self.steps]
        if months[0] != 0 or months != sorted(set(months)):
            raise ValueError("the steps must begin at zero months and come in order")
        return self


class Duration(Dated):
    """The longest agreement of a scheme, in months and weeks, and the code when it is longer."""

    scheme: Scheme
    groups: tuple[Group, ...] | None = None
    no_group: bool = False
    position: PositionType | None = None
    months: int = 0
    weeks: int = 0
    extra_days: int = 0
    error: ErrorCode

    def fits(self, group: Group | None, position: PositionType | None) -> bool:
        """Tell whether this limit is the one for a group and a type of post."""
        if self.position is not None and self.position is not position:
            return False
        if self.groups is None:
            return True
        return self.no_group if group is None else group in self.groups


class AllowedGroups(Dated):
    """Which groups of participants may have some schemes."""

    schemes: tuple[Scheme, ...]
    groups: tuple[Group, ...]


class DateLimits(Model):
    """The days an agreement may start and end."""

    late_registration_days: Amount
    latest_end: Day
    four_year_first_start: Day
    four_year_last_end: Day
    vtao_last_start: Day
    summer_first_start: DayOfYear
    summer_last_start: DayOfYear
    summer_last_end: DayOfYear


class AgeLimits(Model):
    """The ages of participants."""

    lowest: Amount
    below_at_end: tuple[AgeLimit, ...]
    not_over_at_start: tuple[AgeLimit, ...]
    not_over_on_new_years_day: tuple[AgeLimit, ...]


class Rates(Dated):
    """What an employer may give: rates as fractions, wages in kroner, posts in percent, hours a month."""

    holiday_pay: tuple[Decimal, ...]
    employer_tax: tuple[Decimal, ...]
    pension_max: Decimal
    pension_unusual: Decimal
    position_min: Decimal
    position_max: Decimal
    month_wage_unusual: int
    month_wage_max: int
    mentor_hours_max: int
    mentor_hours_unusual: Decimal
    mentor_wage_unusual: Decimal
    mentor_wage_max: int
    expense_max: int


class Assumed(Dated):
    """What stands in for figures the employer did not give; rates as fractions of pay, lengths in months."""

    holiday_pay: Decimal
    pension: Decimal
    employer_tax: Decimal
    months: dict[Scheme, int]


class Arithmetic(Dated):
    """The fixed numbers Nav divides by."""

    days_per_month: Decimal
    hours_per_year: int
    months_per_year: int
    weeks_per_year: int
    work_days_per_year: int


class RefundLimits(Dated):
    """Deadlines of a refund claim, in months."""

    deadline_months: int
    extension_months: int
    absence_months: int


class Approval(Dated):
    """When Nav may approve a period: months before its start, and the first day without a budget."""

    months_before: int
    no_budget_from: date
