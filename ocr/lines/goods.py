"""The goods of a receipt: items, discounts, deposits and fees from the rows above its sums.

A row may lean on its neighbours: a price on a row of its own belongs to the name above, a row "2 x 1,50" to the item
whose sum it explains.
"""

import re
from dataclasses import replace
from decimal import Decimal

from ocr.layout.counts import (
    CountColumns,
    count_alone,
    count_columns,
    count_in_row,
    count_said_below,
    explains,
    has_fitting_measure,
    is_price_of_waiting,
    is_whole_article,
    parted_count,
    price_in_columns,
    price_of_one,
    weight_alone,
    without_count,
    without_row_numbers,
)
from ocr.layout.drafts import GOODS_KINDS, Draft
from ocr.layout.line_names import has_name, says_what_was_ordered
from ocr.layout.names_below import goes_on_below, left_edge_of_names, whole_name
from ocr.layout.price_order import names_before_prices, with_slipped_prices
from ocr.layout.rate_columns import without_rates
from ocr.lines.header import is_address
from ocr.lines.taken_back import as_taken_back, with_returns_alone
from ocr.printed.keywords import COUNT_OF_ITEMS, POINTS, VOID, normalise
from ocr.printed.measures import Measure, find_bare_weight
from ocr.reading import Box
from pantry.vocabulary import LineKind

_KINDS_OF_BODY = GOODS_KINDS | {LineKind.OTHER, LineKind.FEE, LineKind.TAX, LineKind.ROUNDING}
_KINDS_OF_NAMES = {LineKind.OTHER, LineKind.DEPOSIT, LineKind.DISCOUNT}


def parse_goods(drafts: list[Draft], *, is_slipped: bool = False, keeps_names: bool = False) -> list[Draft]:
    """Return the goods and what belongs to them: items, discounts, deposits, fees.

    is_slipped: whether a price that no name waits for may be of the name below it.
    keeps_names: whether names still wait for money after a row that has both.
    """
    return _Body(with_slipped_prices(drafts) if is_slipped else drafts, keeps_names=keeps_names).read()


class _Body:
    """The rows above the sums, read from top to bottom; each is one of the kinds that have a method here.

    lines: the goods so far. names: waiting for a price. measures: counts and weights waiting for the sum they explain.
    """

    def __init__(self, drafts: list[Draft], *, keeps_names: bool) -> None:
        self.keeps_names = keeps_names
        drafts = without_rates(without_row_numbers(drafts))
        self.columns = count_columns(drafts)
        self.left_edge = left_edge_of_names(drafts)
        self.drafts = names_before_prices(drafts)
        self.lines: list[Draft] = []
        self.names: list[Draft] = []
        self.measures: list[Measure] = []

    def read(self) -> list[Draft]:
        """Return the goods; a body is read once."""
        for number, draft in enumerate(self.drafts):
            count = count_alone(draft) or weight_alone(draft)
            if count and self.names and not draft.amounts:
                self.names[-1] = replace(self.names[-1], measure=count)
            elif not _is_of_body(draft):
                continue
            elif draft.total_minor is None:
                self._read_without_money(draft)
            elif is_price_of_waiting(self.drafts[number:number + 2], self.measures) or (
                    self.names and _is_price_of_one(draft, self.drafts[number + 1:number + 2])):
                continue
            elif draft.is_bare_amount and draft.kind is LineKind.OTHER:
                self._read_bare_money(number, draft, count)
            else:
                self._read_named(draft)
        return with_returns_alone(self.lines)

    def _read_named(self, draft: Draft) -> None:
        """Add a row with name and money; the name may have begun on the row above, or that says it is void."""
        above = self.names[-1] if self.names and self.names[-1].row == draft.row - 1 else None
        if not self.keeps_names:
            self.names.clear()
        # Above the first goods stand headings.
        may_go_on = self.lines or says_what_was_ordered(draft.name)
        if above is not None and may_go_on and goes_on_below(above, draft, self.left_edge):
            draft = replace(draft, name=whole_name(above, draft), text=f"{above.text}  {draft.text}",
                            box=_around(above.box, draft.box), confidence=min(above.confidence, draft.confidence))
        self._add(draft, above)

    def _read_without_money(self, draft: Draft) -> None:
        """Keep a name or a count until its money comes; a fee or deposit takes its price of one for its money."""
        if draft.measure and not has_name(draft.name):
            self._read_measure(draft.measure)
        elif draft.measure and self.names and not draft.amounts:
            self.measures.append(draft.measure)
        elif has_name(draft.name) and not says_no_name(draft) and draft.kind in _KINDS_OF_NAMES:
            self.names.append(draft)
        elif draft.amounts and draft.kind is not LineKind.OTHER:
            self.lines.append(replace(draft, total_minor=draft.amounts[-1].minor))

    def _read_measure(self, measure: Measure) -> None:
        """Give a row that is only a count or weight to the item above, where it explains its sum."""
        if self.lines and not self.names and explains(measure, self.lines[-1].total_minor):
            self.lines[-1] = replace(self.lines[-1], measure=measure)
        else:
            self.measures.append(measure)

    def _read_bare_money(self, number: int, draft: Draft, count: Measure | None) -> None:
        """Give money without a name to the item above it, or to the name that waits for it; else it is left out."""
        if self.lines and _OF_EACH.match(draft.text) and self._says_price_of_one(draft):
            return
        if self.lines and not self.names and self._says_more_of_last_line(draft):
            return
        name = self._take_name(number)
        if name is not None:
            self._add(replace(draft, name=name.name, text=f"{name.text}  {draft.text}", kind=name.kind,
                              box=_around(name.box, draft.box), measure=draft.measure or count or name.measure
                              or parted_count(draft, self.columns),
                              confidence=min(name.confidence, draft.confidence)))
        elif draft.total_minor is not None and draft.total_minor < 0:  # money off the item above
            self.lines.append(_as_goods(replace(draft, name=draft.text), None, self.columns))

    def _take_name(self, number: int) -> Draft | None:
        """Take the waiting name that the bare money of a row belongs to.

        Where a run of money holds some with a minus, that is of the words for discounts, or of no name at all.
        """
        run = _run_of_bare_amounts(self.drafts, number, self.measures)
        waiting = self.names
        if any((price.total_minor or 0) < 0 for price in run):
            is_off = (self.drafts[number].total_minor or 0) < 0
            run = [price for price in run if ((price.total_minor or 0) < 0) is is_off]
            waiting = [name for name in self.names if (name.kind is LineKind.DISCOUNT) is is_off]
        if not waiting:
            return None
        name = waiting[max(0, len(waiting) - len(run))]
        too_far = {one.row for one in waiting if one.row <= name.row}
        self.names = [one for one in self.names if one.row not in too_far]
        return name

    def _says_price_of_one(self, draft: Draft) -> bool:
        """Return whether "@18.90" is what one of the last line costs; names on rows between go on with its name."""
        line = self.lines[-1]
        total, one = line.total_minor or 0, draft.total_minor or 0
        if line.kind is not LineKind.ITEM or not 0 < one <= total or total % one:
            return False
        count = total // one
        line = replace(line, name=re.sub(rf"^{count}\s+(?=[^\W\d_]{{2}})", "", line.name))
        for name in self.names:
            line = replace(line, name=whole_name(line, name), text=f"{line.text}  {name.text}",
                           box=_around(line.box, name.box), confidence=min(line.confidence, name.confidence))
        self.names.clear()
        self.lines[-1] = replace(line, measure=Measure(Decimal(count), "piece", one, 0, 0))
        return True

    def _says_more_of_last_line(self, draft: Draft) -> bool:
        """Return whether bare money explains the last line's sum, or is the sum of several; the line then says so."""
        line = self.lines[-1]
        if draft.measure and explains(draft.measure, line.total_minor):
            self.lines[-1] = replace(line, measure=draft.measure)
            return True
        said = count_said_below(line, draft, self.measures)
        if said is None and draft.row == line.row + 1 and is_whole_article(draft, line):
            said = draft.measure or price_in_columns(draft)
        if said is None:
            return False
        self.measures.clear()
        self.lines[-1] = replace(line, total_minor=draft.total_minor, measure=said,
                                 text=f"{line.text}  {draft.text}", box=_around(line.box, draft.box))
        return True

    def _add(self, draft: Draft, above: Draft | None = None) -> None:
        """Add a row with name and money, with the waiting count or weight that explains it.

        above: the row without money right above, if any.
        """
        explaining = next((measure for measure in self.measures if explains(measure, draft.total_minor)), None)
        if explaining is not None:
            self.measures.remove(explaining)
        line = _as_goods(draft, explaining, self.columns)
        self.lines.append(as_taken_back(line, above, self.lines))


def _is_of_body(draft: Draft) -> bool:
    """Return whether a row is of goods: by its kind, or as a count or weight alone, whatever else it was taken for."""
    is_measure = draft.measure is not None and not has_name(draft.name)
    return draft.kind in _KINDS_OF_BODY or (is_measure and draft.total_minor is None)


# An article's number on a row of its own: "SKU 12345678", "Art.-Nr. 4711".
_CODE_ALONE = re.compile(
    r"\W*(?:sku|upc|ean|gtin|asin|isbn|plu|jan|商品コード|品番|コード|(?:item|model|product|art(?:icle|ikel)?)\W{0,3}(?:no|nr|number|id|code)?)\W{1,3}"
    r"(?=\w*\d)[\w-]+\W*")
# A heading in brackets, and single letters of words such as "領収証" and "小計" that were printed wide.
_NO_NAME = re.compile(r"[【《〈].*[】》〉]|[小計合領収証書様円点税外内軽印明細上一ー]")
_DAY = re.compile(r"(?<!\d)\d{1,4}([./-])\d{1,2}\1\d{2,4}(?!\d)")
# Tax letters on a row of their own.
_FLAG_ALONE = re.compile(r"^[A-Z*#]{1,2}$")


def says_no_name(draft: Draft) -> bool:
    """Return whether a row without money is only a tax letter, a heading, a day, an address or an article's number."""
    text = draft.text.strip()
    is_code = _FLAG_ALONE.match(text) or _CODE_ALONE.fullmatch(normalise(text))
    return bool(is_code or _NO_NAME.fullmatch(text) or _DAY.search(text)) or is_address(text)


_OF_EACH = re.compile(r"^\W{0,2}@\s?\S+$")
_OF_ONE = re.compile(r"^\W{0,2}(?:ea|each|pc|stk|st|kg|lb)\b", re.IGNORECASE)


def _is_price_of_one(draft: Draft, below: list[Draft]) -> bool:
    """Return whether money only says what one costs, and the row below says what was paid: "limit 4, $3.67 ea"."""
    return bool(draft.amounts and _OF_ONE.match(draft.text[draft.amounts[-1].end:])) and any(
        one.is_bare_amount and one.measure is not None and has_fitting_measure(one) for one in below)


def _run_of_bare_amounts(drafts: list[Draft], start: int, waiting: list[Measure]) -> list[Draft]:
    """Return the rows from `start` on that hold bare money, looking past rows such as "(2 x 100)" and prices of one.

    waiting: counts that wait for their sum.
    """
    run: list[Draft] = []
    one: int | None = None           # the price before
    measure: Measure | None = None   # says of how many it is
    for number, draft in enumerate(drafts[start:], start=start):
        if is_price_of_waiting(drafts[number:number + 2], waiting):
            continue
        if draft.is_bare_amount:
            is_again = measure is not None and measure.unit_price_minor == one and explains(measure, draft.total_minor)
            run += [draft] if draft.total_minor is not None and not is_again else []
            one, measure = (one, draft.measure) if draft.total_minor is None else (draft.total_minor, None)
        elif has_name(draft.name):
            break
    return run


# "Coriander 30g  0  £0.00": an online shop had none of it.
_NONE_CAME = re.compile(r"\s{2,}0\s{2,}|(?:^\W*|\s)0\s?[xX×]\s|^\W*0\s")


def _is_no_goods(draft: Draft, plain: str) -> bool:
    """Return whether a row with money tells of points or counts, or that nothing came. plain: its normalised text."""
    if draft.total_minor == 0 and _NONE_CAME.search(draft.text):
        return True
    return not has_fitting_measure(draft) and bool(POINTS.search(plain) or COUNT_OF_ITEMS.search(plain))


def _as_goods(draft: Draft, explaining: Measure | None, columns: CountColumns) -> Draft:
    """Return a body row with money as an item, or as what its words or its sign say it is."""
    kind = draft.kind
    plain = normalise(draft.text)
    total = draft.total_minor or 0
    if kind is LineKind.OTHER:
        kind = LineKind.ITEM
        if total < 0:
            kind = LineKind.REFUND if VOID.search(plain) else LineKind.DISCOUNT
        elif _is_no_goods(draft, plain):
            kind = LineKind.INFO
    elif kind is LineKind.DISCOUNT and total > 0:
        total = -total
    measure = draft.measure if has_fitting_measure(draft) else None
    measure = measure or explaining
    if measure is None and kind is LineKind.ITEM:
        measure = find_bare_weight(draft.text)
    if measure is None and kind is LineKind.ITEM:
        measure, draft = count_in_row(draft, columns)
    elif kind is LineKind.ITEM:
        draft = replace(draft, name=without_count(draft.name, columns))
    if measure is not None and measure.unit_price_minor is None and measure.unit == "piece":
        measure = replace(measure, unit_price_minor=price_of_one(total, int(measure.quantity)))
    return replace(draft, kind=kind, total_minor=total, measure=measure, in_body=True)


def _around(first: Box, second: Box) -> Box:
    """Return the box around two boxes."""
    return (min(first[0], second[0]), min(first[1], second[1]), max(first[2], second[2]), max(first[3], second[3]))
