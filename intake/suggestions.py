"""What to cook with what is here: the household's stock, as the match index wants it."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from intake.workplace import Workplace
from pantry.errors import LarderError
from pantry.home import Home
from pantry.lots import Lot
from pantry.quantities import to_mass_g
from pantry.urgency import DueLot, with_due
from recipes.match import match, match_one
from recipes.matching.current_index import IndexState, index_state, open_index, renew, renew_behind
from recipes.matching.match_index import MatchIndex
from recipes.matching.restrictions import Restrictions
from recipes.matching.stock import StockItem
from recipes.matching.taste import NO_TASTE, Signals, Taste
from recipes.matching.variety import varied
from recipes.matching.why import Reason, WhyNot, explain_empty, why_not
from recipes.recipe import Recipe, RecipeMatch
from recipes.store import RecipeStore

# So many times as many recipes as are shown give the list its variety.
CHOSEN_FROM = 4
_TASTE_KINDS = frozenset({"recipe_rated", "recipe_saved", "recipe_hidden", "dish_cooked"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What one request asks for beside the household's settings; allergens and diets only add to them.

    language: en or de, of whom the answer is for; the household's where nobody says.
    """

    servings: float | None = None
    max_minutes: int | None = None
    allergens: tuple[str, ...] = ()
    diets: tuple[str, ...] = ()
    language: str | None = None


ANY = Wish()


def matches(workplace: Workplace, *, top: int = 20, max_minutes: int | None = None,
            wish: Wish = ANY) -> list[RecipeMatch]:
    """Return the recipes that fit the household's stock today, best first."""
    index = open_index(workplace.home)
    wish = replace(wish, max_minutes=max_minutes or wish.max_minutes)
    return match(
        index, stock_items(workplace), staples=workplace.view.household().staples, as_of=today_of(workplace), top=top,
        servings=wish.servings, max_minutes=wish.max_minutes, hidden=set_aside(workplace, wish),
        restrictions=restrictions_of(workplace, wish), taste=taste_of(workplace, index),
    )


def choices(workplace: Workplace, *, top: int = 20, wish: Wish = ANY) -> list[RecipeMatch]:
    """Return recipes to choose from: the best one, then others of the best that save something else."""
    return varied(matches(workplace, top=CHOSEN_FROM * top, wish=wish), stock_items(workplace))[:top]


def why_empty(workplace: Workplace, *, wish: Wish = ANY) -> Reason | None:
    """Return why no recipe fits, or None if some do."""
    return explain_empty(
        open_index(workplace.home), stock_items(workplace), staples=workplace.view.household().staples,
        max_minutes=wish.max_minutes, hidden=set_aside(workplace, wish), restrictions=restrictions_of(workplace, wish),
    )


def why_not_recipe(workplace: Workplace, recipe_id: str, *, top: int = 20, wish: Wish = ANY) -> WhyNot | None:
    """Return why a recipe is not among the household's best; None if there is no such recipe."""
    index = open_index(workplace.home)
    return why_not(
        index, recipe_id, stock_items(workplace), staples=workplace.view.household().staples, top=top,
        servings=wish.servings, max_minutes=wish.max_minutes, hidden=hidden_recipes(workplace),
        restrictions=restrictions_of(workplace, wish), taste=taste_of(workplace, index),
    )


def match_of(workplace: Workplace, recipe_id: str, *, servings: float | None = None,
             times: float = 1.0) -> RecipeMatch | None:
    """Return how one recipe fits, whatever its rank; None if there is no such recipe."""
    return match_one(
        _index_with(workplace, recipe_id), recipe_id, stock_items(workplace),
        staples=workplace.view.household().staples, as_of=today_of(workplace), servings=servings, times=times,
        restrictions=restrictions_of(workplace),
    )


def restrictions_of(workplace: Workplace, wish: Wish = ANY) -> Restrictions:
    """Return the allergens and diets of the household and of a request together."""
    household = workplace.view.household()
    settings = Restrictions.of(allergens=household.allergens, diets=household.diets)
    return settings.with_more(Restrictions.of(allergens=wish.allergens, diets=wish.diets))


def taste_of(workplace: Workplace, index: MatchIndex) -> Taste:
    """Return what the household's stars, saved and cooked recipes say; learned anew when a word was added."""
    signals = _signals(workplace)
    return _learned(index, tuple(sorted(signals.items()))) if signals else NO_TASTE


@lru_cache(maxsize=8)
def _learned(index: MatchIndex, signals: tuple[tuple[str, Signals], ...]) -> Taste:
    return Taste.learn(index, dict(signals))


def _signals(workplace: Workplace) -> dict[str, Signals]:
    found: dict[str, Signals] = {}
    for event in workplace.view.facts():
        recipe_id = event.payload.get("recipe_id") if event.kind in _TASTE_KINDS else None
        if recipe_id:
            before = found.get(recipe_id, Signals())
            found[recipe_id] = replace(
                before,
                stars=event.payload["stars"] if event.kind == "recipe_rated" else before.stars,
                is_saved=before.is_saved or event.kind == "recipe_saved",
                times_cooked=before.times_cooked + (event.kind == "dish_cooked"),
                is_hidden=before.is_hidden or event.kind == "recipe_hidden",
            )
    return found


def recipe(workplace: Workplace, recipe_id: str) -> Recipe | None:
    """Return a recipe of the store, or None."""
    return RecipeStore(workplace.home.recipes).get(recipe_id)


def stock_items(workplace: Workplace) -> list[StockItem]:
    """Return the household's lots as matching sees them; lots without facts of the catalog match nothing."""
    workplace.view.refresh()
    lots = with_due(workplace.view.lots(), as_of=today_of(workplace))
    return [_item(one) for one in lots if one.lot.food_id is not None]


def mass_of(lot: Lot) -> float | None:
    """Return what is left of a lot in grams, or None if that cannot be known."""
    try:
        mass = to_mass_g(lot.quantity, lot.unit, lot.facts_food_id)
    except LarderError:
        return None
    return mass.grams if mass else None


def rebuild_index(home: Home) -> int:
    """Bring the match index up to the recipe store; return how many recipes it holds."""
    return len(renew(home.recipes))


def _index_with(workplace: Workplace, recipe_id: str) -> MatchIndex:
    """Return the index in use, or one of a single recipe that it does not hold yet."""
    index = open_index(workplace.home)
    if index.number_of(recipe_id) is not None:
        return index
    return MatchIndex.build(RecipeStore(workplace.home.recipes), recipe_ids=[recipe_id])


def index_in_use(home: Home) -> IndexState | None:
    """Return what matching rests on; if that is behind, another process begins to renew it."""
    renew_behind(home)
    return index_state(home)


def _item(one: DueLot) -> StockItem:
    lot = one.lot
    return StockItem(
        lot_id=lot.lot_id, food_id=str(lot.facts_food_id), quantity=float(lot.quantity), unit=lot.unit,
        mass_g=mass_of(lot), days_left=one.days_left, date_kind=one.due.kind, is_frozen=lot.is_frozen,
        eur_per_kg=_paid_eur_per_kg(lot),
    )


def _paid_eur_per_kg(lot: Lot) -> float | None:
    """Return what a lot cost a kilogram; None where no price was said, or one whose rate in euro nobody here knows."""
    mass_g = mass_of(lot)
    if lot.currency != "EUR" or lot.value_minor is None or lot.value_method == "reference" or not mass_g:
        return None
    return lot.value_minor / 100 / (mass_g / 1000)


def today_of(workplace: Workplace) -> date:
    """Return the household's date now."""
    return workplace.view.household().today(workplace.journal.clock())


def set_aside(workplace: Workplace, wish: Wish = ANY) -> set[str]:
    """Return the recipes not to propose: hidden ones, and those there in the reader's language as well.

    A recipe that the household kept stays, whatever its language.
    """
    language = wish.language or workplace.view.household().language
    kept = {event.payload["recipe_id"] for event in workplace.view.facts() if event.kind == "recipe_saved"}
    twins = RecipeStore(workplace.home.recipes).translated_elsewhere(language)
    return hidden_recipes(workplace) | (twins - kept)


def hidden_recipes(workplace: Workplace) -> set[str]:
    """Return the recipes that the household does not want to see."""
    return {event.payload["recipe_id"] for event in workplace.view.facts() if event.kind == "recipe_hidden"}
