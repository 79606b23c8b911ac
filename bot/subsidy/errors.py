"""What can go wrong, as values a conversation can word."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.subsidy.terms import ErrorCode


class RateNotSet(LookupError):  # noqa: N818 - a state of the rules, not a fault
    """No rule or rate is known for a day; the answer is then «not set yet» or «not known», never a guess."""

    def __init__(self, what: str, on: date) -> None:
        super().__init__(f"{what} is not set for {on.isoformat()}")
        self.what = what
        self.on = on


class BeyondLastStep(ValueError):  # noqa: N818 - a state of the agreement, not a fault
    """A period ends after the last percentage step of its scheme; there is no percentage to give."""


class ChangeRefused(ValueError):  # noqa: N818 - an answer, not a fault
    """An agreement may not be changed in this way; `code` says why."""

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(code.value)
        self.code = code


class ProblemCode(StrEnum):
    """What is wrong with a figure the employer gave; Nav's own refusals are `ErrorCode`."""

    MISSING = "MISSING"
    ZERO = "ZERO"
    NEGATIVE = "NEGATIVE"
    TOO_HIGH = "TOO_HIGH"
    TOO_LOW = "TOO_LOW"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    START_TOO_EARLY = "START_TOO_EARLY"
    GROUP_NOT_ALLOWED = "GROUP_NOT_ALLOWED"
    SCHEME_NOT_CALCULATED = "SCHEME_NOT_CALCULATED"


Limit = int | Decimal | date | tuple[int, ...] | None
"""The limit a figure broke, in the unit of its field; a tuple lists the values that are allowed."""


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One thing to ask about again: the field of `CalculationInput`, why, and the limit it broke."""

    field: str
    code: ProblemCode | ErrorCode
    limit: Limit = None


class InvalidInput(ValueError):  # noqa: N818 - an answer, not a fault
    """The calculation cannot be made from these figures; `problems` is never empty."""

    def __init__(self, problems: tuple[InputProblem, ...]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.code.value}" for problem in problems))
        self.problems = problems
