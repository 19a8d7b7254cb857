"""Actions: what a click appends. Every one can be backdated and undone.

`Kitchen` is one household's hand on the journal. Each method writes at once and returns `Done`, which
`undo` takes back. Units are converted to the lot's own before anything is written; unknown stays refused.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from pantry.accepting import Correction, acceptance_events, dismissal_events
from pantry.errors import InvalidEvent
from pantry.events import Event, moment_of, new_event
from pantry.foods import Food
from pantry.ids import new_event_id
from pantry.journal import Journal
from pantry.live import LiveView
from pantry.lot_amounts import in_unit_of
from pantry.lot_payloads import (
    DishCooked,
    DishIngredient,
    Leftover,
    LotAcquired,
    LotConsumed,
    LotCorrected,
    LotCounted,
    LotDiscarded,
    LotFrozen,
    LotMoved,
    LotOpened,
    LotSplit,
    LotThawed,
)
from pantry.lots import Lot
from pantry.payloads import (
    AliasTaught,
    CheckAnswered,
    DayConfirmed,
    DocumentDismissed,
    EventUndone,
    FeedAdded,
    FeedRemoved,
    FoodTaught,
    HouseholdChanged,
    MealPlanned,
    MealUnplanned,
    Payload,
    RecipeHidden,
    RecipeRated,
    RecipeSaved,
    ShoppingAdded,
    ShoppingRemoved,
    ShoppingTicked,
)
from pantry.proposals import Proposal
from pantry.shopping import ShoppingRow, put_away_payloads
from pantry.usual_foods import first_amount
from pantry.vocabulary import DateKind, DateSource, Destination, Method, Place, Reason


@dataclass(frozen=True, slots=True)
class Done:
    """What an action wrote, in order; give it to `Kitchen.undo` to take it back.

    lot_ids: the lots it made or changed.
    """

    event_ids: tuple[str, ...]
    lot_ids: tuple[str, ...] = ()


def joined(parts: Sequence[Done]) -> Done:
    """Return several actions as one, which one undo takes back."""
    return Done(tuple(event_id for done in parts for event_id in done.event_ids),
                tuple(lot_id for done in parts for lot_id in done.lot_ids))


class Kitchen:
    """One household's actions."""

    def __init__(
        self,
        journal: Journal,
        household_id: str,
        *,
        view: LiveView | None = None,
        actor: str = "",
        source: str = "click",
    ) -> None:
        """view: a live view to share; one is opened otherwise. actor: who clicks, as written to the journal."""
        self.journal = journal
        self.household_id = household_id
        self.view = view or LiveView(journal, household_id)
        self.actor, self.source = actor, source

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
        household = self._fresh().household()
        day = purchased_on or household.today(self.journal.clock())
        payload = LotAcquired(
            food_id=food_id, food_name=food_name, quantity=quantity, unit=unit, place=place,
            price_minor=price_minor, currency=household.currency if price_minor is not None else None,
            purchased_on=day, expires_on=expires_on,
            date_kind=(date_kind or DateKind.BEST_BEFORE) if expires_on else None,
            date_source=DateSource.USER if expires_on else None, gtin=gtin, method=method,
        )
        done = self._write([payload], on=day)
        return replace(done, lot_ids=done.event_ids)

    def stock_up(self, foods: Iterable[Food]) -> Done:
        """Put a usual amount of each food on its shelf at once, without a date of purchase; the amounts are guesses."""
        lots = [
            LotAcquired(food_id=food.food_id, quantity=quantity, unit=unit, place=food.place, method=Method.GUESSED)
            for food in foods for quantity, unit in [first_amount(food)]
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
    ) -> Done:
        """Correct facts of a purchase; what is not given stays. A date given here is the user's word.

        clear: facts that were never there (`pantry.lot_payloads.CLEARABLE`). The price and the unit of a lot that was
        split off are those of the whole purchase, so they are corrected there. Raises InvalidEvent when neither a
        food nor a name would be left.
        """
        lot = self._fresh().lot(lot_id)
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
            "food_id": food_id, "food_name": food_name, "quantity": quantity,
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

    def open(self, lot_id: str, *, on: date | None = None) -> Done:
        """Open a pack."""
        self._fresh().lot(lot_id)
        return self._write([LotOpened(lot_id=lot_id)], on=on, lots=(lot_id,))

    def move(self, lot_id: str, place: Place, *, on: date | None = None) -> Done:
        """Put a lot somewhere else; into the freezer it freezes, out of it it thaws."""
        lot = self._fresh().lot(lot_id)
        payload: Payload = LotMoved(lot_id=lot_id, place=place)
        if place is Place.FREEZER:
            payload = LotFrozen(lot_id=lot_id)
        elif lot.is_frozen:
            payload = LotThawed(lot_id=lot_id, place=place)
        return self._write([payload], on=on, lots=(lot_id,))

    def freeze(self, lot_id: str, *, on: date | None = None) -> Done:
        """Freeze a lot: its date pauses."""
        return self.move(lot_id, Place.FREEZER, on=on)

    def thaw(self, lot_id: str, *, place: Place = Place.FRIDGE, on: date | None = None) -> Done:
        """Thaw a lot: one day is left."""
        self._fresh().lot(lot_id)
        return self._write([LotThawed(lot_id=lot_id, place=place)], on=on, lots=(lot_id,))

    def split(self, lot_id: str, quantity: Decimal, *, place: Place | None = None, on: date | None = None) -> Done:
        """Make part of a lot a lot of its own."""
        lot = self._fresh().lot(lot_id)
        done = self._write([LotSplit(lot_id=lot_id, quantity=quantity, place=place)], on=on)
        part = done.event_ids[0]
        event_ids = done.event_ids
        if lot.is_frozen and place is not None and place is not Place.FREEZER:
            event_ids += self._write([LotThawed(lot_id=part, place=place)], on=on).event_ids
        return Done(event_ids, (lot_id, part))

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

        Raises UnknownLot.
        """
        view = self._fresh()
        for lot_id, _ in ingredients:
            view.lot(lot_id)
        payload = DishCooked(
            recipe_id=recipe_id, title=title, servings=servings, leftover=leftover,
            ingredients=[DishIngredient(lot_id=lot_id, quantity=quantity) for lot_id, quantity in ingredients],
        )
        done = self._write([payload], on=on)
        return replace(done, lot_ids=(*(lot_id for lot_id, _ in ingredients), *done.event_ids))

    # Undo ---------------------------------------------------------------------------------------------

    def undo(self, what: Done | str | Sequence[str]) -> Done:
        """Take back what an action wrote (or the events named); the result can be undone in turn."""
        if isinstance(what, Done):
            ids: Sequence[str] = what.event_ids
        else:
            ids = [what] if isinstance(what, str) else what
        return self._write([EventUndone(undoes_event_id=event_id) for event_id in reversed(ids)])

    # Documents ----------------------------------------------------------------------------------------

    def accept(
        self,
        proposals: Iterable[Proposal],
        *,
        corrections: dict[tuple[str, int, int], Correction] | None = None,
        by_machine: bool = False,
    ) -> Done:
        """Put proposed lines into stock; what was accepted before is written once, what was undone comes back.

        corrections: by (line_key, occurrence, part) of the proposal, what the person changed.
        """
        view = self._fresh()
        events, revived = acceptance_events(
            list(proposals), view=view, now=self.journal.clock(), corrections=corrections or {}, by_machine=by_machine
        )
        return self._append_document_events(events, revived)

    def set_aside(self, proposals: Iterable[Proposal], *, is_food: bool = True) -> Done:
        """Say that lines are not food (is_food=False) or are not wanted in stock."""
        view = self._fresh()
        events, revived = dismissal_events(list(proposals), view=view, now=self.journal.clock(), is_food=is_food)
        return self._append_document_events(events, revived)

    def dismiss_document(self, sha256: str) -> Done:
        """Take a document out of Review; its original is kept."""
        return self._write([DocumentDismissed(sha256=sha256)])

    def teach_alias(self, text: str, food_id: str, *, merchant: str | None = None) -> Done:
        """Remember what a shop calls a food."""
        return self._write([AliasTaught(text=text, food_id=food_id, merchant=merchant)])

    def teach_picture(self, food_id: str, sha256: str, box: tuple[int, int, int, int] | None = None) -> Done:
        """Remember that a picture, or a box in it, shows a food."""
        return self._write([FoodTaught(food_id=food_id, sha256=sha256, box=list(box) if box else None)])

    # Recipes, shopping, settings ----------------------------------------------------------------------

    def save_recipe(self, recipe_id: str, title: str) -> Done:
        """Keep a recipe."""
        return self._write([RecipeSaved(recipe_id=recipe_id, title=title)])

    def rate_recipe(self, recipe_id: str, stars: int) -> Done:
        """Give a recipe one to five stars."""
        return self._write([RecipeRated(recipe_id=recipe_id, stars=stars)])

    def hide_recipe(self, recipe_id: str) -> Done:
        """Never suggest a recipe again."""
        return self._write([RecipeHidden(recipe_id=recipe_id)])

    def follow_feed(self, url: str) -> Done:
        """Follow a recipe feed. Raises InvalidEvent for what is no web address."""
        return self._write([FeedAdded(url=url)])

    def unfollow_feed(self, url: str) -> Done:
        """Follow a recipe feed no longer."""
        return self._write([FeedRemoved(url=url)])

    def unplan_meal(self, planned_event_id: str) -> Done:
        """Take a planned meal off its day."""
        return self._write([MealUnplanned(planned_event_id=planned_event_id)])

    def add_shopping(
        self, text: str, *, food_id: str | None = None, quantity: Decimal | None = None, unit: str | None = None,
        origin: str = "hand",
    ) -> Done:
        """Put a line on the shopping list."""
        payload = ShoppingAdded.model_validate(
            {"text": text, "food_id": food_id, "quantity": quantity, "unit": unit, "origin": origin}
        )
        return self._write([payload])

    def plan_meals(self, meals: Sequence[MealPlanned], lines: Sequence[ShoppingAdded]) -> Done:
        """Plan meals and put what they lack on the shopping list, both or neither."""
        return self._write([*meals, *lines])

    def tick_shopping(self, *line_ids: str) -> Done:
        """Tick lines of the list: they lie in the basket."""
        return self._write([ShoppingTicked(line_id=line_id) for line_id in line_ids])

    def remove_shopping(self, *line_ids: str) -> Done:
        """Take lines off the list."""
        return self._write([ShoppingRemoved(line_id=line_id) for line_id in line_ids])

    def put_away(self, rows: Iterable[ShoppingRow]) -> Done:
        """Put bought rows of the shopping list on their shelves and take them off the list."""
        today = self._fresh().household().today(self.journal.clock())
        payloads = put_away_payloads(rows, today=today)
        done = self._write(payloads)
        lots = sum(isinstance(payload, LotAcquired) for payload in payloads)
        return replace(done, lot_ids=done.event_ids[:lots])

    def change_settings(self, changed: HouseholdChanged) -> Done:
        """Change settings of the household."""
        return self._write([changed])

    # Inside -------------------------------------------------------------------------------------------

    def _fresh(self) -> LiveView:
        self.view.refresh()
        return self.view

    def _currency(self, lot: Lot) -> str:
        return lot.currency or self.view.household().currency

    def _write(self, payloads: Sequence[Payload], *, on: date | None = None, lots: tuple[str, ...] = ()) -> Done:
        now = self.journal.clock()
        moment = _moments(on, now, self._fresh().household().time_zone)
        events = [
            new_event(
                self.household_id, payload, occurred_at=moment(number), event_id=new_event_id(),
                actor=self.actor, source=self.source,
            )
            for number, payload in enumerate(payloads)
        ]
        self.journal.append(events)
        self.view.refresh()
        return Done(tuple(event.event_id for event in events), lots)

    def _append_document_events(self, events: list[Event], revived: list[str]) -> Done:
        """Append events with derived ids, then undo the undos of those that had been taken back."""
        written = self.journal.append(replace(event, actor=self.actor) for event in events).written
        lots = tuple(event.event_id for event in events if event.kind == "lot_acquired")
        undone = self._write([EventUndone(undoes_event_id=undo) for undo in revived]).event_ids if revived else ()
        self.view.refresh()
        return Done((*written, *undone), lots)


def _moments(on: date | None, now: datetime, time_zone: str) -> Callable[[int], datetime]:
    def moment(number: int) -> datetime:
        if on is None:
            return now + timedelta(microseconds=number)
        return moment_of(on, now=now, time_zone=time_zone, offset=number)

    return moment
