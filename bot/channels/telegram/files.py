"""Draws the files of a calculation in this process; no address has to be reachable for them."""

from dataclasses import dataclass
from pathlib import Path

from bot.calculator import calendar, chart, pdf
from bot.calculator.compute import default_rules
from bot.calculator.links import Links
from bot.calculator.wording import Words
from bot.channels.telegram.drawing.parts import File
from bot.subsidy import InvalidInput, RateNotSet
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file that is ready to be sent."""

    name: str
    content: bytes


class Files:
    """Draws files from a signed token; synchronous, run it in a worker thread."""

    def __init__(self, directory: Path, texts: Texts) -> None:
        self._links = Links(directory)
        self._texts = texts
        self._rules = default_rules()

    def draw(self, file: File, token: str) -> Drawn | None:
        """Return a file; None where the token is not ours, or the rules have changed since."""
        drawing = self._links.read(token)
        if drawing is None:
            return None
        try:
            result = drawing.case.calculation(self._rules)
        except (InvalidInput, RateNotSet, ArithmeticError, ValueError):
            return None
        words = Words(self._texts, drawing.language)
        match file:
            case File.CHART:
                return Drawn("chart.png", chart.draw(result, words))
            case File.CALENDAR:
                content = calendar.calendar(result, words, self._rules, drawing.made)
                return Drawn(f"{result.scheme.value}.ics", content)
            case File.PDF:
                picture = chart.draw(result, words)
                content = pdf.pdf(drawing.case, result, words, self._rules, picture, drawing.made)
                return Drawn(f"{result.scheme.value}.pdf", content)
