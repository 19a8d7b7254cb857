"""One purchase told twice: by its receipt, by hand, by the shopping list, by a photo, or by another photo of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from intake.workplace import Workplace
from pantry.actions import Done, joined
from pantry.foods import catalog
from pantry.lots import Lot
from pantry.proposals import Proposal

# People photograph a receipt on the evening of the shop, or the day after.
_DAYS_APART = timedelta(days=1)
_DOUBT = {"en": "on the shelf already since that day: the same purchase?",
          "de": "liegt seit dem Tag schon im Regal: derselbe Kauf?"}


def by_day_of_purchase(lots: Iterable[Lot]) -> Mapping[date, Sequence[Lot]]:
    """Return lots by the day they were bought on, in their order."""
    bought: defaultdict[date, list[Lot]] = defaultdict(list)
    for lot in lots:
        bought[lot.purchased_on].append(lot)
    return dict(bought)


def ask_about_the_same_purchase(
    proposals: Sequence[Proposal], bought: Mapping[date, Sequence[Lot]], *, lang: str,
) -> list[Proposal]:
    """Return the proposals of a document; a food that came home that day is asked about.

    bought: what is in the house, by the day it was bought on; each lot stands for one line at most. Where both have a
    price they are two purchases.
    """
    taken: set[str] = set()
    asked = []
    for proposal in proposals:
        near = (lot for lot in _bought_about(proposal.purchased_on, bought) if lot.lot_id not in taken)
        same = same_purchase(proposal, near)
        if same is not None:
            taken.add(same.lot_id)
            proposal = replace(proposal, is_sure=False, doubts=(_DOUBT.get(lang, _DOUBT["en"]), *proposal.doubts))
        asked.append(proposal)
    return asked


def same_purchase(proposal: Proposal, lots: Iterable[Lot]) -> Lot | None:
    """Return the first lot that a line may tell again, None for none: of a receipt's line, one without a price."""
    return next((lot for lot in lots if _is_same(proposal, lot)), None)


def settle_as_same(workplace: Workplace, proposal: Proposal, lot: Lot) -> Done:
    """Leave a line out of stock as what a lot is already, and note there its price, if in the household's money.

    Of a photo, the date that was printed is noted.
    """
    kitchen = workplace.kitchen
    is_in_our_money = proposal.currency in (None, workplace.view.household().currency)
    price_minor = proposal.price_minor if is_in_our_money else None
    expires_on = proposal.expires_on if proposal.is_from_photo else None
    # The line first: killed in between, the price is missing and nothing counts twice.
    done = kitchen.set_aside([proposal], same_lot_id=lot.lot_id)
    if price_minor is None and expires_on is None:
        return done
    date_kind = proposal.date_kind if expires_on is not None else None
    return joined([done, kitchen.correct(lot.lot_id, price_minor=price_minor, expires_on=expires_on,
                                         date_kind=date_kind)])


def _bought_about(day: date | None, bought: Mapping[date, Sequence[Lot]]) -> Iterable[Lot]:
    """Yield what was bought so near a day that it may be the same purchase, that of the day itself first."""
    for near in (day, day - _DAYS_APART, day + _DAYS_APART) if day is not None else ():
        yield from bought.get(near, ())


def _is_same(proposal: Proposal, lot: Lot) -> bool:
    if proposal.food_id is None or not proposal.is_food or proposal.purchased_on is None or lot.food_id is None:
        return False
    if lot.made_by != "lot_acquired" or lot.document_sha256 == proposal.document_sha256:
        return False
    if lot.price_minor is not None and not proposal.is_from_photo:
        return False
    if abs(lot.purchased_on - proposal.purchased_on) > _DAYS_APART:
        return False
    above = catalog().ancestors
    return lot.food_id in (proposal.food_id, *above(proposal.food_id)) or proposal.food_id in above(lot.food_id)
