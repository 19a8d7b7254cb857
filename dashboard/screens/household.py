"""Household: who eats here, what they eat, how closely to count, their data, and how Larder runs."""

import os
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from dashboard.clicks import actions
from dashboard.components.figures.runs import how_it_runs
from dashboard.components.headings import page_heading, section
from dashboard.components.household_lists import followed_feeds, minimum_stock, shown_foods
from dashboard.formats import CURRENCIES, sentence_case
from dashboard.markup import esc, material
from dashboard.served.calendar_feed import feed_key
from dashboard.session import Session, begin_household, choose_household, current, household_ids, kitchen_name
from pantry.facts.habits import LANGUAGES
from pantry.foods import catalog
from pantry.household import DEMO, HOME
from pantry.kinds.payloads import HouseholdChanged
from pantry.vocabulary import Place

UNIT_SYSTEMS = ("metric", "us")
DEPTHS = ("exact", "presence", "none")
# How sure a reading must be, per mille; the words beside them are the choices.
BARS = (800, 900, 970, 1000)


@lru_cache(maxsize=1)
def _time_zones() -> tuple[str, ...]:
    """Return the names of all time zones; finding them walks through a folder."""
    return tuple(sorted(available_timezones()))


def main() -> None:
    """Draw the page."""
    session = current()
    page_heading(session.texts("page.household"), over=kitchen_name(session, session.household_id))
    left, right = st.columns([7, 5], gap="large")
    with left:
        _kitchen(session)
        _eating(session)
        _closely(session)
    with right:
        minimum_stock(session)
        followed_feeds(session)
        shown_foods(session)
        _data(session)
        _another_kitchen(session)
        how_it_runs(session)


def _kitchen(session: Session) -> None:
    texts, household = session.texts, session.household
    section(texts("household.kitchen"))
    with st.form("household_kitchen", border=False), st.container(key="card_kitchen"):
        shown = kitchen_name(session, session.household_id)
        name = st.text_input(texts("household.name"), shown, max_chars=80).strip()
        people = st.number_input(texts("household.people"), 1, 50, household.people)
        currencies = list(dict.fromkeys([household.currency, *CURRENCIES]))
        currency = st.selectbox(texts("household.currency"), currencies)
        zones = _time_zones()
        zone = st.selectbox(texts("household.time_zone"), zones,
                            index=zones.index(household.time_zone) if household.time_zone in zones else 0)
        language = st.segmented_control(texts("household.language"), LANGUAGES, default=household.language,
                                        required=True, format_func=lambda one: texts(f"language.{one}"))
        system = st.segmented_control(texts("household.units"), UNIT_SYSTEMS, default=household.unit_system,
                                      required=True, format_func=lambda one: texts(f"household.units.{one}"))
        places = st.multiselect(texts("household.places"), [place.value for place in Place], list(household.places),
                                format_func=lambda one: texts(f"place.{one}"))
        if st.form_submit_button(texts("household.save"), key="save_kitchen", type="primary"):
            _save(name=household.name if name in ("", shown) else name, people=people, currency=currency,
                  time_zone=zone, language=language, unit_system=system, places=places or list(household.places))


def _eating(session: Session) -> None:
    from recipes.matching.restrictions import ALLERGENS, DIETS

    texts, household = session.texts, session.household
    section(texts("household.eating"))
    with st.form("household_eating", border=False), st.container(key="card_eating"):
        st.html(f'<p class="plain">{esc(texts("household.eating_why"))}</p>')
        diets = st.multiselect(texts("household.diets"), DIETS, [one for one in household.diets if one in DIETS],
                               placeholder=texts("household.choose"), format_func=lambda one: texts(f"diet.{one}"))
        allergens = st.multiselect(texts("household.allergens"), ALLERGENS,
                                   [one for one in household.allergens if one in ALLERGENS],
                                   placeholder=texts("household.choose"),
                                   format_func=lambda one: texts(f"allergen.{one}"))
        foods = sorted(catalog().foods, key=lambda food_id: _food(session, food_id).casefold())
        staples = st.multiselect(texts("household.staples"), foods,
                                 [one for one in household.staples if one in catalog().foods],
                                 placeholder=texts("household.choose"), format_func=lambda one: _food(session, one),
                                 help=texts("household.staples_why"))
        if st.form_submit_button(texts("household.save"), key="save_eating"):
            _save(diets=diets, allergens=allergens, staples=staples)


def _closely(session: Session) -> None:
    texts, household = session.texts, session.household
    section(texts("household.closely"))
    with st.form("household_closely", border=False), st.container(key="card_closely"):
        st.html(f'<p class="plain">{esc(texts("household.closely_why"))}</p>')
        words = dict(household.tracking)
        for place in Place:
            depth = st.segmented_control(
                texts(f"place.{place}"), DEPTHS, required=True, key=f"depth_{place}",
                default=household.tracking.get(place, DEPTHS[0]),
                format_func=lambda one: texts(f"household.depth.{one}"),
            )
            words[place.value] = str(depth)
        nearest = min(BARS, key=lambda bar: abs(bar - household.accept_bar_permille))
        bar = st.selectbox(texts("household.bar"), BARS, index=BARS.index(nearest),
                           format_func=lambda one: texts(f"household.bar.{one}"), help=texts("household.bar_why"))
        if st.form_submit_button(texts("household.save"), key="save_closely"):
            _save(tracking=words, accept_bar_permille=bar)


def _data(session: Session) -> None:
    texts = session.texts
    section(texts("household.data"))
    with st.container(key="card_data"):
        st.html(f'<p class="plain">{esc(texts("household.data_why"))}</p>')
        key = feed_key(session.workplace.home, session.household_id)
        st.link_button(texts("household.export"), f"export/{session.household_id}/{key}.zip",
                       icon=material("download"), width="stretch")
        if session.household_id != DEMO and DEMO in household_ids():
            st.button(texts("household.sample"), key="to_sample", icon=material("visibility"), width="stretch",
                      on_click=choose_household, args=(DEMO,))
        elif session.household_id == DEMO:
            st.button(texts("household.own"), key="to_own", icon=material("home"), width="stretch",
                      on_click=choose_household, args=(HOME,))
        dagster = os.environ.get("LARDER_DAGSTER_URL")
        if dagster:
            st.link_button(texts("household.dagster"), dagster, icon=material("open_in_new"), width="stretch")


def _another_kitchen(session: Session) -> None:
    """Draw a field that begins another kitchen: a cabin's, a shared flat's."""
    texts = session.texts
    section(texts("household.another"))
    with st.container(key="card_another"):
        st.html(f'<p class="plain">{esc(texts("household.another_why"))}</p>')
        name = st.text_input(texts("household.name"), key="another_name", max_chars=80, label_visibility="collapsed",
                             placeholder=texts("household.another_hint"))
        st.button(texts("household.another_do"), key="another_do", icon=material("add_home"), width="stretch",
                  disabled=not name.strip(), on_click=_begin)


def _begin() -> None:
    """Begin the kitchen whose name is typed and empty the field; a second press finds it empty."""
    name = (st.session_state.get("another_name") or "").strip()

    def act(session: Session) -> None:
        begin_household(session, name)
        st.session_state["another_name"] = ""

    if name:
        actions.forget_last()
        actions.attempt(act)


def _food(session: Session, food_id: str) -> str:
    return sentence_case(catalog().require(food_id).name(session.food_lang))


def _save(**said: Any) -> None:
    """Write the settings that changed; a form that changes nothing writes nothing."""
    def act(session: Session) -> None:
        now = session.household
        fresh = {name: value for name, value in said.items() if _plain(getattr(now, name)) != _plain(value)}
        if fresh:
            done = session.kitchen.change_settings(HouseholdChanged.model_validate(fresh))
            actions.remember(session.texts("did.settings"), done)

    actions.attempt(act)
    st.rerun()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


main()
