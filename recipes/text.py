"""Strangers' text made plain: entities resolved, tags removed, durations and yields read as numbers."""

import html
import re

# A closing or breaking block tag separates sentences; an inline tag does not.
_BLOCK_END = re.compile(r"<(?:br|/p|/li|/div|/h[1-6]|/tr)\b[^<>]{0,200}>", re.IGNORECASE)
_DROPPED = re.compile(r"<(script|style)\b[^>]{0,1000}>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,5000}>")
# "<3" and a mail's address are no markup.
_MARKUP = re.compile(r"<(?:!doctype|!--|\?xml|/?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,2000})?/?>)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
# Zero-width marks, soft hyphens, byte order marks and control characters that no reader sees.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_MARKUP_LEFT = re.compile(r"<(?=[a-zA-Z/!?])")
# No abbreviation of one letter, and no number, ends a sentence.
SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})[.!]\s+(?=[A-ZÄÖÜÉÈÀ])")
# Twice is what sites do, and some do it each time that they save; a last round stops a text that unescapes for ever.
UNESCAPE_ROUNDS = 8
# An escape of JSON that lost its backslash: `u0026#039;`.
_LOST_ESCAPE = re.compile(r"u0026(?=#?\w{1,10};)")


def has_markup(text: str) -> bool:
    """Say whether a text begins like a page: whether a tag stands in its first 2,000 characters."""
    return _MARKUP.search(text[:2000]) is not None


def unescape(text: str) -> str:
    """Resolve HTML entities, also those escaped twice."""
    text = _LOST_ESCAPE.sub("&", text) if "u0026" in text else text
    for _ in range(UNESCAPE_ROUNDS):
        plain = html.unescape(text) if "&" in text else text
        if plain == text:
            break
        text = plain
    return text


def clean(text: object) -> str:
    """Return one line of plain text: no entities, tags, control characters or doubled blanks and brackets."""
    if not isinstance(text, str | int | float):
        return ""
    # Glued, the word before a line's end and the one behind it would be none: "flour2 eggs".
    return _one_line(_without_tags(_BLOCK_END.sub(" ", unescape(str(text)))))


def clean_lines(text: str, *, join_wrapped: bool = False) -> list[str]:
    """Split a longer text at line ends and block tags and return its non-empty lines, each plain.

    join_wrapped: a line that goes on in lower case belongs to the sentence before it.
    """
    marked = _BLOCK_END.sub("\n", unescape(text))
    lines: list[str] = []
    for part in _without_tags(marked).splitlines():
        line = _one_line(part)
        if join_wrapped and line and lines and line[0].islower() and lines[-1][-1] not in ".!?:;":
            lines[-1] += f" {line}"
        elif line:
            lines.append(line)
    return lines


_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\)")
_EMPHASIS = re.compile(r"(?<![\w*_])(\*\*\*|\*\*|\*|___|__|_)(?=\S)([^\n*_]{1,500}?)(?<=\S)\1(?![\w*_])")
_HASHES = re.compile(r"^\s{0,3}#{1,6}\s+", re.MULTILINE)


def plain_markdown(text: str) -> str:
    """Return text without Markdown's marks of emphasis, links and headings; lists and line ends stay."""
    return _HASHES.sub("", _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text)))


_STEP_NUMBER = re.compile(r"^\s*(?:step\s+|schritt\s+)?\d{1,2}\s?[.):]\s+(?=\S)", re.IGNORECASE)


def without_number(line: str) -> str:
    """Return a step without the number it begins with."""
    return _STEP_NUMBER.sub("", line)


_INNER_NUMBER = re.compile(r"(?:^|(?<=\s))(?:step\s+|schritt\s+)?(\d{1,2})\s?[.):]\s+(?=\S)", re.IGNORECASE)


def numbered_steps(text: str) -> list[str]:
    """Return the steps of a text that numbers them from 1 on without a gap, else the text alone."""
    starts: list[tuple[int, int]] = []
    for found in _INNER_NUMBER.finditer(text):
        if int(found[1]) == len(starts) + 1:
            starts.append(found.span())
    if len(starts) < 2 or starts[0][0] > 0:
        return [text]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [part for (_, begin), end in zip(starts, ends, strict=True) if (part := text[begin:end].strip())]


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    # First what no reader sees: gone later, it would leave the halves of a tag side by side.
    text = _UNSEEN.sub("", text)
    text = _TAG.sub("", _DROPPED.sub("", text))
    # What still opens like a tag was nested or cut off: it loses its bracket, so that no markup survives.
    return _MARKUP_LEFT.sub("", _TAG.sub("", text))


def _one_line(text: str) -> str:
    text = _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()
    if "((" in text and "))" in text:
        text = text.replace("((", "(").replace("))", ")")
    return text


_ISO = re.compile(
    r"^\s*-?P(?:0+Y)?(?:0+M)?(?:(?P<weeks>[\d.,]+)W)?(?:(?P<days>[\d.,]+)D)?"
    r"(?:T(?:(?P<hours>[\d.,]+)H)?(?:(?P<minutes>[\d.,]+)M)?(?:(?P<seconds>[\d.,]+)S)?)?\s*$", re.IGNORECASE)
_SPOKEN = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(days?|tage?n?|d|hours?|hrs?|stunden?|std|heures?|horas?|or[ae]|h|"
    r"minutes?|minuten?|minut[oi]s?|mins?|m)\b", re.IGNORECASE)
_PER_UNIT = {"d": 24 * 60, "t": 24 * 60, "h": 60, "s": 60, "o": 60, "m": 1}
MOST_MINUTES = 60 * 24 * 60


def minutes_of(value: object) -> int | None:
    """Return the whole minutes of an ISO 8601 duration, a number, or words like `1 h 20 min`; None if none."""
    if isinstance(value, dict):
        value = value.get("maxValue") or value.get("value")
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    minutes = _minutes(str(value).strip())
    return round(minutes) if minutes and 0 < minutes <= MOST_MINUTES else None


def _minutes(text: str) -> float | None:
    iso = _ISO.match(text[:100])
    if iso:
        part = {name: _number(found) for name, found in iso.groupdict().items()}
        return (part["weeks"] * 7 + part["days"]) * 1440 + part["hours"] * 60 + part["minutes"] + part["seconds"] / 60
    if re.fullmatch(r"\d{1,5}(\.\d+)?", text):
        return float(text)
    spoken = _SPOKEN.findall(text[:200])
    return sum(_number(number) * _PER_UNIT[unit[0].lower()] for number, unit in spoken) if spoken else None


def _number(text: str | None) -> float:
    try:
        return float((text or "0").replace(",", "."))
    except ValueError:
        return 0.0


_SERVING_WORD = (r"serv\w*|portion\w*|person\w*|people|guests?|adults?|personen|pers\b|porción\w*|porcion\w*|"
                 r"raci[oó]n\w*|porzion\w*|esser|couverts?|porties?|parts?\b")
_SERVES = re.compile(rf"(\d+(?:[.,]\d+)?)\s*(?:(?:-|–|to|bis|or|oder)\s*\d+(?:[.,]\d+)?\s*)?(?:{_SERVING_WORD})",
                     re.IGNORECASE)
_SERVES_BEFORE = re.compile(rf"(?:{_SERVING_WORD}|für|pour|for)\s*:?\s*(\d+(?:[.,]\d+)?)"
                            r"(?:\s*(?:-|–|to|bis)\s*\d+)?", re.IGNORECASE)
_BARE = re.compile(r"^\s*(\d+(?:[.,]\d+)?)(?:\s*(?:-|–|to|bis)\s*\d+(?:[.,]\d+)?)?\s*$")


def servings_of(yields: str | None) -> float | None:
    """Return for how many persons a yield says it is (the low end of a range), None for `1 loaf`."""
    for pattern in (_SERVES, _SERVES_BEFORE, _BARE):
        found = pattern.search((yields or "")[:200])
        if found:
            number = _number(found.group(1))
            return number if 0 < number <= 1000 else None
    return None


_FOR = re.compile(r"^(?:für|for|pour|per|para|voor|serves|makes|ergibt)\s*:?\s+(?=\d)", re.IGNORECASE)


def is_yield(line: str) -> bool:
    """Say whether a line says for how many it is, and nothing else: `4 portions`, `Serves 6`, `Für 4 Personen`."""
    line = line.strip(" :.")
    return bool(_SERVES_BEFORE.fullmatch(line) or _SERVES.fullmatch(_FOR.sub("", line)))
