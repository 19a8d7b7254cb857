"""How far the marts are from the truth of the simulated kitchens: waste, discards and stock.

Usage: python -m bench.truth [--seed 20] [--days 548]

The four households of samples/simulate.py are simulated, entered and built as a home; the simulator knows what
really happened beside what was entered. Nothing here was fitted to it. Waste is compared over tracked places
without what was given away; the truth keeps the little that animals ate, which the marts leave out. Stock is
compared at the end over entered lots: one is falsely present where the marts believe in a lot that is gone.
"""

import argparse
import statistics
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pantry.home import Home
from pantry.journal import open_journal
from samples.simulate import HOUSEHOLDS, simulate
from samples.simulated_lots import SimulatedHousehold, Truth
from warehouse import queries
from warehouse.build import refresh
from warehouse.reader import Warehouse


@dataclass(frozen=True, slots=True)
class Distance:
    """What a household's marts say beside its truth.

    Masses in kg a person and year over all days of the simulation; months: (month, entered kg, true kg).
    """

    household_id: str
    entered_kg: float
    true_kg: float
    published_kg: float | None
    day_coverage: float | None
    months: tuple[tuple[str, float, float], ...]
    discards: int
    forgotten_discards: int
    forgotten_purchases: int
    open_lots: int
    falsely_present: int
    falsely_absent: int

    @property
    def error_by_month(self) -> float:
        """Return the mean over months of |entered - true| as a share of the mean true kg."""
        true = statistics.fmean(true for _, _, true in self.months)
        return statistics.fmean(abs(entered - true) for _, entered, true in self.months) / true if true else 0.0


def distance(
    warehouse: Warehouse, household: SimulatedHousehold, truth: Truth, start: date, end: date
) -> Distance:
    """Return how far one household's marts are from its truth over [start, end)."""
    household_id, person_years = household.household_id, household.people * (end - start).days / 365.25
    true: dict[str, float] = defaultdict(float)
    for (_, month), grams in truth.wasted_tracked_g.items():
        true[month] += grams / 1000
    entered = {
        share.key: (share.mass_g or 0) / 1000
        for share in queries.waste_by_month(warehouse, household_id, start, end)
    }
    summary = queries.waste_summary(warehouse, household_id, start, end)
    assert summary is not None
    believed = {
        row["lot_id"] for row in warehouse.rows(
            "select lot_id::varchar as lot_id from marts.pantry_lots where household_id = ? and is_open",
            [household_id])
    }
    there = {lot_id for lot_id, milli in truth.stock.items() if milli > 0}
    return Distance(
        household_id, sum(entered.values()) / person_years, sum(true.values()) / person_years,
        summary.kg_per_person_year, summary.day_coverage,
        tuple((month, entered.get(month, 0.0), true.get(month, 0.0)) for month in sorted({*entered, *true})),
        _discards(warehouse, household_id), truth.forgotten_discards, truth.forgotten_purchases,
        len(believed), len(believed - there), len(there - believed),
    )


def _discards(warehouse: Warehouse, household_id: str) -> int:
    rows = warehouse.rows("select count(*) as events from marts.waste_events where household_id = ?", [household_id])
    return int(rows[0]["events"])


def distances(folder: Path, *, seed: int, days: int, end: date) -> list[Distance]:
    """Simulate, enter and build all households under `folder`; return how far each is from its truth."""
    home = Home.at(folder / "home").create()
    journal = open_journal(home, checked=False)
    start = end - timedelta(days=days)
    truths = {}
    for household in HOUSEHOLDS:
        events, truths[household.household_id] = simulate(household, seed=seed, start=start, end=end)
        journal.append(events)
    refresh(home, full=True, expectations=False, journal=journal)
    warehouse = Warehouse(home)
    try:
        return [distance(warehouse, one, truths[one.household_id], start, end) for one in HOUSEHOLDS]
    finally:
        warehouse.close()


def table(found: list[Distance]) -> str:
    """Return the distances as a markdown table."""
    lines = [
        "| household | waste entered / true, kg a person and year | error | mean error by month | published rate "
        "(error), covered days | discards entered, forgotten | purchases forgotten | open lots, falsely present | "
        "falsely absent |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in found:
        error = f"{one.entered_kg / one.true_kg - 1:+.0%}" if one.true_kg else "–"
        rate = "refused" if one.published_kg is None else (
            f"{one.published_kg:.1f} ({one.published_kg / one.true_kg - 1:+.0%})")
        lines.append(
            f"| {one.household_id} | {one.entered_kg:.1f} / {one.true_kg:.1f} | {error} | {one.error_by_month:.0%} | "
            f"{rate}, {one.day_coverage or 0:.0%} | {one.discards}, {one.forgotten_discards} | "
            f"{one.forgotten_purchases} | {one.open_lots}, {one.falsely_present} | {one.falsely_absent} |"
        )
    return "\n".join(lines)


def months_table(found: list[Distance]) -> str:
    """Return waste by month, entered / true in kg of the whole household, as a markdown table."""
    by_household = {one.household_id: {month: (entered, true) for month, entered, true in one.months} for one in found}
    months = sorted({month for rows in by_household.values() for month in rows})
    lines = [f"| month | {' | '.join(by_household)} |", "|---" * (len(by_household) + 1) + "|"]
    for month in months:
        cells = ["{:.1f} / {:.1f}".format(*rows.get(month, (0.0, 0.0))) for rows in by_household.values()]
        lines.append(f"| {month} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--days", type=int, default=548)
    parser.add_argument("--end", type=date.fromisoformat, default=date(2026, 11, 22), help="day after the last")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = distances(Path(folder), seed=options.seed, days=options.days, end=options.end)
    print(table(found), months_table(found), sep="\n\n")


if __name__ == "__main__":
    main()
