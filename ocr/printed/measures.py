"""Weights and counts as receipts print them: "0,792 kg x 2,49", "2 @ 3/5.00", "2個 × 98"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from ocr.printed.amounts import CURRENCY_MARK

_PRICE = r"(?:[0-9]{1,3}(?:[.,'][0-9]{3})+|[0-9]{1,4})\s?[.,]\s?[0-9]{2}(?![0-9])"
# Behind a sign American tills leave the nought of a price out: "2.10 lb @ .59 /lb".
_PRICE_OF_ONE = rf"(?:{_PRICE}|(?<![0-9.,])\.[0-9]{{2}}(?![0-9]))"
_TIMES = r"[xX×*@àa]"
_PIECES = r"(?:Stk|Stck|Stück|St|pcs?|ea|each|pieces?|個|点|Pk|Pkg|un|kpl|db|buc|kom|szt|stuks|uds?|tk)\.?"
_MASS = r"(?:kg|ks|k9|Kg|KG|g|lb|lbs|LB|oz|l|L|ml)"
_MARKS = rf"{CURRENCY_MARK}?"
# Behind a price; a mark before the next number is of that.
_MARKS_BEHIND = rf"(?:{_MARKS}(?!\s?[0-9]))?"
# 0,792 kg x 2,49 EUR/kg · 1.605 kg @ $3.68/kg · 0.512 kg x 2.99 · 1.350 ks 9 $5.45/ks (a noisy reading)
_WEIGHED = re.compile(
    rf"(?:\b(?:WT|Wt|wt|GEW|Gew|PESO|Peso|POIDS|Poids)\b[.:]?\s*)?(?P<quantity>[0-9]{{0,3}}\s?[.,]\s?[0-9]{{2,3}})\s?(?P<unit>{_MASS})\.?\s*(?:(?:NET|[Nn]et(?:to)?)\s*)?"
    rf"(?P<times>{_TIMES}|[eE9&])?\s*{_MARKS}\s?(?P<price>{_PRICE_OF_ONE})\s*{_MARKS_BEHIND}\s*(?:(?P<each>/|per|pro)|\s)?\s*{_MASS}?",
)
# 1.20 lb @ 1 lb /.99 · 3.05 lb @ 2 lb /1.50: the price of so many pounds
_WEIGHED_BY_PACK = re.compile(
    rf"(?P<quantity>[0-9]{{0,3}}[.,][0-9]{{2,3}})\s?(?P<unit>{_MASS})\.?\s*@\s*(?P<pack>[0-9]{{1,2}})\s?{_MASS}\s?(?:/|FOR)\s?"
    rf"{_MARKS}\s?(?P<price>{_PRICE_OF_ONE})", re.IGNORECASE)
# 1.2 kg @ 0.90/kg · 2 kg x 1,50: with fewer decimals only beside a sign, as it may be the size of a pack.
_WEIGHED_ROUNDLY = re.compile(
    rf"(?<![0-9.,])(?P<quantity>[0-9]{{1,3}}(?:[.,][0-9])?)\s?(?P<unit>kg|KG|Kg|lbs?|LB)\.?\s*"
    rf"(?:[xX×*@à]\s*{_MARKS}\s?(?P<price>{_PRICE})|{_MARKS}\s?(?P<price2>{_PRICE})\s*{_MARKS}\s*(?=/|per|pro))"
    rf"\s*{_MARKS}\s*(?:(?:/|per|pro)?\s*{_MASS})?")
# 0,312 x 34,99 · kg 0.650 x 2.80: only weights have three decimals, and a whole one is a count (2,000 x 1,50).
_WEIGHT_TIMES_PRICE = re.compile(
    rf"(?:\b[kK][gG]\s+)?(?<![\d.,])(?P<quantity>[0-9]{{1,2}}[.,][0-9]{{3}})\s*[xX×*@]\s*{_MARKS}\s?(?P<price>{_PRICE})")
# 2 x 1,50 · 4 Stk x 0,79 · 2 @ $0.05 · 2 X 3.99
_COUNTED = re.compile(
    rf"(?<![0-9.,%])(?P<quantity>[0-9]{{1,3}}(?:[.,]0{{3,4}})?)\s*(?:(?:{_PIECES}\s*)?{_TIMES}|[^\W\d_]{{2,9}}\.?\s+[x×])\s*{_MARKS}\s?(?P<price>{_PRICE_OF_ONE})"
    rf"\s?{_MARKS_BEHIND}(?:\s?/?\s?{_PIECES})?", re.IGNORECASE)
# 2 x $31: without decimals beside a sign.
_COUNTED_ROUNDLY = re.compile(
    r"(?<![0-9.,%])(?P<quantity>[0-9]{1,3})\s*[xX×@]\s*[$€£]\s?(?P<price>[0-9]{1,4})(?![0-9]|[.,][0-9])")
# 5EA 0.19/EA: the slash marks the price of one.
_PIECES_AT = re.compile(
    rf"(?<![0-9.,])(?P<quantity>[0-9]{{1,3}})\s?{_PIECES}\s+{_MARKS}\s?(?P<price>{_PRICE_OF_ONE})\s?{_MARKS}\s?/\s?{_PIECES}",
    re.IGNORECASE)
# 1,50 x 2 · 0,35 EUR x 6; a star before a name marks the tax of the price: "14,06 EUR *  1 Spinat".
_PRICE_FIRST = re.compile(
    rf"(?<![0-9.,])(?P<price>{_PRICE})\s?{_MARKS}\s*(?:[xX×]|\*(?!\s*[0-9]{{1,3}}\s*[^\W\d_]{{2}}))\s*"
    r"(?P<quantity>[0-9]{1,3})(?![0-9.,]|\s?[gG]\b)")
# 0.525  12.95  6.80: weight in kilograms, price of one and sum in columns.
_WEIGHED_COLUMNS = re.compile(
    rf"(?<!\S)(?P<quantity>[0-9]{{1,2}}[.,][0-9]{{3}})\s+(?P<list>{_PRICE})\s+(?:(?P<other>\S+)\s+)?(?P<total>{_PRICE})")
# 2 @ 3/5.00 · 2 AT 3 FOR 5.00: two pieces at the price of three for 5.00
_MULTI_BUY = re.compile(
    rf"(?P<quantity>[0-9]{{1,2}})\s*(?:@|AT\b)\s*(?P<pack>[0-9]{{1,2}})\s?(?:/|FOR\b)\s?{_MARKS}\s?(?P<price>{_PRICE})",
    re.IGNORECASE)
# 3/5.00 · 4 FOR 12.00: the price of several, beside what was paid.
_PRICE_OF_SEVERAL = re.compile(
    rf"(?<![\d.,/])(?P<pack>[0-9]{{1,2}})\s?(?:/|\b(?:FOR|POUR|POR|FÜR)\b)\s?{_MARKS}\s?(?P<price>{_PRICE})(?=.*?\s{_MARKS}\s?(?P<total>{_PRICE}))",
    re.IGNORECASE)
# What Japanese counts by.
COUNTERS = r"(?:[個点コケヶ本枚袋箱缶束玉丁杯皿尾匹切食膳貫斤房株組]|パック|つ)"
_WHOLE_PRICE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7})"
# Without decimals: (2個 × 単98) · 3コX単511 · 2点 @120 · 2 × ¥98 · 2個 × 98, the price marked as one or the count …
_WHOLE_COUNT_FIRST = re.compile(
    rf"[(（]?\s?(?:数量)?\s?(?<![0-9,#.-])(?P<quantity>[0-9]{{1,3}})\s?"
    rf"(?:{COUNTERS}?\s*[xX×]?\s*(?:[@＠]|単価?)|{COUNTERS}?\s*[xX×]\s*[¥￥\\]|(?:{COUNTERS}|db\.?)\s*[xX×])\s?"
    rf"(?P<price>{_WHOLE_PRICE})(?![0-9,])(?!\s?円?\s*[xX×*]\s*[0-9])\s?(?:円|Ft(?:\s?/\s?db)?)?\s?[)）]?")
# … and (@359 x 2点) · 128 × 2 · ¥98×3個.
_WHOLE_COUNTED = re.compile(
    rf"[(（]?\s?(?:(?:[@＠¥￥\\]|単価?)\s?)?(?<![0-9,])(?P<price>{_WHOLE_PRICE})\s?円?\s*[xX×*]\s*(?P<quantity>[0-9]{{1,3}})(?![0-9,])"
    rf"\s?{COUNTERS}?\s?[)）]?")
# @180 2尾: without a sign between, as the price is marked and the count has its word.
_WHOLE_EACH_AND_COUNT = re.compile(
    rf"[@＠]\s?(?P<price>{_WHOLE_PRICE})\s?円?\s+(?P<quantity>[0-9]{{1,3}})\s?{COUNTERS}(?![^\W\d_])")

# 100g当り 178円  235g: what 100 grams cost, and the weight.
_PRICE_OF_100_G = re.compile(
    rf"(?<![0-9])100\s?g\s?(?:当[たり]*|あたり|/)?\s?[¥￥\\@]?\s?(?P<price>{_WHOLE_PRICE})\s?円?\s*[xX×*]?\s*(?P<grams>[0-9]{{2,5}})\s?g(?![^\W\d_])")

# 0.512kg @1,980 · 30.5L × 165: with a point, as whole kilograms are the size of a pack.
_WEIGHED_AT_WHOLE = re.compile(
    rf"(?<![0-9.,])(?P<quantity>[0-9]{{1,3}}\.[0-9]{{1,3}})\s?(?P<unit>kg|KG|L|ℓ)\s*(?:[xX×*]\s*[@＠]?|[@＠]|単価?)\s?[¥￥\\]?\s?(?P<price>{_WHOLE_PRICE})(?:\.[0-9])?(?![0-9,])")


@dataclass(frozen=True, slots=True)
class Measure:
    """A printed count or weight with its price a unit; where it stands in the text.

    quantity in `unit`; unit_price_minor is the price of one `unit`, None where none is printed.
    """

    quantity: Decimal
    unit: str
    unit_price_minor: int | None
    start: int
    end: int


def find_measure(text: str, *, decimals: int = 2) -> Measure | None:
    """Return the printed count or weight with its unit price, or None."""
    if decimals == 0:
        return _find_whole_measure(text)
    match = _WEIGHED_BY_PACK.search(text)
    if match and int(match["pack"]):
        each = round(_minor(match["price"]) / int(match["pack"]))
        return Measure(_decimal(match["quantity"]), _unit(match["unit"]), each, match.start(), match.end())
    match = _WEIGHED.search(text)
    if match and (match["times"] or match["each"] or not _is_size_in_name(text, match)):
        return Measure(_decimal(match["quantity"]), _unit(match["unit"]), _minor(match["price"]),
                       match.start(), match.end())
    match = _WEIGHED_ROUNDLY.search(text)
    if match and _decimal(match["quantity"]):
        return Measure(_decimal(match["quantity"]), _unit(match["unit"]), _minor(match["price"] or match["price2"]),
                       match.start(), match.end())
    match = _WEIGHED_COLUMNS.search(text)
    if match is not None:
        for name in ("list", "other"):  # beside what one costs elsewhere stands the price it was sold at
            if re.fullmatch(_PRICE, match[name] or "") and abs(
                    _decimal(match["quantity"]) * _minor(match[name]) - _minor(match["total"])) <= 1:
                return _weight_or_count(match, name)
    match = _WEIGHT_TIMES_PRICE.search(text)
    if match and _decimal(match["quantity"]):
        return _weight_or_count(match)
    match = _MULTI_BUY.search(text)
    if match and int(match["pack"]) > 0:
        each = round(_minor(match["price"]) / int(match["pack"]))
        return Measure(Decimal(match["quantity"]), "piece", each, match.start(), match.end())
    for pattern in (_COUNTED, _COUNTED_ROUNDLY, _PIECES_AT, _PRICE_FIRST):
        match = pattern.search(text)
        count = int(re.split("[.,]", match["quantity"])[0]) if match else 0
        if match and count > 0:
            return Measure(Decimal(count), "piece", _minor(match["price"]), match.start(), match.end())
    return _bought_of_several(text)


def _is_size_in_name(text: str, match: re.Match[str]) -> bool:
    """Return whether a size and money stand behind a name and nothing else: "Cola 0,33l  0,89" costs 0.89."""
    has_name = re.search(r"[^\W\d_]{2}", text[:match.start()]) is not None
    return has_name and re.search(_PRICE, text[match.end():]) is None


def _weight_or_count(match: re.Match[str], price: str = "price") -> Measure:
    """Return a quantity with three decimals: a weight in kilograms, or a count where it is whole. price: its group."""
    quantity = _decimal(match["quantity"])
    is_whole = quantity == quantity.to_integral_value()
    return Measure(quantity.to_integral_value() if is_whole else quantity, "piece" if is_whole else "kg",
                   _minor(match[price]), match.start(), match.end(price))


def _bought_of_several(text: str) -> Measure | None:
    """Return how many were bought where the price of several stands beside what was paid: "3/5.00  5.00" is three."""
    match = _PRICE_OF_SEVERAL.search(text)
    if match is None or not int(match["pack"]) or not _minor(match["price"]):
        return None
    one = Decimal(_minor(match["price"])) / int(match["pack"])
    total = _minor(match["total"])
    count = round(total / one)
    if count < 1 or abs(count * one - total) > 1:
        return None
    is_even = one == one.to_integral_value()
    return Measure(Decimal(count), "piece", int(one) if is_even else None, match.start(), match.end("price"))


MAX_PLAIN_COUNT = 20
# 98  2  196: unit price, count and sum in columns, in either order of the first two.
_WHOLE_COLUMNS = re.compile(
    rf"(?<=\s)[¥￥]?(?P<first>{_WHOLE_PRICE})\s+[¥￥]?(?P<second>{_WHOLE_PRICE})\s+[¥￥]?(?P<total>{_WHOLE_PRICE})(?=\D{{0,3}}$)")


def _find_whole_measure(text: str) -> Measure | None:
    """Return the count with its unit price where money has no decimals, or None."""
    match = _WHOLE_COLUMNS.search(f" {text}")
    if match:
        first, second, total = (int(match[name].replace(",", "")) for name in ("first", "second", "total"))
        count, price = sorted((first, second))
        if 0 < count <= MAX_PLAIN_COUNT and count * price == total:
            return Measure(Decimal(count), "piece", price, match.start("first") - 1, match.end("second") - 1)
    match = _PRICE_OF_100_G.search(text)
    if match and int(match["grams"]):
        price = int(match["price"].replace(",", ""))
        return Measure(Decimal(match["grams"]) / 1000, "kg", price * 10, match.start(), match.end())
    match = _WEIGHED_AT_WHOLE.search(text)
    if match and _decimal(match["quantity"]):
        return Measure(_decimal(match["quantity"]), "kg" if match["unit"].casefold() == "kg" else "l",
                       int(match["price"].replace(",", "")), match.start(), match.end())
    for pattern in (_WHOLE_COUNT_FIRST, _WHOLE_EACH_AND_COUNT, _WHOLE_COUNTED):
        match = pattern.search(text)
        if match and int(match["quantity"]) > 0:
            price, count = int(match["price"].replace(",", "")), int(match["quantity"])
            if price <= MAX_PLAIN_COUNT < count:
                price, count = count, price  # "2 x 98": nothing marks the price, and hardly anything costs two yen
            return Measure(Decimal(count), "piece", price, match.start(), match.end())
    return None


_BARE_WEIGHT = re.compile(r"(?<![\d.,])(\d{1,2}[.,]\d{2,3})\s?(?:kilos?|kgs?|KG)\b", re.IGNORECASE)


def find_bare_weight(text: str) -> Measure | None:
    """Return a weight printed without its unit price: "0.657 KILOS"."""
    match = _BARE_WEIGHT.search(text)
    if not match or not _decimal(match[1]):
        return None
    return Measure(_decimal(match[1]), "kg", None, match.start(), match.end())


def _decimal(text: str) -> Decimal:
    """Return a printed number with point or comma."""
    digits = re.sub(r"\s", "", text).replace(",", ".")
    return Decimal("0" + digits if digits.startswith(".") else digits)


def _minor(text: str) -> int:
    """Return a printed price, with two decimals or none, in minor units."""
    has_cents = re.search(r"[.,]\s?\d\d$", text) is not None
    return int(re.sub(r"\D", "", text)) * (1 if has_cents else 100)


def _unit(text: str) -> str:
    """Return the unit word of a weight; misread forms of kg are kg."""
    word = text.casefold()
    return {"ks": "kg", "k9": "kg", "lbs": "lb"}.get(word, word)
