"""Keep the measured parts of docs/benchmarks.md between markers; what people wrote around them stays."""

from collections.abc import Sequence

from bot.settings import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"

SKELETON = """\
# Benchmarks

The parts between the markers are written by `make bench` and `make bench-baseline`; the rest is written by hand.

## The assistant

{bench}

## Rasa's default pipeline on the same data

{baseline}
"""


def _marks(part: str) -> tuple[str, str]:
    return f"<!-- {part}: measured, begin -->", f"<!-- {part}: measured, end -->"


def put(part: str, lines: Sequence[str]) -> None:
    """Replace one measured part (`bench` or `baseline`) of the page."""
    empty = {name: "\n".join(_marks(name)) for name in ("bench", "baseline")}
    text = PAGE.read_text("utf-8") if PAGE.exists() else SKELETON.format(**empty)
    begin, end = _marks(part)
    if begin not in text or end not in text:
        text = f"{text.rstrip()}\n\n{empty[part]}\n"
    before, rest = text.split(begin, 1)
    after = rest.split(end, 1)[1]
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("\n".join([before + begin, "", *lines, "", end + after]), "utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return a Markdown table, figures to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
