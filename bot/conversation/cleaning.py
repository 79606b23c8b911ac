"""Cleans an incoming message: normal form, no invisible characters, a known length."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_SPACES = re.compile(r"\s+")

_DROPPED = {"Cc", "Cf", "Cs"}
"""Unicode categories without a visible character: control, format (zero-width, bidi) and lone surrogates."""

_RAW_FACTOR = 4
"""A raw text this many times longer than allowed is refused unread; normalising it would take too long."""


class Problem(StrEnum):
    """Why a message cannot be answered as it stands."""

    EMPTY = "empty"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text, or the problem that stopped it."""

    text: str
    problem: Problem | None = None


def _visible(character: str) -> str:
    """Return what is kept of one character: spaces for white space, ASCII for other scripts' digits."""
    if character.isascii():
        return character if " " <= character <= "~" else " " if character.isspace() else ""
    category = unicodedata.category(character)
    if category in _DROPPED:
        return ""
    if category == "Nd":
        # Otherwise a national identity number in full-width digits would slip past the masking.
        return str(unicodedata.decimal(character))
    return character


def clean(text: str, max_characters: int) -> Cleaned:
    """Return `text` in NFC without invisible characters and with single spaces.

    Args:
        text: What the employer sent.
        max_characters: Longest text that is handled.

    Returns:
        The clean text, or an empty one with the problem.
    """
    if len(text) > _RAW_FACTOR * max_characters:
        return Cleaned("", Problem.TOO_LONG)
    visible = "".join(map(_visible, text))
    normal = _SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip()
    if not normal:
        return Cleaned("", Problem.EMPTY)
    if len(normal) > max_characters:
        return Cleaned("", Problem.TOO_LONG)
    return Cleaned(normal)
