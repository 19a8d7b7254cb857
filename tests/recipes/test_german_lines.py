"""German ingredient lines written for Larder: amount, unit and name, checked by hand."""

import csv
import re
from pathlib import Path

from recipes.lines import parse_line

LINES = Path(__file__).parent / "german_lines.csv"
# What has to stay right; the benchmark tells how many are.
LEAST_SHARE = 0.9


def wrong_lines() -> tuple[list[str], int]:
    """Return the lines that are read otherwise than labelled, and how many there are in all."""
    with LINES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    wrong = []
    for row in rows:
        found = parse_line(row["line"], "de")
        wanted = (float(row["quantity"]) if row["quantity"] else None, row["unit"], _words(row["name"]))
        if (found.quantity, found.unit or "", _words(found.name)) != wanted:
            wrong.append(f"{row['line']}: {found.quantity} {found.unit} {found.name}")
    return wrong, len(rows)


def _words(name: str) -> list[str]:
    return sorted(re.findall(r"\w+", name.casefold()))


def test_nine_of_ten_german_lines_are_read_exactly() -> None:
    wrong, count = wrong_lines()
    assert count == 200
    assert 1 - len(wrong) / count >= LEAST_SHARE, "\n".join(wrong)
