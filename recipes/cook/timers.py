"""The times that a step of a recipe names, as minutes to set a timer to."""

import re

from recipes.ingredients import line_words as words
from recipes.ingredients.amounts import NUMBER, number_of, plain_fractions

MOST_TIMERS = 4
MOST_TIMER_MINUTES = 24 * 60

_WORDS = "|".join(sorted(map(re.escape, words.NUMBER_WORDS), key=len, reverse=True))
_COUNT = rf"(?:\b(?:{_WORDS}) and a half|{NUMBER}|half(?: an?)?|(?:three[- ])?quarters?(?: of an?)?|\b(?:{_WORDS})\b)"
_UP_TO = (rf"(?:\s*(?:-|to|or|bis|oder)\s*(?:{_COUNT})"
          r"(?=\s*[- ]?\s*(?:hour|hr|h\b|stunde|std|heure|hora|or[ae]\b|min)))?")
_HOURS = (rf"(?P<hours>{_COUNT})(?P<range>{_UP_TO})[\s-]*"
          r"(?:hours?|hrs?|h(?=\d{2}\b|\b)|stunden?|std|heures?|horas?|or[ae])(?![^\W\d_])\.?")
_HALF = r"(?P<half>\s+and\s+a\s+half\b)?"
_AND_MINUTES = (r"(?:\s*(?:and|und|&)?\s*(?P<rest>\d{1,2})"
                r"(?:[\s-]*(?:minutes?|minuten?|minut[oi]s?|mins?)(?![^\W\d_])|\b(?<=h\d\d)))?")
_TIME = re.compile(rf"(?<![\w.,/:]){_HOURS}{_HALF}{_AND_MINUTES}|"
                   rf"(?<![\w.,/:])(?P<minutes>{_COUNT}){_UP_TO}[\s-]*(?:minutes?|minuten?|minut[oi]s?|mins?)(?![^\W\d_])",
                   re.IGNORECASE)
_PARTS_OF_HOURS = ((re.compile(r"\bdreiviertel[ -]?stunden?\b", re.IGNORECASE), "45 min"),
                   (re.compile(r"\b(?:einer? )?viertel[ -]?stunde\b", re.IGNORECASE), "15 min"),
                   (re.compile(r"\b(?:einer? )?halben? stunde\b", re.IGNORECASE), "30 min"))


def timers_of(step: str) -> list[int]:
    """Return the minutes that a step names, in its order, each once and at most four; the low end of a range.

    `1 hour and 30 minutes` is one time. Seconds are left out: nobody sets a timer for them.
    """
    text = plain_fractions(step)
    for written, plain in _PARTS_OF_HOURS:
        text = written.sub(plain, text)
    minutes = [round(one) for found in _TIME.finditer(text) if (one := _minutes(found)) is not None]
    return list(dict.fromkeys(one for one in minutes if 0 < one <= MOST_TIMER_MINUTES))[:MOST_TIMERS]


def _minutes(found: re.Match[str]) -> float | None:
    count = _count(found["hours"] or found["minutes"])
    if count is None:
        return None
    if found["hours"] is None:
        return count
    return 60 * (count + (0.5 if found["half"] else 0)) + int(found["rest"] or 0)


def _count(text: str) -> float | None:
    """Return the number that is written, in figures or in words."""
    text = text.lower()
    if text[0].isdigit() or text[0] == ".":
        return number_of(text)
    if text.endswith(" and a half"):
        return words.NUMBER_WORDS[text.split()[0]] + 0.5
    if "quarter" in text:
        return 0.75 if text.startswith("three") else 0.25
    return 0.5 if text.startswith("half") else words.NUMBER_WORDS.get(text)
