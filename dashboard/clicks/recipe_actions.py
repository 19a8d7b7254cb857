"""What a click on the Recipes page does; each can be taken back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.clicks import actions
from dashboard.formats import sentence_case
from dashboard.session import Session, current
from dashboard.shown import cookbook, shopping
from pantry.errors import Refused
from pantry.kinds.payloads import MealPlanned, ShoppingAdded

if TYPE_CHECKING:
    from recipes.recipe import Recipe

MOST_SERVINGS = 50
MOST_NAMED = 5


def keep(recipe_id: str, title: str) -> None:
    """Keep a recipe, or let it go when it is kept."""
    def act(session: Session) -> None:
        kept = cookbook.book(session).saved.get(recipe_id)
        if kept:
            actions.remember(session.texts("did.let_go", title=title), session.kitchen.undo(kept))
        else:
            done = session.kitchen.save_recipe(recipe_id, title[:200])
            actions.remember(session.texts("did.kept", title=title), done)

    actions.attempt(act)


@dataclass(frozen=True, slots=True)
class Written:
    """A recipe as its fields say it: one ingredient and one step a line; servings, minutes: None where not said."""

    title: str
    ingredients: str
    steps: str
    servings: float | None
    minutes: int | None

    def recipe(self, instead_of: "Recipe | None" = None) -> "Recipe":
        """Return the recipe; raises Refused without a name or an ingredient."""
        from recipes.texts.written import written_recipe

        return written_recipe(title=self.title, ingredients=self.ingredients, steps=self.steps,
                              servings=self.servings, minutes=self.minutes, instead_of=instead_of)


def keep_written(written: Written, *, instead_of: str | None) -> str | None:
    """Keep a written recipe, in the place of the one it corrects; return its id, None where it was not kept."""
    kept: list[str] = []

    def act(session: Session) -> None:
        from intake.writing_recipes import keep_written as keep_it

        before = cookbook.printed(session, instead_of) if instead_of else None
        recipe = written.recipe(before)
        done = keep_it(session.workplace, recipe, instead_of=instead_of if before else None)
        actions.remember(session.texts("did.written", title=sentence_case(recipe.title)), done)
        kept.append(recipe.recipe_id)

    actions.attempt(act)
    return kept[0] if kept else None


def unknown_ingredients(session: Session, written: Written) -> list[str]:
    """Return the first few ingredients of a written recipe that mean no food Larder knows."""
    from intake.writing_recipes import unknown_ingredients as lines_without_food

    try:
        recipe = written.recipe()
    except Refused:
        return []
    return [line.name or line.line for line in lines_without_food(session.workplace, recipe)][:MOST_NAMED]


def words_of(refused: Refused) -> str:
    """Return why something was refused in the household's words."""
    return current().texts.get(f"reject.{refused.code}") or refused.reason


def rate(recipe_id: str, widget: str) -> None:
    """Give a recipe the stars its widget shows."""
    picked = st.session_state.get(widget)

    def act(session: Session) -> None:
        if picked is not None and cookbook.book(session).stars.get(recipe_id) != picked + 1:
            done = session.kitchen.rate_recipe(recipe_id, picked + 1)
            actions.remember(session.texts.count("did.rated", picked + 1), done)

    actions.attempt(act)


def hide(recipe_id: str, title: str) -> None:
    """Never suggest a recipe again, or suggest it after all when it is hidden."""
    def act(session: Session) -> None:
        hidden = cookbook.book(session).hidden.get(recipe_id)
        if hidden:
            actions.remember(session.texts("did.shown_again", title=title), session.kitchen.undo(hidden))
        else:
            actions.remember(session.texts("did.hidden", title=title), session.kitchen.hide_recipe(recipe_id))

    actions.attempt(act)


def plan(recipe_id: str, title: str, widget: str, wanted: float | None) -> None:
    """Plan a recipe for the day its menu shows, and put what it lacks on the shopping list.

    wanted: as `cookbook.opened_recipe` takes it.
    """
    day = st.session_state.get(widget)

    def act(session: Session) -> None:
        planned = cookbook.book(session).from_day(session.today)
        if day is None or any((meal.recipe_id, meal.day) == (recipe_id, day) for meal in planned):
            return
        opened = cookbook.opened_recipe(session, recipe_id, wanted)
        people = Decimal(str((opened and opened.servings) or session.household.people))
        meal = MealPlanned(day=day, recipe_id=recipe_id, servings=people)
        done = session.kitchen.plan_meals([meal], _lines(session, opened))
        actions.remember(session.texts("did.planned_for", title=title, day=session.formats.day(day)), done)

    actions.attempt(act)


def plan_days(session: Session) -> list[date]:
    """Return the coming seven days, today first."""
    return [date.fromordinal(session.today.toordinal() + ahead) for ahead in range(7)]


def unplan(event_id: str, title: str) -> None:
    """Take a planned dinner off its day."""
    def act(session: Session) -> None:
        if any(meal.event_id == event_id for meal in cookbook.book(session).planned):
            actions.remember(session.texts("did.unplanned", title=title), session.kitchen.unplan_meal(event_id))

    actions.attempt(act)


def buy_missing(recipe_id: str, wanted: float | None) -> None:
    """Put what a recipe lacks on the shopping list, without what is on it."""
    def act(session: Session) -> None:
        lines = _lines(session, cookbook.opened_recipe(session, recipe_id, wanted))
        if lines:
            done = session.kitchen.plan_meals([], lines)
            actions.remember(session.texts.count("did.listed_many", len(lines)), done)

    actions.attempt(act)


def _lines(session: Session, opened: cookbook.OpenedRecipe | None) -> list[ShoppingAdded]:
    listed = {row.food_id or row.text.casefold() for row in shopping.rows(session) if not row.is_ticked}
    missing = opened.suggestion.to_buy if opened else ()
    return [
        ShoppingAdded(text=sentence_case(one.name)[:200], food_id=one.food_id, origin="recipe",
                      quantity=one.quantity if one.food_id else None, unit=one.unit if one.food_id else None)
        for one in missing if (one.food_id or one.name.casefold()) not in listed
    ]
