"""Lines for more people, and the times a step names."""

import pytest

from recipes.cook.cooking import scaled_line, steps_to_follow
from recipes.cook.timers import timers_of


@pytest.mark.parametrize(("line", "factor", "expected"), [
    ("200 g spinach", 2, "400 g spinach"),
    ("1 1/2 cups flour", 2, "3 cups flour"),
    ("1 onion", 0.5, "½ onion"),
    ("½ TL Salz", 3, "1½ TL Salz"),
    ("2 x 400 g tins tomatoes", 2, "4 x 400 g tins tomatoes"),
    ("1-2 tbsp oil", 2, "2–4 tbsp oil"),
    ("3 eggs", 0.8, "2½ eggs"),
    ("100g/4oz butter", 2, "200g/8oz butter"),
    ("500g/1lb 2oz lamb mince", 2, "1000g/2lb 4oz lamb mince"),
    ("½ cup (about 120 ml) milk", 2, "1 cup (about 240 ml) milk"),
    ("2 tbsp or 30 ml oil", 0.5, "1 tbsp or 15 ml oil"),
    ("1 (14 oz) can tomatoes", 2, "2 (14 oz) cans tomatoes"),
    ("3cm/1½in piece ginger", 2, "6cm/3in piece ginger"),
    ("2 lb (1 inch thick) steak", 2, "4 lb (1 inch thick) steak"),
    ("Juice of 1 lemon", 3, "Juice of 3 lemons"),
    ("1 cup 2% milk", 2, "2 cups 2% milk"),
    ("salt to taste", 4, "salt to taste"),
    ("250 g Mehl", 1, "250 g Mehl"),
    ("1/0 cup", 2, "1/0 cup"),
    ("about 200 g flour", 2, "about 400 g flour"),
    ("half a lemon", 2, "1 lemon"),
    ("a few leaves", 2, "a few leaves"),
    ("one 28-ounce can tomatoes", 2, "2 28-ounce cans tomatoes"),
    ("Flour, 200-250 g", 2, "Flour, 400–500 g"),
    ("Flour (type 405)", 2, "Flour (type 405)"),
    ("1 cup plus 2 tbsp flour", 2, "2 cups plus 4 tbsp flour"),
    ("8 1/2-inch slices bread", 2, "16 1/2-inch slices bread"),
    ("100% cacao, 20 g", 2, "100% cacao, 40 g"),
    ("1.000 g Mehl", 2, "2000 g Mehl"),
    ("1,250 kg Kartoffeln", 2, "2½ kg Kartoffeln"),
    ("1/4 tsp salt", 0.5, "⅛ tsp salt"),
    ("⅛ tsp salt", 0.5, "1 pinch salt"),
])
def test_a_line_is_scaled_by_its_first_amount(line: str, factor: float, expected: str) -> None:
    assert scaled_line(line, factor) == expected


@pytest.mark.parametrize(("line", "factor", "expected"), [
    ("1 large red onion, sliced", 2, "2 large red onions, sliced"), ("2 eggs", 0.5, "1 egg"),
    ("1 garlic clove", 3, "3 garlic cloves"), ("1 egg yolk", 2, "2 egg yolks"),
    ("1 celery stick", 2, "2 celery sticks"),
    ("1-2 carrots", 0.5, "½–1 carrot"), ("1 lemon juice", 2, "2 lemon juice"), ("1 bay leaf", 2, "2 bay leaves"),
    ("1 rote Zwiebel", 3, "3 rote Zwiebeln"), ("2 Eier", 0.5, "1 Ei"), ("1 Dose Tomaten", 2, "2 Dosen Tomaten"),
    ("1 Bund Petersilie", 2, "2 Bund Petersilie"), ("2 Knoblauchzehen", 0.5, "1 Knoblauchzehe"),
    ("200 g tomato", 2, "400 g tomato"), ("1 xyzzy", 2, "2 xyzzy"),
])
def test_what_is_counted_agrees_with_its_number(line: str, factor: float, expected: str) -> None:
    assert scaled_line(line, factor) == expected


def test_german_writes_a_comma() -> None:
    assert scaled_line("2 cm Ingwer", 1.2, decimal_mark=",") == "2,4 cm Ingwer"


@pytest.mark.parametrize(("line", "factor", "expected"), [
    ("1 egg", 1 / 3, "½ egg"), ("4 Eier", 0.4, "1½ Eier"), ("2 shallots", 0.1, "½ shallot"),
    ("1/2 large onion, chopped", 0.125, "⅛ large onion, chopped"), ("1 onion", 0.35, "⅓ onion"),
    ("4 tomatoes", 2.7, "11 tomatoes"), ("4 garlic cloves", 0.8, "3 garlic cloves"),
    ("2 cloves garlic", 0.3, "½ clove garlic"), ("1 bay leaf", 0.3, "1 bay leaf"),
    ("1 pinch of sugar", 0.25, "1 pinch of sugar"), ("1 Prise Muskat", 1.75, "2 Prisen Muskat"),
    ("200 g rice", 1 / 3, "65 g rice"), ("150 g Joghurt", 0.25, "38 g Joghurt"),
    ("40 g Parmesan", 1 / 3, "13 g Parmesan"),
    ("400 g chicken", 7 / 3, "935 g chicken"), ("7 g yeast", 0.25, "2 g yeast"), ("1.1 kg beef", 1.5, "1650 g beef"),
    ("500 g Kartoffeln", 0.25, "125 g Kartoffeln"), ("1 kg Kartoffeln", 0.75, "¾ kg Kartoffeln"),
    ("1 kg Kartoffeln", 0.3, "300 g Kartoffeln"), ("2 lbs ground beef", 0.1, "3 oz ground beef"),
    ("1/4 cup sugar", 1 / 18, "¾ tsp sugar"), ("1-1/2 cups yogurt", 0.125, "3 tbsp yogurt"),
    ("1 cup cream", 0.875, "⅞ cup cream"), ("2 tablespoons olive oil", 0.125, "¾ teaspoon olive oil"),
    ("1 EL Öl", 0.25, "¾ TL Öl"), ("1 Esslöffel Öl", 1 / 3, "1 Teelöffel Öl"),
    ("1/4 teaspoon salt", 0.05, "1 pinch salt"),
    ("¼ TL Salz", 0.1, "1 Prise Salz"), ("2-1/2 teaspoons salt", 0.375, "1 teaspoon salt"),
    ("1 cuillère à soupe d'huile", 0.25, "¼ cuillère à soupe d'huile"), ("1-2 tbsp oil", 0.25, "¼–½ tbsp oil"),
    ("1 Lorbeerblatt", 0.3, "1 Lorbeerblatt"), ("3 eggs", 3.5, "11 eggs"), ("1 plum tomato", 1.5, "1½ plum tomatoes"),
    ("1 teaspoon vanilla extract", 0.05, "1 dash vanilla extract"),
    ("2 -15 oz. cans beans", 0.5, "1 -15 oz. can beans"),
    ("3 - 14 oz. cans tomatoes", 2, "6 - 14 oz. cans tomatoes"),
    ("16-18 oz. bottle sauce", 0.5, "8–9 oz. bottle sauce"),
    ("2 salmon fillets (about 300 g)", 2, "4 salmon fillets (about 600 g)"),
    ("4 chicken breasts (about 2-3 pounds)", 0.5, "2 chicken breasts (about 1–1½ pounds)"),
    ("2 Lachsfilets (ca. 300 g)", 1.5, "3 Lachsfilets (ca. 450 g)"),
    ("2 steaks (about 200 g each)", 2, "4 steaks (about 200 g each)"),
    ("2 cans (about 400 g) beans", 2, "4 cans (about 400 g) beans"),
    ("1 can (29 ounces) tomato puree", 0.9, "1 can (29 ounces) tomato puree"),
])
def test_a_scaled_amount_is_one_that_a_kitchen_can_measure(line: str, factor: float, expected: str) -> None:
    assert scaled_line(line, factor) == expected


@pytest.mark.parametrize(("step", "minutes"), [
    ("Simmer for 20 minutes.", [20]),
    ("Bake 35-40 min at 200 degrees, rest 10 minutes.", [35, 10]),
    ("Eine Stunde ruhen lassen, dann 1,5 Std. garen.", [60, 90]),
    ("Chill for an hour or 2 hours.", [60, 120]),
    ("Stir for 30 seconds.", []),
    ("Add 2 m of sausage.", []),
    ("Leave for 100 hours.", []),
    ("Cook 1½ hours, or 1 1/2 hours.", [90]),
    ("1 hour and 30 minutes; 1 hr 15 min; 2h20.", [90, 75, 140]),
    ("Simmer for 1 hour, 20 minutes before the end add the rice.", [60, 20]),
    ("One and a half hours, then an hour and three quarters of an hour.", [90, 60, 45]),
    ("Half an hour, a quarter of an hour, 3/4 hour.", [30, 15, 45]),
    ("Eine halbe Stunde, eine Viertelstunde, eineinhalb Stunden.", [30, 15, 90]),
    ("The 90-minute braise; ten minutes of rest.", [90, 10]),
    ("1 to 1 1/2 hours, at 12:30 minutes.", [60]),
    ("Cuocete 20 minuti, poi 2 ore; 1 heure, 10 minutes; 1 hora y 20 minutos.", [20, 120, 60, 10]),
])
def test_the_times_of_a_step_become_timers(step: str, minutes: list[int]) -> None:
    assert timers_of(step) == minutes


TOLD = ("In a large pot, brown the meat with the onion. Season. Pour in the tomatoes and 2.5 cups of water, add the "
        "potatoes and cook it all for 45 min. until they are soft. Stir in the parsley! Serve with bread and a salad.")


def test_one_long_text_is_followed_by_its_sentences() -> None:
    assert steps_to_follow((TOLD,)) == (
        "In a large pot, brown the meat with the onion.",
        "Season. Pour in the tomatoes and 2.5 cups of water, add the potatoes and cook it all for 45 min. until they "
        "are soft.", "Stir in the parsley! Serve with bread and a salad.")


@pytest.mark.parametrize("steps", [(), ("Fry it. Serve it.",), (TOLD, "Eat."), ("stir " * 80,)])
def test_steps_that_are_told_apart_or_short_stay_as_they_are(steps: tuple[str, ...]) -> None:
    assert tuple(map(str.strip, steps_to_follow(steps))) == tuple(map(str.strip, steps))
