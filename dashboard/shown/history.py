"""What was: figures of the published warehouse, kept until the next one is published.

Every figure is asked of `warehouse.queries`; this module only picks periods and puts rows side by side.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from dashboard.session import Session
from pantry.errors import NotReady
from pantry.foods import catalog
from pantry.kept import Kept

if TYPE_CHECKING:
    from warehouse.queries import RunState, WasteSummary
    from warehouse.reader import Warehouse

_T = TypeVar("_T")
# A question to the published warehouse.
Question: TypeAlias = "Callable[[Warehouse], _T]"
MONTHS_SHOWN = 6
_answers = Kept()
_warehouses = Kept()


@dataclass(frozen=True, slots=True)
class BinnedMonth:
    """What was binned this month up to today, beside the same days of the last month."""

    this: "WasteSummary"
    last: "WasteSummary | None"
    this_on: date
    last_on: date

    @property
    def is_counted(self) -> bool:
        """Whether anybody counted food this month, so that nothing binned means something."""
        return self.this.days_covered > 0 or bool(self.this.discard_events)

    @property
    def is_last_counted(self) -> bool:
        """The same of the last month's days."""
        return self.last is not None and (self.last.days_covered > 0 or bool(self.last.discard_events))


@dataclass(frozen=True, slots=True)
class RunDetails:
    """The last builds, newest first; what every check of the published one said; the household's events set aside."""

    builds: list[dict[str, Any]]
    checks: list[dict[str, Any]]
    set_aside: list[dict[str, Any]]


def binned_this_month(session: Session) -> BinnedMonth | None:
    """Return this month's bin; None before history was published."""
    return published(session, "binned", lambda warehouse: month_of(session, warehouse))


def is_published(session: Session) -> bool:
    """Return whether there is any history to show."""
    return published(session, "there", lambda warehouse: True) or False


def is_being_counted(session: Session) -> bool:
    """Return whether history is being built just now, by whatever process of this machine."""
    from warehouse.lock import is_building

    return is_building(session.workplace.home)


def is_of_another_version(session: Session) -> bool:
    """Return whether there is a history that another version of Larder built, which is not shown."""
    from warehouse.publish import read_manifest

    manifest = read_manifest(session.workplace.home)
    return manifest is not None and not manifest.is_of_this_code


def why_not_shown(session: Session, none: str) -> str:
    """Return the text that says why a page has no months: they are not counted yet, or it is `none` of its own."""
    if is_published(session):
        return none
    return "waste.counting" if is_being_counted(session) else "waste.not_yet"


def events_since(session: Session) -> int:
    """Return how many of the household's events are newer than what is published; 0 while nothing is."""
    counted = published(session, "seq", lambda warehouse: warehouse.manifest().seq)
    if counted is None or counted >= session.seq:
        return 0
    return session.workplace.journal.count(session.household_id, after_seq=counted)


def run_state(session: Session) -> "RunState | None":
    """Return what the published build counts and what its checks said; None before there is one."""
    def compute(warehouse: "Warehouse") -> "RunState":
        from warehouse.queries import run_state as state_of

        return state_of(warehouse, session.household_id)

    return published(session, "run_state", compute)


def run_details(session: Session) -> RunDetails | None:
    """Return the last builds, the single checks and what was set aside; None before there is a build."""
    def compute(warehouse: "Warehouse") -> RunDetails:
        from warehouse import queries

        return RunDetails(queries.recent_builds(warehouse), queries.audit_results(warehouse),
                          queries.rejected_events(warehouse, session.household_id))

    return published(session, "run_details", compute)


def food_label(session: Session, key: str) -> str:
    """Return what a food of the history is called: its catalog name, else the name it was given."""
    food = catalog().get(key) or session.view.own_foods().get(key)
    return food.name(session.food_lang) if food else key.removeprefix("own:")


def month_of(session: Session, warehouse: "Warehouse") -> BinnedMonth | None:
    """Return this month beside the same days of the last; None for a household the warehouse does not know."""
    from warehouse.queries import waste_summary

    start, tomorrow = session.today.replace(day=1), session.today + timedelta(days=1)
    last_start = months_before(start, 1)
    last_end = min(last_start + (tomorrow - start), start)
    this = waste_summary(warehouse, session.household_id, start, tomorrow)
    if this is None:
        return None
    return BinnedMonth(this, waste_summary(warehouse, session.household_id, last_start, last_end), start, last_start)


def months_before(start: date, months: int) -> date:
    """Return the first day of the month so many months before a day's own."""
    number = start.year * 12 + start.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def published(session: Session, name: str, compute: "Question[_T]") -> _T | None:
    """Return an answer of the published warehouse, kept by its version; None while there is none."""
    warehouse = _warehouse(session)
    key = (str(session.workplace.home.root), session.household_id, name)
    try:
        return _answers.get(key, (warehouse.manifest().version, session.today), lambda: compute(warehouse))
    except (NotReady, OSError):
        return None


def version(session: Session) -> str | None:
    """Return which build of the warehouse is published; None while there is none."""
    try:
        return _warehouse(session).manifest().version
    except (NotReady, OSError):
        return None


def _warehouse(session: Session) -> "Warehouse":
    from warehouse.reader import Warehouse

    home = session.workplace.home
    return _warehouses.get((str(home.root), home.journal_url), None, lambda: Warehouse(home, of_this_code=True))
