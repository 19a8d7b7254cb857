"""Pages that no plugin made: old tables, mails, forum posts, print views, page builders, exported notes."""

import pytest

from pantry.errors import Refused
from recipes.extract import read_page
from recipes.texts.prose import READ_FROM_PROSE

GOODS = ("500 g mince", "1 onion, diced", "2 tbsp oil", "1 tsp salt")
STEPS = ("Heat the oil in a large pan and fry the onion until it is soft.", "Add the mince and the salt and brown it.",
         "Serve it with rice.")
LIST, NUMBERED = ("".join(f"<li>{line}</li>" for line in lines) for lines in (GOODS, STEPS))
MARGIN = "<aside><h2>Hi, I'm Ann!</h2><p>I cook for a family of five on a budget.</p></aside>"
BODIES = {
    "a table and a text that nothing heads": "<table><tr><td><a href='/'>Home</a></td><td><h1>Mince</h1><table>"
        + "".join(f"<tr><td>{line.split()[0]}</td><td>{' '.join(line.split()[1:])}</td></tr>" for line in GOODS)
        + f"</table><p>{STEPS[0]}<p>{STEPS[1]}<p>{STEPS[2]}</td></tr></table>",
    "boxes to tick in front of blocks": "<h1>Mince</h1><h4>Ingredients</h4>" + "".join(
        f"<div>☐ {line}</div>" for line in GOODS) + "<h4>Method</h4>" + "".join(
        f"<div><b>{number}.</b> {step}</div>" for number, step in enumerate(STEPS, 1)) + "<p>Printed from a site</p>",
    "steps in wrappers of their own": f"<h1>Mince</h1><h2>Ingredients</h2><ul>{LIST}</ul><h2>Preparation</h2>"
        + "".join(f"<div><div><h3>{number}</h3></div></div><div><div>{step}</div></div>"
                  for number, step in enumerate(STEPS, 1)) + MARGIN,
    "steps below headings that count": f"<h1>Mince</h1><div>Il vous faut</div><ul>{LIST}</ul><div>Réalisation</div>"
        + "".join(f"<h3>Étape {number}</h3><p>{step}</p>" for number, step in enumerate(STEPS, 1)) + MARGIN,
    "a wish, and the foot of the post": f"<h1>Mince</h1><div><b>Zutaten</b><br>{'<br>'.join(GOODS)}<br>"
                                        f"<b>Zubereitung</b><br>{'<br>'.join(STEPS)}<br>"
                                        "Lasst es euch schmecken! Eure Anna<br></div>"
                                        "<div class='post-footer'>Posted by Anna at 9:12 AM Labels: meat, quick</div>",
    "semicolons": f"<h1>Mince</h1><p><b>Ingredients:</b> {'; '.join(GOODS)}.</p><h2>Method</h2><ol>{NUMBERED}</ol>",
    "dashes": "<h1>Mince</h1><h2>Ingredients</h2>" + "".join(f"<p>— {line}</p>" for line in GOODS)
              + "<h2>Directions</h2>" + "".join(f"<p>{step}</p>" for step in STEPS) + "<p>Follow me for more.</p>",
    "a link to edit in each heading": f"<h1>Mince</h1><h2><span>Ingredients</span><span>[<a>edit</a>]</span></h2>"
                                      f"<ul>{LIST}</ul><h2><span>Procedure</span><span>[<a>edit</a>]</span></h2><ol>{NUMBERED}</ol>"
                                      "<h2><span>Variations</span></h2><ul><li>Add a pinch of cayenne.</li></ul>",
    "an offer below": f"<h1>Mince</h1><div><h3>Ingredients</h3><ul>{LIST}</ul></div><div><h3>Method</h3>" + "".join(
        f"<p>{step}</p>" for step in STEPS) + "</div><div><h4>Free plan</h4><p>Get a dinner for every week.</p></div>",
    "labels of fields": "<h1>Mince</h1><ul><li><span>Serves:</span><span>4</span></li>"
                        f"<li><span>Ingredients:</span><span>{'<br>'.join(GOODS)}</span></li><li><span>Method:</span><span>{'<br>'.join(STEPS)}</span></li></ul>",
    "blocks that nothing heads": "<h1>Mince</h1><div>serves 4</div>" + "".join(
        f"<div>{line}</div>" for line in (*GOODS, *STEPS)),
    "sentences below a bold word": f"<h1>Mince</h1><p><b>You need</b></p><p>{'<br>'.join(GOODS)}</p>"
                                   f"<p><b>Off you go</b></p><p>{'<br>'.join(STEPS)}</p>",
    "tabs and their panels": "<h1>Mince</h1><ul role='tablist'><li><a role='tab' href='#goods'>Ingredients</a></li><li>"
        "<button role='tab' aria-controls='how'>Preparation</button></li></ul><div role='tabpanel' id='how'><ol>"
        f"{NUMBERED}</ol></div><div role='tabpanel' id='goods'><ul>{LIST}</ul></div>",
    "advertisements between": f"<h1>Mince</h1><h2>Ingredients</h2><ul>{LIST}<li>Advertisement</li></ul><h2>Method</h2>"
                              f"<ol><li>Anzeige</li>{NUMBERED}</ol>",
    "a way back, a wish and a name": f"<h1>Mince</h1><h2>Ingredients</h2><ul>{LIST}</ul><h2>Method</h2>" + "".join(
        f"<p>{step}</p>" for step in STEPS) + "<p>Enjoy!</p><p>Yours, Ann</p><p><a href='/'>Back to all</a></p>",
    "a mail that is signed": f"<pre>Hello all,\n\nMince\n\nIngredients:\n{chr(10).join(GOODS)}\n\nMethod:\n"
                             f"{chr(10).join(STEPS)}\n\n-- \nAnn\n</pre>",
    "amounts in cells below each other": "<h1>Mince</h1><h2>Ingredients</h2><div>" + "".join(
        f"<div><p>{amount}</p><p>{name}</p></div>" for amount, name in (
            ("500 g", "mince"), ("1", "onion, diced"), ("2 tbsp", "oil"), ("1 tsp", "salt")))
        + f"</div><h2>Method</h2><ol>{NUMBERED}</ol>",
    "items that nobody closed": f"<h1>Mince</h1><h2>Ingredients</h2><ul>{LIST}</ul><h2>Method</h2><ul>" + "".join(
        f"<li><div>{step}<div> </li>" for step in STEPS) + "</ul>",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_page_that_no_plugin_made_is_read(body: str) -> None:
    recipe = read_page(f"<html><body><main>{body}</main></body></html>")
    assert (recipe.title, recipe.ingredients, recipe.instructions) == ("Mince", GOODS, STEPS)


def test_a_table_in_two_systems_gives_the_first_amount() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>{grams}</td><td>{cups}</td></tr>" for name, grams, cups in (
        ("flour", "350 g", "2 ¾ cups"), ("butter", "85 g", "6 tbsp"), ("milk", "175 ml", "¾ cup")))
    recipe = read_page("<h1>Scones</h1><table class='ingredients'><tr><th>What</th><th>Metric</th><th>US</th></tr>"
                       f"{rows}</table><h2>Method</h2><ol>{NUMBERED}</ol>")
    assert recipe.ingredients == ("350 g flour", "85 g butter", "175 ml milk")


@pytest.mark.parametrize(("goods", "method", "lines", "steps"), [
    ("材料(2人分)", "作り方", ("鶏もも肉 200g", "卵 3個", "しょうゆ 大さじ2"),
     ("鶏肉は一口大に切る。", "鍋にしょうゆと水を入れて煮る。", "溶き卵を回し入れて火を止める。")),
    ("食材", "做法", ("番茄 2个", "鸡蛋 3个", "盐 1小勺"),
     ("番茄切块,鸡蛋打散。", "先把鸡蛋炒熟盛出。", "倒入鸡蛋,加盐即可。")),
    ("재료", "만드는 법", ("밥 2공기", "김치 200g", "달걀 2개"),
     ("김치를 잘게 썰어 기름에 볶는다.", "밥을 넣고 함께 볶는다.", "달걀을 올려서 낸다.")),
])
def test_words_of_east_asia_head_lists_too(
    goods: str, method: str, lines: tuple[str, ...], steps: tuple[str, ...]
) -> None:
    items, told = ("".join(f"<li>{one}</li>" for one in those) for those in (lines, steps))
    recipe = read_page(f"<h1>親子丼</h1><h2>{goods}</h2><ul>{items}</ul><h2>{method}</h2><ol>{told}</ol>")
    assert (recipe.ingredients, recipe.instructions) == (lines, steps)


def test_one_sentence_about_the_list_is_the_step() -> None:
    step = "Mash the banana, whisk in the eggs and the cinnamon, and fry small pancakes over a medium heat"
    recipe = read_page("<h1>Pancakes</h1><p>You need:</p><ul><li>1 banana</li><li>2 eggs</li><li>a pinch of cinnamon"
                       f"</li></ul><p>{step}.</p>")
    assert recipe.instructions == (f"{step}.",)
    talk = read_page("<h1>Pancakes</h1><p>You need:</p><ul><li>1 banana</li><li>2 eggs</li><li>a pinch of cinnamon"
                     "</li></ul><p>We moved to the country last year and have never been happier than there.</p>")
    assert talk.instructions == ()


LISTS = f"<b>Ingredients</b><ul>{LIST}</ul><b>Method</b><ol>{NUMBERED}</ol>"


@pytest.mark.parametrize("page", [
    f"<title>Forum - View topic - Mince</title><div><b>Mince</b></div>{LISTS}",
    f"<title>Print: Mince</title><h2>Mince</h2>{LISTS}",
    f"<title>Supper by mail, number 41</title><h2>Mince</h2>{LISTS}",
    f"<p class='title'><span>Mince</span></p>{LISTS}",
], ids=["a part of the page's title", "behind another word", "one heading", "the first line"])
def test_a_page_without_a_first_heading_has_a_title(page: str) -> None:
    assert read_page(f"<html><body>{page}</body></html>").title == "Mince"


def test_a_list_of_ingredients_in_the_margin_is_the_recipes() -> None:
    recipe = read_page(f"<h1>Mince</h1><aside><h3>Ingredients</h3><ul>{LIST}</ul></aside><h3>Method</h3>"
                       f"<ol>{NUMBERED}</ol>")
    assert (recipe.ingredients, recipe.instructions) == (GOODS, STEPS)


@pytest.mark.parametrize("lines", [
    ("2 rooms", "1 kitchen", "1 bath", "3 beds", "The house lies by a lake and has a garden.", "It is let all year."),
    (*GOODS[:2], "Then we went home and slept until noon.", "It rained all day, so that we stayed in."),
], ids=["amounts of no food", "two amounts among sentences"])
def test_blocks_that_nothing_heads_are_a_recipe_only_with_amounts_of_foods(lines: tuple[str, ...]) -> None:
    with pytest.raises(Refused):
        read_page("<h1>Our week</h1>" + "".join(f"<div>{line}</div>" for line in lines))


TOLD = {
    "en": ("Tuesday lentils", "<p>My mother made this every Tuesday.</p><p>Rinse 250 g lentils. Fry 1 onion and "
           "2 carrots in 2 tbsp oil, then add the lentils and 800 ml stock. Simmer for 25 minutes.</p>"
           "<p>Serve with bread.</p>",
           ("250 g lentils", "1 onion", "2 carrots", "2 tbsp oil", "800 ml stock", "bread")),
    "de": ("Kartoffelpuffer", "<p>Bei uns gab es die immer freitags.</p><p>1 kg Kartoffeln schälen und reiben. Mit "
           "1 Zwiebel, 2 Eiern und 3 EL Mehl mischen. In heißem Öl von beiden Seiten braten und mit Apfelmus "
           "servieren.</p>",
           ("1 kg Kartoffeln", "1 Zwiebel", "2 Eiern", "3 EL Mehl", "Öl", "Apfelmus")),
    "fr": ("Gratin de courgettes", "<p>Coupez 4 courgettes en rondelles. Mélangez 3 œufs avec 20 cl de crème et 100 g "
           "de gruyère. Versez sur les courgettes et faites cuire 35 minutes.</p>",
           ("4 courgettes", "3 œufs", "20 cl de crème", "100 g de gruyère")),
}


@pytest.mark.parametrize("language", TOLD)
def test_a_page_that_tells_its_recipe_in_sentences_is_read_with_a_warning(language: str) -> None:
    title, told, goods = TOLD[language]
    recipe = read_page(f"<nav><a href='/'>Home</a></nav><h1>{title}</h1>{told}<footer><p>© A site</p></footer>",
                       "https://kitchen.example/told")
    assert (recipe.title, recipe.ingredients, recipe.how, recipe.host) == (title, goods, "prose", "kitchen.example")
    assert READ_FROM_PROSE in recipe.warnings and len(recipe.instructions) >= 3


def test_a_caption_and_a_list_in_one_sentence_are_read_like_pasted_text() -> None:
    caption = read_page("<h1>cook</h1><div>Baked feta<br><br>What you need 👇<br>🧀 200 g feta<br>🍝 250 g pasta<br>"
                        "🧄 2 cloves garlic<br><br>How to 👇<br>1️⃣ Bake the feta with the garlic.<br>"
                        "2️⃣ Boil the pasta.<br>"
                        "<br>Save this for later! #pasta</div>")
    assert caption.ingredients == ("200 g feta", "250 g pasta", "2 cloves garlic")
    assert caption.instructions == ("Bake the feta with the garlic.", "Boil the pasta.")
    sentence = read_page("<h1>Gurkensalat</h1><p>Zutaten: 2 Gurken, 200 g Schmand, 1 Bund Dill, Salz und Pfeffer</p>"
                         "<p>Zubereitung: Gurken hobeln. Schmand mit Dill verrühren und alles mischen.</p>")
    assert sentence.ingredients == ("2 Gurken", "200 g Schmand", "1 Bund Dill", "Salz und Pfeffer")


def test_the_name_of_a_group_among_the_ingredients_is_marked_as_a_heading() -> None:
    recipe = read_page("<h1>Slice</h1><h2>Ingredients</h2><ul><li>Base</li><li>300 g flour</li><li>Topping</li>"
                       f"{LIST}</ul><h2>Method</h2><ol>{NUMBERED}</ol>")
    assert recipe.ingredients == ("Base:", "300 g flour", "Topping:", *GOODS)


@pytest.mark.parametrize("body", [
    "<h1>Butter prices rise</h1><p>A packet of 250 g butter now costs 3 euro. Bakers add less of it to their dough. "
    "Milk and cheese cost more too.</p><p>Farmers say that feed is dear. Shops expect further rises.</p>",
    "<h1>A night out</h1><p>We ordered spaghetti with 2 meatballs and a salad. The tomato sauce was rich.</p>",
    "<h1>Day 3</h1><p>Breakfast was bread, cheese and ham. We walked 12 km. In the evening we ate sardines.</p>",
    "<h1>Great</h1><div class='comment'><p>I add 1 tsp sugar and fry the onion longer.</p></div><div class='comment'>"
    "<p>Used 200 g bacon instead. Tasty!</p></div>",
])
def test_what_only_speaks_of_food_is_no_recipe(body: str) -> None:
    with pytest.raises(Refused):
        read_page(f"<html><body>{body}</body></html>")
