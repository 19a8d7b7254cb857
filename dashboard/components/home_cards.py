"""The right side of Home: tonight, what arrived, and what was binned this month."""

import streamlit as st

from dashboard.clicks.reviewing import title_of
from dashboard.components.figures.bars import comparison
from dashboard.components.foods import food_html
from dashboard.components.headings import section_html
from dashboard.components.pictures import tile_of
from dashboard.components.recipes.recipe_cards import open_recipe, recipe_row
from dashboard.markup import esc, material, plain
from dashboard.session import Session
from dashboard.shown import cookbook, history, queries
from dashboard.shown.cookbook import Suggestion

TONIGHT_ROWS = 3


def tonight_card(session: Session) -> None:
    """Draw three recipes for what is in the house; nothing when there is none."""
    texts = session.texts
    suggestions = cookbook.tonight(session)[:TONIGHT_ROWS]
    with st.container(key="card_tonight"):
        is_planned = bool(suggestions) and cookbook.is_planned_today(session, suggestions[0].recipe_id)
        right = texts("home.tonight_planned") if is_planned else texts("home.tonight_right")
        st.html(section_html(texts("home.tonight"), right if suggestions else ""))
        if not suggestions:
            st.html(f'<p class="plain">{esc(texts("home.no_recipes"))}</p>')
        with st.container(key="lines_tonight"):
            for one in suggestions:
                _tonight_row(session, one)
        if st.button(texts("home.to_recipes"), key="to_recipes", icon=material("skillet"), width="stretch"):
            st.switch_page("screens/recipes.py")


def _tonight_row(session: Session, suggestion: Suggestion) -> None:
    """Draw one recipe; a press anywhere on it opens it."""
    with st.container(key=f"row_tonight_{suggestion.recipe_id}"):
        st.html(recipe_row(session, suggestion))
        if st.button(plain(session.texts("recipes.open_one", title=suggestion.title)),
                     key=f"pick_tonight_{suggestion.recipe_id}"):
            open_recipe(suggestion.recipe_id)
            st.switch_page("screens/recipes.py")


def arrivals_card(session: Session) -> None:
    """Draw the newest document that has lines to look at; nothing when all is settled."""
    texts = session.texts
    reviews = queries.reviews(session)
    if not reviews:
        return
    waiting = sum(len(review.waiting) for review in reviews)
    first = reviews[0]
    day = session.formats.past_day(first.purchased_on) if first.purchased_on else ""
    taken = sum(line.state in ("accepted", "corrected") for line in first.lines)
    title = title_of(session, first)
    name = f"{title}, {day}" if day else title
    meta = texts.count("home.arrived", len(first.waiting), taken=taken, total=taken + len(first.waiting))
    with st.container(key="card_arrived"):
        st.html(food_html(picture=tile_of("receipt"), name=name, meta=meta, css_class="stay"))
        check = texts.count("home.check", waiting)
        if waiting > len(first.waiting):
            check = texts("home.check_files", n=waiting, files=sum(bool(review.waiting) for review in reviews))
        if st.button(check, key="to_review", icon=material("fact_check"), width="stretch"):
            st.switch_page("screens/review.py")


def binned_card(session: Session) -> None:
    """Draw what was binned this month beside the same days of the last; nothing of a month nobody counted."""
    texts, formats = session.texts, session.formats
    month = history.binned_this_month(session)
    if month is None or not month.is_counted:
        return
    this, grams = round(month.this.waste_value_minor or 0), month.this.waste_mass_g
    mass = f"<span>{esc(formats.mass(grams))}</span>" if grams else ""
    with st.container(key="card_binned"):
        st.html(
            section_html(texts("home.binned"), formats.month_so_far(session.today))
            + f'<div class="figure" style="margin:.5rem 0 .75rem"><b>{esc(formats.money(this))}</b>{mass}</div>'
            + _beside_the_last(session, month, this)
        )


def _beside_the_last(session: Session, month: "history.BinnedMonth", this: int) -> str:
    """Return the bars of this month and the last, nothing where the last was not counted."""
    if not month.is_last_counted or month.last is None:
        return ""
    formats, last = session.formats, round(month.last.waste_value_minor or 0)
    bars = comparison([
        (formats.month(month.this_on), this, formats.money(this), ""),
        (formats.month(month.last_on), last, formats.money(last), "var(--edge)"),
    ])
    note = esc(session.texts("home.binned_note", n=session.today.day))
    return f'{bars}<p class="note" style="margin-top:.75rem">{note}</p>'
