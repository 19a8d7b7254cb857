"""A food as people see it on a card or in a row: picture, name, how much and where, how near its date."""

from dashboard.components.badges import risk_badge
from dashboard.components.pictures import tile
from dashboard.formats import sentence_case
from dashboard.markup import esc
from dashboard.session import Session
from dashboard.shown.queries import Shelf
from pantry.catalog.counted_names import called
from pantry.foods import catalog
from pantry.lots import Lot
from pantry.tracking import Tracking
from pantry.urgency import DueLot


def food_html(
    *, picture: str, name: str, meta: str, badge: str = "", price: str = "", printed: str = "", css_class: str = ""
) -> str:
    """Return the grid of a food. picture, badge: HTML made here; all other values are escaped."""
    under = f'<span class="meta">{esc(meta)}</span>{badge}'
    classes = ["food", *(["with-print"] if printed else []), *([css_class] if css_class else [])]
    return (
        f'<div class="{" ".join(classes)}">{picture}'
        + (f'<span class="printed">{esc(printed)}</span>' if printed else "")
        + f'<span class="name">{esc(name)}</span>'
        + (f'<span class="under">{under}</span>' if badge else under)
        + (f'<span class="price">{esc(price)}</span>' if price else "")
        + "</div>"
    )


def due_food_html(session: Session, due: DueLot, *, is_long: bool = False, with_place: bool = True) -> str:
    """Return a lot as a food. is_long: a roomy card; with_place: say where it lies."""
    return food_html(
        picture=picture_of(session, due.lot),
        name=name_of(session, due.lot),
        meta=meta_of(session, due.lot, with_place=with_place, is_long=is_long),
        badge=risk_badge(session, due, is_long=is_long),
    )


def picture_of(session: Session, lot: Lot) -> str:
    """Return a lot's picture as HTML; that of an own food is of what it counts like, else its category's."""
    own = session.view.own_foods().get(lot.food_id or "")
    return tile(lot.facts_food_id, own.category if own else None)


def name_of(session: Session, lot: Lot) -> str:
    """Return what a lot is called, with its first letter large."""
    return sentence_case(lot.called(session.food_lang))


def name_of_shelf(session: Session, shelf: Shelf) -> str:
    """Return what the lots of a shelf are called together, with a large first letter: "Tomatoes" of two single ones."""
    lot = shelf.nearest.lot
    (quantity, unit), *others = shelf.totals() or [(lot.quantity, lot.unit)]
    food = None if lot.food_name or others or lot.tracking != Tracking.EXACT else lot.food
    return sentence_case(called(food, quantity, unit, session.food_lang)) if food else name_of(session, lot)


def food_names(session: Session) -> dict[str, str]:
    """Return every food of the catalog by id, named in the household's language, by name."""
    named = {food.food_id: food.name(session.food_lang) for food in catalog().foods.values()}
    return dict(sorted(named.items(), key=lambda item: item[1].casefold()))


def name_inside(session: Session, lot: Lot) -> str:
    """Return what a lot is called in the middle of a sentence."""
    name = lot.called(session.food_lang)
    is_acronym = name[:2].isupper()
    return name if session.lang == "de" or is_acronym or lot.food_name else name[:1].lower() + name[1:]


def amount_left(session: Session, lot: Lot) -> str:
    """Return how much of a lot is left: "half of 500 g", or only that it is there where nobody counts."""
    if lot.tracking == Tracking.PRESENCE:
        return session.texts("food.there")
    return session.formats.left_of(lot.quantity, lot.acquired, lot.unit)


def meta_of(session: Session, lot: Lot, *, with_place: bool = True, is_long: bool = False) -> str:
    """Return how much is there, where, and whether it is open: "350 g, opened"."""
    amount = amount_left(session, lot)
    if is_long:
        amount = amount if lot.tracking == Tracking.PRESENCE else session.formats.amount(lot.quantity, lot.unit)
        return session.texts("food.amount_in_place", amount=amount, place=session.texts(f"place.in.{lot.place}"))
    parts = [amount]
    if lot.opened_on is not None:
        parts.append(session.texts("food.opened"))
    elif with_place:
        parts.append(session.texts(f"place.inside.{lot.place}"))
    return ", ".join(parts)
