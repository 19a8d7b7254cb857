"""One lock for everything that writes the landing folder or the warehouse, in any process of this machine."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pantry.home import Home
from warehouse.errors import WarehouseBusy

_POLL_SECONDS = 0.1


@contextmanager
def build_lock(home: Home, *, wait_s: float = 1800) -> Iterator[None]:
    """Hold the lock of a home's warehouse; raises WarehouseBusy after `wait_s` seconds.

    The lock belongs to an open file, so two threads exclude each other as two processes do, and a process
    that dies lets go of it.
    """
    home.warehouse.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_s
    with (home.warehouse / ".lock").open("w") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise WarehouseBusy(wait_s) from None
                time.sleep(_POLL_SECONDS)
        yield


def is_building(home: Home) -> bool:
    """Return whether somebody holds the lock of a home's warehouse just now."""
    try:
        with (home.warehouse / ".lock").open("r") as handle:
            # Shared, so that two who only ask do not see each other; it is given back at once.
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        # Nothing was ever built here, or the folder cannot be read.
        return False
    return False
