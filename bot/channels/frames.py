"""Reads what comes in over a WebSocket without trusting it."""

import json
from typing import Any

_LONGEST = 4096


def read_frame(text: str) -> dict[str, Any]:
    """Return a frame; an empty one where it is no JSON object of a sensible size."""
    if len(text) > _LONGEST:
        return {}
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}
