"""Actions: what a click appends. Every one can be backdated and undone.

`Kitchen` is one household's hand on the journal: lots (`pantry.acting.lot_actions`), recipes, shopping and settings
(`pantry.acting.household_actions`), and the documents of its inbox. Each method writes at once and returns `Done`,
which `undo` takes back.
"""

from collections.abc import Iterable
from dataclasses import replace

from pantry.acting.accepting import Correction, acceptance_events, dismissal_events
from pantry.acting.household_actions import HouseholdActions
from pantry.acting.lot_actions import LotActions
from pantry.acting.writing import Done, joined
from pantry.errors import InvalidEvent
from pantry.events import Event
from pantry.facts.document_facts import DocumentFacts, corrected_purchase
from pantry.facts.shops import shop_key
from pantry.kinds.payloads import (
    AliasTaught,
    DocumentCorrected,
    DocumentDismissed,
    EventUndone,
    FoodTaught,
    LotCorrected,
)
from pantry.proposals import Proposal

__all__ = ["Done", "Kitchen", "joined"]


class Kitchen(LotActions, HouseholdActions):
    """One household's actions."""

    def accept(
        self,
        proposals: Iterable[Proposal],
        *,
        corrections: dict[tuple[str, int, int], Correction] | None = None,
        by_machine: bool = False,
    ) -> Done:
        """Put proposed lines into stock; what was accepted before is written once, what was undone comes back.

        corrections: by (line_key, occurrence, part) of the proposal, what the person changed.
        """
        view = self._fresh()
        events, revived = acceptance_events(
            list(proposals), view=view, now=self.journal.clock(), corrections=corrections or {}, by_machine=by_machine
        )
        return self._append_document_events(events, revived)

    def set_aside(self, proposals: Iterable[Proposal], *, is_food: bool = True,
                  same_lot_id: str | None = None) -> Done:
        """Say that lines are not food (is_food=False) or are not wanted in stock.

        same_lot_id: the lot that they tell of again, if that is why.
        """
        view = self._fresh()
        events, revived = dismissal_events(list(proposals), view=view, is_food=is_food, same_lot_id=same_lot_id)
        return self._append_document_events(events, revived)

    def dismiss_document(self, sha256: str) -> Done:
        """Take a document out of Review; its original is kept."""
        return self._write([DocumentDismissed(sha256=sha256)])

    def correct_document(self, sha256: str, facts: DocumentFacts, *, read: DocumentFacts) -> Done:
        """Say what a receipt says of itself that was read otherwise; purchases from it are put right with it.

        facts: None stays as it was read. read: what the household sees now, and the shop as it is printed. Raises
        InvalidEvent for a day to come. One undo takes all back.
        """
        view = self._fresh()
        if facts.purchased_on is not None and facts.purchased_on > view.household().today(self.journal.clock()):
            raise InvalidEvent(DocumentCorrected.kind, "a day of purchase cannot lie ahead")
        said = DocumentCorrected(
            sha256=sha256, merchant=facts.merchant, purchased_on=facts.purchased_on, currency=facts.currency,
            printed_shop=shop_key(read.merchant) if facts.merchant and read.merchant else None)
        lots = [lot for lot in view.lots(in_stock=False)
                if lot.document_sha256 == sha256 and lot.made_by == "lot_acquired"]
        changes = {lot.lot_id: change for lot in lots if (change := corrected_purchase(lot, facts, read))}
        corrections = [LotCorrected.model_validate({"lot_id": lot_id, **change}) for lot_id, change in changes.items()]
        return self._write([said, *corrections], lots=tuple(changes))

    def teach_alias(self, text: str, food_id: str, *, merchant: str | None = None) -> Done:
        """Remember what a shop calls a food."""
        return self._write([AliasTaught(text=text, food_id=food_id, merchant=merchant)])

    def teach_picture(self, food_id: str, sha256: str, box: tuple[int, int, int, int] | None = None) -> Done:
        """Remember that a picture, or a box in it, shows a food."""
        return self._write([FoodTaught(food_id=food_id, sha256=sha256, box=list(box) if box else None)])

    def _append_document_events(self, events: list[Event], revived: list[str]) -> Done:
        """Append events with derived ids, then undo the undos of those that had been taken back."""
        written = self.journal.append(replace(event, actor=self.actor) for event in events).written
        lots = tuple(event.event_id for event in events if event.kind == "lot_acquired")
        undone = self._write([EventUndone(undoes_event_id=undo) for undo in revived]).event_ids if revived else ()
        self.view.refresh()
        return Done((*written, *undone), lots)
