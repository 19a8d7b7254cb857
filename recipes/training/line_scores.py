"""How right a reading of an ingredient line is against labelled fields; for training and the benchmark.

Quantity within 2 %; units in one spelling without words of size; names as sets of words in the singular.
"""

import hashlib
import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from recipes.ingredients.line_labels import singular
from recipes.ingredients.line_words import UNITS

SIZE_WORDS = frozenset(("small", "medium", "large", "heaped", "sm", "md", "lg", "long", "unpeeled"))


class LineScore(NamedTuple):
    """What of a line is right; `name_loose`: one name holds the other."""

    quantity: bool
    unit: bool
    name: bool
    name_loose: bool

    @property
    def is_exact(self) -> bool:
        """Quantity, unit and name are right."""
        return self.quantity and self.unit and self.name

    @property
    def is_loose(self) -> bool:
        """Quantity and unit are right, and one name holds the other."""
        return self.quantity and self.unit and self.name_loose


def half_of(key: str) -> int:
    """Return 0 for what is developed on and fitted to, 1 for what is reported, by the key's hash."""
    return hashlib.sha256(key.encode()).digest()[0] % 2


def words_of(name: str) -> set[str]:
    """Return the words of a name that count."""
    return {singular(word) for word in re.findall(r"[^\W_]+", name.lower())} - {"and", "or", "x"}


def unit_word(unit: str | None) -> str:
    """Return a unit in one spelling without words of size."""
    word = " ".join(part for part in (unit or "").lower().split() if part not in SIZE_WORDS)
    return UNITS.get(word, word)


def score_line(label: Mapping[str, Any], found: Mapping[str, Any]) -> LineScore:
    """Score the quantity, unit and name that were found against those of a label.

    A label without a quantity also accepts 1 where it has a unit; a label that is not `strict` accepts any unit.
    """
    quantity, wanted = found["quantity"], label["quantity"]
    if wanted is None:
        quantity_right = quantity is None or (quantity == 1 and bool(label["unit"]))
    else:
        quantity_right = quantity is not None and abs(quantity - wanted) <= 0.02 * wanted + 0.005
    unit_right = not label["strict"] or unit_word(found["unit"]) == unit_word(label["unit"])
    name, wanted_name = words_of(found["name"]), words_of(label["name"])
    is_loose = bool(name and wanted_name) and (name <= wanted_name or wanted_name <= name)
    return LineScore(quantity_right, unit_right, name == wanted_name, is_loose)


def wilson(right: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    z, share = 1.96, right / total
    middle = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - half) / (1 + z * z / total), (middle + half) / (1 + z * z / total)
