"""Whether a bill is of a meal out: what was eaten at a table never comes into the house."""

import re

from ocr.printed.amounts import find_amounts
from ocr.printed.keywords import normalise

# Words of serving, in the languages of the receipts read; each kind counts once.
_SERVING = tuple(re.compile(pattern) for pattern in (
    r"\btables?\b|\btbl\b|\btisch\b|\bmesa\b|\btavolo\b",
    r"\bservers?\b|\bwaiter\b|\bwaitress\b|\bbedienung\b|\bkellner\w*|\bcamarero\b|\bserveur\b|\bserved\b",
    r"\bguests?\b|\bcovers?\b|\bpax\b|\bpersonen\b|\bcomensales\b|\bcouverts?\b|\bcoperto\b",
    r"\bgratuity\b|\btips?\b|\btrinkgeld\b|\bpropina\b|\bservice charge\b|\bserv\w* ch\w*",
    r"\bdine[\s-]*in\b|\beat[\s-]*in\b|\btake[\s-]*(?:out|away)\b|\bto[\s-]?go\b"
    r"|\bdrive[\s-]*th\w+|\bim haus\b",
    r"\bchk\b|\bcheck\b[ #:]*\d+|\bguest check\b|\border (?:no|num\w*|#)",
))
# What such houses call themselves; below the heading the same words name goods.
_HOUSE = re.compile(
    r"\brestaurant\w*|\bristorante\b|\brestaurante\b|\bgrill\b|\bbistro\b|\bcaf[eé]\b|\bpub\b|\bsteak\w*|\bsushi\b"
    r"|\bpizza\w*|\bburger\w*|\bdiner\b|\btavern\b|\bbrewery\b|\bgasthaus\b|\bimbiss\b")
_HEADING_ROWS = 6
ENOUGH = 2


def looks_like_a_meal(text: str) -> bool:
    """Return whether a receipt's heading names such a house, or two kinds of words speak of being served."""
    rows = text.splitlines()
    goods = next((number for number, row in enumerate(rows) if find_amounts(row)), len(rows))
    heading = rows[:min(goods, _HEADING_ROWS)]
    return any(_HOUSE.search(normalise(row)) for row in heading) or serving_words(text) >= ENOUGH


def serving_words(text: str) -> int:
    """Return how many kinds of words of being served a text holds."""
    rows = [normalise(row) for row in text.splitlines()]
    return sum(any(pattern.search(row) for row in rows) for pattern in _SERVING)
