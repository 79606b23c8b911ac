"""Writes dates, money and percentages in one language; needs the fixed texts only, so the gateway can use it too."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.knowledge.model import Language
from bot.knowledge.render import money, number
from bot.texts import Texts

NO_BREAK = "\u00a0"
_SHORT_MONTH = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The calculator's wording in one language."""

    texts: Texts
    language: Language

    def say(self, key: str, **values: object) -> str:
        """Return a fixed text."""
        return self.texts.get(key, self.language, **values)

    def knows(self, key: str) -> bool:
        """Tell whether there is a fixed text of this name."""
        return key in self.texts

    def either(self, particular: str, general: str) -> str:
        """Return the name of the more particular text, where there is one."""
        return particular if self.knows(particular) else general

    def date(self, day: datetime.date) -> str:
        """Return "1. mars 2027" or "1 March 2027"."""
        dot = "" if self.language == "en" else "."
        return f"{day.day}{dot} {self.say(f'month_{day.month}')} {day.year}"

    def short_date(self, day: datetime.date) -> str:
        """Return "01.03.2027" or "1 Mar 2027", for tables."""
        if self.language == "en":
            return f"{day.day} {self.say(f'month_{day.month}')[:_SHORT_MONTH]} {day.year}"
        return day.strftime("%d.%m.%Y")

    def month(self, day: datetime.date) -> str:
        """Return "mars 27" or "Mar 27", for a chart."""
        name = self.say(f"month_{day.month}")
        short = name if len(name) <= _SHORT_MONTH + 1 else name[:_SHORT_MONTH]
        return f"{short} {day.year % 100:02d}"

    def money(self, amount: Decimal | int | None) -> str:
        """Return "28 000 kroner" or "NOK 28,000"; a dash where the amount is not known."""
        return "–" if amount is None else money(Decimal(amount), self.language)

    def short_money(self, amount: int | None) -> str:
        """Return "28 000 kr" or "NOK 28,000"; a dash where the amount is not known."""
        if amount is None:
            return "–"
        figure = number(Decimal(amount), self.language, decimals=0)
        return f"NOK{NO_BREAK}{figure}" if self.language == "en" else f"{figure}{NO_BREAK}kr"

    def percent(self, value: Decimal | int) -> str:
        """Return "14,1 %" or "14.1%"."""
        written = number(round(Decimal(value), 2), self.language)
        return f"{written}%" if self.language == "en" else f"{written}{NO_BREAK}%"

    def number(self, value: Decimal | int) -> str:
        """Return a number with at most two decimals."""
        return number(round(Decimal(value), 2), self.language)

    def listed(self, parts: Sequence[str], joiner: str = "calc_and") -> str:
        """Return "a, b og c"."""
        return self.texts.listed(parts, self.language, joiner)

    def scheme(self, scheme: str) -> str:
        """Return the name of a scheme at the beginning of a sentence."""
        return self.say(f"calc_scheme_{scheme}")

    def scheme_within(self, scheme: str) -> str:
        """Return the name of a scheme inside a sentence."""
        name = self.scheme(scheme)
        return name if name[1:2].isupper() else name[:1].lower() + name[1:]
