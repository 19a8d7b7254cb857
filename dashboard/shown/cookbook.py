"""What the Recipes page shows: what fits, one recipe with its lines, what was kept, and what is planned."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.session import Session
from dashboard.shown.queries import cached, due_lot
from pantry.catalog.counted_names import called
from pantry.facts.recipe_book import RecipeBook, fold_recipe_book
from pantry.foods import catalog

if TYPE_CHECKING:
    from intake.cooking import CookPart
    from intake.suggestions import Wish
    from recipes.cook.own_measures import OwnAmount
    from recipes.matching.current_index import IndexState
    from recipes.recipe import MissingFood, Recipe, RecipeMatch
    from recipes.store import RecipeStore

SUGGESTIONS = 24
FOUND = 20
_LAST_SEARCH = "recipes_found"


@dataclass(frozen=True, slots=True)
class Missing:
    """A food to buy. printed: as the recipe says it; quantity, unit: whole packs, None where no amount is said."""

    name: str
    printed: str
    food_id: str | None
    quantity: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A recipe and how it fits what is in the house.

    uses: lots it would take, with the grams it needs (None where not known); missing, saves: names to show, "more rice"
    where some is there; to_buy: the missing foods as the shopping list takes them; rescued_minor: what of the due food
    it saves is worth, in the household's currency; food_ids: of what goes in, the soonest due first; stand_ins: what
    would be taken for what, in words.
    """

    recipe_id: str
    title: str
    minutes: int | None
    servings: float | None
    have_count: int
    uses: dict[str, float | None]
    missing: tuple[str, ...]
    saves: tuple[str, ...]
    food_ids: tuple[str, ...]
    to_buy: tuple[Missing, ...] = ()
    stand_ins: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()
    rescued_minor: int = 0


@dataclass(frozen=True, slots=True)
class OpenedRecipe:
    """One recipe as printed, how it fits, what cooking it takes off the shelves, and for how many.

    lines_to_buy: places of the printed lines that need something to buy. more_to_buy: of those of which some is there,
    how much more is needed. own_amounts: of lines in the measures of another country, the same in the household's.
    headings: places of printed lines that ask for nothing.
    """

    recipe: "Recipe"
    suggestion: Suggestion
    parts: tuple["CookPart", ...]
    servings: float | None
    scale: float
    lines_to_buy: frozenset[int] = frozenset()
    more_to_buy: dict[int, tuple[Decimal, str]] = field(default_factory=dict)
    own_amounts: "dict[int, OwnAmount]" = field(default_factory=dict)
    headings: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Planned:
    """A dinner that was planned. event_id: of the event that planned it; title: "" for a recipe that is gone."""

    event_id: str
    day: date
    recipe_id: str
    title: str


def suggestions(session: Session, *, is_quick: bool = False, is_vegetarian: bool = False) -> list[Suggestion]:
    """Return the recipes that fit best, the best first, then others in variety; empty while there are none."""
    def compute() -> list[Suggestion]:
        from intake.suggestions import choices

        wish = wish_of(session, is_quick=is_quick, is_vegetarian=is_vegetarian)
        return [_suggestion(session, match) for match in choices(session.workplace, top=SUGGESTIONS, wish=wish)]

    from recipes.matching.current_index import index_stamp

    return cached(session, f"suggestions:{is_quick}:{is_vegetarian}:{index_stamp(session.workplace.home)}", compute)


def wish_of(session: Session, *, is_quick: bool, is_vegetarian: bool) -> "Wish":
    """Return what the filters of the Recipes page ask of a recipe."""
    from intake.suggestions import Wish
    from recipes.searching.search_words import QUICK_MINUTES

    return Wish(max_minutes=QUICK_MINUTES if is_quick else None, diets=("vegetarian",) if is_vegetarian else (),
                language=session.lang)


def why_none(session: Session) -> str:
    """Return the code of why nothing fits (`recipes.matching.why.Reason`)."""
    from intake.suggestions import Wish, why_empty

    reason = why_empty(session.workplace, wish=Wish(language=session.lang))
    return reason.code if reason else "no_recipes"


def index_behind(session: Session) -> "IndexState | None":
    """Return what matches rest on while that is not the newest; another process renews it. None if it is."""
    from intake.suggestions import index_in_use

    state = index_in_use(session.workplace.home)
    return state if state and not state.is_current else None


def tonight(session: Session) -> list[Suggestion]:
    """Return the recipes for tonight: what is planned for today, then the best of those not planned for any day."""
    meals = planned_meals(session)
    on_a_day = {meal.recipe_id for meal, _ in meals}
    return [*(one for meal, one in meals if meal.day == session.today),
            *(one for one in suggestions(session) if one.recipe_id not in on_a_day)]


def is_planned_today(session: Session, recipe_id: str) -> bool:
    """Return whether a recipe is tonight's by plan."""
    return any(meal.recipe_id == recipe_id and meal.day == session.today for meal in planned(session))


def planned_meals(session: Session) -> list[tuple[Planned, Suggestion]]:
    """Return the dinners planned from today on and how each fits today, soonest first; without recipes now gone."""
    def compute() -> list[tuple[Planned, Suggestion]]:
        fits = ((meal, fitting(session, meal.recipe_id)) for meal in planned(session))
        return [(meal, one) for meal, one in fits if one is not None]

    return cached(session, "planned_meals", compute)


def book(session: Session) -> RecipeBook:
    """Return what the household said about recipes."""
    return cached(session, "recipe_book", lambda: fold_recipe_book(session.view.facts()))


def saved(session: Session) -> list[Suggestion]:
    """Return the recipes that were kept, the last kept first, and how each fits today."""
    def compute() -> list[Suggestion]:
        found = (fitting(session, recipe_id) for recipe_id in reversed(book(session).saved))
        return [one for one in found if one is not None]

    return cached(session, "saved_recipes", compute)


def found(session: Session, words: str) -> list[Suggestion]:
    """Return the recipes that hold all of these words, and how each fits today; the last search is kept."""
    stamp = (session.household_id, session.seq, session.today, session.lang, words)
    held = st.session_state.get(_LAST_SEARCH)
    if held is None or held[0] != stamp:
        from intake.searching import find_recipes
        from intake.suggestions import Wish

        hits = find_recipes(session.workplace, words, limit=FOUND, wish=Wish(language=session.lang))
        each = (fitting(session, one.recipe_id) for one in hits)
        held = st.session_state[_LAST_SEARCH] = (stamp, [one for one in each if one is not None])
    return list(held[1])


def fitting(session: Session, recipe_id: str) -> Suggestion | None:
    """Return how one recipe fits today; None if there is no such recipe."""
    from intake.suggestions import match_of

    match = match_of(session.workplace, recipe_id)
    return _suggestion(session, match) if match else None


def why_not(session: Session, recipe_id: str) -> tuple[str, ...]:
    """Return the codes of what speaks against a recipe tonight, the hardest first; see recipes.matching.why.Reason."""
    def compute() -> tuple[str, ...]:
        from intake.suggestions import why_not_recipe

        answer = why_not_recipe(session.workplace, recipe_id, top=SUGGESTIONS)
        return tuple(dict.fromkeys(reason.code for reason in answer.reasons)) if answer else ()

    return cached(session, f"why_not:{recipe_id}", compute)


def printed(session: Session, recipe_id: str) -> "Recipe | None":
    """Return a recipe as its source prints it; None if there is no such recipe."""
    from intake.suggestions import recipe

    return recipe(session.workplace, recipe_id)


def opened_recipe(session: Session, recipe_id: str, wanted: float | None = None) -> OpenedRecipe | None:
    """Return a recipe with what it takes from the house; None if there is no such recipe.

    wanted: for how many, or, where the recipe does not say for how many it is, how many times; None as printed.
    """
    def compute() -> OpenedRecipe | None:
        from intake.cooking import cook_parts
        from intake.suggestions import match_of
        from recipes.matching.explain import scale_of
        from recipes.matching.needs import lines_that_need, lines_without_food
        from recipes.store import RecipeStore

        source = printed(session, recipe_id)
        if source is None:
            return None
        servings, times = (wanted, 1.0) if source.servings else (None, wanted or 1.0)
        match = match_of(session.workplace, recipe_id, servings=servings, times=times)
        if match is None:
            return None
        parts = tuple(cook_parts(session.workplace, match))
        store = RecipeStore(session.workplace.home.recipes)
        to_buy = lines_that_need(source, store, {one.name for one in match.missing},
                                 {one.food_id for one in match.missing if one.food_id})
        more = {
            place: _more(one) for one in match.missing if one.is_partial and one.missing_g and one.food_id
            for place in lines_that_need(source, store, (), {one.food_id})
        }
        scale = scale_of(match.servings, servings) * times
        return OpenedRecipe(_with_own_temperatures(session, source), _suggestion(session, match), parts,
                            servings or match.servings, scale, to_buy, more,
                            _own_amounts(session, source, store, scale), lines_without_food(source, store))

    return cached(session, f"recipe:{recipe_id}:{wanted}", compute)


def _with_own_temperatures(session: Session, source: "Recipe") -> "Recipe":
    from recipes.cook.cooking import steps_to_follow
    from recipes.cook.own_measures import with_own_temperatures

    system = session.household.unit_system
    steps = steps_to_follow(source.instructions)
    return replace(source, instructions=tuple(with_own_temperatures(one, system) for one in steps))


def _own_amounts(session: Session, source: "Recipe", store: "RecipeStore", scale: float) -> "dict[int, OwnAmount]":
    from recipes.cook.own_measures import own_amount

    lines = store.parsed_lines(source.ingredients)
    found = {place: own_amount(line, session.household.unit_system, scale=scale) for place, line in enumerate(lines)}
    return {place: amount for place, amount in found.items() if amount is not None}


def planned(session: Session) -> list[Planned]:
    """Return the dinners planned from today on, soonest first."""
    def compute() -> list[Planned]:
        from recipes.store import RecipeStore

        meals = book(session).from_day(session.today)
        store = RecipeStore(session.workplace.home.recipes)
        titles = {one.recipe_id: one.title for one in store.get_many([meal.recipe_id for meal in meals])}
        return [Planned(one.event_id, one.day, one.recipe_id, titles.get(one.recipe_id, "")) for one in meals]

    return cached(session, "planned", compute)


def _suggestion(session: Session, match: "RecipeMatch") -> Suggestion:
    first_lots = {used.food_id: used.lot_id for used in reversed(match.uses)}
    rescued_lots = [due_lot(session, first_lots[food_id]) for food_id in match.rescues]
    names = [due.lot.called(session.food_lang) for due in rescued_lots if due is not None]
    uses: dict[str, float | None] = {}
    for used in match.uses:
        uses.setdefault(used.lot_id, used.needed_g)
    soonest = sorted(match.uses, key=lambda used: 10**6 if used.days_left is None else used.days_left)
    lacked = {one.name: one for one in match.missing}.values()
    to_buy = tuple(_missing(session, one) for one in lacked)
    missing = (session.texts("recipe.more_of", name=shown.name) if one.is_partial else shown.name
               for one, shown in zip(lacked, to_buy, strict=True))
    rescued = round(match.rescued_food_eur * 100) if session.household.currency == "EUR" else 0
    return Suggestion(
        match.recipe_id, match.title, match.total_minutes, match.servings, match.have_count, uses,
        tuple(dict.fromkeys(missing)), tuple(names),
        tuple(dict.fromkeys(used.food_id for used in soonest)), to_buy, _stand_ins(session, match),
        tuple(match.unsafe), rescued,
    )


def _stand_ins(session: Session, match: "RecipeMatch") -> tuple[str, ...]:
    """Say what would be taken for what, and what to mind then, once for each food that the recipe names."""
    from recipes.matching.substitutes import note_in

    said: dict[str, str] = {}
    for lot in match.uses:
        if lot.is_stand_in and lot.line not in said:
            key = "recipe.stand_in_note" if lot.note else "recipe.stand_in"
            known = catalog().get(lot.food_id)
            food = known.name(session.food_lang) if known else lot.food_id
            said[lot.line] = session.texts(key, food=food, name=lot.line, note=note_in(lot.note, session.lang))
    return tuple(said.values())


def _missing(session: Session, one: "MissingFood") -> Missing:
    from recipes.planning.plan_days import whole_packages

    name = _name(session, one.food_id, one.name, one.missing_g)
    if one.food_id is None or one.missing_g is None:
        return Missing(name, one.name, one.food_id, None, None)
    _, quantity, unit = whole_packages(one.food_id, one.missing_g)
    return Missing(name, one.name, one.food_id, Decimal(str(quantity)), unit)


def _more(one: "MissingFood") -> tuple[Decimal, str]:
    """Return how much of a food is needed beside what is there: half pieces of what is counted, else grams."""
    food = catalog().get(one.food_id or "")
    missing_g = Decimal(str(one.missing_g or 0))
    if food is None or food.unit != "piece" or not food.piece_mass_g:
        return max(missing_g.quantize(Decimal(1)), Decimal(1)), "g"
    halves = (missing_g / Decimal(str(food.piece_mass_g)) * 2).to_integral_value(ROUND_CEILING)
    return halves / 2, "piece"


def _name(session: Session, food_id: str | None, printed: str, missing_g: float | None = None) -> str:
    """Return what a food is called in the household's language, as the recipe says it where it is not known.

    An English recipe's own words say more ("smoked paprika") and stay in an English kitchen.
    """
    food = catalog().get(food_id) if food_id else None
    if food is None:
        return printed
    stays = session.lang == "en" and _reads_as(printed, food.food_id, session.lang)
    if stays:
        return printed
    return called(food, Decimal(str(missing_g)), "g", session.food_lang) if missing_g else food.name(session.food_lang)


def _reads_as(printed: str, food_id: str, lang: str) -> bool:
    """Return whether a reader of a language takes printed words for this food ("Paprika" is a spice in English)."""
    languages = catalog().languages_of(printed)
    if not languages:
        return True
    (match,) = catalog().resolve_many([printed], lang=lang)
    return lang in languages and match is not None and match.food_id == food_id
