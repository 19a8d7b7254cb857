"""Counts and weights of goods: which one explains a line's money, and counts that are part of its row."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import takewhile

from ocr.layout.drafts import Draft
from ocr.layout.line_names import has_name, without_number_behind
from ocr.printed.keywords import COUNT_TITLES, is_column_title, normalise
from ocr.printed.measures import COUNTERS, Measure
from pantry.vocabulary import LineKind

# Of more than this nobody's receipt says the count in a column.
MAX_COUNT = 30
SHARE_OF_COLUMN, SHARE_BELOW_TITLE = 0.6, 0.3
CountColumns = frozenset[re.Pattern[str]]
# "Cola x 2" always tells a count, "Cola  2" where most rows do; "Beer 6x33" is the size of a pack.
_TRAILING_COUNT = re.compile(rf"(?<!\d(?=[xX×]))\s?([xX×](?=\s?\d)|\s)\s?(\d{{1,2}})\s?{COUNTERS}?$")
_BRACKETED_COUNT = re.compile(r"^\W{0,2}\((\d{1,2})\)\s?\S")
_LEADING_COUNT = re.compile(r"^\W{0,2}(\d{1,2})\s*(?:[xX*×]\s+|[xX×](?=[A-Z])|\s|(?=[A-Z][a-z]))\s*(?=\S)")

# "Apfelsaft 1L   3 Stk   3,87": a count in a column of its own; closer to the name it is the size of a pack.
_COUNT_IN_COLUMN = re.compile(
    rf"\s{{2,}}(\d{{1,2}})(?:\s(?:stk|stck|st|pcs?|kpl|szt|uds?|db)\b\.?|\s?{COUNTERS})\s{{2,}}", re.IGNORECASE)
_COUNT_AND_WORD = re.compile(r"\s+\d{1,2}\s[A-Za-z]{2,4}\.?$|\s+\d{1,2}\s?[^\W\da-zA-Z]{1,3}$")

_PARTED_COUNT = {_LEADING_COUNT: re.compile(r"\d{1,2}"), _TRAILING_COUNT: re.compile(r"\d{1,2}\s+\S*\d{2}\D{0,3}")}

# "Quantity: 2", "数量 2" and "2個" on a row of their own, or beside its money.
_COUNT_ALONE = re.compile(
    r"\W{0,2}(?:(?:qty|quantity|menge|anzahl|quantite|qte|cantidad|quantita|aantal|数量)\W{0,3}(\d{1,3})\W{0,2}"
    rf"|(\d{{1,3}})\s?{COUNTERS}\W{{0,2}})")


def count_alone(draft: Draft) -> Measure | None:
    """Return the count that a row says besides its money, where it says nothing else."""
    start = draft.amounts[0].start if draft.amounts else len(draft.text)
    match = _COUNT_ALONE.fullmatch(normalise(draft.text[:start]))
    count = int(match[1] or match[2]) if match else 0
    return Measure(Decimal(count), "piece", None, 0, 0) if count else None


_WEIGHT_ALONE = re.compile(
    r"\W{0,2}(\d{1,2}[.,]\d{2,3})\s?(kg|g|lb|l)\.?\s?[x×@]?\W{0,2}", re.IGNORECASE)


def weight_alone(draft: Draft) -> Measure | None:
    """Return the weight that a row without money says, where it says nothing else: "1,186 kg", "0,802 kg x"."""
    match = _WEIGHT_ALONE.fullmatch(draft.text.strip()) if not draft.amounts else None
    weight = Decimal(match[1].replace(",", ".")) if match else Decimal(0)
    return Measure(weight, match[2].casefold(), None, 0, 0) if match and weight else None


def parted_count(draft: Draft, columns: CountColumns) -> Measure | None:
    """Return the count before bare money whose name stands elsewhere, where names have their counts behind them."""
    if _TRAILING_COUNT not in columns or not _PARTED_COUNT[_TRAILING_COUNT].fullmatch(draft.text):
        return None
    count = int(draft.text.split()[0])
    return Measure(Decimal(count), "piece", price_of_one(draft.total_minor or 0, count), 0, 0) if count else None


def count_said_below(line: Draft, below: Draft, waiting: Sequence[Measure] = ()) -> Measure | None:
    """Return the count by which the bare money of a row is that of the item above: "EGGS 2.00", "3 x 2.00  6.00".

    waiting: counts that stand on rows between.
    """
    one, total = line.total_minor or 0, below.total_minor or 0
    if line.kind is not LineKind.ITEM or line.measure is not None or not 0 < one < total or total % one:
        return None
    said = [*waiting, *filter(None, (below.measure, count_alone(below), price_in_columns(below)))]
    is_said = any(measure.quantity == total // one and measure.unit == "piece" for measure in said)
    return Measure(Decimal(total // one), "piece", one, 0, 0) if is_said else None


def price_in_columns(row: Draft) -> Measure | None:
    """Return the count by which a price of one on a row gives the money at its end: "2.80  2  0.00  5.60"."""
    total = row.total_minor or 0
    for amount in row.amounts[:-1]:
        if 0 < amount.minor < total and total % amount.minor == 0 and total // amount.minor <= MAX_COUNT:
            count = total // amount.minor
            if re.search(rf"(?<![\d.,]){count}(?:[.,]0+)?(?![\d.,])", row.text[:row.amounts[-1].start]):
                return Measure(Decimal(count), "piece", amount.minor, 0, 0)
    return None


def is_price_of_waiting(rows: Sequence[Draft], measures: Sequence[Measure]) -> bool:
    """Return whether the first of rows is what one costs, and the next the sum, of a count that waits for its sum.

    "@863" says itself that it is what one costs.
    """
    if len(rows) < 2 or not (rows[0].is_bare_amount and rows[1].is_bare_amount):
        return False
    one, total = rows[0].total_minor or 0, rows[1].total_minor or 0
    if rows[0].text.startswith(("@", "＠")) and 0 < one <= total <= MAX_COUNT * one and total % one == 0:
        return True
    return any(measure.unit_price_minor == rows[0].total_minor and measure.quantity > 1
               and explains(measure, rows[1].total_minor) for measure in measures)


def is_whole_article(row: Draft, above: Draft) -> bool:
    """Return whether a row without a name says count, price of one and sum itself, other than those of the row above.

    Then money behind the name above is part of that name: "ROLL 1.30", "10 x 1.80  18.00".
    """
    said = row.measure if row.measure and explains(row.measure, row.total_minor) else price_in_columns(row)
    one = said.unit_price_minor if said else None
    return (said is not None and said.unit == "piece" and above.kind is LineKind.ITEM and above.measure is None
            and len(above.amounts) == 1 and above.total_minor not in (row.total_minor, one))


def explains(measure: Measure, total_minor: int | None) -> bool:
    """Return whether quantity x unit price is the line's money, within one minor unit."""
    if measure.unit_price_minor is None or total_minor is None:
        return False
    return abs(times(measure) - abs(total_minor)) <= 1


def times(measure: Measure) -> int:
    """Return quantity x unit price in minor units, rounded half up."""
    price = Decimal(measure.unit_price_minor or 0) * measure.quantity
    return int(price.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def price_of_one(total: int, count: int) -> int | None:
    """Return what one of `count` costs in minor units, None where the sum does not divide."""
    return total // count if total % count == 0 else None


def without_count(name: str, columns: CountColumns) -> str:
    """Return a name without the counts that stand in columns."""
    for pattern in columns:
        shorter = without_number_behind(pattern.sub("", name).strip())
        name = shorter if has_name(shorter) else name
    return name


def has_fitting_measure(draft: Draft) -> bool:
    """Return whether the row's own measure may stand: it explains the sum, or has a unit of weight."""
    measure = draft.measure
    return measure is not None and (
        explains(measure, draft.total_minor) or measure.unit != "piece" or measure.unit_price_minor is None)


def count_in_row(draft: Draft, columns: CountColumns) -> tuple[Measure | None, Draft]:
    """Find a count printed before the name, or told by a unit price beside the sum."""
    total = draft.total_minor or 0
    bracketed = _BRACKETED_COUNT.match(draft.text)
    if bracketed and int(bracketed[1]) > 0:
        count = int(bracketed[1])
        return Measure(Decimal(count), "piece", price_of_one(total, count), 0, 0), draft
    in_column = _COUNT_IN_COLUMN.search(draft.text)
    name = _COUNT_AND_WORD.sub("", draft.name)
    if in_column and int(in_column[1]) > 0 and has_name(name):
        count = int(in_column[1])
        return Measure(Decimal(count), "piece", price_of_one(total, count), 0, 0), replace(draft, name=name)
    match = _LEADING_COUNT.match(draft.name)
    if match and int(match[1]) > 0 and has_name(draft.name[match.end():]):
        count = int(match[1])
        has_unit_price = any(a.minor * count == total for a in draft.amounts[:-1])
        if _LEADING_COUNT in columns or has_unit_price or re.match(r"^\W{0,2}\d{1,2}\s*[xX×]\s", draft.name):
            return (Measure(Decimal(count), "piece", price_of_one(total, count), 0, 0),
                    replace(draft, name=draft.name[match.end():].strip()))
    match = _TRAILING_COUNT.search(draft.name)
    rest = without_number_behind(draft.name[:match.start()].strip()) if match else ""
    if match and int(match[2]) > 0 and (match[1].strip() or _TRAILING_COUNT in columns) and has_name(rest):
        count = int(match[2])
        return Measure(Decimal(count), "piece", price_of_one(total, count), 0, 0), replace(draft, name=rest)
    return price_in_columns(draft), draft


_ROW_NUMBER = re.compile(r"^\W{0,2}(\d{1,2})[.):]?\s+(?=\S)")


def without_row_numbers(drafts: list[Draft]) -> list[Draft]:
    """Return rows without the numbers 1, 2, 3 … before the names of all goods: those count rows, not goods.

    Two rows are told from counts only by money that denies the count: "2  BEANS  3  0.89  2.67".
    """
    priced = [number for number, draft in enumerate(drafts)
              if draft.kind is LineKind.OTHER and draft.amounts and has_name(draft.name)]
    numbers = [_ROW_NUMBER.match(drafts[number].name) for number in priced]
    if any(match is None or int(match[1]) != place for place, match in enumerate(numbers, start=1)):
        return drafts
    is_denied = len(priced) == 2 and _is_no_count(drafts[priced[1]], 2)
    if len(priced) < 2 or (len(priced) == 2 and not is_denied):
        return drafts
    found = list(drafts)
    for number, match in zip(priced, numbers, strict=True):
        name = drafts[number].name[match.end():] if match else ""
        found[number] = replace(drafts[number], name=name if has_name(name) else drafts[number].name)
    return found


def _is_no_count(draft: Draft, count: int) -> bool:
    """Return whether a row has a price of one that a count does not lead from to its money."""
    ones = [amount.minor for amount in draft.amounts[:-1]]
    return bool(ones) and all(one * count != draft.total_minor for one in ones)


def count_columns(drafts: list[Draft]) -> CountColumns:
    """Return which patterns of counts most priced rows hold, or some below a title that says so."""
    titled = next((place for draft in drafts if (place := _titled_place(draft.text))), None)
    return frozenset(pattern for pattern in (_LEADING_COUNT, _TRAILING_COUNT)
                     if _is_column(pattern, drafts, SHARE_BELOW_TITLE if pattern is titled else SHARE_OF_COLUMN))


def _titled_place(text: str) -> re.Pattern[str] | None:
    """Return before or behind the names where titles such as "Item  Qty  Price" say that counts stand; else None."""
    words = [word.strip(".:") for word in normalise(text).split()] if is_column_title(text) else []
    place = next((number for number, word in enumerate(words) if word in COUNT_TITLES), None)
    return None if place is None else _TRAILING_COUNT if place else _LEADING_COUNT


def _is_column(pattern: re.Pattern[str], drafts: list[Draft], share: float) -> bool:
    """Return whether so many of the priced rows hold such a count: then it is a column of counts.

    Counts that came apart from their names count as well: lone numbers before names, "2  480" behind them.
    """
    priced = [draft for number, draft in enumerate(drafts) if draft.kind is LineKind.OTHER and has_name(draft.name)
              and (draft.amounts or _has_money_below(drafts, number)) and not _needs_no_count(drafts, number)]
    counted = sum(bool(pattern.search(draft.name)) for draft in priced)
    least = 1 if pattern is _LEADING_COUNT else 2
    parted = sum(bool(_PARTED_COUNT[pattern].fullmatch(draft.text)) for draft in drafts
                 if draft.kind is LineKind.OTHER) if counted else 0
    rows = max(len(priced), counted + parted)
    return rows >= least and counted + parted >= max(least, share * rows)


def _needs_no_count(drafts: list[Draft], number: int) -> bool:
    """Return whether a row is money off, or goods whose weight is printed on their row or alone beside it."""
    draft = drafts[number]
    beside = [row.measure for row in (*drafts[max(0, number - 1):number], *drafts[number + 1:number + 2])
              if row.measure is not None and not has_name(row.name) and explains(row.measure, draft.total_minor)]
    weights = [measure for measure in (draft.measure, *beside) if measure is not None and measure.unit != "piece"]
    return (draft.total_minor or 0) < 0 or bool(weights)


def _has_money_below(drafts: list[Draft], number: int) -> bool:
    """Return whether a row is one of names that stand above as much bare money as there are of them."""
    below = drafts[number + 1:]
    names = list(takewhile(lambda draft: not draft.amounts, below))
    money = list(takewhile(lambda draft: draft.is_bare_amount, below[len(names):]))
    return len(money) > len(names)
