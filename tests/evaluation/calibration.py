"""How far the stated probabilities can be trusted: calibration error, risk against coverage, and a plot."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

BINS = 10
THRESHOLDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

Pair = tuple[float, bool]
"""A stated probability, and whether the reading it was stated for was right."""


def bins(pairs: Sequence[Pair]) -> list[dict[str, float]]:
    """Return count, mean stated probability and share of right readings for each tenth that is not empty."""
    groups: list[list[Pair]] = [[] for _ in range(BINS)]
    for stated, right in pairs:
        groups[min(BINS - 1, max(0, int(stated * BINS)))].append((stated, right))
    return [
        {
            "n": len(group),
            "stated": sum(stated for stated, _ in group) / len(group),
            "right": sum(right for _, right in group) / len(group),
        }
        for group in groups
        if group
    ]


def expected_error(pairs: Sequence[Pair]) -> float | None:
    """Return the expected calibration error: the gap between stated and true, weighted by count."""
    if not pairs:
        return None
    return sum(b["n"] * abs(b["stated"] - b["right"]) for b in bins(pairs)) / len(pairs)


def risk(pairs: Sequence[Pair]) -> list[dict[str, float]]:
    """Return, for each threshold, the share of readings at or above it and the share of those that is wrong."""
    rows = []
    for threshold in THRESHOLDS:
        kept = [right for stated, right in pairs if stated >= threshold]
        if kept:
            rows.append(
                {
                    "threshold": threshold,
                    "coverage": len(kept) / len(pairs),
                    "wrong": 1 - sum(kept) / len(kept),
                }
            )
    return rows


def figures(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return everything about calibration for the report."""
    return {"n": len(pairs), "error": expected_error(pairs), "bins": bins(pairs), "risk": risk(pairs)}


def plot(pairs: Sequence[Pair], path: Path) -> None:
    """Draw stated against true probability, with the number of messages in each tenth."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    rows = bins(pairs)
    figure, (above, below) = pyplot.subplots(
        2, 1, figsize=(5, 6), sharex=True, height_ratios=[3, 1], layout="constrained"
    )
    above.plot([0, 1], [0, 1], linestyle="--", color="#888888", label="perfect")
    above.plot(
        [row["stated"] for row in rows],
        [row["right"] for row in rows],
        marker="o",
        color="#0067c5",
        label="measured",
    )
    above.set(ylabel="share that was right", xlim=(0, 1), ylim=(0, 1))
    above.legend(loc="upper left")
    below.bar(
        [min(BINS - 1, int(row["stated"] * BINS)) / BINS + 0.5 / BINS for row in rows],
        [row["n"] for row in rows],
        width=0.9 / BINS,
        color="#0067c5",
    )
    below.set(xlabel="stated probability", ylabel="messages")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without the date and version of the library, the same figures give the same file.
    figure.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
