"""The tables of a calculation, the same on the page and in the PDF."""

from dataclasses import dataclass

from bot.calculator.wording import Words
from bot.subsidy import Calculation, Rules
from bot.subsidy.periods import amount_for_days


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts; the columns after the first `words_first` hold figures."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()
    words_first: int = 2


def steps_table(result: Calculation, words: Words) -> Table | None:
    """Return one row for each percentage; None where nothing is paid by the month."""
    if not result.monthly:
        return None
    rows = tuple(
        (
            words.short_date(step.start),
            words.short_date(step.end),
            "–" if step.percent is None else words.percent(step.percent),
            words.short_money(step.amount),
            words.short_money(step.own_cost),
        )
        for step in result.monthly
    )
    return Table(_heads(words, "from", "to", "percent", "grant", "own"), rows)


def cost_table(result: Calculation, words: Words) -> Table | None:
    """Return what a full month costs, part by part; None for a fixed amount."""
    cost = result.cost
    if cost is None:
        return None
    rows = (
        (words.say("calc_page_wage"), words.short_money(cost.wage)),
        (words.say("calc_page_holiday"), words.short_money(cost.holiday_pay)),
        (words.say("calc_page_pension"), words.short_money(cost.pension)),
        (words.say("calc_page_tax"), words.short_money(cost.employer_tax)),
    )
    foot = (words.say("calc_page_total"), words.short_money(cost.total))
    return Table((), rows, foot, words_first=1)


def periods_table(result: Calculation, words: Words, rules: Rules) -> Table | None:
    """Return one row for each period, usually a month; None where there are none."""
    if not result.periods:
        return None
    due = {item.number: item.deadline for item in result.deadlines}
    whole = result.cost.total if result.cost is not None else None
    rows = []
    own_total = 0
    for period in result.periods:
        own = None
        if whole is not None and period.amount is not None:
            own = amount_for_days(period.start, period.end, whole, rules) - period.amount
            own_total += own
        row = (
            words.short_date(period.start),
            words.short_date(period.end),
            "–" if period.percent is None else words.percent(period.percent),
            words.short_money(period.amount),
            words.short_money(own),
        )
        rows.append((*row, words.short_date(due[period.number])) if due else row)
    own_sum = words.short_money(own_total if whole is not None else None)
    foot = (words.say("calc_page_total"), "", "", words.short_money(result.total), own_sum)
    heads = _heads(words, "from", "to", "percent", "grant", "own", *(["due"] if due else []))
    return Table(heads, tuple(rows), (*foot, "") if due else foot)


def _heads(words: Words, *names: str) -> tuple[str, ...]:
    return tuple(words.say(f"calc_page_{name}") for name in names)
