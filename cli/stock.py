"""`larder stock`, `larder add` and `larder match`: what is in the house, what came home, and what to cook with it."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cli.output import begun_journal, input_lines, journal_of, known_household, print_json
from cli.reasons import reason_in_words
from cli.speech import Speech
from pantry.home import Home

if TYPE_CHECKING:
    from intake.suggestions import Wish
    from intake.workplace import Workplace
    from pantry.actions import Kitchen
    from pantry.live import LiveView
    from pantry.typing.portions import Meant
    from pantry.typing.typed_foods import TypedFood
    from pantry.typing.typed_uses import Use
    from recipes.recipe import RecipeMatch


def stock(
    household: Annotated[str, typer.Option(help="Whose pantry.")] = "home",
    json_: Annotated[bool, typer.Option("--json", help="Print one object a lot.")] = False,
) -> None:
    """Print what is in the house now, most urgent first.

    Example: larder stock --household demo --json
    """
    from pantry.live import LiveView
    from pantry.urgency import with_due

    home = Home.from_environment()
    view = LiveView(journal_of(home, household), household)
    view.refresh()
    today = view.household().today(view.journal.clock())
    speech = Speech.of(view)
    for one in with_due(view.lots(), as_of=today):
        lot = one.lot
        if json_:
            print_json({
                "lot_id": lot.lot_id, "food_id": lot.food_id, "name": lot.name(speech.food_lang),
                "quantity": lot.quantity,
                "unit": lot.unit, "place": lot.place, "purchased_on": lot.purchased_on, "opened_on": lot.opened_on,
                "is_frozen": lot.is_frozen, "due_on": one.due.likely, "due_kind": one.due.kind,
                "is_estimate": one.due.is_estimate, "days_left": one.days_left, "risk": one.risk,
                "value_minor": lot.value_minor, "value_method": lot.value_method, "currency": lot.currency,
            })
        else:
            day = one.due.likely or ""
            due = speech("about", day=day) if day and one.due.is_estimate else day
            row = speech.row(lot.called(speech.food_lang), lot.quantity, lot.unit, width=32)
            typer.echo(f"{row} {speech.place(lot.place):<13} {due}".rstrip())


def add(
    line: Annotated[list[str], typer.Argument(help="What came home: 2 l milk 1.45 fridge; - reads standard input.")],
    household: Annotated[str, typer.Option(help="Whose pantry.")] = "home",
    json_: Annotated[bool, typer.Option("--json", help="Print one object a lot.")] = False,
) -> None:
    """Put on the shelf what a line says: amount, food, place, date, price; several foods with commas between.

    What a line says was opened, frozen, thawed or moved is changed where it is in the house: "opened a can of beans".

    Example: larder add "2 l milk 1.45 use by friday, 6 eggs, opened jar of pesto" --household demo
    """
    from cli.used import show_what_stayed, why_unclear
    from pantry.actions import Kitchen
    from pantry.live import LiveView
    from pantry.typing.typed_foods import TypingKitchen, understand
    from pantry.typing.typed_uses import typed_use

    home = Home.from_environment()
    view = LiveView(known_household(begun_journal(home), household), household)
    view.refresh()
    kitchen = TypingKitchen.of(view, view.household().today(view.journal.clock()))
    said = input_lines("-") if line == ["-"] else [" ".join(line)]
    speech = Speech.of(view)
    if any(use and not use.use.stays for use in map(typed_use, said)):
        _refuse(speech("says_gone"))
    told, came = _told_of(view, said)
    if doubt := next((meant for _, meant in told if meant.unclear), None):
        _refuse(why_unclear(doubt, speech))
    if any(use and not use.use.may_come_home for use in map(typed_use, came)):
        _refuse(speech("not_moved"))
    found = [one for text in came for one in understand(text, kitchen)]
    if not found and not told:
        _refuse(speech("nothing_named"))
    hand = Kitchen(view.journal, household, view=view, source="command")
    made = hand.say(told, found).lot_ids
    for use, meant in told:
        show_what_stayed(hand, use, meant, as_json=json_)
    _show_what_came(hand, list(zip(made[len(made) - len(found):], found, strict=True)), speech, as_json=json_)


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(1)


def _told_of(view: "LiveView", said: list[str]) -> "tuple[list[tuple[Use, Meant]], list[str]]":
    """Return what lines say became of lots in the house, and the lines that speak of what came home.

    What is not there may have come home like that. Raises IncompatibleUnits as `pantry.typing.portions.meant_by` does.
    """
    from pantry.typing.portions import less, meant_in
    from pantry.typing.typed_uses import typed_use

    lots, told, came = view.lots(), [], []
    for text in said:
        use = typed_use(text)
        meant = meant_in(view, use, lots=lots) if use else None
        if use and meant and (meant.is_clear or meant.unclear):
            told.append((use.use, meant))
            # What one line took is gone for the next, though nothing is written before all are read.
            lots = less(lots, meant.portions)
        else:
            came.append(text)
    return told, came


def _show_what_came(hand: "Kitchen", came: "list[tuple[str, TypedFood]]", speech: Speech, *, as_json: bool) -> None:
    """Print what lies on the shelves now. came: the lots with what was typed."""
    for lot_id, one in came:
        lot = hand.view.lot(lot_id)
        name = lot.name(speech.food_lang)
        if as_json:
            print_json({
                "lot_id": lot_id, "food_id": lot.food_id, "name": name, "quantity": lot.quantity, "unit": lot.unit,
                "place": lot.place, "expires_on": lot.expires_on, "date_kind": lot.date_kind,
                "price_minor": lot.price_minor, "currency": lot.currency, "is_amount_said": one.is_said,
            })
        else:
            typer.echo(f"{speech.row(name, lot.quantity, lot.unit, width=32)} {speech.place(lot.place)}")


def match(
    household: Annotated[str, typer.Option(help="Whose pantry.")] = "home",
    top: Annotated[int, typer.Option(min=1, max=1000, help="How many recipes.")] = 10,
    servings: Annotated[float | None, typer.Option(min=0.5, max=1000, help="Scale amounts to so many persons.")] = None,
    minutes: Annotated[int | None, typer.Option(min=1, help="Leave out what takes longer or does not say.")] = None,
    without: Annotated[list[str] | None, typer.Option(help="An allergen to avoid, beside the settings.")] = None,
    diet: Annotated[list[str] | None, typer.Option(help="A diet to keep, beside the settings.")] = None,
    why_not: Annotated[str | None, typer.Option(help="Say why this recipe id is not listed.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one object a recipe.")] = False,
) -> None:
    """Print the recipes that fit what is in the house, best first.

    Example: larder match --household demo --top 5 --without nuts --diet vegetarian --json
    """
    from intake.suggestions import Wish, matches, restrictions_of, why_empty
    from intake.workplace import Workplace
    from recipes.matching.current_index import index_state

    home = Home.from_environment()
    workplace = Workplace(home, journal_of(home, household), household)
    workplace.view.refresh()
    speech = Speech.of(workplace.view)
    wish = Wish(servings, minutes, tuple(without or ()), tuple(diet or ()))
    for word in restrictions_of(workplace, wish).unknown:
        typer.echo(speech("unknown_restriction", word=word), err=True)
    if why_not:
        _print_why_not(workplace, why_not, top, wish, speech, json_)
        return
    found = matches(workplace, top=top, wish=wish)
    if (state := index_state(home)) and state.is_first_part:
        parts = {"recipes": speech.number(state.recipes), "stored": speech.number(state.stored)}
        typer.echo(speech("first_part", **parts), err=True)
    for recipe in found:
        if json_:
            print_json(recipe.to_json())
        else:
            typer.echo(_match_line(recipe, speech))
    if servings and (silent := [recipe.title for recipe in found if not recipe.servings]):
        typer.echo(speech("as_printed", titles=", ".join(silent)), err=True)
    if not found:
        reason = why_empty(workplace, wish=wish)
        typer.echo(reason_in_words(reason, speech) if reason else speech("no_match"), err=True)


def _match_line(recipe: "RecipeMatch", speech: Speech) -> str:
    from pantry.foods import catalog
    from recipes.matching.substitutes import note_in

    def name_of(food_id: str) -> str:
        food = catalog().get(food_id)
        return food.name(speech.food_lang) if food else food_id

    parts = [speech("match", id=recipe.recipe_id, title=recipe.title, have=recipe.have_count, need=recipe.need_count),
             speech("match_worth", money=speech.money(recipe.score))]
    if recipe.rescued_eur >= 0.01:
        parts.append(speech("match_saves", money=speech.money(recipe.rescued_eur)))
    if stand_ins := {(lot.food_id, lot.line): lot.note for lot in recipe.uses if lot.is_stand_in}:
        names = ", ".join(speech("match_for", food=name_of(food_id), line=line)
                          + (f" ({note_in(note, speech.texts.lang)})" if note else "")
                          for (food_id, line), note in stand_ins.items())
        parts.append(speech("match_takes", names=names))
    if recipe.unsafe:
        parts.append(speech("match_unsafe", names=", ".join(recipe.unsafe)))
    if recipe.missing:
        names = ", ".join(speech("match_more", amount=speech.mass(food.missing_g), food=food.name)
                          if food.is_partial and food.missing_g else food.name for food in recipe.missing)
        parts.append(speech("match_buy", names=names))
    return "; ".join(parts)


def _print_why_not(
    workplace: "Workplace", recipe_id: str, top: int, wish: "Wish", speech: Speech, as_json: bool
) -> None:
    from intake.suggestions import why_not_recipe

    found = why_not_recipe(workplace, recipe_id, top=top, wish=wish)
    if found is None:
        typer.echo(speech("no_recipe", id=recipe_id), err=True)
        raise typer.Exit(1)
    if as_json:
        print_json({**found.match.to_json(), "reasons": [asdict(reason) for reason in found.reasons]})
    else:
        reasons = [f"  {reason_in_words(reason, speech)}" for reason in found.reasons]
        typer.echo("\n".join([f"{found.match.title}:", *reasons]))
