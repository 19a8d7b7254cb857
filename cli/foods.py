"""`larder foods`: look names up in the catalog, and say which of its foods a household's own foods count like."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import input_lines, journal_of, print_json
from pantry.home import Home

if TYPE_CHECKING:
    from pantry.live import LiveView

app = typer.Typer(help="The food catalog, and foods of your own.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Look names up in the food catalog, and say what foods of your own count like."""


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


@app.command("own")
def own_foods(
    household: Annotated[str, typer.Option(help="Whose foods.")] = "home",
    json_: Annotated[bool, typer.Option("--json", help="Print one object a food.")] = False,
) -> None:
    """List the foods of your own, which food of the catalog each counts like, and else the one its name suggests.

    Example: larder foods own --household demo
    """
    from pantry.catalog.own_foods import suggested_like

    view = _view_of(household)
    lang = view.household().language
    for own in sorted(view.own_foods().values(), key=lambda one: one.food_id):
        guess = suggested_like(own, lang=lang) if own.parent_food_id is None else None
        if json_:
            print_json({"food_id": own.food_id, "name": own.name_en, "category": own.category,
                        "like_food_id": own.parent_food_id, "suggested_food_id": guess.food_id if guess else None})
        else:
            like = own.parent_food_id or (f"like {guess.food_id}?" if guess else "-")
            typer.echo(f"{own.food_id}\t{own.name_en}\t{own.category}\t{like}")


@app.command()
def like(
    own: Annotated[str, typer.Argument(help="A food of your own: its name or its id.")],
    food: Annotated[str | None, typer.Argument(help="The food of the catalog it counts like: a name or an id.")] = None,
    none: Annotated[bool, typer.Option("--none", help="It counts like no food of the catalog (any more).")] = False,
    household: Annotated[str, typer.Option(help="Whose food.")] = "home",
    json_: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Say which food of the catalog one of your own counts like: its price, CO2e, days, nutrition, diets and allergens.

    Example: larder foods like "Farm yoghurt" yogurt, or to take it back: larder foods like "Farm yoghurt" --none
    """
    from pantry.actions import Kitchen
    from pantry.catalog.own_foods import catalog_food_named, find_own_food
    from pantry.errors import UnknownFood

    if (food is None) != none:
        raise typer.BadParameter("name the food it counts like, or say --none")
    view = _view_of(household)
    foods = view.own_foods()
    said = foods.get(own) or find_own_food(foods, own)
    if said is None:
        raise UnknownFood(own)
    target = catalog_food_named(food, lang=view.household().language) if food is not None else None
    like_food_id = target.food_id if target else None
    done = Kitchen(view.journal, household, view=view, source="command").liken_own_food(said.food_id, like_food_id)
    category = view.own_foods()[said.food_id].category
    if json_:
        print_json({"food_id": said.food_id, "name": said.name_en, "like_food_id": like_food_id, "category": category,
                    "lots": len(done.lot_ids)})
    else:
        typer.echo(f"{said.food_id}\t{said.name_en}\t{category}\t{like_food_id or '-'}")


def _view_of(household: str) -> "LiveView":
    from pantry.live import LiveView

    view = LiveView(journal_of(Home.from_environment(), household), household)
    view.refresh()
    return view
