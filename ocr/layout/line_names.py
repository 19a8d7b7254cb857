"""The name in a printed row: what is left without money, measure, article number and tax letters."""

import re

from ocr.printed.amounts import CURRENCY_MARK, Amount
from ocr.printed.measures import Measure


def has_name(text: str) -> bool:
    """Return whether a text holds a name: two letters in a row, or one letter of a script without cases."""
    return bool(re.search(r"[^\W\d_]{2}|[\u3040-\u30ff\u4e00-\u9fff]", text))


# "06810002441 2% MILK": a share of fat may begin the name.
_ARTICLE_NUMBER = re.compile(
    r"^[\W_]*(?:\d[\d\s]{3,15}\d|\d{4,})[A-Z]{0,2}[*:.]?\s+(?=(?:\d{1,2}(?:[.,]\d)?\s?%\s)?\S*[^\W\d_])")
_LEADING_CODE = re.compile(
    r"^(?:[A-Z]\s+\d{3,}\s|\d{3,}(?=(?!円)[\u3040-\u30ff\u4e00-\u9fff\uff66-\uff9f])|\S*\d{6,}\S*"
    r"|\(\d{1,2}\)\s?(?:\d{4,}\s)?)\s*(?=\S*[^\W\d_]{2})")
# A misread scrap and then an article number: what is printed before it is no name.
_SCRAP_AND_CODE = re.compile(r"^\S{1,4}\s+\S{0,2}\d{6,}\S{0,3}\s+(?=\S*[^\W\d_]{3})")
_TRAILING_NUMBER = re.compile(r"(?:\s+[\d\"'#]{5,}[A-Z]{0,2})+$")
# The same behind a name, its digits misread in part: "2430/500000", "22:35:i600000".
_TRAILING_CODE = re.compile(r"(?:\s+(?=\S*\d{4})[\w/:;.#'\"]{7,})+$")
_TRAILING_WEIGHT = re.compile(r"\s+\d{1,2}[.,]\d{2,3}\s?(?:kilos?|kgs?)\b.*$", re.IGNORECASE)
# Taxed without, within, or at the lower rate, before and behind Japanese names: "外8 豆腐", "※牛乳", "X 卵", "豆腐 軽".
_TAX_MARK_BEFORE = re.compile(
    r"^(?:[*＊※◆◎]\s?|[外内非軽課](?:\s?(?:8|10)%?\s*|\s+)|[Xx]\s(?=[\u3040-\u30ff\u4e00-\u9fff\uff66-\uff9f]))(?=\S)")
_TAX_MARK_BEHIND = re.compile(r"\s?[*＊※◆◎]$|\s+[外内非軽課]\d{0,2}$")
_CURRENCY_BEHIND = re.compile(rf"(?<![^\W\d_])\s*{CURRENCY_MARK}$")
# Capitals that belong to a name, as sizes and "TK" for frozen do.
_UNIT_WORDS = r"(?:OZ|KG|G|L|ML|CL|LB|LBS|ST|STK|CT|PK|EA|ER|PC|PCS|XL|DZ|HG|QT|PT|TK)"
_TRAILING_FLAGS = re.compile(
    rf"(?:\s{{2,}}|\s+(?=[A-Z]{{1,2}}$))(?!{_UNIT_WORDS}$)(?:[A-Z]{{1,5}}|\d{{1,2}}\s?%|[*#])$")

# What several cost, on the row that says so again: "YOGURT 2/6.00".
_PRICE_OF_SEVERAL_BEHIND = re.compile(r"\s+\d{1,2}\s?/\s?[$€£]?\d+[.,]\d\d$")
# Tax codes before and behind names: "(A) PAO", "B00 TEJ", "SUT %1"; and a weight before one: "0.350 kg Uva".
_TAX_CODE_BEFORE = re.compile(r"^(?:\([A-Z]\)|[A-E]0\d)\s+(?=\S)")
_WEIGHT_BEFORE = re.compile(r"^\d{1,2}[.,]\d{3}\s?(?:kg|KG)\s+(?=[^\W\d_]{3})")
_RATE_BEHIND = re.compile(r"\s+%\s?\d{1,2}$")
# What an online shop sent instead is what was bought: "RED LENTILS instead of GREEN LENTILS".
_INSTEAD_OF = re.compile(
    r"(?:^|\s+)\(?(?:(?:instead of|in place of|(?:as a substitute|substituted) for|anstelle von|anstatt|statt"
    r"|ersatz für|en remplacement de|à la place de|in plaats van|ter vervanging van|en lugar de|in sostituzione di"
    # Elsewhere words such as these are part of names: "MEAL REPLACING SHAKE".
    r"|al posto di)\s?:?|(?:replac(?:es|ed|ing)|substitut(?:e|ed|ion)|ersetzt|remplace|vervangt|sustituye a"
    r"|sostituisce)\s?:)\s.*$", re.IGNORECASE)
# Names of as few letters as other scripts hardly have: "惣菜".
_TWO_SIGNS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{2}")
_NAME_ENDS = (_INSTEAD_OF, _TAX_CODE_BEFORE, _WEIGHT_BEFORE, _RATE_BEHIND, _TAX_MARK_BEFORE,
              _TAX_MARK_BEHIND, _SCRAP_AND_CODE, _ARTICLE_NUMBER,
              _LEADING_CODE, _TRAILING_WEIGHT, _TRAILING_NUMBER, _TRAILING_CODE, _TRAILING_FLAGS,
              # Once more: a code may stand before the tax letter, which is off only now.
              _TRAILING_NUMBER, _PRICE_OF_SEVERAL_BEHIND)


def without_number_behind(name: str) -> str:
    """Return a name without the article's number that ends it."""
    return _TRAILING_CODE.sub("", _TRAILING_NUMBER.sub("", name))


def name_of_what_came(name: str) -> str:
    """Return the name of what an online shop sent, without the name of what was ordered instead."""
    return _INSTEAD_OF.sub("", name)


def says_what_was_ordered(name: str) -> bool:
    """Return whether a row only says instead of what the goods above it were sent."""
    return _INSTEAD_OF.match(name) is not None


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
        name = re.sub(rf"(?:^|\s)(?:{CURRENCY_MARK}|[A-Z]{{1,2}}|\d{{1,2}})(?=\s|$)", " ", name) if cut else name
    name = name.strip(" \t-–_=:;,.*'\"|~@").lstrip("^#%")  # marks of offers and of tax
    for pattern in _NAME_ENDS:
        shorter = pattern.sub("", name)
        if has_name(shorter) and (len(shorter) >= 3 or _TWO_SIGNS.fullmatch(shorter)):
            name = shorter
    name = _CURRENCY_BEHIND.sub("", name)
    return " ".join(name.split()).strip(" -–_=:;,*'\"|~@")
