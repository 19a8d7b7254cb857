"""The inbox: `inbox/<household>/`, where files may be dropped at any time and are taken in once.

A file is read when it has stopped growing. What was taken in leaves the inbox (its bytes are in `originals`);
what was refused moves to `refused/` beside it, so that nothing a person gave disappears.
"""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.reading import cached_reading, keep, read_document
from intake.taking import Taken, take_in
from intake.workplace import Workplace
from pantry.documents import original_path, store_original
from pantry.errors import Refused
from pantry.events import HOUSEHOLD_ID
from pantry.home import Home
from pantry.media import SNIFF_BYTES, read_file, sniff
from pantry.vocabulary import DocumentKind, Origin

REFUSED_FOLDER = "refused"
# A scanner or a phone's upload writes for a while; a file that changed this recently may not be whole.
SETTLED_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class InboxFile:
    """One file that waits, and whose it is."""

    household_id: str
    path: Path
    size_bytes: int


def waiting_files(home: Home, *, now: float | None = None, settled_seconds: float = SETTLED_SECONDS) -> list[InboxFile]:
    """Return the files that have stopped growing, by household and name.

    now: seconds since 1970, the present by default. Hidden files and folders below a household's are left out.
    """
    present = time.time() if now is None else now
    return [
        InboxFile(folder.name, path, status.st_size)
        for folder in _household_folders(home)
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".") and path.is_file()
        and present - (status := path.stat()).st_mtime >= settled_seconds
    ]


def batch_key(files: list[InboxFile]) -> str:
    """Return a name for a set of files that is the same as long as they are (by path, size and time)."""
    digest = hashlib.sha256()
    for file in files:
        changed_ns = file.path.stat().st_mtime_ns
        digest.update(f"{file.household_id}\x1f{file.path.name}\x1f{file.size_bytes}\x1f{changed_ns}\n".encode())
    return digest.hexdigest()[:32]


def read_ahead(workplace: Workplace, file: InboxFile) -> tuple[DocumentKind | None, str]:
    """Read one file of the inbox and cache what was seen; return its kind (None if refused) and sha256.

    Nothing is said in the journal yet: `take_in_file` does that, and then needs no reader.
    """
    try:
        data = read_file(file.path)
        sha256 = store_original(workplace.home, data)
        read = cached_reading(workplace, sha256)
        if read is None:
            media_type = sniff(data[:SNIFF_BYTES], file.path.name)
            read = read_document(original_path(workplace.home, sha256), media_type, None, name=file.path.name)
            keep(workplace, sha256, read)
    except Refused:
        return None, ""
    return read.kind, sha256


def take_in_file(workplace: Workplace, file: InboxFile) -> Taken:
    """Take one file of the inbox in and clear it away."""
    taken = take_in(workplace, file.path, name=file.path.name, origin=Origin.INBOX)
    if taken.status == "rejected":
        folder = file.path.parent / REFUSED_FOLDER
        folder.mkdir(exist_ok=True)
        file.path.replace(folder / file.path.name)
    else:
        file.path.unlink(missing_ok=True)
    return taken


def _household_folders(home: Home) -> Iterator[Path]:
    if home.inbox.is_dir():
        for folder in sorted(home.inbox.iterdir()):
            if folder.is_dir() and HOUSEHOLD_ID.match(folder.name):
                yield folder
