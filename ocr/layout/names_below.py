"""Names too long for one row: they begin on a row without money and go on below, farther right, beside the price."""

import statistics
from collections.abc import Sequence

from ocr.layout.drafts import Draft
from ocr.layout.line_names import has_name, name_of_what_came, says_what_was_ordered
from pantry.vocabulary import LineKind

# A row begins farther right than another when it does so by this share of its height.
INDENT = 0.4
# With fewer rows nothing tells where names begin.
LEAST_ROWS = 2


def left_edge_of_names(drafts: Sequence[Draft]) -> float | None:
    """Return where most rows with name and money begin, in pixels; None where no place is usual."""
    edges = [draft.box[0] for draft in drafts
             if draft.kind is LineKind.OTHER and draft.amounts and has_name(draft.name)]
    return statistics.median_low(edges) if len(edges) >= LEAST_ROWS else None


def goes_on_below(above: Draft, draft: Draft, left_edge: float | None) -> bool:
    """Return whether a row with money goes on with the name of the row above it.

    Below a heading goods begin where they all do; a name that goes on is indented, or begins with a small letter below
    one that does not.
    left_edge: of `left_edge_of_names`.
    """
    if above.kind is not LineKind.OTHER or draft.kind is not LineKind.OTHER or not has_name(draft.name):
        return False
    if says_what_was_ordered(draft.name):
        return True
    if draft.name[0].islower() and above.name[:1].isupper() and not above.name.isupper():
        return True
    if left_edge is None:
        return False
    indent = INDENT * (draft.box[3] - draft.box[1])
    begins_at_edge = abs(above.box[0] - left_edge) < indent
    return begins_at_edge and draft.box[0] - left_edge > indent


def whole_name(above: Draft, draft: Draft) -> str:
    """Return a name that goes on below as one; a word parted by a hyphen is put together."""
    is_parted = above.text.rstrip().endswith("-") and draft.name[0].islower()
    return f"{above.name}{draft.name}" if is_parted else name_of_what_came(f"{above.name} {draft.name}")
