"""The match index: for each food the recipes that need it, as arrays that are memory-mapped.

Built from the store, saved as a folder of arrays that appears whole or not at all; readers keep the version
they opened. Recipes are numbered in the order of their ids, so that equal scores are broken by id.
"""

import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from pathlib import Path

import numpy as np

from pantry.errors import NotReady
from pantry.kinds.payloads import USUAL_STAPLES
from recipes.matching.dish_kinds import is_meal
from recipes.matching.forward_index import ForwardIndex, forward_index
from recipes.matching.needs import Need, combine, lines_of_store
from recipes.matching.restrictions import recipe_bits
from recipes.matching.stock import Larder
from recipes.matching.worth import ASIDE_SHARE, missing_eur, need_weight, usual_mass_g
from recipes.recipe import Recipe
from recipes.store import RecipeStore

INDEX_FOLDER, CURRENT_FILE = "match_index", "current.json"
# Grows when the arrays or what they mean change.
INDEX_FORMAT = 12
_ARRAYS = ("recipe_ids", "minutes", "servings", "is_meal", "need_start", "need_food", "need_mass_g", "need_name",
           "need_optional", "posting_start", "posting_recipe", "forward_count", "forward_place", "forward_code",
           "forward_pair", "need_total", "missing_eur", "allergens", "diets", "denied", "usual_mass_g", "amount_g",
           "name_end", "name_bytes", "detail_end", "detail_bytes")
_OF_RECIPES = ("minutes", "servings", "is_meal", "need_total", "missing_eur", "allergens", "diets", "denied")
_VERSIONS_KEPT = 2
_MOST_INT16, _MOST_MINUTES = 32_000, 65_535
# Ranges of amounts of a food, finer where a recipe takes much of it, one for "not known", and one for what may be left
# out, which saves food and is never missing: enough for the first stage to be within some cents of the second.
_AMOUNT_SHARES = np.array([0, 0.2, 0.4, 0.6, 0.75, 0.85, 0.92, 0.96, 0.98, 0.99, 0.997])
AMOUNTS = len(_AMOUNT_SHARES) + 2
UNSAID, OPTIONAL = AMOUNTS - 2, AMOUNTS - 1
# A median of fewer amounts says less than the size of a pack.
_LEAST_MASSES = 5
NO_FOOD = -1
# Sums over so many recipes stay in a processor's cache, which is three times as fast at two million recipes; and a
# recipe's number within its block takes two bytes.
BLOCK = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class MatchIndex:
    """R recipes, N needs, F foods, B amounts of a food that are told apart, P postings.

    recipe_ids: (R,) S12, rising. minutes: (R,) uint16 and servings: (R,) float16, 0 unknown. is_meal: (R,) bool.
    need_start: (R+1,) into the need arrays. need_food: (N,) int16 number of the food or -1. need_mass_g: (N,) float32
    grams, nan unknown. need_name: (N,) name number. need_optional: N bits. need_total: (R,) float32, what its needs
    count, those that are not optional; missing_eur: (R,) float32, what they cost to fetch; allergens: (R,) uint16,
    diets: (R,) uint8, what it suits, and denied: (R,) uint8, what it certainly does not suit and ALCOHOL, as
    `recipes.matching.restrictions` numbers them. usual_mass_g: (F,) median grams of a food in a recipe. amount_g: (F,
    B) grams that stand for a range of amounts, the last two for UNSAID and OPTIONAL. posting_start: (blocks * F * B +
    1,) into posting_recipe (P,) uint16, the recipes that need so much of a food, for each block of BLOCK recipes, as
    numbers from the block's first; rising. forward_count, forward_place, forward_code, forward_pair: the same by recipe
    (`ForwardIndex`), without what nearly every household always has.
    Names and details are UTF-8 with their ends. Compared by identity.
    """

    foods: tuple[str, ...]
    version: str
    recipe_ids: np.ndarray
    minutes: np.ndarray
    servings: np.ndarray
    is_meal: np.ndarray
    need_start: np.ndarray
    need_food: np.ndarray
    need_mass_g: np.ndarray
    need_name: np.ndarray
    need_optional: np.ndarray
    posting_start: np.ndarray
    posting_recipe: np.ndarray
    forward_count: np.ndarray
    forward_place: np.ndarray
    forward_code: np.ndarray
    forward_pair: np.ndarray
    need_total: np.ndarray
    missing_eur: np.ndarray
    allergens: np.ndarray
    diets: np.ndarray
    denied: np.ndarray
    usual_mass_g: np.ndarray
    amount_g: np.ndarray
    name_end: np.ndarray
    name_bytes: np.ndarray
    detail_end: np.ndarray
    detail_bytes: np.ndarray

    def __len__(self) -> int:
        return len(self.recipe_ids)

    @property
    def size_bytes(self) -> int:
        """Bytes of all arrays together."""
        return sum(getattr(self, name).nbytes for name in _ARRAYS)

    @property
    def searched_bytes(self) -> int:
        """Bytes of what ranking reads; names and details are only read of the recipes that are shown."""
        labels = ("recipe_ids", "need_name", "name_end", "name_bytes", "detail_end", "detail_bytes")
        return sum(getattr(self, name).nbytes for name in _ARRAYS if name not in labels)

    @property
    def forward(self) -> ForwardIndex:
        """The codes of each recipe: a cell is a food's number times B, and the range of its amount."""
        return ForwardIndex(self.forward_count, self.forward_place, self.forward_code, self.forward_pair)

    def meal_share(self, recipes: np.ndarray) -> np.ndarray:
        """Return 1.0 for each recipe number that is a meal, else ASIDE_SHARE."""
        return np.where(self.is_meal[recipes], 1.0, ASIDE_SHARE)

    def number_of(self, recipe_id: str) -> int | None:
        """Return the number of a recipe, or None if the index does not hold it."""
        number = int(np.searchsorted(self.recipe_ids, recipe_id.encode()))
        is_there = number < len(self) and self.recipe_ids[number] == recipe_id.encode()
        return number if is_there else None

    def food_numbers(self) -> dict[str, int]:
        """Return the number of each food id."""
        return {food_id: number for number, food_id in enumerate(self.foods)}

    def postings(self, food: int) -> np.ndarray:
        """Return the recipe numbers that need a food and cannot do without, rising."""
        blocks = np.arange(len(self.posting_start) // max(self.amount_g.size, 1))
        first = blocks * self.amount_g.size + food * AMOUNTS
        starts, ends = self.posting_start[first].tolist(), self.posting_start[first + OPTIONAL].tolist()
        parts = [self.posting_recipe[start:end].astype(np.int64) + block * BLOCK
                 for block, (start, end) in enumerate(zip(starts, ends, strict=True))]
        return np.sort(np.concatenate(parts))

    def needs_of(self, recipes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers of all needs of recipes (n,) in their order, and the place (0 to n-1) of their recipe."""
        start = self.need_start[recipes].astype(np.int64)
        count = self.need_start[recipes + 1] - start
        of = np.repeat(np.arange(len(recipes)), count)
        return np.arange(len(of)) + np.repeat(start - np.cumsum(count) + count, count), of

    def is_optional(self, needs: np.ndarray) -> np.ndarray:
        """Return which needs, given by number, are optional."""
        return (self.need_optional[needs >> 3] >> (7 - (needs & 7)).astype(np.uint8) & 1).astype(bool)

    def needs(self, recipe: int) -> Iterator[Need]:
        """Yield what a recipe needs, in the order of its lines."""
        start, end = self.need_start[recipe:recipe + 2].tolist()
        bits = np.unpackbits(self.need_optional[start >> 3:(end + 7) >> 3])
        optional = bits[start & 7:(start & 7) + end - start].astype(bool).tolist()
        for food, mass_g, name, is_optional in zip(
                self.need_food[start:end].tolist(), self.need_mass_g[start:end].tolist(),
                self.need_name[start:end].tolist(), optional, strict=True):
            yield Need(_name(self, name), self.foods[food] if food != NO_FOOD else None,
                       None if mass_g != mass_g else mass_g, is_optional)

    def details(self, recipe: int) -> dict[str, str | float | None]:
        """Return title, url, image and servings of a recipe."""
        return json.loads(_text(self.detail_bytes, self.detail_end, recipe))

    @classmethod
    def build(cls, store: RecipeStore, *, version: str = "", recipe_ids: Sequence[str] | None = None) -> "MatchIndex":
        """Read every recipe of a store and return its index. recipe_ids: only these, whose order rises."""
        recipes = lines_of_store(store, recipe_ids)
        return cls.from_needs(((recipe_id, recipe, combine(lines)) for recipe_id, recipe, lines in recipes),
                              version=version)

    @classmethod
    def from_needs(cls, recipes: Iterable[tuple[str, Recipe, Sequence[Need]]], *, version: str = "") -> "MatchIndex":
        """Return the index of (recipe id, recipe, needs), given in the order of ids."""
        builder = _Builder()
        for recipe_id, recipe, needs in recipes:
            builder.add(recipe_id, recipe, needs)
        return builder.finish(version)

    def save(self, folder: Path) -> Path:
        """Write the index as a new version below a folder and make it the current one; return its folder."""
        name = f"{self.version}-{uuid.uuid4().hex[:8]}"
        part, whole = folder / f".{name}.part", folder / name
        part.mkdir(parents=True)
        for array in _ARRAYS:
            with (part / f"{array}.npy").open("wb") as file:
                np.save(file, getattr(self, array), allow_pickle=False)
                file.flush()
                os.fsync(file.fileno())
        (part / "foods.json").write_text(json.dumps(self.foods), encoding="utf-8")
        part.rename(whole)
        pointer = folder / f".{name}.current"
        pointer.write_text(json.dumps({"folder": name, "version": self.version}), encoding="utf-8")
        pointer.replace(folder / CURRENT_FILE)
        _remove_old(folder, keep=name)
        return whole

    @classmethod
    def load(cls, folder: Path) -> "MatchIndex":
        """Open the current index below a folder, memory-mapped. Raises NotReady if there is none or it is spoilt."""
        for _ in range(3):
            try:
                current = json.loads((folder / CURRENT_FILE).read_text(encoding="utf-8"))
                return _opened(folder / current["folder"], current["version"])
            except FileNotFoundError:  # a version may go between reading its name and opening it
                continue
            except (OSError, ValueError, KeyError, EOFError) as error:
                raise NotReady(f"the match index is spoilt ({error})", "`larder refresh` builds it anew") from error
        raise NotReady("the match index is not built yet", "import recipes or run `larder refresh`")


@lru_cache(maxsize=2)
def _opened(inside: Path, version: str) -> MatchIndex:
    """Open one version's folder, which never changes once it is there."""
    foods = tuple(json.loads((inside / "foods.json").read_text(encoding="utf-8")))
    index = MatchIndex(foods=foods, version=version, **{name: _mapped(inside / f"{name}.npy") for name in _ARRAYS})
    _check(index)
    return index


def _check(index: MatchIndex) -> None:
    """Raise ValueError where arrays do not fit together: sums over postings go past their ends unasked."""
    recipes, needs, postings = len(index), len(index.need_food), len(index.posting_recipe)
    blocks = -(-recipes // BLOCK)
    fits = (
        index.posting_recipe.dtype == np.uint16
        and len(index.posting_start) == blocks * index.amount_g.size + 1 and index.posting_start[-1] == postings
        and len(index.need_start) == recipes + 1 and index.need_start[-1] == needs
        and len(index.need_mass_g) == len(index.need_name) == needs and len(index.need_optional) == -(-needs // 8)
        and all(len(getattr(index, name)) == recipes for name in _OF_RECIPES)
        and np.array_equal(index.forward_count.sum(axis=1), np.minimum(BLOCK, recipes - BLOCK * np.arange(blocks)))
        and len(index.forward_place) == recipes
        and (index.forward_count @ np.arange(index.forward_count.shape[1])).sum() == len(index.forward_code)
        and index.forward_pair.max(initial=0) < index.amount_g.size
        and index.amount_g.shape == (len(index.foods), AMOUNTS) and len(index.usual_mass_g) == len(index.foods)
    )
    if not fits:
        raise ValueError("its arrays do not fit together")


def _mapped(path: Path) -> np.ndarray:
    # An empty file cannot be mapped.
    array = np.load(path, allow_pickle=False) if path.stat().st_size < 4096 else np.load(path, mmap_mode="r")
    return np.asarray(array)


class _Builder:
    def __init__(self) -> None:
        self.foods: dict[str, int] = {}
        self.names: dict[str, int] = {}
        self.ids: list[str] = []
        self.minutes: list[int] = []
        self.servings: list[float] = []
        self.is_meal: list[bool] = []
        self.start: list[int] = [0]
        self.needs: list[tuple[int, float, int, bool]] = []
        self.bits: list[tuple[int, int, int]] = []
        self.details: list[bytes] = []

    def add(self, recipe_id: str, recipe: Recipe, needs: Sequence[Need]) -> None:
        if self.ids and recipe_id <= self.ids[-1]:
            raise ValueError(f"recipe {recipe_id} comes after {self.ids[-1]}: ids must rise")
        self.ids.append(recipe_id)
        self.minutes.append(recipe.total_minutes or 0)
        self.servings.append(recipe.servings or 0.0)
        self.is_meal.append(is_meal(recipe, needs))
        for need in needs:
            # Vanilla is in no house because pepper is, though both are spices: what it is stays told by its name.
            is_known = need.food_id is not None and not need.is_of_kind
            food = self.foods.setdefault(str(need.food_id), len(self.foods)) if is_known else NO_FOOD
            name = self.names.setdefault(need.name, len(self.names))
            self.needs.append((food, float("nan") if need.mass_g is None else need.mass_g, name, need.is_optional))
        self.start.append(len(self.needs))
        held, suited = recipe_bits(need.food_id for need in needs)
        self.bits.append((reduce(or_, (need.allergens for need in needs), held), suited,
                          reduce(or_, (need.denied for need in needs), 0)))
        self.details.append(json.dumps({"title": recipe.title, "url": recipe.url, "image": recipe.image,
                                        "servings": recipe.servings}, ensure_ascii=False).encode())

    def finish(self, version: str) -> MatchIndex:
        columns: tuple[Sequence[object], ...] = tuple(zip(*self.needs, strict=True)) or ((), (), (), ())
        start = np.array(self.start, np.int64)
        food, mass_g = np.array(columns[0], np.int32), np.array(columns[1], np.float32)
        optional = np.array(columns[3], bool)
        recipe_of = np.repeat(np.arange(len(self.ids), dtype=np.int32), np.diff(start))
        foods = tuple(self.foods)
        usual_g = _usual_masses(foods, food, mass_g)
        amount, amount_g = _amounts(food, mass_g, optional, usual_g)
        posted = food != NO_FOOD
        columns_of_block = len(foods) * AMOUNTS
        cell = food[posted].astype(np.int64) * AMOUNTS + amount[posted]
        is_counted = ~_usual_staples(foods)[food[posted]]
        forward = forward_index(recipe_of[posted][is_counted], cell[is_counted], len(self.ids), cells=columns_of_block,
                                block=BLOCK)
        column = cell + recipe_of[posted] // BLOCK * columns_of_block
        order = np.argsort(column, kind="stable")
        counts = np.bincount(column, minlength=columns_of_block * -(-len(self.ids) // BLOCK))
        fetch_eur = fetch_eur_of(foods, amount_g)
        need_weights = np.array([need_weight(food_id) for food_id in (*foods, None)])
        needed = recipe_of[~optional]
        bits = np.array(self.bits, np.uint16).reshape(-1, 3)
        name_end, name_bytes = _joined([name.encode() for name in self.names])
        detail_end, detail_bytes = _joined(self.details)
        return MatchIndex(
            foods=foods, version=version, recipe_ids=np.array(self.ids, "S12"),
            minutes=np.minimum(self.minutes, _MOST_MINUTES).astype(np.uint16),
            servings=np.array(self.servings, np.float16), is_meal=np.array(self.is_meal, bool),
            need_start=start.astype(np.int32 if len(food) < 2**31 else np.int64),
            need_food=food.astype(np.int16 if len(foods) < _MOST_INT16 else np.int32),
            need_mass_g=mass_g, need_name=np.array(columns[2], np.int32), need_optional=np.packbits(optional),
            posting_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32 if len(food) < 2**31 else np.int64),
            posting_recipe=(recipe_of[posted][order] % BLOCK).astype(np.uint16),
            forward_count=forward.count, forward_place=forward.place, forward_code=forward.code,
            forward_pair=forward.pair,
            need_total=np.bincount(needed, need_weights[food[~optional]],
                                   minlength=len(self.ids)).astype(np.float32),
            missing_eur=np.bincount(needed, fetch_eur[food[~optional], amount[~optional]],
                                    minlength=len(self.ids)).astype(np.float32),
            allergens=bits[:, 0].copy(), diets=bits[:, 1].astype(np.uint8), denied=bits[:, 2].astype(np.uint8),
            usual_mass_g=usual_g, amount_g=amount_g,
            name_end=name_end, name_bytes=name_bytes, detail_end=detail_end, detail_bytes=detail_bytes)


def _usual_staples(foods: Sequence[str]) -> np.ndarray:
    """Return which foods (F,) are, or are a kind of, what households always have unless they say otherwise."""
    larder = Larder(staples=frozenset(USUAL_STAPLES))
    return np.array([larder.is_staple(food_id) for food_id in foods], bool)


def fetch_eur_of(foods: Sequence[str], amount_g: np.ndarray) -> np.ndarray:
    """Return what each amount of each food costs to fetch: (F+1, B); the last row is that of an unknown food."""
    known = [[missing_eur(one, grams) for grams in row] for one, row in zip(foods, amount_g.tolist(), strict=True)]
    costs = np.array([*known, [missing_eur(None, 0)] * AMOUNTS])
    costs[:, OPTIONAL] = 0.0
    return costs


def _amounts(food: np.ndarray, mass_g: np.ndarray, optional: np.ndarray,
             usual_g: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sort each need's mass into one of AMOUNTS ranges of its food; return them (N,) and their mean grams (F, B).

    A need without a mass has the usual one.
    """
    amount = np.where(optional, OPTIONAL, UNSAID)
    known = np.flatnonzero((food != NO_FOOD) & (mass_g > 0) & ~optional)
    order = known[np.lexsort((mass_g[known], food[known]))]
    counts = np.bincount(food[order], minlength=len(usual_g))
    start = np.cumsum(counts) - counts
    place = (np.arange(len(order)) - start[food[order]]) / np.maximum(counts[food[order]], 1)
    amount[order] = np.searchsorted(_AMOUNT_SHARES, place, side="right") - 1
    known = np.concatenate([known, np.flatnonzero((food != NO_FOOD) & (mass_g > 0) & optional)])
    cell, size = food[known] * AMOUNTS + amount[known], len(usual_g) * AMOUNTS
    held = np.bincount(cell, minlength=size).reshape(-1, AMOUNTS)
    total_g = np.bincount(cell, mass_g[known], minlength=size).reshape(-1, AMOUNTS)
    return amount, np.where(held > 0, total_g / np.maximum(held, 1), usual_g[:, None]).astype(np.float32)


def _usual_masses(foods: Sequence[str], food: np.ndarray, mass_g: np.ndarray) -> np.ndarray:
    """Return the median grams of each food (F,) float32 over needs (N,); the catalog's guess where few say."""
    known = (food != NO_FOOD) & (mass_g > 0)
    order = np.lexsort((mass_g[known], food[known]))
    masses = mass_g[known][order]
    counts = np.bincount(food[known], minlength=len(foods))
    start = np.cumsum(counts) - counts
    return np.array([masses[start[at] + counts[at] // 2] if counts[at] >= _LEAST_MASSES else usual_mass_g(food_id)
                     for at, food_id in enumerate(foods)], np.float32)


def _joined(texts: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray]:
    return (np.cumsum([0, *map(len, texts)], dtype=np.int64), np.frombuffer(b"".join(texts), np.uint8))


def _text(content: np.ndarray, end: np.ndarray, number: int) -> str:
    return content[end[number]:end[number + 1]].tobytes().decode()


@lru_cache(maxsize=65_536)
def _name(index: MatchIndex, number: int) -> str:
    """Return a name by its number; few names make up most needs."""
    return _text(index.name_bytes, index.name_end, number)


def _remove_old(folder: Path, *, keep: str) -> None:
    """Remove all but the newest versions; a reader that has one open keeps its files until it closes them."""
    whole = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    for path in sorted(whole, key=lambda path: path.stat().st_mtime_ns, reverse=True)[_VERSIONS_KEPT:]:
        if path.name != keep:
            shutil.rmtree(path, ignore_errors=True)
