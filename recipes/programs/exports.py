"""A document of any taken format becomes recipes: pages, saved feeds, JSON of programs, tables, and archives of these.

Codes: E-REC-001 no recipe in it · 002 too large · 003 a format that is not read · 004 an archive that is
damaged, or unpacks to more than its limits. Of feeds also E-REC-005 and 006 of `recipes.web.feeds`.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from pantry.errors import Refused
from recipes.extract import finish, read_page
from recipes.pages.jsonld import RawRecipe, read_json_ld
from recipes.pages.markup import MOST_BYTES, decode, parse_json
from recipes.pages.saved_page import WEB_ARCHIVE_MARK, SavedPage, looks_like_mhtml, read_mhtml, read_web_archive
from recipes.programs import program_json
from recipes.programs.cooklang import read_cooklang
from recipes.programs.master_cook_text import looks_like_master_cook, read_master_cook
from recipes.programs.meal_master import looks_like_meal_master, read_meal_master
from recipes.programs.program_html import looks_like_copy_me_that, read_copy_me_that
from recipes.programs.program_xml import program_of, read_xml
from recipes.programs.tables import PARQUET_MARK, looks_like_table, read_csv, read_parquet, read_rows
from recipes.recipe import Recipe
from recipes.text import clean, has_markup
from recipes.texts.plain_text import looks_like_text_recipe, read_texts
from recipes.texts.prose import read_prose
from recipes.web.feeds import looks_like_feed, page_of, read_feed

MOST_EXPORT_BYTES = 100 * 1024 * 1024
MOST_ENTRIES = 20_000
MOST_UNPACKED_BYTES = 300 * 1024 * 1024
MOST_NESTING = 2
MOST_RECIPES = 200_000
_READ_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson", ".paprikarecipe", ".paprikarecipes", ".zip", ".gz", ".html",
                            ".htm", ".mhtml", ".mht", ".webarchive", ".md", ".markdown", ".txt", ".cook", ".csv",
                            ".tsv", ".parquet", ".mx2", ".mxp", ".grmt", ".kreml", ".xml", ".mmf", ".mm"})
# What is in files of these names is a recipe, whatever its text looks like.
_RECIPE_SUFFIXES = frozenset({".cook", ".mmf", ".mxp", ".mhtml", ".mht", ".webarchive", ".paprikarecipe",
                              ".paprikarecipes", ".mx2", ".grmt", ".kreml"})
_TEXT_SUFFIXES = frozenset({".md", ".txt", ".cook", ".markdown"})
_TABLE_SUFFIXES = frozenset({".csv", ".tsv"})


class PassedOver(NamedTuple):
    """A part of a document that could not be read, and why: a file of an archive, one of a list, a feed's entry."""

    name: str
    code: str
    reason: str


class ReadDocument(NamedTuple):
    """The recipes of one document and its parts that were passed over, both in its order."""

    recipes: list[Recipe]
    passed_over: list[PassedOver]


class _Bomb(Refused):
    """A document unpacks to more than its limit: it is refused as a whole."""


class _Unpacking:
    """The state of one document over all its nested archives: what may still be unpacked, what was passed over."""

    def __init__(self) -> None:
        self.left = MOST_UNPACKED_BYTES
        self.passed_over: list[PassedOver] = []

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _Bomb("E-REC-004", "The archive unpacks to more than 300 MB.")

    def pass_over(self, name: str, refused: Refused) -> None:
        self.passed_over.append(PassedOver(name, refused.code, refused.reason))


def read_file(path: Path, *, generic: bool = False) -> list[Recipe]:
    """Return the recipes of one file, with its path in each; nothing is stored.

    generic: ignore what is known of a page's host. Raises Refused: E-DOC-007, E-REC-001 to E-REC-004.
    """
    try:
        if path.stat().st_size > MOST_EXPORT_BYTES:
            raise Refused("E-REC-002", f"The file is larger than {MOST_EXPORT_BYTES // 1024 // 1024} MB.")
        data = path.read_bytes()
    except OSError as error:
        raise Refused("E-DOC-007", f"{path.name} cannot be opened: {error.strerror}.") from error
    return [replace(recipe, path=str(path)) for recipe in read_any(data, path.name, generic=generic)]


def read_any(data: bytes, name: str = "", *, url: str | None = None, generic: bool = False) -> list[Recipe]:
    """Return the recipes of one document as `read_document`, which also names the parts that are none."""
    return read_document(data, name, url=url, generic=generic).recipes


def read_document(data: bytes, name: str = "", *, url: str | None = None, generic: bool = False) -> ReadDocument:
    """Read one document of whatever format; name and content tell which.

    url: where a page came from. generic: ignore what is known of its host.
    Raises Refused: E-REC-001 to E-REC-004. Where nothing could be read, the first part's reason says more than
    that there is nothing.
    """
    if len(data) > MOST_EXPORT_BYTES:
        raise Refused("E-REC-002", f"The file is larger than {MOST_EXPORT_BYTES // 1024 // 1024} MB.")
    unpacking = _Unpacking()
    recipes = list(islice(_read(data, name, url, unpacking, 0, generic=generic), MOST_RECIPES))
    if not recipes and unpacking.passed_over:
        raise Refused(unpacking.passed_over[0].code, unpacking.passed_over[0].reason)
    if not recipes:
        raise Refused("E-REC-001", "There is no recipe in this file.")
    return ReadDocument(recipes, unpacking.passed_over)


def _read(
    data: bytes, name: str, url: str | None, unpacking: _Unpacking, depth: int, *, generic: bool = False
) -> Iterator[Recipe]:
    suffix = PurePosixPath(name.casefold()).suffix
    is_marked_up = has_markup(data[:2000].decode("utf-8", errors="replace"))
    if data[:4] == b"PK\x03\x04":
        yield from _read_zip(data, unpacking, depth)
    elif data[:2] == b"\x1f\x8b":
        yield from _read(
            _gunzip(data, unpacking), name.removesuffix(".gz"), url, unpacking, depth + 1, generic=generic)
    elif data[:4] == PARQUET_MARK:
        yield from _finished(read_parquet(data), "parquet")
    elif data[:8] == WEB_ARCHIVE_MARK:
        yield _read_saved(read_web_archive(data), url, generic=generic)
    elif looks_like_mhtml(data, suffix):
        yield _read_saved(read_mhtml(data), url, generic=generic)
    elif _is_binary(data):
        raise Refused("E-REC-003", "This is no page, text or export that recipes are read from.")
    elif suffix == ".cook":
        yield read_cooklang(decode(data), title=_title_of(name))
    elif suffix == ".conf":
        raise Refused("E-REC-001", "These are settings of a recipe program, such as Cooklang's aisles; no recipe.")
    elif looks_like_feed(data):
        yield from _read_saved_feed(data, unpacking)
    elif _is_json(data, suffix):
        yield from _read_json(data, unpacking)
    elif program := program_of(data):
        yield from _finished(read_xml(data, program), program)
    elif looks_like_copy_me_that(data):
        yield from _finished(read_copy_me_that(decode(data)), "copymethat")
    elif looks_like_meal_master(data[:4_000].decode("cp1252", errors="replace")):
        yield from _finished(read_meal_master(decode(data)), "mealmaster")
    elif looks_like_master_cook(data[:4_000].decode("cp1252", errors="replace")):
        yield from _finished(read_master_cook(decode(data)), "mastercook")
    elif suffix in _TABLE_SUFFIXES or (not is_marked_up and looks_like_table(decode(data[:20_000]))):
        yield from _finished(read_csv(decode(data)), "csv")
    elif suffix in _TEXT_SUFFIXES or (not is_marked_up and looks_like_text_recipe(data)):
        yield from _read_text(decode(data), _title_of(name))
    else:
        yield read_page(data, url, generic=generic)


def _read_text(text: str, title: str) -> Iterator[Recipe]:
    """Yield the recipes of a text by its lists, else the one that its sentences tell."""
    try:
        yield from read_texts(text, title)
    except Refused:
        if has_markup(text):
            raise
        yield read_prose(text, title, is_recipe=False)


def is_recipe_file(data: bytes, name: str) -> bool:
    """Say whether a text or a file of an unknown type is a recipe, by its name's end or by how it begins.

    For whoever takes files of any kind: a receipt as text is none of these.
    """
    if PurePosixPath(name.casefold()).suffix in _RECIPE_SUFFIXES or data[:4] == PARQUET_MARK:
        return True
    if _is_binary(data):
        return data[:8] == WEB_ARCHIVE_MARK
    head = data[:20_000].decode("utf-8", errors="replace")
    return (looks_like_mhtml(data) or looks_like_meal_master(head) or looks_like_master_cook(head)
            or looks_like_table(head) or looks_like_text_recipe(data))


def _read_saved(page: SavedPage, url: str | None, *, generic: bool) -> Recipe:
    return read_page(page.markup, url or page.url, generic=generic)


def _read_saved_feed(data: bytes, unpacking: _Unpacking) -> Iterator[Recipe]:
    """Yield the recipes that the entries of a feed tell in full; pages that it only names are not fetched."""
    found = False
    for entry in read_feed(data):
        try:
            recipe = read_page(page_of(entry.title, entry.content), entry.url, generic=True)
        except Refused as refused:
            unpacking.pass_over(entry.title or entry.url or "", refused)
            continue
        found = True
        yield recipe
    if not found:
        raise Refused("E-REC-001", "No entry of this feed is a whole recipe; follow its address to read its pages.")


def _finished(found: Iterable[RawRecipe], how: str) -> Iterator[Recipe]:
    for raw in found:
        yield finish(raw, how=how, url=raw.url)


def _title_of(name: str) -> str:
    return " ".join(PurePosixPath(name).stem.replace("_", " ").replace("-", " ").split())


def _is_json(data: bytes, suffix: str) -> bool:
    """Say whether to read JSON; a text may begin with a bracket too."""
    return data.lstrip()[:1] in (b"{", b"[") and (suffix == ".json" or parse_json(decode(data)) is not None)


def _is_binary(data: bytes) -> bool:
    head = data[:2000]
    return not head.startswith((b"\xff\xfe", b"\xfe\xff")) and (
        b"\x00" in head or head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"%PDF", b"GIF8", b"RIFF")))


def _gunzip(data: bytes, unpacking: _Unpacking) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            content = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused("E-REC-004", "The packed file is damaged or cut off.") from error
    unpacking.take(len(content))
    if len(content) > MOST_BYTES:
        raise Refused("E-REC-004", "The packed file unpacks to more than 10 MB.")
    return content


def _read_zip(data: bytes, unpacking: _Unpacking, depth: int) -> Iterator[Recipe]:
    """Yield the recipes of an archive's files; one bad file is passed over, a bomb refuses the whole."""
    if depth >= MOST_NESTING:
        raise Refused("E-REC-004", "The archive holds archives in archives.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused("E-REC-004", "The archive is damaged.") from error
    if len(entries) > MOST_ENTRIES:
        raise Refused("E-REC-004", f"The archive holds more than {MOST_ENTRIES} files.")
    with archive:
        for entry in entries:
            if _is_wanted(entry):
                yield from _read_entry(archive, entry, unpacking, depth)


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    junk = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not entry.is_dir() and not junk and path.suffix.casefold() in _READ_SUFFIXES


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, unpacking: _Unpacking) -> bytes:
    """Return a file of an archive; its true size counts, not the one the archive claims."""
    most = MOST_EXPORT_BYTES if entry.filename.casefold().endswith(".zip") else MOST_BYTES
    try:
        with archive.open(entry) as packed:
            content = packed.read(min(most, max(unpacking.left, 0)) + 1)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise Refused("E-REC-001", f"{entry.filename} in the archive cannot be unpacked.") from error
    unpacking.take(len(content))
    if len(content) > most:
        raise Refused("E-REC-002", f"{entry.filename} in the archive is too large.")
    return content


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, unpacking: _Unpacking,
                depth: int) -> Iterator[Recipe]:
    """Yield the recipes of one file of an archive; a bad one is passed over, a bomb raises."""
    try:
        yield from _read(_entry(archive, entry, unpacking), entry.filename, None, unpacking, depth + 1)
    except _Bomb:
        raise
    except Refused as refused:
        unpacking.pass_over(entry.filename, refused)


def _read_json(data: bytes, unpacking: _Unpacking) -> Iterator[Recipe]:
    """Yield the recipes of a JSON document: schema.org, one of the programs', or rows; also one object a line."""
    text = decode(data)
    lines = _object_a_line(text)
    items = None if lines is None else [parse_json(line) for line in lines]
    if items is None and (document := parse_json(text)) is not None:
        items = _items_of(document)
    if items is None:
        raise Refused("E-REC-001", "The JSON of this file is damaged.")
    bad: list[tuple[str, Refused]] = []
    for number, item in enumerate(items, 1):
        raw, how = _read_item(item)
        if raw is not None and (raw.ingredients or raw.instructions):
            yield finish(raw, how=how, url=raw.url)
        else:
            bad.append((_name_of(item, number), _why_no_recipe(item)))
    if len(bad) == len(items):
        raise Refused("E-REC-001", "There is no recipe in this JSON file.")
    for name, refused in bad:
        unpacking.pass_over(name, refused)


def _read_item(item: Any) -> tuple[RawRecipe | None, str]:
    """Return the recipe of one object and how it was read; None for what is none."""
    raw, how = program_json.read(item)
    if raw is None:
        raw, how = read_json_ld([item]), "json_ld"
    if raw is None and isinstance(item, dict):
        raw, how = next(read_rows([item]), None), "json"
    return raw, how


def _name_of(item: Any, number: int) -> str:
    """Return what a person can find an object of a list by: its name, else its place."""
    names = [item.get(key) for key in ("name", "title")] if isinstance(item, dict) else []
    return next((clean(name)[:80] for name in names if isinstance(name, str) and clean(name)), f"no. {number}")


def _why_no_recipe(item: Any) -> Refused:
    return Refused("E-REC-001", "The JSON of this entry is damaged." if item is None else
                   "There is no recipe in this entry: no ingredients and no steps.")


def _items_of(document: Any) -> list[Any]:
    """Return the objects of a document that may be recipes: its list, the list under `recipes`, or itself."""
    if isinstance(document, dict) and "@type" not in document and isinstance(document.get("recipes"), list):
        return document["recipes"]
    return document if isinstance(document, list) else [document]


def _object_a_line(text: str) -> list[str] | None:
    """Return the objects of JSON lines as text; None for another document."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line[0] == "{" and line.rstrip()[-1] == "}" for line in lines[:100]):
        return None
    return lines
