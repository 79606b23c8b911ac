"""What the calculator asks for, in which order, and with which buttons."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from bot.calculator.figures import Basis, Figures, WageUnit
from bot.subsidy import Scheme


class Slot(StrEnum):
    """One thing the calculator may ask for."""

    SCHEME = "scheme"
    WAGE = "wage"
    BASIS = "basis"
    POSITION = "position"
    GROUP = "group"
    PLACE = "place"
    ZONE = "zone"
    PERCENT = "percent"
    START = "start"
    LENGTH = "length"
    AGE = "age"
    HOLIDAY = "holiday"
    PENSION = "pension"
    HOURS = "hours"
    EXPENSES = "expenses"
    AGREED = "agreed"


class InputKind(StrEnum):
    """What a channel should let the employer type."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MUNICIPALITY = "municipality"
    CHOICE = "choice"
    TEXT = "text"


INPUT: Mapping[Slot, InputKind] = {
    Slot.SCHEME: InputKind.CHOICE,
    Slot.WAGE: InputKind.NUMBER,
    Slot.BASIS: InputKind.CHOICE,
    Slot.POSITION: InputKind.PERCENT,
    Slot.GROUP: InputKind.CHOICE,
    Slot.PLACE: InputKind.MUNICIPALITY,
    Slot.ZONE: InputKind.CHOICE,
    Slot.PERCENT: InputKind.PERCENT,
    Slot.START: InputKind.DATE,
    Slot.LENGTH: InputKind.TEXT,
    Slot.AGE: InputKind.NUMBER,
    Slot.HOLIDAY: InputKind.PERCENT,
    Slot.PENSION: InputKind.PERCENT,
    Slot.HOURS: InputKind.NUMBER,
    Slot.EXPENSES: InputKind.NUMBER,
    Slot.AGREED: InputKind.CHOICE,
}

FIELDS: Mapping[Slot, tuple[str, ...]] = {
    Slot.SCHEME: ("scheme",),
    Slot.WAGE: ("wage", "unit", "unit_said", "basis", "rescaled_from"),
    Slot.BASIS: ("basis",),
    Slot.POSITION: ("position", "week_hours"),
    Slot.GROUP: ("group",),
    Slot.PLACE: ("tax", "tax_unknown", "place", "zone"),
    Slot.ZONE: ("tax", "tax_unknown", "zone"),
    Slot.PERCENT: ("percent",),
    Slot.START: ("start",),
    Slot.LENGTH: ("end", "months", "weeks"),
    Slot.AGE: ("age",),
    Slot.HOLIDAY: ("holiday",),
    Slot.PENSION: ("pension",),
    Slot.HOURS: ("hours",),
    Slot.EXPENSES: ("expenses", "expenses_unknown"),
    Slot.AGREED: ("agreed",),
}
"""The figures that each question fills."""

BUTTONS: Mapping[Slot, tuple[str, ...]] = {
    Slot.SCHEME: ("midlertidig-lonnstilskudd", "varig-lonnstilskudd", "mentor", "inkluderingstilskudd"),
    Slot.POSITION: ("full", "half"),
    Slot.BASIS: ("actual", "full"),
    Slot.GROUP: ("reduced", "not_reduced", "unknown"),
    Slot.PLACE: ("unknown",),
    Slot.AGREED: ("yes", "no"),
    Slot.EXPENSES: ("unknown",),
}
"""Keys `calc_button_<slot>_<choice>` of the buttons of a question; those of a zone are made for the municipality."""

_WAGE = (Slot.WAGE, Slot.BASIS, Slot.POSITION)

NEEDED: Mapping[Scheme, tuple[Slot, ...]] = {
    Scheme.MIDLERTIDIG: (*_WAGE, Slot.GROUP, Slot.PLACE),
    Scheme.VARIG: (*_WAGE, Slot.PLACE),
    Scheme.FIREARIG: (*_WAGE, Slot.PLACE),
    Scheme.SOMMERJOBB: (*_WAGE, Slot.GROUP, Slot.PLACE),
    Scheme.MENTOR: (Slot.WAGE, Slot.HOURS, Slot.GROUP, Slot.PLACE),
    Scheme.INKLUDERING: (Slot.EXPENSES,),
    Scheme.VTAO: (Slot.AGREED,),
}
"""What each scheme cannot do without, in the order it is asked for; the rest is assumed and said."""

_SHORT_MENTOR_MONTHS = 6
_SHORT_MENTOR_DAYS = 180
"""Up to here everyone may have a mentor."""

FULL_POST = 100
FULL_WEEK = Decimal("37.5")
"""Hours a week in a full post; Nav's 1950 hours a year come from it."""


def is_missing(slot: Slot, told: Figures) -> bool:
    """Tell whether a needed figure has to be asked for."""
    match slot:
        case Slot.WAGE:
            return told.wage is None
        case Slot.BASIS:
            return needs_basis(told)
        case Slot.POSITION:
            unsized = told.position is None and told.week_hours is None
            return unsized and (told.unit in (WageUnit.HOUR, WageUnit.DAY) or told.basis is Basis.FULL)
        case Slot.GROUP:
            if told.scheme is Scheme.MENTOR:
                return told.group is None and _is_long(told)
            by_percent = told.scheme in (Scheme.MIDLERTIDIG, Scheme.SOMMERJOBB) and told.percent is not None
            return told.group is None and not by_percent
        case Slot.PLACE:
            return told.tax is None and not told.tax_unknown
        case Slot.HOURS:
            return told.hours is None
        case Slot.EXPENSES:
            return not told.expenses and not told.expenses_unknown
        case Slot.AGREED:
            return told.agreed is None
        case _:
            return False


def _is_long(told: Figures) -> bool:
    """Tell whether a mentor is wanted for so long that Nav's assessment decides whether it is possible."""
    if told.end is not None:
        return told.start is None or (told.end - told.start).days > _SHORT_MENTOR_DAYS
    return (told.months or 0) > _SHORT_MENTOR_MONTHS or (told.weeks or 0) * 7 > _SHORT_MENTOR_DAYS


def needs_basis(told: Figures) -> bool:
    """Tell whether a wage could be for the post or for a full one, and it matters which."""
    part_time = told.position is not None and told.position != FULL_POST
    part_time = part_time or (told.week_hours is not None and told.week_hours != FULL_WEEK)
    return part_time and told.basis is None and told.unit in (WageUnit.MONTH, WageUnit.YEAR)


def next_missing(told: Figures) -> Slot | None:
    """Return what to ask for next; None when everything needed is told."""
    return next((slot for slot in NEEDED[told.scheme] if is_missing(slot, told)), None)
