"""Lines for more people, and the times a step names."""

import pytest

from recipes.cooking import scaled_line, timers_of


@pytest.mark.parametrize(("line", "factor", "expected"), [
    ("200 g spinach", 2, "400 g spinach"),
    ("1 1/2 cups flour", 2, "3 cups flour"),
    ("1 onion", 0.5, "½ onion"),
    ("½ TL Salz", 3, "1½ TL Salz"),
    ("2 x 400 g tins tomatoes", 2, "4 x 400 g tins tomatoes"),
    ("1-2 tbsp oil", 2, "2–4 tbsp oil"),
    ("3 eggs", 0.8, "2.4 eggs"),
    ("100g/4oz butter", 2, "200g/8oz butter"),
    ("500g/1lb 2oz lamb mince", 2, "1000g/2lb 4oz lamb mince"),
    ("½ cup (about 120 ml) milk", 2, "1 cup (about 240 ml) milk"),
    ("2 tbsp or 30 ml oil", 0.5, "1 tbsp or 15 ml oil"),
    ("1 (14 oz) can tomatoes", 2, "2 (14 oz) can tomatoes"),
    ("3cm/1½in piece ginger", 2, "6cm/3in piece ginger"),
    ("2 lb (1 inch thick) steak", 2, "4 lb (1 inch thick) steak"),
    ("Juice of 1 lemon", 3, "Juice of 3 lemon"),
    ("1 cup 2% milk", 2, "2 cup 2% milk"),
    ("salt to taste", 4, "salt to taste"),
    ("250 g Mehl", 1, "250 g Mehl"),
    ("1/0 cup", 2, "1/0 cup"),
])
def test_a_line_is_scaled_by_the_number_in_front(line: str, factor: float, expected: str) -> None:
    assert scaled_line(line, factor) == expected


def test_german_writes_a_comma() -> None:
    assert scaled_line("3 Eier", 0.8, decimal_mark=",") == "2,4 Eier"


@pytest.mark.parametrize(("step", "minutes"), [
    ("Simmer for 20 minutes.", [20]),
    ("Bake 35-40 min at 200 degrees, rest 10 minutes.", [35, 10]),
    ("Eine Stunde ruhen lassen, dann 1,5 Std. garen.", [60, 90]),
    ("Chill for an hour or 2 hours.", [60, 120]),
    ("Stir for 30 seconds.", []),
    ("Add 2 m of sausage.", []),
    ("Leave for 100 hours.", []),
])
def test_the_times_of_a_step_become_timers(step: str, minutes: list[int]) -> None:
    assert timers_of(step) == minutes
