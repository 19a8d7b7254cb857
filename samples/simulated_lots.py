"""What a simulated household has and does: its settings, its lots as they really are, and the truth."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from pantry.kinds.payloads import LotAcquired
from pantry.vocabulary import DateSource, Destination, Place, Reason
from samples.kitchen_tables import LIQUIDS, Item

LEFTOVER = Item("cooked_leftovers", 500, "g", 0, Place.FRIDGE, 4, 250, 0, is_logged=True)


@dataclass(frozen=True, slots=True)
class SimulatedHousehold:
    """Who lives there and how. Shares are chances from 0 to 1.

    entered: a use, a discard is entered. skipped: a meal that was planned is not eaten at home; it falls to
    skipped_at_the_end over the time. tracked: only lots in these places are entered.
    answers: on a day, somebody looks for what was left alone and says whether it is there.
    """

    household_id: str
    name: str
    people: int
    shops_on: tuple[int, ...] = (2, 5)
    entered: float = 0.85
    skipped: float = 0.22
    skipped_at_the_end: float = 0.14
    overbuys: float = 0.12
    away_days_a_year: int = 24
    tracked: tuple[Place, ...] = tuple(Place)
    answers: float = 0.12
    language: str = "en"


@dataclass
class Shelved:
    """A lot as it really is. amounts in integer thousandths.

    is_entered: the journal knows it. is_known_gone: somebody answered that it is not there any more.
    """

    lot_id: str
    item: Item
    bought_on: date
    milli: int
    acquired_milli: int
    price_minor: int
    bad_on: date
    place: Place
    is_entered: bool
    expires_on: date | None = None
    opened_on: date | None = None
    frozen_on: date | None = None
    is_known_gone: bool = False


@dataclass
class Truth:
    """What really happened, entered or not.

    wasted_g, eaten_g: by (food_id, "YYYY-MM"); given away is neither. wasted_tracked_g: of it, what lay in a
    tracked place. What goes into a dish counts as eaten
    there and its leftover as not yet eaten, so only the sum over foods is a mass. stock: thousandths of the
    lot's unit by lot, for lots that the journal believes in; 0 for those it believes in wrongly.
    forgotten_purchases, forgotten_discards: how many were never entered.
    """

    wasted_g: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    wasted_tracked_g: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    eaten_g: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    stock: dict[str, int] = field(default_factory=dict)
    forgotten_purchases: int = 0
    forgotten_discards: int = 0


def acquired(lot: Shelved) -> LotAcquired:
    """Return the event that enters a lot."""
    return LotAcquired(
        food_id=lot.item.food_id, quantity=decimal_of_milli(lot.acquired_milli), unit=lot.item.unit, place=lot.place,
        price_minor=lot.price_minor or None, currency="EUR" if lot.price_minor else None,
        purchased_on=lot.bought_on, expires_on=lot.expires_on,
        date_kind=lot.item.date_kind if lot.expires_on else None,
        date_source=DateSource.LABEL if lot.expires_on else None,
    )


def reason_of(lot: Shelved, random: Random) -> Reason:
    """Return why somebody says a lot was thrown away."""
    if random.random() < 0.15:
        return random.choice((Reason.FORGOTTEN, Reason.FORGOTTEN, Reason.PREFERENCE, Reason.UNKNOWN))
    if lot.item is LEFTOVER:
        return random.choice((Reason.COOKED_TOO_MUCH, Reason.COOKED_TOO_MUCH, Reason.PLATE_LEFTOVER))
    if lot.opened_on:
        return Reason.LEFT_TOO_LONG_OPENED
    if lot.expires_on and lot.expires_on <= lot.bad_on:
        return Reason.DATE_PASSED
    return Reason.SPOILED if lot.item.date_kind is None else Reason.FORGOTTEN


def destination_of(lot: Shelved, random: Random) -> Destination:
    """Return where a discarded lot goes."""
    if lot.item.food_id in LIQUIDS:
        return Destination.SEWER
    if lot.item.food_id == "cooked_leftovers" and random.random() < 0.1:
        return Destination.ANIMAL_FEED
    is_plant = lot.item.date_kind is None and lot.item.place is not Place.FREEZER
    return Destination.COMPOST if is_plant and random.random() < 0.7 else Destination.REFUSE


def sensible(amount: float, unit: str) -> int:
    """Return thousandths of an amount as people say it: tens of grams, half pieces, whole cans."""
    step = {"g": 10, "ml": 10, "l": 0.05, "can": 1}.get(unit, 0.5)
    return max(1, round(amount / step)) * round(step * 1000)


def decimal_of_milli(milli: int) -> Decimal:
    """Return thousandths as the decimal an event holds."""
    return (Decimal(milli) / 1000).quantize(Decimal("0.001"))
