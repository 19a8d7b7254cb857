"""One recipe: why it, for how many, what is in the house and what to buy, the steps, and what one thinks of it."""

from decimal import Decimal

import streamlit as st

from dashboard.clicks import actions, recipe_actions
from dashboard.components.headings import page_heading, section
from dashboard.components.recipes.cooking_mode import STEP, cooking_mode, start_cooking
from dashboard.components.recipes.ingredients import ingredients_html
from dashboard.components.recipes.recipe_cards import open_recipe, plate, recipe_badges
from dashboard.formats import sentence_case
from dashboard.markup import esc, material, plain
from dashboard.session import Session
from dashboard.shown import cookbook
from dashboard.shown.cookbook import OpenedRecipe, Suggestion
from recipes.recipe import TOLD

_MOST_STEPS = 60
_WANTED = "recipe_wanted"
_MOST_TIMES = 20.0
# What speaks against a recipe tonight and is worth a line of its own; the others show as badges.
_SAID_REASONS = frozenset({"hidden", "allergen", "diet", "unknown_food", "uses_nothing", "past_use_by"})


def recipe_page(session: Session, recipe_id: str) -> bool:
    """Draw a recipe and return whether there is one."""
    opened = cookbook.opened_recipe(session, recipe_id, wanted_of(recipe_id))
    if opened is None:
        return False
    if STEP in st.session_state:
        cooking_mode(session, opened)
        return True
    texts, suggestion = session.texts, opened.suggestion
    st.button(texts("home.to_recipes"), key="recipe_back", icon=material("arrow_back"), type="tertiary",
              on_click=open_recipe, args=(None,))
    over = texts("recipe.minutes", n=suggestion.minutes) if suggestion.minutes else ""
    page_heading(sentence_case(suggestion.title), over=over)
    left, right = st.columns([5, 7], gap="large")
    with left:
        st.html(f'{plate(suggestion, "wide")}<div style="margin-top:.75rem">{recipe_badges(session, suggestion)}</div>')
        _buttons(session, opened)
        _why(session, suggestion)
        _ingredients(session, opened)
    with right:
        section(texts("recipe.steps"))
        steps = "".join(f"<li><span>{esc(step)}</span></li>" for step in opened.recipe.instructions[:_MOST_STEPS])
        st.html(f'<ol class="steps">{steps}</ol>')
        _opinion(session, suggestion)
        if opened.recipe.host:
            st.html(f'<p class="note">{esc(texts("recipe.from", host=opened.recipe.host))}</p>')
    return True


def wanted_of(recipe_id: str) -> float | None:
    """Return for how many a recipe was asked for, or how many times; None while it stands as printed."""
    wanted: float | None = st.session_state.get(_WANTED, {}).get(recipe_id)
    return wanted


def _want(recipe_id: str, widget: str) -> None:
    # A widget's value goes with the widget, and while a recipe is cooked it is not drawn.
    st.session_state.setdefault(_WANTED, {})[recipe_id] = float(st.session_state[widget])


def _buttons(session: Session, opened: OpenedRecipe) -> None:
    texts, suggestion = session.texts, opened.suggestion
    recipe_id, title = suggestion.recipe_id, sentence_case(suggestion.title)
    with st.container(key="tall_start"):
        st.button(texts("recipe.start"), key="cook_start", type="primary", icon=material("skillet"), width="stretch",
                  on_click=start_cooking)
    is_kept = recipe_id in cookbook.book(session).saved
    with st.container(key="three_recipe", horizontal=True, wrap=False, gap=None):
        st.button(texts("recipe.cooked"), key="cooked_open", icon=material("check"), width="stretch",
                  disabled=not suggestion.uses, on_click=actions.open_dialog, args=("cook", recipe_id))
        plan_menu(session, suggestion, wanted_of(recipe_id))
        st.button(texts("recipe.kept" if is_kept else "recipe.keep"), key="recipe_keep", width="stretch",
                  icon=material("bookmark_added" if is_kept else "bookmark"), on_click=recipe_actions.keep,
                  args=(recipe_id, title))


def plan_menu(session: Session, suggestion: Suggestion, wanted: float | None, *, key: str = "recipe_plan") -> None:
    """Draw the button that plans a recipe for one of the coming days; wanted as `cookbook.opened_recipe` takes it."""
    st.menu_button(
        session.texts("recipe.plan"), recipe_actions.plan_days(session), key=key, icon=material("calendar_today"),
        width="stretch", format_func=lambda day: sentence_case(session.formats.day(day)),
        on_click=recipe_actions.plan,
        args=(suggestion.recipe_id, sentence_case(suggestion.title), key, wanted),
    )


def _why(session: Session, suggestion: Suggestion) -> None:
    """Say what speaks for the recipe tonight, and what against it."""
    texts = session.texts
    names = texts.listing(list(suggestion.saves[:3]))
    said = []
    if suggestion.saves and suggestion.rescued_minor:
        said.append(texts("recipe.why.worth", names=names, money=session.formats.money(suggestion.rescued_minor)))
    elif suggestion.saves:
        said.append(texts("recipe.why.saves", names=names))
    elif suggestion.uses:
        said.append(texts("recipe.why.nothing_due"))
    if suggestion.stand_ins:
        said.append(texts("recipe.why.stand_ins", names=texts.listing(list(suggestion.stand_ins[:3]))))
    against = [code for code in cookbook.why_not(session, suggestion.recipe_id) if code in _SAID_REASONS]
    said += [texts(f"recipe.not.{code}", names=texts.listing(list(suggestion.unsafe[:3]))) for code in against]
    with st.container(key="card_sunken_why"):
        st.html("".join(f'<p class="plain">{esc(one)}</p>' for one in said))


def _ingredients(session: Session, opened: OpenedRecipe) -> None:
    texts, suggestion = session.texts, opened.suggestion
    with st.container(key="card_ingredients"):
        section(texts("recipe.ingredients"))
        if opened.recipe.how == TOLD:
            st.html(f'<p class="note">{esc(texts("write.from_prose"))}</p>')
        _how_much(session, opened)
        st.html(ingredients_html(session, opened))
        if suggestion.to_buy:
            st.button(texts.count("recipe.buy_missing", len(suggestion.to_buy)), key="buy_missing", width="stretch",
                      icon=material("add_shopping_cart"), on_click=recipe_actions.buy_missing,
                      args=(suggestion.recipe_id, wanted_of(suggestion.recipe_id)))


def _how_much(session: Session, opened: OpenedRecipe) -> None:
    """Ask for how many; how many times where the recipe does not say for how many it is."""
    recipe_id, texts = opened.suggestion.recipe_id, session.texts
    widget = f"wanted_{recipe_id}"
    if opened.servings:
        st.number_input(texts("recipe.people"), 1, recipe_actions.MOST_SERVINGS, max(1, round(opened.servings)), 1,
                        key=widget, on_change=_want, args=(recipe_id, widget))
    else:
        st.number_input(texts("recipe.times"), 0.5, _MOST_TIMES, opened.scale, 0.5, format="%g", key=widget,
                        on_change=_want, args=(recipe_id, widget))


def _opinion(session: Session, suggestion: Suggestion) -> None:
    texts, recipe_id = session.texts, suggestion.recipe_id
    book = cookbook.book(session)
    stars = book.stars.get(recipe_id)
    is_hidden = recipe_id in book.hidden
    with st.container(key="card_opinion"):
        st.html(f'<p class="plain">{esc(texts("recipe.stars"))}</p>')
        # Another phone may have given stars: the widget shows the last word, never only its own.
        st.session_state["recipe_stars"] = None if stars is None else stars - 1
        st.feedback("stars", key="recipe_stars", on_change=recipe_actions.rate, args=(recipe_id, "recipe_stars"))
        st.button(texts("write.correct"), key="recipe_correct", type="tertiary", icon=material("edit"),
                  on_click=actions.open_dialog, args=("write", recipe_id))
        st.button(texts("recipe.show_again" if is_hidden else "recipe.hide"), key="recipe_hide", type="tertiary",
                  icon=material("visibility" if is_hidden else "visibility_off"), on_click=recipe_actions.hide,
                  args=(recipe_id, sentence_case(suggestion.title)))


def cooked_label(session: Session, name: str, quantity: Decimal, unit: str, *, is_rest: bool) -> str:
    """Return what leaves the shelf as a label: "Spinach, 100 g"."""
    amount = session.formats.amount(quantity, unit)
    return plain(session.texts("dialog.cook_rest" if is_rest else "dialog.cook_part", name=name, amount=amount))
