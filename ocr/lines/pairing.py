"""Names and prices of goods on rows of their own: whether each price can be told to be of the name it was given.

Where every price went to the name above it and a name without a price is left over, the prices may as well be of the
names below them. Both ways add up, so that the sum tells nothing. The same holds where as much money is left over as
was taken, where a price was filled in, and where a row of the shop's took one.
"""

import re
from collections.abc import Sequence

from ocr.layout.counts import count_alone, weight_alone
from ocr.layout.drafts import SUM_KINDS, Draft
from ocr.layout.line_names import has_name
from ocr.lines.goods import says_no_name
from ocr.printed.keywords import normalise
from pantry.vocabulary import LineKind

# No line of such goods is trusted more than that, whatever adds up.
UNSURE_PAIR_CONFIDENCE = 0.4
# One piece of money left over is rather a telephone number. A day or a telephone number has at least so many digits.
LEAST_LEFT_OVER, DIGITS_OF_SHOP = 2, 6


def unsure_pairs(lines: Sequence[Draft], rows: Sequence[Draft], merchant: str | None) -> set[int]:
    """Return the places of the lines whose price may be of another name.

    lines: of the receipt. rows: all rows, as `ocr.layout.drafts.draft_rows` returns them. merchant: who sold; where
    that took a price, nothing says what the others are of.
    """
    paired = {place for place, line in enumerate(lines) if line.in_body and _is_paired(line, rows)}
    filled_in = {place for place, line in enumerate(lines) if _is_filled_in(line)} if paired else set()
    is_shifted = (filled_in or _money_left_over(lines, rows) >= max(LEAST_LEFT_OVER, len(paired))
                  or any(_is_of_seller(lines[place], rows, merchant) for place in paired)
                  or (0 in paired and _is_of_head(lines[0], rows)))
    if is_shifted:
        return paired | filled_in
    left_over = {row.row for row in rows if _is_left_over(row, lines)}
    unsure: set[int] = set()
    stretch: list[int] = []
    row = -1
    for place, line in enumerate(lines):
        if not line.in_body:
            break
        is_paired = _is_paired(line, rows)
        between = rows[row + 1:line.row] if stretch else rows[line.row - 1:line.row] if lines[:place] else ()
        goes_on = bool(stretch) and stretch[-1] in unsure
        if is_paired and (goes_on or any(one.row in left_over for one in between)):
            unsure |= {*stretch, place}
        stretch = [*stretch, place] if is_paired else []
        row = line.row
    end = next((one.row for one in rows[row + 1:]
                if one.kind not in _OF_BODY or (one.amounts and not one.is_bare_amount)), row + 1)
    if stretch and any(one.row in left_over for one in rows[row + 1:end]):
        unsure |= set(stretch)
    return unsure


_OF_BODY = frozenset({LineKind.OTHER, LineKind.DISCOUNT, LineKind.DEPOSIT})


def _is_of_seller(line: Draft, rows: Sequence[Draft], merchant: str | None) -> bool:
    """Return whether the seller's name took a price that stands below other rows with words.

    Where no seller is printed, goods right above their price may have been taken for one.
    """
    if not merchant or not line.total_minor or not normalise(line.name).startswith(normalise(merchant)):
        return False
    return any(has_name(row.name) and not (row.measure or count_alone(row) or weight_alone(row))
               for row in _below_name(line, rows))


def _is_of_head(line: Draft, rows: Sequence[Draft]) -> bool:
    """Return whether a row of the shop's took a price: below it stand a telephone number, a day or the like."""
    return any(row.kind is LineKind.INFO and row.measure is None
               and sum(character.isdigit() for character in row.text) >= DIGITS_OF_SHOP
               for row in _below_name(line, rows))


def _below_name(line: Draft, rows: Sequence[Draft]) -> Sequence[Draft]:
    """Return the rows between a line's name and its money."""
    name = next((row.row for row in rows[:line.row] if row.text in line.text), line.row)
    return rows[name + 1:line.row]


def _is_filled_in(line: Draft) -> bool:
    """Return whether a line's price was not read, but is what the goods lacked (`ocr.sums.broken_prices`)."""
    return line.read_minor == 0 and bool(line.total_minor)


def _money_left_over(lines: Sequence[Draft], rows: Sequence[Draft]) -> int:
    """Return how many rows of bare money above the sums are no line's and no price of one."""
    first_sum = next((row.row for row in rows if row.kind in SUM_KINDS and row.amounts), 0)
    taken = {line.row for line in lines}
    of_one = {line.measure.unit_price_minor for line in lines if line.measure is not None}
    return sum(row.is_bare_amount and bool(row.total_minor) and row.row not in taken and row.measure is None
               and row.total_minor not in of_one and not any(row.text in line.text for line in lines)
               for row in rows[:first_sum])


def _is_paired(line: Draft, rows: Sequence[Draft]) -> bool:
    """Return whether a line's name and money stand on rows of their own."""
    return line.kind is LineKind.ITEM and line.row < len(rows) and rows[line.row].is_bare_amount and has_name(line.name)


_LATIN = re.compile(r"[A-Za-zÀ-ÿ]{2}")


def _is_left_over(row: Draft, lines: Sequence[Draft]) -> bool:
    """Return whether a row holds a name that no line took; below Latin names one in another script repeats them."""
    if row.kind is not LineKind.OTHER or row.amounts or row.measure or not has_name(row.name) or says_no_name(row):
        return False
    goods = [line for line in lines if line.in_body]
    is_repeated = 2 * sum(bool(_LATIN.search(line.name)) for line in goods) > len(goods) and not _LATIN.search(row.name)
    return not is_repeated and not any(row.text in line.text for line in lines)
