"""A process of its own that writes to a journal: `python -m tests.pantry.journal_writer HOME URL HOUSEHOLD COUNT`.

Prints the id of each event after the journal acknowledged it, one a line.
"""

import sys
from datetime import UTC, datetime

from pantry.events import new_event
from pantry.home import Home
from pantry.household import ensure_household
from pantry.journal import open_journal
from pantry.kinds.payloads import HouseholdCreated, ShoppingAdded


def main(root: str, url: str, household_id: str, count: str) -> None:
    journal = open_journal(Home.at(root, url), checked=False)
    ensure_household(journal, household_id, HouseholdCreated(name="Writers"))
    _say("ready")
    for number in range(int(count)):
        event = new_event(household_id, ShoppingAdded(text=f"line {number}"), occurred_at=datetime.now(UTC))
        journal.append([event])
        _say(event.event_id)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
