"""`larder photo`: recognise food on photos without storing anything."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.output import for_each_path, printable

MAX_OTHERS = 3  # alternatives in one line; --json has all
app = typer.Typer(help="Recognise food on photos.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Recognise food on photos."""


@app.command()
def recognise(
    paths: Annotated[list[str], typer.Argument(help="Pictures.")],
    json_: Annotated[bool, typer.Option("--json", help="Print one object a line.")] = False,
) -> None:
    """Say what is on photos, with barcodes and printed dates; nothing is stored.

    Example: larder photo recognise counter.jpg --json
    """
    from recognition.photo import recognise as recognise_photo

    for_each_path(paths, lambda path: recognise_photo(Path(path)).to_json(), as_json=json_, show=_show)


def _show(reading: dict[str, Any]) -> None:
    for line in reading_lines(reading):
        typer.echo(line)
    for warning in reading["warnings"]:
        typer.echo(f"  {warning}", err=True)


def reading_lines(reading: dict[str, Any]) -> list[str]:
    """Return what a person reads of a photo, a line for each thing. reading: as `PhotoReading.to_json` gives it."""
    verdict = reading["verdict"].replace("_", " ")
    if verdict == "unknown grocery" and any(item["food_id"] for item in reading["items"]):
        verdict = "perhaps groceries"  # no known class as a whole, but print or a part of it names a food
    return [
        f"{reading['path']}: {verdict}",
        *(f"  {_item_words(item)}" for item in reading["items"]),
        *(f"  {_code_words(code)}" for code in reading["barcodes"]),
        *(f"  {_date_words(found)}" for found in reading["dates"]),
    ]


def _item_words(item: dict[str, Any]) -> str:
    """Return an item as `2 × Lemon  43%  (please check; or Lime, Orange)`; what it may be only where that is open."""
    count = f"{item['count']} × " if item["count"] > 1 else ""
    kind = ", kind unsure" if item["class_level"] == "coarse" else ""
    # How sure it is that something is unknown is no figure to read: the number is how known it looks.
    share = f"  {item['confidence']:.0%}" if item["food_id"] else ""
    labels = list(dict.fromkeys(other["label"] for other in item["alternatives"]))
    is_open = item["needs_review"] or kind or not item["food_id"]
    others = [label for label in labels if label != item["label"]][:MAX_OTHERS] if is_open else []
    notes = ["please check"] if item["needs_review"] else []
    notes += [f"{'or' if item['food_id'] else 'perhaps'} {', '.join(others)}"] if others else []
    return f"{count}{item['label']}{kind}{share}" + (f"  ({'; '.join(notes)})" if notes else "")


def _code_words(code: dict[str, Any]) -> str:
    """Return a code with what it carries. Anyone can print a code: of its text only what a terminal shows is shown."""
    is_gs1 = code["gtin"] and len(code["value"]) > len(code["gtin"])  # its fields follow, so only the number is said
    parts = [f"{code['format']} {code['gtin'] if is_gs1 else code['value']}"]
    parts += [f"lot {code['lot_number']}"] if code["lot_number"] else []
    parts += [f"{code['net_mass_g']} g"] if code["net_mass_g"] else []
    parts += [f"price {code['price_minor'] / 100:.2f}"] if code["price_minor"] else []
    return printable(", ".join(parts))


def _date_words(found: dict[str, Any]) -> str:
    """Return a printed date; one that may mean several days is a question."""
    kind = "date" if found["kind"] == "unknown" else found["kind"].replace("_", " ")
    if found["is_ambiguous"]:
        return f"{kind} {' or '.join(found['iso'])}  (please check: printed as {found['text']})"
    return f"{kind} {found['iso'][0]}"
