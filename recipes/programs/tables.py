"""Recipes in tables, one a row, as programs export them and data sets come: CSV and Parquet.

Columns are known by the names that programs give them; a list in a cell is as good as lines of text.
"""

import ast
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pantry.errors import Refused
from recipes.pages.jsonld import RawRecipe
from recipes.pages.markup import MOST_BYTES
from recipes.programs.program_json import from_texts

PARQUET_MARK = b"PAR1"
MOST_UNPACKED_BYTES = 300 * 1024 * 1024
_COLUMNS = {
    "title": ("title", "name", "recipe", "recipe name"),
    "ingredients": ("ingredients", "recipeingredient", "ingredient list", "ingredient names"),
    "instructions": ("instructions", "directions", "steps", "method", "recipeinstructions", "preparation"),
    "yields": ("servings", "recipeservings", "yield", "quantity", "yields", "recipeyield"),
    "url": ("url", "source url", "source", "link"), "image": ("image", "photo url", "originalpicture", "image url"),
    "total": ("total time", "totaltime", "total minutes", "minutes"),
    "preparation": ("prep time", "preptime", "preparation time"), "cooking": ("cook time", "cooktime", "cooking time"),
    "tags": ("tags", "keywords", "categories", "category", "recipecategory", "cuisine", "course"),
}
_NAMES = frozenset(name for names in _COLUMNS.values() for name in names)
_DELIMITERS = (",", ";", "\t", "|")
_ROWS_AT_ONCE = 1_000
_LONGEST_HEADER = 10_000
_LONGEST_LIST = 200_000
# R writes a list of texts as c("…", "…").
_R_LIST = re.compile(r"\Ac\((.*)\)\Z", re.DOTALL)


def looks_like_table(text: str) -> bool:
    """Say whether a text's first line names a recipe's columns: a title and its ingredients."""
    names = set(_header(text, _delimiter(text)))
    return not names.isdisjoint(_COLUMNS["title"]) and not names.isdisjoint(_COLUMNS["ingredients"])


def read_csv(text: str) -> Iterator[RawRecipe]:
    """Yield the recipes of a table as text, set apart by commas, semicolons, tabs or bars.

    Raises Refused E-REC-001 where it is damaged.
    """
    csv.field_size_limit(MOST_BYTES)
    try:
        yield from read_rows(csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise Refused("E-REC-001", "The table of this file is damaged.") from error


def _delimiter(text: str) -> str:
    """Return the sign that makes most known columns of the first line."""
    return max(_DELIMITERS, key=lambda sign: sum(name in _NAMES for name in _header(text, sign)))


def _header(text: str, delimiter: str) -> list[str]:
    first = text.lstrip("\ufeff\r\n")[:_LONGEST_HEADER].splitlines()[:1]
    try:
        return [_column(name) for row in csv.reader(first, delimiter=delimiter) for name in row]
    except csv.Error:
        return []


def _column(name: object) -> str:
    """Return a column's name in one spelling."""
    return " ".join(str(name or "").casefold().replace("_", " ").split())


def read_parquet(data: bytes) -> Iterator[RawRecipe]:
    """Yield the recipes of a Parquet file. Raises Refused: E-REC-001 damaged, E-REC-004 it unpacks to too much."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        plain = pq.ParquetFile(io.BytesIO(data))
        names = [name for name in plain.schema_arrow.names if _column(name) in _NAMES]
        groups = [plain.metadata.row_group(number) for number in range(plain.metadata.num_row_groups)]
        if sum(group.total_byte_size for group in groups) > MOST_UNPACKED_BYTES:
            raise _too_much()
        # Words stay numbers of a dictionary until their row is read: a long one, said often, takes no more room.
        leaves = [plain.schema.column(number) for number in range(len(plain.schema))]
        file = pq.ParquetFile(io.BytesIO(data), read_dictionary=[
            leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY" and leaf.path.split(".")[0] in names])
        yield from read_rows(_bounded(
            dict(zip(names, (column[row].as_py() for column in batch.columns), strict=True))
            for batch in file.iter_batches(_ROWS_AT_ONCE, columns=names, use_threads=False)
            for row in range(batch.num_rows)))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Refused("E-REC-001", "The table of this file is damaged.") from error


def read_rows(rows: Iterable[dict[str, Any]]) -> Iterator[RawRecipe]:
    """Yield the recipes of rows by the names of their columns; a row without a title, or with nothing else, is none."""
    for row in rows:
        said = {_column(key): _text(value) for key, value in row.items()}
        cell = {name: next((said[key] for key in keys if said.get(key)), "") for name, keys in _COLUMNS.items()}
        cell["tags"] = "\n".join(filter(None, (said.get(key) for key in _COLUMNS["tags"])))
        raw = from_texts(cell)
        if raw.title and (raw.ingredients or raw.instructions):
            yield raw


def _bounded(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield rows as long as all of them together are no larger than an archive may be."""
    read = 0
    for row in rows:
        read += sum(len(_text(value)) for value in row.values())
        if read > MOST_UNPACKED_BYTES:
            raise _too_much()
        yield row


def _too_much() -> Refused:
    return Refused("E-REC-004", "The table unpacks to more than 300 MB.")


def _text(value: Any) -> str:
    """Return a cell as text, a list of texts as lines, also one that was written out as JSON, Python or R write it."""
    if isinstance(value, str):
        value = _written_list(value) or value
    if isinstance(value, list):
        texts = ((one.get("text") or one.get("name")) if isinstance(one, dict) else one for one in value)
        return "\n".join(one for one in texts if isinstance(one, str))
    return value if isinstance(value, str) else f"{value:g}" if isinstance(value, int | float) else ""


def _written_list(text: str) -> list[Any] | None:
    """Return the list that a text is, or None."""
    text = text.strip()
    if found := _R_LIST.match(text[:_LONGEST_LIST + 1]):
        text = f"[{found[1]}]"
    if len(text) > _LONGEST_LIST or text[:1] != "[" or text[-1:] != "]":
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else None
    return None
