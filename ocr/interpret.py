"""Rows to lines and sums, read again more boldly where the first reading does not add up."""

from ocr.lines import Draft, parse_lines
from ocr.rows import Row
from ocr.totals import Totals, read_totals

# From plain to bold; the first reading that adds up is taken, else the plain one.
_WAYS: tuple[dict[str, bool], ...] = (
    {},
    {"finds_sums": True},
    {"keeps_info": True},
    {"is_lenient": True},
    {"is_lenient": True, "finds_sums": True},
)


def interpret(rows: list[Row], *, decimals: int = 2) -> tuple[list[Draft], Totals]:
    """Return the lines of a receipt and its sums.

    A plain reading trusts words and two decimals. Where its sum fails, rows are taken for sums by their
    money alone, and round numbers for prices; a bolder reading counts only when it adds up, and never against
    a printed total.
    """
    plain: tuple[list[Draft], Totals] | None = None
    for way in _WAYS:
        drafts = parse_lines(rows, decimals=decimals, **way)
        totals = read_totals(drafts)
        plain = plain or (drafts, totals)
        agrees = not plain[1].is_printed or totals.total_minor == plain[1].total_minor
        if totals.reconciled and agrees:
            return drafts, totals
    assert plain is not None
    return plain
