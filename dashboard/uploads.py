"""Files on their way in: each is a row at once, read by one thread behind the page, whatever page is open.

One file is read at a time: the reader uses one core, and a page must stay quick meanwhile.
"""

import itertools
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from intake.taking import Taken, take_in, take_in_address
from intake.workplace import Workplace
from pantry.vocabulary import Origin

State = Literal["waiting", "reading", "done", "failed"]
_JOBS = "upload_jobs"
# The newest files a session lists; older ones have long become stock or wait in Review.
MOST_LISTED = 300
# Of a receipt on two slow cores, with the first one's start.
_USUAL_MS = 4_000
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
    # Gives the same file once more; held by the session, as the file's bytes are.
    again: "Callable[[], None] | None" = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ("done", "failed")


def submit_address(workplace: Workplace, address: str) -> None:
    """Take the address of a recipe on."""
    _take_on(workplace, Job(address[:200], workplace.household_id), lambda: take_in_address(workplace, address))


def submit(workplace: Workplace, data: bytes, *, name: str, origin: Origin) -> None:
    """Take a file on; it is read as soon as those before it are."""
    _take_on(workplace, Job(name, workplace.household_id),
             lambda: take_in(workplace, data, name=name, origin=origin))


def _take_on(workplace: Workplace, job: Job, take: Callable[[], Taken]) -> None:
    job.again = lambda: _take_on(workplace, Job(job.name, job.household_id), take)
    _reader().submit(_read, job, take)
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
        job.taken = take()
        job.state = "done"
    except Exception:
        # The thread's last line of defence: the row says that it failed, the log says why.
        _log.exception("a file could not be taken in")
        job.state = "failed"


@st.cache_resource(show_spinner=False)
def _reader() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="larder-reader")
