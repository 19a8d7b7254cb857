"""In which currency a receipt is: its signs and codes, and the words that give a country away."""

import re

from ocr.printed.keywords import normalise

# Cue and weight by currency: its own sign or code weighs most, then tax names and words of its countries.
_CUES: tuple[tuple[str, float, str], ...] = (
    ("EUR", 3.0, r"€|\beur(?:o)?\b"),
    ("EUR", 1.5, r"\bmwst\b|\bsumme\b|\brueckgeld\b|\bust\W?id|\biva\b.*\d|\btva\b|\bzu zahlen\b|\bsteuer\b"),
    ("EUR", 1.5, r"\bbtw\b"),
    ("SEK", 3.0, r"\bsek\b"), ("NOK", 3.0, r"\bnok\b"), ("DKK", 3.0, r"\bdkk\b"), ("CZK", 3.0, r"\bczk\b|\d\s?kc\b"),
    ("DKK", 1.5, r"\bcvr\b|\bmoms udg"), ("SEK", 1.5, r"\borg\W?nr\b"), ("CZK", 1.5, r"\bdic\W{0,2}cz\d|\bcelkem\b"),
    ("BRL", 3.0, r"\bbrl\b|\br\$|\bcnpj\b"), ("TRY", 3.0, r"₺|\btl\b|\btopkdv\b|\bkdv\b"),
    ("INR", 3.0, r"₹|\binr\b|\bgstin\b|\brs\.?\s?\d"), ("EUR", 1.0, r"\bp\.?\s?iva\b|\bnif\b"),
    ("ARS", 3.0, r"\bars\b|\bcuit\b"), ("PHP", 3.0, r"\bphp\b|₱|\bvatable sales\b"),
    ("ZAR", 3.0, r"\bzar\b|\bsouth africa\b"), ("ZAR", 1.5, r"\bdue vat incl\b|(?<![a-z\d]\s)\br\s?\d+[.,]\d\d\b"),
    ("PLN", 3.0, r"\bpln\b|\bzl\b"), ("HUF", 3.0, r"\bhuf\b"), ("AUD", 3.0, r"\baud\b|\ba\$"),
    ("AUD", 2.5, r"\babn\b|\beftpos\b|\baustralia\b"), ("NZD", 3.0, r"\bnzd\b|\bnz\$"),
    ("NZD", 1.5, r"\bnew zealand\b"),
    # A number of its tax, in threes; Australia's has eleven digits and other words.
    ("NZD", 3.0, r"\bgst\W*(?:reg\w*|no|number)?\W*(?:no\W*)?\d{2,3}-\d{3}-\d{3}\b"),
    ("MXN", 3.0, r"\bmxn\b|\bs\.?\s?a\.? de c\.?\s?v\b|^\W*(?:rfc|r\.f\.c\.)\W+[a-z]{3,4}\W?\d{6}|\bcdmx\b"),
    ("EUR", 1.5, r"\b(?:φπα|αφμ|συνολο)\b"), ("HUF", 1.5, r"\d\s?ft\b|\bafa\b\W*\d|\boe?sszesen\b"),
    ("RON", 3.0, r"\bron\b|\blei\b"), ("RSD", 3.0, r"\brsd\b"), ("NOK", 1.5, r"\bmva\b"), ("EUR", 1.0, r"\balv\b"),
    ("MYR", 3.0, r"\brm\b|\brm\s?\d|\bmyr\b"),
    ("MYR", 1.5, r"\bsdn\W*bhd\b|\bmalaysia\b|\bjalan\b|\bselangor\b|\bkuala lumpur\b|\btaman\b|\bringgit\b"),
    ("GBP", 3.0, r"£|\bgbp\b"),
    ("JPY", 3.0, r"円|\bjpy\b"),
    ("JPY", 2.0, r"[\u3040-\u30ff]{2}"),
    ("JPY", 1.0, r"[¥￥]"),
    ("CNY", 3.0, r"\b(?:cny|rmb)\b|人民币|合计|实收|微信|支付宝"),
    ("TWD", 3.0, r"\btwd\b|\bnt\$|新台幣|統一編號|統一發票"),
    ("CAD", 3.0, r"\bcad\b|\bca\$|\bc\$"),
    ("CAD", 1.2, r"\bhst\b|\bpst\b|\btvq\b|\bgst/hst\b|\b[a-z]\d[a-z]\W?\d[a-z]\d\b|\binterac\b|\bcanad\w*"),
    ("CAD", 1.2, r"\b(?:ontario|alberta|quebec)\b|\b(?:ab|on|bc)\b\W*$"),
    ("CAD", 1.5, r"\bgst\b.*5(?:\.0+)?\s?%|\bgst\b.*\brt\W?0001"),
    ("SGD", 2.5, r"\bsgd\b|\bs\$|\bsingapore\b"),
    ("CHF", 3.0, r"\bchf\b|\bsfr\b"), ("CHF", 3.5, r"\btotal\W*chf\b|\bche-\d"),
    ("IDR", 2.5, r"\bidr\b|\brp\.?\s?\d|\bjakarta\b"),
    ("USD", 3.0, r"\busd\b|\bus\$"),
    ("USD", 1.0, r"\b(?:sales|state|county|city)\W?tax\b|\btax\W*\d{1,2}\.\d{2,4}\s?%"
                 r"|\b[a-z]{2},?\s\d{5}(?:-\d{4})?\b|\bebt\b"),
)
_COMPILED = tuple((code, weight, re.compile(pattern)) for code, weight, pattern in _CUES)
# What a dollar sign alone says, a row, where the household does not count in dollars itself.
_DOLLAR_SIGN, _DOLLAR_WEIGHTS = "$", {"USD": 0.6, "CAD": 0.4}
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"})
ENOUGH = 0.6
# The countries of these currencies print the month before the day.
MONTH_FIRST = frozenset({"USD", "CAD"})
# In these nobody rounds cash, or a row says by how much.
UNROUNDED = frozenset({"EUR", "USD", "GBP", "JPY"})
# Those of these print the year first.
YEAR_FIRST = frozenset({"JPY", "CNY", "TWD", "HUF"})


def find_currency(texts: list[str], *, default: str | None = None) -> str | None:
    """Return the ISO 4217 code that most speaks for, `default` when nothing does.

    A dollar sign alone means the household's own dollars, where it counts in them.
    """
    points: dict[str, float] = {}
    for code, weight, pattern in _COMPILED:
        rows = sum(bool(pattern.search(normalise(text))) for text in texts)
        points[code] = points.get(code, 0.0) + weight * min(rows, 3)
    signs = sum(_DOLLAR_SIGN in text for text in texts)
    weights = {default: ENOUGH} if default in DOLLARS and signs else _DOLLAR_WEIGHTS
    for code, weight in weights.items():
        points[code] = points.get(code, 0.0) + weight * min(signs, 1 if default in DOLLARS else 3)
    best = max(points, key=lambda code: points[code])
    return best if points[best] >= ENOUGH else default


def order_is_certain(currency: str | None) -> bool:
    """Return whether this currency's country prints dates in one order only; dollars are printed in both."""
    return currency is not None and currency not in MONTH_FIRST


def rounds_unsaid(currency: str | None) -> bool:
    """Return whether what was paid may differ from the sum of the goods by a coin or two without a row that says so."""
    return currency not in UNROUNDED


def year_comes_first(currency: str | None) -> bool:
    """Return whether dates of this currency's country begin with the year, be it of two digits."""
    return currency in YEAR_FIRST


def day_comes_first(currency: str | None) -> bool:
    """Return whether dates of this currency's country print the day before the month."""
    return currency not in MONTH_FIRST
