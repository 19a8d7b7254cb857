"""Actions on lots: buying and correcting, eating, binning and moving, counting and cooking.

Units are converted to the lot's own before anything is written; an unknown conversion is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pantry.acting.writing import Done, Entry, Writer
from pantry.catalog.own_foods import guessed_date, own_food_id
from pantry.catalog.usual_foods import LEFTOVERS, first_amount
from pantry.errors import InvalidEvent
from pantry.foods import Food, catalog
from pantry.ids import line_key, new_event_id
from pantry.kinds.lot_payloads import (
    DishCooked,
    DishIngredient,
    Leftover,
    LotAcquired,
    LotConsumed,
    LotCorrected,
    LotCounted,
    LotDiscarded,
    LotOpened,
    LotSplit,
    LotThawed,
)
from pantry.kinds.payloads import CheckAnswered, DayConfirmed, FoodAdded, Payload
from pantry.lot_amounts import in_unit_of
from pantry.lots import Lot
from pantry.quantities import is_same_kind
from pantry.typing.portions import Meant, Portion, became
from pantry.typing.typed_foods import TypedFood
from pantry.typing.typed_uses import Use
from pantry.vocabulary import Category, DateKind, DateSource, Destination, Method, Place, Reason


class LotActions(Writer):
    """What a household does with what lies on its shelves."""

    # Buying and correcting ----------------------------------------------------------------------------

    def acquire(
        self,
        *,
        quantity: Decimal,
        unit: str,
        place: Place,
        food_id: str | None = None,
        food_name: str | None = None,
        price_minor: int | None = None,
        purchased_on: date | None = None,
        expires_on: date | None = None,
        date_kind: DateKind | None = None,
        gtin: str | None = None,
        method: Method = Method.COUNTED,
    ) -> Done:
        """Put a new lot on a shelf; a price is in the household's currency."""
        day = purchased_on or self._today()
        payload = self._purchase(
            day, food_id=food_id, food_name=food_name, quantity=quantity, unit=unit, place=place,
            price_minor=price_minor, expires_on=expires_on, date_kind=date_kind, gtin=gtin, method=method,
        )
        done = self._write([payload], on=day)
        return replace(done, lot_ids=done.event_ids)

    def put_in(self, foods: Sequence[TypedFood]) -> Done:
        """Put what a typed line speaks of on its shelves, all or none; what it calls open is opened."""
        return self.say((), foods)

    def say(self, told: Sequence[tuple[Use, Meant]], foods: Sequence[TypedFood]) -> Done:
        """Write what several typed lines say, all or none: what became of lots, then what came home.

        The lots of `Done` are those it changed, then those it made, in the order of `foods`.
        """
        became_of = [entry for use, meant in told for entry in _entries(meant, use)]
        entries, lot_ids = self._brought(foods)
        changed = tuple(portion.lot.lot_id for _, meant in told for portion in meant.portions)
        return self._write_entries([*became_of, *entries], (*changed, *_parts(became_of), *lot_ids))

    def _brought(self, foods: Sequence[TypedFood]) -> tuple[list[Entry], tuple[str, ...]]:
        """Return the purchases of what came home and what opened it, with the ids of the lots."""
        today = self._today()
        lot_ids = tuple(new_event_id() for _ in foods)
        bought, opened = [], []
        for lot_id, food in zip(lot_ids, foods, strict=True):
            # What is open since Monday was bought by then; nothing is opened before the day it was bought.
            day = food.bought_on or food.line.opened_on or today
            bought.append(Entry(day, lot_id, self._purchase(
                day, food_id=food.food_id, food_name=food.own_name, quantity=food.quantity, unit=food.unit,
                place=food.place, price_minor=food.price_minor, currency=food.line.currency,
                expires_on=food.expires_on, date_kind=food.date_kind,
                method=Method.COUNTED if food.is_said else Method.GUESSED,
            )))
            if food.line.is_opened:
                on = max(day, food.line.opened_on or today)
                opened.append(Entry(on, new_event_id(), LotOpened(lot_id=lot_id)))
        return [*bought, *opened], lot_ids

    def _purchase(
        self, day: date, *, food_id: str | None, place: Place, price_minor: int | None, expires_on: date | None,
        date_kind: DateKind | None, currency: str | None = None, **facts: Any,
    ) -> LotAcquired:
        """Return a purchase of a day. currency: of the price, the household's own where it is None."""
        dated: dict[str, Any] = {}
        if expires_on:
            dated = {"expires_on": expires_on, "date_kind": date_kind or DateKind.BEST_BEFORE,
                     "date_source": DateSource.USER}
        elif own := self.view.own_foods().get(food_id or ""):
            dated = guessed_date(own.category, place, day)
        if price_minor is not None:
            currency = currency or self.view.household().currency
        return LotAcquired(
            food_id=food_id, place=place, price_minor=price_minor,
            currency=currency if price_minor is not None else None, purchased_on=day, **facts, **dated,
        )

    def _today(self) -> date:
        return self._fresh().household().today(self.journal.clock())

    def stock_up(self, foods: Iterable[Food]) -> Done:
        """Put a usual amount of each food on its shelf at once, without a date of purchase; the amounts are guesses."""
        system = self.view.household().unit_system
        lots = [
            LotAcquired(food_id=food.food_id, quantity=quantity, unit=unit, place=food.place, method=Method.GUESSED)
            for food in foods for quantity, unit in [first_amount(food, unit_system=system)]
        ]
        done = self._write(lots)
        return replace(done, lot_ids=done.event_ids)

    def correct(
        self,
        lot_id: str,
        *,
        food_id: str | None = None,
        food_name: str | None = None,
        quantity: Decimal | None = None,
        unit: str | None = None,
        price_minor: int | None = None,
        purchased_on: date | None = None,
        expires_on: date | None = None,
        date_kind: DateKind | None = None,
        clear: Sequence[str] = (),
        method: Method | None = None,
    ) -> Done:
        """Correct facts of a purchase; what is not given stays. A date given here is the user's word.

        method: how the quantity is known where no person told it, but the name on the pack.
        clear: facts that were never there (`pantry.kinds.lot_payloads.CLEARABLE`). The price and the unit of a lot that
        was split off are those of the whole purchase, so they are corrected there. An amount in another unit of the
        same kind is written in the lot's own once something was taken from it, since what was taken is told in that.
        Raises InvalidEvent when neither a food nor a name would be left.
        """
        lot = self._fresh().lot(lot_id)
        if quantity is not None and unit is not None and self._is_told_of(lot) and is_same_kind(unit, lot.unit):
            quantity, _ = in_unit_of(lot, quantity, unit)
            unit = None
        has_food = food_id is not None or (lot.food_id is not None and "food_id" not in clear)
        has_name = food_name is not None or (lot.food_name is not None and "food_name" not in clear)
        if not (has_food or has_name):
            raise InvalidEvent(LotCorrected.kind, "a lot needs food_id or food_name; give the other before clearing")
        of_whole: dict[str, object] = {
            "unit": unit, "price_minor": price_minor,
            "currency": self._currency(lot) if price_minor is not None else None,
            "cleared": [name for name in clear if name == "price_minor"],
        }
        of_lot: dict[str, object] = {
            "food_id": food_id, "food_name": food_name, "quantity": quantity, "method": method,
            "purchased_on": purchased_on, "expires_on": expires_on,
            "date_kind": (date_kind or DateKind(lot.date_kind or "best_before")) if expires_on else date_kind,
            "date_source": DateSource.USER if expires_on else None,
            "cleared": [name for name in clear if name != "price_minor"],
        }
        if lot.root_lot_id == lot_id:
            of_lot |= of_whole | {"cleared": list(clear)}
            return self._write([LotCorrected.model_validate({"lot_id": lot_id, **of_lot})], lots=(lot_id,))
        said = ((lot_id, of_lot), (lot.root_lot_id, of_whole))
        payloads = [
            LotCorrected.model_validate({"lot_id": one, **facts})
            for one, facts in said if any(value not in (None, []) for value in facts.values())
        ]
        return self._write(payloads, lots=(lot_id, lot.root_lot_id))

    def name_lot(self, lot_id: str, food_id: str) -> Done:
        """Say which food a lot is that came in under its own name, and drop the date its category guessed."""
        lot = self._fresh().lot(lot_id)
        clear = ["food_name"] if lot.food_name else []
        if lot.date_source == DateSource.CATEGORY:
            clear.append("expires_on")
        return self.correct(lot_id, food_id=food_id, clear=clear)

    def keep_own_food(self, name: str, category: Category) -> Done:
        """Say what kind of thing a name is that the catalog does not know: a food of the household's own from now on.

        Lots that came in under that name become lots of it, dated by the usual days of the kind where no date is
        known. Raises InvalidEvent when no lot has that name.
        """
        lots = [lot for lot in self._fresh().lots(in_stock=False)
                if lot.food_id is None and lot.food_name and line_key(lot.food_name) == line_key(name)]
        if not lots:
            raise InvalidEvent(FoodAdded.kind, f"nothing came in under the name {name!r}")
        food = FoodAdded(food_id=own_food_id(name), name=name, category=category, place=Place(lots[-1].place),
                         unit=lots[-1].unit)
        payloads: list[Payload] = [food]
        for lot in lots:
            is_open = lot.expires_on is None or lot.date_source == DateSource.CATEGORY
            dated = guessed_date(category, Place(lot.place), lot.purchased_on) if is_open else {}
            payloads.append(LotCorrected(
                lot_id=lot.lot_id, food_id=food.food_id, cleared=["food_name"], **dated))
        return self._write(payloads, lots=tuple(lot.lot_id for lot in lots))

    def sort_own_food(self, food_id: str, category: Category) -> Done:
        """Say that a food of the household's own is another kind of thing; the dates its kind guessed follow.

        It counts like no food of the catalog then, since that has a kind of its own. Raises InvalidEvent for a food
        that is not the household's own.
        """
        return self._say_own_food(food_id, category, None)

    def liken_own_food(self, food_id: str, like_food_id: str | None) -> Done:
        """Say which food of the catalog an own food counts like, None for none; its kind follows.

        Raises InvalidEvent for a food that is not the household's own, or one to count like that the catalog lacks.
        """
        like = catalog().get(like_food_id) if like_food_id else None
        return self._say_own_food(food_id, like.category if like else None, like_food_id)

    def _say_own_food(self, food_id: str, category: Category | None, like_food_id: str | None) -> Done:
        """Write the word on an own food, and the dates of its lots that its kind guessed; category None: as before."""
        food = self._fresh().own_foods().get(food_id)
        if food is None:
            raise InvalidEvent(FoodAdded.kind, f"{food_id!r} is no food of the household's own")
        category = category or food.category
        payloads: list[Payload] = [
            FoodAdded(food_id=food_id, name=food.name_en, like_food_id=like_food_id, category=category,
                      place=food.place, unit=food.unit)]
        lots = [lot for lot in self.view.lots(in_stock=False)
                if lot.food_id == food_id and (lot.expires_on is None or lot.date_source == DateSource.CATEGORY)]
        for lot in lots:
            if dated := guessed_date(category, Place(lot.place), lot.purchased_on):
                payloads.append(LotCorrected(lot_id=lot.lot_id, **dated))
            elif lot.expires_on is not None:
                payloads.append(LotCorrected(lot_id=lot.lot_id, cleared=["expires_on"]))
        return self._write(payloads, lots=tuple(lot.lot_id for lot in lots))

    # Eating, binning, moving --------------------------------------------------------------------------

    def consume(
        self, lot_id: str, quantity: Decimal | None = None, *, unit: str | None = None, on: date | None = None
    ) -> Done:
        """Eat some of a lot, or the rest of it when no quantity is given."""
        lot = self._fresh().lot(lot_id)
        amount, method = in_unit_of(lot, quantity, unit)
        return self._write([LotConsumed(lot_id=lot_id, quantity=amount, method=method)], on=on, lots=(lot_id,))

    def discard(
        self,
        lot_id: str,
        quantity: Decimal | None = None,
        *,
        unit: str | None = None,
        reason: Reason = Reason.UNKNOWN,
        destination: Destination = Destination.UNKNOWN,
        is_edible: bool = True,
        on: date | None = None,
    ) -> Done:
        """Throw away (or give away) some of a lot, or the rest of it when no quantity is given."""
        lot = self._fresh().lot(lot_id)
        amount, method = in_unit_of(lot, quantity, unit)
        payload = LotDiscarded(
            lot_id=lot_id, quantity=amount, reason=reason, destination=destination,
            is_edible=is_edible, method=method,
        )
        return self._write([payload], on=on, lots=(lot_id,))

    def tell(
        self,
        meant: Meant,
        use: Use,
        *,
        reason: Reason = Reason.UNKNOWN,
        destination: Destination = Destination.UNKNOWN,
    ) -> Done:
        """Write what became of several lots, all or none. reason, destination: of what was thrown or given away."""
        entries = _entries(meant, use, reason, destination)
        return self._write_entries(entries, (*(portion.lot.lot_id for portion in meant.portions), *_parts(entries)))

    def open(self, lot_id: str, quantity: Decimal | None = None, *, on: date | None = None) -> Done:
        """Open a lot, or as much of it as a quantity says: that becomes a lot of its own."""
        return self._change(lot_id, Use.OPENED, None, quantity, on)

    def move(self, lot_id: str, place: Place, quantity: Decimal | None = None, *, on: date | None = None) -> Done:
        """Put a lot, or part of it, somewhere else; into the freezer it freezes, out of it it thaws."""
        return self._change(lot_id, Use.MOVED, place, quantity, on)

    def freeze(self, lot_id: str, quantity: Decimal | None = None, *, on: date | None = None) -> Done:
        """Freeze a lot, or part of it: its date pauses."""
        return self._change(lot_id, Use.FROZEN, None, quantity, on)

    def thaw(
        self, lot_id: str, quantity: Decimal | None = None, *, place: Place = Place.FRIDGE, on: date | None = None
    ) -> Done:
        """Thaw a lot, or part of it: one day is left."""
        return self._change(lot_id, Use.THAWED, place, quantity, on)

    def _change(self, lot_id: str, use: Use, to: Place | None, quantity: Decimal | None, on: date | None) -> Done:
        """Write what became of a lot that stays, or of part of it; None: of all."""
        lot = self._fresh().lot(lot_id)
        amount = lot.quantity if quantity is None else quantity
        return self.tell(Meant((Portion(lot, amount, to=to, on=on),)), use)

    def split(self, lot_id: str, quantity: Decimal, *, place: Place | None = None, on: date | None = None) -> Done:
        """Make part of a lot a lot of its own."""
        lot, part = self._fresh().lot(lot_id), new_event_id()
        payloads: list[Payload] = [LotSplit(lot_id=lot_id, quantity=quantity, place=place)]
        if lot.is_frozen and place is not None and place is not Place.FREEZER:
            payloads.append(LotThawed(lot_id=part, place=place))
        return self._write(payloads, on=on, lots=(lot_id, part), event_ids=[part, new_event_id()])

    def count(self, lot_id: str, quantity: Decimal, *, unit: str | None = None, on: date | None = None) -> Done:
        """Say how much is really there."""
        lot = self._fresh().lot(lot_id)
        amount, method = in_unit_of(lot, quantity, unit)
        payload = LotCounted(lot_id=lot_id, quantity=amount or Decimal(0), method=method)
        return self._write([payload], on=on, lots=(lot_id,))

    def answer_check(
        self, lot_id: str, answer: str, quantity: Decimal | None = None, *, unit: str | None = None
    ) -> Done:
        """Answer "is it still there?" (yes, no, some, unknown), all in one append that is undone as one.

        "no" also counts nothing: the rest is lost, neither eaten nor wasted. "some" may say how much is left.
        """
        lot = self._fresh().lot(lot_id)
        payloads: list[Payload] = [CheckAnswered.model_validate({"lot_id": lot_id, "answer": answer})]
        if answer == "no":
            payloads.append(LotCounted(lot_id=lot_id, quantity=Decimal(0)))
        elif answer == "some" and quantity is not None:
            amount, method = in_unit_of(lot, quantity, unit)
            payloads.append(LotCounted(lot_id=lot_id, quantity=amount or Decimal(0), method=method))
        return self._write(payloads, lots=(lot_id,))

    def confirm_day(self, day: date) -> Done:
        """Say that nothing was thrown away on a day."""
        return self._write([DayConfirmed(day=day)])

    def cook(
        self,
        ingredients: Sequence[tuple[str, Decimal | None]],
        *,
        title: str | None = None,
        recipe_id: str | None = None,
        servings: Decimal | None = None,
        leftover: Leftover | None = None,
        on: date | None = None,
    ) -> Done:
        """Cook a dish: lots (with amounts in their own units, None for the rest) go in, a leftover may come out.

        A leftover that is no food of the catalog is dated and weighed as cooked leftovers are. Raises UnknownLot.
        """
        view = self._fresh()
        for lot_id, _ in ingredients:
            view.lot(lot_id)
        if leftover is not None and leftover.food_id is None:
            leftover = leftover.model_copy(update={"food_id": LEFTOVERS})
        payload = DishCooked(
            recipe_id=recipe_id, title=title, servings=servings, leftover=leftover,
            ingredients=[DishIngredient(lot_id=lot_id, quantity=quantity) for lot_id, quantity in ingredients],
        )
        done = self._write([payload], on=on)
        return replace(done, lot_ids=(*(lot_id for lot_id, _ in ingredients), *done.event_ids))

    def _is_told_of(self, lot: Lot) -> bool:
        """Return whether an amount was taken from the family of a lot, or set by a count."""
        family = [one for one in self.view.lots(in_stock=False) if one.root_lot_id == lot.root_lot_id]
        return len(family) > 1 or lot.quantity != lot.acquired

    def _currency(self, lot: Lot) -> str:
        return lot.currency or self.view.household().currency


def _entries(meant: Meant, use: Use, reason: Reason = Reason.UNKNOWN,
             destination: Destination = Destination.UNKNOWN) -> list[Entry]:
    """Return what says what became of several lots."""
    return [Entry(portion.on, *one) for portion in meant.portions for one in became(portion, use, reason, destination)]


def _parts(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the lots that were split off."""
    return tuple(entry.event_id for entry in entries if isinstance(entry.payload, LotSplit))
