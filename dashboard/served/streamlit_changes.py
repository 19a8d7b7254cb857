"""What Larder changes inside Streamlit: two things that its own settings do not offer. Each says when it has moved.

*Options are read without a lock.* Streamlit takes one for every option it reads, some of them for every element of a
page. Python lets another thread run while one waits, so that with many pages drawn at the same time most threads
stood in line for that lock: with fifty sessions half of all samples of a profile lay there. Options stand still once
the server runs.

*Callbacks run to their end.* A newer request for the whole page breaks the run before it off wherever that touches the
session's state, and begins beside it. That is right for drawing. A callback broken off in its middle has eaten
something without a way back, or taken one of a hundred files, and nobody calls it again. So it is not broken off, and
the newer run waits for it before it touches the same session.
"""

import contextlib
import functools
import threading
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

from streamlit import config
from streamlit.runtime.state.safe_session_state import SafeSessionState

_MOVED = "this Streamlit {what} another way: dashboard/served/streamlit_changes.py has to follow"
# One for all runs of a session, by the state they share; it goes when nobody holds it.
_locks: "WeakValueDictionary[int, Any]" = WeakValueDictionary()
_locks_lock = threading.Lock()


def read_options_without_lock() -> None:
    """From now on let every thread read options at once. Raises RuntimeError where Streamlit has no such lock."""
    if not hasattr(config, "_config_lock"):
        raise RuntimeError(_MOVED.format(what="keeps its options"))
    config._config_lock = contextlib.nullcontext()  # type: ignore[assignment]


def let_callbacks_end() -> None:
    """From now on let callbacks end before a newer run begins. Raises RuntimeError where Streamlit cannot."""
    if "_yield_callback" not in SafeSessionState.__annotations__:
        raise RuntimeError(_MOVED.format(what="breaks callbacks off"))
    # Callbacks run in the first; the second tidies up behind a run, and before the first one of another page.
    for name in ("on_script_will_rerun", "on_script_finished"):
        change = getattr(SafeSessionState, name)
        if not hasattr(change, "__wrapped__"):
            setattr(SafeSessionState, name, _whole(change))


def _whole(change: Callable[..., None]) -> Callable[..., None]:
    """Return a change of the session's state that no other may break off or interleave with."""
    @functools.wraps(change)
    def whole(state: SafeSessionState, *values: Any, **options: Any) -> None:
        hear_requests = state._yield_callback
        with _lock_of(state):
            object.__setattr__(state, "_yield_callback", lambda: None)
            try:
                change(state, *values, **options)
            finally:
                object.__setattr__(state, "_yield_callback", hear_requests)

    return whole


def _lock_of(state: SafeSessionState) -> Any:
    """Return the lock of a session; each run has a safe state of its own around the one they share."""
    with _locks_lock:
        return _locks.setdefault(id(state._state), threading.RLock())
