"""Reading everything again: the cache of readings may be emptied, the originals bring it back."""

from intake.reading import cached_reading, keep, read_document
from intake.workplace import Workplace
from pantry.documents import Document, original_path
from pantry.errors import Refused
from pantry.home import Home
from pantry.journal import Journal
from pantry.vocabulary import DocumentKind


def reread_documents(home: Home, journal: Journal) -> int:
    """Read every receipt and photo whose reading is not cached; return how many were read.

    A document that is refused now (or whose original is gone) is passed over: what it became stays in the journal.
    """
    count = 0
    for household_id in journal.households():
        workplace = Workplace(home, journal, household_id)
        workplace.view.refresh()
        for document in workplace.view.documents():
            if document.kind is DocumentKind.RECIPE or cached_reading(workplace, document.sha256) is not None:
                continue
            count += _reread(workplace, document)
    return count


def _reread(workplace: Workplace, document: Document) -> bool:
    path = original_path(workplace.home, document.sha256)
    try:
        read = read_document(path, document.media_type, document.kind, name=document.name)
    except Refused:
        return False
    keep(workplace, document.sha256, read)
    return True
