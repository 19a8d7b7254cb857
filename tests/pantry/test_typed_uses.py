"""A typed line that says what became of food is not taken for food that came home."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pantry.typing.typed_uses import TypedUse, Use, typed_use
from pantry.vocabulary import Reason


@pytest.mark.parametrize(("text", "use", "rest"), [
    ("ate 2 eggs", Use.EATEN, "2 eggs"),
    ("We ate the rest of the lasagna", Use.EATEN, "lasagna"),
    ("I have just used up all the butter", Use.EATEN, "butter"),
    ("drank 200 ml milk", Use.EATEN, "200 ml milk"),
    ("finished: yogurt", Use.EATEN, "yogurt"),
    ("half the milk was used", Use.EATEN, "half the milk"),
    ("binned the spinach yesterday", Use.BINNED, "spinach yesterday"),
    ("threw away 3 tomatoes", Use.BINNED, "3 tomatoes"),
    ("bread thrown out", Use.BINNED, "bread"),
    ("gave away 2 jars of jam", Use.GIVEN_AWAY, "2 jars of jam"),
    ("the milk is empty", Use.EATEN, "milk"),
    ("we're out of butter", Use.EATEN, "butter"),
    ("Milch ist leer", Use.EATEN, "Milch"),
    ("opened the pesto", Use.OPENED, "pesto"),
    ("Milch aufgemacht", Use.OPENED, "Milch"),
    ("froze 200 g of the ham", Use.FROZEN, "200 g of the ham"),
    ("Brot eingefroren", Use.FROZEN, "Brot"),
    ("Hackfleisch aufgetaut", Use.THAWED, "Hackfleisch"),
    ("2 Eier gegessen", Use.EATEN, "2 Eier"),
    ("Habe 2 Eier und die Milch aufgebraucht", Use.EATEN, "2 Eier und die Milch"),
    ("wir haben den Rest vom Auflauf gegessen", Use.EATEN, "Auflauf"),
    ("Salat weggeworfen", Use.BINNED, "Salat"),
    ("gegessen: 1 Banane", Use.EATEN, "1 Banane"),
    ("3 Gläser Marmelade verschenkt", Use.GIVEN_AWAY, "3 Gläser Marmelade"),
    ("half the mince frozen", Use.FROZEN, "half the mince"),
    ("200 g of the ham frozen", Use.FROZEN, "200 g of the ham"),
    ("my bread is frozen", Use.FROZEN, "bread"),
    ("the rest of the soup, frozen", Use.FROZEN, "soup"),
    ("2 loaves were frozen", Use.FROZEN, "2 loaves"),
    ("opened two of the three cans", Use.OPENED, "two cans"),
    ("opened 2 of my 3 cans of beans", Use.OPENED, "2 cans of beans"),
    ("2 von 3 Dosen geöffnet", Use.OPENED, "2 Dosen"),
    ("zwei der drei Dosen Bohnen aufgemacht", Use.OPENED, "zwei Dosen Bohnen"),
    ("eine von den Dosen geöffnet", Use.OPENED, "eine Dosen"),
    ("opened one of the 500 g packs", Use.OPENED, "one 500 g packs"),
    ("half of the two cans used", Use.EATEN, "half of the two cans"),
    ("finished off the milk", Use.EATEN, "milk"),
    ("there's no more butter", Use.EATEN, "butter"),
    ("Milch weggeschüttet", Use.BINNED, "Milch"),
    ("ate the rest", Use.EATEN, ""),
    ("drank it all", Use.EATEN, ""),
    ("alles aufgegessen", Use.EATEN, ""),
])
def test_a_line_says_what_became_of_food(text: str, use: Use, rest: str) -> None:
    assert typed_use(text) == TypedUse(use, rest)


@pytest.mark.parametrize("text", ["the yogurt went off", "Spinat ist verdorben", "Brot verschimmelt", "cream gone bad"])
def test_what_went_off_was_binned_and_the_line_says_why(text: str) -> None:
    found = typed_use(text)
    assert found is not None and (found.use, found.reason) == (Use.BINNED, Reason.SPOILED)


@pytest.mark.parametrize("text", [
    "2 l milk 1.45 until friday", "date syrup", "ready to eat mango", "6 eggs", "opened jar of pesto", "spoiled milk",
    "gegrillte Paprika", "empty jar", "1 kg peas frozen", "rest of the lasagna", "half a cucumber", "Gebrauchtes Öl",
    "all-purpose flour", "peas, frozen", "frozen peas", "1 kg frozen mango", "half a bag of peas frozen",
    "2 of everything",
])
def test_what_came_home_says_nothing_of_the_kind(text: str) -> None:
    assert typed_use(text) is None


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error_and_nothing_is_added_to_it(text: str) -> None:
    found = typed_use(text)
    assert found is None or len(found.text) <= len(text)
