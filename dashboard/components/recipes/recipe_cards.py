"""Recipes as people see them: a plate, a name, minutes, what they save, what is missing."""

import hashlib
from collections.abc import Callable

import streamlit as st

from dashboard.components.badges import badge
from dashboard.components.recipes.plates import plate_svg
from dashboard.formats import sentence_case
from dashboard.markup import esc, material, plain, svg_image
from dashboard.session import Session
from dashboard.shown.cookbook import Suggestion

OPENED = "recipe_id"
# Letters that fit a badge on the narrowest phone.
_ROOM = 18


def plate(suggestion: Suggestion, size: str = "") -> str:
    """Return a bowl seen from above in the colours of what goes in, as HTML. size: "", card or wide."""
    seed = int(hashlib.sha256(suggestion.recipe_id.encode()).hexdigest()[:8], 16)
    svg = plate_svg(suggestion.food_ids, seed=seed, is_wide=size == "wide")
    return svg_image(svg, css_class=f"plate {size}".strip())


def recipe_row(session: Session, suggestion: Suggestion) -> str:
    """Return a recipe as one row of a list."""
    return (f'<div class="recipe">{plate(suggestion)}<div><div class="name">{esc(suggestion.title)}</div>'
            f'<div class="meta">{esc(_minutes_and_missing(session, suggestion))}</div></div></div>')


def recipe_badges(session: Session, suggestion: Suggestion, *, with_due: bool = False) -> str:
    """Return what is there and what is missing as badges. with_due: also what it saves."""
    texts = session.texts
    if not suggestion.missing:
        have = badge("have", "check_circle", texts.count("recipe.have_all", suggestion.have_count))
    else:
        have = badge("buy", "add_shopping_cart", buy_text(session, suggestion))
    due = badge("soon", "schedule", texts("recipe.due", name=sentence_case(suggestion.saves[0]))) \
        if with_due and suggestion.saves else ""
    return f'<div class="badges">{have}{due}</div>'


def buy_text(session: Session, suggestion: Suggestion) -> str:
    """Return what is missing: "Buy 1: chives"; the first two by name, one where they are long."""
    shown = suggestion.missing[: 2 if len(" ".join(suggestion.missing[:2])) <= _ROOM else 1]
    names = ", ".join(shown) + (" …" if len(suggestion.missing) > len(shown) else "")
    return session.texts.count("recipe.buy", len(suggestion.missing), names=names)


def _minutes_and_missing(session: Session, suggestion: Suggestion) -> str:
    texts = session.texts
    parts = [texts("recipe.min", n=suggestion.minutes)] if suggestion.minutes else []
    parts.append(texts("recipe.nothing_to_buy") if not suggestion.missing
                 else texts("recipe.buy_lower", names=texts.listing(list(suggestion.missing), most=2)))
    return ", ".join(parts)


def best_card(session: Session, suggestion: Suggestion, *, plan: Callable[[], None]) -> None:
    """Draw the recipe that fits best, large. plan: draws the button that plans it."""
    texts = session.texts
    with st.container(key="card_best"):
        left, right = st.columns([4, 6], gap="medium", vertical_alignment="center")
        with left:
            st.html(plate(suggestion, "wide"))
        with right:
            st.html(f'<div class="hero"><div><div class="food" style="display:block"><span class="name" '
                    f'style="display:block">{esc(suggestion.title)}</span><span class="meta">'
                    f"{esc(_about(session, suggestion))}</span></div></div>"
                    f"{recipe_badges(session, suggestion, with_due=True)}</div>")
            with st.container(key="three_best", horizontal=True, wrap=False, gap=None):
                st.button(texts("recipes.open"), key="open_best", type="primary", icon=material("skillet"),
                          width="stretch", on_click=open_recipe, args=(suggestion.recipe_id,))
                plan()


def small_card(session: Session, suggestion: Suggestion, *, why: str = "") -> None:
    """Draw a recipe as a card that opens it. why: what speaks against it."""
    with st.container(key=f"card_recipe_{suggestion.recipe_id}"):
        st.html(f'<div class="recipe">{plate(suggestion, "card")}<div style="min-width:0"><div class="name">'
                f'{esc(suggestion.title)}</div><div class="meta">{esc(why or _about(session, suggestion))}</div>'
                f"{recipe_badges(session, suggestion)}</div></div>")
        with st.container(key=f"over_{suggestion.recipe_id}"):
            st.button(plain(session.texts("recipes.open_one", title=suggestion.title)),
                      key=f"open_{suggestion.recipe_id}", on_click=open_recipe, args=(suggestion.recipe_id,))


def open_recipe(recipe_id: str | None) -> None:
    """Show one recipe, or the list again for None; the step that was cooked is left."""
    st.session_state.pop("cooking_step", None)
    st.session_state[OPENED] = recipe_id


def _about(session: Session, suggestion: Suggestion) -> str:
    """Return minutes and what it saves: "25 min, saves spinach and yogurt"."""
    texts = session.texts
    parts = [texts("recipe.min", n=suggestion.minutes)] if suggestion.minutes else []
    if suggestion.saves:
        parts.append(texts("recipe.saves", names=texts.listing(list(suggestion.saves[:2]))))
    return ", ".join(parts)
