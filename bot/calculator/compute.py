"""From what was told to the arithmetic: conversions, stated assumptions, and what is wrong."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from bot.calculator.figures import MENTOR_WAGES, Assessment, Basis, Figures, WageUnit
from bot.calculator.slots import FULL_POST, FULL_WEEK, NEEDED, Slot, is_missing
from bot.knowledge.model import Knowledge
from bot.subsidy import Calculation, CalculationInput, InputProblem, InvalidInput, Rules, Scheme, calculate
from bot.subsidy.dates import ONE_DAY, add_months
from bot.subsidy.rounding import half_up
from bot.subsidy.terms import WAGE_SCHEMES

_PERCENT = Decimal(100)
_PLACEHOLDER_WAGE = Decimal(30_000)
_PLACEHOLDER_HOURLY = Decimal(250)


@lru_cache(maxsize=1)
def default_rules() -> Rules:
    """Return the rules of this repository, read once."""
    return Rules.load()


@dataclass(frozen=True, slots=True)
class Case:
    """Something that can be computed and drawn anew: the arithmetic's input, and which parts were assumed.

    `unsure_group`: Nav's assessment is not known, so the other case is worth telling too.
    """

    given: CalculationInput
    assumed: tuple[str, ...] = ()
    unsure_group: bool = False
    over_ceiling: int = 0
    """How much of the expenses is above the ceiling of an inkluderingstilskudd."""

    def calculation(self, rules: Rules) -> Calculation:
        """Compute it.

        Raises:
            InvalidInput: Something is wrong with the figures.
        """
        return calculate(self.given, rules)

    def other_group(self, rules: Rules) -> Calculation | None:
        """Compute the case that Nav finds reduced work capacity; None where it is known."""
        if not self.unsure_group:
            return None
        given = replace(self.given, group=Assessment.REDUCED.group, percent=None)
        if "end" in self.assumed and self.given.scheme is Scheme.MIDLERTIDIG:
            given = replace(given, end=None)
        try:
            return calculate(given, rules)
        except InvalidInput:
            return None


def month_wage(told: Figures) -> Decimal | None:
    """Return the wage of a month in the actual post, unrounded; None while something is missing."""
    if told.wage is None or told.unit is None:
        return None
    size = size_of(told)
    match told.unit:
        case WageUnit.HOUR:
            return told.wage * FULL_WEEK * size / FULL_POST * 52 / 12
        case WageUnit.DAY:
            return told.wage * 260 / 12 * size / FULL_POST
        case WageUnit.WEEK:
            whole = told.wage * 52 / 12
        case WageUnit.MONTH:
            whole = told.wage
        case WageUnit.YEAR:
            whole = told.wage / 12
    return whole * size / FULL_POST if told.basis is Basis.FULL else whole


def size_of(told: Figures) -> Decimal:
    """Return the size of the post in percent; a full one where it was not told."""
    if told.week_hours is not None:
        return told.week_hours * FULL_POST / FULL_WEEK
    return Decimal(FULL_POST) if told.position is None else told.position


def default_start(scheme: Scheme, today: date, rules: Rules) -> date:
    """Return the first of next month; for summer jobs the next summer's first day where that is no summer."""
    start = add_months(today.replace(day=1), 1)
    if scheme is Scheme.VTAO:
        return today.replace(month=1, day=1)
    if scheme is Scheme.FIREARIG:
        return max(start, rules.dates.four_year_first_start.value)
    if scheme is Scheme.SOMMERJOBB:
        first = rules.dates.summer_first_start
        if start < first.in_year(start.year):
            return first.in_year(start.year)
        if start > rules.dates.summer_last_start.in_year(start.year):
            return first.in_year(start.year + 1)
    return start


def case_of(told: Figures, knowledge: Knowledge, today: date, rules: Rules) -> Case:
    """Return what is computed, with what was assumed; figures that were not told get ordinary stand-ins."""
    assumed: list[str] = []
    start = told.start
    if start is None or (told.scheme is Scheme.VTAO and start < today.replace(month=1, day=1)):
        start = default_start(told.scheme, today, rules)
        assumed.append("start")
    given = CalculationInput(
        scheme=told.scheme, start=start, end=_end(told, start, assumed), age=told.age, today=today, position=told.job
    )
    if told.scheme is Scheme.VTAO:
        end = given.end or date(start.year, 12, 31)
        given = replace(given, agreed=told.agreed is not False, today=None, end=end)
    elif told.scheme is Scheme.INKLUDERING:
        return _inclusion(told, given, assumed, rules)
    else:
        given = _with_rates(told, given, assumed, knowledge, today)
        given = _with_group(told, given, assumed)
        filled = _with_wage if told.scheme in WAGE_SCHEMES else _with_mentor
        given = filled(told, given, assumed)
    unsure = told.group is Assessment.UNKNOWN and told.scheme in (Scheme.MIDLERTIDIG, Scheme.SOMMERJOBB)
    return Case(given, tuple(assumed), unsure and told.percent is None)


def _end(told: Figures, start: date, assumed: list[str]) -> date | None:
    if told.end is not None:
        return told.end
    if told.months is not None and 0 < told.months <= 600:
        return add_months(start, told.months) - ONE_DAY
    if told.weeks is not None and 0 < told.weeks <= 2600:
        return start + timedelta(weeks=told.weeks) - ONE_DAY
    if told.months is not None or told.weeks is not None:
        return start - ONE_DAY
    assumed.append("end")
    return None


def _inclusion(told: Figures, given: CalculationInput, assumed: list[str], rules: Rules) -> Case:
    expenses = tuple(half_up(amount) for amount in told.expenses)
    if given.start < rules.first_day_of(told.scheme) or (given.end is not None and given.end < given.start):
        # The arithmetic says what is wrong with the dates; there is no ceiling to look up for them.
        return Case(given, tuple(assumed))
    ceiling = rules.inclusion_ceiling_on(given.end)
    over = max(0, sum(expenses) - ceiling)
    if over and all(amount > 0 for amount in expenses):
        return Case(replace(given, expenses=(ceiling,)), tuple(assumed), over_ceiling=over)
    return Case(replace(given, expenses=expenses), tuple(assumed))


def _with_rates(
    told: Figures, given: CalculationInput, assumed: list[str], knowledge: Knowledge, today: date
) -> CalculationInput:
    """Fill in holiday pay, pension and employer's contribution as they usually are."""
    rates: dict[str, Decimal] = {}
    old = told.age is not None and told.age >= 60 and told.scheme is not Scheme.MENTOR
    for field, said, usual in (
        ("holiday_pay", told.holiday, "feriepenger_avtale_over_60" if old else "feriepenger_avtale"),
        ("pension", told.pension, "otp_min"),
        ("employer_tax", told.tax, "aga_sone_1"),
    ):
        if said is None:
            assumed.append(field)
        rates[field] = (knowledge.value(usual, today) if said is None else said) / _PERCENT
    return replace(
        given, holiday_pay=rates["holiday_pay"], pension=rates["pension"], employer_tax=rates["employer_tax"]
    )


def _with_group(told: Figures, given: CalculationInput, assumed: list[str]) -> CalculationInput:
    if told.scheme in (Scheme.VARIG, Scheme.FIREARIG):
        if told.scheme is Scheme.VARIG and told.percent is None:
            assumed.append("percent")
        percent = _whole(told.percent) if told.scheme is Scheme.VARIG or told.percent is not None else None
        return replace(given, percent=percent)
    if told.percent is not None and told.scheme is not Scheme.MENTOR:
        return replace(given, percent=_whole(told.percent))
    if told.group is None:
        return given
    if told.group is Assessment.UNKNOWN:
        assumed.append("group")
        return given if told.scheme is Scheme.MENTOR else replace(given, group=told.group.group)
    return replace(given, group=told.group.group)


def _whole(percent: Decimal | None) -> int | None:
    """Return a grant percentage; one with decimals is none Nav gives, so it is let through to be refused."""
    if percent is None:
        return None
    return int(percent) if percent == percent.to_integral_value() else -1


def _with_wage(told: Figures, given: CalculationInput, assumed: list[str]) -> CalculationInput:
    wage = month_wage(told)
    known_size = told.position is not None or told.week_hours is not None
    if told.unit in (WageUnit.MONTH, WageUnit.YEAR, WageUnit.WEEK) and told.basis is None and not known_size:
        assumed.append("basis")
    assumed += [slot for slot in told.guessed if slot in ("basis", "position")]
    size = size_of(told) if known_size else None
    return replace(given, month_wage=None if wage is None else half_up(wage), position_percent=size)


def _with_mentor(told: Figures, given: CalculationInput, assumed: list[str]) -> CalculationInput:
    hourly = told.unit is WageUnit.HOUR
    if not hourly and told.position is None:
        assumed.append("mentor_position")
    return replace(
        given,
        mentor_wage=None if told.wage is None else half_up(told.wage),
        mentor_wage_type=MENTOR_WAGES[told.unit or WageUnit.HOUR],
        mentor_hours=told.hours,
        position_percent=None if hourly else size_of(told),
    )


_SLOT_OF_FIELD = {
    "scheme": Slot.SCHEME,
    "start": Slot.START,
    "end": Slot.LENGTH,
    "group": Slot.GROUP,
    "percent": Slot.PERCENT,
    "month_wage": Slot.WAGE,
    "mentor_wage": Slot.WAGE,
    "holiday_pay": Slot.HOLIDAY,
    "pension": Slot.PENSION,
    "employer_tax": Slot.PLACE,
    "position_percent": Slot.POSITION,
    "mentor_hours": Slot.HOURS,
    "expenses": Slot.EXPENSES,
    "age": Slot.AGE,
    "birth": Slot.AGE,
}


def slot_of(problem: InputProblem) -> Slot:
    """Return what must be asked for again."""
    return _SLOT_OF_FIELD[problem.field]


def problems_in(told: Figures, knowledge: Knowledge, today: date, rules: Rules) -> tuple[InputProblem, ...]:
    """Return what is wrong with figures that may not be complete: gaps are filled so that the rest is checked."""
    probe = told
    if told.wage is None:
        mentor = told.scheme is Scheme.MENTOR
        wage = _PLACEHOLDER_HOURLY if mentor else _PLACEHOLDER_WAGE
        probe = probe.model_copy(update={"wage": wage, "unit": WageUnit.HOUR if mentor else WageUnit.MONTH})
    if Slot.GROUP in NEEDED[told.scheme] and is_missing(Slot.GROUP, told):
        probe = probe.model_copy(update={"group": Assessment.REDUCED})
    if told.hours is None:
        probe = probe.model_copy(update={"hours": Decimal(1)})
    case = case_of(probe, knowledge, today, rules)
    try:
        case.calculation(rules)
    except InvalidInput as invalid:
        found = invalid.problems
    else:
        return ()
    if any(problem.field == "position_percent" for problem in found):
        # A wage that was scaled by an impossible post is not wrong by itself.
        found = tuple(problem for problem in found if problem.field != "month_wage")
    return found
