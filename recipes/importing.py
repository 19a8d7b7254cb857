"""Recipes into the store: a file, a folder, bytes or a URL. A bad one is named with its reason, the rest goes on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pantry.errors import Refused
from pantry.home import Home
from recipes.programs.exports import MOST_EXPORT_BYTES, ReadDocument, read_document
from recipes.recipe import Recipe
from recipes.store import RecipeStore

# Left aside in folders: what operating systems and editors drop there.
_IGNORED = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of one recipe or one refused input.

    status: imported, updated, duplicate or refused. recipe_id: where the store keeps it (a duplicate: its twin).
    code, reason: why it was refused.
    """

    source: str
    status: str
    recipe_id: str | None = None
    recipe: Recipe | None = None
    code: str | None = None
    reason: str | None = None


def import_recipes(home: Home, source: Path | str | bytes, *, name: str = "") -> list[ImportOutcome]:
    """Import every recipe of a file, a folder, bytes, or an http(s) URL; one outcome for each, and for each bad part.

    name: what bytes are called, for the report and to tell the format by. Never raises for bad input.
    """
    if isinstance(source, bytes):
        return _import(home, source, name or "pasted")
    if isinstance(source, str) and source.casefold().startswith(("http://", "https://")):
        return _import_url(home, source)
    return [outcome for path in _files(Path(source)) for outcome in _import_file(home, path)]


def import_bytes(home: Home, data: bytes, *, name: str, url: str | None = None) -> ReadDocument:
    """Import the recipes of one document and return what was read; raises Refused if there is none in it."""
    from pantry.documents import store_original

    read = read_document(data, name, url=url)
    _keep(home, read.recipes, store_original(home, data))
    return read


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(child for child in path.rglob("*") if child.is_file() and not _is_ignored(child, path))
    else:
        yield path


def _is_ignored(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return path.name.casefold() in _IGNORED or any(part.startswith((".", "__MACOSX")) for part in parts)


def _import_file(home: Home, path: Path) -> list[ImportOutcome]:
    try:
        size = path.stat().st_size
        if size > MOST_EXPORT_BYTES:
            raise Refused("E-REC-002", f"{path.name} is larger than {MOST_EXPORT_BYTES // 1024 // 1024} MB.")
        data = path.read_bytes()
    except OSError as error:
        return [_refused(str(path), Refused("E-DOC-007", f"{path.name} cannot be opened: {error.strerror}."))]
    except Refused as refused:
        return [_refused(str(path), refused)]
    return _import(home, data, path.name, path=str(path))


def _import_url(home: Home, url: str) -> list[ImportOutcome]:
    from recipes.web.fetch import fetch

    try:
        page, final_url = fetch(url)
    except Refused as refused:
        return [_refused(url, refused)]
    return _import(home, page, url, url=final_url)


def _import(home: Home, data: bytes, name: str, *, path: str | None = None,
            url: str | None = None) -> list[ImportOutcome]:
    from pantry.documents import store_original

    source = path or name
    try:
        read = read_document(data, name, url=url)
    except Refused as refused:
        return [_refused(source, refused)]
    recipes = [replace(recipe, path=path) for recipe in read.recipes]
    return [*_keep(home, recipes, store_original(home, data), source=source),
            *(_refused(f"{source}: {part.name}", Refused(part.code, part.reason)) for part in read.passed_over)]


def _keep(home: Home, recipes: Iterable[Recipe], sha256: str, *, source: str = "") -> list[ImportOutcome]:
    recipes = list(recipes)
    store = RecipeStore(home.recipes)
    done = store.upsert(recipes, document_sha256=sha256)
    status = {**dict.fromkeys(done.merged, "duplicate"), **dict.fromkeys(done.updated, "updated"),
              **dict.fromkeys(done.new, "imported")}
    twins = iter(done.merged)
    outcomes = []
    for recipe in recipes:
        kept_id = recipe.recipe_id if recipe.recipe_id in status else next(twins, recipe.recipe_id)
        outcomes.append(ImportOutcome(source, status.get(kept_id, "duplicate"), kept_id, recipe))
    return outcomes


def _refused(source: str, refused: Refused) -> ImportOutcome:
    return ImportOutcome(source, "refused", code=refused.code, reason=refused.reason)
