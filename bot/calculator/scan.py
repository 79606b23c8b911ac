"""A message that is read piece by piece: what has been understood is taken out, so nothing is read twice."""

import re

from bot.calculator.numbers import Number, find_numbers


class Scan:
    """The rest of a message, in lower case; what is taken leaves spaces of the same length."""

    def __init__(self, text: str) -> None:
        self._original = text
        self.text = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)

    @property
    def written(self) -> str:
        """What is left as it was written, with capitals."""
        pairs = zip(self.text, self._original, strict=True)
        return "".join(letter if rest != " " else " " for rest, letter in pairs)

    def take(self, start: int, end: int) -> None:
        """Mark a piece as understood."""
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]

    def take_match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find a pattern and mark it as understood."""
        match = pattern.search(self.text)
        if match is not None:
            self.take(match.start(), match.end())
        return match

    def numbers(self) -> list[Number]:
        """Return the numbers that are left."""
        return find_numbers(self.text)

    def before(self, position: int, length: int = 30) -> str:
        """Return what stands right before a position, up to a full stop or a comma."""
        return re.split(r"[;!?]|[.,:] ", self.text[max(0, position - length) : position])[-1]

    def after(self, position: int, length: int = 30) -> str:
        """Return what stands right after a position, up to a full stop or a comma."""
        return re.split(r"[;!?]|[.,:](?: |$)", self.text[position : position + length])[0]
