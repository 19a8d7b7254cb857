"""One recipe against the larder, line by line: what it uses from which lot, what is missing, what it saves.

The same sums as the arrays of `recipes.match`, except that a lot that two lines want is only used once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from recipes.match_index import MatchIndex
from recipes.needs import Need
from recipes.recipe import MissingFood, RecipeMatch, UsedLot
from recipes.stock import Larder, ShelfLot, likeness_of
from recipes.worth import COVERAGE_EUR, FETCH_EUR, SMOOTHING, STAPLE_WEIGHT, UNKNOWN_EUR, missing_eur

# Amounts in recipes and on shelves are rough: 95 % is enough.
ENOUGH_SHARE = 0.95
# Scores are told apart to a millionth of a euro, so that sums in another order tie.
SCORE_DIGITS = 6


@dataclass(slots=True)
class Tally:
    """What a recipe's needs add up to."""

    have: float = 0.0
    needed: float = 0.0
    have_count: int = 0
    need_count: int = 0
    rescued_eur: float = 0.0
    rescued_co2e_kg: float = 0.0
    missing_eur: float = 0.0
    uses: list[UsedLot] = field(default_factory=list)
    missing: list[MissingFood] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    rescues: list[str] = field(default_factory=list)
    unsafe: list[str] = field(default_factory=list)
    substituted: list[str] = field(default_factory=list)
    taken_g: dict[str, float] = field(default_factory=dict)

    @property
    def worth_eur(self) -> float:
        """The objective of `recipes.worth` without taste."""
        return self.rescued_eur + COVERAGE_EUR * self.have / (self.needed + SMOOTHING) - self.missing_eur


def scale_of(own_servings: float | None, servings: float | None) -> float:
    """Return by what a recipe's amounts are multiplied; 1 where it does not say for how many it is."""
    return servings / float(own_servings) if servings and own_servings else 1.0


def explain(index: MatchIndex, number: int, larder: Larder, *, servings: float | None = None,
            as_of: date | None = None, taste_eur: float = 0.0) -> RecipeMatch:
    """Say what a recipe would use from which lots, what is missing and what it is worth."""
    return told(index, number, tally_of(index, number, larder, servings=servings), as_of=as_of, taste_eur=taste_eur)


def told(index: MatchIndex, number: int, tally: Tally, *, as_of: date | None = None,
         taste_eur: float = 0.0) -> RecipeMatch:
    """Return what a recipe's tally says, with what the recipe is called and where it is from."""
    details = index.details(number)
    minutes = int(index.minutes[number])
    return RecipeMatch(
        recipe_id=index.recipe_ids[number].decode(), title=str(details["title"]),
        score=score_of(tally, taste_eur),
        coverage=round(tally.have / tally.needed, 4) if tally.needed else 0.0, have_count=tally.have_count,
        need_count=tally.need_count, uses=tuple(tally.uses), missing=tuple(tally.missing),
        assumed=tuple(tally.assumed), rescues=tuple(dict.fromkeys(tally.rescues)),
        unsafe=tuple(dict.fromkeys(tally.unsafe)), substituted=tuple(tally.substituted),
        rescued_eur=round(tally.rescued_eur, 2), rescued_co2e_kg=round(tally.rescued_co2e_kg, 3),
        missing_eur=round(tally.missing_eur, 2), taste_eur=round(taste_eur, 2),
        as_of=as_of.isoformat() if as_of else None, url=details["url"], image=details["image"],  # type: ignore[arg-type]
        total_minutes=minutes or None, servings=details["servings"])  # type: ignore[arg-type]


def score_of(tally: Tally, taste_eur: float) -> float:
    """Return what a recipe is worth, as it is ranked."""
    return round(tally.worth_eur + taste_eur, SCORE_DIGITS)


def tally_of(index: MatchIndex, number: int, larder: Larder, *, servings: float | None = None) -> Tally:
    """Weigh every need of a recipe against the larder."""
    tally = Tally()
    weigh_needs(index, number, larder, tally, servings=servings)
    return tally


def weigh_needs(index: MatchIndex, number: int, larder: Larder, tally: Tally, *,
                servings: float | None = None) -> None:
    """Add every need of a recipe to a tally, which may know what other dishes took already."""
    scale = scale_of(float(index.servings[number]), servings)
    for need in index.needs(number):
        _weigh(need, index, larder, scale, tally)


def _weigh(need: Need, index: MatchIndex, larder: Larder, scale: float, tally: Tally) -> None:
    """Add one need to the tally: from the house, assumed as a staple, or missing wholly or in part."""
    if larder.is_staple(need.food_id):
        tally.have, tally.needed = tally.have + STAPLE_WEIGHT, tally.needed + STAPLE_WEIGHT
        tally.assumed.append(need.name)
        return
    lots: Sequence[ShelfLot] = larder.lots.get(need.food_id or "", ())
    weight = 0.0 if need.is_optional else 1.0
    known_g = need.mass_g * scale if need.mass_g else None
    wanted_g = _usual_g(index, need.food_id) if known_g is None else known_g
    used, served_g = _take(lots, wanted_g, known_g, need.name, tally)
    share = min(1.0, served_g / wanted_g) if known_g else float(served_g > 0)
    tally.needed += weight
    tally.have += weight * share * likeness_of(lots)
    tally.need_count += not need.is_optional
    tally.have_count += share >= ENOUGH_SHARE and not need.is_optional
    tally.uses.extend(used)
    if used and lots[0].stands_as.likeness < 1:
        tally.substituted.append(need.name)
    if share < ENOUGH_SHARE and not need.is_optional:
        _miss(need, wanted_g - served_g, known_g is not None, share > 0, lots, larder, tally)


def _miss(need: Need, missing_g: float, is_known: bool, is_partial: bool, lots: Sequence[ShelfLot], larder: Larder,
          tally: Tally) -> None:
    """Note what has to be bought, and why what lies there does not count."""
    spoiled = larder.unsafe.get(need.food_id or "", [])
    tally.unsafe.extend(need.name for _ in spoiled[:1])
    reason = "past_use_by" if spoiled and not lots else ""
    cost_eur = missing_eur(need.food_id, missing_g) if need.food_id else FETCH_EUR + UNKNOWN_EUR
    tally.missing_eur += cost_eur
    tally.missing.append(MissingFood(
        need.name, need.food_id, round(missing_g, 1) if is_known else None, is_partial, reason, round(cost_eur, 2)))


def _take(lots: Sequence[ShelfLot], wanted_g: float, known_g: float | None, name: str,
          tally: Tally) -> tuple[list[UsedLot], float]:
    """Take an amount from lots, soonest due first; return the lots and the grams of the need that they serve."""
    used: list[UsedLot] = []
    left_g, taken_g = wanted_g, tally.taken_g
    for item, stands_as, lot_serves_g, rescue_eur_per_g, rescue_co2e_kg_per_g, is_due in lots:
        ratio, lot_id = stands_as.mass_ratio, item.lot_id
        before_g = taken_g.get(lot_id, 0.0)
        free_g = lot_serves_g - before_g / ratio
        serves_g = left_g if left_g < free_g else free_g
        if serves_g <= 0:
            continue
        lot_g = serves_g * ratio
        taken_g[lot_id] = before_g + lot_g
        if rescue_eur_per_g:
            tally.rescued_eur += serves_g * rescue_eur_per_g
            tally.rescued_co2e_kg += lot_g * rescue_co2e_kg_per_g
        if is_due:
            tally.rescues.append(item.food_id)
        used.append(UsedLot(lot_id, item.food_id, name, item.days_left, None if known_g is None else round(lot_g, 1),
                            is_stand_in=stands_as.likeness < 1, note=stands_as.note))
        left_g -= serves_g
        if left_g <= 0:
            break
    return used, wanted_g - left_g


def _usual_g(index: MatchIndex, food_id: str | None) -> float:
    return _usual_masses(index).get(food_id or "", 1.0)


@lru_cache(maxsize=4)
def _usual_masses(index: MatchIndex) -> dict[str, float]:
    return dict(zip(index.foods, index.usual_mass_g.tolist(), strict=True))
