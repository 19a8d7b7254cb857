"""Everything a household ever said and owns, as one zip: its events, its documents, and its marts as CSV.

The events alone are enough to build all the rest again; the tables are there for people and other programs.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pantry.documents import original_path
from pantry.errors import NotReady
from pantry.home import Home
from pantry.ids import bucket_of
from pantry.journal import Journal, RecordedEvent
from warehouse.reader import Warehouse

TABLES = (
    "pantry_lots", "waste_events", "waste_weekly", "price_history", "spend_monthly", "consumption_rates",
    "nutrition_weekly", "shopping_suggestions",
)
_ABOUT = """Larder: all that the household {household} has.

events.jsonl   one event a line, in the order they were recorded; enough to build everything else again
originals/     the documents that were given, named by their SHA-256 and their own name
tables/        the published tables as CSV, up to the last build; amounts are thousandths of the unit
               (_milli), money is in minor units (_minor), masses are in grams (_g)
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """What went into a zip: how many events, documents and tables."""

    events: int
    originals: int
    tables: int


def export_household(home: Home, journal: Journal, household_id: str, out: Path | IO[bytes]) -> Exported:
    """Write a household's zip and return what is in it. Tables are left out while nothing is published.

    Originals that are no longer there are left out; their events say that they were.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr("README.txt", _ABOUT.format(household=household_id))
        documents: dict[str, str] = {}
        events = 0
        with archive.open("events.jsonl", "w") as lines:
            for event in journal.read(household_id=household_id):
                lines.write(_line(event))
                events += 1
                if event.kind == "document_received":
                    documents[event.payload["sha256"]] = event.payload["name"]
        originals = sum(_add_original(archive, home, sha256, name) for sha256, name in documents.items())
        return Exported(events, originals, _add_tables(archive, home, household_id))


def _line(event: RecordedEvent) -> bytes:
    said = {
        "seq": event.seq, "event_id": event.event_id, "household_id": event.household_id, "kind": event.kind,
        "occurred_at": event.occurred_at.isoformat(), "recorded_at": event.recorded_at.isoformat(),
        "actor": event.actor, "source": event.source, "payload_version": event.payload_version,
        "payload": event.payload,
    }
    return json.dumps(said, ensure_ascii=False, default=str).encode() + b"\n"


def _add_original(archive: zipfile.ZipFile, home: Home, sha256: str, name: str) -> bool:
    path = original_path(home, sha256)
    if not path.exists():
        return False
    # The name is a stranger's: only its last part, without what a file system takes for a path.
    plain = "".join(one if one.isalnum() or one in ".-_ " else "_" for one in Path(name).name)[-80:]
    archive.write(path, f"originals/{sha256[:12]}-{plain.lstrip('.') or 'document'}", zipfile.ZIP_STORED)
    return True


def _add_tables(archive: zipfile.ZipFile, home: Home, household_id: str) -> int:
    warehouse = Warehouse(home)
    try:
        for table in TABLES:
            archive.writestr(f"tables/{table}.csv", "".join(_csv(warehouse, table, household_id)))
    except NotReady:
        return 0
    finally:
        warehouse.close()
    return len(TABLES)


def _csv(warehouse: Warehouse, table: str, household_id: str) -> Iterator[str]:
    """Yield a mart's rows of one household as CSV, its names first; table is one of TABLES."""
    with warehouse.cursor() as cursor:
        cursor.execute(f"from marts.{table} where bucket = ? and household_id = ?",
                       [bucket_of(household_id), household_id])
        yield _row([column[0] for column in cursor.description or ()])
        while rows := cursor.fetchmany(1000):
            yield from (_row(row) for row in rows)


def _row(values: "list[str] | tuple[object, ...]") -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue()
