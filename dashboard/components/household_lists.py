"""Lists of the Household page: what should never run out, feeds that are followed, and foods that were shown."""

import hashlib
from decimal import Decimal

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.foods import food_html, food_names
from dashboard.components.headings import section
from dashboard.components.pictures import tile, tile_of
from dashboard.formats import sentence_case
from dashboard.markup import esc, material, plain
from dashboard.session import Session
from pantry.catalog.usual_foods import usual_amount
from pantry.foods import catalog
from pantry.kinds.payloads import HouseholdChanged

_MOST = 100_000.0
_LONGEST_ADDRESS = 2000


def minimum_stock(session: Session) -> None:
    """Draw what should never run out, with how much, and a way to add a food."""
    texts = session.texts
    section(texts("household.minimum"))
    with st.container(key="card_minimum"):
        st.html(f'<p class="plain">{esc(texts("household.minimum_why"))}</p>')
        for food_id, (quantity, unit) in session.household.minimum_stock.items():
            food = catalog().get(food_id)
            name = sentence_case(food.name(session.food_lang) if food else food_id)
            with st.container(key=f"row_minimum_{food_id}", horizontal=True, wrap=False, vertical_alignment="center"):
                st.html(food_html(picture=tile(food_id), name=name, css_class="stay",
                                  meta=session.formats.amount(Decimal(quantity), unit)))
                with st.container(key=f"icon_minimum_{food_id}", width="content"):
                    st.button(plain(texts("household.minimum_off", name=name)), key=f"minimum_off_{food_id}",
                              icon=material("close"), on_click=_set, args=(food_id, None))
        _new_minimum(session)


def _new_minimum(session: Session) -> None:
    texts, names = session.texts, food_names(session)
    picked = st.selectbox(texts("review.search"), list(names), key="minimum_food", index=None,
                          placeholder=texts("household.minimum_hint"), format_func=lambda one: names.get(one, one),
                          label_visibility="collapsed")
    food = catalog().get(picked) if picked else None
    if food is None:
        return
    usual, unit = usual_amount(food, unit_system=session.household.unit_system)
    quantity = st.number_input(
        texts("dialog.amount", unit=session.formats.unit(unit, Decimal(2))), 0.0, _MOST, float(usual),
        step=float(usual), format="%g", key=f"minimum_amount_{picked}",
    )
    st.button(texts("household.minimum_do"), key="minimum_do", icon=material("add"), width="stretch",
              disabled=not quantity, on_click=_set, args=(picked, (Decimal(f"{quantity:.10g}"), unit)))


def _set(food_id: str, wanted: tuple[Decimal, str] | None) -> None:
    def act(session: Session) -> None:
        kept = {one: amount for one, amount in session.household.minimum_stock.items() if one != food_id}
        if wanted is not None:
            kept[food_id] = (str(wanted[0]), wanted[1])
        if kept != session.household.minimum_stock:
            done = session.kitchen.change_settings(HouseholdChanged.model_validate({"minimum_stock": kept}))
            actions.remember(session.texts("did.settings"), done)
        st.session_state["minimum_food"] = None

    actions.attempt(act)


def followed_feeds(session: Session) -> None:
    """Draw the recipe feeds that this household follows, and a field to follow another."""
    texts = session.texts
    section(texts("household.feeds"))
    with st.container(key="card_feeds"):
        st.html(f'<p class="plain">{esc(texts("household.feeds_why"))}</p>')
        for url in _followed(session):
            key = hashlib.sha256(url.encode()).hexdigest()[:12]
            with st.container(key=f"row_feed_{key}", horizontal=True, wrap=False, vertical_alignment="center"):
                st.html(food_html(picture=tile_of("plate"), name=url.split("//")[-1], meta="", css_class="stay"))
                with st.container(key=f"icon_feed_{key}", width="content"):
                    st.button(plain(texts("household.feeds_off", name=url)), key=f"feed_off_{key}",
                              icon=material("close"), on_click=_unfollow, args=(url,))
        st.text_input(texts("household.feeds_hint"), key="feed_url", placeholder=texts("household.feeds_hint"),
                      max_chars=_LONGEST_ADDRESS, label_visibility="collapsed", on_change=_follow)


def _followed(session: Session) -> list[str]:
    from intake.feeds import followed_by

    return followed_by(session.view.facts())


def _follow() -> None:
    """Follow the typed feed and empty the field; a second press finds it empty."""
    url = (st.session_state.get("feed_url") or "").strip()
    st.session_state["feed_url"] = ""

    def act(session: Session) -> None:
        address = url if "://" in url else f"https://{url}"
        if address not in _followed(session):
            actions.remember(session.texts("did.followed"), session.kitchen.follow_feed(address))

    if url:
        actions.attempt(act)


def _unfollow(url: str) -> None:
    def act(session: Session) -> None:
        if url in _followed(session):
            actions.remember(session.texts("did.unfollowed"), session.kitchen.unfollow_feed(url))

    actions.attempt(act)


def shown_foods(session: Session) -> None:
    """Draw the foods that this household taught by pictures, and what was left out of them; nothing without any."""
    from intake import teaching

    texts, shown = session.texts, teaching.shown_foods(session.workplace)
    if not shown:
        return
    section(texts("household.shown"))
    with st.container(key="card_shown"):
        st.html(f'<p class="plain">{esc(texts("household.shown_why"))}</p>')
        for one in shown:
            food = catalog().get(one.food_id)
            said = texts.count("household.shown_pictures", one.pictures)
            if one.left_out:
                said += "; " + texts.count("household.shown_left_out", one.left_out)
            st.html(food_html(picture=tile(one.food_id), meta=said, css_class="stay",
                              name=sentence_case(food.name(session.food_lang) if food else one.food_id)))
