"""How far the published waste rate and the forecast of what will be wasted are from the simulated kitchens' truth.

Usage: python -m bench.waste [--seeds 31 32 33 34 35] [--days 548]

The households of samples/simulate.py live under seeds that nothing was chosen by. Baseline of the rate: all waste
over the covered days alone. Baseline of the forecast: every lot whose date is near counts whole. The warehouse is
built twice, as it stood eight weeks before the end and at the end; both ask the published marts and macros.
"""

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from pantry.events import Event
from pantry.home import Home
from pantry.journal import open_journal
from samples.simulate import HOUSEHOLDS, simulate
from samples.simulated_lots import SimulatedHousehold, Truth
from warehouse import queries
from warehouse.build import refresh
from warehouse.reader import Warehouse

_FORECAST_DAYS = 56
_WINDOW_DAYS = 7


@dataclass(frozen=True, slots=True)
class Rate:
    """Rates of one simulated household in kg a person and year; None where a rate is refused."""

    kind: str
    true: float
    by_covered_days: float | None
    by_weeks: float | None
    sure: float | None
    rest_share: float | None
    week_coverage: float | None
    day_coverage: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Money of one household at risk within a week, in minor units: forecast, counted whole, and then thrown away."""

    own_rate: float
    whole: float
    wasted: float


def lives(seeds: Sequence[int], start: date, end: date) -> list[tuple[SimulatedHousehold, list[Event], Truth]]:
    """Return every household under every seed, each with a name of its own."""
    return [
        (named, *simulate(named, seed=seed, start=start, end=end))
        for seed in seeds for household in HOUSEHOLDS
        for named in [replace(household, household_id=f"{household.household_id}-{seed}")]
    ]


def built(folder: Path, events: Sequence[list[Event]]) -> Warehouse:
    """Return the published warehouse of a new home with these events."""
    home = Home.at(folder).create()
    journal = open_journal(home, checked=False)
    for one in events:
        journal.append(one)
    refresh(home, full=True, expectations=False, journal=journal)
    return Warehouse(home)


def rate(warehouse: Warehouse, household: SimulatedHousehold, truth: Truth, start: date, end: date) -> Rate:
    """Return a household's rates by both definitions beside its truth over tracked places."""
    summary = queries.waste_summary(warehouse, household.household_id, start, end)
    assert summary is not None
    days = warehouse.rows(
        "select count(*) as days, sum(people) / 365.25 as person_years from marts.household_days "
        "where household_id = ?",
        [household.household_id])[0]
    is_enough = days["days"] >= 28 and (summary.day_coverage or 0) >= 0.7
    person_years = household.people * (end - start).days / 365.25
    return Rate(
        household.household_id.rsplit("-", 1)[0], sum(truth.wasted_tracked_g.values()) / 1000 / person_years,
        (summary.waste_mass_g or 0) / 1000 / days["person_years"] if is_enough else None,
        summary.kg_per_person_year, summary.sure_kg_per_person_year, summary.rest_mass_share, summary.week_coverage,
        summary.day_coverage,
    )


def forecast(before: Warehouse, after: Warehouse, household_id: str, as_of: date) -> Forecast:
    """Return what was forecast on a day and which value of the same lots was thrown away until eight weeks later."""
    found = queries.at_risk(before, household_id, as_of, _WINDOW_DAYS)
    whole = sum(
        float(row["stock_value_minor"] or 0) for row in found)
    wasted = after.rows(
        "select coalesce(sum(value_minor), 0)::double as minor from marts.waste_events "
        "where household_id = ? and is_waste and discarded_on >= ? and list_contains(?, lot_id::varchar)",
        [household_id, as_of, [row["lot_id"] for row in found]])
    return Forecast(sum(float(row["at_risk_value_minor"] or 0) for row in found), whole, wasted[0]["minor"])


def rates_table(rates: Sequence[Rate]) -> str:
    """Return mean errors by kind of household with the least and greatest one, as a markdown table."""
    lines = ["| household | n | true | by covered days | by observed weeks | range from what is sure holds the truth | "
             "days, weeks covered | booked as \"the rest\" |", "|---|---|---|---|---|---|---|---|"]
    for kind in dict.fromkeys(one.kind for one in rates):
        some = [one for one in rates if one.kind == kind]
        held = sum(one.sure is not None and one.sure <= one.true <= (one.by_weeks or 0) for one in some)
        lines.append(
            f"| {kind} | {len(some)} | {statistics.fmean(one.true for one in some):.1f} | "
            f"{_errors([(one.by_covered_days, one.true) for one in some])} | "
            f"{_errors([(one.by_weeks, one.true) for one in some])} | {held} of {len(some)} | "
            f"{_mean([one.day_coverage for one in some]):.0%}, {_mean([one.week_coverage for one in some]):.0%} | "
            f"{_mean([one.rest_share for one in some]):.0%} |")
    return "\n".join(lines)


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known else float("nan")


def _errors(pairs: Sequence[tuple[float | None, float]]) -> str:
    """Return "+12 % (+3 to +20)" of the answered ones, and how many were refused."""
    known = [(said / true - 1, said) for said, true in pairs if said is not None and true]
    said = [one for one, _ in pairs if one is not None]
    if not said:
        return "refused"
    if len(known) < len(said):
        return f"{_mean(said):.1f} kg, true {_mean([true for _, true in pairs]):.1f} kg"
    errors = sorted(error for error, _ in known)
    return f"{statistics.fmean(errors):+.0%} ({errors[0]:+.0%} to {errors[-1]:+.0%})"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[31, 32, 33, 34, 35])
    parser.add_argument("--days", type=int, default=548)
    parser.add_argument("--end", type=date.fromisoformat, default=date(2026, 11, 22), help="day after the last")
    options = parser.parse_args()
    end, start = options.end, options.end - timedelta(days=options.days)
    as_of = end - timedelta(days=_FORECAST_DAYS)
    everyone = lives(options.seeds, start, end)
    with tempfile.TemporaryDirectory() as folder:
        after = built(Path(folder) / "after", [events for _, events, _ in everyone])
        before = built(Path(folder) / "before", [
            [one for one in events if one.occurred_at.date() < as_of] for _, events, _ in everyone])
        print(rates_table([rate(after, household, truth, start, end) for household, _, truth in everyone]))
        found = [forecast(before, after, household.household_id, as_of) for household, _, _ in everyone]
    print(f"\nvalue at risk, {len(found)} households: forecast {sum(one.own_rate for one in found) / 100:.2f}, "
          f"counted whole {sum(one.whole for one in found) / 100:.2f}, "
          f"thrown away {sum(one.wasted for one in found) / 100:.2f} euro; mean absolute error a household "
          f"{statistics.fmean(abs(one.own_rate - one.wasted) for one in found) / 100:.2f} against "
          f"{statistics.fmean(abs(one.whole - one.wasted) for one in found) / 100:.2f}")


if __name__ == "__main__":
    main()
