"""How well `p_still_there` is calibrated on simulated kitchens, beside simpler rules.

Usage: python -m bench.belief [--first-seed 5000] [--seeds 12]

The four households of samples/simulate.py live 60, 180 or 548 days (by seed) and enter most of it. The simulator
knows which lots that the journal holds are really there. The constants of pantry/belief.sql and the figures of each
simpler rule were chosen on seeds 1000 to 1029, before households answered questions; these seeds were not looked at
then. Intervals: the 5th and 95th of 1,000 means over households drawn again.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np

from pantry.belief import beliefs
from pantry.home import Home
from pantry.journal import Journal, open_journal
from pantry.live import LiveView
from samples.simulate import HOUSEHOLDS, simulate
from samples.simulated_lots import SimulatedHousehold

DAYS = (548, 180, 60)
# Chosen on seeds 1000 to 1029: the share of lots that are there, and that share up to and after 7 untouched days.
SHARE_THERE, SHARE_FRESH, SHARE_OLD, FRESH_DAYS = 0.797, 0.942, 0.691, 7
BINS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.000001)


@dataclass(frozen=True, slots=True)
class Judged:
    """One lot of the journal: what is believed, and whether it is there. household: its number."""

    household: int
    reason: str
    days_untouched: int
    believed: float
    is_there: bool


Rule = Callable[[list[Judged]], np.ndarray]
RULES: dict[str, Rule] = {
    "every open lot is there": lambda lots: np.ones(len(lots)),
    "the same share for all": lambda lots: np.full(len(lots), SHARE_THERE),
    "by age alone (7 untouched days)": lambda lots: np.array(
        [SHARE_FRESH if one.days_untouched <= FRESH_DAYS else SHARE_OLD for one in lots]),
    "p_still_there": lambda lots: np.array([one.believed for one in lots]),
}


def judge(folder: Path, *, seeds: range, end: date) -> list[Judged]:
    """Simulate, enter and believe every household of the seeds; return all lots that their journals hold."""
    journal = open_journal(Home.at(folder / "home").create(), checked=False)
    found: list[Judged] = []
    for number, (seed, household) in enumerate((seed, household) for seed in seeds for household in HOUSEHOLDS):
        named = replace(household, household_id=f"{household.household_id}-{seed}")
        found += _judge_household(journal, named, seed, DAYS[seed % len(DAYS)], end, number=number)
    return found


def _judge_household(
    journal: Journal, household: SimulatedHousehold, seed: int, days: int, end: date, *, number: int
) -> list[Judged]:
    events, truth = simulate(household, seed=seed, start=end - timedelta(days=days), end=end)
    journal.append(events)
    view = LiveView(journal, household.household_id)
    view.refresh()
    return [
        Judged(number, one.reason, one.days_untouched, one.p_still_there, truth.stock.get(one.lot_id, 0) > 0)
        for one in beliefs(view, end).values()
    ]


def brier_score_loss(believed: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Return the squared error of each chance."""
    return (believed - there) ** 2


def log_loss(believed: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Return the nats lost by each chance; none is believed beyond 0.001 and 0.999."""
    kept = np.clip(believed, 0.001, 0.999)
    return -(there * np.log(kept) + (1 - there) * np.log(1 - kept))


def interval(losses: np.ndarray, household: np.ndarray, seed: int = 1) -> tuple[float, float]:
    """Return the range that holds nine in ten of the means when whole households are drawn again."""
    random = np.random.default_rng(seed)
    sums = np.bincount(household, losses)
    counts = np.bincount(household)
    sums, counts = sums[counts > 0], counts[counts > 0]
    drawn = random.integers(len(sums), size=(1000, len(sums)))
    low, high = np.quantile(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1), [0.05, 0.95])
    return float(low), float(high)


def rules_table(lots: list[Judged]) -> str:
    """Return Brier score and log loss of each rule as a markdown table."""
    there = np.array([one.is_there for one in lots], dtype=float)
    household = np.array([one.household for one in lots])
    lines = ["| rule | Brier score (90 %) | log loss (90 %) |", "|---|---|---|"]
    for name, rule in RULES.items():
        cells = []
        for loss in (brier_score_loss, log_loss):
            losses = loss(rule(lots), there)
            low, high = interval(losses, household)
            cells.append(f"{losses.mean():.3f} ({low:.3f} to {high:.3f})")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def reliability_table(lots: list[Judged]) -> str:
    """Return believed beside true shares by bin of belief as a markdown table."""
    there = np.array([one.is_there for one in lots], dtype=float)
    believed = RULES["p_still_there"](lots)
    lines = ["| believed | lots | mean belief | really there |", "|---|---|---|---|"]
    for low, high in pairwise(BINS):
        chosen = (believed >= low) & (believed < high)
        if chosen.any():
            lines.append(f"| {low:.2f} to {min(high, 1):.2f} | {chosen.sum()} | {believed[chosen].mean():.3f} | "
                         f"{there[chosen].mean():.3f} |")
    return "\n".join(lines)


def reasons_table(lots: list[Judged]) -> str:
    """Return believed beside true shares by reason as a markdown table."""
    lines = ["| reason | lots | mean belief | really there |", "|---|---|---|---|"]
    for reason in sorted({one.reason for one in lots}):
        chosen = [one for one in lots if one.reason == reason]
        lines.append(f"| {reason} | {len(chosen)} | {np.mean([one.believed for one in chosen]):.3f} | "
                     f"{np.mean([one.is_there for one in chosen]):.3f} |")
    return "\n".join(lines)


def main() -> None:
    """Print three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first-seed", type=int, default=5000)
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--end", type=date.fromisoformat, default=date(2026, 11, 22), help="day after the last")
    options = parser.parse_args()
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    with tempfile.TemporaryDirectory() as folder:
        lots = judge(Path(folder), seeds=seeds, end=options.end)
    print(f"{len(lots)} lots of {len({one.household for one in lots})} households")
    print(rules_table(lots), reliability_table(lots), reasons_table(lots), sep="\n\n")


if __name__ == "__main__":
    main()
