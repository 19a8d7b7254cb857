"""The catalog of foods: ids, names, masses, allergens, diets; and which food a name on paper means.

Facts lie in `dbt/seeds/foods.csv` and `food_aliases.csv`, the same files that dbt loads. This module reads
them once with the standard library; `catalog()` is the entry point.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pantry.errors import NotReady, UnknownFood
from pantry.home import REPOSITORY
from pantry.vocabulary import Category, Place

if TYPE_CHECKING:
    from pantry.catalog.food_resolving import FoodMatcher

SEEDS = REPOSITORY / "dbt" / "seeds"
# Where food is weighed in ounces, it is called by its American names.
AMERICAN = "en-US"
_AMERICAN_NAMES = Path(__file__).with_name("american_names.csv")


@dataclass(frozen=True, slots=True)
class Food:
    """One food of the catalog; None says that the fact is unknown.

    unit: the unit people usually count it in. piece_mass_g, package_mass_g: one piece, one usual pack, as
    bought. inedible_share: 0 to 1 of the mass as bought. allergens: EU codes it contains by nature.
    diets: the diets it suits; excluded_diets: those it cannot; of a diet in neither nothing is known.
    co2e_match: direct, proxy (another product stands for it), composed (from its ingredients).
    is_group: a heading such as "fruit".
    """

    food_id: str
    name_en: str
    name_de: str
    category: Category
    parent_food_id: str | None
    place: Place
    unit: str
    piece_mass_g: float | None = None
    package_mass_g: float | None = None
    density_g_per_ml: float | None = None
    inedible_share: float | None = None
    allergens: frozenset[str] = frozenset()
    diets: frozenset[str] = frozenset()
    co2e_kg_per_kg: float | None = None
    reference_price_eur_per_kg: float | None = None
    name_en_plural: str = ""
    name_de_plural: str = ""
    is_group: bool = False
    excluded_diets: frozenset[str] = frozenset()
    co2e_match: str = ""

    def name(self, lang: str | None = None) -> str:
        """Return the German name for `de`, the American one for `en-US` where that differs, else the English one."""
        if lang == AMERICAN:
            return american_names().get(self.food_id, (self.name_en, ""))[0]
        return self.name_de if lang == "de" and self.name_de else self.name_en

    def plural(self, lang: str | None = None) -> str:
        """Return what several are called, as `name` does; "" for a household's own food."""
        if lang == AMERICAN:
            return american_names().get(self.food_id, ("", self.name_en_plural))[1]
        return self.name_de_plural if lang == "de" else self.name_en_plural


@dataclass(frozen=True, slots=True)
class FoodMatch:
    """A food that a name may mean.

    name: as in the catalog. full_name: the cleaned text with its abbreviations written out; where the catalog holds it
    in other languages only than the one asked for ("lait"), the name of the food ("milk").
    score: 0 to 1; of matches at 0.9 or more about nine in ten are right.
    how: exact (as written in the catalog), normalised (up to case, accents, plural, amounts), words (every
    word known), fuzzy (abbreviations, compounds, likeness), guessed (from a few letters of words that are all unknown).
    """

    food_id: str
    name: str
    full_name: str
    category: Category
    score: float
    how: str


@dataclass(frozen=True, slots=True)
class CategoryGuess:
    """What kind of thing a name means; food_id is None for goods that are no food. score: as in FoodMatch.

    food_share: 0 to 1, that it is food at all, whatever its category.
    """

    category: Category
    food_id: str | None
    score: float
    food_share: float = 1.0


class Catalog:
    """All foods by id, and the index that finds them by name."""

    def __init__(self, foods: Iterable[Food], matcher: "Callable[[Catalog], FoodMatcher]") -> None:
        """foods: each with its parents present. matcher: makes the index on the first resolve."""
        self.foods = {food.food_id: food for food in foods}
        self._make_matcher = matcher
        self._matcher: FoodMatcher | None = None

    def __len__(self) -> int:
        return len(self.foods)

    def get(self, food_id: str) -> Food | None:
        """Return the food, or None if the catalog has no such id."""
        return self.foods.get(food_id)

    def require(self, food_id: str) -> Food:
        """Return the food; raise UnknownFood if the catalog has no such id."""
        food = self.foods.get(food_id)
        if food is None:
            raise UnknownFood(food_id)
        return food

    def ancestors(self, food_id: str) -> tuple[str, ...]:
        """Return the ids above a food, nearest first; empty for a root or an unknown id."""
        above: list[str] = []
        food = self.foods.get(food_id)
        while food and food.parent_food_id and food.parent_food_id not in above:
            above.append(food.parent_food_id)
            food = self.foods.get(food.parent_food_id)
        return tuple(above)

    def resolve(self, text: str, *, lang: str | None = None, limit: int = 5) -> list[FoodMatch]:
        """Return up to `limit` foods the text may mean, best first.

        Empty if nothing comes near, or if the text names goods that are no food (soap, a deposit).
        """
        return self._ready().resolve(text, lang, limit)

    def resolve_many(self, texts: Sequence[str], *, lang: str | None = None) -> list[FoodMatch | None]:
        """Return the best food for each text, or None as in `resolve`; the order is that of `texts`."""
        return self._ready().best_many(texts, lang)

    def classify_many(self, texts: Sequence[str], *, lang: str | None = None) -> list[CategoryGuess | None]:
        """Return what kind of thing each text names, goods that are no food among them, or None."""
        return self._ready().classify_many(texts, lang)

    def languages_of(self, text: str) -> frozenset[str]:
        """Return the languages ("en", "de" and others) in which a food is called so; empty for an unknown name."""
        return self._ready().languages_of(text)

    def category_share(self, text: str, category: Category, *, lang: str | None = None) -> float:
        """Return how likely the words of a name by themselves mean a category (0 to 1), whatever food is called so.

        1.0 where the words say nothing.
        """
        return self._ready().category_share(text, category, lang)

    def with_own(self, foods: Iterable[Food]) -> "Catalog":
        """Return a catalog that knows a household's own foods by id as well; names resolve to the same as before."""
        return Catalog([*self.foods.values(), *foods], lambda _: self._ready())

    def _ready(self) -> "FoodMatcher":
        if self._matcher is None:
            self._matcher = self._make_matcher(self)
        return self._matcher


@lru_cache(maxsize=1)
def catalog() -> Catalog:
    """Return the catalog of the seeds, read once per process."""
    return read_catalog(SEEDS)


def resolve(text: str, lang: str | None = None, *, limit: int = 5) -> list[FoodMatch]:
    """Return up to `limit` foods of the catalog that a text may mean, best first; see Catalog.resolve."""
    return catalog().resolve(text, lang=lang, limit=limit)


@lru_cache(maxsize=1)
def american_names() -> dict[str, tuple[str, str]]:
    """Return name and plural of the foods that are called otherwise in America, by food id."""
    return {row["food_id"]: (row["name"], row["plural"]) for row in read_rows(_AMERICAN_NAMES)}


def read_catalog(seeds: Path) -> Catalog:
    """Read the foods of a seeds folder; names and aliases follow on the first resolve.

    Raises NotReady for a row that cannot be read.
    """
    return Catalog((_read_food(row, seeds) for row in read_rows(seeds / "foods.csv")),
                   lambda known: _matcher(known, seeds))


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a seed as one dictionary a row."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _matcher(known: Catalog, seeds: Path) -> "FoodMatcher":
    from pantry.catalog.food_resolving import build_matcher

    return build_matcher(known.foods, seeds)


def _read_food(row: dict[str, str], seeds: Path) -> Food:
    try:
        return _food(row)
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise NotReady(f"food {row.get('food_id')!r} of {seeds / 'foods.csv'} cannot be read: {error}",
                       "mend that row; tools/check_seeds.py looks at all of them") from error


def _food(row: dict[str, str]) -> Food:
    return Food(
        food_id=row["food_id"],
        name_en=row["name_en"],
        name_de=row["name_de"],
        category=Category(row["category"]),
        parent_food_id=row["parent_food_id"] or None,
        place=Place(row["place"]),
        unit=row["unit"],
        piece_mass_g=_number(row["piece_mass_g"]),
        package_mass_g=_number(row["package_mass_g"]),
        density_g_per_ml=_number(row["density_g_per_ml"]),
        inedible_share=_number(row["inedible_share"]),
        allergens=frozenset(filter(None, row["allergens"].split("|"))),
        diets=frozenset(filter(None, row["diets"].split("|"))),
        co2e_kg_per_kg=_number(row["co2e_kg_per_kg"]),
        reference_price_eur_per_kg=_number(row["reference_price_eur_per_kg"]),
        name_en_plural=row["name_en_plural"],
        name_de_plural=row["name_de_plural"],
        is_group=row["is_group"] == "true",
        excluded_diets=frozenset(filter(None, row["diets_excluded"].split("|"))),
        co2e_match=row["co2e_match"],
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
