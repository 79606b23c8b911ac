"""Reference numbers: short, hard to guess, and easy to read aloud."""

import re
import secrets

ALPHABET = "2346789ACDEFHJKMNPQRTVWXY"
"""Letters and digits that are not taken for each other; 25 to the power of 8 is about 37 bits."""

_LOOK_ALIKE = str.maketrans({"B": "8", "G": "6", "Z": "2", "U": "V"})
"""What is never drawn stands for what it looks like."""

_DASH = r"[\s\-‐-―]*"
_ANYWHERE = re.compile(rf"\bNAV{_DASH}((?:[0-9A-Z]{_DASH}){{7}}[0-9A-Z])(?![0-9A-Z])", re.IGNORECASE)
_BARE = re.compile(rf"(?:NAV{_DASH})?((?:[0-9A-Z]{_DASH}){{7}}[0-9A-Z])", re.IGNORECASE)


def new() -> str:
    """Return a new reference, such as `NAV-7K4M-2QXD`."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return _written(drawn)


def normalise(text: str) -> str | None:
    """Return a reference as it is stored, however it was typed; None where the text is none."""
    match = _BARE.fullmatch(text.strip())
    return _read(match.group(1)) if match else None


def find(text: str) -> str | None:
    """Return the first reference in a message; it must begin with NAV there."""
    for match in _ANYWHERE.finditer(text):
        found = _read(match.group(1))
        if found:
            return found
    return None


def _read(drawn: str) -> str | None:
    letters = re.sub(_DASH, "", drawn).upper().translate(_LOOK_ALIKE)
    return _written(letters) if set(letters) <= set(ALPHABET) else None


def _written(letters: str) -> str:
    return f"NAV-{letters[:4]}-{letters[4:]}"
