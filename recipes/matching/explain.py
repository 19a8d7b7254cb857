"""One recipe against the larder, line by line: what it uses from which lot, what is missing, what it saves.

The same sums as the arrays of `recipes.match`, except that a lot that two lines want is only used once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from recipes.matching.match_index import MatchIndex
from recipes.matching.needs import Need
from recipes.matching.stock import Larder, ShelfLot, likeness_of
from recipes.matching.worth import EFFORT_EUR, STAPLE_WEIGHT, missing_eur, need_weight, worth_eur
from recipes.recipe import MissingFood, RecipeMatch, UsedLot

# Amounts in recipes and on shelves are rough: nobody goes to the shop for the last tenth.
ENOUGH_SHARE = 0.9
# Less of a lot than this is nothing: what rounding leaves of it.
LEAST_G = 1e-6
# Scores are told apart to a millionth of a euro, so that sums in another order tie.
SCORE_DIGITS = 6


class _Lack(NamedTuple):
    """A need that the house does not cover. missing_g: grams, of the usual amount where is_known is false.

    is_unsafe: what could cover it is past its use-by; reason: as in `MissingFood`.
    """

    need: Need
    missing_g: float
    is_known: bool
    is_partial: bool
    is_unsafe: bool
    reason: str
    cost_eur: float


@dataclass(slots=True)
class Tally:
    """What a recipe's needs add up to; uses and missing are put into words only when somebody asks.

    meal_share: as in `recipes.matching.worth`. taken_g: grams by lot that are gone. used: (name of the need, lot, grams
    of it or None).
    """

    have: float = 0.0
    needed: float = 0.0
    have_count: int = 0
    need_count: int = 0
    rescued_eur: float = 0.0
    rescued_co2e_kg: float = 0.0
    missing_eur: float = 0.0
    assumed: list[str] = field(default_factory=list)
    substituted: list[str] = field(default_factory=list)
    taken_g: dict[str, float] = field(default_factory=dict)
    used: list[tuple[str, ShelfLot, float | None]] = field(default_factory=list)
    lacking: list[_Lack] = field(default_factory=list)
    meal_share: float = 1.0

    @property
    def worth_eur(self) -> float:
        """The objective of `recipes.matching.worth` without taste."""
        return worth_eur(rescued_eur=self.rescued_eur, have=self.have, needed=self.needed, missing_eur=self.missing_eur,
                         meal_share=self.meal_share)

    @property
    def effort_eur(self) -> float:
        """What getting several things takes off the worth, beside what they cost."""
        return EFFORT_EUR * (self.needed - self.have) ** 2

    def uses(self) -> tuple[UsedLot, ...]:
        """Return the lots that are used, in the order of the needs."""
        return tuple([
            UsedLot(lot.item.lot_id, lot.item.food_id, name, lot.item.days_left,
                    None if grams is None else round(grams, 1), lot.stands_as.likeness < 1, lot.stands_as.note)
            for name, lot, grams in self.used])

    def missing(self) -> tuple[MissingFood, ...]:
        """Return what has to be bought."""
        return tuple(MissingFood(one.need.name, one.need.food_id, round(one.missing_g, 1) if one.is_known else None,
                                 one.is_partial, one.reason, round(one.cost_eur, 2)) for one in self.lacking)

    def rescues(self) -> tuple[str, ...]:
        """Return the food ids of the used lots that are due."""
        return tuple(dict.fromkeys(lot.item.food_id for _, lot, _ in self.used if lot.is_due))

    def unsafe(self) -> tuple[str, ...]:
        """Return the names of needs that only food past its use-by could cover."""
        return tuple(dict.fromkeys(one.need.name for one in self.lacking if one.is_unsafe))


def scale_of(own_servings: float | None, servings: float | None) -> float:
    """Return by what a recipe's amounts are multiplied; 1 where it does not say for how many it is."""
    return servings / float(own_servings) if servings and own_servings else 1.0


def explain(index: MatchIndex, number: int, larder: Larder, *, servings: float | None = None, times: float = 1.0,
            as_of: date | None = None, taste_eur: float = 0.0) -> RecipeMatch:
    """Say what a recipe would use from which lots, what is missing and what it is worth."""
    tally = tally_of(index, number, larder, servings=servings, times=times)
    return told(index, number, tally, as_of=as_of, taste_eur=taste_eur)


def told(index: MatchIndex, number: int, tally: Tally, *, as_of: date | None = None,
         taste_eur: float = 0.0) -> RecipeMatch:
    """Return what a recipe's tally says, with what the recipe is called and where it is from."""
    details = index.details(number)
    minutes = int(index.minutes[number])
    return RecipeMatch(
        recipe_id=index.recipe_ids[number].decode(), title=str(details["title"]),
        score=score_of(tally, taste_eur),
        coverage=round(tally.have / tally.needed, 4) if tally.needed else 0.0, have_count=tally.have_count,
        need_count=tally.need_count, uses=tally.uses(), missing=tally.missing(), assumed=tuple(tally.assumed),
        rescues=tally.rescues(), unsafe=tally.unsafe(), substituted=tuple(tally.substituted),
        rescued_eur=round(tally.rescued_eur, 2), rescued_co2e_kg=round(tally.rescued_co2e_kg, 3),
        missing_eur=round(tally.missing_eur, 2), effort_eur=round(tally.effort_eur, 2), taste_eur=round(taste_eur, 2),
        as_of=as_of.isoformat() if as_of else None, url=details["url"], image=details["image"],  # type: ignore[arg-type]
        total_minutes=minutes or None, servings=details["servings"])  # type: ignore[arg-type]


def score_of(tally: Tally, taste_eur: float) -> float:
    """Return what a recipe is worth, as it is ranked."""
    return round(tally.worth_eur + taste_eur, SCORE_DIGITS)


def tally_of(index: MatchIndex, number: int, larder: Larder, *, servings: float | None = None,
             times: float = 1.0) -> Tally:
    """Weigh every need of a recipe against the larder."""
    tally = Tally(meal_share=float(index.meal_share(np.array([number]))[0]))
    weigh_needs(index, number, larder, tally, servings=servings, times=times)
    return tally


def weigh_needs(index: MatchIndex, number: int, larder: Larder, tally: Tally, *,
                servings: float | None = None, times: float = 1.0) -> None:
    """Add every need of a recipe to a tally, which may know what other dishes took already."""
    scale = scale_of(float(index.servings[number]), servings) * times
    usual_g = _usual_masses(index)
    for need in index.needs(number):
        if larder.is_staple(need.food_id):
            tally.have, tally.needed = tally.have + STAPLE_WEIGHT, tally.needed + STAPLE_WEIGHT
            tally.assumed.append(need.name)
        else:
            _weigh(need, larder, need.mass_g * scale if need.mass_g else None, usual_g, tally)


def _weigh(need: Need, larder: Larder, known_g: float | None, usual_g: Mapping[str, float], tally: Tally) -> None:
    """Add one need to the tally: from the house, or missing wholly or in part. known_g: what the recipe says."""
    food_id = need.food_id or ""
    lots: Sequence[ShelfLot] = larder.lots.get(food_id, ())
    wanted_g = usual_g.get(food_id, 1.0) if known_g is None else known_g
    served_g = _take(lots, wanted_g, known_g is not None, need.name, tally) if lots else 0.0
    share = float(served_g > 0) if known_g is None else min(1.0, served_g / wanted_g)
    if served_g > 0 and lots[0].stands_as.likeness < 1:
        tally.substituted.append(need.name)
    if need.is_optional:
        return
    weight = need_weight(need.food_id)
    tally.needed += weight
    tally.need_count += 1
    tally.have += weight * share * likeness_of(lots)
    if share >= ENOUGH_SHARE:
        tally.have_count += 1
        return
    is_unsafe = food_id in larder.unsafe
    cost_eur = missing_eur(need.food_id, wanted_g - served_g)
    tally.missing_eur += cost_eur
    tally.lacking.append(_Lack(need, wanted_g - served_g, known_g is not None, share > 0, is_unsafe,
                               "past_use_by" if is_unsafe and not lots else "", cost_eur))


def _take(lots: Sequence[ShelfLot], wanted_g: float, is_known: bool, name: str, tally: Tally) -> float:
    """Take an amount from lots, soonest due first; return the grams of the need that they serve."""
    left_g, taken_g = wanted_g, tally.taken_g
    for lot in lots:
        item, stands_as, lot_serves_g, rescue_eur_per_g, rescue_co2e_kg_per_g, _ = lot
        ratio, lot_id = stands_as.mass_ratio, item.lot_id
        before_g = taken_g.get(lot_id, 0.0)
        free_g = lot_serves_g - before_g / ratio
        serves_g = left_g if left_g < free_g else free_g
        if serves_g <= LEAST_G:
            continue
        lot_g = serves_g * ratio
        taken_g[lot_id] = before_g + lot_g
        if rescue_eur_per_g:
            tally.rescued_eur += serves_g * rescue_eur_per_g
            tally.rescued_co2e_kg += lot_g * rescue_co2e_kg_per_g
        tally.used.append((name, lot, lot_g if is_known else None))
        left_g -= serves_g
        if left_g <= 0:
            break
    return wanted_g - left_g


@lru_cache(maxsize=4)
def _usual_masses(index: MatchIndex) -> dict[str, float]:
    return dict(zip(index.foods, index.usual_mass_g.tolist(), strict=True))
