"""Labelled receipts for training: what each printed row really is, told from the labels of the receipt.

A folder holds `labels.jsonl` (one receipt a line, with `fields` or `expected`: merchant, total, items …, and
where words are labelled, `words` with text, box and class) beside its pictures, PDFs or texts. Rows about which the
labels say nothing have no kind and teach nothing.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from ocr.interpret import by_rules
from ocr.layout.cells import join_cells
from ocr.layout.drafts import Draft, draft_rows
from ocr.layout.rows import Row, group_rows
from ocr.printed.currency import find_currency
from ocr.reading import Word
from ocr.sums.totals import Sums, Totals
from pantry.money import decimals_of
from pantry.vocabulary import LineKind

# The words' classes of a receipt whose words are labelled; everything else is of no kind.
_KIND_OF_CLASS = {
    "Prod_price_value": LineKind.ITEM, "Subtotal_value": LineKind.SUBTOTAL, "Tax_value": LineKind.TAX,
    "Tips_value": LineKind.FEE, "Total_value": LineKind.TOTAL,
}
# Kinds the labels leave out; the words of the row itself tell them.
_TOLD_BY_WORDS = frozenset({LineKind.PAYMENT, LineKind.CHANGE, LineKind.ROUNDING, LineKind.DISCOUNT, LineKind.DEPOSIT,
                            LineKind.FEE})
_LIKE = 70.0
# Names from this likeness (0 to 100) on are the same.
_SAME = 80.0


@dataclass(frozen=True, slots=True)
class TrainingReceipt:
    """One receipt with all its rows, what they are, and what the rules made of it.

    group: receipts of one shop share it. kinds: of each row, None where the labels say nothing.
    totals_minor: every amount that counts as its total. items: names with every price that counts, None where the
    labels do not list all of them for sure.
    """

    receipt_id: str
    group: str
    rows: list[Row]
    decimals: int
    drafts: list[Draft]
    kinds: list[LineKind | None]
    sums: Sums
    rule: Totals
    totals_minor: frozenset[int]
    items: tuple[tuple[str, frozenset[int]], ...] | None = None

    def is_right(self, draft: Draft) -> bool:
        """Return whether a line has the name and the price of a labelled item."""
        return any(draft.total_minor in prices and _is_name(name, draft) for name, prices in self.items or ())


def labels_of_folder(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the labels of a folder."""
    with (folder / "labels.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def training_receipt(label: dict[str, Any], words: list[Word]) -> TrainingReceipt | None:
    """Return a receipt ready for training, None where nothing could be read on it."""
    printed = group_rows(words)
    decimals = decimals_of(find_currency([row.text for row in printed]))
    rows = join_cells(printed, decimals=decimals)
    drafts = draft_rows(rows, decimals=decimals)
    if not drafts:
        return None
    fields = label.get("fields") or label["expected"]
    totals = _totals(fields)
    if any("label" in word for word in label.get("words") or ()):
        kinds = _kinds_by_words(label["words"], rows, drafts)
    elif fields.get("items"):
        kinds = _kinds_by_items(fields, drafts, totals)
    else:
        kinds = _kinds_by_total(drafts, totals)
    lines, rule = by_rules(rows, decimals)
    merchant = str(fields.get("company") or fields.get("merchant") or label["id"])
    return TrainingReceipt(label["id"], "".join(merchant.casefold().split())[:12], rows, decimals, drafts, kinds,
                           Sums.of(lines), rule, totals, _items(fields))


def receipts_of(labels: list[dict[str, Any]], words_of: Callable[[dict[str, Any]], list[Word]],
                ) -> list[TrainingReceipt]:
    """Return the receipts of labels; words_of: gives the words read on one."""
    found = (training_receipt(label, words_of(label)) for label in labels)
    return [receipt for receipt in found if receipt is not None]


def part_of(receipt_id: str) -> str:
    """Return "dev" or "report": rules and models are fitted on the one half, figures reported on the other.

    A fixed half by the first byte of sha256(id).
    """
    return "dev" if hashlib.sha256(receipt_id.encode()).digest()[0] % 2 else "report"


def fold_of(receipt: TrainingReceipt, folds: int) -> int:
    """Return the fold of a receipt: all of one shop lie in the same, drawn by sha256."""
    return hashlib.sha256(receipt.group.encode()).digest()[0] % folds


def _minor(value: float | int, fields: dict[str, Any]) -> int:
    return round(value * 10 ** decimals_of(fields.get("currency")))


def _totals(fields: dict[str, Any]) -> frozenset[int]:
    """Return the total in minor units; a large round one without a currency may lack its decimals."""
    total = fields.get("total_minor")
    if total is None and isinstance(fields.get("total"), int | float):
        total = _minor(fields["total"], fields)
    if total is None:
        return frozenset()
    has_no_decimals = not fields.get("currency") and total % 100 == 0 and total >= 100_000
    return frozenset({total, total // 100} if has_no_decimals else {total})


def _kinds_by_words(labelled: list[dict[str, Any]], rows: list[Row], drafts: list[Draft]) -> list[LineKind | None]:
    """Return the kind of each row from the labelled words whose middle lies in one of its boxes."""
    middles = [((word["box"][0] + word["box"][2]) / 2, (word["box"][1] + word["box"][3]) / 2, word["label"])
               for word in labelled]
    kinds: list[LineKind | None] = []
    for row, draft in zip(rows, drafts, strict=True):
        classes = [name for x, y, name in middles if any(
            box[0] - 2 <= x <= box[2] + 2 and box[1] <= y <= box[3] for box in (word.box for word in row.words))]
        told = [_KIND_OF_CLASS[name] for name in classes if name in _KIND_OF_CLASS]
        if not draft.amounts:
            kinds.append(LineKind.ITEM if "Prod_item_value" in classes else LineKind.OTHER)
        elif told:
            kinds.append(LineKind.TOTAL if LineKind.TOTAL in told else max(set(told), key=told.count))
        elif classes:
            kinds.append(draft.kind if draft.kind in _TOLD_BY_WORDS else LineKind.OTHER)
        else:
            kinds.append(None)
    return kinds


def _kinds_by_items(fields: dict[str, Any], drafts: list[Draft], totals: frozenset[int]) -> list[LineKind | None]:
    """Return the kind of each row from a list of items: what has an item's name and price is one."""
    items = [(item["name"], abs(_minor(item["price"], fields)), LineKind(item.get("kind", "item")))
             for item in fields["items"] if item.get("price") is not None]
    kinds: list[LineKind | None] = []
    is_below = False
    for draft in drafts:
        value = draft.total_minor
        named = next((kind for name, price, kind in items if value is not None and not is_below
                      and price == abs(value) and (draft.is_bare_amount or _is_like(name, draft))), None)
        if named is not None:
            kinds.append(named)
        elif value is None:
            kinds.append(LineKind.ITEM if any(_is_like(name, draft) for name, _, _ in items) else LineKind.OTHER)
        elif draft.kind in (LineKind.SUBTOTAL, LineKind.TOTAL) or (value in totals and draft.kind is LineKind.OTHER):
            kinds.append(LineKind.TOTAL if value in totals else LineKind.SUBTOTAL)
            is_below = True
        else:
            kinds.append(draft.kind if draft.kind in _TOLD_BY_WORDS | {LineKind.TAX} else LineKind.OTHER)
    return kinds


def _kinds_by_total(drafts: list[Draft], totals: frozenset[int]) -> list[LineKind | None]:
    """Return the kinds that a known total and the rows' own words tell; the rest is unknown."""
    told = _TOLD_BY_WORDS | {LineKind.TAX, LineKind.SUBTOTAL}
    return [LineKind.TOTAL if draft.kind is LineKind.TOTAL and draft.total_minor in totals
            else draft.kind if draft.kind in told and draft.amounts else None for draft in drafts]


def _is_like(name: str, draft: Draft) -> bool:
    """Return whether a row carries an item's name."""
    return fuzz.ratio(name.casefold(), draft.name.casefold()) >= _LIKE


def _items(fields: dict[str, Any]) -> tuple[tuple[str, frozenset[int]], ...] | None:
    """Return the priced items of a receipt whose labels add up, else None."""
    if not fields.get("items") or fields.get("items_check", "sum") != "sum":
        return None
    priced = [item for item in fields["items"] if item.get("price") is not None]
    return tuple((item["name"], frozenset({_minor(item["price"], fields), *(
        [int(item["price"])] if not fields.get("currency") and item["price"] >= 1000 else [])})) for item in priced)


_ARTICLE = re.compile(r"^[\d*#]{4,}")


def _is_name(name: str, draft: Draft) -> bool:
    """Return whether a line's name is an item's, spaces, accents and article numbers aside."""
    wanted = _ARTICLE.sub("", _squeezed(name))
    return any(fuzz.ratio(wanted, _ARTICLE.sub("", _squeezed(text))) >= _SAME for text in (draft.name, draft.text))


def _squeezed(text: str) -> str:
    """Return a name in lower case without blanks and accents."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(c for c in plain.casefold() if not c.isspace() and not unicodedata.combining(c))
