"""Turns the `{placeholders}` of a text into figures, written as each language writes them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.knowledge.content import Parameter, ParameterNotSet
from bot.knowledge.terms import Language, Unit

PLACEHOLDER = re.compile(r"\{(?P<name>[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_]*)?)(?::(?P<format>[a-z]+))?\}")
"""`{max_months}`, `{mentor.max_months}`, and `:n` for the number without its unit."""

NO_BREAK = "\u00a0"

_WORDS: Mapping[Unit, Mapping[Language, tuple[str, str]]] = {
    Unit.PERCENT: {"nb": ("prosent", "prosent"), "nn": ("prosent", "prosent"), "en": ("percent", "percent")},
    Unit.MONTHS: {"nb": ("måned", "måneder"), "nn": ("månad", "månader"), "en": ("month", "months")},
    Unit.YEARS: {"nb": ("år", "år"), "nn": ("år", "år"), "en": ("year", "years")},
    Unit.AGE: {"nb": ("år", "år"), "nn": ("år", "år"), "en": ("year", "years")},
    Unit.WEEKS: {"nb": ("uke", "uker"), "nn": ("veke", "veker"), "en": ("week", "weeks")},
    Unit.DAYS: {"nb": ("dag", "dager"), "nn": ("dag", "dagar"), "en": ("day", "days")},
    Unit.HOURS: {"nb": ("time", "timer"), "nn": ("time", "timar"), "en": ("hour", "hours")},
    Unit.MINUTES: {"nb": ("minutt", "minutter"), "nn": ("minutt", "minutt"), "en": ("minute", "minutes")},
    Unit.TIMES: {"nb": ("gang", "ganger"), "nn": ("gong", "gonger"), "en": ("time", "times")},
}

_MONEY = frozenset({Unit.NOK, Unit.NOK_PER_MONTH, Unit.NOK_PER_YEAR})


@dataclass(frozen=True, slots=True)
class Figure:
    """A parameter's value and the days it holds."""

    value: Decimal
    unit: Unit
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished text; the dates are set when a figure had to be taken from outside the day asked for."""

    text: str
    valid_from: date | None = None
    valid_to: date | None = None


class Parameters:
    """Look-ups in a set of parameters."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self._parameters = parameters

    def resolve(self, name: str, scheme: str | None) -> str | None:
        """Return the full key a placeholder means: the scheme's own parameter first, then a global one."""
        if scheme is not None and f"{scheme}.{name}" in self._parameters:
            return f"{scheme}.{name}"
        return name if name in self._parameters else None

    def figure(self, key: str, on: date) -> Figure:
        """Return the figure that holds on a day.

        Raises:
            ParameterNotSet: The parameter does not exist, or no value is known for that day.
        """
        rows = self._rows(key)
        for row in rows:
            if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to):
                return row
        raise ParameterNotSet(f"no value of {key} is known for {on.isoformat()}")

    def nearest(self, key: str, on: date) -> Figure:
        """Return the figure that holds on a day, else the first one after it, else the last one before it.

        A scheme that starts next month is told with the figures it will start with.
        """
        rows = self._rows(key)
        if not rows:
            raise ParameterNotSet(f"no value of {key} is known")
        later = [row for row in rows if row.valid_to is None or row.valid_to >= on]
        return later[0] if later else rows[-1]

    def _rows(self, key: str) -> list[Figure]:
        parameter = self._parameters.get(key)
        if parameter is None:
            raise ParameterNotSet(f"there is no parameter {key}")
        if parameter.derived_of is not None and parameter.derived_factor is not None:
            factor = parameter.derived_factor
            return [
                Figure(row.value * factor, parameter.unit, row.valid_from, row.valid_to)
                for row in self._rows(parameter.derived_of)
            ]
        rows = sorted(parameter.values, key=lambda row: row.valid_from)
        return [Figure(row.value, parameter.unit, row.valid_from, row.valid_to) for row in rows]


def placeholders(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield name and format of every placeholder."""
    for match in PLACEHOLDER.finditer(text):
        yield match["name"], match["format"]


def number(value: Decimal, language: Language, *, decimals: int | None = None) -> str:
    """Write a number: `1 234,5` in Norwegian, `1,234.5` in English; trailing zeros are dropped."""
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{value:,f}"
    if "." in text and decimals is None:
        text = text.rstrip("0").rstrip(".")
    if text.startswith("-") and not text.strip("-0,."):
        text = text[1:]
    if language == "en":
        return text
    return text.replace(",", NO_BREAK).replace(".", ",")


def money(value: Decimal, language: Language) -> str:
    """Write an amount in whole kroner: `160 400 kroner` (no-break spaces) or `NOK 160,400`."""
    amount = number(value, language, decimals=0)
    if language == "en":
        return f"NOK {amount}"
    return f"{amount}{NO_BREAK}{'krone' if amount == '1' else 'kroner'}"


def quantity(value: Decimal, unit: Unit, language: Language, *, bare: bool = False) -> str:
    """Write a figure with its unit, in the singular for one; `bare` leaves the unit out.

    The kroner of a month or a year are written as kroner only: the sentence says what they are for.
    """
    if unit in _MONEY:
        return number(value, language, decimals=0) if bare else money(value, language)
    if bare or unit is Unit.NUMBER:
        return number(value, language)
    singular, plural = _WORDS[unit][language]
    return f"{number(value, language)} {singular if abs(value) == 1 else plural}"


def render(text: str, language: Language, on: date, parameters: Parameters, scheme: str | None) -> Rendered:
    """Fill the placeholders of a text for a day.

    Raises:
        ParameterNotSet: A placeholder names no parameter that has any value.
    """
    valid_from: date | None = None
    valid_to: date | None = None

    def fill(match: re.Match[str]) -> str:
        nonlocal valid_from, valid_to
        key = parameters.resolve(match["name"], scheme)
        if key is None:
            raise ParameterNotSet(f"there is no parameter {match['name']}")
        figure = parameters.nearest(key, on)
        if figure.valid_from > on:
            valid_from = max(valid_from or figure.valid_from, figure.valid_from)
        elif figure.valid_to is not None and figure.valid_to < on:
            valid_to = min(valid_to or figure.valid_to, figure.valid_to)
        return quantity(figure.value, figure.unit, language, bare=match["format"] == "n")

    return Rendered(PLACEHOLDER.sub(fill, text), valid_from, valid_to)
