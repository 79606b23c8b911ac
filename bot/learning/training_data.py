"""The training sentences, and new ones in their format."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.learning.labels import Label

START = 'version: "3.1"\n\n# Questions from use, each labelled and reviewed by the person named above it.\nnlu:\n'

FOLDER = "learned"
"""Folder of `data/nlu` in which accepted questions are kept, a file for each day."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and what it means."""

    text: str
    label: Label


def known_sentences(folder: Path) -> list[str]:
    """Return every training sentence under a folder."""
    sentences: list[str] = []
    for path in sorted(folder.rglob("*.yml")):
        content = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
        for block in content["nlu"]:
            sentences += re.findall(r"^\s*- (.+?)\s*$", block["examples"], re.MULTILINE)
    return sentences


def as_training_data(examples: Sequence[Example], reviewer: str, day: date) -> str:
    """Return examples as blocks of Rasa's format, one for each label, with who reviewed them."""
    blocks: dict[Label, list[str]] = {}
    for example in examples:
        blocks.setdefault(example.label, []).append(" ".join(example.text.split()))
    written = []
    for label, texts in blocks.items():
        lines = [f"# Reviewed by {' '.join(reviewer.split())}, {day.isoformat()}.", f"- intent: {label.intent}"]
        if label.schemes:
            names = ", ".join(label.schemes)
            lines.append(f"  metadata: {{scheme: {names if len(label.schemes) == 1 else f'[{names}]'}}}")
        lines += ["  examples: |", *(f"    - {text}" for text in texts)]
        written.append("\n".join(lines))
    return "\n".join(f"{block}\n" for block in written)


def append(folder: Path, examples: Sequence[Example], reviewer: str, day: date) -> Path:
    """Append examples to the file of a day and return it; the file is replaced in one step."""
    path = folder / FOLDER / f"{day.isoformat()}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text("utf-8").rstrip("\n") + "\n\n" if path.exists() else START
    text = before + as_training_data(examples, reviewer, day)
    loaded: Any = yaml.safe_load(text)
    if not all({"intent", "examples"} <= set(block) for block in loaded["nlu"]):
        raise ValueError(f"{path} would not be training data")
    fresh = path.with_suffix(".yml.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)
    return path
