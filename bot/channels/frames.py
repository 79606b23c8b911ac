"""Reads what pages send over a WebSocket, without trusting its size or shape."""

import json
from typing import Any

_LONGEST = 4096
"""Frames of pages are a few words; a longer one is none of ours."""

LARGEST_SEQ = 2**31 - 1
"""No conversation has more messages; a larger number would be too large for a database."""


def read(text: str) -> dict[str, Any]:
    """Return a frame; an empty one where it is no JSON object of a sensible size."""
    if len(text) > _LONGEST:
        return {}
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}


def known_seq(value: object) -> int | None:
    """Return the number of a message in a frame; None where it is no such number."""
    return value if type(value) is int and 0 <= value <= LARGEST_SEQ else None
