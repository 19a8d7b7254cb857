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
