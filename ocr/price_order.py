"""Prices that stand above their names: all of them on some receipts, one that slipped a row up on others."""

from ocr.drafts import Draft
from ocr.line_names import has_name
from pantry.vocabulary import LineKind


def names_before_prices(drafts: list[Draft]) -> list[Draft]:
    """Swap rows where a receipt prints each price above its name, so that all names come first.

    It does so when most prices stand bare and the last of them is followed by a name; the name of an ordinary
    receipt's last bare price stands above it and nothing below.
    """
    priced = [n for n, draft in enumerate(drafts) if draft.amounts and draft.kind is LineKind.OTHER]
    bare = [n for n in priced if drafts[n].is_bare_amount]
    if not bare or len(bare) < 0.6 * len(priced) or not _is_waiting_name(drafts, bare[-1] + 1):
        return drafts
    swapped = list(drafts)
    for number in bare:
        if _is_waiting_name(swapped, number + 1):
            swapped[number], swapped[number + 1] = swapped[number + 1], swapped[number]
    return swapped


def with_slipped_prices(drafts: list[Draft]) -> list[Draft]:
    """Return rows with each bare price between a priced row and a name without a price put below that name."""
    swapped = list(drafts)
    for number in range(1, len(swapped) - 1):
        above, price, below = swapped[number - 1], swapped[number], swapped[number + 2:number + 3]
        if (price.is_bare_amount and price.measure is None and above.amounts and not above.is_bare_amount
                and _is_waiting_name(swapped, number + 1) and not any(one.is_bare_amount for one in below)):
            swapped[number], swapped[number + 1] = swapped[number + 1], swapped[number]
    return swapped


def _is_waiting_name(drafts: list[Draft], number: int) -> bool:
    """Return whether there is such a row and it holds a name and no money."""
    if number >= len(drafts):
        return False
    draft = drafts[number]
    return draft.kind is LineKind.OTHER and not draft.amounts and has_name(draft.name)
