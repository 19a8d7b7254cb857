"""How likely a line of goods is right in name and price, learned from lines that were right and wrong."""

import re

import numpy as np

from ocr.layout.counts import times
from ocr.layout.drafts import GOODS_KINDS, Draft
from ocr.layout.line_names import has_name
from ocr.sums.total_features import KINDS
from ocr.sums.totals import Totals
from pantry.vocabulary import LineKind

NAMES = ("letters_confidence", "letters_doubt", "adds_up", "adds_up_not", "no_total", "total_confidence", "item",
         "other", "name_letters", "letter_share", "odd_share", "is_explained", "is_denied", "place", "lines",
         "share_of_total", "is_repaired", "is_round", "words", "starts_small")


def confidence_features(drafts: list[Draft], kinds: np.ndarray, totals: Totals) -> np.ndarray:
    """Return a (lines, features) array with the features of `NAMES` for every line.

    drafts: the lines. kinds: (rows, kinds) probabilities of the rows they come from; (0, kinds) for none.
    """
    goods = [number for number, draft in enumerate(drafts) if draft.kind in GOODS_KINDS]
    place = {number: position / max(1, len(goods) - 1) for position, number in enumerate(goods)}
    found = np.zeros((len(drafts), len(NAMES)), np.float32)
    for number, draft in enumerate(drafts):
        row = kinds[draft.row] if draft.row < len(kinds) else np.zeros(len(KINDS))
        letters = sum(character.isalpha() for character in draft.name)
        odd = len(re.findall(r"[^\w\s.,%&/()'+-]", draft.name))
        value = draft.total_minor or 0
        found[number] = (
            draft.confidence, -np.log(max(0.005, 1.005 - draft.confidence)) / 5, totals.reconciled is True,
            totals.reconciled is False, totals.reconciled is None, totals.confidence,
            row[KINDS.index(LineKind.ITEM)], row[KINDS.index(LineKind.OTHER)], min(30, letters) / 30,
            letters / max(1, len(draft.name)), min(1.0, odd / max(1, len(draft.name)) * 5), _explains(draft, True),
            _explains(draft, False), place.get(number, 0.0), min(30, len(goods)) / 30,
            min(2.0, abs(value) / max(1, abs(totals.total_minor or 1))), draft.read_minor is not None,
            value % 100 == 0, min(8, len(draft.name.split())) / 8,
            draft.name[:1].islower() or not has_name(draft.name))
    return found


def _explains(draft: Draft, wanted: bool) -> bool:
    """Return whether count and unit price give the line's money (or deny it)."""
    measure = draft.measure
    if measure is None or measure.unit_price_minor is None:
        return False
    return (abs(times(measure) - abs(draft.total_minor or 0)) <= 1) is wanted
