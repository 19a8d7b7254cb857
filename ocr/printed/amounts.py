"""Money as receipts print it: "1.234,56", "$ O.OO", "3.50-", "¥903"."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

# Signs and codes of money as tills print them beside numbers.
CURRENCY_MARK = (r"(?:EUR|USD|CAD|AUD|NZD|SGD|MYR|GBP|CHF|PLN|SEK|NOK|DKK|CZK|RM|Rp|Fr\.?|[Kk]r\.?|zł|Kč"
                 r"|[A-Z]{0,2}\$|[€£¥￥])")
_DIGIT = r"[0-9Oo]"
# "Cola 0,33l  0,89": a number with a unit behind it is no money where money follows.
_NO_SIZE = r"(?!\s?(?:kg|KG|[cm]?l|[CM]?L|g)(?![A-Za-z0-9/]).*[0-9][.,][0-9]{2,3}(?![0-9]))"
# "39.42 litre Pump 9", "2.20 RM / litre", "open 7.30am", "No. 24, 25 & 26", "2.03, Mill Lane".
_NO_OTHER_NUMBER = (r"(?!\s?(?:(?:EUR|RM|[€$£])?\s?/\s?)?(?i:litres?|liters?|ltrs?)\b)"
                    r"(?![aApP]\.?[mM]\b)(?!\s[ap]\.?m\b)(?!\s?&\s?[0-9])(?!,\s?[A-Za-z]{2})")
_MONEY = re.compile(
    rf"(?:(?<![0-9A-Za-z.,/:#*-])|(?<=\s\*)|(?<=^\*)|(?<=-\*))(?<![0-9],\s)(?P<open>\()?\s?(?P<sign>[-−–+~]\s?)?(?P<currency>{CURRENCY_MARK}\s?)?(?P<sign2>[-−–]\s?)?"
    rf"(?P<whole>{_DIGIT}{{1,3}}(?:[.,']{_DIGIT}{{3}})+|{_DIGIT}{{1,6}}|(?<=\s)|^)"
    rf"\s?[.,·]\s?(?P<cents>{_DIGIT}{{2}})(?![0-9])(?![.,/:-]\s?[0-9])(?!\s?%){_NO_SIZE}{_NO_OTHER_NUMBER}"
    rf"(?P<trail>\s?(?:{CURRENCY_MARK})?[-−–](?![0-9A-Za-z]{{2}}|\s?[0-9]+[.,]))?(?P<close>\))?"
)
# After a currency sign glued to the digits the look-behind above fails: RM9.00, EUR13,05.
_GLUED_CURRENCY = re.compile(rf"(?<![A-Za-z])({CURRENCY_MARK})(?=[0-9O])")
# "Summa  1 234,50": a blank parts the thousands of the last money on a row, in a column of its own. Behind another
# number it is rather a price of one and a sum: "2  157 314.00".
_BLANK_THOUSANDS = re.compile(
    r"(?:(?<=[^\d\s]\s\s)|(?<=[€£$]\s)|(?<=[A-Z]{3}\s))[0-9]{1,3}(?: [0-9]{3})+(?=[.,][0-9]{2}(?![0-9])\D{0,6}$)")
_BLANK_THOUSANDS_OF_WHOLE = re.compile(r"(?<=[^\d\s]\s\s)[0-9]{1,3}(?: [0-9]{3})+(?=\s?[A-Za-z]{0,3}\W{0,2}$)")
_WHOLE_MONEY = re.compile(
    r"(?:(?<![0-9A-Za-z.,/:#*%-])|(?<=\s[*＊])|(?<=^[*＊]))"
    r"(?P<sign>[-−–▲△]\s?)?(?P<currency>[¥￥\\₩Y]\s?)?(?P<sign2>[-−–]\s?)?"
    r"(?P<whole>[0-9]{1,3}(?:[,.]\s?[0-9]{3})+|[0-9]{1,7})"
    r"(?![0-9/:年月日時分%]|[.,][0-9]|\s?(?:[点個]|名様)|-\s?[0-9])(?:(?<=[0-9])-(?![0-9A-Za-z]))?"
    r"(?!円(?![税内外軽込引也])[\u3040-\u30ff\u4e00-\u9fff])"  # "150円皿" is a name
    r"(?P<mark>\s?(?:円|Ft\b|[※＊*X外内除軽込]+))?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """Money found in a text: minor units, and where it stands."""

    minor: int
    start: int
    end: int


# "TOTAL......12.34", "TOTAL . . . 12.34"
_LEADER = re.compile(r"(?:\.\s?){3,}(?=\D{0,2}\d)")


def without_leaders(text: str) -> str:
    """Return a text as long as it was, blanks for the dots that lead to a number."""
    return _LEADER.sub(lambda match: " " * len(match.group()), text)


def find_amounts(text: str, *, decimals: int = 2) -> list[Amount]:
    """Return the money in a text from left to right; decimals: 0 for JPY and its like, else 2."""
    if decimals == 0:
        return _find_whole_amounts(text)
    text = _BLANK_THOUSANDS.sub(lambda match: match.group().replace(" ", "'"), text)
    spaced = _GLUED_CURRENCY.sub(lambda match: " " * (len(match.group()) - 1) + "$", text)
    found = []
    for match in _MONEY.finditer(spaced):
        whole = re.sub(r"[.,']", "", match["whole"] or "0").translate(_AS_DIGITS) or "0"
        minor = int(whole) * 100 + int(match["cents"].translate(_AS_DIGITS))
        is_negative = match["trail"] is not None or _is_minus(match["sign"]) or _is_minus(match["sign2"])
        if match["open"] and match["close"]:
            is_negative = True
        start = match.end() - len(match.group().lstrip())
        found.append(Amount(-minor if is_negative else minor, start, match.end()))
    return found


_ROUGH_MONEY = re.compile(
    r"(?<![\d.,/:#*-])(?:(\d{1,3}(?:[.,]\d{3})+)|(\d{1,6})(?:[.,](\d))?)\s?(?:[A-Z*]|VND|Rp|₫|đ)?$")


# "Sat 28 Nov 2026": hardly anything costs as much.
_YEARS = range(1995, 2100)


def find_rough_amount(text: str) -> list[Amount]:
    """Return the number at the end of a row as money though it has no two decimals: "199", "17.0", "48,000"."""
    match = _ROUGH_MONEY.search(text)
    if not match:
        return []
    whole = int(re.sub(r"[.,]", "", match[1] or match[2]))
    if match[2] and not match[3] and whole in _YEARS:
        return []
    return [Amount(whole * 100 + int(match[3] or 0) * 10, match.start(), match.end())]


# A total that many times all other money lost its point in reading: "7034" below prices that come to 70.34.
LOST_POINT_TIMES = 5
_PARTED_CENTS = re.compile(r"(?<![\d.,])(\d{1,4}) (\d\d)\W*$")


def find_amount_of_sum(text: str, others: Collection[int]) -> list[Amount]:
    """Return the money at the end of a sum's row that has no two decimals, its point lost where others say so.

    others: all money of the receipt with two decimals, in minor units.
    """
    parted = _PARTED_CENTS.search(text)
    if parted and int(parted[1] + parted[2]) in others:
        return [Amount(int(parted[1] + parted[2]), parted.start(), parted.end(2))]
    return [replace(amount, minor=amount.minor // 100)
            if others and amount.minor > LOST_POINT_TIMES * max(others) and amount.minor % 100 == 0 else amount
            for amount in find_rough_amount(text)]


_AS_DIGITS = str.maketrans({"O": "0", "o": "0"})


def _is_minus(sign: str | None) -> bool:
    """Return whether a sign group is a minus ("~" is how some readers write it)."""
    return bool(sign) and sign is not None and sign.strip() in {"-", "−", "–", "~", "▲", "△"}


# What may stand behind money without decimals: letters and signs of its tax.
_TAX_MARKS = re.compile(
    r"^[\s)\]）※＊*◆◎点]*(?:\s[A-Z]|\(?[外内非軽込課]\)?|\(?(?:税込|税抜|軽減?)?\s?(?:8|10)\s?%\)?)?[\s)）]*$")


_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_TIMES_BEFORE = re.compile(r"[xX×]\s?$")


def _find_whole_amounts(text: str) -> list[Amount]:
    """Return amounts without decimals: those with a currency sign or mark, else those that end the text."""
    if not _JAPANESE.search(text):
        text = _BLANK_THOUSANDS_OF_WHOLE.sub(lambda match: match.group().replace(" ", ","), text)
    found = []
    for match in _WHOLE_MONEY.finditer(text):
        is_last = not _TAX_MARKS.sub("", text[match.end():])
        is_count = _TIMES_BEFORE.search(text[:match.start("whole")]) is not None
        if not (match["currency"] or match["mark"] or (is_last and not is_count)):
            continue
        minor = int(re.sub(r"[,.\s]", "", match["whole"]))
        negative = _is_minus(match["sign"]) or _is_minus(match["sign2"])
        found.append(Amount(-minor if negative else minor, match.start(), match.end()))
    return found
