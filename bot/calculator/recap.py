"""What the calculator has noted, in words."""

from collections.abc import Iterable, Iterator

from bot.calculator.figures import Figures
from bot.calculator.slots import Slot
from bot.calculator.wording import Words
from bot.subsidy.rounding import half_up

_ORDER = (
    Slot.SCHEME, Slot.WAGE, Slot.BASIS, Slot.POSITION, Slot.HOURS, Slot.GROUP, Slot.PERCENT, Slot.PLACE, Slot.START,
    Slot.LENGTH, Slot.AGE, Slot.HOLIDAY, Slot.PENSION, Slot.EXPENSES,
)  # fmt: skip


def facts(told: Figures, slots: Iterable[Slot], words: Words) -> list[str]:
    """Return what was told in some slots, in a fixed order."""
    wanted = set(slots)
    return [fact for slot in _ORDER if slot in wanted for fact in _fact(slot, told, words)]


def wage_text(told: Figures, words: Words) -> str:
    """Return the wage as it was told: "28 000 kroner i måneden"."""
    unit = words.say(f"calc_unit_{told.unit}") if told.unit else ""
    return words.say("calc_fact_wage", value=words.money(told.wage), unit=unit).strip()


def position_text(told: Figures, words: Words) -> str:
    """Return the size of the post as it was told."""
    if told.week_hours is not None:
        return words.say("calc_fact_week_hours", value=words.number(told.week_hours))
    return "" if told.position is None else words.percent(told.position)


def place_text(told: Figures, words: Words) -> str:
    """Return employer's contribution, with where it comes from."""
    if told.tax is None:
        return ""
    value = words.percent(told.tax)
    if told.zone and told.place:
        return words.say("calc_fact_place", place=told.place, zone=told.zone, value=value)
    return (
        words.say("calc_fact_zone", zone=told.zone, value=value)
        if told.zone
        else words.say("calc_fact_tax", value=value)
    )


def _fact(slot: Slot, told: Figures, words: Words) -> Iterator[str]:
    match slot:
        case Slot.SCHEME:
            yield words.scheme_within(told.scheme)
        case Slot.WAGE if told.wage is not None:
            yield wage_text(told, words)
        case Slot.BASIS if told.basis is not None:
            yield words.say(f"calc_fact_basis_{told.basis}")
        case Slot.POSITION if told.week_hours is not None:
            yield position_text(told, words)
        case Slot.POSITION if told.position is not None:
            yield words.say("calc_fact_position", value=words.percent(told.position))
        case Slot.GROUP if told.group is not None:
            yield words.say(f"calc_fact_group_{told.group}")
        case Slot.PLACE if told.tax is not None:
            yield place_text(told, words)
        case Slot.START if told.start is not None:
            yield words.say("calc_fact_start", value=words.date(told.start))
        case Slot.LENGTH:
            yield from _length(told, words)
        case Slot.AGE if told.age is not None:
            yield words.say("calc_fact_age", value=told.age)
        case Slot.EXPENSES if told.expenses:
            yield words.say("calc_fact_expenses", value=words.money(sum(half_up(sum_) for sum_ in told.expenses)))
        case Slot.HOURS if told.hours is not None:
            yield words.say("calc_fact_hours", value=words.number(told.hours))
        case Slot.PERCENT | Slot.HOLIDAY | Slot.PENSION:
            value = getattr(told, slot.value)
            if value is not None:
                yield words.say(f"calc_fact_{slot}", value=words.percent(value))


def _length(told: Figures, words: Words) -> Iterator[str]:
    if told.end is not None:
        yield words.say("calc_fact_end", value=words.date(told.end))
    elif told.months is not None:
        yield words.say("calc_fact_months", value=told.months)
    elif told.weeks is not None:
        yield words.say("calc_fact_weeks", value=told.weeks)
