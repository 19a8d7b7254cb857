"""Who looks at which kitchen: shared resources, the chosen household, its language and its day.

One live view a household is shared by all browser sessions of the process; a page reads it through
`current()`, which costs one small question to the journal while nothing is new.
"""

import threading
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from dashboard.formats import Formats
from dashboard.texts import Texts
from intake.workplace import Workplace
from pantry.actions import Kitchen
from pantry.facts.habits import language_of
from pantry.home import Home
from pantry.household import DEMO, HOME, Household, ensure_household, found_household
from pantry.journal import Journal, open_journal
from pantry.kinds.payloads import HouseholdCreated
from pantry.live import LiveView
from pantry.typing.typed_foods import TypingKitchen

_CHOSEN = "household_id"
# What the user's own kitchen is called while nobody named it.
_UNNAMED = "My kitchen"
# The browser remembers which kitchen it showed last: a reload, a bookmark or a phone waking up opens that one again.
KITCHEN_COOKIE = "larder_kitchen"
# A person who pressed a button is told after so long that another program holds the journal.
_WAIT_SECONDS = 5.0


@dataclass
class _Shared:
    """What all sessions of one home share. newest: the journal's seq at the last look, of whatever household."""

    home: Home
    journal: Journal
    newest: int = -1
    household_ids: tuple[str, ...] = ()
    workplaces: dict[str, Workplace] = field(default_factory=dict)
    # Up to which of the journal's seqs each household's view was read.
    read_up_to: dict[str, int] = field(default_factory=dict)


_homes: dict[tuple[str, str], _Shared] = {}
_opening = threading.RLock()


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
    def food_lang(self) -> str:
        """The language foods are named in, see `Household.food_language`."""
        return self.household.food_language

    def typing(self) -> TypingKitchen:
        """Return what typed lines are read with, in the language that is shown."""
        return TypingKitchen.of(self.view, self.today, household=self.household)

    @property
    def household_id(self) -> str:
        """The household's id."""
        return self.household.household_id


def current() -> Session:
    """Return the session's kitchen as it is now."""
    shared = _look()
    return _session(shared, _chosen(shared), guest_language=language_of(st.context.locale))


def session_of(household_id: str) -> Session:
    """Return a household's kitchen as it is now; it needs no browser session."""
    return _session(_look(), household_id)


def _session(shared: _Shared, household_id: str, *, guest_language: str | None = None) -> Session:
    workplace = _fresh(shared, household_id)
    household = workplace.view.household()
    if guest_language and household.is_simulated and not workplace.view.has_chosen_language():
        household = replace(household, language=guest_language)
    today = household.today(workplace.journal.clock())
    texts = Texts(household.language)
    return Session(
        workplace, household, texts,
        Formats(household.language, household.currency, today, household.unit_system), today, workplace.view.seq,
    )


def _chosen(shared: _Shared) -> str:
    """Return the household this session shows: as chosen now or before, else the user's own once it holds something."""
    for chosen in (st.session_state.get(_CHOSEN), st.context.cookies.get(KITCHEN_COOKIE)):
        if chosen in shared.household_ids:
            return str(chosen)
    if DEMO in shared.household_ids and not _fresh(shared, HOME).view.has_lots():
        return DEMO
    return HOME


def choose_household(household_id: str) -> None:
    """Show another household from the next run on."""
    st.session_state[_CHOSEN] = household_id


def begin_household(session: Session, name: str) -> None:
    """Begin another household with this one's habits, and show it from the next run on."""
    choose_household(found_household(session.workplace.journal, name, like=session.household))


def choice_to_remember() -> str | None:
    """Return the household that was chosen in this session, None where none was.

    What the browser sent when the session began says nothing of what it was told since.
    """
    chosen: str | None = st.session_state.get(_CHOSEN)
    return chosen


def household_ids() -> list[str]:
    """Return the households there are to choose from; the user's own is always one of them."""
    return list(_look().household_ids)


def kitchen_name(session: Session, household_id: str) -> str:
    """Return what a kitchen is called, in the language that is shown where nobody named it."""
    if household_id == DEMO:
        return session.texts("kitchen.demo")
    household = workplace_of(household_id).view.household()
    return session.texts("kitchen.own") if household.name == _UNNAMED else household.name


def has_document(household_id: str, sha256: str) -> bool:
    """Return whether a household was given this document; False for a household that is not there."""
    shared = _look()
    if household_id not in shared.household_ids:
        return False
    view = _fresh(shared, household_id).view
    return any(document.sha256 == sha256 for document in view.documents())


def workplace_of(household_id: str) -> Workplace:
    """Return the shared workplace of a household; its view was read when it was opened."""
    return _workplace(_shared(), household_id)


def _look() -> _Shared:
    """Return what the home's sessions share, after one question to the journal: whether it holds more than before."""
    shared = _shared()
    newest = shared.journal.max_seq()
    if newest != shared.newest:
        shared.household_ids = tuple(shared.journal.households())
        shared.newest = newest
    return shared


def _fresh(shared: _Shared, household_id: str) -> Workplace:
    """Return a workplace whose view knows every event of the last look; it is asked only when there is news."""
    workplace, newest = _workplace(shared, household_id), shared.newest
    if newest != shared.read_up_to.get(household_id):
        workplace.view.refresh()
        shared.read_up_to[household_id] = newest
    return workplace


def _workplace(shared: _Shared, household_id: str) -> Workplace:
    found = shared.workplaces.get(household_id)
    if found is None:
        with _opening:
            found = shared.workplaces.get(household_id) or _open_workplace(shared, household_id)
            shared.workplaces[household_id] = found
    return found


def _shared() -> _Shared:
    home = Home.from_environment()
    key = (str(home.root), home.journal_url)
    if key not in _homes:
        with _opening:
            if key not in _homes:
                _homes[key] = _Shared(home, _open_journal(home))
    return _homes[key]


def _open_journal(home: Home) -> Journal:
    journal = open_journal(home.create(), wait_seconds=_WAIT_SECONDS)
    ensure_household(journal, HOME, HouseholdCreated(name=_UNNAMED, people=2))
    return journal


def _open_workplace(shared: _Shared, household_id: str) -> Workplace:
    view = LiveView(shared.journal, household_id)
    view.refresh()
    kitchen = Kitchen(shared.journal, household_id, view=view)
    return Workplace(shared.home, shared.journal, household_id, view=view, kitchen=kitchen)
