"""A synthetic town of any size, landed as Parquet without a journal: what bench/pantry.py builds warehouses of.

The shares of the kinds of events and 1,000 events a household are assumptions; nothing here is fitted to a real
household (samples/simulate.py tells likelier stories, at a thousandth of the speed).
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from pantry.home import Home
from pantry.ids import bucket_of
from pantry.journal import RAW_COLUMNS, _arrow_types, microseconds, open_journal
from warehouse import landing
from warehouse.files import write_json

EVENTS_PER_HOUSEHOLD = 1000
_HOUSEHOLDS_PER_SEGMENT = 200
FOODS = (("milk", "l"), ("apple", "piece"), ("bread", "loaf"), ("butter", "g"), ("rice", "g"), ("tomato", "piece"))
_START_US, _HOURS_BETWEEN_US = microseconds(datetime(2025, 1, 1, tzinfo=UTC)), 8 * 3_600_000_000
# Payloads are put together as text: at ten million events json.dumps would cost more than the build.
_CREATED = '{"name":"%s","people":%d,"currency":"EUR","time_zone":"Europe/Berlin"}'
_ACQUIRED = ('{"food_id":"%s","quantity":"%d","unit":"%s","place":"fridge","price_minor":%d,"currency":"EUR",'
             f'"document_sha256":"{"0" * 64}"}}')
# Kinds beside purchases (a fifth of all events) with the upper end of their share.
_USES = (
    (0.22, "event_undone", '{"undoes_event_id":"%s"}'),
    (0.26, "lot_opened", '{"lot_id":"%s"}'),
    (0.30, "lot_split", '{"lot_id":"%s","quantity":"0.5"}'),
    (0.34, "lot_counted", '{"lot_id":"%s","quantity":"1"}'),
    (0.44, "lot_discarded", '{"lot_id":"%s","quantity":"0.4","reason":"spoiled","destination":"compost",'
                            '"is_edible":true,"method":"counted"}'),
    (1.0, "lot_consumed", '{"lot_id":"%s","quantity":"0.3"}'),
)


class Town:
    """Households that buy, use, split, count, undo; ids and times are fixed by the seed."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.seq = 0
        self.lots: dict[str, list[str]] = {}
        self.moment_us: dict[str, int] = {}

    def tell(self, household_id: str, events: int) -> list[tuple[Any, ...]]:
        """Return rows of RAW_COLUMNS: one lot for each five events, 2 % undone, the rest uses lots."""
        rows: list[tuple[Any, ...]] = []
        bucket = bucket_of(household_id)
        lots = self.lots.setdefault(household_id, [])
        moment_us = self.moment_us.get(household_id)
        draws = self.random.random((events, 2)).tolist()
        before = ""
        for event_id, (draw, other) in zip(self._new_ids(events), draws, strict=True):
            if moment_us is None:
                moment_us, kind = _START_US, "household_created"
                payload = _CREATED % (household_id, 1 + int(other * 4))
            else:
                kind, payload = _say(lots, before, draw, other)
            if kind == "lot_acquired":
                lots.append(event_id)
            self.seq += 1
            moment_us += _HOURS_BETWEEN_US
            rows.append((self.seq, event_id, household_id, bucket, kind, moment_us, moment_us, "", "simulation",
                         payload, 1))
            before = event_id
        self.moment_us[household_id] = moment_us or _START_US
        return rows

    def _new_ids(self, count: int) -> list[str]:
        text = self.random.bytes(16 * count).hex()
        return [f"{t[:8]}-{t[8:12]}-7{t[13:16]}-8{t[17:20]}-{t[20:]}"
                for t in (text[at:at + 32] for at in range(0, len(text), 32))]


def _say(lots: list[str], before: str, draw: float, other: float) -> tuple[str, str]:
    """Return kind and payload (JSON) of an event; before: the id of the household's last event of this telling."""
    if not lots or draw < 0.2:
        food_id, unit = FOODS[int(other * len(FOODS))]
        return "lot_acquired", _ACQUIRED % (food_id, 1 + int(other * 97) % 9, unit, 50 + int(other * 900))
    lot_id = lots[-1 - int(other * min(len(lots), 12))]
    for below, kind, payload in _USES:
        if draw < below:
            return kind, payload % (before or lot_id if kind == "event_undone" else lot_id)
    raise AssertionError(draw)


def settle(home: Home, events: int) -> tuple["Town", list[str]]:
    """Land so many events of as many households as they need; return the town and the households' ids."""
    town = Town(seed=events)
    households = [f"h-{number:06d}" for number in range(max(events // EVENTS_PER_HOUSEHOLD, 1))]
    for first in range(0, len(households), _HOUSEHOLDS_PER_SEGMENT):
        rows: list[tuple[Any, ...]] = []
        for household_id in households[first:first + _HOUSEHOLDS_PER_SEGMENT]:
            rows.extend(town.tell(household_id, EVENTS_PER_HOUSEHOLD))
            town.lots[household_id] = town.lots[household_id][-12:]
        write_segment(home, rows)
    return town, households


def tell_news(home: Home, town: "Town", households: Sequence[str], *, events: int, among: int) -> None:
    """Land so many new events of random households."""
    chosen = town.random.choice(households, min(among, len(households)), replace=False)
    each = events // len(chosen)
    write_segment(home, [row for household_id in chosen for row in town.tell(str(household_id), each)])


def write_segment(home: Home, rows: list[tuple[Any, ...]]) -> None:
    """Add rows to the landing folder as one segment, as `land` would."""
    before = landing.landed(home)
    name = f"events/{before.seq + 1:012d}-{rows[-1][0]:012d}.parquet"
    table = pa.table(
        [pa.array(column, type) for column, type in zip(zip(*rows, strict=True), _arrow_types(), strict=True)],
        names=list(RAW_COLUMNS),
    )
    sha256 = landing._write(home.landing / name, table.sort_by([(key, "ascending") for key in landing._ORDER]))
    after = replace(before, seq=rows[-1][0], events=before.events + len(rows),
                    event_files=(*before.event_files, name), sha256s={**before.sha256s, name: sha256})
    write_json(home.landing / "manifest.json", asdict(after))


class LandedJournal:
    """Stands in for a journal all of whose events have landed already."""

    def __init__(self, home: Home) -> None:
        self._seq = landing.landed(home).seq
        journal = open_journal(home, checked=False)
        self.engine, self.clock = journal.engine, journal.clock

    def max_seq(self) -> int:
        """Return the newest seq."""
        return self._seq
