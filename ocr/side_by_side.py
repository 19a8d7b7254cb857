"""Two receipts beside each other in one picture: their rows would mix, so it is said and nothing is trusted."""

from ocr.lines import draft_rows
from ocr.reading import Word
from ocr.rows import group_rows
from pantry.vocabulary import LineKind

WARNING = "Two receipts seem to lie beside each other: photograph each on its own."
# Rows with a name and money that make a side a receipt of its own.
LEAST_PRICED_ROWS = 3
# No word reaches into a gutter this wide, as a share of all words' width.
GUTTER_SHARE = 0.02


def lie_side_by_side(words: list[Word]) -> bool:
    """Return whether a gutter parts a page's words into two receipts, each with priced rows and a total."""
    for page in {word.page for word in words}:
        own = [word for word in words if word.page == page]
        for edge in _gutters(own):
            left = [word for word in own if word.box[2] <= edge]
            right = [word for word in own if word.box[0] >= edge]
            if _is_receipt(left) and _is_receipt(right):
                return True
    return False


def _gutters(words: list[Word]) -> list[float]:
    """Return the middles of the upright stripes that no word reaches into."""
    spans = sorted((word.box[0], word.box[2]) for word in words)
    if not spans:
        return []
    least = GUTTER_SHARE * (max(end for _, end in spans) - spans[0][0])
    found, reach = [], spans[0][1]
    for start, end in spans[1:]:
        if start - reach > least:
            found.append((start + reach) / 2)
        reach = max(reach, end)
    return found


def _is_receipt(words: list[Word]) -> bool:
    """Return whether words alone make a receipt: goods with prices, and a total."""
    drafts = draft_rows(group_rows(words))
    priced = sum(bool(draft.amounts) and not draft.is_bare_amount for draft in drafts)
    return priced >= LEAST_PRICED_ROWS and any(draft.kind is LineKind.TOTAL and draft.amounts for draft in drafts)
