"""Recipes in tables, one a row, as programs export them and data sets come: CSV and Parquet.

Columns are known by the names that programs give them; a list in a cell is as good as lines of text.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from pantry.errors import Refused
from recipes.jsonld import RawRecipe
from recipes.markup import MOST_BYTES
from recipes.program_json import from_texts

PARQUET_MARK = b"PAR1"
MOST_UNPACKED_BYTES = 300 * 1024 * 1024
_COLUMNS = {
    "title": ("title", "name", "recipe"), "ingredients": ("ingredients", "recipeingredient", "ingredient_names"),
    "instructions": ("instructions", "directions", "steps", "method"),
    "yields": ("servings", "yield", "quantity", "yields"),
    "url": ("url", "source url", "source", "link"), "image": ("image", "photo url", "originalpicture", "image url"),
    "total": ("total time", "totaltime", "total_time", "total_minutes"),
}
_NAMES = frozenset(name for names in _COLUMNS.values() for name in names)
_ROWS_AT_ONCE = 1_000


def read_csv(text: str) -> Iterator[RawRecipe]:
    """Yield the recipes of a table as text. Raises Refused E-REC-001 where it is damaged."""
    csv.field_size_limit(MOST_BYTES)
    try:
        yield from _recipes(csv.DictReader(io.StringIO(text)))
    except csv.Error as error:
        raise Refused("E-REC-001", "The table of this file is damaged.") from error


def read_parquet(data: bytes) -> Iterator[RawRecipe]:
    """Yield the recipes of a Parquet file. Raises Refused: E-REC-001 damaged, E-REC-004 it unpacks to too much."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        plain = pq.ParquetFile(io.BytesIO(data))
        names = [name for name in plain.schema_arrow.names if name.casefold() in _NAMES]
        groups = [plain.metadata.row_group(number) for number in range(plain.metadata.num_row_groups)]
        if sum(group.total_byte_size for group in groups) > MOST_UNPACKED_BYTES:
            raise _too_much()
        # Words stay numbers of a dictionary until their row is read: a long one, said often, takes no more room.
        leaves = [plain.schema.column(number) for number in range(len(plain.schema))]
        file = pq.ParquetFile(io.BytesIO(data), read_dictionary=[
            leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY" and leaf.path.split(".")[0] in names])
        yield from _recipes(_bounded(
            dict(zip(names, (column[row].as_py() for column in batch.columns), strict=True))
            for batch in file.iter_batches(_ROWS_AT_ONCE, columns=names, use_threads=False)
            for row in range(batch.num_rows)))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Refused("E-REC-001", "The table of this file is damaged.") from error


def _recipes(rows: Iterable[dict[str, Any]]) -> Iterator[RawRecipe]:
    for row in rows:
        lowered = {(key or "").casefold().strip(): _text(value) for key, value in row.items()}
        cell = {name: next((lowered[key] for key in keys if lowered.get(key)), "") for name, keys in _COLUMNS.items()}
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
    if isinstance(value, list):
        return "\n".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else f"{value:g}" if isinstance(value, int | float) else ""
