"""How long one household waits for its present: `python -m bench.live [--events 20000] [--rounds 9]`.

Cold: a new live view reads and folds every event, in a process that had a view before: what is paid once a process
(the database, macros, seeds, pandas) comes first, as `first view of the process`. Warm: one more event arrives and the
view follows. Goals for 20,000 events: 250 ms cold, 50 ms warm. Prints one JSON object: medians in milliseconds of this
process's CPU and of wall time (an upper bound on a busy machine), and the least CPU, which an idle machine comes near
to. The household is synthetic.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from pantry.events import new_event
from pantry.home import Home
from pantry.journal import Journal, open_journal
from pantry.kinds.payloads import EventUndone, LotConsumed
from pantry.live import LiveView
from pantry.storage.tables import events as events_table
from samples.synthetic import synthetic_batches

HOUSEHOLD = "syn-000000"


class Stopwatch:
    """Collects CPU and wall milliseconds by name."""

    def __init__(self) -> None:
        self.cpu_ms: dict[str, list[float]] = {}
        self.wall_ms: dict[str, list[float]] = {}

    @contextmanager
    def time(self, name: str) -> Iterator[None]:
        """Add what the block takes to the times of `name`."""
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.cpu_ms.setdefault(name, []).append((time.process_time() - cpu) * 1000)
        self.wall_ms.setdefault(name, []).append((time.perf_counter() - wall) * 1000)

    def medians(self) -> dict[str, dict[str, float]]:
        """Return the median CPU and wall milliseconds by name."""
        return {
            name: {
                "cpu_ms": round(statistics.median(cpu), 1),
                "wall_ms": round(statistics.median(self.wall_ms[name]), 1),
                "least_cpu_ms": round(min(cpu), 1),
            }
            for name, cpu in self.cpu_ms.items()
        }


def fill(journal: Journal, events: int) -> None:
    """Write the rows of one synthetic household."""
    for batch in synthetic_batches(1, events):
        with journal.engine.begin() as connection:
            connection.execute(sa.insert(events_table), batch.to_pylist())


def measure(journal: Journal, rounds: int) -> Stopwatch:
    """Measure cold and warm refreshes, each `rounds` times after one that does not count."""
    watch = Stopwatch()
    _follow(journal, Stopwatch(), rounds=1)
    _follow(journal, watch, rounds=rounds)
    for _ in range(rounds):
        _read_anew(journal, watch)
    return watch


def _read_anew(journal: Journal, watch: Stopwatch) -> None:
    """Open one more view; it is closed on return, so that its closing belongs to no step."""
    with watch.time("cold"):
        view = LiveView(journal, HOUSEHOLD)
        view.refresh()
    with watch.time("cold: list the lots in stock"):
        view.lots()
    with watch.time("part of cold: read the rows"):
        journal.read_arrow(household_id=HOUSEHOLD)


def _follow(journal: Journal, watch: Stopwatch, *, rounds: int) -> None:
    view = LiveView(journal, HOUSEHOLD)
    view.refresh()
    lots = view.lots()
    for number in range(rounds):
        lot = lots[number % len(lots)]
        eaten = new_event(
            HOUSEHOLD, LotConsumed(lot_id=lot.lot_id, quantity=Decimal("0.001")), occurred_at=datetime.now(UTC)
        )
        undone = new_event(HOUSEHOLD, EventUndone(undoes_event_id=eaten.event_id), occurred_at=datetime.now(UTC))
        steps: list[tuple[str, Callable[[], object]]] = [
            ("append one event", partial(journal.append, [eaten])),
            ("warm: one consumption", view.refresh),
            ("warm: list the lots in stock", view.lots),
            ("append an undo", partial(journal.append, [undone])),
            ("warm: one undo", view.refresh),
            ("refresh without news", view.refresh),
        ]
        for name, step in steps:
            with watch.time(name):
                step()


def main() -> None:
    """Run the benchmark in a temporary home."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        journal = open_journal(Home.at(Path(folder)).create())
        fill(journal, options.events)
        first = Stopwatch()
        with first.time("first view of the process"):
            view = LiveView(journal, HOUSEHOLD)
            view.refresh()
        facts = {"events": options.events, "lots": len(view.lots(in_stock=False)), "lots_in_stock": len(view.lots())}
        print(json.dumps(facts | {"medians": first.medians() | measure(journal, options.rounds).medians()}, indent=2))


if __name__ == "__main__":
    main()
