"""Rates of tax behind the names of all goods: "LATTE FRESCO 4%"; a share of fat stands behind some names only."""

import re
from dataclasses import replace

from ocr.layout.drafts import Draft
from ocr.layout.line_names import has_name
from pantry.vocabulary import LineKind

_RATE = re.compile(r"\s+(\d{1,2})\s?%$")
# Fewer names with a share may as well all be cheese, and no country has more rates.
LEAST_NAMES, MOST_RATES = 3, 3
# The highest rate of value added tax in Europe (Hungary).
MAX_RATE_PERCENT = 27


def without_rates(drafts: list[Draft]) -> list[Draft]:
    """Return rows without the rate of tax that ends every name with money."""
    rates = {draft.row: _RATE.search(draft.name) for draft in drafts
             if draft.kind is LineKind.OTHER and draft.amounts and has_name(draft.name)}
    found = [match for match in rates.values() if match and int(match[1]) <= MAX_RATE_PERCENT]
    if len(found) < max(LEAST_NAMES, len(rates)) or len({match[1] for match in found}) > MOST_RATES:
        return drafts
    return [replace(draft, name=_RATE.sub("", draft.name)) if draft.row in rates else draft for draft in drafts]
