"""A calculation in words, part by part; the message and the printable page are made of the same parts."""

from dataclasses import dataclass
from datetime import date

from bot.calculator.compute import Case
from bot.calculator.remarks import remarks
from bot.calculator.wording import NO_BREAK, Words
from bot.subsidy import Calculation, MonthlyStep, Rules, Scheme
from bot.subsidy.deadlines import refund_deadline
from bot.subsidy.periods import amount_for_days
from bot.subsidy.terms import AUTOMATIC_SCHEMES, WAGE_SCHEMES


@dataclass(frozen=True, slots=True)
class Report:
    """What is told about a calculation, in reading order; empty parts are left out when it is shown."""

    title: str
    estimate: str
    lead: str
    total: str
    steps: tuple[str, ...]
    cost: str
    based_on: tuple[str, ...]
    assumptions: tuple[str, ...]
    other_case: str
    hangs_on: str
    notes: tuple[str, ...]
    next_step: str
    deadline: str
    own_total: int | None
    first_deadline: date | None


def report_of(case: Case, result: Calculation, words: Words, rules: Rules) -> Report:
    """Put a calculation into words."""
    scheme, given = result.scheme, result.inputs
    own_total = _own_total(result, rules)
    first = _first_deadline(result, rules)
    end = given.end or given.start
    title = words.scheme(scheme)
    if scheme is not Scheme.INKLUDERING:
        days = {"start": _unbroken(given.start, words), "end": _unbroken(end, words)}
        title = words.say("calc_title", scheme=title, **days)
    notes = remarks(result, words)
    if scheme in WAGE_SCHEMES:
        notes = (*notes, words.say("calc_ceiling_note"))
    return Report(
        title=title,
        estimate=words.say("calc_estimate"),
        lead=_lead(case, result, own_total, words),
        total=_total(result, words),
        steps=tuple(_step(step, result, words) for step in result.monthly) if len(result.monthly) > 1 else (),
        cost=_cost(result, words),
        based_on=_based_on(case, result, words),
        assumptions=_assumptions(case, result, words),
        other_case=_other_case(case, words, rules),
        hangs_on=words.say(f"calc_hangs_{scheme}"),
        notes=notes,
        next_step=words.say(words.either(f"calc_next_{scheme}", "calc_next")),
        deadline=_deadline(result, first, words),
        own_total=own_total,
        first_deadline=first,
    )


def basis(report: Report, words: Words) -> tuple[str, ...]:
    """Return everything a calculation rests on: what was told, and what was assumed, marked as such."""
    assumed = words.say("calc_page_assumed")
    return (*report.based_on, *(f"{text} ({assumed})" for text in report.assumptions))


def _unbroken(day: date, words: Words) -> str:
    """Return a date whose day and month stay on one line of a title."""
    return words.date(day).replace(" ", NO_BREAK, 1)


def _own_total(result: Calculation, rules: Rules) -> int | None:
    """Return what is left for the employer of the whole period's wage cost."""
    if result.cost is None or result.cost.total is None or result.total is None:
        return None
    whole = sum(amount_for_days(period.start, period.end, result.cost.total, rules) for period in result.periods)
    return whole - result.total


def _first_deadline(result: Calculation, rules: Rules) -> date | None:
    if result.deadlines:
        return result.deadlines[0].deadline
    if result.scheme is Scheme.INKLUDERING and result.inputs.end is not None:
        return refund_deadline(result.inputs.end, None, rules)
    return None


def _lead(case: Case, result: Calculation, own_total: int | None, words: Words) -> str:
    scheme = result.scheme
    if scheme is Scheme.INKLUDERING:
        return _inclusion(case, result, words)
    first = result.monthly[0] if result.monthly else None
    amount = first.amount if first else None
    if first is None or amount is None:
        return words.say("calc_lead_not_set")
    if scheme is Scheme.VTAO:
        return words.say("calc_lead_fixed", amount=words.money(amount))
    if scheme is Scheme.MENTOR:
        hours = words.number(result.inputs.mentor_hours or 0)
        hourly = words.money(result.mentor_hourly)
        return words.say("calc_lead_mentor", amount=words.money(amount), hours=hours, hourly=hourly)
    if scheme is Scheme.SOMMERJOBB:
        return words.say("calc_lead_summer", total=words.money(result.total), own=words.money(own_total))
    key = "calc_lead_first" if len(result.monthly) > 1 else "calc_lead"
    return words.say(key, amount=words.money(amount), own=words.money(first.own_cost))


def _inclusion(case: Case, result: Calculation, words: Words) -> str:
    ceiling = words.money(result.ceiling)
    if case.over_ceiling:
        return words.say("calc_lead_inclusion_over", ceiling=ceiling, over=words.money(case.over_ceiling))
    if result.total is not None:
        return words.say("calc_lead_inclusion", total=words.money(result.total), ceiling=ceiling)
    return words.say("calc_lead_inclusion_ceiling", ceiling=ceiling)


def _total(result: Calculation, words: Words) -> str:
    if result.scheme in (Scheme.INKLUDERING, Scheme.SOMMERJOBB):
        return ""
    if result.total is not None:
        return words.say("calc_total", total=words.money(result.total))
    return words.say("calc_total_known", total=words.money(result.known_total)) if result.known_total else ""


def _step(step: MonthlyStep, result: Calculation, words: Words) -> str:
    start, end, amount = words.date(step.start), words.date(step.end), words.short_money(step.amount)
    if step.percent is None or result.cost is None:
        return words.say("calc_step_fixed", start=start, end=end, amount=amount)
    percent, own = words.percent(step.percent), words.short_money(step.own_cost)
    return words.say("calc_step", start=start, end=end, percent=percent, amount=amount, own=own)


def _cost(result: Calculation, words: Words) -> str:
    cost = result.cost
    if cost is None:
        return ""
    return words.say(
        "calc_cost",
        total=words.money(cost.total),
        wage=words.short_money(cost.wage),
        holiday=words.short_money(cost.holiday_pay),
        pension=words.short_money(cost.pension),
        tax=words.short_money(cost.employer_tax),
    )


def _based_on(case: Case, result: Calculation, words: Words) -> tuple[str, ...]:
    """Return what was told and computed with, as short phrases."""
    given, facts = result.inputs, []
    assumed = {*case.assumed, *(assumption.field for assumption in result.assumptions)}
    if given.month_wage is not None:
        unit = words.say("calc_unit_month")
        facts.append(words.say("calc_fact_wage", value=words.money(given.month_wage), unit=unit))
    if given.position_percent is not None and not assumed & {"position", "mentor_position"}:
        facts.append(words.say("calc_fact_position", value=words.percent(given.position_percent)))
    if given.percent is not None and "percent" not in assumed:
        facts.append(words.say("calc_fact_percent", value=words.percent(given.percent)))
    elif given.group is not None and "group" not in assumed:
        reduced = given.group.value != "TRENGER_VEILEDNING"
        facts.append(words.say("calc_fact_group_reduced" if reduced else "calc_fact_group_not_reduced"))
    for field, key in (("holiday_pay", "holiday"), ("pension", "pension"), ("employer_tax", "tax")):
        value = getattr(given, field)
        if value is not None and field not in assumed:
            facts.append(words.say(f"calc_fact_{key}", value=words.percent(value * 100)))
    if given.expenses and not case.over_ceiling:
        facts.append(words.say("calc_fact_expenses", value=words.money(sum(given.expenses))))
    return tuple(facts)


def _assumptions(case: Case, result: Calculation, words: Words) -> tuple[str, ...]:
    """Return what was assumed, as short phrases."""
    given, found = result.inputs, []
    for field in dict.fromkeys(case.assumed):
        match field:
            case "start":
                found.append(words.say("calc_assume_start", value=words.date(given.start)))
            case "end" if given.end is not None:
                key = words.either(f"calc_assume_end_{given.scheme}", "calc_assume_end")
                found.append(words.say(key, value=words.date(given.end)))
            case "holiday_pay" | "pension" | "employer_tax":
                value = words.percent(getattr(given, field) * 100)
                found.append(words.say(f"calc_assume_{field}", value=value))
            case "percent" if given.percent is not None:
                found.append(words.say("calc_assume_percent", value=words.percent(given.percent)))
            case "group" if given.group is not None:
                found.append(words.say("calc_assume_group"))
            case "basis" | "position" | "mentor_position":
                found.append(words.say(f"calc_assume_{field}"))
    return tuple(found)


def _other_case(case: Case, words: Words, rules: Rules) -> str:
    other = case.other_group(rules)
    if other is None or not other.monthly or other.inputs.end is None:
        return ""
    first = other.monthly[0]
    return words.say(
        "calc_other_group",
        percent=words.percent(first.percent or 0),
        amount=words.money(first.amount),
        total=words.money(other.total),
        end=words.date(other.inputs.end),
    )


def _deadline(result: Calculation, first: date | None, words: Words) -> str:
    if result.scheme in AUTOMATIC_SCHEMES or first is None:
        return words.say("calc_deadline_automatic")
    key = words.either(f"calc_deadline_{result.scheme}", "calc_deadline")
    return words.say(key, first=words.date(first))
