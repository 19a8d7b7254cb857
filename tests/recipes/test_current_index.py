"""The index in use: small ones follow at once, a large one serves until another process has made the next."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pantry.home import Home
from recipes.matching import current_index
from recipes.matching.current_index import index_stamp, index_state, index_version, open_index, renew, renew_behind
from recipes.matching.match_index import CURRENT_FILE, INDEX_FOLDER, INDEX_FORMAT, MatchIndex
from recipes.recipe import Recipe
from recipes.store import RecipeStore

EGGS = Recipe(title="Eggs", ingredients=("2 eggs",), instructions=("Fry.",))
TOAST = Recipe(title="Toast", ingredients=("1 slice bread",), instructions=("Toast.",))


def made_by_an_older_reader(home: Home) -> MatchIndex:
    """Give a home two recipes, and an index of one of them that another line reader made."""
    store = RecipeStore(home.recipes)
    store.upsert([EGGS])
    old = MatchIndex.build(store, version=f"1-{INDEX_FORMAT}-0.of-old")
    old.save(home.recipes / INDEX_FOLDER)
    store.upsert([TOAST])
    return old


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path).create()


def test_a_small_index_follows_at_once(home: Home) -> None:
    made_by_an_older_reader(home)
    assert len(open_index(home)) == 2
    assert (state := index_state(home)) and state.is_current and not renew_behind(home)


def test_a_large_index_serves_on_until_the_next_is_there(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_index, "MOST_READ_AT_ONCE", 1)
    made_by_an_older_reader(home)
    before, stamp = open_index(home), index_stamp(home)
    state = index_state(home)
    assert len(before) == 1 and state and (state.recipes, state.is_current) == (1, False)
    renew(home.recipes)
    assert len(open_index(home)) == 2 and index_stamp(home) != stamp
    assert next(iter(before.needs(0))).food_id == "egg", "a reader keeps the version that it opened"


def test_another_process_renews_it_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_index, "MOST_READ_AT_ONCE", 1)
    made_by_an_older_reader(home)
    assert renew_behind(home) and not renew_behind(home)
    deadline = time.monotonic() + 120
    while not (state := index_state(home)) or not state.is_current:
        assert time.monotonic() < deadline, "the process made no index"
        time.sleep(0.1)
    assert open_index(home).version == index_version(RecipeStore(home.recipes)) and state.recipes == 2


def test_an_index_of_another_format_does_not_serve(home: Home) -> None:
    made_by_an_older_reader(home)
    MatchIndex.build(RecipeStore(home.recipes), version=f"9-{INDEX_FORMAT + 1}-x").save(home.recipes / INDEX_FOLDER)
    assert index_state(home) is None
    assert open_index(home).version == index_version(RecipeStore(home.recipes))


def test_without_an_older_index_the_newest_recipes_of_a_large_store_serve(
        home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_index, "MOST_READ_AT_ONCE", 1)
    made_by_an_older_reader(home)
    MatchIndex.build(RecipeStore(home.recipes), version=f"9-{INDEX_FORMAT + 1}-x").save(home.recipes / INDEX_FOLDER)

    first = open_index(home)
    assert [first.details(number)["title"] for number in range(len(first))] == ["Toast"]
    assert (state := index_state(home)) and (state.recipes, state.stored, state.is_first_part) == (1, 2, True)
    assert not state.is_current and open_index(home).version == first.version, "it serves until the whole one is there"
    assert len(renew(home.recipes)) == len(open_index(home)) == 2
    assert (state := index_state(home)) and state.is_current and not state.is_first_part


def test_whoever_makes_the_whole_index_first_gives_readers_a_part(
        home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_index, "MOST_READ_AT_ONCE", 1)
    RecipeStore(home.recipes).upsert([EGGS])
    RecipeStore(home.recipes).upsert([TOAST])
    build, seen = MatchIndex.build, []

    def watched(store: RecipeStore, *, version: str = "", recipe_ids: list[str] | None = None) -> MatchIndex:
        if recipe_ids is None:
            seen.append(len(open_index(home)))
        return build(store, version=version, recipe_ids=recipe_ids)

    monkeypatch.setattr(MatchIndex, "build", watched)
    assert len(renew(home.recipes)) == 2 and seen == [1]


def test_another_process_makes_the_index_of_a_large_store_that_has_none(
        home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    RecipeStore(home.recipes).upsert([EGGS, TOAST])
    assert not renew_behind(home), "a small one is made at once by whoever asks"
    monkeypatch.setattr(current_index, "MOST_READ_AT_ONCE", 1)
    started: list[list[str]] = []

    class Ended:
        def __init__(self, command: list[str], **_: object) -> None:
            started.append(command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(current_index.subprocess, "Popen", Ended)
    assert renew_behind(home) and started[0][-1] == str(home.recipes)


@pytest.mark.parametrize("spoil", [
    lambda inside: (inside / "posting_recipe.npy").write_bytes((inside / "posting_recipe.npy").read_bytes()[:-1]),
    lambda inside: np.save(inside / "posting_recipe.npy", np.load(inside / "posting_recipe.npy").astype(np.int32)),
    lambda inside: np.save(inside / "forward_code.npy", np.load(inside / "forward_code.npy")[:-1]),
    lambda inside: np.save(inside / "need_start.npy", np.load(inside / "need_start.npy")[:-1]),
    lambda inside: (inside / "foods.json").write_text('["egg'),
    lambda inside: (inside.parent / CURRENT_FILE).write_bytes(b"\0" * 40),
], ids=["cut off", "wider numbers", "a need less", "a recipe less", "spoilt foods", "spoilt pointer"])
def test_a_spoilt_index_is_made_anew(home: Home, spoil: Callable[[Path], object]) -> None:
    RecipeStore(home.recipes).upsert([EGGS, TOAST])
    (home.recipes / INDEX_FOLDER).mkdir(parents=True)
    spoil(MatchIndex.build(RecipeStore(home.recipes), version=f"1-{INDEX_FORMAT}-x").save(home.recipes / INDEX_FOLDER))

    assert index_state(home) is None
    assert len(open_index(home)) == 2
    assert index_stamp(home)
