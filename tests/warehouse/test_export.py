"""The zip of a household: nothing of it is missing, and nothing of another is in it."""

import csv
import io
import json
import zipfile

import pytest

from pantry.documents import store_original
from pantry.household import HOME
from pantry.kinds.payloads import DocumentReceived
from tests.dashboard.kitchens import filled_kitchen
from warehouse.build import refresh
from warehouse.export import TABLES, export_household


@pytest.fixture
def kitchen(home):
    filled = filled_kitchen(home)
    for name in ("bon.txt", "../../etc/bon?.txt"):
        sha256 = store_original(home, f"milk 1.29 {name}".encode())
        received = DocumentReceived(sha256=sha256, name=name, media_type="text/plain", size_bytes=9, origin="upload")
        filled._write([received])
    return filled


def opened(home, kitchen) -> zipfile.ZipFile:
    out = io.BytesIO()
    export_household(home, kitchen.journal, HOME, out)
    return zipfile.ZipFile(out)


def test_every_event_and_document_is_in_it(home, kitchen):
    archive = opened(home, kitchen)
    lines = [json.loads(line) for line in archive.read("events.jsonl").splitlines()]
    events = list(kitchen.journal.read(household_id=HOME))
    assert [line["event_id"] for line in lines] == [event.event_id for event in events]
    assert [line["payload"] for line in lines] == [event.payload for event in events]
    documents = [name for name in archive.namelist() if name.startswith("originals/")]
    assert {archive.read(name) for name in documents} == {b"milk 1.29 bon.txt", b"milk 1.29 ../../etc/bon?.txt"}


def test_a_strangers_file_name_cannot_leave_the_folder(home, kitchen):
    names = opened(home, kitchen).namelist()
    assert all(".." not in name and name.count("/") <= 1 for name in names)


def test_tables_hold_the_households_rows_once_something_is_published(home, kitchen):
    assert not any(name.startswith("tables/") for name in opened(home, kitchen).namelist())
    refresh(home, expectations=False)
    archive = opened(home, kitchen)
    assert {f"tables/{table}.csv" for table in TABLES} <= set(archive.namelist())
    lots = list(csv.DictReader(io.StringIO(archive.read("tables/pantry_lots.csv").decode())))
    assert len(lots) == len(kitchen.view.lots(in_stock=False))
    assert {lot["household_id"] for lot in lots} == {HOME}


def test_another_households_things_stay_out(home, kitchen):
    out = io.BytesIO()
    exported = export_household(home, kitchen.journal, "demo", out)
    assert (exported.events, exported.originals) == (0, 0)
