"""Answers that many sessions ask for: computed once by one of them, and kept until what they rest on changes."""

import threading
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_T = TypeVar("_T")


class Kept:
    """Answers by key, each with the stamp it was computed under. Safe to share between threads.

    After a click every open page asks for the same lists anew; without the lock each would compute them itself.
    """

    def __init__(self) -> None:
        self._held: dict[Hashable, tuple[Hashable, Any]] = {}
        self._guard = threading.Lock()
        # An answer may ask for others while it is computed, so that a thread may come back to its own lock.
        self._locks: defaultdict[Hashable, threading.RLock] = defaultdict(threading.RLock)

    def get(self, key: Hashable, stamp: Hashable, compute: Callable[[], _T]) -> _T:
        """Return the answer of this key under this stamp, computed now if there is none; errors are not kept."""
        found = self._held.get(key)
        if found is not None and found[0] == stamp:
            return found[1]
        with self._guard:
            lock = self._locks[key]
        with lock:
            found = self._held.get(key)
            if found is None or found[0] != stamp:
                found = self._held[key] = (stamp, compute())
            return found[1]
