"""Importing: files, folders, archives, bytes and URLs; a bad one is named and the rest goes on."""

import gzip
import io
import json
import re
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from pantry.documents import original_path
from pantry.errors import Refused
from pantry.home import REPOSITORY, Home
from recipes.importing import import_bytes, import_recipes
from recipes.match import StockItem, match
from recipes.matching.current_index import open_index
from recipes.programs.exports import read_any
from recipes.store import RecipeStore
from recipes.texts.prose import READ_FROM_PROSE
from recipes.web import fetch as fetch_module
from samples.write_recipes import PAGES, TEXTS, read_texts, write_pages


def json_ld(title: str, **facts: object) -> bytes:
    return json.dumps(
        {
            "@type": "Recipe",
            "name": title,
            "recipeIngredient": ["1 egg"],
            "recipeInstructions": ["Cook."],
            **facts,
        }
    ).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


MEALIE = {
    "name": "Stew",
    "slug": "stew",
    "recipe_yield": "4 serving(s)",
    "recipe_instructions": [{"text": "Cook."}],
    "recipe_ingredient": [
        {"note": "1/4 cup flour", "disable_amount": True, "quantity": 1},
        {
            "quantity": 2.0,
            "unit": {"name": "cup"},
            "food": {"name": "stock"},
            "note": "warm",
            "disable_amount": False,
        },
    ],
}
TANDOOR = {
    "name": "Stew",
    "servings": 4,
    "steps": [
        {
            "instruction": "Cook.",
            "ingredients": [
                {"amount": 0.25, "unit": {"name": "cup"}, "food": {"name": "flour"}, "note": ""},
                {"is_header": True, "note": "Top"},
                {"amount": 0, "no_amount": True, "food": {"name": "salt"}, "note": "to taste"},
            ],
        }
    ],
}
PAPRIKA = {
    "name": "Stew",
    "ingredients": "1/4 cup flour\nsalt",
    "directions": "Cook.\nEat.",
    "servings": "4",
    "source_url": "https://kitchen.example/stew",
}
MARKDOWN = """---
title: Stew
---

## Ingredients

- 1/4 cup flour
- salt

## Directions

1. Cook.
2. Eat.

## Based on

A book.
"""
COOKLANG = """>> servings: 4

Mix @flour{1/4%cup} and @salt in a #large pot{}.

-- a remark
Cook for ~{20%minutes}.
"""
CSV = 'Title,Ingredients,Directions,Servings\nStew,"1/4 cup flour\nsalt","Cook.\nEat.",4\n'
FORMATS = [
    ("stew.json", json.dumps(MEALIE).encode(), "mealie", ["1/4 cup flour", "2 cup stock warm"], ["Cook."]),
    ("stew.json", json.dumps(TANDOOR).encode(), "tandoor", ["0.25 cup flour", "salt, to taste"], ["Cook."]),
    (
        "stew.paprikarecipe",
        gzip.compress(json.dumps(PAPRIKA).encode()),
        "paprika",
        ["1/4 cup flour", "salt"],
        ["Cook.", "Eat."],
    ),
    ("stew.md", MARKDOWN.encode(), "text", ["1/4 cup flour", "salt"], ["Cook.", "Eat."]),
    (
        "stew.txt",
        b"Stew\n\nIngredients:\n1/4 cup flour\nsalt\n\nMethod:\nCook.\nEat.\n",
        "text",
        ["1/4 cup flour", "salt"],
        ["Cook.", "Eat."],
    ),
    (
        "Stew.cook",
        COOKLANG.encode(),
        "cooklang",
        ["1/4 cup flour", "salt"],
        ["Mix flour and salt in a large pot.", "Cook for 20 minutes."],
    ),
    ("stew.csv", CSV.encode(), "csv", ["1/4 cup flour", "salt"], ["Cook.", "Eat."]),
    ("stew.json", json_ld("Stew"), "json_ld", ["1 egg"], ["Cook."]),
    (
        "stew.html",
        b'<script type="application/ld+json">' + json_ld("Stew") + b"</script>",
        "json_ld",
        ["1 egg"],
        ["Cook."],
    ),
]


@pytest.mark.parametrize(
    ("name", "data", "how", "ingredients", "steps"), FORMATS, ids=[f"{f[2]} {f[0]}" for f in FORMATS]
)
def test_every_format_is_told_by_its_content(
    name: str, data: bytes, how: str, ingredients: list[str], steps: list[str]
) -> None:
    [recipe] = read_any(data, name)
    assert (recipe.title, recipe.how, list(recipe.ingredients), list(recipe.instructions)) == (
        "Stew",
        how,
        ingredients,
        steps,
    )


def test_an_archive_gives_its_recipes_and_passes_over_junk() -> None:
    data = zipped(
        {
            "a/one.json": json_ld("One"),
            "__MACOSX/._one.json": b"\0\0",
            ".DS_Store": b"\0",
            "broken.json": b"{",
            "photo.jpg": b"\xff\xd8",
            "inner.zip": zipped({"two.json": json_ld("Two")}),
        }
    )
    assert [recipe.title for recipe in read_any(data, "export.zip")] == ["One", "Two"]


BOMB = zipped({f"{i}.json": b" " * (9 * 1024 * 1024) for i in range(40)})
REFUSED = [
    ("E-REC-004", "bomb.zip", BOMB),
    ("E-REC-004", "bomb.json.gz", gzip.compress(b"[" * (11 * 1024 * 1024))),
    ("E-REC-004", "nested.zip", zipped({"a.zip": zipped({"b.zip": zipped({"c.json": json_ld("Deep")})})})),
    ("E-REC-004", "cut.zip", zipped({"one.json": json_ld("One")})[:60]),
    ("E-REC-004", "cut.gz", gzip.compress(json_ld("One"))[:-12]),
    ("E-REC-001", "empty.zip", zipped({"readme.pdf": b"%PDF"})),
    ("E-REC-001", "empty.txt", b""),
    ("E-REC-001", "settings.json", b'{"theme": "dark"}'),
    ("E-REC-001", "notes.txt", b"Buy milk."),
    ("E-REC-003", "photo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 100),
    ("E-REC-003", "words.html", b"\0\1\2\3" * 100),
    ("E-REC-002", "huge.json", b" " * (100 * 1024 * 1024 + 1)),
]


@pytest.mark.parametrize(("code", "name", "data"), REFUSED, ids=[case[1] for case in REFUSED])
def test_what_holds_no_recipe_is_refused_with_a_reason(code: str, name: str, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_any(data, name)
    assert refused.value.code == code and refused.value.reason.endswith(".")


def test_a_folder_goes_on_after_bad_files(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    for name, data in {
        "1.json": json_ld("One"),
        "2.html": b"<p>no</p>",
        "3.json": json_ld("Three"),
        "4.json": json_ld("One"),
        ".hidden": b"x",
    }.items():
        (folder / name).write_bytes(data)
    outcomes = import_recipes(home, folder)
    assert [outcome.status for outcome in outcomes] == ["imported", "refused", "imported", "duplicate"]
    assert (outcomes[1].code, outcomes[1].source) == ("E-REC-001", str(folder / "2.html"))
    assert RecipeStore(home.recipes).count() == 2


def test_a_folder_of_everything_goes_on_and_names_what_it_refuses(home: Home, tmp_path: Path) -> None:
    """Pages, exports, lists and sentences side by side with what people keep among their recipes."""
    folder = tmp_path / "kitchen"
    folder.mkdir()
    files = {
        "a list.txt": b"Scones\n\nIngredients\n200 g flour\n\nMethod\nBake.\n",
        "bill.pdf": b"%PDF-1.7\n",
        "export.zip": zipped({"One.json": json_ld("One"), "told.md": b"Fry 2 onions in butter. Add stock. Simmer."}),
        "letter.txt": b"Dear Anna, thank you for the 2 jars of jam. We ate them at once. See you in May.",
        "page.html": b"<p>no</p>",
        "shopping.txt": b"Shopping\n2 eggs\n1 l milk\n",
        "told.txt": b"Boil 200 g pasta. Fry two onions in butter. Mix it all and serve.",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    outcomes = import_recipes(home, folder)
    refused = {Path(one.source).name: one.code for one in outcomes if one.status == "refused"}
    assert refused == {"bill.pdf": "E-REC-003", "letter.txt": "E-REC-001", "page.html": "E-REC-001",
                       "shopping.txt": "E-REC-001"}
    assert all(one.reason for one in outcomes if one.status == "refused")
    assert [one.recipe.title for one in outcomes if one.recipe] == ["Scones", "One", "Told", "Told"]
    assert [READ_FROM_PROSE in one.recipe.warnings for one in outcomes if one.recipe] == [False, False, True, True]


PAPRIKA = {"name": "Toast", "ingredients": "2 slices bread", "directions": "Toast the bread."}
DAMAGED = gzip.compress(json.dumps(PAPRIKA).encode())[:-12]


@pytest.mark.parametrize(("data", "name", "titles", "bad"), [
    (zipped({"a.paprikarecipe": gzip.compress(json.dumps(PAPRIKA).encode()), "b.paprikarecipe": DAMAGED,
             "photo.jpg": b"\xff\xd8\xff"}), "my.paprikarecipes", ["Toast"],
     {"my.paprikarecipes: b.paprikarecipe": ("E-REC-004", "The packed file is damaged or cut off.")}),
    (zipped({"recipes/stew.json": json.dumps(MEALIE).encode(), "recipes/soup.json": b"{", "readme.md": b"hello"}),
     "mealie.zip", ["Stew"],
     {"mealie.zip: recipes/soup.json": ("E-REC-001", "The JSON of this file is damaged."),
      "mealie.zip: readme.md": ("E-REC-001", None)}),
    (zipped({"1.zip": zipped({"recipe.json": json_ld("One")}), "2.zip": zipped({"recipe.json": b"[]"})[:-30]}),
     "tandoor.zip", ["One"], {"tandoor.zip: 2.zip": ("E-REC-004", "The archive is damaged.")}),
    (json.dumps([json.loads(json_ld("One")), {"name": "Empty", "ingredients": []}, 7]).encode(), "all.json", ["One"],
     {"all.json: Empty": ("E-REC-001", None), "all.json: no. 3": ("E-REC-001", None)}),
    (json_ld("One") + b"\n{broken}\n" + json_ld("Two"), "lines.jsonl", ["One", "Two"],
     {"lines.jsonl: no. 2": ("E-REC-001", "The JSON of this entry is damaged.")}),
], ids=["Paprika", "Mealie", "Tandoor", "a list", "JSON lines"])
def test_a_bad_part_of_an_export_is_named_and_the_rest_comes_in(
    home: Home, data: bytes, name: str, titles: list[str], bad: dict[str, tuple[str, str | None]]
) -> None:
    outcomes = import_recipes(home, data, name=name)
    assert [one.recipe.title for one in outcomes if one.recipe] == titles
    refused = {one.source: one for one in outcomes if one.status == "refused"}
    assert {source: one.code for source, one in refused.items()} == {source: code for source, (code, _) in bad.items()}
    assert all(one.reason and reason in (None, one.reason)
               for one, (_, reason) in ((refused[source], told) for source, told in bad.items()))


def test_the_original_is_kept_by_its_hash(home: Home) -> None:
    [recipe] = import_bytes(home, json_ld("One"), name="one.json").recipes
    [(sha256, _, _)] = RecipeStore(home.recipes).sources(recipe.recipe_id)
    assert original_path(home, sha256).read_bytes() == json_ld("One")


def test_bytes_without_a_recipe_raise_and_change_nothing(home: Home) -> None:
    with pytest.raises(Refused):
        import_bytes(home, b"<p>no</p>", name="page.html")
    assert RecipeStore(home.recipes).count() == 0


@pytest.mark.parametrize("name", ["missing.html", "folder"])
def test_what_cannot_be_opened_is_refused(home: Home, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    outcomes = import_recipes(home, tmp_path / name)
    assert [outcome.code for outcome in outcomes] == (["E-DOC-007"] if name == "missing.html" else [])


def test_a_private_url_is_refused_by_name(home: Home) -> None:
    [outcome] = import_recipes(home, "http://127.0.0.1:1/toast")
    assert (outcome.status, outcome.code) == ("refused", "E-NET-003")


def test_a_url_is_fetched_and_imported(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    class Site(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'<script type="application/ld+json">' + json_ld("Far stew") + b"</script>")

    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    real = fetch_module.fetch
    monkeypatch.setattr(fetch_module, "fetch", lambda url: real(url, allowed_networks=["127.0.0.0/8"]))
    url = f"http://127.0.0.1:{server.server_address[1]}/stew"
    [outcome] = import_recipes(home, url)
    server.shutdown()
    assert outcome.status == "imported" and outcome.recipe is not None
    assert (outcome.recipe.title, outcome.recipe.url, outcome.recipe.host) == ("Far stew", url, "127.0.0.1")


def test_the_sample_pages_are_what_their_script_writes(tmp_path: Path) -> None:
    written = {path.name: path.read_bytes() for path in write_pages(tmp_path)}
    assert written == {path.name: path.read_bytes() for path in PAGES.glob("*.html")}


def test_every_sample_is_there_in_both_languages(home: Home) -> None:
    recipes = {outcome.recipe.recipe_id: outcome.recipe for outcome in import_recipes(home, PAGES) if outcome.recipe}
    assert len(recipes) == 96
    store = RecipeStore(home.recipes)
    for language in ("en", "de"):
        elsewhere = store.translated_elsewhere(language)
        assert len(elsewhere) == 48
        assert {recipes[one].language for one in elsewhere} == {"en", "de"} - {language}
    assert store.translated_elsewhere("fr") == set()


def test_every_sample_line_has_a_food_and_a_plain_amount_a_mass(home: Home) -> None:
    store = RecipeStore(home.recipes)
    lines = sorted(
        {
            line
            for lang, text in TEXTS.items()
            for recipe in read_texts(text, lang)
            for line in recipe.ingredients
        }
    )
    parsed = store.parsed_lines(lines)
    assert [one.line for one in parsed if one.food_id is None] == []
    weighed = [one for one in parsed if one.quantity is not None]
    assert sum(one.mass_g is not None for one in weighed) / len(weighed) >= 0.97


def test_the_samples_match_a_usual_pantry_end_to_end(home: Home) -> None:
    outcomes = import_recipes(home, REPOSITORY / "samples" / "recipes")
    assert {outcome.status for outcome in outcomes} == {"imported"}
    stock = [
        StockItem("a", "spinach", 1, "bag", 300, 1, "use_by"),
        StockItem("b", "mushroom", 250, "g", 250, 2),
        StockItem("c", "egg", 6, "piece", 348, 10),
        StockItem("d", "butter", 250, "g", 250, 30),
        StockItem("e", "cheddar", 200, "g", 200, 20),
    ]
    best = match(open_index(home), stock, staples=["water", "salt", "black_pepper"])[0]
    assert best.title == "Spinach and mushroom omelette" and best.missing == () and "spinach" in best.rescues
    assert best.total_minutes == 15 and best.servings == 2


def test_the_index_follows_the_store(home: Home) -> None:
    import_recipes(home, json_ld("One"))
    first = open_index(home)
    assert len(first) == 1 and open_index(home).version == first.version
    import_recipes(home, json_ld("Two"))
    assert len(open_index(home)) == 2


@pytest.mark.shared_data
def test_real_exports_are_read(shared_data: Path) -> None:
    exports = shared_data / "recipes" / "exports"
    counts = {"mealie": 3, "tandoor": 1, "paprika": 5, "nextcloud": 3, "chowdown": 2, "plantoeat": 2}
    for program, count in counts.items():
        [path] = (exports / program).glob("*.zip")
        recipes = read_any(path.read_bytes(), path.name)
        assert len(recipes) == count, program
        assert all(recipe.ingredients and not re.search(r"<[a-z/]", str(recipe)) for recipe in recipes)
    for path in (exports / "jsonld").glob("*.json"):
        assert read_any(path.read_bytes(), path.name)[0].ingredients
