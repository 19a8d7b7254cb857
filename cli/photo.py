"""`larder photo`: recognise food on photos without storing anything."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.output import for_each_path

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
    typer.echo(f"{reading['path']}: {reading['verdict'].replace('_', ' ')}")
    for item in reading["items"]:
        typer.echo(f"  {item['label']}  {item['confidence']:.0%}{'  (please check)' if item['needs_review'] else ''}")
    for code in reading["barcodes"]:
        typer.echo(f"  {code['format']} {code['value']}")
    for found in reading["dates"]:
        typer.echo(f"  {found['kind'].replace('_', ' ')} {' or '.join(found['iso'])}")
