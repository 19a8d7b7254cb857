"""What a household says about recipes: kept, rated, hidden, and planned for a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pantry.journal import RecordedEvent


@dataclass(frozen=True, slots=True)
class PlannedMeal:
    """A recipe for a day. event_id: of the event that planned it."""

    event_id: str
    day: date
    recipe_id: str
    servings: Decimal


@dataclass(frozen=True, slots=True)
class RecipeBook:
    """The last word on each recipe. saved, hidden: the events that say so, by recipe; stars: 1 to 5."""

    saved: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stars: dict[str, int] = field(default_factory=dict)
    planned: tuple[PlannedMeal, ...] = ()

    def from_day(self, day: date) -> list[PlannedMeal]:
        """Return the meals planned for a day or later, soonest first."""
        return [meal for meal in self.planned if meal.day >= day]


def fold_recipe_book(facts: Iterable[RecordedEvent]) -> RecipeBook:
    """Return what effective events, in the order of time, say about recipes; a cooked meal is planned no more."""
    saved: dict[str, tuple[str, ...]] = {}
    hidden: dict[str, tuple[str, ...]] = {}
    stars: dict[str, int] = {}
    planned: dict[str, PlannedMeal] = {}
    for event in facts:
        said = event.payload
        if event.kind == "recipe_saved":
            saved[said["recipe_id"]] = (*saved.get(said["recipe_id"], ()), event.event_id)
        elif event.kind == "recipe_hidden":
            hidden[said["recipe_id"]] = (*hidden.get(said["recipe_id"], ()), event.event_id)
        elif event.kind == "recipe_rated":
            stars[said["recipe_id"]] = said["stars"]
        elif event.kind == "meal_planned":
            planned[event.event_id] = _planned(event)
        elif event.kind == "meal_unplanned":
            planned.pop(said["planned_event_id"], None)
        elif event.kind == "dish_cooked":
            planned.pop(_fulfilled(planned, said.get("recipe_id"), event.occurred_at.date()), None)
    meals = sorted(planned.values(), key=lambda meal: (meal.day, meal.event_id))
    return RecipeBook(saved, hidden, stars, tuple(meals))


def _fulfilled(planned: dict[str, PlannedMeal], recipe_id: str | None, cooked_on: date) -> str:
    """Return which planned meal a cooked dish was: of those of its recipe the one planned nearest; "" for none."""
    meals = [meal for meal in planned.values() if meal.recipe_id == recipe_id]
    return min(meals, key=lambda meal: (abs(meal.day - cooked_on), meal.day)).event_id if meals else ""


def _planned(event: RecordedEvent) -> PlannedMeal:
    said = event.payload
    day = said["day"] if isinstance(said["day"], date) else date.fromisoformat(said["day"])
    return PlannedMeal(event.event_id, day, said["recipe_id"], Decimal(str(said["servings"])))
