"""Units and masses: words to units, amounts to grams, and what stays unknown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pantry.errors import IncompatibleUnits, UnknownUnit
from pantry.foods import catalog
from pantry.quantities import convert, parse_unit, to_mass_g, units

WORDS = [
    ("EL", None, "tbsp"), ("TL", "de", "tsp"), ("T", None, "tbsp"), ("t", None, "tsp"), ("tbsp.", None, "tbsp"),
    ("Stk.", None, "piece"), ("Stück", "de", "piece"), ("Pck.", "de", "pack"), ("Päckchen", "de", "pack"),
    ("Glas", "de", "jar"), ("glass", "en", "glass"), ("Gläser", "de", "jar"), ("fl. oz", None, "fl_oz"),
    ("Dosen", "de", "can"), ("KG", None, "kg"), ("Liter", None, "l"), ("L", None, "l"), ("lbs", None, "lb"),
    ("Bund", "de", "bunch"), ("Zehen", "de", "clove"), ("Scheiben", "de", "slice"), ("Tassen", "de", "tasse"),
    ("cups", "en", "cup"), ("Becher", "de", "tub"), ("Prise", "de", "pinch"), ("Dutzend", "de", "dozen"),
    ("banana", None, None), ("", None, None), ("  ", None, None), ("...", None, None),
]


@pytest.mark.parametrize(("word", "lang", "unit"), WORDS)
def test_a_word_means_its_unit(word, lang, unit):
    assert parse_unit(word, lang) == unit


def test_every_unit_fits_the_journal_and_is_found_by_its_own_name():
    for unit in units().values():
        assert unit.unit.replace("_", "").isalpha()
        assert len(unit.unit) <= 20
        assert parse_unit(unit.unit) == unit.unit


# quantity, unit, food, grams, method
MASSES = [
    ("2", "kg", None, 2000, "mass"),
    ("1", "lb", "apple", 453.592, "mass"),
    ("1", "l", "milk", 1030, "density"),
    ("3", "piece", "apple", 546, "piece_mass"),
    ("1", "piece", "apple_pink_lady", 182, "piece_mass"),
    ("1", "dozen", "egg", 696, "piece_mass"),
    ("2", "clove", "garlic", 8, "measure"),
    ("2", "slice", "toast_bread", 50, "measure"),
    ("1", "bunch", "radish", 200, "package_mass"),
    ("1", "bunch", "basil", 30, "measure"),
    ("2", "can", "canned_tomatoes", 800, "package_mass"),
    ("1", "tub", "quark", 500, "package_mass"),
    ("1", "handful", "spinach", 35, "typical"),
    ("1", "l", "cola", 1040, "density"),
    ("1", "cup", "sugar_brown", 220, "density"),  # packed
    ("1", "cup", "baby_carrots", 122, "density"),  # as carrots
    ("1", "cup", "parmesan", 100, "density"),  # grated
    ("1", "tbsp", "tarragon", 3.855, "density"),  # chopped, as herbs
]


@pytest.mark.parametrize(("quantity", "unit", "food_id", "grams", "method"), MASSES)
def test_an_amount_of_a_food_has_a_mass_and_a_method(quantity, unit, food_id, grams, method):
    mass = to_mass_g(Decimal(quantity), unit, food_id)
    assert mass.grams == pytest.approx(grams, rel=0.001)
    assert mass.method == method
    assert (mass.uncertainty_share == 0) == (method == "mass")


@pytest.mark.parametrize(("unit", "food_id"), [
    ("piece", None), ("l", None), ("piece", "own:granny_soup"), ("clove", "milk"), ("slice", "olive_oil")])
def test_what_no_table_says_stays_unknown(unit, food_id):
    assert to_mass_g(Decimal(1), unit, food_id) is None


def test_an_unknown_unit_is_an_error_not_a_guess():
    with pytest.raises(UnknownUnit):
        to_mass_g(Decimal(1), "stone", "apple")
    with pytest.raises(UnknownUnit):
        convert(Decimal(1), "g", "stone")


@pytest.mark.parametrize(("quantity", "unit", "to_unit", "food_id", "converted", "method"), [
    ("1.5", "kg", "g", None, "1500", "unit"),
    ("2", "dozen", "piece", None, "24", "unit"),
    ("500", "ml", "l", None, "0.5", "unit"),
    ("1", "l", "g", "milk", "1030", "density"),
    ("364", "g", "piece", "apple", "2", "piece_mass"),
])
def test_an_amount_converts(quantity, unit, to_unit, food_id, converted, method):
    result = convert(Decimal(quantity), unit, to_unit, food_id)
    assert result.quantity == Decimal(converted)
    assert (result.unit, result.method) == (to_unit, method)


def test_a_bunch_never_becomes_a_can_by_itself():
    with pytest.raises(IncompatibleUnits):
        convert(Decimal(1), "bunch", "can", None)


measured = [unit.unit for unit in units().values() if unit.base_unit in ("g", "ml")]
amounts = st.decimals(min_value="0.1", max_value="5000", places=3)


@given(amounts, st.sampled_from(measured), st.sampled_from(["milk", "flour", "olive_oil"]))
def test_mass_grows_in_proportion(quantity, unit, food_id):
    one, two = to_mass_g(quantity, unit, food_id), to_mass_g(2 * quantity, unit, food_id)
    assert two.grams == pytest.approx(2 * one.grams)


@given(amounts, st.sampled_from(["g", "kg", "lb", "oz"]), st.sampled_from(["g", "kg", "lb", "oz"]))
def test_there_and_back_is_the_same_within_rounding(quantity, unit, to_unit):
    there = convert(quantity, unit, to_unit)
    back = convert(there.quantity, to_unit, unit)
    factor = units()[to_unit].factor / units()[unit].factor
    assert abs(back.quantity - quantity) <= Decimal("0.0006") * factor + Decimal("0.0006")


def test_food_units_of_the_catalog_are_known():
    assert {food.unit for food in catalog().foods.values()} <= set(units())


@given(amounts, st.sampled_from(measured), st.sampled_from(measured), st.sampled_from(["milk", "flour", "olive_oil"]))
def test_there_and_back_through_the_density_is_the_same_within_rounding(quantity, unit, to_unit, food_id):
    there = convert(quantity, unit, to_unit, food_id)
    back = convert(there.quantity, to_unit, unit, food_id)
    one_thousandth = float(convert(Decimal(1000), to_unit, unit, food_id).quantity) / 1000 * 0.0006
    assert abs(float(back.quantity - quantity)) <= one_thousandth + 0.0006 + float(quantity) * 1e-6


@given(amounts, amounts, st.sampled_from(list(units())), st.sampled_from(["egg", "milk", "bread", "garlic"]))
def test_more_of_a_food_never_weighs_less(first, second, unit, food_id):
    less, more = sorted((first, second))
    light, heavy = to_mass_g(less, unit, food_id), to_mass_g(more, unit, food_id)
    assert (light is None) == (heavy is None)
    assert light is None or light.grams <= heavy.grams


def test_an_error_of_units_says_which_and_of_what():
    with pytest.raises(IncompatibleUnits, match=r"bunch.*can|can.*bunch"):
        convert(Decimal(1), "bunch", "can", None)
    with pytest.raises(UnknownUnit, match="stone"):
        to_mass_g(Decimal(1), "stone", None)


def test_the_uncertainty_of_both_sides_is_carried_along():
    spoons = convert(Decimal(2), "tbsp", "g", "flour")
    assert spoons.method == "density"
    assert spoons.uncertainty_share == to_mass_g(Decimal(2), "tbsp", "flour").uncertainty_share > 0
