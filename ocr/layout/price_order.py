"""Prices that stand above their names: all of them on some receipts, one that slipped a row up on others."""

import re

from ocr.layout.drafts import Draft
from ocr.layout.line_names import has_name
from pantry.vocabulary import LineKind

# An article's number, perhaps behind the row's: "001 7891234560011 ARROZ", which no row of a shop's begins with.
_NUMBERED_NAME = re.compile(r"\W*(?:\d{1,3}\s+)?\d{6,14}\s+[^\W\d_]{2}")


def names_before_prices(drafts: list[Draft]) -> list[Draft]:
    """Swap rows where a receipt prints each price above its name, so that all names come first.

    It does so when most prices stand bare and the last of them is followed by a name; the name of an ordinary
    receipt's last bare price stands above it and nothing below. Below that name may stand the sum of these prices,
    whose word comes next. Counts between a price and its name are passed over. Where goods, not the shop, stand above
    the first price, an article's number tells.
    """
    goods = _without_sum_of_prices(drafts)
    priced = [n for n, draft in enumerate(goods) if draft.amounts and draft.kind is LineKind.OTHER]
    bare = [n for n in priced if _is_price(goods[n])]
    if not bare or len(bare) < 0.6 * len(priced) or _name_below(goods, bare[-1]) is None:
        return drafts
    if _is_numbered_name_above(goods, bare[0]):
        return drafts
    swapped = list(goods)
    for number in bare:
        name = _name_below(swapped, number)
        if name is not None:
            swapped[number:name + 1] = [swapped[name], *swapped[number + 1:name], swapped[number]]
    return swapped


def _without_sum_of_prices(drafts: list[Draft]) -> list[Draft]:
    """Return the rows without the last, where that is bare money and the sum of two or more prices above names."""
    if not drafts or not _is_price(drafts[-1]):
        return drafts
    goods, last = drafts[:-1], drafts[-1]
    prices = [draft.total_minor or 0 for draft in goods if draft.total_minor and draft.kind is LineKind.OTHER]
    return goods if len(prices) >= 2 and sum(prices) == last.total_minor else drafts


def _is_numbered_name_above(drafts: list[Draft], number: int) -> bool:
    """Return whether the row above a price, its count aside, is a name behind an article's number."""
    above = next((n for n in range(number - 1, -1, -1) if drafts[n].measure is None or has_name(drafts[n].name)), None)
    if above is None or not _is_waiting_name(drafts, above):
        return False
    return _NUMBERED_NAME.match(drafts[above].text) is not None


def _is_price(draft: Draft) -> bool:
    """Return whether a row is bare money that was paid, no price of one."""
    return draft.is_bare_amount and draft.total_minor is not None


def _name_below(drafts: list[Draft], number: int) -> int | None:
    """Return the number of the row whose name waits below a price, right there or below its count; else None."""
    for below in range(number + 1, len(drafts)):
        if _is_waiting_name(drafts, below):
            return below
        if drafts[below].measure is None or has_name(drafts[below].name):
            return None
    return None


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
