"""Goods that were given back or struck from a receipt: told by words, by a heading above, or by the goods."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr.layout.drafts import Draft
from ocr.layout.line_names import has_name
from ocr.printed.keywords import VOID, kind_by_words, normalise
from pantry.vocabulary import LineKind

_HEADING = re.compile(rf"\W*(?:{VOID.pattern})(?:\s(?:item|sale|receipt|line|posten|bon|beleg))?\W*")


def is_heading_of_returns(text: str) -> bool:
    """Return whether a row says no more than that what follows is void or was returned."""
    return _HEADING.fullmatch(normalise(text)) is not None


def as_taken_back(line: Draft, above: Draft | None, lines: Sequence[Draft]) -> Draft:
    """Return money off as a refund where a heading above says so, or where it takes an item back whole.

    above: the row without money right above. lines: the goods so far.
    """
    if line.kind is not LineKind.DISCOUNT:
        return line
    is_told = above is not None and is_heading_of_returns(above.text)
    is_same = has_name(line.name) and any(
        item.kind is LineKind.ITEM and item.total_minor == -(line.total_minor or 0) and item.name == line.name
        for item in lines)
    return replace(line, kind=LineKind.REFUND) if is_told or is_same else line


def with_returns_alone(lines: list[Draft]) -> list[Draft]:
    """Return the lines of a receipt on which nothing was bought: money off without a word of discount is a refund."""
    if any(line.kind is LineKind.ITEM for line in lines):
        return lines
    return [replace(line, kind=LineKind.REFUND)
            if line.kind is LineKind.DISCOUNT and kind_by_words(line.text, after_total=False) is not LineKind.DISCOUNT
            else line for line in lines]
