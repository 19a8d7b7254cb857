"""From a reading to proposals, with this household's words, bar and date."""

from intake.reading import Read
from intake.teaching import recalled_items, taught_codes
from intake.workplace import Workplace
from pantry.foods import catalog
from pantry.proposals import Proposal


def propose(workplace: Workplace, read: Read) -> list[Proposal]:
    """Return what the lines of a reading propose for stock; it can be run again at any time."""
    household = workplace.view.household()
    today = household.today(workplace.journal.clock())
    if read.receipt is not None:
        from ocr.resolve import resolve as resolve_receipt

        return resolve_receipt(
            read.receipt, catalog=catalog(), aliases=workplace.view.aliases(), bar=household.accept_bar,
            currency=household.currency, lang=household.language, today=today,
        )
    if read.photo is not None:
        from recognition.resolve import resolve as resolve_photo

        return resolve_photo(
            read.photo, catalog=catalog(), taught=taught_codes(workplace), bar=household.accept_bar, today=today,
            recalled=recalled_items(workplace, read.photo),
        )
    return []
