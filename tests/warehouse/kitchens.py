"""Random but repeatable kitchens: messy households that buy, eat, split, count, throw away and undo."""

import random
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from pantry.events import Event
from pantry.kinds import payloads

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
_NAMESPACE = uuid.UUID("6f1f5a3e-8f57-4c0c-9a2b-1d6a2f6f3a11")
_FOODS = [("milk", "l"), ("apple", "piece"), ("bread", "loaf"), ("butter", "g"), ("rice", "g"), (None, "piece")]
_PLACES = ["fridge", "freezer", "cupboard"]
_REASONS = ["spoiled", "date_passed", "inedible_part", "possibly_avoidable", "unknown", "recall"]
_DESTINATIONS = ["compost", "refuse", "given_away", "animal_feed", "landfill", "unknown"]


class Kitchen:
    """One household and the events it tells; `tell` adds one, `live` a number of random ones."""

    def __init__(self, household_id: str, seed: int, people: int = 2) -> None:
        self.household_id = household_id
        self.random = random.Random(seed)
        self.events: list[Event] = []
        self.lots: list[str] = []
        self._hours = 0.0
        self.tell(payloads.HouseholdCreated(name=household_id, people=people, time_zone="Europe/Berlin"))

    def tell(self, payload: payloads.Payload, *, hours: float = 1.0) -> Event:
        """Add an event some hours after the last one and return it."""
        self._hours += hours
        event_id = str(uuid.uuid5(_NAMESPACE, f"{self.household_id}/{len(self.events)}"))
        event = Event(event_id, self.household_id, payload, START + timedelta(hours=self._hours))
        self.events.append(event)
        if isinstance(payload, payloads.LotAcquired | payloads.LotSplit) or (
            isinstance(payload, payloads.DishCooked) and payload.leftover
        ):
            self.lots.append(event_id)
        return event

    def tell_of_before(self, payload: payloads.Payload, *, hours_ago: float) -> Event:
        """Add an event that is told now but happened before the newest ones."""
        now = self._hours
        event = self.tell(payload, hours=-min(hours_ago, now))
        self._hours = now
        return event

    def buy(self, food_id: str | None, quantity: str, unit: str, **facts: Any) -> Event:
        """Buy something; kept in the fridge unless said otherwise."""
        said = {"place": "fridge", "food_name": None if food_id else "Something", **facts}
        return self.tell(payloads.LotAcquired(food_id=food_id, quantity=Decimal(quantity), unit=unit, **said))

    def live(self, events: int) -> None:
        """Tell so many random things; some name lots that are gone, some undo what came before."""
        for _ in range(events):
            self._do_something()

    def undo_everything(self) -> None:
        """Undo every event about stock that was told so far."""
        for event in [one for one in self.events if one.kind not in ("household_created", "event_undone")]:
            self.tell(payloads.EventUndone(undoes_event_id=event.event_id), hours=0.01)

    def _do_something(self) -> None:
        draw = self.random
        hours = draw.choice([0.5, 3, 7, 30])
        if not self.lots or draw.random() < 0.35:
            food_id, unit = draw.choice(_FOODS)
            price = draw.choice([None, 99, 250, 1999])
            self._hours += hours
            self.buy(food_id, draw.choice(["1", "2.5", "500", "6"]), unit, place=draw.choice(_PLACES),
                     price_minor=price, currency=price and "EUR")
            return
        self.tell(self._something_about(draw.choice(self.lots[-8:])), hours=hours)

    def _something_about(self, lot_id: str) -> payloads.Payload:
        draw = self.random
        amount = draw.choice([None, Decimal("0.5"), Decimal(1), Decimal(300)])
        return draw.choice([
            lambda: payloads.LotConsumed(lot_id=lot_id, quantity=amount),
            lambda: payloads.LotConsumed(lot_id=lot_id, quantity=Decimal("0.2")),
            lambda: payloads.LotDiscarded(lot_id=lot_id, quantity=amount, reason=draw.choice(_REASONS),
                                          destination=draw.choice(_DESTINATIONS),
                                          is_edible=draw.random() < 0.9),
            lambda: payloads.LotSplit(lot_id=lot_id, quantity=Decimal("0.5"), place=draw.choice([None, "freezer"])),
            lambda: payloads.LotCounted(lot_id=lot_id, quantity=draw.choice([Decimal(0), Decimal(3)])),
            lambda: payloads.LotCorrected(lot_id=lot_id, quantity=Decimal(4)),
            lambda: payloads.LotOpened(lot_id=lot_id),
            lambda: payloads.LotFrozen(lot_id=lot_id),
            lambda: payloads.LotThawed(lot_id=lot_id),
            lambda: payloads.LotMoved(lot_id=lot_id, place=draw.choice(_PLACES)),
            lambda: payloads.DishCooked(
                title="Stew", ingredients=[{"lot_id": lot_id, "quantity": amount}],
                leftover={"food_name": "Stew", "quantity": Decimal(400), "unit": "g"}),
            lambda: payloads.DayConfirmed(day=(START + timedelta(hours=self._hours)).date()),
            lambda: payloads.EventUndone(undoes_event_id=draw.choice(self.events[1:]).event_id),
        ])()
