"""Write the reference pages that the code itself can tell: docs/reference/events.md and errors.md.

    python tools/write_reference.py           # write them
    python tools/write_reference.py --check   # exit status 1 if they are not up to date

Kinds and fields come from `pantry.kinds.payloads`, words from `pantry.vocabulary`; codes are searched in the code of
all rooms. What a code means and what to do about it stands in tools/error_codes.csv.
"""

import argparse
import csv
import inspect
import re
import sys
import types
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pantry import vocabulary
from pantry.kinds import lot_payloads, payloads
from pantry.kinds import payload_fields as fields

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
CODE = re.compile(r"E-[A-Z]+-\d{3}")
ROOMS = (
    "pantry", "ocr", "recognition", "recipes", "warehouse", "intake", "assets", "orchestration", "dashboard", "cli",
)
# The dashboard's texts only translate codes; they raise none.
TRANSLATIONS = ROOT / "dashboard" / "texts"

GROUPS = {
    "Households": ("household_created", "household_changed"),
    "Documents": (
        "document_received", "document_rejected", "document_dismissed", "document_linked", "document_corrected",
        "line_reviewed",
    ),
    "Lots (these change stock)": (
        "lot_acquired", "lot_corrected", "lot_opened", "lot_moved", "lot_frozen", "lot_thawed", "lot_consumed",
        "lot_discarded", "lot_split", "lot_counted", "dish_cooked",
    ),
    "Undo": ("event_undone",),
    "What the household taught": ("alias_taught", "food_added", "food_taught"),
    "Recipes and plans": (
        "feed_added", "feed_removed", "recipe_saved", "recipe_rated", "recipe_hidden", "meal_planned",
        "meal_unplanned",
    ),
    "Shopping": ("shopping_added", "shopping_ticked", "shopping_removed"),
    "Answers": ("check_answered", "day_confirmed"),
}

# Rules between fields, which their types cannot say.
NOTES = {
    "lot_acquired": (
        "A lot needs `food_id` or `food_name`, `quantity` and `unit`; a price needs `currency`; "
        "`expires_on` needs a `date_kind` other than `none` and a `date_source`. `food_category` is said where a name "
        "alone is known, but for sure what kind of thing it is. Version 1 had no `food_category`."
    ),
    "lot_corrected": (
        "Only the fields given are corrected; the last correction of a field wins. `cleared` takes facts away: a price "
        "goes with its currency, a date with its kind and source. `method` says that no person told the quantity, but "
        "the name on the pack, once its food was known. Version 1 had no `cleared`, versions before 3 no `method`."
    ),
    "food_added": (
        "`like_food_id`, of the catalog, is the food that it counts like: [own foods](fold.md#own-foods). Version 1 "
        "called it `parent_food_id`."
    ),
    "dish_cooked": "Changes the stock of every lot it names; in the marts each is an event part of kind `dish_used`.",
    "household_changed": "`tracking` says how closely food is followed: [what is tracked](waste.md#what-is-tracked).",
}

# How the types that `pantry.kinds.payloads` names read in a table.
TYPE_WORDS = {
    fields.TimeZone: "name of a time zone", fields.Quantity: "amount above 0",
    fields.QuantityOrNone: "amount, 0 or more", fields.Unit: "unit",
    fields.Minor: "minor units", fields.Currency: "currency", fields.Name: "text, at most 200 characters",
    fields.Text: "text, at most 2000 characters", fields.FoodId: "food id", fields.Sha256: "sha256",
    fields.EventId: "event id", fields.RecipeId: "recipe id", fields.Permille: "per mille, 0 to 1000",
    fields.Box: "box", fields.ShortDate: "date",
}

EVENTS_HEAD = """\
# Events

Written by `tools/write_reference.py` from `pantry/kinds/payloads.py`; do not edit by hand.

An event is one thing a person said or accepted. The journal keeps, for each: `seq` (order of arrival and of commit),
`event_id` (UUIDv7 for a click; UUIDv5 of household, document and line for what comes from a document, so that giving
a document twice writes once), `household_id`, `bucket` (0 to 63, from its sha256), `kind`, `occurred_at_us` and
`recorded_at_us` (microseconds since 1970, UTC), `actor`, `source` (click, document, command, sample or simulation),
`payload` (JSON) and `payload_version`. Rows are never changed or deleted: triggers refuse it.

An append is all or nothing. It is refused when a payload does not fit this page, a key is unknown, a food or unit is
not known, the household was never created, it says more than 65,536 characters, or it lies before 1990 or more than
24 hours ahead (`occurred_at`; a day of purchase, or one confirmed, may be the local day of that moment anywhere on
Earth). Event times of one household strictly increase within one append.
What another program wrote past these rules is quarantined: [the fold](fold.md#events-that-cannot-be) says how.

**Types.** *amount*: decimal with at most three places, at most 1,000,000. *minor units*: integer cents and the like,
-10,000,000 to 10,000,000. *currency*: three capitals. *unit*: a word of `dbt/seeds/units.csv`. *food id*: of the
catalog, or with the prefix `own:` of the household. *recipe id*: 12 hex digits. *box*: four integer pixels x0 y0 x1 y1.
*date*: 1990 to 2100. In the column *must*, a field that has to be given says yes, any other its default.
"""

ERRORS_HEAD = """\
# Error codes

Written by `tools/write_reference.py` from the code and `tools/error_codes.csv`; do not edit by hand.

A code never changes its meaning. Commands print the message on standard error and end with status 1; with `--json` they
print `{"path": …, "error": {"code": …, "message": …}}`. A refused document is kept (unless it is over 25 MB) and
listed with its reason under Review.

| code | means | what to do | raised in |
|---|---|---|---|
"""


def main() -> int:
    """Write the pages, or compare them with what is there; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if a page is out of date")
    check = parser.parse_args().check
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{path.relative_to(ROOT)} {'is out of date' if check else 'written'}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages()[path], encoding="utf-8")
    return 1 if check and stale else 0


def pages() -> dict[Path, str]:
    """Return the text of each generated page by its path."""
    return {REFERENCE / "events.md": events_page(), REFERENCE / "errors.md": errors_page()}


# Events ------------------------------------------------------------------------------------------------


def events_page() -> str:
    """Return docs/reference/events.md. Raises SystemExit for a kind that no group names."""
    kinds = {payload.kind: payload for payload in payloads.PAYLOADS.values()}
    grouped = [kind for group in GROUPS.values() for kind in group]
    if set(grouped) != set(kinds):
        raise SystemExit(f"GROUPS and pantry/kinds/payloads.py differ in {sorted(set(grouped) ^ set(kinds))}")
    parts = [EVENTS_HEAD]
    for title, names in GROUPS.items():
        parts.append(f"\n## {title}\n")
        parts += [kind_section(kinds[name]) for name in names]
    parts.append("\n## Parts of `dish_cooked`\n")
    parts += [model_section("ingredients", lot_payloads.DishIngredient),
              model_section("leftover", lot_payloads.Leftover)]
    parts.append(words_section())
    return "".join(parts)


def kind_section(payload: type[payloads.Payload]) -> str:
    """Return the heading, sentence and field table of one kind."""
    version = f" Now version {payload.version}." if payload.version != 1 else ""
    return model_section(payload.kind, payload, version)


def model_section(name: str, model: type[BaseModel], version: str = "") -> str:
    """Return the section of one model: heading, the first line of its docstring, a table of its fields."""
    sentence = (inspect.getdoc(model) or "").splitlines()[0]
    written = all_annotations(model)
    rows = "".join(
        f"| `{field}` | {annotation_words(written[field])} | {must_words(info)} |\n"
        for field, info in model.model_fields.items()
    )
    if name in NOTES:
        sentence += f" {NOTES[name]}"
    return f"\n### {name}\n\n{sentence}{version}\n\n| field | type | must |\n|---|---|---|\n{rows}"


def all_annotations(model: type[BaseModel]) -> dict[str, Any]:
    """Return annotations as written, of the model and its bases."""
    found: dict[str, Any] = {}
    for base in reversed(model.__mro__):
        found |= inspect.get_annotations(base)
    return found


def annotation_words(annotation: Any) -> str:
    """Return a type in words: named types by TYPE_WORDS, unions without None, literals as their values."""
    if annotation in TYPE_WORDS:
        return TYPE_WORDS[annotation]
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return " or ".join(annotation_words(part) for part in parts if part is not type(None))
    if origin is Literal:
        return ", ".join(f"`{part}`" for part in parts)
    if origin is list:
        return f"list of {annotation_words(parts[0])}"
    if origin is tuple:
        return "pair of " + " and ".join(annotation_words(part) for part in parts)
    if origin is dict:
        return f"object: {annotation_words(parts[0])} → {annotation_words(parts[1])}"
    if hasattr(annotation, "__metadata__"):
        return bounded_words(annotation)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        name = list_name(annotation)
        return f"[{name}](#{name})"
    return {"DishIngredient": "[ingredients](#ingredients)", "Leftover": "[leftover](#leftover)"}.get(
        annotation.__name__, annotation.__name__.lower()
    ).replace("int", "integer").replace("str", "text").replace("bool", "true or false")


def bounded_words(annotation: Any) -> str:
    """Return the words of an annotated type with its bounds."""
    base = annotation_words(annotation.__origin__)
    bounds: dict[str, Any] = {}
    for part in annotation.__metadata__:
        for one in [part, *getattr(part, "metadata", [])]:
            bounds |= {name: getattr(one, name) for name in ("ge", "gt", "le") if getattr(one, name, None) is not None}
    words = [f"at least {bounds['ge']}" if "ge" in bounds else "", f"above {bounds['gt']}" if "gt" in bounds else "",
             f"at most {bounds['le']}" if "le" in bounds else ""]
    said = ", ".join(word for word in words if word)
    base = {"decimal": "amount"}.get(base, base)
    return f"{base}, {said}" if said else base


def must_words(info: FieldInfo) -> str:
    """Return "yes" for a field that must be given, else its default."""
    if info.is_required():
        return "yes"
    value = info.get_default(call_default_factory=True)
    if value is None:
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, list):
        return "all" if value == list(vocabulary.Place) else f"`{[str(one) for one in value]}`".replace("'", '"')
    return f"`{value}`"


def words_section() -> str:
    """Return the closed word lists that payloads use."""
    used = ("Category", "Place", "Reason", "Destination", "DateKind", "DateSource", "Method", "Decision", "Origin",
            "DocumentKind", "Slot")
    parts = ["\n## Closed word lists\n\nAll of `pantry/vocabulary.py`; a word outside its list is refused.\n"]
    for name in used:
        words = getattr(vocabulary, name)
        sentence = (inspect.getdoc(words) or "").splitlines()[0]
        listed = ", ".join(f"`{word.value}`" for word in words)
        parts.append(f"\n### {list_name(words)}\n\n{sentence}\n\n{listed}\n")
    return "".join(parts)


def list_name(words: type[StrEnum]) -> str:
    """Return the name of a word list as columns have it: date_kind for DateKind."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", words.__name__).lower()


# Errors ------------------------------------------------------------------------------------------------


def errors_page() -> str:
    """Return docs/reference/errors.md. Raises SystemExit when codes and their texts differ."""
    found = codes_in_code()
    with (ROOT / "tools" / "error_codes.csv").open(encoding="utf-8", newline="") as file:
        texts = {row["code"]: row for row in csv.DictReader(file)}
    if set(found) != set(texts):
        raise SystemExit(f"tools/error_codes.csv and the code differ in {sorted(set(found) ^ set(texts))}")
    rows = (
        f"| <a id=\"{code.lower()}\"></a>`{code}` | {texts[code]['means']} | {texts[code]['what_to_do']} | "
        f"{', '.join(f'`{room}/`' for room in sorted(found[code]))} |\n"
        for code in sorted(found)
    )
    return ERRORS_HEAD + "".join(rows)


def codes_in_code() -> dict[str, set[str]]:
    """Return the rooms in which each error code stands."""
    found: dict[str, set[str]] = {}
    for room, path in room_files():
        for code in CODE.findall(path.read_text(encoding="utf-8")):
            found.setdefault(code, set()).add(room)
    return found


def room_files() -> Iterator[tuple[str, Path]]:
    """Yield (room, file) of every Python file that can raise."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if TRANSLATIONS not in path.parents:
                yield room, path


if __name__ == "__main__":
    sys.exit(main())
