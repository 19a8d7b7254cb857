"""What to cook with what is here: the household's stock, as the match index wants it."""

from datetime import date

from intake.workplace import Workplace
from pantry.errors import LarderError
from pantry.home import Home
from pantry.lots import Lot
from pantry.quantities import to_mass_g
from pantry.urgency import DueLot, with_due
from recipes.match import StockItem, explain_empty, match, match_one
from recipes.match_index import open_index
from recipes.recipe import Recipe, RecipeMatch
from recipes.store import RecipeStore


def matches(workplace: Workplace, *, top: int = 20, max_minutes: int | None = None) -> list[RecipeMatch]:
    """Return the recipes that fit the household's stock today, best first."""
    return match(
        open_index(workplace.home), stock_items(workplace), staples=workplace.view.household().staples,
        as_of=_today(workplace), top=top, max_minutes=max_minutes, hidden=_hidden(workplace),
    )


def why_empty(workplace: Workplace) -> str | None:
    """Return in one sentence why no recipe fits, or None if some do."""
    return explain_empty(
        open_index(workplace.home), stock_items(workplace), staples=workplace.view.household().staples
    )


def match_of(workplace: Workplace, recipe_id: str, *, servings: float | None = None) -> RecipeMatch | None:
    """Return how one recipe fits, whatever its rank; None if there is no such recipe."""
    return match_one(
        open_index(workplace.home), recipe_id, stock_items(workplace),
        staples=workplace.view.household().staples, as_of=_today(workplace), servings=servings,
    )


def recipe(workplace: Workplace, recipe_id: str) -> Recipe | None:
    """Return a recipe of the store, or None."""
    return RecipeStore(workplace.home.recipes).get(recipe_id)


def stock_items(workplace: Workplace) -> list[StockItem]:
    """Return the household's lots as matching sees them; lots without a catalog food match nothing."""
    workplace.view.refresh()
    lots = with_due(workplace.view.lots(), as_of=_today(workplace))
    return [_item(one) for one in lots if one.lot.food_id is not None]


def mass_of(lot: Lot) -> float | None:
    """Return what is left of a lot in grams, or None if that cannot be known."""
    try:
        mass = to_mass_g(lot.quantity, lot.unit, lot.food_id)
    except LarderError:
        return None
    return mass.grams if mass else None


def rebuild_index(home: Home) -> int:
    """Bring the match index up to the recipe store; return how many recipes it holds."""
    return len(open_index(home))


def _item(one: DueLot) -> StockItem:
    lot = one.lot
    return StockItem(
        lot_id=lot.lot_id, food_id=str(lot.food_id), quantity=float(lot.quantity), unit=lot.unit, mass_g=mass_of(lot),
        days_left=one.days_left, date_kind=one.due.kind, is_frozen=lot.is_frozen,
    )


def _today(workplace: Workplace) -> date:
    return workplace.view.household().today(workplace.journal.clock())


def _hidden(workplace: Workplace) -> set[str]:
    return {event.payload["recipe_id"] for event in workplace.view.facts() if event.kind == "recipe_hidden"}
