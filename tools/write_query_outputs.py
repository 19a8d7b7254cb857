"""Write what the documented queries answer under them: every `sql` block that a `text` block follows.

    python tools/write_query_outputs.py [--day 2026-11-22]

The demo kitchen is filled up to a day in a temporary home and published there; run it when figures change.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

PAGES = ("README.md", "docs/warehouse.md", "docs/how-to/ask-the-warehouse.md", "docs/reference/belief.md")
_QUERY = re.compile(r"(^```sql\n)(.*?)(^```\n\n```text\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Rewrite the answers."""
    from warehouse.queries import run_sql

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 11, 22))
    day = parser.parse_args().day
    with tempfile.TemporaryDirectory() as folder:
        warehouse = _published_demo(Path(folder), day)
        for page in PAGES:
            path = REPOSITORY / page
            text = path.read_text(encoding="utf-8")
            fresh = _QUERY.sub(
                lambda found: f"{found[1]}{found[2]}{found[3]}{table(*run_sql(warehouse, found[2]))}{found[5]}", text
            )
            path.write_text(fresh, encoding="utf-8")
            print(f"{page}: {'changed' if fresh != text else 'as it was'}")
        warehouse.close()


def _published_demo(folder: Path, day: date) -> Any:
    from pantry.home import Home
    from pantry.journal import open_journal
    from samples.simulate import fill_demo
    from warehouse.build import refresh
    from warehouse.reader import Warehouse

    home = Home.at(folder).create()
    fill_demo(open_journal(home), today=day)
    refresh(home, full=True, expectations=False)
    return Warehouse(home)


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as `larder sql` prints them."""
    cells = [list(columns), *([("" if cell is None else str(cell)) for cell in row] for row in rows)]
    widths = [max(len(row[number]) for row in cells) for number in range(len(columns))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in cells
    )


if __name__ == "__main__":
    main()
