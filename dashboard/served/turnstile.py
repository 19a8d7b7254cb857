"""Many open pages that have the same news to show are drawn one after another, so that clicks get in between."""

import threading
import time
from collections.abc import Callable


class Turnstile:
    """Lets one through at a time, then none for a while. Safe to share between threads."""

    def __init__(self, gap_seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        """gap_seconds: how long it stays shut after each; clock: seconds that never go back."""
        self._gap_seconds = gap_seconds
        self._clock = clock
        self._opens_at = float("-inf")
        self._lock = threading.Lock()

    def lets_through(self) -> bool:
        """Return whether it is open; if so it shuts behind the one who asked."""
        with self._lock:
            now = self._clock()
            if now < self._opens_at:
                return False
            self._opens_at = now + self._gap_seconds
            return True
