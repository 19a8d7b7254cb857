"""Who looks at which kitchen: shared resources, the chosen household, its language and its day.

One live view a household is shared by all browser sessions of the process; a page reads it through
`current()`, which costs one small question to the journal.
"""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.formats import Formats
from dashboard.texts import Texts
from intake.workplace import Workplace
from pantry.actions import Kitchen
from pantry.home import Home
from pantry.household import DEMO, HOME, Household, ensure_household
from pantry.journal import Journal, open_journal
from pantry.live import LiveView
from pantry.payloads import HouseholdCreated

_CHOSEN = "household_id"
# A person who pressed a button is told after so long that another program holds the journal.
_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Session:
    """What a page needs of the kitchen it shows. seq: the newest event it knows."""

    workplace: Workplace
    household: Household
    texts: Texts
    formats: Formats
    today: date
    seq: int

    @property
    def view(self) -> LiveView:
        """The household's present state."""
        return self.workplace.view

    @property
    def kitchen(self) -> Kitchen:
        """The household's hand on the journal."""
        return self.workplace.kitchen

    @property
    def lang(self) -> str:
        """The household's language: en or de."""
        return self.household.language

    @property
    def household_id(self) -> str:
        """The household's id."""
        return self.household.household_id


def current() -> Session:
    """Return the session's kitchen as it is now."""
    return session_of(chosen_household())


def session_of(household_id: str) -> Session:
    """Return a household's kitchen as it is now; it needs no browser session."""
    workplace = workplace_of(household_id)
    seq = workplace.view.refresh()
    household = workplace.view.household()
    today = household.today(workplace.journal.clock())
    texts = Texts(household.language)
    return Session(
        workplace, household, texts,
        Formats(household.language, household.currency, today, household.unit_system), today, seq,
    )


def chosen_household() -> str:
    """Return the household this session shows: as chosen, else the user's own once it holds something."""
    chosen = st.session_state.get(_CHOSEN)
    households = household_ids()
    if chosen in households:
        return str(chosen)
    if DEMO in households and not _holds_lots(HOME):
        return DEMO
    return HOME


def choose_household(household_id: str) -> None:
    """Show another household from the next run on."""
    st.session_state[_CHOSEN] = household_id


def household_ids() -> list[str]:
    """Return the households there are to choose from; the user's own is always one of them."""
    return _journal().households()


def has_document(household_id: str, sha256: str) -> bool:
    """Return whether a household was given this document; False for a household that is not there."""
    if household_id not in household_ids():
        return False
    view = workplace_of(household_id).view
    view.refresh()
    return any(document.sha256 == sha256 for document in view.documents())


def workplace_of(household_id: str) -> Workplace:
    """Return the shared workplace of a household."""
    home = Home.from_environment()
    return _open_workplace(str(home.root), home.journal_url, household_id)


def _journal() -> Journal:
    home = Home.from_environment()
    return _open_journal(str(home.root), home.journal_url)


def _holds_lots(household_id: str) -> bool:
    view = workplace_of(household_id).view
    view.refresh()
    return view.has_lots()


@st.cache_resource(show_spinner=False)
def _open_journal(root: str, journal_url: str) -> Journal:
    journal = open_journal(Home.at(root, journal_url).create(), wait_seconds=_WAIT_SECONDS)
    ensure_household(journal, HOME, HouseholdCreated(name="My kitchen"))
    return journal


@st.cache_resource(show_spinner=False)
def _open_workplace(root: str, journal_url: str, household_id: str) -> Workplace:
    journal = _open_journal(root, journal_url)
    view = LiveView(journal, household_id)
    view.refresh()
    kitchen = Kitchen(journal, household_id, view=view)
    return Workplace(Home.at(root, journal_url), journal, household_id, view=view, kitchen=kitchen)
