"""The result of a calculation: what could be agreed, month by month. Nav decides; nothing is a promise."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.subsidy.five_g import FiveGNotice
from bot.subsidy.inputs import Assumption, CalculationInput, Note
from bot.subsidy.month import MonthCost
from bot.subsidy.periods import SubsidyPeriod
from bot.subsidy.terms import Scheme

CURRENCY = "NOK"


@dataclass(frozen=True, slots=True)
class MonthlyStep:
    """A stretch of the agreement with one percentage, and what a full month in it gives, in kroner.

    Attributes:
        percent: None for a fixed amount.
        amount: The grant; None while the rate of a fixed amount is not set.
        own_cost: What is left for the employer of a full month's wage cost; None for a fixed amount.
        start: The first day of the stretch.
        end: The last day of it.
    """

    percent: int | None
    amount: int | None
    own_cost: int | None
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class RefundDeadline:
    """The last day to send the claim of a period, if Nav decides before the period ends."""

    number: int
    period_end: date
    deadline: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """Everything a conversation needs to tell. Money is whole kroner.

    Attributes:
        scheme: The scheme computed.
        inputs: The figures used, gaps filled.
        periods: The subsidy periods with their agreed ceilings; empty for inkluderingstilskudd.
        monthly: The grant of a full month, for each percentage (VTA-O: for each rate).
        total: All periods together (inkluderingstilskudd: the expenses told); None when it is not known.
        cost: One full month's wage cost; None for fixed amounts.
        full_time_wage: The monthly wage of a full post, when the size of the post is told.
        mentor_hourly: The mentor's hourly wage.
        ceiling: The most inkluderingstilskudd for the agreement.
        five_g: The yearly ceiling against every calendar year, for permanent and four-year subsidies.
        deadlines: Refund deadlines; empty for schemes Nav pays by itself.
        assumptions: What was filled in.
        notes: Remarks.
    """

    scheme: Scheme
    inputs: CalculationInput
    periods: tuple[SubsidyPeriod, ...] = ()
    monthly: tuple[MonthlyStep, ...] = ()
    total: int | None = None
    cost: MonthCost | None = None
    full_time_wage: int | None = None
    mentor_hourly: int | None = None
    ceiling: int | None = None
    five_g: FiveGNotice | None = None
    deadlines: tuple[RefundDeadline, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def known_total(self) -> int:
        """Return the sum of the periods whose amount is known; the same as `total` when all are."""
        return sum(period.amount for period in self.periods if period.amount is not None)

    def payload(self) -> dict[str, Any]:
        """Return the keys of a `calculation` message of the public contract, save `kind` and `inputs`."""
        return {
            "scheme": self.scheme.value,
            "periods": [
                {
                    "from": period.start.isoformat(),
                    "to": period.end.isoformat(),
                    "percent": period.percent,
                    "amount": period.amount,
                }
                for period in self.periods
            ],
            "monthly": [{"percent": step.percent, "amount": step.amount} for step in self.monthly],
            "total": self.total,
            "currency": CURRENCY,
        }

    def cost_payload(self) -> dict[str, int | None]:
        """Return one full month's wage cost under Nav's names for its parts."""
        if self.cost is None:
            return {}
        return {
            "lonn": self.cost.wage,
            "feriepenger": self.cost.holiday_pay,
            "otp": self.cost.pension,
            "avgift": self.cost.employer_tax,
            "sum": self.cost.total,
        }
