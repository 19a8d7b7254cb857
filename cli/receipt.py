"""`larder receipt`: read receipts without storing anything, and find those that were taken in."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.output import for_each_path, journal_of, print_json, printable
from pantry.home import Home

app = typer.Typer(help="Read receipts and find them again.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Read receipts and find them again."""


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


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words as printed; case and accents do not count.")],
    household: Annotated[str, typer.Option(help="Whose receipts.")] = "home",
    top: Annotated[int, typer.Option(min=1, max=1000, help="How many receipts.")] = 20,
    json_: Annotated[bool, typer.Option("--json", help="Print one object a receipt.")] = False,
) -> None:
    """Find the receipts that were taken in by the words printed on them, newest first.

    Example: larder receipt search butter hofladen
    """
    from intake.receipt_search import search_receipts
    from intake.workplace import Workplace

    home = Home.from_environment()
    workplace = Workplace(home, journal_of(home, household), household)
    for found in search_receipts(workplace, " ".join(words), limit=top):
        if json_:
            print_json({"sha256": found.sha256, "document_name": found.document_name, "merchant": found.merchant,
                        "purchased_on": found.purchased_on.isoformat() if found.purchased_on else None,
                        "total_minor": found.total_minor, "currency": found.currency, "rows": list(found.rows)})
        else:
            typer.echo(printable(f"{found.purchased_on or 'no date'}  {found.merchant or 'Unknown shop'}"
                             f"  {_money(found.total_minor, found.currency or '')}  ({found.document_name})"))
            for row in found.rows:
                typer.echo(printable(f"   {row}"))


def _show(reading: dict[str, Any]) -> None:
    currency = reading["currency"] or ""
    typer.echo(printable(f"{reading['merchant'] or 'Unknown shop'}  {reading['purchased_on'] or 'no date'}"))
    for line in reading["lines"]:
        if line["kind"] in ("item", "discount", "deposit", "refund"):
            mark = "?" if line["needs_review"] else " "
            typer.echo(printable(f" {mark} {line['name'][:40]:<40} {_money(line['total_minor'], currency):>12}"))
    typer.echo(f"   {'Total':<40} {_money(reading['total_minor'], currency):>12}")
    for warning in reading["warnings"]:
        typer.echo(printable(f"   {warning}"), err=True)


def _money(minor: int | None, currency: str) -> str:
    from pantry.money import format_minor

    return "" if minor is None else format_minor(minor, currency)
