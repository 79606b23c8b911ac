"""Try labelled questions: train a candidate beside the present model and measure both. Nothing is changed."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.learning.training_data import START, Example, as_training_data
from bot.run.preflight import NotReadyError
from bot.run.training import train, train_beside
from bot.settings import ROOT, Settings

FIGURES: tuple[tuple[str, str, str, int], ...] = (
    ("questions", "right", "right first time", 1),
    ("questions", "near", "right, or among the first three offered", 1),
    ("questions", "wrong", "confidently wrong", -1),
    ("questions", "refused", "in scope, but turned down", -1),
    ("out_of_scope", "right", "out of scope: turned down", 1),
    ("out_of_scope", "wrong", "out of scope: answered all the same", -1),
    ("crisis", "recall", "people in danger: recognised", 1),
    ("crisis", "false_alarms_others", "other messages taken for danger", -1),
    ("dialogues", "passed", "conversations without a fault", 1),
)
"""Group and figure of the evaluation, what it is called, and 1 where more is better or -1 where less is."""

SIZES = {("crisis", "false_alarms_others"): "others"}
"""Figures that are not shares of the group's `n`."""

Figures = dict[str, Any]
Measure = Callable[[Path, str], Figures]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and after."""

    title: str
    before: float
    after: float
    n: int
    better: int
    """1 where more is better, -1 where less is."""

    @property
    def items(self) -> int:
        """Return by how many items it became better, below 0 for worse."""
        return round((self.after - self.before) * self.n) * self.better


def measure(model: Path, split: str) -> Figures:
    """Return the figures of a model on one part of the held-out set, from the really running assistant.

    Raises:
        NotReadyError: The measurement failed.
    """
    figures = model.with_suffix(f".{split}.json")
    command = [sys.executable, "-m", "tests.evaluation.evaluate", "--split", split, "--model", str(model)]
    done = subprocess.run([*command, "--figures", str(figures)], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0 or not figures.exists():
        told = (done.stderr or done.stdout).strip().splitlines()
        raise NotReadyError(f"The evaluation failed: {told[-1] if told else 'it said nothing'}")
    found: Figures = json.loads(figures.read_text("utf-8"))["splits"][split]
    figures.unlink()
    return found


def compare(before: Figures, after: Figures) -> list[Change]:
    """Return the main figures of both, and the right ones by language."""
    changes = []
    for group, key, title, better in FIGURES:
        old, new = before[group][key], after[group][key]
        if old is not None and new is not None:
            size = int(before[group][SIZES.get((group, key), "n")])
            changes.append(Change(title, old, new, size, better))
    rows = dict(after["tables"]["language"])
    for language, row in before["tables"]["language"]:
        if language in rows:
            changes.append(Change(f"right first time, {language}", row["right"], rows[language]["right"], row["n"], 1))
    return changes


def try_out(
    examples: Sequence[Example], settings: Settings, folder: Path, split: str, measured: Measure = measure
) -> list[Change]:
    """Train a candidate with the examples added, and return what becomes better and worse.

    Args:
        examples: Checked examples.
        settings: Where the present model lies.
        folder: A temporary folder; the candidate and its data lie there.
        split: The part of the held-out set: `dev`, or `test` for a last look.
        measured: Measures a model.

    Raises:
        NotReadyError: Training or measuring failed.
    """
    present = train(settings)
    more = folder / "learned.yml"
    more.write_text(START + as_training_data(examples, "nobody yet", date.today()), "utf-8")
    candidate = folder / "candidate.tar.gz"
    train_beside(candidate, more)
    return compare(measured(_linked(present, folder), split), measured(candidate, split))


def _linked(model: Path, folder: Path) -> Path:
    """Return a link to a model in `folder`, so that nothing is written beside the model."""
    link = folder / "present.tar.gz"
    link.symlink_to(model.resolve())
    return link
