"""`larder ingest`, `larder refresh`, `larder export`, `larder sql`: the pipeline by hand."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.output import begun_journal, for_each_path, journal_of, known_household, print_json, say
from pantry.errors import NotReady, Refused
from pantry.home import Home
from pantry.vocabulary import Origin


def ingest(
    paths: Annotated[list[str], typer.Argument(help="Receipts, photos, recipe pages, or folders of them.")],
    household: Annotated[str, typer.Option(help="Whose pantry they go into.")] = "home",
    json_: Annotated[bool, typer.Option("--json", help="Print one object a line.")] = False,
) -> None:
    """Take files in: keep them, read them, put sure lines into stock, leave the rest for Review.

    Example: larder ingest receipt.jpg ~/Scans --household home
    """
    from intake.taking import Taken, take_in
    from intake.workplace import Workplace

    home = Home.from_environment()
    workplace = Workplace(home, known_household(begun_journal(home), household), household)

    def work(path: str) -> dict[str, Any]:
        taken = take_in(workplace, Path(path), origin=Origin.COMMAND)
        if taken.status == "rejected":
            raise Refused(taken.code or "E-DOC-000", taken.reason or "refused")
        return summary(path, taken)

    def summary(path: str, taken: Taken) -> dict[str, Any]:
        return {
            "path": path, "sha256": taken.sha256, "household": household, "kind": taken.kind, "status": taken.status,
            "accepted": [proposal.name for proposal in taken.accepted],
            "waiting": [proposal.name for proposal in taken.waiting],
            "recipes": list(taken.titles), "elapsed_ms": taken.elapsed_ms,
        }

    for_each_path(_files(paths), work, as_json=json_, show=_show_taken)


def _files(paths: list[str]) -> Iterator[str]:
    """Yield the paths, folders replaced by the files below them; what cannot be listed is passed on to be refused."""
    for path in paths:
        folder = Path(path)
        try:
            inside = sorted(one for one in folder.rglob("*") if one.is_file()) if folder.is_dir() else None
        except OSError:
            inside = None
        if inside:
            yield from (str(one) for one in inside)
        else:
            yield path


def _show_taken(taken: dict[str, Any]) -> None:
    words = {"in": "in", "waiting": "needs a look in Review", "repeat": "was given before"}
    typer.echo(f"{taken['path']}: {taken['kind']} {words[taken['status']]}")
    for name in taken["accepted"]:
        typer.echo(f"    {name}")
    for name in taken["waiting"]:
        typer.echo(f"  ? {name}")
    for title in taken["recipes"]:
        typer.echo(f"    {title}")


def refresh(
    full: Annotated[bool, typer.Option(help="Build everything again instead of what is new.")] = False,
    workers: Annotated[int, typer.Option(
        envvar="LARDER_BUILD_WORKERS", min=1, max=64,
        help="Processes that a full build is divided over; more than one pays above a million events.")] = 1,
    json_: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Build the warehouse from the journal, audit it, and publish it.

    Example: larder refresh
    """
    home = Home.from_environment().create()
    if workers > 1:
        from orchestration.once import refresh_warehouse

        result = refresh_warehouse(home, full=full, workers=workers)
    else:
        from warehouse.build import refresh as refresh_here

        result = refresh_here(home, full=full)
    if json_:
        print_json(result)
    else:
        seconds = sum(result.elapsed_ms.values()) / 1000
        say(f"published version {result.version} up to event {result.seq} in {seconds:.1f} s")


def export(
    out: Annotated[Path, typer.Argument(help="The zip to write; it must not be there yet.")],
    household: Annotated[str, typer.Option(help="Whose things.")] = "home",
    json_: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Write everything a household has into one zip: events, documents, and tables as CSV.

    Example: larder export kitchen.zip --household home
    """
    from warehouse.export import export_household

    home = Home.from_environment()
    journal = journal_of(home, household)
    try:
        with out.open("xb") as file:
            exported = export_household(home, journal, household, file)
    except OSError as error:
        raise NotReady(f"{out} cannot be written: {error.strerror}", "name a file that is not there yet") from error
    if json_:
        print_json({"path": str(out), "household": household, **asdict(exported)})
    else:
        say(f"{out}: {exported.events} events, {exported.originals} documents, {exported.tables} tables")


def sql(
    query: Annotated[str, typer.Argument(help="A SELECT on the published warehouse.")],
    json_: Annotated[bool, typer.Option("--json", help="Print one object a row.")] = False,
) -> None:
    """Ask the published warehouse, read-only.

    Example: larder sql "SELECT food_id, stock_milli FROM marts.pantry_lots LIMIT 5"
    """
    from warehouse.queries import run_sql
    from warehouse.reader import Warehouse

    columns, rows = run_sql(Warehouse(Home.from_environment()), query)
    if json_:
        for row in rows:
            print_json(dict(zip(columns, row, strict=True)))
        return
    cells = [[str(name) for name in columns], *([("" if cell is None else str(cell)) for cell in row] for row in rows)]
    widths = [max(len(line[number]) for line in cells) for number in range(len(columns))]
    for line in cells:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
