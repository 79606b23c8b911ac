"""The dashboard as a file for spreadsheets, which cannot be made to calculate what somebody wrote."""

import csv
import io
from collections.abc import Mapping
from typing import Any

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With these a spreadsheet takes a text for a formula, some also in their wide forms."""


def safe(value: object) -> str:
    """Return a cell that every spreadsheet takes for what it is."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_FORMULA) else text


def written(figures: Mapping[str, Any]) -> bytes:
    """Return all figures, one a line: section, name, measure, value. Semicolons and a byte order mark suit Excel."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(("section", "name", "measure", "value"))
    for section, content in figures.items():
        for name, measure, value in _cells(content):
            writer.writerow(map(safe, (section, name, measure, value)))
    return ("\ufeff" + out.getvalue()).encode()


def _cells(content: Any) -> list[tuple[Any, str, Any]]:
    """Return the figures of a section."""
    if isinstance(content, Mapping):
        return [("", measure, value) for measure, value in content.items()]
    if not isinstance(content, list):
        return [("", "", content)]
    cells: list[tuple[Any, str, Any]] = []
    for item in content:
        keys = list(item)
        name = item.get("title", item[keys[0]])
        cells += [(name, key, item[key]) for key in keys[1:] if key != "title"]
    return cells
