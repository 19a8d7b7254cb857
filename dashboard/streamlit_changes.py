"""What Larder changes inside Streamlit: two things that its own settings do not offer. Each says when it has moved.

*Options are read without a lock.* Streamlit takes one for every option it reads, some of them for every element of a
page. Python lets another thread run while one waits, so that with many pages drawn at the same time most threads
stood in line for that lock: with fifty sessions half of all samples of a profile lay there. Options stand still once
the server runs.

*Callbacks run to their end.* Streamlit may break a run off wherever it touches the session's state, when a newer
request for the whole page waits. That is right for drawing. A callback broken off in its middle has eaten something
without a way back, or taken one of a hundred files; nobody calls it again. (`runner.fastReruns` is off as well: the
newer request would run beside the callback.)
"""

import contextlib
import functools
from typing import Any

from streamlit import config
from streamlit.runtime.state.safe_session_state import SafeSessionState

_MOVED = "this Streamlit {what} another way: dashboard/streamlit_changes.py has to follow"


def read_options_without_lock() -> None:
    """From now on let every thread read options at once. Raises RuntimeError where Streamlit has no such lock."""
    if not hasattr(config, "_config_lock"):
        raise RuntimeError(_MOVED.format(what="keeps its options"))
    config._config_lock = contextlib.nullcontext()  # type: ignore[assignment]


def let_callbacks_end() -> None:
    """From now on let every callback end before a newer request is heard. Raises RuntimeError where it cannot."""
    if "_yield_callback" not in SafeSessionState.__annotations__:
        raise RuntimeError(_MOVED.format(what="breaks callbacks off"))
    call_callbacks = SafeSessionState.on_script_will_rerun
    if hasattr(call_callbacks, "__wrapped__"):
        return

    @functools.wraps(call_callbacks)
    def to_their_end(state: SafeSessionState, *values: Any, **options: Any) -> None:
        hear_requests = state._yield_callback
        object.__setattr__(state, "_yield_callback", lambda: None)
        try:
            call_callbacks(state, *values, **options)
        finally:
            object.__setattr__(state, "_yield_callback", hear_requests)

    SafeSessionState.on_script_will_rerun = to_their_end  # type: ignore[method-assign]
