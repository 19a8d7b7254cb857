"""Telling the food of a lot that came in under its own name, and what its shop calls that food from now on."""

from dataclasses import replace

from intake.proposing import propose
from intake.reading import cached_reading
from intake.teaching import teach_from_lots
from intake.workplace import Workplace
from pantry.acting.accepting import lot_id as lot_id_of
from pantry.actions import Done
from pantry.catalog.own_foods import own_food_id
from pantry.foods import FoodMatch, catalog
from pantry.lots import Lot
from pantry.proposals import Proposal
from pantry.vocabulary import Category

MOST_FOODS = 3


def likely_foods(lot: Lot, *, lang: str | None = None) -> list[FoodMatch]:
    """Return the foods that a lot without one may be, best first, at most three; empty where its food is known."""
    if lot.food_id is not None or not lot.food_name:
        return []
    return catalog().resolve(lot.food_name, lang=lang, limit=MOST_FOODS)


def name_lot(workplace: Workplace, lot_id: str, food_id: str) -> Done:
    """Say which food a lot is; what its receipt calls it, or its photo shows, means that food from now on.

    One undo for both.
    """
    done = _taught(workplace, lot_id, food_id, workplace.kitchen.name_lot(lot_id, food_id))
    return teach_from_lots(workplace, [lot_id], food_id, done)


def keep_own_food(workplace: Workplace, lot_id: str, category: Category) -> Done:
    """Say what kind of thing a lot is that no food of the catalog is; its name, and the words of its receipt, mean it.

    The photos of all lots of that name show it. One undo for all. Raises InvalidEvent for a lot that came in as a food.
    """
    name = workplace.view.lot(lot_id).food_name or ""
    food_id, kept = own_food_id(name), workplace.kitchen.keep_own_food(name, category)
    return teach_from_lots(workplace, kept.lot_ids, food_id, _taught(workplace, lot_id, food_id, kept))


def _taught(workplace: Workplace, lot_id: str, food_id: str, done: Done) -> Done:
    before = _proposal_of(workplace, lot_id)
    if before is None:
        return done
    taught = workplace.kitchen.teach_alias(before.printed_words, food_id, merchant=before.merchant)
    followed = _follow_amount(workplace, lot_id, before)
    return replace(done, event_ids=(*done.event_ids, *taught.event_ids, *followed.event_ids))


def _follow_amount(workplace: Workplace, lot_id: str, before: Proposal) -> Done:
    """Let the amount of a lot follow from its food ("KS ORG EGGS 24" is 24 eggs) unless a person said another one."""
    lot, now = workplace.view.lot(lot_id), _proposal_of(workplace, lot_id)
    if now is None or (lot.acquired, lot.unit) != (before.quantity, before.unit):
        return Done(())
    if (now.quantity, now.unit) == (lot.acquired, lot.unit) or (lot.quantity != lot.acquired and now.unit != lot.unit):
        return Done(())
    return workplace.kitchen.correct(lot_id, quantity=now.quantity, unit=now.unit, method=now.method)


def _proposal_of(workplace: Workplace, lot_id: str) -> Proposal | None:
    """Return the line of a receipt that a lot came from, None for other lots."""
    sha256 = workplace.view.lot(lot_id).document_sha256
    read = cached_reading(workplace, sha256) if sha256 else None
    if read is None or read.receipt is None:
        return None
    household = workplace.household_id
    return next((one for one in propose(workplace, read) if lot_id_of(household, one) == lot_id), None)
