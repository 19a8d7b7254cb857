"""Files on their way in: each is a row at once, read by one thread behind the page, whatever page is open.

One file is read at a time: the reader uses one core, and a page must stay quick meanwhile. Until it is read a file
lies on the disk (`dashboard.served.spool`), so that its row may be believed.
"""

import itertools
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import streamlit as st
from sqlalchemy.exc import OperationalError

from dashboard.served.spool import Dropped, Spool
from intake.taking import Taken, take_in, take_in_address
from intake.workplace import Workplace
from pantry.home import Home
from pantry.vocabulary import Origin

State = Literal["waiting", "reading", "done", "failed", "not_kept"]
_JOBS = "upload_jobs"
# The newest files a session lists; older ones have long become stock or wait in Review.
MOST_LISTED = 300
# Of a receipt on two slow cores, with the first one's start.
_USUAL_MS = 4_000
# So often a file is tried again while the journal is locked; each try waits some seconds by itself.
_MOST_WAITS, _WAIT_SECONDS = 20, 1.0
_log = logging.getLogger(__name__)
_numbers = itertools.count(1)


@dataclass
class Job:
    """One file on its way in. The reading thread writes state and taken, pages only read them."""

    name: str
    household_id: str
    number: int = field(default_factory=lambda: next(_numbers))
    state: State = "waiting"
    taken: Taken | None = None
    is_told: bool = False
    # Gives the same file once more.
    again: "Callable[[], None] | None" = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ("done", "failed", "not_kept")


def submit_address(workplace: Workplace, address: str) -> None:
    """Take the address of a recipe on."""
    _take_on(workplace, Job(address[:200], workplace.household_id), lambda: take_in_address(workplace, address))


def submit(workplace: Workplace, data: bytes, *, name: str, origin: Origin) -> None:
    """Take a file on: it is on the disk when this returns, and read as soon as those before it are."""
    job = Job(name, workplace.household_id)
    try:
        dropped = _spool(str(workplace.home.root), workplace.home.journal_url).keep(
            data, household_id=workplace.household_id, name=name, origin=origin
        )
    except OSError:
        _log.exception("a file could not be kept")
        job.state = "not_kept"
        _list(job)
        return
    _take_on(workplace, job, lambda: _take_dropped(workplace, dropped))


def take_up_what_was_left(home: Home, workplace_of: Callable[[str], Workplace]) -> int:
    """Read what a dashboard that was killed had not finished; return how many files that are. Raises OSError."""
    left = list(_spool(str(home.root), home.journal_url).left_behind())
    for dropped in left:
        workplace = workplace_of(dropped.household_id)
        job = Job(dropped.name, dropped.household_id)
        _reader().submit(_read, job, partial(_take_dropped, workplace, dropped))
    return len(left)


def stop_reading() -> None:
    """Let the file that is being read come to its end; the others wait on the disk for the next start."""
    _reader().shutdown(wait=False, cancel_futures=True)


def _take_dropped(workplace: Workplace, dropped: Dropped) -> Taken:
    taken = take_in(workplace, dropped.data(), name=dropped.name, origin=dropped.origin)
    dropped.forget()
    return taken


def _take_on(workplace: Workplace, job: Job, take: Callable[[], Taken]) -> None:
    job.again = lambda: _take_on(workplace, Job(job.name, job.household_id), take)
    _list(job)
    _reader().submit(_read, job, take)


def _list(job: Job) -> None:
    st.session_state[_JOBS] = [job, *st.session_state.get(_JOBS, [])][:MOST_LISTED]


def jobs(household_id: str) -> list[Job]:
    """Return this session's files of a household, newest first."""
    return [job for job in st.session_state.get(_JOBS, []) if job.household_id == household_id]


def seconds_left(found: Sequence[Job]) -> int:
    """Return about how long the files still to read take, in steps of five seconds, by those read before them."""
    known = [job.taken.elapsed_ms for job in found if job.taken and job.taken.elapsed_ms]
    each_ms = sum(known) / len(known) if known else _USUAL_MS
    open_count = sum(not job.is_over for job in found)
    return max(5, round(open_count * each_ms / 5000) * 5)


def _read(job: Job, take: Callable[[], Taken]) -> None:
    job.state = "reading"
    try:
        job.taken = _patiently(take)
        job.state = "done"
    except Exception:
        # The thread's last line of defence: the row says that it failed, the log says why.
        _log.exception("a file could not be taken in")
        job.state = "failed"


def _patiently(take: Callable[[], Taken]) -> Taken:
    """Take a file in, again while another program holds the journal: nobody waits in front of this thread."""
    for _ in range(_MOST_WAITS):
        try:
            return take()
        except OperationalError:
            _log.warning("the journal is busy; the file is tried again")
            time.sleep(_WAIT_SECONDS)
    return take()


@st.cache_resource(show_spinner=False)
def _spool(root: str, journal_url: str) -> Spool:
    return Spool(Home.at(root, journal_url))


@st.cache_resource(show_spinner=False)
def _reader() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="larder-reader")
