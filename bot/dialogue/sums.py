"""Which schemes there is a sum to work out for."""

from collections.abc import Sequence

from bot.dialogue.reading import NO_SCHEME
from bot.dialogue.resolve import How, Resolution
from bot.subsidy import CALCULATOR_SCHEMES

CALCULATE = "calculate_subsidy"

SURELY_WITHOUT = 0.6
"""From this probability of a scheme without a sum, a situation is answered with its amounts, not with a calculation."""


def has_sum(schemes: Sequence[str]) -> bool:
    """Tell whether a sum can be worked out for any of the schemes; where none is known, the employer is asked."""
    return not schemes or any(scheme in CALCULATOR_SCHEMES for scheme in schemes)


def describes_no_sum(resolution: Resolution) -> bool:
    """Tell whether a situation surely means a scheme without a sum ("fylket betaler oss for lærlingen, hvor mye?")."""
    scheme, probability = resolution.best
    inferred = resolution.how is How.INFERRED and scheme != NO_SCHEME
    return inferred and probability >= SURELY_WITHOUT and not has_sum([scheme])
