"""`larder receipt`: read receipts without storing anything."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.output import for_each_path

app = typer.Typer(help="Read receipts.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Read receipts."""


@app.command()
def read(
    paths: Annotated[list[str], typer.Argument(help="Pictures, PDFs or text files.")],
    json_: Annotated[bool, typer.Option("--json", help="Print one object a line.")] = False,
    words: Annotated[Path | None, typer.Option("--words", help="Also write the words, one object a line.")] = None,
    engine: Annotated[str | None, typer.Option(help="onnx, paddle or tesseract; the best one otherwise.")] = None,
) -> None:
    """Read receipts and print what is on them; nothing is stored.

    Example: larder receipt read photo.jpg --json
    """
    from ocr.receipt import read_receipt_with_words

    word_lines: list[str] = []

    def work(path: str) -> dict[str, Any]:
        reading, found = read_receipt_with_words(Path(path), engine=engine)
        if words is not None:
            listed = [word.to_json() for word in found]
            word_lines.append(json.dumps({"path": path, "words": listed}, ensure_ascii=False))
        return reading.to_json()

    try:
        for_each_path(paths, work, as_json=json_, show=_show)
    finally:
        if words is not None:
            words.write_text("".join(line + "\n" for line in word_lines), encoding="utf-8")


def _show(reading: dict[str, Any]) -> None:
    currency = reading["currency"] or ""
    typer.echo(f"{reading['merchant'] or 'Unknown shop'}  {reading['purchased_on'] or 'no date'}")
    for line in reading["lines"]:
        if line["kind"] in ("item", "discount", "deposit"):
            mark = "?" if line["needs_review"] else " "
            typer.echo(f" {mark} {line['name'][:40]:<40} {_money(line['total_minor'], currency):>12}")
    typer.echo(f"   {'Total':<40} {_money(reading['total_minor'], currency):>12}")
    for warning in reading["warnings"]:
        typer.echo(f"   {warning}", err=True)


def _money(minor: int | None, currency: str) -> str:
    from pantry.money import format_minor

    return "" if minor is None else format_minor(minor, currency)
