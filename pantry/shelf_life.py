"""How long food keeps: days by food, place and state, and the date a lot should be used by.

Days lie in `dbt/seeds/shelf_life.csv`. They are guidance on quality; only a printed use-by speaks of safety,
and no estimate ever outlives it. `pantry/due.sql` says the same in SQL and a property test holds both equal.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pantry.foods import SEEDS, Catalog, catalog
from pantry.vocabulary import Category, DateKind, DateSource, Place, RiskBand

# A counter and a cellar are kept like a cupboard: the tables know three places only.
TABLE_PLACE = {Place.FRIDGE: "fridge", Place.FREEZER: "freezer"}
THAWED_DAYS = 1
NOW_DAYS, SOON_DAYS = 1, 4
# Dates that say when to eat; sell-by and packed-on are information of the shop.
EATING_DATES = frozenset({DateKind.USE_BY, DateKind.BEST_BEFORE, DateKind.NONE, None})
# Packs that change what "opened" means: what lies in a can or a jar is cooked or moist, though its food be dry.
OPENED_IN = {"can": "opened_can", "jar": "opened_jar"}
GUESSED = frozenset({DateSource.HISTORY, DateSource.PRODUCT, DateSource.CATEGORY})


@dataclass(frozen=True, slots=True)
class Period:
    """Days a food keeps. source: product (the food or one above it) or category (a default)."""

    min_days: int
    likely_days: int
    max_days: int
    source: DateSource


@dataclass(frozen=True, slots=True)
class LotFacts:
    """What is known of a lot: the columns that `lot_due_dates` of `due.sql` reads.

    Dates are local to the household. category: for a food of the household that the catalog lacks.
    frozen_on: the day it came into the freezer, None if that is not known. unit: what the lot is counted in.
    """

    food_id: str | None
    place: Place
    purchased_on: date | None
    expires_on: date | None = None
    date_kind: DateKind | None = None
    date_source: DateSource | None = None
    opened_on: date | None = None
    is_frozen: bool = False
    frozen_on: date | None = None
    thawed_on: date | None = None
    category: Category | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a lot should be used: a printed date has all three equal, an estimate has a range.

    A date is good until the end of its day. None: nothing is known. kind: use_by means unsafe afterwards,
    best_before means look and smell. source: who says so, as DateSource orders trust.
    """

    earliest: date | None
    likely: date | None
    latest: date | None
    kind: DateKind
    source: DateSource | None
    is_estimate: bool


UNKNOWN_DUE = Due(None, None, None, DateKind.NONE, None, False)


class ShelfLife:
    """The days of the seed, with the order food, foods above it, category."""

    def __init__(self, rows: list[dict[str, str]], foods: Catalog) -> None:
        """rows: of shelf_life.csv; those without days say only why there are none and are not used."""
        self._foods = foods
        self._foods_days: dict[tuple[str, str, str], Period] = {}
        self._category_days: dict[tuple[str, str, str], Period] = {}
        for row in rows:
            if not row["max_days"]:
                continue
            days = (int(row["min_days"]), int(row["likely_days"]), int(row["max_days"]))
            if row["food_id"]:
                key = (row["food_id"], row["place"], row["state"])
                self._foods_days[key] = Period(*days, DateSource.PRODUCT)
            else:
                key = (row["category"], row["place"], row["state"])
                self._category_days[key] = Period(*days, DateSource.CATEGORY)

    def period(self, food_id: str | None, place: Place, state: str,
               category: Category | None = None) -> Period | None:
        """Return the days for a food in a place; state: unopened, opened, opened_can or opened_jar.

        None if nothing says so. What was opened in a can or a jar keeps no longer than either row of it says.
        """
        where = TABLE_PLACE.get(place, "cupboard")
        food = self._foods.get(food_id) if food_id else None
        if food is not None:
            category = food.category
            for known_id in (food.food_id, *self._foods.ancestors(food.food_id)):
                found = self._foods_days.get((known_id, where, state))
                if found:
                    return found
        return self._category_days.get((category, where, state)) if category else None


@lru_cache(maxsize=1)
def shelf_life() -> ShelfLife:
    """Return the days of the seeds, read once per process."""
    with (SEEDS / "shelf_life.csv").open(encoding="utf-8", newline="") as lines:
        return ShelfLife(list(csv.DictReader(lines)), catalog())


def estimate_due(lot: LotFacts, *, table: ShelfLife | None = None) -> Due:
    """Return when a lot should be used, from its dates, its state and the table.

    Opening may only shorten, and of a can or a jar the shorter of its days counts. Freezing on or before a printed
    date pauses it, thawing leaves one day.
    Estimates start at the day of purchase. Where a printed use-by bounds the answer, the kind stays use_by.
    A date that only the category of a food guessed yields to what the table knows of the food.
    """
    table = table or shelf_life()
    printed = _printed(lot, table)
    if lot.is_frozen or lot.place is Place.FREEZER:
        return _due_frozen(lot, printed, table)
    if lot.thawed_on is not None:
        due = _due_thawed(lot, printed)
    else:
        due = printed or _counted(lot.purchased_on, _period(lot, "unopened", table))
    if lot.opened_on is not None:
        due = _shorter(due, _counted(lot.opened_on, _opened_period(lot, table)))
    return due


def _printed(lot: LotFacts, table: ShelfLife) -> Due | None:
    """Return the date on the lot, or None if it has none that says when to eat and is trusted most."""
    if lot.expires_on is None or lot.date_kind not in EATING_DATES:
        return None
    if lot.date_source is DateSource.CATEGORY and lot.date_kind is not DateKind.USE_BY:
        place = Place.FREEZER if lot.is_frozen else lot.place
        known = table.period(lot.food_id, place, "unopened", lot.category)
        if known is not None and known.source is DateSource.PRODUCT:
            return None
    kind = DateKind.USE_BY if lot.date_kind is DateKind.USE_BY else DateKind.BEST_BEFORE
    source = lot.date_source or DateSource.LABEL
    return Due(lot.expires_on, lot.expires_on, lot.expires_on, kind, source, source in GUESSED)


def _is_paused(lot: LotFacts, printed: Due | None) -> bool:
    """Return whether freezing at home came in time to stop the printed date."""
    return lot.frozen_on is not None and (
        printed is None or printed.latest is None or lot.frozen_on <= printed.latest)


def _due_frozen(lot: LotFacts, printed: Due | None, table: ShelfLife) -> Due:
    if printed and not _is_paused(lot, printed):
        return printed
    counted = _counted(lot.frozen_on or lot.purchased_on,
                       table.period(lot.food_id, Place.FREEZER, "unopened", lot.category))
    # What was bought frozen carries a best-before for the freezer: then the pack knows more than the table.
    if printed and printed.kind is DateKind.BEST_BEFORE and (
            counted.likely is None or printed.likely is None or printed.likely >= counted.likely):
        return printed
    return counted


def _due_thawed(lot: LotFacts, printed: Due | None) -> Due:
    assert lot.thawed_on is not None
    last = lot.thawed_on + timedelta(days=THAWED_DAYS)
    thawed = Due(last, last, last, DateKind.BEST_BEFORE, DateSource.CATEGORY, True)
    if printed is None:
        return thawed
    if _is_paused(lot, printed):
        return Due(last, last, last, printed.kind, DateSource.CATEGORY, True)
    return _shorter(printed, thawed)


def _period(lot: LotFacts, state: str, table: ShelfLife) -> Period | None:
    return table.period(lot.food_id, lot.place, state, lot.category)


def _opened_period(lot: LotFacts, table: ShelfLife) -> Period | None:
    """Return the days once opened: those of the food, cut by those of the can or jar it lies in."""
    opened = _period(lot, "opened", table)
    in_pack = _period(lot, OPENED_IN[lot.unit], table) if lot.unit in OPENED_IN else None
    if opened is None or in_pack is None:
        return opened or in_pack
    return Period(min(opened.min_days, in_pack.min_days), min(opened.likely_days, in_pack.likely_days),
                  min(opened.max_days, in_pack.max_days),
                  in_pack.source if in_pack.likely_days < opened.likely_days else opened.source)


def _counted(start: date | None, period: Period | None) -> Due:
    """Return start plus the days of a period; unknown if either is."""
    if start is None or period is None:
        return UNKNOWN_DUE
    return Due(start + timedelta(days=period.min_days), start + timedelta(days=period.likely_days),
               start + timedelta(days=period.max_days), DateKind.BEST_BEFORE, period.source, True)


def _shorter(due: Due, cap: Due) -> Due:
    """Return `due` cut off by `cap`, date by date; a use-by keeps its kind, since past it is unsafe."""
    if cap.latest is None or cap.likely is None or cap.earliest is None:
        return due
    if due.latest is None or due.likely is None or due.earliest is None:
        return cap
    cuts = cap.likely < due.likely
    return Due(
        min(due.earliest, cap.earliest),
        min(due.likely, cap.likely),
        min(due.latest, cap.latest),
        due.kind,
        cap.source if cuts else due.source,
        cap.is_estimate if cuts else due.is_estimate,
    )


def days_left(due: Due, as_of: date) -> int | None:
    """Return the days until the likely date: 0 on its day, negative after; None if unknown."""
    return None if due.likely is None else (due.likely - as_of).days


def risk_band(due: Due, as_of: date, *, is_frozen: bool = False) -> RiskBand:
    """Return the badge of a lot on a day.

    past_* begins the day after the latest date; now is the likely date at most one day ahead or passed; soon
    at most four days ahead. Frozen food has its own band unless its use-by passed before it was frozen.
    """
    if due.latest is None or due.likely is None:
        return RiskBand.FROZEN if is_frozen else RiskBand.UNKNOWN
    is_past = as_of > due.latest
    if is_past and due.kind is DateKind.USE_BY:
        return RiskBand.PAST_USE_BY
    if is_frozen:
        return RiskBand.FROZEN
    if is_past:
        return RiskBand.PAST_BEST_BEFORE
    left = (due.likely - as_of).days
    if left <= NOW_DAYS:
        return RiskBand.NOW
    return RiskBand.SOON if left <= SOON_DAYS else RiskBand.FINE
