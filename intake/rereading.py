"""Read anew: a newer reader sees a line otherwise than the one whose lot is in the pantry.

What was accepted stays; the difference waits in Review, and taking it corrects the lot that is there, so that what
was eaten of it is not lost.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from intake.workplace import Workplace
from pantry.acting.accepting import Correction
from pantry.actions import Done
from pantry.proposals import Proposal

if TYPE_CHECKING:
    import duckdb

    from intake.review import ReviewLine


def with_earlier_lots(workplace: Workplace, sha256: str, lines: "Iterable[ReviewLine]") -> "list[ReviewLine]":
    """Return the lines, those that wait with the lot that an earlier reading made of the same printed line, if any."""
    lines = list(lines)
    if all(line.state != "waiting" for line in lines):
        return lines
    seen = {line.lot_id for line in lines}
    earlier = {number: lot_id for lot_id, number in _lots_of(workplace, sha256) if lot_id not in seen}
    return [
        replace(line, earlier_lot_id=earlier.get(line.proposal.line_no)) if line.state == "waiting" else line
        for line in lines
    ]


def _lots_of(workplace: Workplace, sha256: str) -> list[tuple[str, int]]:
    """Return the lots that came from a document, with the number of their line."""
    def ask(connection: "duckdb.DuckDBPyConnection") -> list[tuple[str, int]]:
        return connection.execute(
            "select lot_id::varchar, document_line from lots where document_sha256 = ? and document_line is not null",
            [sha256],
        ).fetchall()

    return list(workplace.view.asked(("lots_of", sha256), ask))


def take_newer(
    workplace: Workplace, proposal: Proposal, earlier_lot_id: str, correction: Correction | None = None
) -> Done:
    """Correct a lot to what the newer reading says, and let its line wait no longer. One undo takes both back."""
    final = correction.apply(proposal, workplace.view.own_foods()) if correction else proposal
    lot = workplace.view.lot(earlier_lot_id)
    kitchen = workplace.kitchen
    is_renamed = (final.food_id, final.name) != (lot.food_id, lot.name())
    done = kitchen.correct(
        earlier_lot_id, food_id=final.food_id if is_renamed else None,
        food_name=final.name if is_renamed and final.food_id is None else None,
        quantity=final.quantity if (final.quantity, final.unit) != (lot.acquired, lot.unit) else None,
        unit=final.unit if final.unit != lot.unit else None,
        price_minor=final.price_minor if final.currency == workplace.view.household().currency else None,
        clear=["food_name"] if is_renamed and final.food_id and lot.food_name else [],
    )
    named_anew = correction.beside(proposal) if correction else Correction()
    is_right = named_anew.food_id is None and named_anew.name is None
    # A line whose food a person had to name was not read right: what tells of the lot again must be.
    settled = kitchen.set_aside([proposal], same_lot_id=earlier_lot_id if is_right else None)
    return replace(done, event_ids=(*done.event_ids, *settled.event_ids))
