"""Exports of recipe programs: what each format says is what comes out; damage is mended or named."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pantry.errors import Refused
from pantry.home import Home
from recipes.importing import import_recipes
from recipes.programs import tables
from recipes.programs.exports import read_any
from recipes.programs.meal_master import read_meal_master
from recipes.texts.plain_text import read_text

MEAL_MASTER = """---------- Recipe via Meal-Master (tm) v8.05

      Title: Leek Pie
 Categories: Pies, Vegetables
      Yield: 4 servings

    250 g  Flour                           1 1/2 ts Salt
    125 g  Butter; cold, diced                 2 sm Leeks; in rings
           -from the fridge

MMMMM----------------------------FILLING-------------------------------
    2.5 dl Cream                                 pn Nutmeg

  Rub butter into the flour.
  Add salt.

  :Fill and bake for
  30 minutes.

-----

MMMMM----- Recipe via Meal-Master (tm) v8.05

      Title: Plain Rice
   Servings: 2

      1 T  Oil
    200 g  Rice

1 1/2 cups of water will do.
MMMMM
"""
MASTER_COOK = """<?xml version="1.0" standalone="yes" encoding="ISO-8859-1"?>
<!DOCTYPE mx2 SYSTEM "mx2.dtd">
<mx2 source="MasterCook 6.0"><Summ><Nam>Pepper stew</Nam></Summ>
<RcpE name="Pepper stew" author="n/a"><Serv qty="4"/><PrpT elapsed="1:15"/>
<IngR name="jalape\u00f1o peppers" qty="3"></IngR>
<IngR name="chopped tomatoes -" unit="can" qty="1"><IPrp>(14 oz)</IPrp></IngR>
<IngR name="=== TO SERVE ==="></IngR><IngR name="rice" unit="cup" qty="1"></IngR><IngR name="= (or bread)"></IngR>
<DirS><DirT>Chop &amp; stew.</DirT><DirT>Serve hot.</DirT></DirS></RcpE></mx2>""".encode("cp1252")
GOURMET = b"""<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE gourmetDoc><gourmetDoc><recipe id="1">
<title>Bean salad</title><link>https://example.org/beans</link><preptime>10 minutes</preptime>
<cooktime>1 hour</cooktime><yields>4 servings</yields><ingredient-list><inggroup><groupname>Salad</groupname>
<ingredient><amount>1</amount><unit>can</unit><item>white beans, drained</item><key>beans</key></ingredient></inggroup>
<ingref amount="1" refid="2">Dressing</ingref></ingredient-list>
<instructions>Drain &amp;lt;b&amp;gt;well&amp;lt;/b&amp;gt;.

Toss.</instructions></recipe></gourmetDoc>"""
KRECIPES = b"""<krecipes version="0.7"><krecipes-recipe><krecipes-description><title>Crumble</title>
<yield><amount>6</amount><type>portions</type></yield><preparation-time>00:45</preparation-time>
</krecipes-description><krecipes-ingredients><ingredient><name>apples</name><amount><min>4</min><max>5</max></amount>
<unit></unit></ingredient><ingredient-group name="top"><ingredient><name>oats</name><amount>100</amount><unit>g</unit>
<prep>rolled</prep></ingredient></ingredient-group></krecipes-ingredients>
<krecipes-instructions>Bake it.</krecipes-instructions></krecipes-recipe></krecipes>"""
COPY_ME_THAT = b"""<!DOCTYPE html><head><meta name="copymethat_class_id_version" content="2"></head><html><body>
<div class = "recipe"><div id = "name"> Pancakes </div><a id = "original_link" href = "https://example.org/p">p</a>
<a id="recipeYield">3</a><ul><li class= "recipeIngredient_subheader">Batter</li>
<li class= "recipeIngredient"> 2 eggs </li><li class= "recipeIngredient">100 g flour</li></ul>
<ol><li class = "instruction" value = "1"> Mix. </li><li class="instruction_next">Fry <script>x()</script>.</li></ol>
</div><div class = "recipe"><div id = "name">Toast</div><ul><li class= "recipeIngredient">1 slice bread</li></ul></div>
</body></html>"""
PLAN_TO_EAT = b"""Title,Course,Source,Url,Total Time,Servings,Ingredients,Directions,Photo Url
Curry,Main,,https://example.org/c,45,4,", Sauce
2 itm Onion, diced
200 g tomatoes","Fry.
Stew.",
"""
MY_RECIPE_BOX = b"""title,description,totalTime,quantity,ingredients,instructions,source,originalPicture,
Soup,Warm,35,2,"1 leek
2 potatoes","Chop it.

Boil it.",https://example.org/s,,
"""

GOLDEN = [
    ("leek.mmf", MEAL_MASTER.encode(), "mealmaster", "Leek Pie",
     ["250 g Flour", "125 g Butter, cold, diced from the fridge", "1 1/2 tsp Salt", "2 small Leeks, in rings",
      "2.5 dl Cream", "pinch Nutmeg"],
     ["Rub butter into the flour. Add salt.", "Fill and bake for 30 minutes."], 4, None, None),
    ("stew.mx2", MASTER_COOK, "mastercook", "Pepper stew",
     ["3 jalape\u00f1o peppers", "1 can chopped tomatoes, (14 oz)", "=== TO SERVE ===", "1 cup rice (or bread)"],
     ["Chop & stew.", "Serve hot."], 4, 75, None),
    ("salad.grmt", GOURMET, "gourmet", "Bean salad", ["1 can white beans, drained", "1 Dressing"],
     ["Drain well.", "Toss."], 4, 70, "https://example.org/beans"),
    ("crumble.kreml", KRECIPES, "krecipes", "Crumble", ["4-5 apples", "100 g oats, rolled"], ["Bake it."], 6, 45, None),
    ("recipes.html", COPY_ME_THAT, "copymethat", "Pancakes", ["2 eggs", "100 g flour"], ["Mix.", "Fry ."], 3, None,
     "https://example.org/p"),
    ("plan.csv", PLAN_TO_EAT, "csv", "Curry", ["2 Onion, diced", "200 g tomatoes"], ["Fry.", "Stew."], 4, 45,
     "https://example.org/c"),
    ("box.csv", MY_RECIPE_BOX, "csv", "Soup", ["1 leek", "2 potatoes"], ["Chop it.", "Boil it."], 2, 35,
     "https://example.org/s"),
]


@pytest.mark.parametrize(("name", "data", "how", "title", "ingredients", "steps", "servings", "minutes", "url"), GOLDEN,
                         ids=[case[2] + case[0] for case in GOLDEN])
def test_each_format_says_what_it_says(
    name: str, data: bytes, how: str, title: str, ingredients: list[str], steps: list[str], servings: float | None,
    minutes: int | None, url: str | None
) -> None:
    found = read_any(data, name)[0]
    assert (found.how, found.title) == (how, title)
    assert (list(found.ingredients), list(found.instructions)) == (ingredients, steps)
    assert (found.servings, found.total_minutes, found.url) == (servings, minutes, url)


def test_a_file_of_several_recipes_gives_all_and_a_wrong_name_does_not_matter() -> None:
    assert [one.title for one in read_any(MEAL_MASTER.encode(), "export.txt")] == ["Leek Pie", "Plain Rice"]
    assert read_any(MEAL_MASTER.encode(), "x")[1].ingredients == ("1 tbsp Oil", "200 g Rice")
    assert read_any(MEAL_MASTER.encode(), "x")[1].instructions == ("1 1/2 cups of water will do.",)
    assert [one.title for one in read_any(COPY_ME_THAT)] == ["Pancakes", "Toast"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/leek.mmf", MEAL_MASTER)
        archive.writestr("b/stew.mx2", MASTER_COOK)
    assert len(read_any(packed.getvalue(), "all.zip")) == 3


@pytest.mark.parametrize(("data", "tags"), [
    (MEAL_MASTER.encode(), ("Pies", "Vegetables")),
    (MASTER_COOK.replace(b"<PrpT", b"<CatS><CatT>Stew</CatT></CatS><PrpT"), ("Stew",)),
    (GOURMET.replace(b"<yields>", b"<category>Salad</category><cuisine>Greek</cuisine><yields>"), ("Greek", "Salad")),
    (KRECIPES.replace(b"<yield>", b"<category><cat>Dessert</cat></category><yield>"), ("Dessert",)),
], ids=["mealmaster", "mastercook", "gourmet", "krecipes"])
def test_categories_become_tags_that_search_finds(data: bytes, tags: tuple[str, ...]) -> None:
    assert read_any(data)[0].tags == tags


LAUGHS = (b'<?xml version="1.0"?><!DOCTYPE gourmetDoc [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
          b"<gourmetDoc><recipe><title>&b;</title></recipe></gourmetDoc>")
BAD = [
    ("E-REC-005", "laughs.grmt", LAUGHS),
    ("E-REC-001", "empty.mx2", b'<mx2 source="x"></mx2>'),
    ("E-REC-001", "cut.mx2", b'<mx2 source="x"><RcpE name="x"'),
    ("E-REC-001", "nothing.mmf", b"MMMMM----- Meal-Master\n\n      Title: x\n\nMMMMM\n"),
    ("E-REC-001", "none.kreml", b"<krecipes></krecipes>"),
    ("E-REC-001", "bare.html", b'<meta name="copymethat_class_id_version"><div class="recipe"></div>'),
]


@pytest.mark.parametrize(("code", "name", "data"), BAD, ids=[case[1] for case in BAD])
def test_a_damaged_export_is_refused_with_its_reason(code: str, name: str, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_any(data, name)
    assert refused.value.code == code and refused.value.reason.endswith(".")


def parquet(columns: dict[str, list[Any]]) -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.table(columns), written)
    return written.getvalue()


def test_a_table_in_parquet_gives_a_recipe_a_row() -> None:
    soup, rice = read_any(parquet({
        "Title": ["Soup", "Rice", None], "ingredients": [["2 leeks", "1 l broth"], None, ["x"]], "other": [1, 2, 3],
        "ingredient_names": [["leek"], ["rice", "salt"], None], "Directions": ["Chop.\nBoil.", None, "y"],
        "servings": [2, None, 1], "total_minutes": [45, None, None],
        "url": ["https://a.example/soup", "file:///x", None],
    }), "many")
    assert (soup.title, soup.ingredients, soup.instructions) == ("Soup", ("2 leeks", "1 l broth"), ("Chop.", "Boil."))
    assert (soup.servings, soup.total_minutes, soup.url) == (2, 45, "https://a.example/soup")
    assert (rice.ingredients, rice.servings, rice.url) == (("rice", "salt"), None, None)


@pytest.mark.parametrize(("code", "data"), [
    ("E-REC-001", b"PAR1" + b"\0" * 90), ("E-REC-001", parquet({"title": ["Soup"] * 9})[:-30]),
    ("E-REC-001", parquet({"name": ["a recipe without anything"]})),
], ids=["no table", "cut off", "no recipe"])
def test_a_table_that_cannot_be_read_is_refused_with_its_reason(code: str, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_any(data, "many.parquet")
    assert refused.value.code == code


def test_what_a_table_says_once_and_repeats_in_every_row_counts_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_UNPACKED_BYTES", 1_000_000)
    bomb = parquet({"title": ["Soup"] * 400, "steps": ["boil " * 1_000] * 400})
    assert len(bomb) < 10_000
    with pytest.raises(Refused, match="unpacks to more"):
        read_any(bomb, "many.parquet")


_IN_FULL = "<h3>Ingredients</h3><ul><li>2 leeks</li><li>1 l broth</li></ul><h3>Directions</h3><ol><li>Simmer.</li></ol>"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>All my recipes</title>{}</channel></rss>"""
SAVED_FEEDS = {
    "RSS": RSS.format(f"""<item><title>Leeks &amp; cream</title><link>https://a.example/leeks</link>
        <description><![CDATA[{_IN_FULL}]]></description></item><item><title>News</title><link>https://a.example/news</link>
        <description>Closed on Monday.</description></item>"""),
    "JSON Feed": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "All my recipes", "items": [
        {"id": "1", "title": "Leeks & cream", "url": "https://a.example/leeks", "content_html": _IN_FULL}]}),
}


@pytest.mark.parametrize("feed", SAVED_FEEDS.values(), ids=SAVED_FEEDS)
def test_a_saved_feed_gives_the_recipes_its_entries_tell_in_full(feed: str) -> None:
    [recipe] = read_any(feed.encode(), "feed")
    assert (recipe.title, recipe.url) == ("Leeks & cream", "https://a.example/leeks")
    assert recipe.ingredients == ("2 leeks", "1 l broth")


def test_a_saved_feed_without_whole_recipes_says_to_follow_it() -> None:
    for feed in (RSS.format("<item><title>News</title><description>Closed.</description></item>"),
                 '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example</loc></url></urlset>'):
        with pytest.raises(Refused, match=r"follow its address") as refused:
            read_any(feed.encode(), "feed.xml")
        assert refused.value.code == "E-REC-001"


def test_an_archive_in_which_nothing_can_be_read_says_why() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.json", b"0" * (10 * 1024 * 1024 + 1))
    with pytest.raises(Refused, match=r"big\.json in the archive is too large"):
        read_any(packed.getvalue(), "export.zip")


def test_a_damaged_end_keeps_what_came_before() -> None:
    assert [one.title for one in read_any(GOURMET[:-40] + b"<<<", "cut.grmt")] == ["Bean salad"]
    assert [one.title for one in read_any(MEAL_MASTER[:-30].encode(), "cut.mmf")] == ["Leek Pie", "Plain Rice"]


def test_external_entities_are_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hush")
    data = GOURMET.replace(b"<!DOCTYPE gourmetDoc>", f'<!DOCTYPE gourmetDoc SYSTEM "{secret}">'.encode())
    assert "hush" not in str(read_any(data, "x.grmt"))


def test_a_recipe_with_900_ingredients_is_cut_with_a_warning_and_stored(home: Home) -> None:
    lines = "".join(f"<ingredient><amount>{i}</amount><item>food {i}</item></ingredient>" for i in range(900))
    data = GOURMET.replace(b"<ingredient-list>", b"<ingredient-list>" + lines.encode())
    [outcome] = import_recipes(home, data, name="many.grmt")
    assert outcome.status == "imported" and outcome.recipe and len(outcome.recipe.ingredients) == 300
    assert "900" not in outcome.recipe.warnings[0] and "902 ingredients" in outcome.recipe.warnings[0]


def test_any_line_is_read_as_a_step_or_an_ingredient_and_none_is_lost() -> None:
    text = "-----Meal-Master\n Title: x\n\n      1 zz Not a unit\n      1 c  \n   \n      1 c  Milk\nMMMMM"
    [found] = read_meal_master(text)
    assert found.ingredients == () and found.instructions == ("1 zz Not a unit 1 c", "1 c Milk")


@pytest.mark.shared_data
def test_real_exports_of_every_program_are_read(shared_data: Path) -> None:
    exports = shared_data / "recipes" / "exports"
    counts = {"mastercook/athenos.mx2": 100, "gourmet/test_set.grmt": 2, "gourmet/sample.kreml": 1,
              "myrecipebox/myrecipebox.csv": 10, "copymethat/copymethat.zip": 3, "plantoeat/plantoeat.zip": 2,
              "mealmaster/gourmet_mealmaster.mmf": 5, "mealmaster/gourmet_mealmaster_2_col.mmf": 1}
    for name, count in counts.items():
        [path] = exports.glob(name) if "csv" not in name else (exports / "myrecipebox").glob("*.csv")
        found = read_any(path.read_bytes(), path.name)
        assert len(found) == count, name
        assert all(one.ingredients and one.instructions and "\ufffd" not in str(one) for one in found), name


def test_settings_of_a_program_are_no_damaged_json() -> None:
    with pytest.raises(Refused) as refused:
        read_any(b"[produce]\npotatoes\n\n[dairy]\nmilk\n", "aisle.conf")
    assert refused.value.code == "E-REC-001" and "settings" in refused.value.reason


def test_a_text_that_begins_with_a_bracket_is_read_as_text() -> None:
    text = b"[Grandma's]\n\n# Toast\n\n## Ingredients\n\n- 1 slice bread\n\n## Method\n\nToast it until brown.\n"
    [recipe] = read_any(text, "toast.md")
    assert recipe.ingredients == ("1 slice bread",)


@pytest.mark.parametrize(("said", "yields", "servings", "minutes"), [
    ("Serves 4\nPrep time: 10 min\nCooking time: 1 h", "Serves 4", 4, 70),
    ("- ⏲️ Total time: 45 minutes\n- ⏲️ Prep time: 10 minutes\n- 🍽️ Servings: 6", "Servings: 6", 6, 45),
    ("Für 4 Personen\nArbeitszeit: 20 Min.", "Für 4 Personen", 4, 20),
    ("Makes 12 muffins", "Makes 12 muffins", None, None),
    ("For 2 nights of the week I make this.", None, None, None),
], ids=["English", "with signs", "German", "no persons", "a sentence"])
def test_a_text_says_for_how_many_it_is_and_how_long_it_takes(
    said: str, yields: str | None, servings: float | None, minutes: int | None
) -> None:
    recipe = read_text(f"Soup\n\n{said}\n\nIngredients\n1 leek\n2 carrots\n\nMethod\nSimmer.\n")
    assert (recipe.yields, recipe.servings, recipe.total_minutes) == (yields, servings, minutes)
    assert (recipe.title, recipe.ingredients, recipe.instructions) == ("Soup", ("1 leek", "2 carrots"), ("Simmer.",))
