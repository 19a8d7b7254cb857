"""The simulated kitchen: seeded households that shop, cook, forget and throw away, and enter most of it.

`simulate` returns what a household would have entered and the truth beside it; `fill_demo` writes the
household `demo`. Everything is labelled: the household is_simulated, its events have source "simulation".
"""

from datetime import date, timedelta

from pantry.events import Event
from pantry.household import DEMO
from pantry.journal import Journal
from pantry.kinds.payloads import LotAcquired, LotConsumed, LotOpened
from pantry.vocabulary import DateSource, Place
from samples.kitchen_tables import TODAYS_SHELVES
from samples.simulated_kitchen import SimulatedKitchen
from samples.simulated_lots import SimulatedHousehold, Truth, decimal_of_milli

DEMO_SEED, DEMO_DAYS = 20, 548

HOUSEHOLDS = (
    SimulatedHousehold(DEMO, "Demo kitchen (simulated)", 2),
    SimulatedHousehold("sim-family", "Family of four (simulated)", 4, (0, 3, 5), 0.75, 0.20, 0.17, 0.30),
    SimulatedHousehold("sim-student", "Student (simulated)", 1, (4,), 0.6, 0.22, 0.20, 0.0, 40),
    SimulatedHousehold(
        "sim-freezer", "Only the freezer (simulated)", 2, (1, 5), 0.9, 0.2, 0.18, tracked=(Place.FREEZER,)
    ),
)


def simulate(
    household: SimulatedHousehold, *, seed: int, start: date, end: date
) -> tuple[list[Event], Truth]:
    """Return the events a household enters from `start` to the day before `end`, by time, and the truth.

    The same arguments give the same events with the same ids. Nothing lies after 22:00 UTC of the last day.
    """
    kitchen = SimulatedKitchen(household, seed, start, end)
    kitchen.live()
    return kitchen.events, kitchen.truth


class DemoKitchen(SimulatedKitchen):
    """A simulated kitchen whose last evening shows every state the dashboard knows."""

    def put_todays_shelves(self) -> None:
        """End the evening before today with shelves that show every state the dashboard knows."""
        self.day = self.end - timedelta(days=1)
        self._at(20)
        for ghost in list(self.ghosts):
            self._strike_out(ghost)
        for food_id, amount, unit, price_minor, place, days, date_kind, opened in TODAYS_SHELVES:
            for lot in [one for one in self.lots[food_id] if one.place is place]:
                if lot.is_entered:
                    self._say(LotConsumed(lot_id=lot.lot_id))
                self.lots[food_id].remove(lot)
            payload = LotAcquired(
                food_id=food_id, quantity=decimal_of_milli(round(amount * 1000)), unit=unit, place=place,
                price_minor=price_minor, currency="EUR", purchased_on=self.day,
                expires_on=None if days is None else self.end + timedelta(days=days), date_kind=date_kind,
                date_source=None if days is None else DateSource.LABEL,
            )
            lot_id = self._say(payload)
            self.truth.stock[lot_id] = round(amount * 1000)
            if opened is not None:
                self._say(LotOpened(lot_id=lot_id))


def fill_demo(journal: Journal, *, today: date) -> int:
    """Write the household `demo`, 18 months up to yesterday, in one append; return how many events were written.

    A demo that was filled before is left alone, so a later day adds nothing.
    """
    if any(event.source == "simulation" for event in journal.read(household_id=DEMO, kinds=["lot_acquired"])):
        return 0
    kitchen = DemoKitchen(HOUSEHOLDS[0], DEMO_SEED, today - timedelta(days=DEMO_DAYS), today)
    kitchen.live()
    kitchen.put_todays_shelves()
    return len(journal.append(kitchen.events).written)
