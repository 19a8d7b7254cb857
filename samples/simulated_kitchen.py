"""The engine of the simulated kitchen: one household living through its days, entering most of what it does."""

import uuid
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from pantry.events import Event
from pantry.ids import document_event_id
from pantry.kinds.lot_payloads import (
    DishCooked,
    DishIngredient,
    Leftover,
    LotConsumed,
    LotCorrected,
    LotCounted,
    LotDiscarded,
    LotFrozen,
    LotOpened,
    LotThawed,
)
from pantry.kinds.payloads import CheckAnswered, DayConfirmed, EventUndone, HouseholdChanged, HouseholdCreated, Payload
from pantry.quantities import to_mass_g
from pantry.vocabulary import Destination, Place, Reason
from samples.kitchen_tables import DISHES, FREEZABLE, ITEMS, LIQUIDS, PARTY, Item
from samples.simulated_lots import (
    LEFTOVER,
    Shelved,
    SimulatedHousehold,
    Truth,
    acquired,
    decimal_of_milli,
    destination_of,
    reason_of,
    sensible,
)

_NAMESPACE = uuid.UUID("5f0a5a0e-3b0a-5d57-9d5c-6a1df8f0c0de")
# Share of a pack below which people buy what keeps for months.
_RESERVE = 0.6
_BY_FOOD = {item.food_id: item for item in ITEMS}


class SimulatedKitchen:
    """One household living through its days."""

    def __init__(self, household: SimulatedHousehold, seed: int, start: date, end: date) -> None:
        self.household, self.start, self.end = household, start, end
        self.random = Random(f"{household.household_id}:{seed}:{start}")
        self.name = f"{household.household_id}:{seed}:{start}"
        # Answers draw from their own numbers: a household that answers lives the same life as one that does not.
        self.answering = Random(f"{self.name}:answers")
        self.answer_events = 0
        self.touched_on: dict[str, date] = {}
        self.events: list[Event] = []
        self.truth = Truth()
        self.lots: dict[str, list[Shelved]] = defaultdict(list)
        # Lots that are gone, while the journal still believes in them.
        self.ghosts: list[Shelved] = []
        self.planned: list[tuple[str, dict[str, float], int]] = []
        self.day = start
        self.clock = datetime.combine(start, time(5), UTC)
        self.scale = {1: 0.55, 2: 1.0, 3: 1.4, 4: 1.8}.get(household.people, household.people * 0.45)
        self.away = self._holidays()

    # A life ---------------------------------------------------------------------------------------------

    def live(self) -> None:
        """Create the household and live every day."""
        self._move_in()
        while self.day < self.end:
            if self.day not in self.away:
                self._spend_day()
            self.day += timedelta(days=1)
        self._take_stock()

    def _take_stock(self) -> None:
        believed = [*self.ghosts, *(lot for lots in self.lots.values() for lot in lots)]
        self.truth.stock = {lot.lot_id: lot.milli for lot in believed if lot.is_entered and not lot.is_known_gone}

    def _spend_day(self) -> None:
        self._at(6)
        self._breakfast_and_snacks()
        leaves_soon = self.day + timedelta(days=2) in self.away
        if self.day.weekday() in self.household.shops_on and not leaves_soon:
            self._at(9 if self.day.weekday() == 5 else 15)
            self._shop()
        self._at(17)
        is_party = self.random.random() < 1 / 42
        if is_party:
            self._party()
        elif self.random.random() < 0.55:
            self._cook()
        self._at(19)
        self._look_for_bad_things()
        self._save_from_spoiling()
        self._tidy_book()
        if self.answering.random() < self.household.answers:
            self._answer_checks()

    def _move_in(self) -> None:
        own_id = document_event_id(self.household.household_id, "", "household_created")
        created = HouseholdCreated(
            name=self.household.name, people=self.household.people, currency="EUR", is_simulated=True
        )
        self._say(created, event_id=own_id)
        if set(self.household.tracked) != set(Place):
            depths = {place.value: "exact" if place in self.household.tracked else "none" for place in Place}
            self._say(HouseholdChanged.model_validate({"tracking": depths}))

    def _holidays(self) -> set[date]:
        days: set[date] = set()
        length = (self.end - self.start).days
        for _ in range(max(1, round(length / 365 * self.household.away_days_a_year / 8))):
            first = self.start + timedelta(days=self.random.randrange(20, max(21, length - 12)))
            days |= {first + timedelta(days=number) for number in range(self.random.choice((3, 8, 12)))}
        # Nobody is away in the last week: the shelves of a demo should look lived in.
        return {day for day in days if day < self.end - timedelta(days=7)}

    @property
    def _skip_chance(self) -> float:
        share = (self.day - self.start) / max(self.end - self.start, timedelta(days=1))
        return self.household.skipped + share * (self.household.skipped_at_the_end - self.household.skipped)

    # Shopping -------------------------------------------------------------------------------------------

    def _shop(self) -> None:
        horizon = 7 / len(self.household.shops_on)
        missing_dishes = max(0, round(horizon * 0.5) - len(self.planned))
        self.planned += self.random.sample(DISHES, missing_dishes)
        needs: dict[str, float] = defaultdict(float)
        for _, ingredients, _ in self.planned:
            for food_id, amount in ingredients.items():
                needs[food_id] += amount * self.scale
        for item in ITEMS:
            if self.day.month in item.months:
                needs[item.food_id] += item.portion * item.uses_per_week / 7 * horizon * self.scale
            if item.keep_days >= 90:
                needs[item.food_id] += _RESERVE * item.pack
        for item in ITEMS:
            short = needs[item.food_id] - sum(lot.milli for lot in self.lots[item.food_id]) / 1000
            packs = self._packs_to_buy(item, short, needs[item.food_id], horizon)
            if packs and item.keep_days < 30 and self.random.random() < self.household.overbuys:
                packs += 1
            if packs and self.random.random() < 0.92:
                self._buy(item, packs)

    def _packs_to_buy(self, item: Item, short: float, need: float, horizon: float) -> int:
        """Return how many packs cover what is short; a pack too large for the house is bought now and then."""
        usable = need * max(1, item.keep_days / horizon)
        if usable < item.pack and self.random.random() > usable / item.pack:
            return 0
        if short < 0.3 * item.pack:
            return int(short > 0 and self.random.random() < 0.3 * short / item.pack)
        return int(short / item.pack + 0.8)

    def _buy(self, item: Item, packs: int, *, expires_in: int | None = None) -> Shelved:
        milli = round(item.pack * packs * 1000)
        keep = max(1, round(item.keep_days * self.random.lognormvariate(0.1, 0.25)))
        expires_on = None
        if item.date_kind and (expires_in is not None or self.random.random() < 0.6):
            expires_on = self.day + timedelta(days=item.keep_days if expires_in is None else expires_in)
        is_forgotten = self.random.random() < 0.02
        lot = Shelved(
            "", item, self.day, milli, milli, self._price(item, packs), self.day + timedelta(days=keep),
            item.place, not is_forgotten and item.place in self.household.tracked, expires_on,
        )
        self.truth.forgotten_purchases += is_forgotten
        self.lots[item.food_id].append(lot)
        if lot.is_entered:
            lot.lot_id = self._say(acquired(lot))
            if self.random.random() < 0.006:
                self._say(LotCorrected(lot_id=lot.lot_id, price_minor=lot.price_minor + 20, currency="EUR"))
        return lot

    def _price(self, item: Item, packs: int) -> int:
        """Return cents: 4 % dearer a year, seasons, now and then a quarter off."""
        years = (self.day - self.start).days / 365.25
        offer = 0.75 if self.random.random() < 0.12 else self.random.uniform(0.97, 1.04)
        return max(1, round(item.price_minor * packs * 1.04**years * offer))

    # Eating ---------------------------------------------------------------------------------------------

    def _breakfast_and_snacks(self) -> None:
        for item in (*ITEMS, LEFTOVER):
            uses = item.uses_per_week if item is not LEFTOVER else 4
            if self.random.random() < uses / 7 and self.random.random() > self._skip_chance:
                self._eat(item, sensible(item.portion * self.scale * self.random.uniform(0.7, 1.3), item.unit))

    def _eat(self, item: Item, milli: int, *, from_lot: Shelved | None = None) -> None:
        for lot in [from_lot] if from_lot else self._good_lots(item.food_id):
            taken = min(milli, lot.milli)
            if taken <= 0:
                return
            self._take_out(lot)
            self._open(lot, taken)
            lot.milli -= taken
            milli -= taken
            self._count(self.truth.eaten_g, lot, taken)
            self._enter_use(lot, taken)
            self._drop_if_empty(lot)

    def _enter_use(self, lot: Shelved, taken: int) -> None:
        if not lot.is_entered or self.random.random() > self.household.entered:
            return
        if lot.milli == 0:
            self._say(LotConsumed(lot_id=lot.lot_id))
            lot.is_entered = False
        elif lot.item.is_logged and self.random.random() < 0.75:
            event_id = self._say(LotConsumed(lot_id=lot.lot_id, quantity=decimal_of_milli(taken)))
            if self.random.random() < 0.01:
                self._say(EventUndone(undoes_event_id=event_id))
                self._say(LotConsumed(lot_id=lot.lot_id, quantity=decimal_of_milli(taken)))

    def _cook(self) -> None:
        if not self.planned or self.random.random() < self._skip_chance:
            return
        title, ingredients, left_g = self.planned.pop(0)
        is_entered = Place.FRIDGE in self.household.tracked and self.random.random() < 0.95
        parts: list[DishIngredient] = []
        for food_id, amount in ingredients.items():
            milli = sensible(amount * self.scale, _BY_FOOD[food_id].unit)
            parts += self._use_in_dish(food_id, milli, is_entered)
        if not parts:
            return
        has_leftover = left_g and self.random.random() < 0.4
        left = sensible(left_g * self.scale * self.random.uniform(0.6, 1.1), "g") if has_leftover else 0
        lot = self._leftover(left, is_entered) if left else None
        if is_entered:
            self._enter_dish(title, parts, lot)

    def _use_in_dish(self, food_id: str, milli: int, is_dish_entered: bool) -> list[DishIngredient]:
        """Take from the oldest lots; return the parts that are entered."""
        parts = []
        for lot in self._good_lots(food_id):
            taken = min(milli, lot.milli)
            if taken <= 0:
                break
            self._take_out(lot)
            self._open(lot, taken)
            lot.milli -= taken
            milli -= taken
            self._count(self.truth.eaten_g, lot, taken)
            if lot.is_entered and is_dish_entered:
                parts.append(DishIngredient(lot_id=lot.lot_id, quantity=decimal_of_milli(taken) if lot.milli else None))
                lot.is_entered = lot.milli > 0
            else:
                self._enter_use(lot, taken)
            self._drop_if_empty(lot)
        return parts

    def _leftover(self, milli: int, is_entered: bool) -> Shelved:
        keep = self.day + timedelta(days=self.random.choice((3, 4, 4, 5)))
        lot = Shelved("", LEFTOVER, self.day, milli, milli, 0, keep, Place.FRIDGE, is_entered)
        self._count(self.truth.eaten_g, lot, -milli)
        self.lots[LEFTOVER.food_id].append(lot)
        return lot

    def _enter_dish(self, title: str, parts: list[DishIngredient], lot: Shelved | None) -> None:
        leftover = None if lot is None else Leftover(
            food_id="cooked_leftovers", food_name=title, quantity=decimal_of_milli(lot.milli), unit="g",
            place=Place.FRIDGE,
        )
        servings = Decimal(max(1, self.household.people))
        event_id = self._say(DishCooked(title=title, servings=servings, ingredients=parts, leftover=leftover))
        if lot is not None:
            lot.lot_id = event_id

    def _party(self) -> None:
        bought = [self._buy(_BY_FOOD[food_id], packs) for food_id, packs in PARTY.items()]
        self._at(19)
        for lot in bought:
            eaten = lot.milli / 1000 * self.random.uniform(0.6, 1.0)
            self._eat(lot.item, sensible(eaten, lot.item.unit), from_lot=lot)

    # Opening, freezing, thawing -------------------------------------------------------------------------

    def _open(self, lot: Shelved, taken: int) -> None:
        if lot.opened_on or lot.item.opened_days is None or taken >= lot.milli:
            return
        lot.opened_on = self.day
        opened_days = round(lot.item.opened_days * self.random.lognormvariate(0.2, 0.25))
        lot.bad_on = min(lot.bad_on, self.day + timedelta(days=max(1, opened_days)))
        if lot.is_entered and self.random.random() < 0.6:
            self._say(LotOpened(lot_id=lot.lot_id))

    def _take_out(self, lot: Shelved) -> None:
        """Thaw what was frozen at home; where only the freezer is tracked, it leaves the book."""
        if lot.place is not Place.FREEZER or lot.item.place is Place.FREEZER:
            return
        lot.place, lot.bad_on = Place.FRIDGE, self.day + timedelta(days=2)
        if lot.is_entered and Place.FRIDGE in self.household.tracked:
            self._say(LotThawed(lot_id=lot.lot_id))
        elif lot.is_entered:
            self._say(LotConsumed(lot_id=lot.lot_id))
            lot.is_entered = False

    def _save_from_spoiling(self) -> None:
        for food_id in sorted(FREEZABLE):
            for lot in list(self.lots[food_id]):
                is_urgent = lot.place is not Place.FREEZER and (lot.bad_on - self.day).days in (0, 1)
                if is_urgent and self.random.random() < 0.35:
                    self._freeze(lot)

    def _freeze(self, lot: Shelved) -> None:
        lot.place, lot.frozen_on, lot.bad_on = Place.FREEZER, self.day, self.day + timedelta(days=150)
        if lot.is_entered:
            self._say(LotFrozen(lot_id=lot.lot_id))
        elif Place.FRIDGE not in self.household.tracked:
            # Whoever tracks only the freezer enters what comes into it, at the share of the price it is worth.
            lot.price_minor = round(lot.price_minor * lot.milli / lot.acquired_milli)
            lot.acquired_milli, lot.is_entered = lot.milli, True
            lot.lot_id = self._say(acquired(lot))

    # Throwing away --------------------------------------------------------------------------------------

    def _look_for_bad_things(self) -> None:
        wasted = False
        leaves_tomorrow = self.day + timedelta(days=1) in self.away
        for lots in list(self.lots.values()):
            for lot in list(lots):
                if lot.bad_on <= self.day and self.random.random() < 0.4:
                    self._discard(lot, reason_of(lot, self.random), destination_of(lot, self.random))
                    wasted = True
                elif leaves_tomorrow and lot.item.keep_days < 12 and self.random.random() < 0.3:
                    self._discard(lot, Reason.BOUGHT_TOO_MUCH, Destination.GIVEN_AWAY)
        if self.random.random() < 0.003:
            wasted = self._drop_something() or wasted
        if not wasted and self.random.random() < 0.12:
            self._say(DayConfirmed(day=self.day))

    def _discard(
        self, lot: Shelved, reason: Reason, destination: Destination, *, milli: int | None = None
    ) -> None:
        """Throw away some of a lot, or of produce at times the bad half, else all of it."""
        is_half = lot.item.unit == "g" and lot.milli > 200_000 and self.random.random() < 0.25
        taken = milli or (sensible(lot.milli / 2000, "g") if is_half else lot.milli)
        lot.milli -= taken
        if is_half:
            lot.bad_on = max(lot.bad_on, self.day + timedelta(days=2))
        if destination is not Destination.GIVEN_AWAY:
            self._count(self.truth.wasted_g, lot, taken)
            if lot.place in self.household.tracked:
                self._count(self.truth.wasted_tracked_g, lot, taken)
        if lot.is_entered and self.random.random() < self.household.entered:
            quantity = decimal_of_milli(taken) if lot.milli else None
            self._say(LotDiscarded(lot_id=lot.lot_id, quantity=quantity, reason=reason, destination=destination))
            lot.is_entered = lot.milli > 0
        elif lot.place in self.household.tracked:
            self.truth.forgotten_discards += 1
        self._drop_if_empty(lot)

    def _drop_something(self) -> bool:
        there = [lot for food_id in ("egg", "milk", "yogurt", "honey") for lot in self.lots[food_id]]
        if not there:
            return False
        lot = self.random.choice(there)
        destination = Destination.SEWER if lot.item.food_id in LIQUIDS else Destination.REFUSE
        milli = min(lot.milli, sensible(lot.milli / 3000, lot.item.unit))
        self._discard(lot, Reason.ACCIDENT, destination, milli=milli)
        return True

    def _tidy_book(self) -> None:
        """On Sundays somebody looks into the book and strikes out what has long been gone."""
        if self.day.weekday() == 6:
            for ghost in list(self.ghosts):
                if self.random.random() < 0.3:
                    self._strike_out(ghost)

    def _answer_checks(self) -> None:
        """Look for what was left alone longest for its kind, and say whether it is there."""
        lots = [lot for lots in self.lots.values() for lot in lots if lot.is_entered]
        waited = [
            ((self.day - self.touched_on[lot.lot_id]).days / lot.item.keep_days, lot.lot_id, lot)
            for lot in [*lots, *self.ghosts] if lot.lot_id in self.touched_on and not lot.is_known_gone
        ]
        if not waited or max(waited)[0] < 0.5:
            return
        lot = max(waited)[2]
        answer = "no" if lot.milli <= 0 else "some" if lot.milli < lot.acquired_milli else "yes"
        self._say_answer(CheckAnswered.model_validate({"lot_id": lot.lot_id, "answer": answer}))
        if lot.milli <= 0:
            self._say_answer(LotCounted(lot_id=lot.lot_id, quantity=Decimal(0)))
            lot.is_known_gone = True

    def _strike_out(self, ghost: Shelved) -> None:
        if ghost.is_known_gone:
            self.random.random(), self.random.randint(5, 60)
        elif self.random.random() < 0.6:
            self._say(LotConsumed(lot_id=ghost.lot_id))
        else:
            self._say(LotCounted(lot_id=ghost.lot_id, quantity=Decimal(0)))
        self.ghosts.remove(ghost)

    # Small things ---------------------------------------------------------------------------------------

    def _good_lots(self, food_id: str) -> list[Shelved]:
        return [lot for lot in self.lots[food_id] if lot.bad_on > self.day]

    def _drop_if_empty(self, lot: Shelved) -> None:
        if lot.milli <= 0:
            self.lots[lot.item.food_id].remove(lot)
            if lot.is_entered:
                self.ghosts.append(lot)

    def _count(self, where: dict[tuple[str, str], float], lot: Shelved, milli: int) -> None:
        mass = to_mass_g(decimal_of_milli(milli), lot.item.unit, lot.item.food_id)
        where[lot.item.food_id, f"{self.day:%Y-%m}"] += mass.grams if mass else 0.0

    def _at(self, hour: int) -> None:
        earliest = datetime.combine(self.day, time(hour, self.random.randrange(30)), UTC)
        self.clock = max(self.clock, earliest)

    def _say(self, payload: Payload, *, event_id: str | None = None) -> str:
        self.clock += timedelta(seconds=self.random.randint(5, 60))
        number = len(self.events) - self.answer_events
        own_id = event_id or str(uuid.uuid5(_NAMESPACE, f"{self.name}:{number}"))
        self._note(payload, own_id)
        self.events.append(Event(own_id, self.household.household_id, payload, self.clock, "", "simulation"))
        return own_id

    def _say_answer(self, payload: Payload) -> None:
        self.clock += timedelta(seconds=self.answering.randint(5, 60))
        own_id = str(uuid.uuid5(_NAMESPACE, f"{self.name}:answer:{self.answer_events}"))
        self.answer_events += 1
        self._note(payload, own_id)
        self.events.append(Event(own_id, self.household.household_id, payload, self.clock, "", "simulation"))

    def _note(self, payload: Payload, event_id: str) -> None:
        """Remember on which day somebody last spoke of a lot."""
        if isinstance(payload, DishCooked):
            for part in payload.ingredients:
                self.touched_on[part.lot_id] = self.day
        self.touched_on[getattr(payload, "lot_id", event_id)] = self.day
