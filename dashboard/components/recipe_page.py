"""One recipe: what is in the house and what to buy, the steps, and "cooked it"."""

from decimal import Decimal

import streamlit as st

from dashboard import actions, queries
from dashboard.components.foods import name_of
from dashboard.components.headings import page_heading, section
from dashboard.components.recipes import open_recipe, plate, recipe_badges
from dashboard.formats import sentence_case
from dashboard.markup import esc, icon, material, plain
from dashboard.queries import OpenedRecipe
from dashboard.session import Session

_MOST_STEPS = 60


def recipe_page(session: Session, recipe_id: str) -> bool:
    """Draw a recipe and return whether there is one."""
    opened = queries.opened_recipe(session, recipe_id)
    if opened is None:
        return False
    texts, suggestion = session.texts, opened.suggestion
    st.button(texts("recipe.back"), key="recipe_back", icon=material("arrow_back"), type="tertiary",
              on_click=open_recipe, args=(None,))
    parts = [texts("recipe.minutes", n=suggestion.minutes)] if suggestion.minutes else []
    if suggestion.servings:
        parts.append(texts("recipe.servings", n=session.formats.number(Decimal(str(suggestion.servings)))))
    page_heading(suggestion.title, over=", ".join(parts))
    left, right = st.columns([5, 7], gap="large")
    with left:
        st.html(f'{plate(suggestion, "wide")}<div style="margin-top:.75rem">{recipe_badges(session, suggestion)}</div>')
        st.button(texts("recipe.cooked"), key="cooked_open", type="primary", icon=material("check"), width="stretch",
                  disabled=not suggestion.uses, on_click=actions.open_dialog, args=("cook", recipe_id))
        with st.container(key="card_ingredients"):
            section(texts("recipe.ingredients"))
            st.html(_ingredients(session, opened))
    with right:
        section(texts("recipe.steps"))
        steps = "".join(f"<li><span>{esc(step)}</span></li>" for step in opened.recipe.instructions[:_MOST_STEPS])
        st.html(f'<ol class="steps">{steps}</ol>')
        if opened.recipe.host:
            st.html(f'<p class="note">{esc(texts("recipe.from", host=opened.recipe.host))}</p>')
    return True


def _ingredients(session: Session, opened: OpenedRecipe) -> str:
    missing = [name.casefold() for name in opened.suggestion.missing]
    lines = []
    for line in opened.recipe.ingredients:
        is_missing = any(name in line.casefold() for name in missing)
        look, symbol = ("buy", "add_shopping_cart") if is_missing else ("have", "check_circle")
        note = f"<small>{esc(session.texts('recipe.to_buy'))}</small>" if is_missing else ""
        lines.append(f'<li class="{look}">{icon(symbol)}<span>{esc(line)}{note}</span></li>')
    return f'<ul class="ingredients">{"".join(lines)}</ul>'


def draw_cook_dialog(session: Session, recipe_id: str, number: int) -> None:
    """Show once what leaves the shelves; one press takes it out."""
    opened = queries.opened_recipe(session, recipe_id)
    if opened is None or not opened.parts:
        actions.close_dialog()
        return
    texts = session.texts

    @st.dialog(texts("dialog.cook"), on_dismiss=actions.close_dialog)
    def dialog() -> None:
        st.html(f'<p class="plain">{esc(texts("dialog.cook_why"))}</p>')
        taken: list[tuple[str, Decimal | None]] = []
        for part in opened.parts:
            quantity = part.quantity if part.quantity is not None else part.lot.quantity
            amount = session.formats.amount(quantity, part.lot.unit)
            label = texts("dialog.cook_rest" if part.quantity is None else "dialog.cook_part",
                          name=name_of(session, part.lot), amount=amount)
            if st.checkbox(plain(label), value=True, key=f"part_{number}_{part.lot.lot_id}"):
                taken.append((part.lot.lot_id, part.quantity))
        if st.button(texts("recipe.cooked"), key=f"cooked_{number}", type="primary", icon=material("check"),
                     width="stretch", disabled=not taken):
            actions.close_dialog()
            actions.cook(taken, title=sentence_case(opened.suggestion.title), recipe_id=recipe_id)
            st.rerun()

    dialog()
