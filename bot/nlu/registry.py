"""The trained model that this process serves, so that channel and pipeline share one copy of it."""

from collections import OrderedDict
from threading import Lock
from typing import Optional

from bot.nlu.model import UnderstandingModel
from bot.nlu.reading import Reading

REMEMBERED = 1024
"""How many readings are kept for messages that come again."""

_model: Optional[UnderstandingModel] = None
_readings: "OrderedDict[str, Reading]" = OrderedDict()
_lock = Lock()


def register(model: UnderstandingModel) -> None:
    """Make `model` the one that this process serves."""
    global _model
    with _lock:
        _model = model
        _readings.clear()


def loaded() -> bool:
    """Tell whether a model is in place."""
    return _model is not None


def read(text: str) -> Reading:
    """Return the reading of `text`, computed once.

    Raises:
        RuntimeError: no model is loaded.
    """
    with _lock:
        known = _readings.get(text)
        model = _model
    if known is not None:
        return known
    if model is None:
        raise RuntimeError("No model of understanding is loaded.")
    reading = model.read(text)
    with _lock:
        _readings[text] = reading
        while len(_readings) > REMEMBERED:
            _readings.popitem(last=False)
    return reading


def warm(text: str) -> None:
    """Compute the reading of `text` ahead of the pipeline; does nothing before a model is loaded."""
    if loaded() and text:
        read(text)
