"""The sentences that measure the assistant, which must therefore never teach it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT

MEASURING = ("tests/evaluation", "tests/e2e/conversations.yml")
"""Where they stand in the checkout."""


class NoHeldOutError(RuntimeError):
    """The held-out set is not here, so nothing can be checked against it."""


def held_out_texts(root: Path = ROOT) -> list[str]:
    """Return every message of the held-out set and of the conversations that test.

    Raises:
        NoHeldOutError: There is none.
    """
    paths = [root / place for place in MEASURING]
    files = [file for path in paths for file in (sorted(path.glob("*.yml")) if path.is_dir() else [path])]
    texts = [text for file in files if file.is_file() for text in _messages(yaml.safe_load(file.read_text("utf-8")))]
    if not texts:
        raise NoHeldOutError(f"No held-out messages under {root / MEASURING[0]}: run this in a checkout.")
    return texts


def _messages(value: Any) -> Iterator[str]:
    """Return what employers say in a file: the values of `text` and `user`."""
    if isinstance(value, list):
        for inner in value:
            yield from _messages(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in {"text", "user"} and isinstance(inner, str):
                yield inner
            else:
                yield from _messages(inner)
