"""Which match index a home uses: the newest, or the last one while another process makes a new one.

    python -m recipes.matching.current_index FOLDER    make the index below a recipes folder anew, at the lowest
    priority

After an upgrade of the line reader every line is read again, minutes of work for a large store. Readers go on with the
index they have, or where there is none that they can read, with one of the newest recipes; the new one appears whole,
under the same lock for all processes.
"""

import argparse
import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pantry.errors import NotReady
from pantry.home import REPOSITORY, Home
from pantry.storage.read_only_files import is_read_only
from recipes.matching.match_index import CURRENT_FILE, INDEX_FOLDER, INDEX_FORMAT, MatchIndex
from recipes.store import RecipeStore, lines_version

_LOCK_FILE = "match_index.lock"
# So many recipes are indexed in a second or so, and in some seconds when their lines have to be read again.
MOST_INDEXED_AT_ONCE, MOST_READ_AT_ONCE = 20_000, 1_000
_LOWEST_PRIORITY = 19
_PARENT_POLL_S = 2.0
_FIRST_PART, _FIRST_PART_POLL_S = "part", 0.05
_begun: set[tuple[Path, str]] = set()


@dataclass(frozen=True, slots=True)
class IndexState:
    """What a home's matching rests on.

    recipes: in the index. stored: in the store. built_at: when it was made, UTC. is_current: it holds the store's
    recipes as the present line reader reads them. is_first_part: it holds the newest ones, for want of an older index.
    is_being_renewed: a process is at work on the next one.
    """

    recipes: int
    stored: int
    built_at: datetime
    is_current: bool
    is_first_part: bool
    is_being_renewed: bool


def index_version(store: RecipeStore) -> str:
    """Return the version that an index of this store has if it is up to date."""
    return f"{store.revision()}-{INDEX_FORMAT}-{lines_version()}"


def open_index(home: Home) -> MatchIndex:
    """Return the match index of a home's recipes.

    One that is behind is made anew at once where that takes a second or two; a larger one goes on serving until
    `renew` or `renew_behind` has made the next. Without any, the newest recipes of a large store serve until then.
    Where the store can only be read, what is there serves as it is, and without any the newest recipes.
    """
    store = RecipeStore(home.recipes)
    index = _readable(home.recipes)
    if index is not None and index.version == index_version(store):
        return index
    if is_read_only(store.path):
        newest = store.newest(MOST_READ_AT_ONCE)
        return index or MatchIndex.build(store, version=index_version(store), recipe_ids=newest)
    if _is_quick(store):
        return renew(home.recipes)
    return index or _first_part(store)


def renew(recipes: Path) -> MatchIndex:
    """Return the index of a recipes folder, made anew if recipes, catalog or line reader have changed.

    Waits for a process that is already making it.
    """
    store = RecipeStore(recipes)
    with _lock(recipes, wait=True):
        index = _readable(recipes)
        if index is None or index.version != index_version(store):
            is_read_anew = not _lines_are_read(recipes)
            if index is None and not _is_quick(store):
                _save_first_part(store)
            index = MatchIndex.build(store, version=index_version(store))
            if is_read_anew:
                store.forget_old_lines()
            index.save(recipes / INDEX_FOLDER)
    return index


def renew_behind(home: Home) -> bool:
    """Start a process of low priority that renews an index which is behind or gone; say whether one was started.

    Each process starts it once a version: what failed for a version would fail again. It ends with its parent.
    """
    store = RecipeStore(home.recipes)
    if is_read_only(store.path):
        return False
    index, wanted = _readable(home.recipes), index_version(store)
    is_behind = index.version != wanted if index else not _is_quick(store)
    if not is_behind or (home.recipes, wanted) in _begun or is_being_renewed(home.recipes):
        return False
    _begun.add((home.recipes, wanted))
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "recipes.matching.current_index", str(home.recipes)], cwd=REPOSITORY,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    # Whoever ends is waited for, so that nothing is left of it.
    threading.Thread(target=process.wait, name="larder-index", daemon=True).start()
    return True


def index_state(home: Home) -> IndexState | None:
    """Return what matching rests on, or None while there is no index."""
    index = _readable(home.recipes)
    if index is None:
        return None
    made = (home.recipes / INDEX_FOLDER / CURRENT_FILE).stat().st_mtime
    store = RecipeStore(home.recipes)
    is_current = index.version == index_version(store)
    return IndexState(len(index), store.count(), datetime.fromtimestamp(made, UTC), is_current,
                      index.version.endswith(_FIRST_PART), not is_current and is_being_renewed(home.recipes))


def index_stamp(home: Home) -> str:
    """Return what tells one index of a home from the next; "" while there is none. Costs a small file's reading."""
    return _kept(home.recipes).get("folder", "")


def is_being_renewed(recipes: Path) -> bool:
    """Say whether a process is making the index of a recipes folder."""
    if is_read_only(RecipeStore(recipes).path):
        return False
    with _lock(recipes, wait=False) as is_held:
        return not is_held


def _readable(recipes: Path) -> MatchIndex | None:
    """Return the index that is there, if this program can read it."""
    try:
        index = MatchIndex.load(recipes / INDEX_FOLDER)
    except NotReady:
        return None
    return index if index.version.split("-")[1:2] == [str(INDEX_FORMAT)] else None


def _first_part(store: RecipeStore) -> MatchIndex:
    """Return an index of the newest recipes, made now or by the process that is at work on the whole one."""
    while True:
        with _lock(store.folder, wait=False) as is_ours:
            index = _readable(store.folder) or (_save_first_part(store) if is_ours else None)
        if index is not None:
            return index
        time.sleep(_FIRST_PART_POLL_S)


def _save_first_part(store: RecipeStore) -> MatchIndex:
    """Make as large an index as a second or two allows; whoever calls holds the lock."""
    index = MatchIndex.build(store, version=f"0-{INDEX_FORMAT}-{_FIRST_PART}",
                             recipe_ids=store.newest(MOST_READ_AT_ONCE))
    index.save(store.folder / INDEX_FOLDER)
    return index


def _is_quick(store: RecipeStore) -> bool:
    """Say whether a new index would be there in a second or two."""
    return store.count() <= (MOST_INDEXED_AT_ONCE if _lines_are_read(store.folder) else MOST_READ_AT_ONCE)


def _lines_are_read(recipes: Path) -> bool:
    """Say whether the present line reader has read the lines of the index that is there, whatever its format."""
    return _kept(recipes).get("version", "").endswith(f"-{lines_version()}")


def _kept(recipes: Path) -> dict[str, str]:
    """Return the folder and the version of the index that is there; nothing while there is none."""
    try:
        kept = json.loads((recipes / INDEX_FOLDER / CURRENT_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


@contextmanager
def _lock(recipes: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the lock of a folder's index; without waiting it says whether it was free. It dies with its process."""
    recipes.mkdir(parents=True, exist_ok=True)
    with (recipes / _LOCK_FILE).open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_POLL_S)
    os._exit(1)


def main() -> None:
    """Renew the index of the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the recipes folder of a home")
    options = parser.parse_args()
    os.nice(_LOWEST_PRIORITY)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    renew(options.folder)


if __name__ == "__main__":
    main()
