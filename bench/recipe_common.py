"""What the benchmarks of recipes share: CPU time of a call, the spread of times, and where the data lies."""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("LARDER_SHARED_DATA") or REPOSITORY.parent / "shared" / "data") / "recipes"


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return a result and its CPU milliseconds."""
    start = time.process_time()
    result = work()
    return result, (time.process_time() - start) * 1000


def spread(times: list[float]) -> str:
    """Return p50 and p95 of times in milliseconds."""
    ordered = sorted(times)
    return f"{statistics.median(ordered):8.2f} / {ordered[int(len(ordered) * 0.95) - 1]:8.2f}"
