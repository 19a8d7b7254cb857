"""Streamlit's options without its lock: they stand still once the server runs.

Streamlit takes one lock for every option it reads, some of them for every element of a page. Python lets another
thread run while one waits, so that with many pages drawn at the same time most threads stood in line for that lock:
with fifty sessions half of all samples of a profile lay there.
"""

import contextlib

from streamlit import config


def read_without_lock() -> None:
    """From now on let every thread read options at once. Raises RuntimeError where Streamlit has no such lock."""
    if not hasattr(config, "_config_lock"):
        raise RuntimeError("this Streamlit keeps its options another way: dashboard/streamlit_options.py has to follow")
    config._config_lock = contextlib.nullcontext()  # type: ignore[assignment]
