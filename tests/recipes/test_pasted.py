"""Recipes pasted as people have them: chats, mails, captions, columns of pages, tables, and texts without headings."""

import pytest

from pantry.errors import Refused
from recipes.matching.needs import expand
from recipes.programs.exports import read_any
from recipes.recipe import TOLD as BY_SENTENCES
from recipes.texts.prose import READ_FROM_PROSE
from recipes.texts.written import read_pasted

CHAT = """[12:31, 3/4/2025] Mum: Pancakes 🥞
[12:31, 3/4/2025] Mum: 200g flour
2 eggs
300ml milk
bit of butter for frying
[12:33, 3/4/2025] Mum: whisk it all together, leave for 20 mins, then fry in a hot pan xx
"""
ONE_MESSAGE = ("Hey! for the dal you need: 250 g red lentils, 1 can coconut milk, 2 garlic cloves (big, juicy ones), "
               "1 tsp turmeric. Fry the garlic, add the rest and 700 ml water. Cook 20 min 😊")
MAIL = """From: Anna <anna@example.org>
Subject: Fwd: Linsensuppe
Date: Mon, 3 Mar 2025

> Linsensuppe (4 Portionen)
>
> 250 g Tellerlinsen
> 1 Bund Suppengrün
>
> Suppengrün putzen, würfeln und anschwitzen.
> Linsen und Brühe dazu, 40 Min. kochen.

LG Anna
"""
CAPTION = """🍝 LEMON ORZO 🍋

⏱️ 25 min | 🍽️ 2 servings

🛒 INGREDIENTS
🧈 1 tbsp butter
🍋 juice + zest of 1 lemon

👩‍🍳 METHOD
1️⃣ Melt the butter 💛
2️⃣ Stir in the lemon.

#onepot #dinner
"""
COLUMNS = """Rezept drucken
Spargelsuppe
Zutaten
Portionen
4
500 g
Spargel, weiß
1 Prise(n)
Zucker

Salz

Zubereitung
Arbeitszeit ca. 20 Minuten
Koch-/Backzeit ca. 30 Minuten
Gesamtzeit ca. 50 Minuten
Den Spargel schälen und in Stücke schneiden.
"""
TABLE = """Banana bread

| Amount | Ingredient |
|--------|------------|
| 3 | bananas |
| 75 g | butter, melted |

Method

1. Mash the bananas.
"""
STEPS_NAMED = """Fluffy scones (makes 8)

350g self-raising flour, plus more for dusting
175ml milk
Beaten egg, to glaze

STEP 1
Heat the oven to 220C. Rub in the butter.
STEP 2
Warm the milk.
"""
SECTIONS = """Satay
Serves 4
My grandmother brought this home from a long journey, and we have it every Friday since then.

For the chicken:
600g chicken thighs
For the sauce:
150g peanut butter
To serve
rice

Marinate the chicken for at least 1 hour.
Warm the sauce and serve.
"""
PAGE = """Shakshuka
Photo: Eggs in tomato sauce. Credit: Jane Doe
Print
Share
4.8 from 132 votes

What you'll need:
1x 2x 3x
▢ 1 red pepper, sliced
▢ 4 eggs

How to make it:
Cook the pepper.
[Image: peppers in a pan]
Advertisement
Crack in the eggs.
"""
INLINE = """Pfannkuchen für 3
Man braucht: 250g Mehl, 3 Eier, Öl zum Braten
Alles verrühren und in heißem Öl ausbacken.
"""
SIDE_BY_SIDE = """RECIPE: Aunt May's soup
SERVES: 8-10

Ingredients
1 chicken      3 carrots
1 doz. eggs    2 sticks celery

Method
Simmer for 2 hours.
Nutrition per serving: 320 kcal
Follow @aunt.may for more
"""
SHORT_STEPS = """GAZPACHO ANDALUZ
Tiempo: 15 min   Raciones: 4

1 kg de tomates maduros
1 diente de ajo
Sal

Lavar y trocear las verduras.
Triturar todo.
"""
NO_METHOD_HEADING = "Dip\n\nIngredients:\n1 tub yogurt\n1 clove garlic\n\nCrush the garlic and stir it into the yogurt."
LETTER = """Hi Tom, here it is :)
Banana bread
3 ripe bananas
1/3 cup melted butter
mash bananas, mix in butter. bake for an hour at 350F

love, Jo"""
BRIEF = """Liebe Anna,

Tzatziki
1 Gurke
500 g griechischer Joghurt
2 Knoblauchzehen
Gurke raspeln, ausdrücken.
Mit Joghurt und gepresstem Knoblauch verrühren.

Liebe Grüße, Oma"""
NAMED_INLINE = ("Pancakes: 1 cup flour, 1 cup milk, 1 egg, 2 tbsp sugar. Mix everything until smooth. Fry in a hot pan "
                "until golden.")
DASHED = "Pasta al limone - per 2 persone\n200 g spaghetti\n1 limone\nCuocere la pasta e condire con il limone."
UNNAMED = "INGREDIENTS\n- 2 cups flour\n- 1 egg\nMETHOD\nMix it. Bake it for 20 minutes."


@pytest.mark.parametrize(("text", "title", "ingredients", "steps", "servings", "minutes"), [
    (LETTER, "Banana bread", ("3 ripe bananas", "1/3 cup melted butter"),
     ("mash bananas, mix in butter. bake for an hour at 350F",), None, None),
    (BRIEF, "Tzatziki", ("1 Gurke", "500 g griechischer Joghurt", "2 Knoblauchzehen"),
     ("Gurke raspeln, ausdrücken.", "Mit Joghurt und gepresstem Knoblauch verrühren."), None, None),
    (NAMED_INLINE, "Pancakes", ("1 cup flour", "1 cup milk", "1 egg", "2 tbsp sugar"),
     ("Mix everything until smooth. Fry in a hot pan until golden.",), None, None),
    (DASHED, "Pasta al limone", ("200 g spaghetti", "1 limone"), ("Cuocere la pasta e condire con il limone.",), 2,
     None),
    # Nobody is called "pasted", nor "2 cups flour": whoever pastes it names it.
    (UNNAMED, "", ("2 cups flour", "1 egg"), ("Mix it. Bake it for 20 minutes.",), None, None),
    (CHAT, "Pancakes", ("200g flour", "2 eggs", "300ml milk", "bit of butter for frying"),
     ("whisk it all together, leave for 20 mins, then fry in a hot pan xx",), None, None),
    (ONE_MESSAGE, "dal", ("250 g red lentils", "1 can coconut milk", "2 garlic cloves (big, juicy ones)",
                          "1 tsp turmeric"),
     ("Fry the garlic, add the rest and 700 ml water. Cook 20 min",), None, None),
    (MAIL, "Linsensuppe", ("250 g Tellerlinsen", "1 Bund Suppengrün"),
     ("Suppengrün putzen, würfeln und anschwitzen.", "Linsen und Brühe dazu, 40 Min. kochen."), 4, None),
    (CAPTION, "Lemon Orzo", ("1 tbsp butter", "juice + zest of 1 lemon"),
     ("Melt the butter", "Stir in the lemon."), 2, 25),
    (COLUMNS, "Spargelsuppe", ("500 g Spargel, weiß", "1 Prise(n) Zucker", "Salz"),
     ("Den Spargel schälen und in Stücke schneiden.",), 4, 50),
    (TABLE, "Banana bread", ("3 bananas", "75 g butter, melted"), ("Mash the bananas.",), None, None),
    (STEPS_NAMED, "Fluffy scones", ("350g self-raising flour, plus more for dusting", "175ml milk",
                                    "Beaten egg, to glaze"),
     ("Heat the oven to 220C. Rub in the butter.", "Warm the milk."), None, None),
    (SECTIONS, "Satay", ("For the chicken", "600g chicken thighs", "For the sauce", "150g peanut butter", "To serve",
                         "rice"),
     ("Marinate the chicken for at least 1 hour.", "Warm the sauce and serve."), 4, None),
    (PAGE, "Shakshuka", ("1 red pepper, sliced", "4 eggs"), ("Cook the pepper.", "Crack in the eggs."), None, None),
    (INLINE, "Pfannkuchen", ("250g Mehl", "3 Eier", "Öl zum Braten"),
     ("Alles verrühren und in heißem Öl ausbacken.",), 3, None),
    (SIDE_BY_SIDE, "Aunt May's soup", ("1 chicken", "3 carrots", "1 doz. eggs", "2 sticks celery"),
     ("Simmer for 2 hours.",), 8, None),
    (SHORT_STEPS, "Gazpacho Andaluz", ("1 kg de tomates maduros", "1 diente de ajo", "Sal"),
     ("Lavar y trocear las verduras.", "Triturar todo."), 4, 15),
    (NO_METHOD_HEADING, "Dip", ("1 tub yogurt", "1 clove garlic"),
     ("Crush the garlic and stir it into the yogurt.",), None, None),
])
def test_a_text_is_read_as_a_person_means_it(
    text: str, title: str, ingredients: tuple[str, ...], steps: tuple[str, ...], servings: float | None,
    minutes: int | None,
) -> None:
    recipe = read_pasted(text)
    assert (recipe.title, recipe.ingredients, recipe.instructions) == (title, ingredients, steps)
    assert (recipe.servings, recipe.total_minutes) == (servings, minutes)


@pytest.mark.parametrize("text", [
    "See you at 8, bring 2 bottles of wine!", "1\n2\n3\n", "|||\n|-|\n", "> > >\n> \n>", "you need:", "3\ufe0f\u20e3",
    "From: a\nTo: b\nSubject: c\n",
])
def test_what_is_no_recipe_stays_none(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_pasted(text)
    assert refused.value.code == "E-REC-001"


def test_a_text_file_without_headings_is_a_recipe_only_where_it_shows_amounts_and_steps() -> None:
    [scones] = read_any(STEPS_NAMED.encode(), "scones.txt")
    assert (scones.title, len(scones.ingredients), len(scones.instructions)) == ("Fluffy scones", 3, 2)
    for text in ("Read me\n\nA note\n\nThis is a long sentence about nothing at all.", "Shopping\n2 eggs\n1 l milk"):
        with pytest.raises(Refused):
            read_any(text.encode(), "notes.txt")


def test_two_cloves_on_a_line_are_a_spice_and_numbers_above_steps_are_none_of_their_words() -> None:
    recipe = read_pasted("Tea\n\nIngredients\n2 cloves\nblack tea\n\nMethod\n1\nBoil water.\n2\nSteep.\n")
    assert recipe.ingredients == ("2 cloves", "black tea")
    assert recipe.instructions == ("Boil water.", "Steep.")


@pytest.mark.parametrize(("line", "parts"), [
    ("1 tsp each cumin and paprika", ["1 tsp cumin", "1 tsp paprika"]),
    ("½ tsp each: salt, pepper, and chilli", ["½ tsp salt", "½ tsp pepper", "½ tsp chilli"]),
    ("je 1 TL Kümmel und Paprika", ["1 TL Kümmel", "1 TL Paprika"]),
    ("1 cup each red and green grapes", ["1 cup each red and green grapes"]),
    ("4 each lemons", ["4 each lemons"]),
    ("Salz, Pfeffer, Muskat", ["Salz", "Pfeffer", "Muskat"]),
    ("Kümmel, Salz, Pfeffer", ["Kümmel", "Salz", "Pfeffer"]),
    ("sel et poivre", ["sel", "poivre"]),
    ("Salt, to taste", ["Salt, to taste"]),
    ("Butter, weich", ["Butter, weich"]),
])
def test_a_line_of_several_foods_is_a_need_each(line: str, parts: list[str]) -> None:
    assert expand(line) == parts


TOLD = [
    ("Boil 200 g pasta. Fry two onions in butter and add a splash of cream. Season with salt and pepper.",
     "Pasta, onions, butter",
     ("200 g pasta", "two onions", "butter", "a splash of cream", "salt", "pepper"), 3, None),
    ("Quick shakshuka\nFry a chopped onion and 2 cloves of garlic in olive oil for 5 minutes. Crack in 4 eggs, cover "
     "the pan and cook until just set. Serves 2.", "Quick shakshuka",
     ("a chopped onion", "2 cloves of garlic", "olive oil", "4 eggs"), 3, 2),
    ("Für die Linsensuppe 250 g Linsen mit einer gewürfelten Zwiebel in Öl anschwitzen. Mit drei Eiern servieren. "
     "Reicht für 4 Personen.", "Linsensuppe", ("250 g Linsen", "einer gewürfelten Zwiebel", "Öl", "drei Eiern"), 3, 4),
    ("Mehl (300 g), zwei Eier und 250 ml Milch verrühren. Den Teig in Butter ausbacken.", "Mehl, Eier, Milch",
     ("300 g Mehl", "zwei Eier", "250 ml Milch", "Butter"), 2, None),
    ("Gran's scones: rub 50g butter into 225 g self-raising flour, stir in a crushed clove of garlic. Salt it. Bake "
     "for 12 minutes.", "Gran's scones",
     ("50g butter", "225 g self-raising flour", "a crushed clove of garlic"), 3, None),
    ("Put a chicken in a pot. Cover with water, add two carrots and simmer. Take everything off the bones.",
     "Chicken, carrots", ("a chicken", "two carrots"), 3, None),
    ("Boil 200 g pasta.\nFry two onions in butter.\nMix it all and serve.", "Pasta, onions, butter",
     ("200 g pasta", "two onions", "butter"), 3, None),
]


@pytest.mark.parametrize(("text", "title", "ingredients", "steps", "servings"), TOLD)
def test_a_recipe_told_in_sentences_is_read_and_says_so(
    text: str, title: str, ingredients: tuple[str, ...], steps: int, servings: int | None,
) -> None:
    recipe = read_pasted(text)
    assert (recipe.title, recipe.ingredients, len(recipe.instructions), recipe.servings) == (
        title, ingredients, steps, servings)
    assert recipe.how == BY_SENTENCES
    assert READ_FROM_PROSE in recipe.warnings


@pytest.mark.parametrize("text", [
    "Dear Anna, thanks for the lovely letter. We were in Paris for two weeks and ate cheese. See you soon, Ben",
    "The pan is hot. Leave it for 20 minutes, then turn the knob. The once-over took a third of the day.",
])
def test_sentences_without_an_amount_of_a_food_are_no_recipe(text: str) -> None:
    with pytest.raises(Refused):
        read_pasted(text)


def test_a_word_that_languages_share_tells_none() -> None:
    """German and English both say `in`: twice in a text it made English sentences German."""
    soup = read_pasted("Soften an onion in olive oil, tip in 800 g tomatoes and simmer. Stir in 100 ml cream. Season.")
    assert soup.ingredients == ("an onion", "olive oil", "800 g tomatoes", "100 ml cream")


@pytest.mark.parametrize("name", ["quick-shakshuka.txt", "quick-shakshuka.md"])
@pytest.mark.parametrize(("text", "title", "ingredients", "steps", "servings"), TOLD)
def test_a_file_with_sentences_is_read_as_if_they_were_pasted(
    text: str, title: str, ingredients: tuple[str, ...], steps: int, servings: int | None, name: str,
) -> None:
    [recipe] = read_any(text.encode(), name)
    pasted = read_pasted(text)
    assert (recipe.ingredients, recipe.instructions, recipe.warnings) == (
        ingredients, pasted.instructions, pasted.warnings)
    assert (recipe.how, recipe.servings) == (BY_SENTENCES, servings) and READ_FROM_PROSE in recipe.warnings


def test_sentences_without_a_name_are_called_as_their_file_is() -> None:
    [recipe] = read_any(b"Boil 200 g pasta. Fry two onions in butter. Mix it all and serve.", "late_supper.txt")
    assert recipe.title == "Late supper"


@pytest.mark.parametrize("text", [
    "Dear Anna, we were in Paris for two weeks. We bought 2 bottles of wine and some bread. See you soon, Ben. The "
    "weather was fine. The train was late. We will write again when we are back at home.",
    "Meeting notes\nThe vendor sent 3 apples and 2 pears. The budget is fine. Next meeting on Monday. Ask Tom about "
    "the room. The coffee machine is broken.",
    "Milch, Butter und 6 Eier kaufen. Müll rausbringen. Oma anrufen. Zahnarzt um drei.",
    "Please buy 2 eggs and some milk on the way home.",
    "Stir 2 eggs into 100 g butter. " * 61,
    "Termine: Montag Zahnarzt. Dienstag 2 Kuchen mit Sahne für das Schulfest backen. Mittwoch frei.",
])
def test_a_file_that_tells_of_other_things_than_food_is_no_recipe(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_any(text.encode(), "notes.txt")
    assert refused.value.code == "E-REC-001"


def test_a_long_line_below_a_bullet_begins_the_steps_whatever_its_indent() -> None:
    soup = read_pasted("Soup\n\nIngredients\n- 1 onion\n- 2 carrots\n"
                       "  Chop them all and fry them slowly in butter until they are soft and brown.\n  Blend.\n")
    assert soup.ingredients == ("1 onion", "2 carrots")
    assert soup.instructions == ("Chop them all and fry them slowly in butter until they are soft and brown. Blend.",)
