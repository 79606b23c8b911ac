"""The calculator: from what an employer tells to what could be agreed."""

from itertools import groupby

from bot.subsidy.calculation import Calculation, MonthlyStep, RefundDeadline
from bot.subsidy.deadlines import refund_deadline
from bot.subsidy.defaults import with_defaults
from bot.subsidy.errors import InputProblem, InvalidInput, ProblemCode, RateNotSet
from bot.subsidy.five_g import five_g_notice
from bot.subsidy.inputs import Assumption, CalculationInput
from bot.subsidy.mentor import hourly_wage, mentor_month
from bot.subsidy.month import CostRates, MonthCost, full_time_wage, month_cost, month_grant
from bot.subsidy.notes import notes_on
from bot.subsidy.periods import SubsidyPeriod, subsidy_periods
from bot.subsidy.rules import Rules
from bot.subsidy.steps import Agreement
from bot.subsidy.terms import AUTOMATIC_SCHEMES, Scheme
from bot.subsidy.validation import problems_of, start_problems


def calculate(given: CalculationInput, rules: Rules) -> Calculation:
    """Compute what could be agreed.

    Raises:
        InvalidInput: Something is missing or wrong; its `problems` say what.
    """
    problems = start_problems(given, rules)
    if problems:
        raise InvalidInput(problems)
    inputs, assumptions = with_defaults(given, rules)
    problems = problems_of(inputs, rules)
    if problems:
        raise InvalidInput(problems)
    if inputs.scheme is Scheme.INKLUDERING:
        return _inclusion(inputs, assumptions, rules)
    return _periodic(inputs, assumptions, rules)


def _inclusion(inputs: CalculationInput, assumptions: tuple[Assumption, ...], rules: Rules) -> Calculation:
    """Answer with the ceiling of the whole agreement; the grant is the expenses, which stay within it."""
    return Calculation(
        scheme=inputs.scheme,
        inputs=inputs,
        total=sum(inputs.expenses) if inputs.expenses else None,
        ceiling=rules.inclusion_ceiling_on(inputs.end),
        assumptions=assumptions,
        notes=notes_on(inputs, (), None, None, rules),
    )


def _periodic(inputs: CalculationInput, assumptions: tuple[Assumption, ...], rules: Rules) -> Calculation:
    hourly = _mentor_hourly(inputs, rules)
    cost = _cost(inputs, hourly)
    month_total = None if cost is None else cost.total
    agreement = Agreement(inputs.scheme, inputs.start, inputs.end, inputs.group, inputs.percent)
    periods = subsidy_periods(agreement, month_total, rules)
    five_g = five_g_notice(inputs.scheme, periods, rules, inputs.paid_by_year)
    amounts = [period.amount for period in periods]
    known = [amount for amount in amounts if amount is not None]
    return Calculation(
        scheme=inputs.scheme,
        inputs=inputs,
        periods=periods,
        monthly=_monthly(inputs.scheme, periods, month_total, rules),
        total=sum(known) if len(known) == len(amounts) else None,
        cost=cost,
        full_time_wage=full_time_wage(inputs.month_wage, inputs.position_percent),
        mentor_hourly=hourly,
        five_g=five_g,
        deadlines=_deadlines(inputs.scheme, periods, rules),
        assumptions=assumptions,
        notes=notes_on(inputs, periods, five_g, hourly, rules),
    )


def _mentor_hourly(inputs: CalculationInput, rules: Rules) -> int | None:
    """Return the mentor's hourly wage in kroner; None for the other schemes.

    Raises:
        InvalidInput: The wage is so low that an hour comes to nothing.
    """
    if inputs.scheme is not Scheme.MENTOR or inputs.mentor_wage is None:
        return None
    wage = hourly_wage(inputs.mentor_wage_type, inputs.mentor_wage, inputs.position_percent, rules)
    if wage == 0:
        raise InvalidInput((InputProblem("mentor_wage", ProblemCode.TOO_LOW),))
    return wage


def _cost(inputs: CalculationInput, mentor_hourly: int | None) -> MonthCost | None:
    """Return one full month's wage cost; None for a fixed amount."""
    rates = CostRates(inputs.holiday_pay, inputs.pension, inputs.employer_tax)
    if inputs.scheme is Scheme.MENTOR:
        return mentor_month(mentor_hourly, inputs.mentor_hours, rates).cost
    if inputs.scheme is Scheme.VTAO or inputs.month_wage is None:
        return None
    return month_cost(inputs.month_wage, rates)


def _monthly(
    scheme: Scheme, periods: tuple[SubsidyPeriod, ...], month_total: int | None, rules: Rules
) -> tuple[MonthlyStep, ...]:
    """Return the stretches with the same percentage, or the same fixed rate, in the order of their dates."""
    steps = []
    rates = {period: _month_of(scheme, period, month_total, rules) for period in periods}
    for (percent, amount), group in groupby(periods, key=lambda period: (period.percent, rates[period])):
        stretch = tuple(group)
        own = None if month_total is None or amount is None else month_total - amount
        steps.append(MonthlyStep(percent, amount, own, stretch[0].start, stretch[-1].end))
    return tuple(steps)


def _month_of(scheme: Scheme, period: SubsidyPeriod, month_total: int | None, rules: Rules) -> int | None:
    """Return the grant of a full month in the period's stretch, in kroner; None while a rate is not set."""
    if scheme is not Scheme.VTAO:
        return month_grant(month_total, period.percent)
    try:
        return rules.vtao_month_on(period.start)
    except RateNotSet:
        return None


def _deadlines(scheme: Scheme, periods: tuple[SubsidyPeriod, ...], rules: Rules) -> tuple[RefundDeadline, ...]:
    if scheme in AUTOMATIC_SCHEMES:
        return ()
    return tuple(
        RefundDeadline(period.number, period.end, refund_deadline(period.end, None, rules)) for period in periods
    )
