"""What a person should know about a reading, in plain sentences."""

from ocr.layout.rows import Row
from ocr.reading import ReceiptLine
from ocr.sums.reconcile import Reconciled, goods_minor
from ocr.sums.totals import Totals
from pantry.vocabulary import LineKind

# Of totals below this, in receipts that do not add up, a person is told that they are a guess.
SURE_TOTAL = 0.5
NO_DATE = "No date was found."
DATE_OF_MAIL = "The text names no date; the day of the mail was taken."
PERHAPS_SEVERAL = ("This looks like two receipts in one: goods stand below the first total as well. "
                   "Please add the second receipt on its own.")
HARD_PAGE = "The page is hard to read (handwriting, a blurred or faded picture): please check every line."


def reading_warnings(rows: list[Row], lines: tuple[ReceiptLine, ...], mended: Reconciled, has_date: bool,
              is_ambiguous: bool, *, decimals: int) -> list[str]:
    """Return in plain words what a person should know about this reading. decimals: of the receipt's money."""
    totals = mended.totals
    warnings = [_repaired(line, decimals) for line in lines if line.repaired_from_minor is not None]
    if not rows:
        return ["No text was found: is this a receipt?"]
    if totals.total_minor is None:
        warnings.append("No total was found.")
    elif totals.confidence < SURE_TOTAL and not totals.reconciled:
        warnings.append("The total is a guess: please check it.")
    if not any(line.kind is LineKind.ITEM for line in lines):
        warnings.append("No item lines were found.")
    elif totals.reconciled is False:
        warnings.append(_difference(lines, totals, mended.suspect, decimals))
    if not has_date:
        warnings.append(NO_DATE)
    elif is_ambiguous:
        warnings.append("Day and month of the date could be swapped; the order usual for the currency was taken.")
    return warnings


def _difference(lines: tuple[ReceiptLine, ...], totals: Totals, suspect: int | None, decimals: int) -> str:
    """Return by how much the lines miss the total, and which line to look at first."""
    goods, total = _money(goods_minor(lines), decimals), _money(totals.total_minor or 0, decimals)
    said = f"The lines add up to {goods}, the total is {total}"
    if suspect is None:
        return f"{said}: a line may be missing or misread."
    line = lines[suspect]
    return f"{said}: a line may be missing or misread, most likely line {line.line_no} ({line.name})."


def _repaired(line: ReceiptLine, decimals: int) -> str:
    """Return what was repaired."""
    price = _money(line.total_minor or 0, decimals)
    if not line.repaired_from_minor:
        return (f"The price of line {line.line_no} ({line.name}) could not be read whole; only with {price} does the "
                "receipt add up.")
    if not line.total_minor:
        return (f"Line {line.line_no} ({line.name}) was read as {_money(line.repaired_from_minor, decimals)}; only "
                "without it does the receipt add up.")
    return (f"Line {line.line_no} ({line.name}) was read as {_money(line.repaired_from_minor, decimals)}; only with "
            f"{price} does the receipt add up.")


def _money(minor: int, decimals: int) -> str:
    return f"{minor / 10**decimals:,.{decimals}f}"
