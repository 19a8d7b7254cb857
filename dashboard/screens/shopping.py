"""Shopping: what to buy, by aisle, ticked off while walking; bought food goes to its shelf in one press."""

import hashlib
from itertools import groupby

import streamlit as st

from dashboard.clicks import shopping_actions
from dashboard.components.foods import food_html
from dashboard.components.headings import empty_state, page_heading, section
from dashboard.components.parts import part
from dashboard.components.pictures import tile
from dashboard.formats import sentence_case
from dashboard.markup import esc, material, plain
from dashboard.served.calendar_feed import feed_key
from dashboard.session import Session, current
from dashboard.shown import shopping
from dashboard.shown.shopping import ToBuy
from pantry.catalog.counted_names import called
from pantry.facts.shopping import ShoppingRow
from pantry.foods import catalog

_share_button = part("share", '<div class="share"><button type="button"></button></div>')


def main() -> None:
    """Draw the page."""
    session = current()
    rows = shopping.rows(session)
    basket = [row for row in rows if row.is_ticked]
    _heading(session, rows, basket)
    left, right = st.columns([7, 5], gap="large")
    with left:
        _typed(session)
        if not rows:
            empty_state("basket", session.texts("shopping.empty"), session.texts("shopping.empty_why"))
        _to_buy(session, [row for row in rows if not row.is_ticked])
        if basket:
            _basket(session, basket)
    with right:
        _suggestions(session)
        _share(session, rows)


def _heading(session: Session, rows: list[ShoppingRow], basket: list[ShoppingRow]) -> None:
    texts = session.texts
    open_rows = len(rows) - len(basket)
    title = texts("shopping.title", n=open_rows)
    if not open_rows:
        title = texts("shopping.title_basket" if basket else "shopping.title_none")
    lede = sentence_case(texts.count("shopping.lede_basket", len(basket))) if basket else ""
    page_heading(title, lede=lede)


def _typed(session: Session) -> None:
    texts = session.texts
    with st.container(horizontal=True, vertical_alignment="bottom", key="shopping_add"):
        st.text_input(texts("shopping.add"), key=shopping_actions.TYPED, placeholder=texts("shopping.add_hint"),
                      max_chars=shopping_actions.MOST_TYPED, label_visibility="collapsed",
                      on_change=shopping_actions.add_typed)
        st.button(texts("shopping.add_do"), key="shopping_add_do", icon=material("add"), type="primary",
                  on_click=shopping_actions.add_typed)


def _to_buy(session: Session, rows: list[ShoppingRow]) -> None:
    if not rows:
        return
    with st.container(key="card_list_to_buy"):
        for aisle, group in groupby(rows, key=lambda row: row.aisle):
            st.html(f'<h2 class="aisle">{esc(session.texts(f"category.{aisle}"))}</h2>')
            for row in group:
                _row(session, row)


def _row(session: Session, row: ShoppingRow) -> None:
    key = hashlib.sha256(row.key.encode()).hexdigest()[:12]
    amount = shopping.amount_words(session, row)
    name = sentence_case(row.text)
    box = f"tick_{key}"
    # Another phone may have ticked it: the box shows the list, never only its own last press.
    st.session_state[box] = row.is_ticked
    with st.container(key=f"row_{'done_' if row.is_ticked else ''}{key}", horizontal=True, wrap=False,
                      vertical_alignment="center"):
        st.checkbox(plain(f"{name}, {amount}" if amount else name), key=box, width="stretch",
                    on_change=shopping_actions.turn, args=(row.key, box))
        with st.container(key=f"icon_{key}", width="content"):
            st.button(plain(session.texts("shopping.remove", name=name)), key=f"remove_{key}", icon=material("close"),
                      on_click=shopping_actions.remove, args=(row.key,))


def _basket(session: Session, rows: list[ShoppingRow]) -> None:
    texts = session.texts
    section(texts("shopping.basket"))
    with st.container(key="card_list_basket"):
        for row in rows:
            _row(session, row)
    st.button(texts("shopping.put_away"), key="put_away", icon=material("shelves"), type="primary", width="stretch",
              on_click=shopping_actions.put_away)
    st.button(texts("shopping.clear"), key="clear_basket", width="stretch", on_click=shopping_actions.clear_basket)
    st.html(f'<p class="note">{esc(texts("shopping.put_away_why"))}</p>')


def _suggestions(session: Session) -> None:
    found = shopping.suggestions(session)
    if not found:
        return
    section(session.texts("shopping.suggested"), session.texts("shopping.suggested_why"))
    with st.container(key="card_list_suggested"):
        for one in found:
            _suggestion(session, one)


def _suggestion(session: Session, one: ToBuy) -> None:
    food = catalog().get(one.food_id)
    if food is None:
        return
    name = sentence_case(called(food, one.quantity, one.unit, session.food_lang))
    amount = session.formats.amount(one.quantity, one.unit)
    with st.container(key=f"row_suggested_{one.food_id}", horizontal=True, wrap=False, vertical_alignment="center"):
        st.html(food_html(picture=tile(one.food_id), name=name, meta=f"{amount}, {_why(session, one)}"))
        with st.container(key=f"icon_suggested_{one.food_id}", width="content"):
            st.button(plain(session.texts("shopping.put_on", name=name)), key=f"put_on_{one.food_id}",
                      icon=material("add"), on_click=shopping_actions.add_food,
                      args=(one.food_id, one.quantity, one.unit))


def _why(session: Session, one: ToBuy) -> str:
    if one.reason == "below_minimum" or one.days is None:
        return session.texts("shopping.below_minimum")
    return session.texts.count("shopping.runs_out", one.days) if one.days else session.texts("shopping.runs_out_now")


def _share(session: Session, rows: list[ShoppingRow]) -> None:
    texts = session.texts
    if all(row.is_ticked for row in rows):
        return
    section(texts("shopping.share"))
    text = shopping.as_text(session)
    with st.container(key="card_share"):
        _share_button(key="share_list", data={
            "title": texts("shopping.list_title"), "text": text,
            "words": {name: texts(f"shopping.{name}") for name in ("share", "copy", "copied")},
        })
        key = feed_key(session.workplace.home, session.household_id)
        st.link_button(texts("shopping.print"), f"list/{session.household_id}/{key}", icon=material("print"),
                       width="stretch")
        with st.expander(texts("shopping.as_text")):
            st.code(text, language=None, wrap_lines=True)



main()
