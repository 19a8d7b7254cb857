"""`larder foods`: look names up in the catalog."""

from typing import Annotated, Any

import typer

from cli.output import input_lines, print_json

app = typer.Typer(help="The food catalog.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Look names up in the food catalog."""


@app.command()
def resolve(
    source: Annotated[str, typer.Argument(help="A file with one name a line, or - for standard input.")],
    lang: Annotated[str | None, typer.Option(help="en or de; both otherwise.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one object a line.")] = False,
) -> None:
    """Find the foods that names mean.

    Example: echo 'ja! H-Milch 1,5%' | larder foods resolve - --json
    """
    from pantry.foods import catalog

    for text in input_lines(source):
        matches = catalog().resolve(text, lang=lang)
        best = matches[0] if matches else None
        found: dict[str, Any] = {
            "text": text,
            "food_id": best.food_id if best else None,
            "name": best.name if best else None,
            "full_name": best.full_name if best else None,
            "category": best.category if best else None,
            "score": round(best.score, 3) if best else 0.0,
            "alternatives": [
                {"food_id": other.food_id, "name": other.name, "score": round(other.score, 3)} for other in matches[1:]
            ],
        }
        if json_:
            print_json(found)
        else:
            typer.echo(f"{text}\t{found['food_id'] or '-'}\t{found['score']:.2f}")
