"""The three roundings of Nav's systems, each done once and on exact numbers.

Nav's agreement system computes wage cost in exact decimals but the percentage in IEEE doubles, and its refund
system computes in doubles all the way. Exact numbers are `Fraction` here, so no working precision can spoil a
tie.
"""

import math
from decimal import Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction

_HALF = Fraction(1, 2)


def half_up(value: Exact) -> int:
    """Round to a whole number, ties away from zero (Java's HALF_UP)."""
    exact = Fraction(value)
    size = math.floor(abs(exact) + _HALF)
    return size if exact >= 0 else -size


def half_up_to(value: Exact, places: int) -> Fraction:
    """Round to `places` decimals, ties away from zero, and stay exact."""
    scale = 10**places
    return Fraction(half_up(Fraction(value) * scale), scale)


def nearest(value: float) -> int:
    """Round a double to a whole number, ties towards plus infinity (Math.round, Kotlin's roundToInt).

    The double is taken exactly as it is stored: that is what makes 70 % of 40 965 become 28 675 and not 28
    676.
    """
    return math.floor(Fraction(value) + _HALF)


def shortest(value: float) -> Decimal:
    """Return the shortest decimal that reads back as this double (Java's BigDecimal.valueOf)."""
    return Decimal(repr(float(value)))
