"""What one full month costs the employer, and what a percentage of it is (calculation rules of source api).

Exact decimals up to the sum of expenses, which is rounded once; the percentage is taken in IEEE doubles.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bot.subsidy.rounding import half_up, nearest


@dataclass(frozen=True, slots=True)
class CostRates:
    """The employer's additions to pay, as fractions (0.12 is twelve percent); None is not given."""

    holiday_pay: Decimal | None
    pension: Decimal | None
    employer_tax: Decimal | None


@dataclass(frozen=True, slots=True)
class Additions:
    """Feriepenger, OTP and arbeidsgiveravgift of a month, exact and in kroner; None without a rate."""

    holiday_pay: Fraction | None
    pension: Fraction | None
    employer_tax: Fraction | None

    def total(self) -> Fraction | None:
        """Return their sum, or None when one of them is missing."""
        if self.holiday_pay is None or self.pension is None or self.employer_tax is None:
            return None
        return self.holiday_pay + self.pension + self.employer_tax


@dataclass(frozen=True, slots=True)
class MonthCost:
    """One full month in whole kroner, as Nav shows it.

    The parts are rounded one by one, so they need not add up to `total`, which is rounded once.
    """

    wage: int | None
    holiday_pay: int | None
    pension: int | None
    employer_tax: int | None
    total: int | None


def additions(wage: int | Decimal, rates: CostRates) -> Additions:
    """Compute holiday pay on the wage, pension on both, and employer's tax on all three, unrounded."""
    base = Fraction(wage)
    holiday = None if rates.holiday_pay is None else Fraction(rates.holiday_pay) * base
    pension = None if rates.pension is None or holiday is None else Fraction(rates.pension) * (base + holiday)
    tax = None
    if rates.employer_tax is not None and holiday is not None and pension is not None:
        tax = Fraction(rates.employer_tax) * (base + holiday + pension)
    return Additions(holiday, pension, tax)


def month_cost(wage: int | None, rates: CostRates) -> MonthCost:
    """Compute a month's wage cost from the gross monthly wage of the actual post, in whole kroner.

    The size of the post plays no part. A missing figure leaves everything that depends on it empty.
    """
    if wage is None:
        return MonthCost(None, None, None, None, None)
    return cost_of(wage, additions(wage, rates))


def cost_of(whole_wage: int, parts: Additions) -> MonthCost:
    """Round a month for showing: each part by itself, and the sum of expenses once."""
    added = parts.total()
    return MonthCost(
        wage=whole_wage,
        holiday_pay=_rounded(parts.holiday_pay),
        pension=_rounded(parts.pension),
        employer_tax=_rounded(parts.employer_tax),
        total=None if added is None else whole_wage + half_up(added),
    )


def month_grant(total: int | None, percent: int | None) -> int | None:
    """Return the grant of a full month in kroner: a percentage of the expenses, computed in doubles."""
    if total is None or percent is None:
        return None
    return nearest(total * (percent / 100))


def full_time_wage(wage: int | None, position_percent: Decimal | None) -> int | None:
    """Return the monthly wage a full post would have, in kroner; only for showing, never for the grant."""
    if wage is None or position_percent is None or position_percent == 0:
        return None
    return half_up(Fraction(wage) * 100 / Fraction(position_percent))


def _rounded(value: Fraction | None) -> int | None:
    return None if value is None else half_up(value)
