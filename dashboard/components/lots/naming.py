"""One tap that tells what a lot is that came in under its own name: a food of the catalog, or one of its own.

Of one of its own, the household may say which food of the catalog it counts like.
"""

from collections.abc import Callable

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.foods import food_names, name_of
from dashboard.formats import sentence_case
from dashboard.markup import material, plain
from dashboard.session import Session
from intake.naming import keep_own_food, likely_foods, name_lot
from pantry.catalog.own_foods import suggested_like
from pantry.foods import Food, catalog
from pantry.lots import Lot
from pantry.vocabulary import FOOD_CATEGORIES, Category

# The choice that an own food counts like no food of the catalog.
_NO_LIKE = ""


def naming(session: Session, lot: Lot, *, prefix: str) -> None:
    """Draw the likely foods of a lot without one, and the kinds it may be by itself.

    Of a food of the household's own, draw its kind and what it counts like; of any other, nothing.
    """
    foods = {food.food_id: sentence_case(catalog().require(food.food_id).name(session.food_lang))
             for food in likely_foods(lot, lang=session.lang)}
    if foods:
        key = f"{prefix}_name_{lot.lot_id}"
        st.pills(plain(session.texts("review.which_food")), list(foods), key=key,
                 format_func=lambda one: plain(foods.get(one, one)), on_change=_name, args=(lot.lot_id, key))
    if lot.food_id is None and lot.food_name:
        key = f"{prefix}_kind_{lot.lot_id}"
        _kinds(session, session.texts("naming.own"), key, None, lambda: _keep(lot.lot_id, key))
    own = session.view.own_foods().get(lot.food_id or "")
    if own is not None:
        # The key holds the kind, so that what another phone said shows at once.
        key = f"{prefix}_kind_{lot.lot_id}_{own.category}"
        _kinds(session, session.texts("naming.kind"), key, own.category, lambda: _sort(own.food_id, key))
        _likes(session, own, key=f"{prefix}_like_{lot.lot_id}_{own.parent_food_id or ''}")


def _likes(session: Session, own: Food, *, key: str) -> None:
    """Draw which food of the catalog an own food counts like, and the one its name suggests while none is said."""
    texts, names = session.texts, {_NO_LIKE: session.texts("naming.like_none"), **food_names(session)}
    guess = suggested_like(own, lang=session.lang) if own.parent_food_id is None else None
    if guess is not None:
        st.button(texts("naming.like_guess", food=names[guess.food_id]), key=f"{key}_guess", icon=material("lightbulb"),
                  help=texts("naming.like_why"), on_click=_liken, args=(own.food_id, guess.food_id))
    options = list(names)
    st.selectbox(texts("naming.like"), options, key=key, index=options.index(own.parent_food_id or _NO_LIKE),
                 help=texts("naming.like_why"), format_func=lambda one: names.get(one, one),
                 on_change=lambda: _liken(own.food_id, str(st.session_state.get(key) or _NO_LIKE)))


def kind_field(session: Session, *, key: str) -> None:
    """Draw what kind of thing a new name may be, which the household may leave open."""
    _kinds(session, session.texts("naming.own"), key, None, None)


def _kinds(session: Session, label: str, key: str, chosen: Category | None,
           on_change: Callable[[], None] | None) -> None:
    kinds = [one for one in Category if one in FOOD_CATEGORIES]
    st.selectbox(label, kinds, key=key, index=kinds.index(chosen) if chosen in kinds else None,
                 placeholder=session.texts("naming.own_hint"),
                 format_func=lambda one: session.texts(f"category.{one}"), on_change=on_change)


def _name(lot_id: str, key: str) -> None:
    def say(session: Session, lot: Lot, picked: str) -> None:
        done = name_lot(session.workplace, lot_id, picked)
        food = catalog().require(picked).name(session.food_lang)
        actions.remember(session.texts("did.named", name=name_of(session, lot), food=food), done)

    _on_choice(lot_id, key, say)


def _keep(lot_id: str, key: str) -> None:
    def say(session: Session, lot: Lot, picked: str) -> None:
        done = keep_own_food(session.workplace, lot_id, Category(picked))
        kind = session.texts(f"category.{picked}")
        actions.remember(session.texts("did.kept_own", name=name_of(session, lot), kind=kind), done)

    _on_choice(lot_id, key, say)


def _sort(food_id: str, key: str) -> None:
    picked = st.session_state.get(key)

    def act(session: Session) -> None:
        own = session.view.own_foods().get(food_id)
        if own is not None and own.category != picked:
            done = session.kitchen.sort_own_food(food_id, Category(str(picked)))
            kind = session.texts(f"category.{picked}")
            actions.remember(session.texts("did.kept_own", name=sentence_case(own.name_en), kind=kind), done)

    if picked:
        actions.attempt(act)


def _liken(food_id: str, like_food_id: str) -> None:
    def act(session: Session) -> None:
        own = session.view.own_foods().get(food_id)
        if own is None or (own.parent_food_id or _NO_LIKE) == like_food_id:
            return
        done = session.kitchen.liken_own_food(food_id, like_food_id or None)
        name = sentence_case(own.name_en)
        said = session.texts("did.unlikened", name=name) if like_food_id == _NO_LIKE else session.texts(
            "did.likened", name=name, food=catalog().require(like_food_id).name(session.food_lang))
        actions.remember(said, done)

    actions.attempt(act)


def _on_choice(lot_id: str, key: str, say: Callable[[Session, Lot, str], None]) -> None:
    """Do what a choice says of a lot, unless nothing is chosen or the lot has a food by now."""
    picked = st.session_state.get(key)

    def act(session: Session) -> None:
        lot = session.view.lot(lot_id)
        if lot.food_id is None:
            say(session, lot, str(picked))

    if picked:
        actions.attempt(act)
