"""Pages are drawn one after another: fifty at once would take turns many times a second, and all end late.

Python runs one thread at a time. Drawn in turn, the first page is there as early as if it were alone and the last no
later than side by side. A page that takes long (it reads an upload, it fetches) keeps nobody waiting.
"""

import heapq
import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Gives one after another a turn, in the order they are due. Safe to share between threads."""

    def __init__(self, longest_seconds: float) -> None:
        """longest_seconds: who takes longer goes on beside the next."""
        self._longest_seconds = longest_seconds
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int]] = []
        self._numbers = itertools.count()
        self._holder: int | None = None
        self._held_until = 0.0

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    @contextmanager
    def turn(self, patience_seconds: float = 0.0) -> Iterator[None]:
        """Wait for a turn and hold it. patience_seconds: how much later than now it is due."""
        number = next(self._numbers)
        self._take(number, time.monotonic() + patience_seconds)
        try:
            yield
        finally:
            self._leave(number)

    def _take(self, number: int, due: float) -> None:
        with self._changed:
            heapq.heappush(self._waiting, (due, number))
            while not self._is_next(number):
                self._changed.wait(self._longest_seconds)
            heapq.heappop(self._waiting)
            self._holder, self._held_until = number, time.monotonic() + self._longest_seconds

    def _is_next(self, number: int) -> bool:
        is_free = self._holder is None or time.monotonic() >= self._held_until
        return is_free and self._waiting[0][1] == number

    def _leave(self, number: int) -> None:
        with self._changed:
            if self._holder == number:
                self._holder = None
            self._changed.notify_all()
