"""Nav's arithmetic for wage subsidies and related grants, as pure functions of figures and dated rules.

`calculate` answers for a calculator; the other modules are the rules it is made of. Everything computed is
what Nav's systems would compute from the same figures: an estimate, because Nav decides.
"""

from bot.subsidy.calculate import calculate
from bot.subsidy.calculation import Calculation, MonthlyStep, RefundDeadline
from bot.subsidy.errors import InputProblem, InvalidInput, ProblemCode, RateNotSet
from bot.subsidy.inputs import Assumption, CalculationInput, Note, NoteCode
from bot.subsidy.rules import Rules
from bot.subsidy.terms import CALCULATOR_SCHEMES, ErrorCode, Group, PositionType, Scheme, WageType

__all__ = [
    "CALCULATOR_SCHEMES",
    "Assumption",
    "Calculation",
    "CalculationInput",
    "ErrorCode",
    "Group",
    "InputProblem",
    "InvalidInput",
    "MonthlyStep",
    "Note",
    "NoteCode",
    "PositionType",
    "ProblemCode",
    "RateNotSet",
    "RefundDeadline",
    "Rules",
    "Scheme",
    "WageType",
    "calculate",
]
