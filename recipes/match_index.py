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
from pathlib import Path

import numpy as np

from pantry.errors import NotReady
from pantry.home import Home
from recipes.needs import Need, combine, expand
from recipes.recipe import Recipe
from recipes.store import RecipeStore, lines_version

INDEX_FOLDER, CURRENT_FILE = "match_index", "current.json"
_ARRAYS = ("recipe_ids", "minutes", "servings", "need_start", "need_food", "need_mass_g", "need_name", "need_optional",
           "posting_start", "posting_recipe", "need_total", "name_end", "name_bytes", "detail_end", "detail_bytes")
_VERSIONS_KEPT = 2
_BATCH = 2_000
NO_FOOD = -1


@dataclass(frozen=True, slots=True)
class MatchIndex:
    """R recipes, N needs, F foods, P postings.

    recipe_ids: (R,) S12, rising. minutes: (R,) int32 and servings: (R,) float32, 0 unknown. need_start:
    (R+1,) into the need arrays. need_food: (N,) number of the food or -1. need_mass_g: (N,) grams, nan
    unknown. need_name: (N,) name number. need_optional: (N,) bool. need_total: (R,) int32, needs that are not
    optional. posting_start: (F+1,) into posting_recipe (P,), the recipe numbers that need a food. Names and
    details are UTF-8 with their ends.
    """

    foods: tuple[str, ...]
    version: str
    recipe_ids: np.ndarray
    minutes: np.ndarray
    servings: np.ndarray
    need_start: np.ndarray
    need_food: np.ndarray
    need_mass_g: np.ndarray
    need_name: np.ndarray
    need_optional: np.ndarray
    posting_start: np.ndarray
    posting_recipe: np.ndarray
    need_total: np.ndarray
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

    def food_numbers(self) -> dict[str, int]:
        """Return the number of each food id."""
        return {food_id: number for number, food_id in enumerate(self.foods)}

    def postings(self, food: int) -> np.ndarray:
        """Return the recipe numbers that need a food, rising."""
        return self.posting_recipe[self.posting_start[food]:self.posting_start[food + 1]]

    def needs(self, recipe: int) -> Iterator[Need]:
        """Yield what a recipe needs, in the order of its lines."""
        for at in range(int(self.need_start[recipe]), int(self.need_start[recipe + 1])):
            food, mass_g = int(self.need_food[at]), float(self.need_mass_g[at])
            yield Need(_text(self.name_bytes, self.name_end, int(self.need_name[at])),
                       self.foods[food] if food != NO_FOOD else None,
                       None if np.isnan(mass_g) else mass_g, bool(self.need_optional[at]))

    def details(self, recipe: int) -> dict[str, str | float | None]:
        """Return title, url, image and servings of a recipe."""
        return json.loads(_text(self.detail_bytes, self.detail_end, recipe))

    @classmethod
    def build(cls, store: RecipeStore) -> "MatchIndex":
        """Read every recipe of a store and return its index."""
        version = index_version(store)
        return cls.from_needs(_needs_of_store(store), version=version)

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
        """Open the current index below a folder, memory-mapped. Raises NotReady if there is none."""
        for _ in range(3):
            try:
                current = json.loads((folder / CURRENT_FILE).read_text(encoding="utf-8"))
                inside = folder / current["folder"]
                foods = tuple(json.loads((inside / "foods.json").read_text(encoding="utf-8")))
                arrays = {name: _mapped(inside / f"{name}.npy") for name in _ARRAYS}
                return cls(foods=foods, version=current["version"], **arrays)
            except FileNotFoundError:  # a version may go between reading its name and opening it
                continue
        raise NotReady("the match index is not built yet", "import recipes or run `larder refresh`")


def _mapped(path: Path) -> np.ndarray:
    # An empty file cannot be mapped.
    array = np.load(path, allow_pickle=False) if path.stat().st_size < 4096 else np.load(path, mmap_mode="r")
    return np.asarray(array)


def index_version(store: RecipeStore) -> str:
    """Return the version that an index of this store has if it is up to date."""
    return f"{store.revision()}-{lines_version()}"


def open_index(home: Home) -> MatchIndex:
    """Return the match index of a home's recipes, built anew if recipes or catalog have changed."""
    store, folder = RecipeStore(home.recipes), home.recipes / INDEX_FOLDER
    try:
        index = MatchIndex.load(folder)
        if index.version == index_version(store):
            return index
    except NotReady:
        pass
    index = MatchIndex.build(store)
    index.save(folder)
    return index


def _needs_of_store(store: RecipeStore) -> Iterator[tuple[str, Recipe, list[Need]]]:
    """Yield recipes with their needs; lines are looked up for many recipes at once."""
    batch: list[tuple[str, Recipe]] = []
    for pair in store.iterate():
        batch.append(pair)
        if len(batch) == _BATCH:
            yield from _with_needs(batch, store)
            batch = []
    yield from _with_needs(batch, store)


def _with_needs(batch: list[tuple[str, Recipe]], store: RecipeStore) -> Iterator[tuple[str, Recipe, list[Need]]]:
    texts = [[part for line in recipe.ingredients for part in expand(line)] for _, recipe in batch]
    parsed = iter(store.parsed_lines([text for one in texts for text in one]))
    for (recipe_id, recipe), one in zip(batch, texts, strict=True):
        yield recipe_id, recipe, combine([next(parsed) for _ in one])


class _Builder:
    def __init__(self) -> None:
        self.foods: dict[str, int] = {}
        self.names: dict[str, int] = {}
        self.ids: list[str] = []
        self.minutes: list[int] = []
        self.servings: list[float] = []
        self.start: list[int] = [0]
        self.needs: list[tuple[int, float, int, bool]] = []
        self.details: list[bytes] = []

    def add(self, recipe_id: str, recipe: Recipe, needs: Sequence[Need]) -> None:
        if self.ids and recipe_id <= self.ids[-1]:
            raise ValueError(f"recipe {recipe_id} comes after {self.ids[-1]}: ids must rise")
        self.ids.append(recipe_id)
        self.minutes.append(recipe.total_minutes or 0)
        self.servings.append(recipe.servings or 0.0)
        for need in needs:
            food = self.foods.setdefault(need.food_id, len(self.foods)) if need.food_id else NO_FOOD
            name = self.names.setdefault(need.name, len(self.names))
            self.needs.append((food, float("nan") if need.mass_g is None else need.mass_g, name, need.is_optional))
        self.start.append(len(self.needs))
        self.details.append(json.dumps({"title": recipe.title, "url": recipe.url, "image": recipe.image,
                                        "servings": recipe.servings}, ensure_ascii=False).encode())

    def finish(self, version: str) -> MatchIndex:
        columns: tuple[Sequence[object], ...] = tuple(zip(*self.needs, strict=True)) or ((), (), (), ())
        start = np.array(self.start, np.int64)
        food, optional = np.array(columns[0], np.int32), np.array(columns[3], bool)
        recipe_of = np.repeat(np.arange(len(self.ids), dtype=np.int32), np.diff(start))
        posted = (food != NO_FOOD) & ~optional
        order = np.argsort(food[posted], kind="stable")
        counts = np.bincount(food[posted], minlength=len(self.foods))
        name_end, name_bytes = _joined([name.encode() for name in self.names])
        detail_end, detail_bytes = _joined(self.details)
        return MatchIndex(
            foods=tuple(self.foods), version=version, recipe_ids=np.array(self.ids, "S12"),
            minutes=np.array(self.minutes, np.int32), servings=np.array(self.servings, np.float32),
            need_start=start, need_food=food,
            need_mass_g=np.array(columns[1], np.float32), need_name=np.array(columns[2], np.int32),
            need_optional=optional, posting_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            posting_recipe=recipe_of[posted][order],
            need_total=np.bincount(recipe_of[~optional], minlength=len(self.ids)).astype(np.int32),
            name_end=name_end, name_bytes=name_bytes, detail_end=detail_end, detail_bytes=detail_bytes)


def _joined(texts: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray]:
    return (np.cumsum([0, *map(len, texts)], dtype=np.int64), np.frombuffer(b"".join(texts), np.uint8))


def _text(content: np.ndarray, end: np.ndarray, number: int) -> str:
    return content[end[number]:end[number + 1]].tobytes().decode()


def _remove_old(folder: Path, *, keep: str) -> None:
    """Remove all but the newest versions; a reader that has one open keeps its files until it closes them."""
    whole = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    for path in sorted(whole, key=lambda path: path.stat().st_mtime_ns, reverse=True)[_VERSIONS_KEPT:]:
        if path.name != keep:
            shutil.rmtree(path, ignore_errors=True)
