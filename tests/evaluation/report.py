"""Write docs/evaluation.md and report.json, and compare a run with the committed one."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.settings import ROOT
from tests.evaluation import calibration
from tests.evaluation.figures import LONG_ENOUGH

PAGE = ROOT / "docs" / "evaluation.md"
IMAGE = ROOT / "docs" / "images" / "calibration.png"
FILE = Path(__file__).parent / "report.json"

MARGIN = 0.02
"""A main figure may be so much worse before `--check` fails; in a small group, one item and a half."""

MAIN = (
    ("questions", "right", "Right first time", 1),
    ("questions", "strict", "Right first time, strictly as labelled", 1),
    ("questions", "near", "Right, or among the first three choices offered", 1),
    ("questions", "wrong", "Confidently wrong: something else answered without asking", -1),
    ("questions", "refused", "In scope, but turned down", -1),
    ("out_of_scope", "right", "Out of scope: turned down kindly", 1),
    ("out_of_scope", "wrong", "Out of scope: answered all the same", -1),
    ("crisis", "recall", "People in danger: recognised", 1),
    ("crisis", "false_alarms", "Look-alikes taken for danger", -1),
    ("crisis", "false_alarms_others", "All other messages taken for danger", -1),
    ("language", "right", f"Answered in the language of the message ({LONG_ENOUGH} words or more)", 1),
    ("dialogues", "passed", "Conversations without a fault", 1),
    ("dialogues", "turns_passed", "Turns of conversations as expected", 1),
)
"""Group, figure, what it is called, and 1 where more is better or -1 where less is."""

SIZES = {"false_alarms": "look_alikes", "false_alarms_others": "others", "turns_passed": "turns"}
"""Figures that are not shares of the group's `n`."""

OUTCOMES = ("strict", "right", "near", "asked", "missed", "refused", "wrong")
HEADINGS = ("strictly right", "right", "right or offered", "asked", "not understood", "turned down", "wrong")


@dataclass(frozen=True, slots=True)
class Report:
    """One run: what was measured, when, on what, and the figures of each part of the set."""

    model: str
    date: str
    machine: str
    seconds: float
    splits: dict[str, Any]

    @classmethod
    def make(cls, model: str, machine: str, seconds: float, splits: dict[str, Any]) -> "Report":
        """Return the report of a run that has just ended; shares get four decimals."""
        date = datetime.now(UTC).date().isoformat()
        rounded: dict[str, Any] = json.loads(json.dumps(splits), parse_float=lambda text: round(float(text), 4))
        return cls(model, date, machine, round(seconds), rounded)


def read() -> Report:
    """Return the committed report."""
    return Report(**json.loads(FILE.read_text("utf-8")))


def _size(group: dict[str, Any], key: str) -> int:
    return int(group[SIZES.get(key, "n")])


def percent(value: float | None) -> str:
    """Return a share as it is printed."""
    return "–" if value is None else f"{100 * value:.1f} %"


def interval(value: float | None, n: int) -> str:
    """Return the 95 % interval of a share (Wilson)."""
    if value is None or not n:
        return "–"
    z = 1.96
    middle = (value + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(value * (1 - value) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{100 * max(0, middle - half):.0f}–{100 * min(1, middle + half):.0f}"


def worse(found: Report, before: Report) -> list[str]:
    """Return the main figures of the test part that are worse than before by more than the margin."""
    lines = []
    for split in sorted(set(found.splits) & set(before.splits) & {"test"}):
        for group, key, title, sign in MAIN:
            now, then = found.splits[split][group][key], before.splits[split][group][key]
            if now is None or then is None:
                continue
            margin = max(MARGIN, 1.5 / _size(found.splits[split][group], key))
            if sign * (now - then) < -margin:
                lines.append(f"{split}: {title}: {percent(then)} before, {percent(now)} now")
    return lines


def main_table(found: Report) -> list[str]:
    """Return the table of the main figures, one column for each part of the set."""
    splits = list(found.splits)
    lines = [
        "| | " + " | ".join(f"{split} | 95 % interval | n" for split in splits) + " |",
        "|---|" + "---:|:---:|---:|" * len(splits),
    ]
    for group, key, title, _sign in MAIN:
        cells = []
        for split in splits:
            value, n = found.splits[split][group][key], _size(found.splits[split][group], key)
            cells.append(f"{percent(value)} | {interval(value, n)} | {n}")
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return lines


def summary(found: Report) -> str:
    """Return the main figures for the terminal."""
    failed = sum(s[g]["failed"] * s[g]["n"] for s in found.splits.values() for g in ("questions", "out_of_scope")
                 if s[g]["n"])  # fmt: skip
    waits = ", ".join(
        f"{split} p50 {s['latency']['p50']:.0f} ms, p95 {s['latency']['p95']:.0f} ms"
        for split, s in found.splits.items()
    )
    return "\n".join([*main_table(found), "", f"without an answer: {failed:.0f}; {waits}; {found.seconds} s"])


def _table(title: str, rows: Sequence[tuple[str, dict[str, Any]]]) -> list[str]:
    lines = ["", f"### By {title}" if not title.startswith("out") else "### Out of scope, by category", ""]
    lines += [f"| {title} | n | " + " | ".join(HEADINGS) + " |", "|---|---:|" + "---:|" * len(OUTCOMES)]
    for name, row in rows:
        lines.append(f"| {name} | {row['n']} | " + " | ".join(percent(row[key]) for key in OUTCOMES) + " |")
    return lines


def _calibration(figures: dict[str, Any]) -> list[str]:
    if not figures["n"]:
        return ["The replies of this run stated no probabilities."]
    lines = [
        f"{figures['n']} answers and questions back stated a probability. Expected calibration error, in "
        f"{calibration.BINS} bins: **{100 * figures['error']:.1f} points**.",
        "",
        "![Stated against true probability](images/calibration.png)",
        "",
        "| answer only from | covers | of those wrong |",
        "|---:|---:|---:|",
    ]
    for row in figures["risk"]:
        lines.append(f"| {row['threshold']:.1f} | {percent(row['coverage'])} | {percent(row['wrong'])} |")
    return lines


def _confusions(title: str, rows: Sequence[Sequence[Any]]) -> list[str]:
    lines = ["", f"### {title}", "", "| meant | answered | times |", "|---|---|---:|"]
    return lines + [f"| {meant} | {given} | {n} |" for meant, given, n in rows]


def page(found: Report) -> str:
    """Return the whole of docs/evaluation.md."""
    test = found.splits["test"]
    languages = test["language"]["counts"]
    wrong = [f"{pair.replace('>', ' → ')}: {n}" for pair, n in languages.items() if len(set(pair.split(">"))) > 1]
    faults = [f"- {key}: {n}" for key, n in sorted(test["dialogues"]["faults"].items(), key=lambda pair: -pair[1])]
    lines = [
        "# How well it understands",
        "",
        "Written by `make evaluate`; do not edit by hand. What the messages are, who wrote them and how they are",
        "judged stands in [tests/evaluation/README.md](../tests/evaluation/README.md). The assistant really runs and",
        "is asked over its public address, each message in a conversation of its own.",
        "",
        f"- Model {found.model}, measured {found.date}, in {found.seconds} s",
        f"- Machine: {found.machine}",
        "- Only the **test** part counts as a result. Kinds of errors were looked for in the dev part, so its",
        "  figures are flattering.",
        "",
        *main_table(found),
        "",
        "*Right* also counts the other readings that the label list accepts; *strictly* counts the label alone.",
        f"{percent(test['questions']['extra'])} of the questions got the right answer and one that was not asked for",
        f"beside it. Of {test['crisis']['look_alikes']} look-alikes, {percent(test['crisis']['look_alikes_right'])}"
        " were also answered rightly.",
        "",
        f"Waiting time with four conversations at a time: p50 {test['latency']['p50']:.0f} ms, "
        f"p95 {test['latency']['p95']:.0f} ms.",
        "",
        "## Can the probabilities be trusted?",
        "",
        *_calibration(test["calibration"]),
        "",
        "## Where it is good and where it is not (test part)",
    ]
    for title, rows in test["tables"].items():
        lines += _table(title, rows)
    lines += ["", "### Answered in another language than asked", "", "; ".join(wrong) or "None."]
    lines += _confusions("Commonest confusions of topic", test["topic_confusions"])
    lines += _confusions("Commonest confusions of topic and scheme", test["confusions"])
    lines += ["", "### What did not hold in conversations, in turns", "", *(faults or ["Nothing."])]
    return "\n".join(lines) + "\n"


def write(found: Report, pairs: Sequence[calibration.Pair]) -> None:
    """Write the page, the plot and the figures."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(found), "utf-8")
    FILE.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n", "utf-8")
    if pairs:
        calibration.plot(pairs, IMAGE)
