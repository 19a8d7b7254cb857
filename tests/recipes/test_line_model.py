"""The classifier of ingredient lines: tokens and labels, the best path, when it is believed, and its fit."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from recipes.ingredients.line_labels import LABELS, label_tokens
from recipes.ingredients.line_model import LineModel, best_path, is_german, name_of, read_again, shipped_model
from recipes.ingredients.line_tokens import template_of, tokens_of
from recipes.lines import parse_line, read_by_rules
from recipes.training.line_chain import fit_chain
from recipes.training.line_teacher import lines_to_label

LABELLED = [
    ("2 cups chopped fresh mint", 2, "cup", "fresh mint", "QUONN"),
    ("1 (14 - ounce) can tomatoes", 1, "can", "tomatoes", "QOOOOOUN"),
    ("Red Chile, Garlic, and Shallot Sauce", None, "", "Red Chile Garlic and Shallot Sauce", "NNNNNNNN"),
    ("salt or freshly ground pepper", None, "", "salt or pepper", "NNOON"),
    ("200g/7oz green beans (see note)", 200, "g", "green beans", "QUOOONNOOOO"),
]


@pytest.mark.parametrize(("line", "quantity", "unit", "name", "labels"), LABELLED)
def test_fields_become_labels_of_tokens(line: str, quantity: float | None, unit: str, name: str, labels: str) -> None:
    found = label_tokens(tokens_of(line), quantity=quantity, unit_words=unit, name=name)
    assert "".join(found) == labels


def test_lines_that_differ_in_their_numbers_alone_share_a_template() -> None:
    assert template_of(tokens_of("2 cups flour")) == template_of(tokens_of("3 cups flour"))
    assert template_of(tokens_of("2 cups flour")) != template_of(tokens_of("2 1/2 cups flour"))


def test_the_best_path_is_the_best_of_all_paths_with_its_share() -> None:
    chance = np.random.default_rng(5)
    scores, transitions = chance.normal(size=(5, 3)), chance.normal(size=(3, 3))

    def total(path: tuple[int, ...]) -> float:
        return sum(scores[at, label] for at, label in enumerate(path)) + sum(
            transitions[a, b] for a, b in itertools.pairwise(path))

    paths = list(itertools.product(range(3), repeat=5))
    best = max(paths, key=total)
    path, share = best_path(scores, transitions)
    assert path == list(best)
    assert share == pytest.approx(math.exp(total(best)) / sum(math.exp(total(one)) for one in paths))


def test_a_chain_learns_from_a_token_and_from_its_neighbour() -> None:
    """The second of two like words is labelled by the first alone: transitions have to carry it."""
    sentences = [[["a"], ["x"]], [["b"], ["x"]]] * 20
    chain = fit_chain(sentences, [[0, 0], [1, 1]] * 20, 2, penalty=0.1, iterations=100)
    at = {name: number for number, name in enumerate(chain.features)}
    none = np.zeros(2)
    for first, label in (("a", 0), ("b", 1)):
        rows = np.stack([chain.weights[at[name]] if name in at else none for name in (first, "x")])
        assert best_path(rows, chain.transitions)[0] == [label, label]


@pytest.mark.parametrize(("line", "name"), [
    ("2 cups brown rice or 1 cup cooked quinoa", "brown rice"),
    ("12 fresh basil leaves or 1 tsp dried basil", "fresh basil leaves"),
])
def test_a_name_ends_where_another_amount_begins(line: str, name: str) -> None:
    assert parse_line(line).name == name


CHANGED = [
    ("1 pound dried Corona beans (or other large white beans), soaked overnight", "Corona beans"),
    ("3 cups cooked brown rice", "rice"),
    ("Kosher salt and freshly ground black pepper, to taste", "salt and"),
]


@pytest.mark.parametrize(("line", "part"), CHANGED)
def test_a_line_that_is_not_simple_keeps_its_food(line: str, part: str) -> None:
    assert part in parse_line(line).name


@pytest.mark.parametrize("line", ["2 EL frisch gehackte Petersilie", "1 große rote Zwiebel, fein gewürfelt"])
def test_a_german_line_is_left_to_the_rules(line: str) -> None:
    parsed, plain = read_by_rules(line)
    assert is_german(tokens_of(plain)) and parse_line(line) == parsed


def model_that_says(labels: str) -> LineModel:
    """Return a classifier that gives the first tokens of any line these labels, surely."""
    names = {f"x{at}": at for at in range(3)} | {"xz": 3}
    weights = np.zeros((4, len(LABELS)), np.float32)
    for at, label in enumerate(labels[:4]):
        weights[at, LABELS.index(label)] = 50
    known = dict.fromkeys(("cups", "toasted", "sesame", "oil", "warm"), 0)
    return LineModel(LABELS, names, known, weights, np.zeros((len(LABELS), len(LABELS)), np.float32))


def test_only_more_or_less_of_a_name_is_believed() -> None:
    parsed, plain = read_by_rules("2 cups toasted sesame oil, warm")
    assert parsed.name == "sesame oil"
    # Tokens behind the third share one feature, so they share a label.
    longer = read_again(parsed, plain, model_that_says("QUNN"))
    assert longer.name.startswith("toasted sesame oil") and "toasted" not in longer.preparation
    nothing = read_again(parsed, plain, model_that_says("NOOO"))
    assert nothing == parsed


def test_both_foods_of_an_and_are_kept() -> None:
    parsed, plain = read_by_rules("Warm oil and freshly toasted sesame")
    assert parsed.name == "Warm oil and freshly toasted sesame"
    assert read_again(parsed, plain, model_that_says("NNOO")) == parsed


def test_a_name_is_cut_from_the_text_as_it_stands() -> None:
    line = "1 cup red, green (or yellow) peppers"
    tokens = tokens_of(line)
    assert name_of(line, tokens, list("QUNNNNNNNN")) == "red, green (or yellow) peppers"
    assert name_of(line, tokens, list("QUNONOONON")) == "red green or yellow peppers"


def test_the_weights_are_small_plain_arrays_that_come_back(tmp_path: Path) -> None:
    model = shipped_model()
    model.save(tmp_path / "lines.npz")
    again = LineModel.load(tmp_path / "lines.npz")
    assert (tmp_path / "lines.npz").stat().st_size < 5_000_000
    assert again.features == model.features and again.clusters == model.clusters
    assert np.array_equal(again.weights, model.weights) and np.array_equal(again.transitions, model.transitions)


def test_a_teacher_is_asked_for_lines_that_the_classifier_reads_and_nobody_labelled() -> None:
    asked = ["1 cup chopped fresh mint, divided", "2 large eggs, lightly beaten"]
    others = ["2 cups flour", "2 Zehen Knoblauch, gehackt", "For the sauce:", "x" * 200, " 1 cup  Chopped onion, cut"]
    lines = [*asked, *asked, *others]
    found = lines_to_label(lines, ["1 cup chopped onion, cut"], seed=1)
    assert sorted(found) == sorted(asked)
    assert found == lines_to_label(reversed(lines), ["1 cup chopped onion, cut"], seed=1)


@pytest.mark.parametrize(("line", "name"), [
    ("Four 8-ounce boneless beef short ribs", "boneless beef short ribs"), ("gelatine leaves, soaked", "gelatine"),
    ("1 (12 ounce) rib eye steak", "rib eye steak"),
    ("6 green, red or yellow bell peppers", "green, red or yellow bell peppers"),
])
def test_the_classifier_neither_breaks_a_list_nor_takes_a_unit_for_a_food(line: str, name: str) -> None:
    assert parse_line(line).name == name
