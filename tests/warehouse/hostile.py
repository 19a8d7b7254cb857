"""Households that say all that events can, badly: two phones with clocks minutes apart, late and repeated deliveries.

Seeded and repeatable. Every event is one that the journal takes; whether it makes sense is another matter.
"""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pantry.events import Event
from pantry.kinds import payloads

ZONES = ["Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo", "America/Los_Angeles", "America/Havana", "Pacific/Auckland",
         "Atlantic/Azores", "UTC"]
# Two days before clocks change in Europe; most kitchens live over that night, the others over that of November.
_STARTS = [datetime(2026, 3, 27, 6, tzinfo=UTC), datetime(2026, 10, 30, 6, tzinfo=UTC)]
_SKEW = timedelta(minutes=5)
_FOODS = [("milk", "l"), ("egg", "piece"), ("bread", "loaf"), ("butter", "g"), ("apple", "piece"), ("rice", "g"),
          (None, "g"), (None, "piece"), ("own:farm_cup", "g"), ("own:granny_s_soup", "piece"), ("frozen_peas", "g")]
_OWN = ["own:farm_cup", "own:granny_s_soup"]
_PLACES = ["fridge", "freezer", "cupboard", "counter", "cellar", "other"]
_AMOUNTS = [Decimal(text) for text in ("0.001", "0.5", "1", "2", "3", "12", "250", "333.333", "1000")]
_DATES = ["use_by", "best_before", "sell_by", "packed_on"]
_SOURCES = ["user", "label", "ocr", "history", "product", "category"]
_REASONS = ["spoiled", "date_passed", "inedible_part", "possibly_avoidable", "unknown", "recall", "cooked_too_much"]
_DESTINATIONS = ["compost", "refuse", "given_away", "animal_feed", "bio_material", "sewer", "unknown"]
_CLEARED = [["expires_on"], ["price_minor"], ["purchased_on"], ["price_minor", "expires_on"]]
_DEPTHS = ["exact", "presence", "none"]


class HostileHome:
    """One household: `live` tells events; `deliveries` hands them out as they would arrive."""

    def __init__(self, household_id: str, seed: int) -> None:
        self.household_id, self.seed = household_id, seed
        self.draw = random.Random(seed)
        self.zone = self.draw.choice(ZONES)
        self.now = self.draw.choice(_STARTS)
        self.events: list[Event] = []
        self.lots: list[str] = []
        self.tell(payloads.HouseholdCreated(
            name=household_id, people=self.draw.randrange(1, 5), time_zone=self.zone,
            currency=self.draw.choice(["EUR", "EUR", "GBP", "JPY"])))
        if tracking := self.draw.choice([None, None, {"*": "none", "freezer": "exact"}, {"dairy": "presence"}]):
            self.tell(payloads.HouseholdChanged(tracking=tracking))

    def tell(self, payload: payloads.Payload, at: datetime | None = None) -> str:
        """Add an event, told on one of two phones whose clocks are five minutes apart, and return its id."""
        moment = at or self.now + self.draw.choice([timedelta(0), _SKEW]) + timedelta(microseconds=len(self.events))
        event_id = str(uuid.UUID(int=self.draw.getrandbits(128), version=4))
        self.events.append(Event(event_id, self.household_id, payload, moment))
        if isinstance(payload, payloads.LotAcquired | payloads.LotSplit) or (
            isinstance(payload, payloads.DishCooked) and payload.leftover
        ):
            self.lots.append(event_id)
        return event_id

    def live(self, events: int) -> None:
        """Tell so many things, with nights in between."""
        for _ in range(events):
            self.now += timedelta(hours=self.draw.choice([0, 0.02, 0.3, 1, 5, 11, 26]))
            self.tell(self._anything(), self._moment())

    def deliveries(self) -> Iterator[list[Event]]:
        """Yield the events in an order in which two phones may hand them in, some of them twice."""
        late = [(number + self.draw.choice([0, 0, 0, 3, 15, 40]), number) for number in range(1, len(self.events))]
        order = [0, *(number for _, number in sorted(late))]
        for number in order:
            yield [self.events[number]]
            if self.draw.random() < 0.1:
                yield [self.events[self.draw.choice(order[:order.index(number) + 1])]]

    def _moment(self) -> datetime | None:
        """Return a backdated moment, one near midnight, or None for now."""
        chance = self.draw.random()
        if chance < 0.12:
            return self.now - timedelta(hours=self.draw.choice([0.1, 3, 30, 400]))
        if chance < 0.24:
            midnight = datetime.combine(self._today(), datetime.min.time(), ZoneInfo(self.zone)).astimezone(UTC)
            return midnight + timedelta(minutes=self.draw.choice([-30, -1, 0, 1, 59, 90]))
        return None

    def _today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def _lot(self) -> str:
        """Return a lot of late, one of long ago, or one that nobody has."""
        if not self.lots or self.draw.random() < 0.03:
            return str(uuid.UUID(int=self.draw.getrandbits(128), version=4))
        return self.draw.choice(self.lots[-6:] if self.draw.random() < 0.8 else self.lots)

    def _amount(self) -> Decimal | None:
        return self.draw.choice([None, *_AMOUNTS])

    def _date(self) -> dict[str, Any]:
        if self.draw.random() < 0.5:
            return {}
        return {"expires_on": self._today() + timedelta(days=self.draw.choice([-2, 0, 1, 3, 20, 300])),
                "date_kind": self.draw.choice(_DATES), "date_source": self.draw.choice(_SOURCES)}

    def _price(self) -> dict[str, Any]:
        price = self.draw.choice([None, None, 0, 1, 99, 250, 1999, -50])
        return {} if price is None else {"price_minor": price, "currency": self.draw.choice(["EUR", "EUR", "USD"])}

    def _purchase(self) -> payloads.Payload:
        food_id, unit = self.draw.choice(_FOODS)
        named = {"food_name": self.draw.choice(["Something", "soup"]),
                 "food_category": self.draw.choice([None, "deli"])} if food_id is None else {}
        bought = self.draw.choice([None, self._today(), self._today() - timedelta(days=3)])
        return payloads.LotAcquired(
            food_id=food_id, quantity=self.draw.choice(_AMOUNTS), unit=self.draw.choice([unit, unit, "g", "pack"]),
            place=self.draw.choice(_PLACES), purchased_on=bought, **named, **self._price(), **self._date())

    def _correction(self) -> payloads.Payload:
        facts = self.draw.choice([
            lambda: {"quantity": self.draw.choice(_AMOUNTS)}, self._price, self._date,
            lambda: {"food_id": self.draw.choice(["milk", "apple", *_OWN])}, lambda: {"unit": "g"},
            lambda: {"food_name": "renamed"}, lambda: {"cleared": self.draw.choice(_CLEARED)},
            lambda: {"food_id": "egg", "cleared": ["food_name"]},
            lambda: {"quantity": Decimal(24), "unit": "piece", "method": "counted"},
            lambda: {"purchased_on": self._today() - timedelta(days=self.draw.choice([0, 1, 9]))},
        ])()
        return payloads.LotCorrected(lot_id=self._lot(), **facts)

    def _dish(self) -> payloads.Payload:
        parts = [{"lot_id": self._lot(), "quantity": self._amount()} for _ in range(self.draw.randrange(0, 4))]
        leftover = {"food_name": "stew", "quantity": self.draw.choice(_AMOUNTS), "unit": "g",
                    "place": self.draw.choice(_PLACES), **self._date()}
        return payloads.DishCooked(title="stew", ingredients=parts,
                                   leftover=leftover if self.draw.random() < 0.8 else None)

    def _own_food(self) -> payloads.Payload:
        return payloads.FoodAdded(
            food_id=self.draw.choice(_OWN), name=self.draw.choice(["Farm cup", "Granny's soup", "Another name"]),
            category=self.draw.choice(["dairy", "deli", "other"]),
            like_food_id=self.draw.choice([None, None, "yogurt", "milk", "tomato_soup"]))

    def _settings(self) -> payloads.Payload:
        said = self.draw.choice([
            lambda: {"tracking": {self.draw.choice(["*", "fridge", "dairy", "milk", "own:farm_cup", "yogurt"]):
                                  self.draw.choice(_DEPTHS)}},
            lambda: {"tracking": {}}, lambda: {"people": self.draw.randrange(1, 6)},
            lambda: {"time_zone": self.draw.choice(ZONES)}, lambda: {"currency": self.draw.choice(["EUR", "GBP"])},
        ])()
        return payloads.HouseholdChanged(**said)

    def _undo(self) -> payloads.Payload:
        undos = [one.event_id for one in self.events if one.kind == "event_undone"]
        pool = undos if undos and self.draw.random() < 0.4 else [one.event_id for one in self.events[1:]]
        return payloads.EventUndone(undoes_event_id=self.draw.choice(pool or [self.events[0].event_id]))

    def _anything(self) -> payloads.Payload:
        if len(self.lots) < 2 or self.draw.random() < 0.2:
            return self._purchase()
        choice, lot = self.draw.choice, self._lot
        return choice([
            self._correction, self._correction, self._dish, self._own_food, self._settings, self._undo, self._undo,
            lambda: payloads.LotConsumed(lot_id=lot(), quantity=self._amount()),
            lambda: payloads.LotDiscarded(
                lot_id=lot(), quantity=self._amount(), reason=choice(_REASONS), destination=choice(_DESTINATIONS),
                is_edible=self.draw.random() < 0.9, method=choice(["weighed", "counted", "guessed"])),
            lambda: payloads.LotSplit(lot_id=lot(), quantity=choice(_AMOUNTS), place=choice([None, *_PLACES])),
            lambda: payloads.LotCounted(lot_id=lot(), quantity=choice([Decimal(0), *_AMOUNTS])),
            lambda: payloads.LotOpened(lot_id=lot()),
            lambda: payloads.LotMoved(lot_id=lot(), place=choice(_PLACES)),
            lambda: payloads.LotFrozen(lot_id=lot()),
            lambda: payloads.LotThawed(lot_id=lot()),
            lambda: payloads.CheckAnswered(lot_id=lot(), answer=choice(["yes", "no", "some", "unknown"])),
            lambda: payloads.DayConfirmed(day=self._today()),
        ])()
