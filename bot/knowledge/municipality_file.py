"""Reads `municipalities.csv`: number, names, county, Nav region and zone of every municipality."""

import csv
from pathlib import Path

from bot.knowledge.content import Municipality
from bot.knowledge.marks import ContentError

COLUMNS = (
    "number",
    "name",
    "name_other",
    "county_number",
    "county",
    "nav_region",
    "zone",
    "zone_note",
    "confidence",
)

ZONES = frozenset({"I", "Ia", "II", "III", "IV", "IVa", "V"})


def read_municipalities(path: Path, shown_as: str) -> tuple[tuple[Municipality, ...], list[ContentError]]:
    """Return all rows that make sense, and the faults of the others."""
    errors: list[ContentError] = []
    rows: dict[str, Municipality] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                return (), [ContentError(shown_as, 1, f"the first line must be `{','.join(COLUMNS)}`")]
            for row in reader:
                fault = _fault(row, rows)
                if fault:
                    errors.append(ContentError(shown_as, reader.line_num, fault))
                else:
                    rows[row["number"]] = _municipality(row)
    except FileNotFoundError:
        return (), [ContentError(shown_as, 1, "the file is missing")]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return (), [ContentError(shown_as, 1, f"the table cannot be read ({type(error).__name__})")]
    if not rows and not errors:
        errors.append(ContentError(shown_as, 1, "the table has no rows"))
    return tuple(rows.values()), errors


def _fault(row: dict[str, str | None], seen: dict[str, Municipality]) -> str | None:
    """Say what is wrong with a row, if anything."""
    number = row["number"] or ""
    if None in row.values() or None in row:
        return f"the row needs {len(COLUMNS)} columns; put a text with commas in quotes"
    if not (len(number) == 4 and number.isdecimal()):
        return f"`{number}` is no municipality number"
    if number in seen:
        return f"municipality {number} is listed twice"
    if row["county_number"] != number[:2]:
        return f"municipality {number} does not belong to county {row['county_number']}"
    if row["zone"] not in ZONES:
        return f"`{row['zone']}` is no zone of employer's contribution"
    empty = [column for column in ("name", "county", "nav_region", "confidence") if not row[column]]
    return f"`{empty[0]}` is empty" if empty else None


def _municipality(row: dict[str, str]) -> Municipality:
    return Municipality(
        number=row["number"],
        name=row["name"],
        other_names=tuple(name for name in row["name_other"].split(";") if name),
        county_number=row["county_number"],
        county=row["county"],
        region=row["nav_region"],
        zone=row["zone"],
        zone_note=row["zone_note"],
        confidence=row["confidence"],
    )
