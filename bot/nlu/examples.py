"""What the model learns from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """One training sentence."""

    text: str
    intent: str
    schemes: tuple[str, ...] = ()
