"""What a process no longer needs, given back to the system."""

import ctypes
import functools
import sys
from collections.abc import Callable


def give_back_freed_memory() -> None:
    """Give back what was freed: the C library of Linux keeps it for itself, after loading a model some 100 MB.

    Takes a few milliseconds. Elsewhere, and with other C libraries than glibc, nothing happens.
    """
    _malloc_trim()(0)


@functools.cache
def _malloc_trim() -> Callable[[int], int]:
    try:
        return ctypes.CDLL(None).malloc_trim if sys.platform == "linux" else _keep
    except (AttributeError, OSError):
        return _keep


def _keep(_: int) -> int:
    return 0
