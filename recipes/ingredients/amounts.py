"""Numbers and amounts at the start of an ingredient line: fractions, ranges, words, package sizes, two systems."""

import re
from dataclasses import dataclass

from recipes.ingredients import line_words as words

_VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
           "⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅑": "1/9", "⅒": "1/10"}
_VULGAR_ANY = re.compile(rf"(?:(?<=\d)\s*)?([{''.join(_VULGAR)}])")
_DASHES = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "⁄": "/", "∕": "/", "×": "x", "’": "'"})

_FRACTION = r"\d{1,3}\s?/\s?\d{1,3}"
NUMBER = (rf"(?:\d{{1,4}}(?:\s+(?:and\s+)?|-){_FRACTION}(?![\d/])|{_FRACTION}(?![\d/])|"
          r"\d{1,3}(?:,\d{3})+(?![\d,])|\d{1,6}(?:[.,]\d{1,4})?|(?<![\w.])\.\d{1,3})")
_NUMBER = re.compile(NUMBER)
_RANGE = re.compile(rf"\s*(?:-?\s*(?:to|or|bis|oder)\b\s*-?|-)\s*({NUMBER})"
                    r"(?!\s*[/-]?\s*(?:inch|in\b|cm))", re.IGNORECASE)
_UNIT_WORD = re.compile(r"\s*-?\s*(#|[^\W\d_]+(?:[./(]+[^\W\d_]{1,2}\)?)?)\.?(?![^\W\d_])")
_FLUID = re.compile(r"\s*-?\s*(?:fl\.?|fluid)\s*-?\s*(?:oz|ounces?)\b\.?", re.IGNORECASE)
# The mark of inches, which stands close behind its number.
_INCH = re.compile(r"(?<=\d)(?:\"|''|″)(?=[\s)x/-])")
_TIMES = re.compile(rf"\s*[x*]\s*(?=\d)|(?:\s+|\s*-\s*)(?={NUMBER}(?:\s*-?\s*to\b\s*-?\s*{NUMBER})?\s*-?\s*"
                    r"(?:oz|ounce|ounces|g|gram|grams|ml|lb|pound|pounds|inch|in|cm|kg)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range with its unit; `end` is where it stops in the text."""

    low: float
    high: float
    unit: str | None
    end: int

    @property
    def mass_g(self) -> float | None:
        """Grams of the low end if the unit is one of mass."""
        factor = words.MASS_G.get(self.unit or "")
        return self.low * factor if factor else None


def plain_fractions(text: str) -> str:
    """Return the text with ½ as 1/2, long dashes as '-', and the fraction slash as '/'."""
    text = text.translate(_DASHES)
    def written_out(found: re.Match[str]) -> str:
        blank = " " if found.start() and text[found.start() - 1].isdigit() else ""
        return blank + _VULGAR[found[1]]

    return _VULGAR_ANY.sub(written_out, text)


def number_of(text: str) -> float | None:
    """Return the value of `1 1/2`, `1-1/2`, `3/4`, `1,5`, `1,000` or `2.5`; None for a division by zero."""
    total = 0.0
    for part in re.split(r"\s+and\s+|\s+|-", re.sub(r"\s*/\s*", "/", text.strip())):
        if not part or part == "and":
            continue
        above, slash, below = part.partition("/")
        if slash:
            if not float(below):
                return None
            total += float(above) / float(below)
        elif re.fullmatch(r"\d{1,3}(,\d{3})+", part):
            total += float(part.replace(",", ""))
        else:
            total += float(part.replace(",", "."))
    return total


def unit_at(text: str, position: int, *, measures_only: bool = False) -> tuple[str, int] | None:
    """Return the unit word at a position and where it ends, or None."""
    fluid = _FLUID.match(text, position)
    if fluid:
        return "fl oz", fluid.end()
    inch = _INCH.match(text, position)
    if inch:
        return "in", inch.end()
    found = _UNIT_WORD.match(text, position)
    if not found:
        return None
    word = found.group(1)
    table = words.MEASURES if measures_only else words.UNITS
    unit = words.CASED.get(word) or table.get(word.casefold()) or table.get(re.split(r"[./(]", word)[0].casefold())
    return (unit, found.end()) if unit else None


def amount_at(text: str, position: int = 0) -> Amount | None:
    """Return the number or range at a position with a unit directly behind it, or None."""
    found = _NUMBER.match(text, position)
    if not found:
        return None
    low, end = number_of(found.group()), found.end()
    # "100% whole wheat flour" is a kind, no amount.
    if low is None or text[end:end + 1] == "%":
        return None
    split = _int_before_size(text, found)
    if split is not None:
        low, end = split
    unit = unit_at(text, end, measures_only=True)
    low = high = _as_meant(found.group(), low, unit[0] if unit else None)
    other = _RANGE.match(text, unit[1] if unit else end)
    if other and split is None:
        upper = number_of(other.group(1))
        behind = unit_at(text, other.end(), measures_only=True)
        # "12 tablespoons or 169 grams" is one amount said twice, not a range.
        same = unit is None or (behind is not None and behind[0] == unit[0])
        is_size = behind is not None and upper is not None and _is_size(text, behind, low, upper)
        if upper is not None and upper > low and same and not is_size:
            high, end, unit = upper, other.end(), behind
    if unit is None and (more := _OR_MORE.match(text, end)):
        end = more.end()
        unit = unit_at(text, end, measures_only=True)
    return Amount(low, high, unit[0] if unit else None, unit[1] if unit else end)


# "2-4 oz cans" may be either; "2 -15 oz. cans" are two.
_LEAST_SIZE_RATIO = 3
_PACK_BEHIND = re.compile(
    r"\s*-?\s*(?:cans?|tins?|packages?|packs?|packets?|pkgs?|jars?|bags?|bottles?|cartons?|boxe?s?)\b", re.IGNORECASE)


def _is_size(text: str, behind: tuple[str, int], low: float, upper: float) -> bool:
    """Say whether the number behind a dash is how large each pack is, and not the end of a range."""
    unit, end = behind
    return (unit in words.MASS_G and upper >= _LEAST_SIZE_RATIO * low and low == int(low)
            and _PACK_BEHIND.match(text, end) is not None)


_OR_MORE = re.compile(r"\s*(?:or (?:more|so)|\+)(?=\s)", re.IGNORECASE)


_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def _as_meant(number: str, value: float, unit: str | None) -> float:
    """Return 1,000 for `1.000 g` and 1.25 for `1,250 kg`, which nobody writes to say a gram or a tonne."""
    if _THOUSANDS.fullmatch(number):
        if unit in ("g", "ml") and "." in number:
            return value * 1000
        if unit in ("kg", "l") and "," in number:
            return value / 1000
    return value


def _int_before_size(text: str, found: re.Match[str]) -> tuple[float, int] | None:
    """`8 1/2-inch slices` are eight slices, not 8.5 inches; `1 1/2-inch piece` is one piece of 1.5 inches."""
    mixed = re.match(r"(\d+)\s+\d+\s?/\s?\d+$", found.group())
    if mixed and int(mixed[1]) > 2 and re.match(r"-(?:inch|in\b|cm)", text[found.end():]):
        return float(mixed[1]), found.start() + len(mixed[1])
    return None


def times_at(text: str, position: int) -> int | None:
    """Return where a package size starts behind a count (`2 x 400g`, `1 14-ounce can`), or None."""
    found = _TIMES.match(text, position)
    return found.end() if found else None
