"""`larder recipes`: import recipes, read pages and take ingredient lines apart."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output import begun_journal, for_each_path, input_lines, journal_of, known_household, plain, print_json
from pantry.errors import Refused
from pantry.home import Home

if TYPE_CHECKING:
    from intake.workplace import Workplace
    from recipes.plan import WeekPlan
    from recipes.web.feed_book import FeedState

app = typer.Typer(help="Recipes.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Import and read recipes."""


@app.command("import")
def import_(
    sources: Annotated[list[str], typer.Argument(help="Files, folders or URLs.")],
    json_: Annotated[bool, typer.Option("--json", help="Print one object a recipe.")] = False,
) -> None:
    """Put recipes into the store: saved pages, exports of other programs, folders, URLs.

    Example: larder recipes import ~/Recipes https://example.org/lentil-soup
    """
    from intake.suggestions import rebuild_index
    from recipes.importing import import_recipes

    home = Home.from_environment()
    begun_journal(home)
    failed = imported = 0
    for source in sources:
        is_url = source.casefold().startswith(("http://", "https://"))
        for outcome in import_recipes(home, source if is_url else Path(source)):
            if outcome.code is not None:
                failed += 1
                _report_refused(outcome.source, outcome.code, outcome.reason or "", json_)
                continue
            imported += 1
            title, warnings = (outcome.recipe.title, outcome.recipe.warnings) if outcome.recipe else ("", ())
            if json_:
                found = {"recipe_id": outcome.recipe_id, "title": title, "status": outcome.status,
                         "warnings": list(warnings)}
                print_json({"path": outcome.source, **found})
            else:
                typer.echo(f"{outcome.status}: {title}")
                for warning in warnings:
                    typer.echo(f"  {warning}", err=True)
    if imported:
        rebuild_index(home)
    if failed:
        raise typer.Exit(1)


def _report_refused(path: str, code: str, reason: str, as_json: bool) -> None:
    if as_json:
        print_json({"path": path, "error": {"code": code, "message": reason}})
    else:
        typer.echo(f"{path}: {reason}", err=True)


@app.command()
def read(
    paths: Annotated[list[str], typer.Argument(help="Saved pages or exports.")],
    generic: Annotated[bool, typer.Option("--generic", help="Ignore what is known about the host.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print one object a recipe.")] = False,
) -> None:
    """Read recipes and print them; nothing is stored.

    Example: larder recipes read page.html --json
    """
    from recipes.programs.exports import read_file

    def work(path: str) -> list[dict[str, Any]]:
        return [recipe.to_json() for recipe in read_file(Path(path), generic=generic)]

    def show(found: list[dict[str, Any]]) -> None:
        for recipe in found:
            typer.echo(recipe["title"])
            for line in recipe["ingredients"]:
                typer.echo(f"  {line}")
            for warning in recipe["warnings"]:
                typer.echo(f"  {warning}", err=True)

    _for_each_recipe(paths, work, show, json_)


def _for_each_recipe(paths: list[str], work: Any, show: Any, as_json: bool) -> None:
    """Print every recipe of a file on a line of its own, errors as `for_each_path` does."""
    def each(path: str) -> list[dict[str, Any]]:
        found = work(path)
        if not found:
            raise Refused("E-REC-001", "there is no recipe in this file")
        if as_json:
            for recipe in found[:-1]:
                print_json(recipe)
        return found

    if as_json:
        for_each_path(paths, lambda path: each(path)[-1], as_json=True, show=show)
    else:
        for_each_path(paths, each, as_json=False, show=show)


@app.command("parse-lines")
def parse_lines(
    source: Annotated[str, typer.Argument(help="A file with one ingredient a line, or - for standard input.")],
    lang: Annotated[str | None, typer.Option(help="en or de; both otherwise.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one object a line.")] = False,
) -> None:
    """Take ingredient lines apart: amount, unit, food, preparation, mass.

    Example: echo "2 Zehen Knoblauch, gehackt" | larder recipes parse-lines - --json
    """
    from recipes.lines import parse_line, resolve_lines

    lines = [parse_line(text, lang) for text in input_lines(source)]
    for line in resolve_lines(lines, lang):
        if json_:
            print_json(line.to_json())
        else:
            parts = (plain(line.quantity), line.unit, line.name, line.preparation, line.food_id)
            typer.echo("\t".join("" if part is None else str(part) for part in parts))


@app.command()
def follow(
    url: Annotated[str, typer.Argument(help="An RSS, Atom or JSON feed, or a sitemap.")],
    household: Annotated[str, typer.Option(help="Who follows it.")] = "home",
) -> None:
    """Follow a feed of recipes: its new pages are read every six hours.

    Example: larder recipes follow https://example.org/feed.xml
    """
    from intake.workplace import Workplace
    from recipes.pages.markup import web_url

    if web_url(url) is None:
        raise typer.BadParameter(f"{url} is no address on the web; one begins with http:// or https://.")
    home = Home.from_environment()
    Workplace(home, known_household(begun_journal(home), household), household).kitchen.follow_feed(url)
    typer.echo(f"followed: {url}")


@app.command()
def unfollow(
    url: Annotated[str, typer.Argument(help="The address as it was followed.")],
    household: Annotated[str, typer.Option(help="Who follows it no longer.")] = "home",
) -> None:
    """Follow a feed no longer; its recipes stay.

    Example: larder recipes unfollow https://example.org/feed.xml
    """
    from intake.feeds import followed_by

    workplace = _workplace(household)
    workplace.view.refresh()
    if url not in followed_by(workplace.view.facts()):
        raise typer.BadParameter(f"{household} does not follow {url}; `larder recipes feeds` lists what is followed.")
    workplace.kitchen.unfollow_feed(url)
    typer.echo(f"not followed any more: {url}")


@app.command()
def feeds(
    read_now: Annotated[bool, typer.Option("--read-now", help="Read them now, also those that wait.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print one object a feed.")] = False,
) -> None:
    """Show the feeds that are followed: when each was read, why it failed, when it is tried again.

    Example: larder recipes feeds --read-now
    """
    from intake.feeds import feed_states, fetch_new_pages, followed_feeds
    from intake.suggestions import rebuild_index
    from pantry.journal import open_journal

    home = Home.from_environment()
    journal = open_journal(home)
    urls = followed_feeds(journal)
    if read_now:
        for outcome in fetch_new_pages(home, urls, now=journal.clock(), is_asked_for=True):
            typer.echo(f"{outcome.source}: {outcome.reason or outcome.title}", err=outcome.code is not None)
        rebuild_index(home)
    for state in feed_states(home, urls):
        if json_:
            print_json(state)
        else:
            typer.echo(f"{state.url}: {_feed_words(state)}")


def _workplace(household: str) -> "Workplace":
    from intake.workplace import Workplace

    home = Home.from_environment()
    return Workplace(home, journal_of(home, household), household)


def _feed_words(state: "FeedState") -> str:
    pages = f"{state.pages_read} read, {state.pages_waiting} waiting, {state.pages_refused} without a recipe"
    if state.reason is not None and state.next_try_at is not None:
        return f"{state.reason} Tried again after {state.next_try_at:%Y-%m-%d %H:%M} UTC; {pages}"
    return f"last read {state.read_at:%Y-%m-%d %H:%M} UTC; {pages}" if state.read_at else "not read yet"


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words; `ingredient:leek` and `tag:greek` look there only.")],
    household: Annotated[str, typer.Option(help="Whose settings hold.")] = "home",
    top: Annotated[int, typer.Option(min=1, max=1000, help="How many recipes.")] = 20,
    minutes: Annotated[int | None, typer.Option(help="How long cooking may take.")] = None,
    without: Annotated[list[str] | None, typer.Option(help="An allergen to avoid, beside the settings.")] = None,
    diet: Annotated[list[str] | None, typer.Option(help="A diet to keep, beside the settings.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one object a recipe.")] = False,
) -> None:
    """Find recipes by words of title, ingredients and tags, within the household's diets and allergens.

    Example: larder recipes search leek ingredient:cream --minutes 30
    """
    from intake.searching import find_recipes
    from intake.suggestions import Wish

    workplace = _workplace(household)
    wish = Wish(None, minutes, tuple(without or ()), tuple(diet or ()))
    for recipe in find_recipes(workplace, " ".join(words), limit=top, wish=wish):
        if json_:
            print_json({"recipe_id": recipe.recipe_id, "title": recipe.title, "total_minutes": recipe.total_minutes,
                        "url": recipe.url})
        else:
            typer.echo(f"{recipe.recipe_id}  {recipe.title}")


@app.command()
def plan(
    household: Annotated[str, typer.Option(help="Whose pantry.")] = "home",
    dinners: Annotated[int, typer.Option(min=1, max=31, help="How many evenings from today on.")] = 5,
    servings: Annotated[
        float | None, typer.Option(min=0.5, max=1000, help="For how many; the household's people otherwise.")] = None,
    minutes: Annotated[int | None, typer.Option(min=1, help="How long cooking may take.")] = None,
    repeats: Annotated[int, typer.Option(min=1, max=31, help="How often one recipe may come.")] = 1,
    without: Annotated[list[str] | None, typer.Option(help="An allergen to avoid, beside the settings.")] = None,
    diet: Annotated[list[str] | None, typer.Option(help="A diet to keep, beside the settings.")] = None,
    seconds: Annotated[float, typer.Option(min=0.1, max=600, help="How long the solver may think.")] = 10.0,
    accept: Annotated[bool, typer.Option("--accept", help="Write the plan and put what it lacks on the list.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the plan as one object.")] = False,
) -> None:
    """Plan dinners that waste and cost the least, and what to buy for them.

    Example: larder recipes plan --household demo --dinners 5 --diet vegetarian --accept
    """
    from intake.planning import Week, accept_plan, plan_for
    from intake.suggestions import Wish

    workplace = _workplace(household)
    wish = Wish(servings, minutes, tuple(without or ()), tuple(diet or ()))
    found = plan_for(workplace, Week(dinners, repeats=repeats, time_limit_s=seconds), wish=wish)
    if accept and found.dinners:
        accept_plan(workplace, found)
    if json_:
        print_json(found.to_json())
    else:
        for line in _plan_lines(found):
            typer.echo(line)
    if found.reason:
        typer.echo(found.reason, err=True)


def _plan_lines(found: "WeekPlan") -> Iterator[str]:
    from pantry.quantities import units

    for dinner in found.dinners:
        yield f"day {dinner.day + 1}: {dinner.title}"
    for one in found.purchases:
        needed = f" ({max(one.needed_g, 1):.0f} g needed)" if one.needed_g else ""
        unit = units()[one.unit].name(quantity=Decimal(str(one.quantity)))
        amount = f"{one.quantity:g}" if one.unit == "piece" else f"{one.quantity:g} {unit}"
        yield f"  buy {one.name}: {amount}{needed}"
    if found.dinners:
        gap = "" if found.gap is None else f", at most {found.gap:.1%} from the best"
        yield (f"buys for {found.purchase_eur:.2f} EUR and expects to waste {found.wasted_eur:.2f} EUR, "
               f"{found.cost_eur:.2f} EUR in all; the best recipe each evening: {found.greedy_cost_eur or 0:.2f} EUR"
               f" ({found.method}, {found.status}{gap})")
