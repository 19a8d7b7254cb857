"""Printed rows to receipt lines: what each row is, its name, count or weight, and its money.

The rows above the first subtotal or total are the body, where goods stand; below it only sums, taxes and
payments count. A row may lean on its neighbours: a price on a row of its own belongs to the name above, a
row "2 x 1,50" to the item whose sum it explains.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from ocr.amounts import Amount, Measure, find_amounts, find_bare_weight, find_measure, find_rough_amount
from ocr.keywords import COUNT_OF_ITEMS, POINTS, VOID, is_column_title, kind_by_words, normalise
from ocr.reading import Box
from ocr.rows import Row
from pantry.vocabulary import LineKind

SUM_KINDS = frozenset({LineKind.SUBTOTAL, LineKind.TOTAL})
GOODS_KINDS = frozenset({LineKind.ITEM, LineKind.DISCOUNT, LineKind.DEPOSIT, LineKind.REFUND})
# Counts and unit words beside a price are no name: "1.000 STK  13.99".
_NO_NAME = re.compile(
    r"\b(?:STK|Stk|PCS?|pcs?|EA|ea|each|KG|kg|LBS?|lbs?|OZ|oz|UN|SR|ZR|EUR|RM|lmt|LMT|limit|LIMIT)\b\.?")
# Above this a household's single line is rather a number misread as money.
MAX_LINE_MINOR = 5_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """One row on its way to a line. total_minor: its money; amounts: all money of the row, left to right.

    read_minor: the money as it was read, where a digit was repaired.
    """

    text: str
    name: str
    kind: LineKind
    amounts: tuple[Amount, ...]
    measure: Measure | None
    total_minor: int | None
    confidence: float
    box: Box
    page: int
    row: int
    in_body: bool = False
    read_minor: int | None = None

    @property
    def is_bare_amount(self) -> bool:
        """Whether the row holds money and no name."""
        return bool(self.amounts) and not has_name(_NO_NAME.sub(" ", self.name))


def draft_rows(rows: list[Row], *, decimals: int = 2, is_lenient: bool = False,
               keeps_info: bool = False, kinds: Sequence[LineKind | None] = ()) -> list[Draft]:
    """Return one draft for each row, kinds told by their words alone.

    is_lenient: take a number without (two) decimals at the end of a row for money, too.
    keeps_info: trust money more than words such as "date" or "member", which goods may carry as well.
    kinds: what each row is by other evidence; None leaves it to its words.
    """
    drafts = []
    after_total = False
    for number, row in enumerate(rows):
        text = row.text
        kind = kind_by_words(text, after_total=after_total) or LineKind.OTHER
        found = find_amounts(text, decimals=decimals)
        if not found and (is_lenient or (kind in SUM_KINDS and decimals)):
            found = find_rough_amount(text)
        amounts = tuple(a for a in found if abs(a.minor) <= MAX_LINE_MINOR)
        if kind in SUM_KINDS and amounts:
            after_total = True
        if keeps_info and kind is LineKind.INFO and amounts and not after_total:
            kind = LineKind.OTHER
        if is_column_title(text) and not amounts:
            kind = LineKind.INFO
        kind = (kinds[number] if kinds else None) or kind
        measure = find_measure(text, decimals=decimals)
        outside = _outside(amounts, measure)
        drafts.append(Draft(text, clean_name(text, outside, measure), kind, amounts, measure,
                            outside[-1].minor if outside else None, row.confidence, row.box, row.page, number))
    return drafts


def _outside(amounts: tuple[Amount, ...], measure: Measure | None) -> tuple[Amount, ...]:
    """Return the money that is not the unit price of the measure."""
    if measure is None:
        return amounts
    return tuple(a for a in amounts if a.start >= measure.end or a.end <= measure.start)


def parse_lines(rows: list[Row], *, decimals: int = 2, is_lenient: bool = False,
                finds_sums: bool = False, keeps_info: bool = False,
                kinds: Sequence[LineKind | None] = ()) -> list[Draft]:
    """Return the lines of a receipt in printed order; rows that say nothing about the purchase are left out.

    finds_sums: take a row for a subtotal, whatever its words, when its money is the sum of all goods above.
    """
    drafts = draft_rows(rows, decimals=decimals, is_lenient=is_lenient, keeps_info=keeps_info, kinds=kinds)
    end = body_end(drafts)
    body = _parse_body(drafts[:end])
    if finds_sums:
        body, end = _cut_at_sum(body, end)
        drafts = drafts[:end] + [_told_again(draft) for draft in drafts[end:]]
    start = end if body else 0
    below = [_below(drafts, number) for number in range(start, len(drafts))]
    return body + [draft for draft in below if draft is not None]


def _told_again(draft: Draft) -> Draft:
    """Return a row below a sum, its kind told by its words once more: payment and tax are clearer there."""
    kind = kind_by_words(draft.text, after_total=True) if draft.kind is LineKind.OTHER else None
    return replace(draft, kind=kind) if kind else draft


def _cut_at_sum(body: list[Draft], end: int) -> tuple[list[Draft], int]:
    """Cut the body where a row's money is the sum of two or more goods above it, with or without taxes and fees.

    That row becomes a subtotal. Returns the lines above and with it, and the number of the row below it.
    """
    total, goods, extra = 0, 0, 0
    cut: int | None = None
    for number, line in enumerate(body):
        if line.kind is LineKind.ITEM and goods >= 2 and line.total_minor in (total, total + extra):
            cut = number  # the last such row: the third of three prices may be the sum of two by chance
        if line.kind in GOODS_KINDS and line.total_minor:
            total, goods = total + line.total_minor, goods + 1
        elif line.kind in (LineKind.TAX, LineKind.FEE):
            extra += line.total_minor or 0
    if cut is None:
        return body, end
    return [*body[:cut], replace(body[cut], kind=LineKind.SUBTOTAL)], body[cut].row + 1


def body_end(drafts: list[Draft]) -> int:
    """Return the number of the first row below the goods: the first sum that has goods above it."""
    goods = 0
    for number, draft in enumerate(drafts):
        if draft.kind in SUM_KINDS and _has_money_at(drafts, number) and (goods or not _goods_follow(drafts, number)):
            return number
        if draft.kind is LineKind.PAYMENT and goods and draft.amounts:
            return number
        goods += bool(draft.amounts) and draft.kind in (LineKind.OTHER, LineKind.DEPOSIT, LineKind.DISCOUNT)
    return len(drafts)


def _goods_follow(drafts: list[Draft], number: int) -> bool:
    """Return whether two or more priced rows stand between this sum and the next: then it heads the receipt."""
    goods = 0
    for draft in drafts[number + 1:]:
        if draft.kind in SUM_KINDS and draft.amounts:
            break
        goods += bool(draft.amounts) and draft.kind is LineKind.OTHER and not draft.is_bare_amount
    return goods >= 2


def _has_money_at(drafts: list[Draft], number: int) -> bool:
    """Return whether a sum row has its money on the row itself or bare on a neighbour."""
    if drafts[number].amounts:
        return True
    near = drafts[number + 1:number + 2]
    return any(draft.is_bare_amount for draft in near)


def _below(drafts: list[Draft], number: int) -> Draft | None:
    """Return a line of the part below the goods: a sum, tax, payment …; None for anything else."""
    draft = drafts[number]
    if draft.kind is LineKind.OTHER and (draft.total_minor or 0) < 0 and has_name(draft.name):
        return replace(draft, kind=LineKind.DISCOUNT)
    if draft.kind in (LineKind.OTHER, LineKind.INFO, LineKind.ITEM):
        return None
    if draft.kind is LineKind.DISCOUNT and (draft.total_minor or 0) > 0:
        return replace(draft, total_minor=-(draft.total_minor or 0))
    if draft.kind is LineKind.TAX and draft.amounts:
        return replace(draft, total_minor=tax_of_row([amount.minor for amount in draft.amounts]))
    if draft.total_minor is None and draft.amounts:
        draft = replace(draft, total_minor=draft.amounts[-1].minor)
    if draft.total_minor is None and number + 1 < len(drafts) and drafts[number + 1].is_bare_amount:
        draft = replace(draft, total_minor=drafts[number + 1].total_minor)
    return draft if draft.total_minor is not None else None


def tax_of_row(amounts: list[int]) -> int:
    """Return the tax in a row of a tax table: the lesser of net and tax where net + tax = gross is printed."""
    for gross in sorted(amounts, reverse=True):
        rest = [value for value in amounts if value != gross]
        for net in rest:
            if gross - net in rest and 0 <= gross - net < net:
                return gross - net
    if len(amounts) == 2 and 0 <= amounts[1] < 0.35 * amounts[0]:
        return amounts[1]
    return min(amounts[-2:], key=abs) if len(amounts) == 2 and 0 <= amounts[0] < 0.35 * amounts[1] else amounts[-1]


def _parse_body(drafts: list[Draft]) -> list[Draft]:
    """Return the goods and what belongs to them: items, discounts, deposits, fees."""
    counts_first = _has_count_column(drafts)
    drafts = _names_before_prices(drafts)
    lines: list[Draft] = []
    names: list[Draft] = []       # names still waiting for a price
    waiting: Measure | None = None
    for number, draft in enumerate(drafts):
        if draft.kind not in (LineKind.OTHER, LineKind.DISCOUNT, LineKind.DEPOSIT, LineKind.FEE,
                              LineKind.TAX, LineKind.ROUNDING):
            continue
        if draft.total_minor is None:
            if draft.measure and not has_name(draft.name):
                waiting = _attach(lines, names, draft)
            elif draft.measure and names and not draft.amounts:
                waiting = draft.measure
            elif has_name(draft.name) and draft.kind in (LineKind.OTHER, LineKind.DEPOSIT, LineKind.DISCOUNT):
                names.append(draft)
            elif draft.amounts and draft.kind is not LineKind.OTHER:
                lines.append(replace(draft, total_minor=draft.amounts[-1].minor))
            continue
        if names and _is_price_of_one(draft, drafts[number + 1:number + 2]):
            continue
        if draft.is_bare_amount and draft.kind is LineKind.OTHER:
            if draft.measure and lines and not names and _explains(draft.measure, lines[-1].total_minor):
                lines[-1] = _with_measure(lines[-1], draft.measure)
                continue
            waiting_prices = _run_of_bare_amounts(drafts, number)
            name = _take_name(names, waiting_prices)
            if name is None:
                continue
            draft = replace(draft, name=name.name, text=f"{name.text}  {draft.text}", kind=name.kind,
                            box=_around(name.box, draft.box), measure=draft.measure or name.measure,
                            confidence=min(name.confidence, draft.confidence))
        else:
            names.clear()
        lines.append(_as_goods(draft, waiting, counts_first))
        waiting = None
    return lines


_OF_ONE = re.compile(r"^\W{0,2}(?:ea|each|pc|stk|st|kg|lb)\b", re.IGNORECASE)


def _is_price_of_one(draft: Draft, below: list[Draft]) -> bool:
    """Return whether money only says what one costs, and the row below says what was paid: "limit 4, $3.67 ea"."""
    return bool(draft.amounts and _OF_ONE.match(draft.text[draft.amounts[-1].end:])) and any(
        one.is_bare_amount and one.measure is not None and _fits(one) for one in below)


def _names_before_prices(drafts: list[Draft]) -> list[Draft]:
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


def _is_waiting_name(drafts: list[Draft], number: int) -> bool:
    """Return whether there is such a row and it holds a name and no money."""
    if number >= len(drafts):
        return False
    draft = drafts[number]
    return draft.kind is LineKind.OTHER and not draft.amounts and has_name(draft.name)


def _run_of_bare_amounts(drafts: list[Draft], number: int) -> int:
    """Return how many rows from `number` on hold bare money, looking past rows such as "(2 x 100)"."""
    count = 0
    for draft in drafts[number:]:
        if draft.is_bare_amount:
            count += 1
        elif has_name(draft.name):
            break
    return count


def _take_name(names: list[Draft], prices: int) -> Draft | None:
    """Take the waiting name that the first of `prices` bare prices belongs to."""
    if not names:
        return None
    return names.pop(max(0, len(names) - prices))


def _attach(lines: list[Draft], names: list[Draft], draft: Draft) -> Measure | None:
    """Give a row that is only a count or weight to the item above if it explains its sum, else keep it."""
    assert draft.measure is not None
    if lines and not names and _explains(draft.measure, lines[-1].total_minor):
        lines[-1] = _with_measure(lines[-1], draft.measure)
        return None
    return draft.measure


def _with_measure(line: Draft, measure: Measure) -> Draft:
    """Return the line with a count or weight found on another row."""
    return replace(line, measure=measure)


def _explains(measure: Measure, total_minor: int | None) -> bool:
    """Return whether quantity x unit price is the line's money, within one minor unit."""
    if measure.unit_price_minor is None or total_minor is None:
        return False
    return abs(times(measure) - abs(total_minor)) <= 1


def times(measure: Measure) -> int:
    """Return quantity x unit price in minor units, rounded half up."""
    price = Decimal(measure.unit_price_minor or 0) * measure.quantity
    return int(price.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _as_goods(draft: Draft, waiting: Measure | None, counts_first: bool) -> Draft:
    """Return a body row with money as an item, or as what its words or its sign say it is."""
    kind = draft.kind
    plain = normalise(draft.text)
    total = draft.total_minor or 0
    if kind is LineKind.OTHER:
        kind = LineKind.ITEM
        if total < 0:
            kind = LineKind.REFUND if VOID.search(plain) else LineKind.DISCOUNT
        elif POINTS.search(plain) or COUNT_OF_ITEMS.search(plain):
            kind = LineKind.INFO
    elif kind is LineKind.DISCOUNT and total > 0:
        total = -total
    measure = draft.measure if _fits(draft) else None
    if measure is None and waiting is not None and _explains(waiting, total):
        measure = waiting
    if measure is None and kind is LineKind.ITEM:
        measure = find_bare_weight(draft.text)
    if measure is None and kind is LineKind.ITEM:
        measure, draft = _count_in_row(draft, counts_first)
    return replace(draft, kind=kind, total_minor=total, measure=measure, in_body=True)


def _fits(draft: Draft) -> bool:
    """Return whether the row's own measure may stand: it explains the sum, or has a unit of weight."""
    measure = draft.measure
    return measure is not None and (_explains(measure, draft.total_minor) or measure.unit != "piece")


_BRACKETED_COUNT = re.compile(r"^\W{0,2}\((\d{1,2})\)\s?\S")
_LEADING_COUNT = re.compile(r"^\W{0,2}(\d{1,2})\s*(?:[xX*×]\s+|[xX×](?=[A-Z])|\s|(?=[A-Z][a-z]))\s*(?=\S)")


def _count_in_row(draft: Draft, counts_first: bool) -> tuple[Measure | None, Draft]:
    """Find a count printed before the name, or told by a unit price beside the sum."""
    total = draft.total_minor or 0
    bracketed = _BRACKETED_COUNT.match(draft.text)
    if bracketed and int(bracketed[1]) > 0:
        count = int(bracketed[1])
        return Measure(Decimal(count), "piece", total // count if total % count == 0 else None, 0, 0), draft
    match = _LEADING_COUNT.match(draft.name)
    if match and int(match[1]) > 0 and has_name(draft.name[match.end():]):
        count = int(match[1])
        has_unit_price = any(a.minor * count == total for a in draft.amounts[:-1])
        if counts_first or has_unit_price or re.match(r"^\W{0,2}\d{1,2}\s*[xX×]\s", draft.name):
            each = total // count if total % count == 0 else None
            return (Measure(Decimal(count), "piece", each, 0, 0),
                    replace(draft, name=draft.name[match.end():].strip()))
    for amount in draft.amounts[:-1]:
        if 0 < amount.minor < total and total % amount.minor == 0 and total // amount.minor <= 30:
            count = total // amount.minor
            if re.search(rf"(?<![\d.,]){count}(?:[.,]0+)?(?![\d.,])", draft.text[:draft.amounts[-1].start]):
                return Measure(Decimal(count), "piece", amount.minor, 0, 0), draft
    return None, draft


def _has_count_column(drafts: list[Draft]) -> bool:
    """Return whether most priced rows begin with a small whole number: a column of counts."""
    priced = [d for d in drafts if d.amounts and d.kind is LineKind.OTHER and has_name(d.name)]
    leading = sum(bool(_LEADING_COUNT.match(d.name)) for d in priced)
    return len(priced) >= 1 and leading >= max(1, 0.6 * len(priced))


def _around(first: Box, second: Box) -> Box:
    """Return the box around two boxes."""
    return (min(first[0], second[0]), min(first[1], second[1]), max(first[2], second[2]), max(first[3], second[3]))


def has_name(text: str) -> bool:
    """Return whether a text holds a name: two letters in a row, or one letter of a script without cases."""
    return bool(re.search(r"[^\W\d_]{2}|[\u3040-\u30ff\u4e00-\u9fff]", text))


_ARTICLE_NUMBER = re.compile(r"^[\W_]*(?:\d[\d\s]{3,15}\d|\d{4,})[A-Z]{0,2}[*:.]?\s+(?=\S*[^\W\d_])")
_LEADING_CODE = re.compile(r"^(?:\S*\d{6,}\S*|\(\d{1,2}\)\s?(?:\d{4,}\s)?)\s*(?=\S*[^\W\d_]{2})")
# A misread scrap and then an article number: what is printed before it is no name.
_SCRAP_AND_CODE = re.compile(r"^\S{1,4}\s+\S{0,2}\d{6,}\S{0,3}\s+(?=\S*[^\W\d_]{3})")
_TRAILING_NUMBER = re.compile(r"(?:\s+[\d\"'#]{5,}[A-Z]{0,2})+$")
# The same behind a name, its digits misread in part: "2430/500000", "22:35:i600000".
_TRAILING_CODE = re.compile(r"(?:\s+(?=\S*\d{4})[\w/:;.#'\"]{7,})+$")
_TRAILING_WEIGHT = re.compile(r"\s+\d{1,2}[.,]\d{2,3}\s?(?:kilos?|kgs?)\b.*$", re.IGNORECASE)
_UNIT_WORDS = r"(?:OZ|KG|G|L|ML|CL|LB|LBS|ST|STK|CT|PK|EA|ER|PC|PCS|XL)"
_TRAILING_FLAGS = re.compile(
    rf"(?:\s{{2,}}|\s+(?=[A-Z]{{1,2}}$))(?!{_UNIT_WORDS}$)(?:[A-Z]{{1,5}}|\d{{1,2}}\s?%|[*#])$")

_NAME_ENDS = (_SCRAP_AND_CODE, _ARTICLE_NUMBER, _LEADING_CODE, _TRAILING_WEIGHT, _TRAILING_NUMBER, _TRAILING_CODE,
              _TRAILING_FLAGS)


def clean_name(text: str, amounts: tuple[Amount, ...], measure: Measure | None) -> str:
    """Return the name in a row: without its money, measure, article number and tax letters."""
    starts = [a.start for a in amounts]
    if measure is not None:
        starts.append(measure.start)
    first = min(starts, default=len(text))
    if measure is None and amounts and re.search(r"[^\W\d_]{3}", text[first:amounts[-1].start]):
        first = amounts[-1].start  # money inside the name: "2 FOR 5.00 SAVING"
    name = text[:first]
    if not has_name(name):
        # Money stands before the name, or there is none: take what is left of the row.
        cut = [(a.start, a.end) for a in amounts] + ([(measure.start, measure.end)] if measure else [])
        name = "".join(c for i, c in enumerate(text) if not any(start <= i < end for start, end in cut))
        name = re.sub(r"(?:^|\s)(?:EUR|RM|USD|CAD|[€$£¥]|[A-Z]{1,2}|\d{1,2})(?=\s|$)", " ", name) if cut else name
    name = name.strip(" \t-–_=:;,.*'\"|~@")
    for pattern in _NAME_ENDS:
        shorter = pattern.sub("", name)
        if has_name(shorter) and len(shorter) >= 3:
            name = shorter
    name = re.sub(r"\s*(?:EUR|RM|[€$£¥])$", "", name)
    return " ".join(name.split()).strip(" -–_=:;,*'\"|~@")
