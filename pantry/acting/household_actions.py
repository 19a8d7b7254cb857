"""Actions on a household's recipes, meals, shopping list and settings."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from pantry.acting.writing import Done, Writer
from pantry.facts.recipe_book import fold_recipe_book
from pantry.facts.shopping import ShoppingRow, put_away_payloads
from pantry.ids import new_event_id
from pantry.kinds.lot_payloads import LotAcquired
from pantry.kinds.payloads import (
    EventUndone,
    FeedAdded,
    FeedRemoved,
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


class HouseholdActions(Writer):
    """What a household keeps, plans and sets."""

    def save_recipe(self, recipe_id: str, title: str) -> Done:
        """Keep a recipe."""
        return self._write([RecipeSaved(recipe_id=recipe_id, title=title)])

    def rate_recipe(self, recipe_id: str, stars: int) -> Done:
        """Give a recipe one to five stars."""
        return self._write([RecipeRated(recipe_id=recipe_id, stars=stars)])

    def hide_recipe(self, recipe_id: str) -> Done:
        """Never suggest a recipe again."""
        return self._write([RecipeHidden(recipe_id=recipe_id)])

    def keep_written_recipe(self, recipe_id: str, title: str, *, instead_of: str | None = None) -> Done:
        """Keep a recipe that somebody wrote; in the place of another it takes over its stars and coming dinners.

        instead_of: the recipe that it corrects; it is hidden. Undone, the written one is hidden and the other is back:
        no event takes a recipe out of the store, so it is hidden first and shown at once; undo takes back the showing.
        """
        view = self._fresh()
        book = fold_recipe_book(view.facts())
        hiding = new_event_id()
        payloads: list[Payload] = [RecipeHidden(recipe_id=recipe_id)]
        payloads += [EventUndone(undoes_event_id=one) for one in (hiding, *book.hidden.get(recipe_id, ()))]
        payloads.append(RecipeSaved(recipe_id=recipe_id, title=title))
        if instead_of is not None and instead_of != recipe_id:
            payloads.append(RecipeHidden(recipe_id=instead_of))
            if stars := book.stars.get(instead_of):
                payloads.append(RecipeRated(recipe_id=recipe_id, stars=stars))
            for meal in book.from_day(view.household().today(self.journal.clock())):
                if meal.recipe_id == instead_of:
                    payloads += [MealUnplanned(planned_event_id=meal.event_id),
                                 MealPlanned(day=meal.day, recipe_id=recipe_id, servings=meal.servings)]
        done = self._write(payloads, event_ids=[hiding, *(new_event_id() for _ in payloads[1:])])
        return replace(done, event_ids=done.event_ids[1:])

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
        payloads = put_away_payloads(rows, today=today, unit_system=self.view.household().unit_system)
        done = self._write(payloads)
        lots = sum(isinstance(payload, LotAcquired) for payload in payloads)
        return replace(done, lot_ids=done.event_ids[:lots])

    def change_settings(self, changed: HouseholdChanged) -> Done:
        """Change settings of the household."""
        return self._write([changed])
