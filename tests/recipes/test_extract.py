"""Pages become recipes: traps of JSON-LD, fall-backs, bad input; a table of small pages with what they say."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pantry.errors import Refused
from recipes.extract import MOST_INGREDIENTS, read_page
from recipes.recipe import Recipe
from recipes.text import clean, clean_lines
from tests.recipes.pages import MINIMAL, page, with_fields

STEPS = {"one": ["Toast.", "Butter."]}
TRAPS = [
    ("inside @graph", {"@graph": [{"@type": "WebPage"}, MINIMAL]}),
    ("in a list at top level", [{"@type": "Person"}, MINIMAL]),
    ("in lists in lists", [[[[MINIMAL]]]]),
    ("with a list of types", with_fields(**{"@type": ["Article", "Recipe"]})),
    ("with the type's address", with_fields(**{"@type": "http://schema.org/Recipe"})),
    ("below mainEntity", {"@type": "WebPage", "mainEntity": MINIMAL}),
    (
        "with HowToSteps",
        with_fields(recipeInstructions=[{"@type": "HowToStep", "text": s} for s in STEPS["one"]]),
    ),
    ("with one text of two lines", with_fields(recipeInstructions="Toast.\nButter.")),
    ("with paragraphs", with_fields(recipeInstructions="<p>Toast.</p><p>Butter.</p>")),
    (
        "with an item list",
        with_fields(
            recipeInstructions={
                "@type": "ItemList",
                "itemListElement": [
                    {"@type": "HowToStep", "text": "Toast."},
                    {"@type": "HowToStep", "text": "Butter."},
                ],
            }
        ),
    ),
    (
        "with numbered step names",
        with_fields(
            recipeInstructions=[
                {"@type": "HowToStep", "name": f"Step {i}", "text": s} for i, s in enumerate(STEPS["one"], 1)
            ]
        ),
    ),
    (
        "with names that repeat the text",
        with_fields(recipeInstructions=[{"@type": "HowToStep", "name": s, "text": s} for s in STEPS["one"]]),
    ),
    (
        "with property values",
        with_fields(
            recipeIngredient=[
                {"@type": "PropertyValue", "value": 1, "unitText": "slice", "name": "bread"},
                {"@type": "PropertyValue", "value": 5, "unitText": "g", "name": "butter"},
            ]
        ),
    ),
    ("with ingredients in lists", with_fields(recipeIngredient=[["1 slice bread"], ["5 g butter"]])),
    ("with entities escaped twice", with_fields(name="&amp;#84;oast")),
    (
        "with markup in the fields",
        with_fields(name="<b>Toast</b>", recipeIngredient=["1 <i>slice</i> bread", "5&nbsp;g butter"]),
    ),
    ("with invisible characters", with_fields(name="\u200bToast\ufeff")),
]


@pytest.mark.parametrize("data", [case[1] for case in TRAPS], ids=[case[0] for case in TRAPS])
def test_a_recipe_is_found(data: object) -> None:
    recipe = read_page(page(data))
    assert (recipe.title, list(recipe.ingredients), list(recipe.instructions)) == (
        "Toast",
        ["1 slice bread", "5 g butter"],
        ["Toast.", "Butter."],
    )


BROKEN_JSON = [
    json.dumps(MINIMAL).replace("Toast.", "Toast\t."),
    "<!-- " + json.dumps(MINIMAL) + " -->",
    json.dumps(MINIMAL)[:-1] + ",}",
    json.dumps(MINIMAL) + ";",
    json.dumps(MINIMAL).replace("Butter.", "Butter \\'well\\'."),
    json.dumps(MINIMAL).replace('"', "&quot;"),
    json.dumps(MINIMAL).replace("Butter.", 'Butter "well", and "eat".'),
]


@pytest.mark.parametrize("text", BROKEN_JSON)
def test_broken_json_is_mended(text: str) -> None:
    assert read_page(page(text)).ingredients == ("1 slice bread", "5 g butter")


def test_a_section_name_stands_before_its_steps() -> None:
    section = {
        "@type": "HowToSection",
        "name": "For the toast",
        "itemListElement": [
            {"@type": "HowToSection", "name": "", "itemListElement": [{"@type": "HowToStep", "text": "Toast."}]}
        ],
    }
    assert read_page(page(with_fields(recipeInstructions=[section]))).instructions == (
        "For the toast",
        "Toast.",
    )


SAID = [
    ("1\u00a0cup\u2009flour", "1 cup flour"), ("2 eggs , beaten", "2 eggs , beaten"), ("1 /2 cup", "1 /2 cup"),
    ("a\u200bb\u200c\u2060\ufeff\u00ad", "ab"), ("salt &amp;amp;amp;amp; pepper", "salt & pepper"),
    ("1 cup flour<br>2 eggs", "1 cup flour 2 eggs"), ("Mom&rsquo;s &lt;b&gt;best&lt;/b&gt;", "Mom’s best"),
    ("Mom\u0026#039;s", "Mom's"), ("Momu0026#039;s", "Mom's"), ("a\u000bb\u000cc\r\nd\te", "a b c d e"),
    ("1&nbsp;&frac12; cups", "1 ½ cups"), ("<b>2</b> <a href='/e'>eggs</a>", "2 eggs"), ("((2)) eggs", "(2) eggs"),
]


@pytest.mark.parametrize(("said", "expected"), SAID)
def test_words_are_set_as_readers_of_recipes_set_them(said: str, expected: str) -> None:
    """Blanks of all widths are one, what nobody sees goes, entities are resolved however often they were escaped."""
    recipe = read_page(page(with_fields(name=said, recipeIngredient=[said, "salt"], recipeInstructions=[said, "Eat."])))
    assert (recipe.title, recipe.ingredients[0], recipe.instructions[0]) == (expected, expected, expected)


@pytest.mark.parametrize("goods", [
    ["1 cup orzo\n2 lemons"], ["<ul><li>1 cup orzo</li><li>2 lemons</li></ul>"], "1 cup orzo<br />2 lemons",
    [["1 cup orzo"], ["2 lemons"]], ["<p>1 cup orzo</p><p>2 lemons</p>"],
])
def test_a_list_in_one_line_is_a_list(goods: object) -> None:
    assert read_page(page(with_fields(recipeIngredient=goods))).ingredients == ("1 cup orzo", "2 lemons")


def test_a_recipe_in_the_data_of_a_page_s_own_program_is_read() -> None:
    data = json.dumps({"props": {"recipe": with_fields()}})
    found = read_page("<html><body><h1>Breakfast</h1><script>let x = 1</script>"
                      f"<script id='__NEXT_DATA__' type='application/json'>{data}</script></body></html>")
    assert (found.title, found.ingredients, found.how) == ("Toast", ("1 slice bread", "5 g butter"), "json_ld")


def test_one_text_of_ingredients_is_split_at_its_commas() -> None:
    goods = ("200 g flour", "3 eggs", "1 lemon (juice, zest)", "50 g sugar", "100 g butter", "a pinch of salt",
             "1 tsp baking powder", "2 tbsp milk")
    assert read_page(page(with_fields(recipeIngredient=[", ".join(goods)]))).ingredients == goods
    told = "Bread of the day before, sliced as thick as a thumb, butter that is soft, and whatever else is in the house"
    assert read_page(page(with_fields(recipeIngredient=[told]))).ingredients == (told,)


def test_one_long_text_is_split_where_the_page_shows_it() -> None:
    steps = [f"Step words number {i} tell what to do with the pan and the bread." for i in "abcdef"]
    shown = "<ol>" + "".join(f"<li>{step}</li>" for step in steps) + "</ol>"
    recipe = read_page(page(with_fields(recipeInstructions="".join(steps)), body=shown))
    assert list(recipe.instructions) == steps


TIMES = [
    ({"totalTime": "PT1H30M"}, 90),
    ({"totalTime": "P1DT2H"}, 1560),
    ({"totalTime": "P0Y0M0DT1H30M0.000S"}, 90),
    ({"prepTime": "PT10M", "cookTime": "PT20M"}, 30),
    ({"totalTime": "45 minutes"}, 45),
    ({"totalTime": "1 Std. 20 Min."}, 80),
    ({"totalTime": "PT0M"}, None),
    ({"totalTime": "soon"}, None),
    ({}, None),
]


@pytest.mark.parametrize(("fields", "minutes"), TIMES)
def test_times_are_minutes(fields: dict[str, str], minutes: int | None) -> None:
    assert read_page(page(with_fields(**fields))).total_minutes == minutes


YIELDS = [
    ("4", "4", 4),
    (4, "4", 4),
    (["4", "4 servings"], "4 servings", 4),
    ("Serves 4-6", "Serves 4-6", 4),
    ("4 Portionen", "4 Portionen", 4),
    ("1 loaf", "1 loaf", None),
    ("für 2 Personen", "für 2 Personen", 2),
    ([], None, None),
]


@pytest.mark.parametrize(("written", "yields", "servings"), YIELDS)
def test_yields_are_kept_as_written_and_servings_are_numbers(
    written: object, yields: str | None, servings: float | None
) -> None:
    recipe = read_page(page(with_fields(recipeYield=written)))
    assert (recipe.yields, recipe.servings) == (yields, servings)


def test_microdata_is_read_where_json_ld_is_missing() -> None:
    body = (
        '<div itemscope itemtype="https://schema.org/Recipe"><span itemprop="author" itemscope '
        'itemtype="https://schema.org/Person"><b itemprop="name">Ann</b></span><h1 itemprop="name">Toast</h1>'
        '<span itemprop="recipeIngredient">1 slice bread</span><span itemprop="recipeIngredient">5 g butter</span>'
        '<div itemprop="recipeInstructions"><p>Toast.</p><p>Butter.</p></div>'
        '<time itemprop="totalTime" datetime="PT5M"></time></div>'
    )
    recipe = read_page(f"<html><body>{body}</body></html>")
    assert recipe.how == "microdata"
    assert (recipe.title, recipe.ingredients, recipe.instructions, recipe.total_minutes) == (
        "Toast",
        ("1 slice bread", "5 g butter"),
        ("Toast.", "Butter."),
        5,
    )


@pytest.mark.parametrize(("scope", "of"), [
    ('vocab="http://schema.org/" typeof="Recipe"', 'property="{}"'), ('class="hrecipe"', 'class="{}"')])
def test_rdfa_and_microformats_are_read_too(scope: str, of: str) -> None:
    line, step = (of.format(one) for one in (("recipeIngredient", "recipeInstructions") if "vocab" in scope else
                                             ("ingredient", "instructions")))
    recipe = read_page(f"<html><body><div {scope}><h1>Tea</h1><ul><li {line}>1 bag tea</li><li {line}>2 cups water</li>"
                       f"</ul><div {step}><p>Boil the water well.</p><p>Steep for some minutes.</p></div></div></body>")
    assert recipe.ingredients == ("1 bag tea", "2 cups water")
    assert recipe.instructions == ("Boil the water well.", "Steep for some minutes.")


@pytest.mark.parametrize(("text", "steps"), [
    ("1. Mix it. 2. Bake at 200. 3. Eat.", ("Mix it.", "Bake at 200.", "Eat.")),
    ("Step 1: Mix. Step 2: Bake.", ("Mix.", "Bake.")),
    ("Mix 1) flour 2) eggs.", ("Mix 1) flour 2) eggs.",)),
    ("1. Mix it for 3. Bake.", ("1. Mix it for 3. Bake.",)),
])
def test_one_text_that_numbers_its_steps_is_split(text: str, steps: tuple[str, ...]) -> None:
    assert read_page(page(with_fields(recipeInstructions=text))).instructions == steps


def test_the_diets_that_a_page_names_are_tags() -> None:
    diets = ["https://schema.org/LowLactoseDiet", "VeganDiet"]
    found = read_page(page(with_fields(suitableForDiet=diets, keywords="x")))
    assert found.tags == ("x", "low lactose", "vegan")


@pytest.mark.parametrize(("said", "language", "work"), [
    ({"inLanguage": "de-AT", "translationOfWork": {"@id": "urn:one"}}, "de", "urn:one"),
    ({"inLanguage": "EN", "@id": "urn:one", "workTranslation": [{"@id": "urn:two"}]}, "en", "urn:one"),
    ({"inLanguage": {"@type": "Language", "name": "German"}, "translationOfWork": ["https://kitchen.example/1"]}, None,
     "https://kitchen.example/1"),
    # An address alone links nothing to nothing.
    ({"inLanguage": "no language", "@id": "urn:one", "translationOfWork": {}}, None, None),
    ({"inLanguage": 7, "translationOfWork": 7, "workTranslation": 7}, None, None),
])
def test_language_and_work_are_read_where_a_page_says_them(said: dict[str, object], language: str | None,
                                                           work: str | None) -> None:
    recipe = read_page(page(with_fields(**said)))
    assert (recipe.language, recipe.work) == (language, work)


@pytest.mark.parametrize(
    ("ingredients", "method", "servings"),
    [("Ingredients", "Method", None), ("Zutaten für 2 Personen", "Zubereitung", 2)],
)
def test_lists_below_headings_are_read_where_there_is_no_markup(
    ingredients: str, method: str, servings: float | None
) -> None:
    body = (
        f"<nav><ul><li>Home</li><li>2 for 1</li></ul></nav><h1>Toast</h1><h2>{ingredients}</h2>"
        "<ul><li>1 slice bread</li>"
        f"<li>5 g butter</li></ul><h2>{method}</h2><ol><li>Toast the bread until it is brown on both sides.</li></ol>"
    )
    recipe = read_page(f"<html><body>{body}</body></html>")
    assert (recipe.how, recipe.ingredients) == ("headings", ("1 slice bread", "5 g butter"))
    assert recipe.servings == servings
    assert recipe.instructions == ("Toast the bread until it is brown on both sides.",)


REFUSED = [
    ("E-REC-001", b""),
    ("E-REC-001", b"   \n"),
    ("E-REC-001", b"<html><body><p>Our holiday by the sea.</p></body></html>"),
    ("E-REC-001", b"just words"),
    ("E-REC-001", page({"@type": "Article", "name": "News"}).encode()),
    ("E-REC-001", page("{not json").encode()),
    ("E-REC-002", b"x" * (10 * 1024 * 1024 + 1)),
    ("E-REC-001", bytes(range(256)) * 20),
]


@pytest.mark.parametrize(("code", "data"), REFUSED, ids=range(len(REFUSED)))
def test_a_page_without_a_recipe_is_refused_with_a_reason(code: str, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_page(data)
    assert refused.value.code == code
    assert refused.value.reason.endswith(".")


def test_a_recipe_with_900_ingredients_is_cut_with_a_warning() -> None:
    recipe = read_page(page(with_fields(recipeIngredient=[f"{i} g flour" for i in range(1, 901)])))
    assert len(recipe.ingredients) == MOST_INGREDIENTS
    assert any("900" in warning for warning in recipe.warnings)


def test_a_recipe_without_ingredients_keeps_its_steps_and_says_so() -> None:
    recipe = read_page(page(with_fields(recipeIngredient=[])))
    assert recipe.instructions and "The source lists no ingredients." in recipe.warnings


def test_deeply_nested_json_is_no_crash() -> None:
    with pytest.raises(Refused):
        read_page(page("[" * 200_000 + "]" * 200_000))
    with pytest.raises(Refused):
        read_page(f"<html><body>{'<div>' * 50_000}</body></html>")


def test_many_unclosed_scripts_take_no_quadratic_time() -> None:
    with pytest.raises(Refused):
        read_page('<script type="application/ld+json" ' * 50_000)


ENCODINGS = [
    ("utf-8", "utf-8"),
    ("cp1252", "utf-8"),
    ("cp1252", "iso-8859-1"),
    ("utf-16", ""),
    ("utf-8", "iso-8859-1"),
]


@pytest.mark.parametrize(("actual", "declared"), ENCODINGS)
def test_words_survive_a_wrong_declaration(actual: str, declared: str) -> None:
    text = page(with_fields(name="PLACE"), head=f'<meta charset="{declared}">' if declared else "")
    assert (
        read_page(text.replace("PLACE", "Crème brûlée für Zoë").encode(actual)).title == "Crème brûlée für Zoë"
    )


STRANGERS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;svg onload=alert(1)&amp;gt;",
    "<<b>script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
]


@pytest.mark.parametrize("words", STRANGERS)
def test_no_markup_of_strangers_survives(words: str) -> None:
    recipe = read_page(
        page(
            with_fields(
                name=f"Toast {words}",
                recipeIngredient=[f"bread {words}"],
                recipeInstructions=[f"Eat {words}."],
                image=f"javascript:alert(1)//{words}",
                recipeYield=words,
                url="javascript:alert(1)",
            )
        )
    )
    assert not re.search(r"<[a-zA-Z/!]|javascript:", json.dumps(recipe.to_json()))


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_in_a_field_makes_markup_or_a_crash(words: str) -> None:
    recipe = read_page(page(with_fields(name="T " + words, recipeInstructions=words or "x")))
    assert not any(re.search(r"<[a-zA-Z/!?]", text) for text in (recipe.title, *recipe.instructions))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "name", "text", "itemListElement", "value", "url"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(JSON_VALUES, JSON_VALUES, JSON_VALUES, JSON_VALUES)
@settings(max_examples=150, deadline=None)
def test_any_json_in_any_field_is_read_or_refused(
    ingredients: object, steps: object, yields: object, image: object
) -> None:
    data = with_fields(
        recipeIngredient=ingredients,
        recipeInstructions=steps,
        recipeYield=yields,
        image=image,
        totalTime=yields,
        name=image,
    )
    try:
        recipe = read_page(page(data))
    except Refused:
        return
    assert recipe.title and all(
        isinstance(line, str) and line for line in recipe.ingredients + recipe.instructions
    )


def test_the_id_is_that_of_the_canonical_url_or_of_the_content() -> None:
    one = read_page(page(MINIMAL, head='<link rel="canonical" href="https://www.kitchen.example/toast/">'))
    same = read_page(page(MINIMAL), "http://kitchen.example/toast?utm_source=feed#top")
    assert one.recipe_id == same.recipe_id != read_page(page(MINIMAL)).recipe_id
    assert re.fullmatch("[0-9a-f]{12}", one.recipe_id)
    assert read_page(page(MINIMAL)).recipe_id == read_page(page(MINIMAL)).recipe_id


@pytest.mark.parametrize("split", ["<\x08script>alert(1)</script>", "<\u200bimg src=x>", "&lt;&#8;b>x", "AA<\x08?"])
def test_an_unseen_mark_hides_no_tag(split: str) -> None:
    assert not re.search(r"<[a-zA-Z/!?]", clean(split)) and "<" not in "".join(
        line for line in clean_lines(split) if re.search(r"<[a-zA-Z/!?]", line))


def test_cuisine_course_and_keywords_are_tags_once_each() -> None:
    fields = with_fields(recipeCuisine="Greek", recipeCategory=["Main", "Greek"], keywords="quick, <b>easy</b>,, ")
    assert read_page(page(fields)).tags == ("Greek", "Main", "quick", "easy")


def test_a_recipe_keeps_everything_through_json() -> None:
    recipe = read_page(
        page(with_fields(recipeYield="4", image="https://kitchen.example/a.jpg")),
        "https://kitchen.example/toast",
        path="a.html",
    )
    assert list(recipe.to_json()) == [
        "path",
        "url",
        "title",
        "ingredients",
        "instructions",
        "yields",
        "servings",
        "total_minutes",
        "image",
        "host",
        "how",
        "warnings",
        "tags",
        "language",
        "work",
    ]
    assert Recipe.from_json(json.loads(json.dumps(recipe.to_json()))) == recipe
