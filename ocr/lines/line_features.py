"""What a classifier looks at to tell a printed row's kind: words, money, place and neighbours, as numbers."""

import math
import zlib

import numpy as np

from ocr.layout.drafts import Draft
from ocr.layout.line_names import has_name
from ocr.printed import keywords
from ocr.printed.keywords import normalise

WORD_FLAGS = {
    "count": keywords.COUNT_OF_ITEMS, "points": keywords.POINTS, "savings": keywords.SAVINGS,
    "subtotal": keywords.SUBTOTAL, "strong": keywords.TOTAL_STRONG, "total": keywords.TOTAL, "tax": keywords.TAX,
    "fee": keywords.FEE, "rounding": keywords.ROUNDING, "payment": keywords.PAYMENT, "change": keywords.CHANGE,
    "discount": keywords.DISCOUNT, "deposit": keywords.DEPOSIT, "void": keywords.VOID, "no_goods": keywords.NOT_GOODS,
}
# Letters in threes, counted in this many boxes.
TRIGRAM_BOXES = 256
_MONEY = ("has_money", "amounts", "is_negative", "is_bare", "size", "is_largest", "seen_above", "seen_below",
          "sum_above", "sum_two", "has_percent", "has_measure")
_PLACE = ("place", "money_place", "sums_above", "money_above", "money_below", "height")
_LOOK = ("has_name", "letters", "digit_share", "capital_share", "is_title", "is_wordless")
NAMES = (*WORD_FLAGS, *(f"above_{name}" for name in WORD_FLAGS), *(f"below_{name}" for name in WORD_FLAGS),
         *_MONEY, *_PLACE, *_LOOK)


def features_of(drafts: list[Draft]) -> np.ndarray:
    """Return a (rows, features) float32 array: first those of `NAMES`, then the trigram boxes.

    drafts: all rows of a receipt in printed order, as `ocr.layout.drafts.draft_rows` makes them.
    """
    if not drafts:
        return np.zeros((0, len(NAMES) + TRIGRAM_BOXES), np.float32)
    plain = [normalise(draft.text) for draft in drafts]
    flags = np.array([[bool(pattern.search(text)) for pattern in WORD_FLAGS.values()] for text in plain], np.float32)
    nothing = np.zeros((1, flags.shape[1]), np.float32)
    numbers = np.array([[*money, *place, *_look(draft)] for draft, money, place in
                        zip(drafts, _money(drafts), _places(drafts, flags), strict=True)], np.float32)
    trigrams = np.array([_trigrams(text) for text in plain], np.float32)
    return np.concatenate(
        [flags, np.concatenate([nothing, flags[:-1]]), np.concatenate([flags[1:], nothing]), numbers, trigrams], axis=1)


def _money(drafts: list[Draft]) -> list[tuple[float, ...]]:
    """Return for each row what its last amount looks like beside all others."""
    values = [draft.total_minor for draft in drafts]
    largest = max((abs(value) for value in values if value is not None), default=0)
    found = []
    running, last_two = 0, (0, 0)
    seen: set[int] = set()
    for number, (draft, value) in enumerate(zip(drafts, values, strict=True)):
        if value is None:
            found.append((0.0,) * (len(_MONEY) - 2) + (float("%" in draft.text), float(draft.measure is not None)))
            continue
        below = any(other == value for other in values[number + 1:])
        found.append((
            1.0, min(4, len(draft.amounts)) / 4, float(value < 0), float(draft.is_bare_amount),
            math.log1p(abs(value)) / max(1.0, math.log1p(largest)), float(abs(value) == largest),
            float(value in seen), float(below), float(value > 0 and value == running), float(value == sum(last_two)),
            float("%" in draft.text), float(draft.measure is not None)))
        running = 0 if value == running else running + value
        last_two = (last_two[1], value)
        seen.add(value)
    return found


def _places(drafts: list[Draft], flags: np.ndarray) -> list[tuple[float, ...]]:
    """Return for each row where it stands: among all rows, among those with money, and below how many sums."""
    names = list(WORD_FLAGS)
    is_sum = flags[:, [names.index("subtotal"), names.index("strong"), names.index("total")]].any(axis=1)
    has_money = np.array([bool(draft.amounts) for draft in drafts])
    above, total = np.cumsum(has_money) - has_money, max(1, int(has_money.sum()))
    sums_above = np.cumsum(is_sum & has_money) - (is_sum & has_money)
    heights = np.array([draft.box[3] - draft.box[1] for draft in drafts], float)
    typical = max(1.0, float(np.median(heights)))
    return [(number / len(drafts), above[number] / total, min(3.0, sums_above[number]) / 3,
             min(10.0, above[number]) / 10, min(10.0, total - above[number]) / 10,
             min(3.0, heights[number] / typical) / 3) for number in range(len(drafts))]


def _look(draft: Draft) -> tuple[float, ...]:
    """Return what kind of characters a row consists of."""
    letters = [character for character in draft.text if character.isalpha()]
    digits = sum(character.isdigit() for character in draft.text)
    capitals = sum(character.isupper() for character in letters)
    return (float(has_name(draft.name)), min(30, len(letters)) / 30, digits / max(1, len(draft.text)),
            capitals / max(1, len(letters)), float(keywords.is_column_title(draft.text)), float(not letters))


def _trigrams(text: str) -> np.ndarray:
    """Return how often each box of letters in threes is hit, scaled to length one."""
    counts = np.zeros(TRIGRAM_BOXES, np.float32)
    for word in "".join(character if character.isalpha() else " " for character in text).split():
        padded = f"^{word}$"
        for start in range(len(padded) - 2):
            counts[zlib.crc32(padded[start:start + 3].encode()) % TRIGRAM_BOXES] += 1
    length = float(np.linalg.norm(counts))
    return counts / length if length else counts
