"""What is really paid: the refund of one period from the wages that were paid in it (source refapi).

Nav computes this side in IEEE doubles all the way, and so does this module. Amounts that come out are whole
kroner.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.subsidy.rounding import nearest
from bot.subsidy.rules import Rules
from bot.subsidy.terms import COUNTED_INCOME, HOLIDAY_DEDUCTION, WAGE_INCOME_TYPE, RefundStatus, Scheme


@dataclass(frozen=True, slots=True)
class Income:
    """One line of a-meldingen: kroner with øre, the month as its first day, and the employer's tick.

    `earned` is None until the employer has decided whether the income was earned in the period.
    """

    type: str
    kind: str
    amount: float
    month: date
    earned: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundClaim:
    """What a refund is computed from. Rates are fractions, money is kroner.

    Attributes:
        agreed_amount: The amount agreed for the period; the refund never exceeds it.
        period_start: The first day; decides the month of the holiday deduction, G, and the calendar year.
        lower_gross: The employer's lower figure when not all the income is from the scheme.
        sick_pay: What Nav refunds elsewhere (sick pay, care); taken off the total before the percentage.
        carried_minus: Minus amounts of earlier refunds of the agreement; zero or less.
        paid_this_year: Already paid for the person, undertaking and scheme in the calendar year.
        already_paid: What a refund that is being corrected has paid.
        holiday_taken: The holiday of the month is taken off in another refund of the agreement already.
    """

    scheme: Scheme
    incomes: tuple[Income, ...]
    percent: int
    holiday_pay: float
    pension: float
    employer_tax: float
    agreed_amount: int
    period_start: date
    lower_gross: int | None = None
    sick_pay: int = 0
    carried_minus: int = 0
    paid_this_year: int = 0
    already_paid: int = 0
    holiday_taken: bool = False


@dataclass(frozen=True, slots=True)
class Refund:
    """A computed refund in whole kroner; `amount` below zero is carried to the agreement's next refund."""

    gross: int
    holiday: int
    net: int
    holiday_pay: int
    pension: int
    employer_tax: int
    expenses: int
    expenses_less_sick_pay: int
    calculated: int
    over_agreed: bool
    over_five_g: bool
    amount: int

    @property
    def status(self) -> RefundStatus:
        """Return what happens when the employer sends it."""
        if self.amount > 0:
            return RefundStatus.SENDT_KRAV
        return RefundStatus.GODKJENT_NULLBELOP if self.amount == 0 else RefundStatus.GODKJENT_MINUSBELOP


def counted_gross(incomes: Iterable[Income]) -> float:
    """Add the wages that count: of the six kinds, and ticked as earned in the period (kroner with øre)."""
    return _add(
        line.amount for line in incomes if line.type == WAGE_INCOME_TYPE and line.kind in COUNTED_INCOME and line.earned
    )


def holiday_deduction(incomes: Iterable[Income], period_start: date) -> float:
    """Add the holiday taken in the month of the period's first day; needs no tick, normally negative."""
    month = (period_start.year, period_start.month)
    return _add(
        line.amount
        for line in incomes
        if line.type == WAGE_INCOME_TYPE
        and line.kind == HOLIDAY_DEDUCTION
        and (line.month.year, line.month.month) == month
    )


def refund(claim: RefundClaim, rules: Rules) -> Refund:
    """Compute the refund of one period of a wage subsidy.

    Order: gross, holiday, additions, sick pay, percentage, the agreed ceiling, carried minus, five G, and
        last what a
    corrected refund has paid already. As in Nav's system a deduction with no wages at all gives a negative
    amount.

    Raises:
        RateNotSet: The scheme has a ceiling in G, and G is not known for the period's first day.
    """
    gross = nearest(counted_gross(claim.incomes))
    if claim.lower_gross is not None:
        gross = min(gross, claim.lower_gross)
    holiday = 0 if claim.holiday_taken else nearest(holiday_deduction(claim.incomes, claim.period_start))
    net = gross + holiday
    holiday_pay = net * claim.holiday_pay
    pension = (net + holiday_pay) * claim.pension
    tax = (net + pension + holiday_pay) * claim.employer_tax
    expenses = net + pension + holiday_pay + tax
    less_sick_pay = expenses - claim.sick_pay
    calculated = nearest(_due(expenses, less_sick_pay, claim.percent / 100.0))
    amount = min(calculated, claim.agreed_amount) + claim.carried_minus
    over_five_g = False
    if rules.has_five_g(claim.scheme):
        left = max(0, rules.five_g_on(claim.scheme, claim.period_start) - claim.paid_this_year)
        over_five_g = amount > left
        amount = min(amount, left)
    return Refund(
        gross=gross,
        holiday=holiday,
        net=net,
        holiday_pay=nearest(holiday_pay),
        pension=nearest(pension),
        employer_tax=nearest(tax),
        expenses=nearest(expenses),
        expenses_less_sick_pay=nearest(less_sick_pay),
        calculated=calculated,
        over_agreed=calculated > claim.agreed_amount,
        over_five_g=over_five_g,
        amount=amount - claim.already_paid,
    )


def automatic_refund(agreed_amount: int, already_paid: int = 0, *, correction: bool = False) -> int:
    """Return what Nav pays by itself for a VTA-O or mentor period, in kroner.

    It is the agreed amount; a correction of VTA-O always takes all of it back, and mentor is never corrected.
    """
    return (0 if correction else agreed_amount) - already_paid


def _due(expenses: float, less_sick_pay: float, share: float) -> float:
    """Return the share of the expenses; sick pay takes it to zero at most, and not in a negative month."""
    plain = expenses * share
    due = less_sick_pay * share
    if plain > 0 and due < 0:
        return 0.0
    return plain if plain < 0 else due


def _add(amounts: Iterable[float]) -> float:
    """Add doubles one by one, as Nav does; the built-in sum would compensate rounding errors."""
    total = 0.0
    for amount in amounts:
        total += amount
    return total
