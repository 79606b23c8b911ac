"""What a calculation is made from, and what was filled in or is worth a remark."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.subsidy.errors import Limit
from bot.subsidy.terms import Group, PositionType, Scheme, WageType


@dataclass(frozen=True, slots=True, kw_only=True)
class CalculationInput:
    """What the employer tells the calculator; None is not told.

    Money is whole kroner, rates are fractions of pay (0.12 is twelve percent), posts are percent of a full
    one.

    Attributes:
        scheme: The scheme to compute.
        start: The agreement's first day.
        end: Its last day; left out, the longest agreement is taken.
        group: Nav's assessment of the participant; decides the percentage of a temporary subsidy.
        percent: The grant percentage: chosen by Nav for permanent subsidies and summer jobs; for a temporary
            subsidy the first percentage may stand in for the group.
        month_wage: Gross monthly wage of the actual post.
        holiday_pay: Feriepengesats.
        pension: OTP rate.
        employer_tax: Arbeidsgiveravgift.
        position_percent: The size of the post; never changes the grant of a wage subsidy.
        position: Whether the post is permanent or temporary; bounds a four-year subsidy.
        mentor_wage: The mentor's wage for the span of `mentor_wage_type`.
        mentor_wage_type: The span of the mentor's wage.
        mentor_hours: The mentor's hours in a month.
        expenses: The lines of an inkluderingstilskudd.
        birth: The participant's day of birth.
        age: The participant's completed years on the first day, when the day of birth is not told.
        keeps_job: The purpose is to keep a job, not to get one.
        today: The day of asking; with it, a start too long ago is noticed.
        late_registration: Nav has opened for a start further back.
        agreed: The agreement is already entered into.
        paid_by_year: Already paid in a calendar year for the person, undertaking and scheme (five G).
    """

    scheme: Scheme
    start: date
    end: date | None = None
    group: Group | None = None
    percent: int | None = None
    month_wage: int | None = None
    holiday_pay: Decimal | None = None
    pension: Decimal | None = None
    employer_tax: Decimal | None = None
    position_percent: Decimal | None = None
    position: PositionType | None = None
    mentor_wage: int | None = None
    mentor_wage_type: WageType = WageType.HOUR
    mentor_hours: Decimal | None = None
    expenses: tuple[int, ...] = ()
    birth: date | None = None
    age: int | None = None
    keeps_job: bool = False
    today: date | None = None
    late_registration: bool = False
    agreed: bool = False
    paid_by_year: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure the calculator filled in: the field of `CalculationInput` and the value it took."""

    field: str
    value: date | Decimal | int | Group


class NoteCode(StrEnum):
    """What is worth saying about a calculation that can be made."""

    WAGE_UNUSUAL = "WAGE_UNUSUAL"
    """The monthly wage is so high that it may be a yearly wage; `limit` is where Nav's form warns."""
    RATE_UNUSUAL = "RATE_UNUSUAL"
    """Nav's form does not offer this rate, or warns at it."""
    HOURS_UNUSUAL = "HOURS_UNUSUAL"
    """The mentor hours are more than a full post, or not whole hours."""
    MENTOR_WAGE_UNUSUAL = "MENTOR_WAGE_UNUSUAL"
    """The mentor's hourly wage is so high that Nav's form warns."""
    AGE_CLOSE_TO_LIMIT = "AGE_CLOSE_TO_LIMIT"
    """Whether the participant is within the age limit depends on the birthday."""
    RATE_NOT_SET = "RATE_NOT_SET"
    """A rate is not set for the last part of the agreement; those periods have no amount."""
    FIVE_G_NOT_SET = "FIVE_G_NOT_SET"
    """G is not set for the last part of the agreement; the ceiling there is not known."""
    CEILING_NOT_NEW = "CEILING_NOT_NEW"
    """The ceiling of an earlier year is used, because no newer one is set."""
    NEW_AGREEMENTS_CLOSED = "NEW_AGREEMENTS_CLOSED"
    """The scheme is closed for new agreements; the figures are for one entered into earlier."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark: the code, the field it is about, and the limit or the day it concerns."""

    code: NoteCode
    field: str
    limit: Limit = None
