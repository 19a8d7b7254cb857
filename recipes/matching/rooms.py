"""Memory that a thread keeps for its sums: to touch new memory costs as much as to add."""

import threading

import numpy as np

# The least size of a room: sums over a block of an index need as much, and a room that grows is made anew.
_LEAST = 1 << 16

_rooms = threading.local()


def room_of(name: str, size: int, kind: type[np.generic]) -> np.ndarray:
    """Return a thread's own room of that name (size,) for one sum: to touch new memory costs as much as to add.

    What is in it lasts until the same thread asks for it again.
    """
    room: np.ndarray | None = getattr(_rooms, name, None)
    if room is None or len(room) < size:
        room = np.empty(max(size, _LEAST), kind)
        setattr(_rooms, name, room)
    return room[:size]
