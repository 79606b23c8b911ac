"""What must hold for all figures, checked against a second, plainer way of computing them."""

import math
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.subsidy import CALCULATOR_SCHEMES, CalculationInput, Group, InvalidInput, Rules, Scheme, calculate
from bot.subsidy.changes import extend, shorten
from bot.subsidy.dates import add_months, distance
from bot.subsidy.mentor import mentor_month
from bot.subsidy.month import CostRates, month_cost, month_grant
from bot.subsidy.periods import SubsidyPeriod, amount_for_days, split, subsidy_periods
from bot.subsidy.refund import Income, RefundClaim, refund
from bot.subsidy.rounding import half_up, nearest, shortest
from bot.subsidy.steps import Agreement, percent_for_period, reduction_dates

RULES = Rules.load()
FAST = settings(max_examples=150, deadline=None)

wages = st.integers(1, 300_000)
totals = st.integers(0, 400_000)
percents = st.integers(0, 100)
fractions = st.decimals(0, Decimal("0.4"), places=4)
rates = st.builds(CostRates, fractions, fractions, fractions)
days = st.dates(date(2020, 1, 1), date(2032, 12, 31))
lengths = st.integers(0, 1460)


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """An agreement of a scheme with percentages, four years long at most."""
    scheme = draw(st.sampled_from([Scheme.MIDLERTIDIG, Scheme.VARIG, Scheme.FIREARIG, Scheme.MENTOR]))
    start = draw(st.dates(date(2026, 8, 1), date(2034, 12, 31)))
    last = add_months(start, 48) - timedelta(days=1)
    end = min(start + timedelta(days=draw(lengths)), last)
    group = draw(st.sampled_from([Group.TRENGER_VEILEDNING, Group.NEDSATT_ARBEIDSEVNE, Group.LITEN_MULIGHET]))
    return Agreement(scheme, start, end, group, draw(st.integers(0, 75)))


def _days_of(periods: tuple[SubsidyPeriod, ...]) -> list[date]:
    return [period.start + timedelta(days=n) for period in periods for n in range((period.end - period.start).days + 1)]


def _plain_amount(start: date, end: date, monthly: int) -> int:
    """The amount of at most a month, by counting days."""
    after = end + timedelta(days=1)
    if start.day == 1 and after.day == 1:
        return monthly
    with localcontext(prec=60):
        day_rate = (Decimal(monthly) / Decimal("30.4375")).quantize(Decimal("1e-10"), ROUND_HALF_UP)
        amount = day_rate * ((end - start).days + 1)
        return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


@FAST
@given(agreements(), totals)
def test_periods_tile_the_agreement(agreement: Agreement, total: int) -> None:
    periods = subsidy_periods(agreement, total, RULES)
    assert agreement.start is not None
    assert agreement.end is not None
    length = (agreement.end - agreement.start).days + 1
    assert _days_of(periods) == [agreement.start + timedelta(days=n) for n in range(length)]
    assert [period.number for period in periods] == list(range(1, len(periods) + 1))


@FAST
@given(agreements(), totals)
def test_periods_stay_in_a_month_and_are_cut_at_every_drop(agreement: Agreement, total: int) -> None:
    periods = subsidy_periods(agreement, total, RULES)
    assert all((period.start.year, period.start.month) == (period.end.year, period.end.month) for period in periods)
    starts = {period.start for period in periods}
    assert set(reduction_dates(agreement, RULES)) - {agreement.start} <= starts
    firsts = {period.start for period in periods if period.start.day != 1}
    assert firsts <= {agreement.start, *reduction_dates(agreement, RULES)}


@FAST
@given(agreements(), totals)
def test_amounts_follow_from_counting_days(agreement: Agreement, total: int) -> None:
    for period in subsidy_periods(agreement, total, RULES):
        assert period.percent is not None
        monthly = math.floor(Decimal(total * (period.percent / 100)) + Decimal("0.5"))
        assert period.amount == _plain_amount(period.start, period.end, monthly)
        assert period.amount >= 0


@FAST
@given(agreements(), totals)
def test_the_percentage_never_rises(agreement: Agreement, total: int) -> None:
    periods = subsidy_periods(agreement, total, RULES)
    grants = [month_grant(total, period.percent) for period in periods]
    assert grants == sorted(grants, key=lambda grant: -(grant or 0))
    assert all(period.percent == percent_for_period(agreement, period.start, RULES) for period in periods), (
        "a period has one percentage from its first day to its last"
    )


@FAST
@given(agreements(), wages, wages, rates)
def test_a_higher_wage_never_lowers_the_grant(agreement: Agreement, one: int, other: int, share: CostRates) -> None:
    low, high = sorted((one, other))
    low_amounts = subsidy_periods(agreement, month_cost(low, share).total, RULES)
    high_amounts = subsidy_periods(agreement, month_cost(high, share).total, RULES)
    for smaller, larger in zip(low_amounts, high_amounts, strict=True):
        assert smaller.amount is not None
        assert larger.amount is not None
        assert smaller.amount <= larger.amount


@FAST
@given(wages, rates)
def test_a_month_is_rounded_once(wage: int, share: CostRates) -> None:
    with localcontext(prec=100):
        holiday = Decimal(share.holiday_pay or 0) * wage
        pension = Decimal(share.pension or 0) * (wage + holiday)
        tax = Decimal(share.employer_tax or 0) * (wage + holiday + pension)
        added = int((holiday + pension + tax).quantize(Decimal(1), ROUND_HALF_UP))
    cost = month_cost(wage, share)
    assert cost.total == wage + added
    parts = (cost.holiday_pay or 0) + (cost.pension or 0) + (cost.employer_tax or 0)
    assert abs(parts - added) <= 2


@FAST
@given(totals, percents)
def test_a_percentage_stays_within_the_cost(total: int, percent: int) -> None:
    grant = month_grant(total, percent)
    assert grant is not None
    assert 0 <= grant <= total
    assert abs(grant * 100 - total * percent) <= 50


@FAST
@given(st.integers(0, 2000), st.decimals(0, 300, places=2), rates)
def test_mentor_ore_are_cut(wage: int, hours: Decimal, share: CostRates) -> None:
    cost = mentor_month(wage, hours, share).cost
    assert cost is not None
    assert cost.wage == math.floor(wage * float(hours))
    assert cost.total is not None
    assert cost.total >= cost.wage


@FAST
@given(days, lengths, st.integers(0, 100_000))
def test_whole_years_count_as_twelve_months(start: date, length: int, monthly: int) -> None:
    end = start + timedelta(days=length)
    span = distance(start, end)
    assert add_months(start, span.months) + timedelta(days=span.days) == end + timedelta(days=1)
    assert amount_for_days(start, end, monthly, RULES) >= span.months * monthly
    year_end = add_months(start, 12) - timedelta(days=1)
    if add_months(start, 12).day == start.day:
        assert amount_for_days(start, year_end, monthly, RULES) == 12 * monthly


@FAST
@given(days, lengths, st.lists(days, max_size=5))
def test_splitting_loses_no_day(start: date, length: int, cuts: list[date]) -> None:
    end = start + timedelta(days=length)
    pieces = split(start, end, tuple(cuts))
    assert pieces[0][0] == start
    assert pieces[-1][1] == end
    for (first, last), following in zip(pieces, [*pieces[1:], None], strict=True):
        assert first <= last
        assert following is None or following[0] == last + timedelta(days=1)
    assert {cut for cut in cuts if start <= cut <= end} <= {first for first, _ in pieces}


@FAST
@given(st.floats(-1e9, 1e9))
def test_doubles_are_rounded_towards_plus_infinity_at_a_tie(value: float) -> None:
    result = nearest(value)
    assert Decimal(result) - Decimal("0.5") <= Decimal(value) < Decimal(result) + Decimal("0.5")


@FAST
@given(st.decimals(-1_000_000, 1_000_000, places=3))
def test_decimals_are_rounded_away_from_zero_at_a_tie(value: Decimal) -> None:
    assert half_up(value) == int(value.quantize(Decimal(1), ROUND_HALF_UP))


@FAST
@given(st.floats(0, 1e7))
def test_the_shortest_decimal_reads_back(value: float) -> None:
    assert float(shortest(value)) == value


claims = st.builds(
    lambda **values: RefundClaim(
        scheme=values["scheme"],
        incomes=(
            Income("LOENNSINNTEKT", "fastloenn", values["wage"], date(2026, 3, 1), True),
            Income("LOENNSINNTEKT", "trekkILoennForFerie", values["holiday"], date(2026, 3, 1)),
        ),
        percent=values["percent"],
        holiday_pay=0.12,
        pension=0.02,
        employer_tax=0.141,
        agreed_amount=values["agreed"],
        period_start=date(2026, 3, 1),
        sick_pay=values["sick_pay"],
        carried_minus=values["minus"],
        paid_this_year=values["paid"],
    ),
    scheme=st.sampled_from([Scheme.MIDLERTIDIG, Scheme.VARIG, Scheme.FIREARIG]),
    wage=st.floats(0, 200_000).map(lambda value: round(value, 2)),
    holiday=st.floats(-50_000, 0).map(lambda value: round(value, 2)),
    percent=st.integers(1, 75),
    agreed=st.integers(0, 100_000),
    sick_pay=st.integers(0, 100_000),
    minus=st.integers(-20_000, 0),
    paid=st.integers(0, 900_000),
)


@FAST
@given(claims)
def test_a_refund_keeps_within_its_ceilings(claim: RefundClaim) -> None:
    result = refund(claim, RULES)
    assert result.amount <= claim.agreed_amount + claim.carried_minus or result.amount <= 0
    if RULES.has_five_g(claim.scheme):
        assert result.amount <= max(0, 650_800 - claim.paid_this_year)
    if result.net > 0 and claim.carried_minus == 0:
        assert result.amount >= 0


@FAST
@given(claims, st.integers(0, 50_000))
def test_more_sick_pay_never_raises_a_refund(claim: RefundClaim, more: int) -> None:
    less = refund(claim, RULES)
    values = {name: getattr(claim, name) for name in RefundClaim.__dataclass_fields__}
    assert refund(RefundClaim(**{**values, "sick_pay": claim.sick_pay + more}), RULES).amount <= less.amount


@FAST
@given(agreements(), totals, lengths)
def test_shortening_and_extending_keep_the_tiling(agreement: Agreement, total: int, cut: int) -> None:
    assert agreement.start is not None
    assert agreement.end is not None
    new_end = agreement.start + timedelta(days=cut)
    if new_end >= agreement.end:
        return
    periods = subsidy_periods(agreement, total, RULES)
    shorter = shorten(agreement, periods, new_end, total, RULES)
    from_new = subsidy_periods(
        Agreement(agreement.scheme, agreement.start, new_end, agreement.group, agreement.percent),
        total,
        RULES,
    )
    assert shorter == from_new
    back = Agreement(agreement.scheme, agreement.start, new_end, agreement.group, agreement.percent)
    assert extend(back, shorter, agreement.end, total, RULES) == periods


@st.composite
def questions(draw: st.DrawFn) -> CalculationInput:
    """What an employer might ask to have calculated, possible or not."""
    scheme = draw(st.sampled_from(sorted(CALCULATOR_SCHEMES)))
    return CalculationInput(
        scheme=scheme,
        start=draw(st.dates(date(1985, 1, 1), date(2095, 12, 31))),
        end=draw(st.none() | st.dates(date(1985, 1, 1), date(2095, 12, 31))),
        group=draw(st.none() | st.sampled_from(sorted(Group))),
        percent=draw(st.none() | st.integers(-10, 110)),
        month_wage=draw(st.none() | st.integers(-1000, 2_000_000)),
        holiday_pay=draw(st.none() | fractions),
        pension=draw(st.none() | fractions),
        employer_tax=draw(st.none() | fractions),
        position_percent=draw(st.none() | st.decimals(-10, 200, places=1)),
        mentor_wage=draw(st.none() | st.integers(-10, 20_000)),
        mentor_hours=draw(st.none() | st.decimals(-5, 1200, places=1)),
        expenses=tuple(draw(st.lists(st.integers(-1000, 300_000), max_size=4))),
        age=draw(st.none() | st.integers(-5, 120)),
        agreed=draw(st.booleans()),
        today=draw(st.none() | st.just(date(2026, 11, 21))),
    )


@FAST
@given(questions())
def test_a_calculation_is_refused_or_adds_up_and_is_never_negative(given_: CalculationInput) -> None:
    try:
        result = calculate(given_, RULES)
    except InvalidInput as refused:
        assert refused.problems
        return
    amounts = [period.amount for period in result.periods]
    assert all(amount is None or amount >= 0 for amount in amounts)
    if result.periods:
        assert result.total == (None if None in amounts else sum(amount or 0 for amount in amounts))
    assert all(step.own_cost is None or step.own_cost >= 0 for step in result.monthly)
    if result.ceiling is not None and result.total is not None:
        assert result.total <= result.ceiling


@FAST
@given(agreements(), totals)
def test_a_reduction_never_raises_what_is_paid(agreement: Agreement, total: int) -> None:
    for period in subsidy_periods(agreement, total, RULES):
        first = month_grant(total, subsidy_periods(agreement, total, RULES)[0].percent) or 0
        assert (period.amount or 0) <= amount_for_days(period.start, period.end, first, RULES)
