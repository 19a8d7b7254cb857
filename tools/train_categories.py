"""Fit the category model of printed names: `python -m tools.train_categories --names names.csv`.

Writes pantry/models/food_categories.npz and food_categories.md. Data: the names, aliases, brands and non-foods of the
seeds, and labelled printed names (columns receipt_name, full_name, category, source). A quarter of the labelled
names, chosen by a hash of the text (bench/foods.py), takes no part. Rows from advertising flyers, whose labels follow
the campaign, and rows that call eggs dairy, which the catalog does not, are left out too.

Two stages: a multinomial logistic regression over pieces of words; then three weights that mix it with the scores of
the catalog's own matches, fitted on names that neither stage has seen (five folds by hash). Since the word lists were
made with the labelled names in view, each fold hides from the catalog the words that only its own names hold, but
for rows from general knowledge; otherwise the catalog would look surer than it is.
"""

import argparse
import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bench.foods import part_of, wilson
from pantry.catalog.food_categories import MAX_WORDS, MODEL, CategoryClassifier, feature_key, word_features
from pantry.catalog.food_names import fold, split_words, stem
from pantry.catalog.food_resolving import FoodMatcher, build_matcher, food_words
from pantry.foods import SEEDS, catalog, read_rows
from pantry.vocabulary import FOOD_CATEGORIES, Category

CATEGORIES = tuple(str(category) for category in Category)
FOLDS = 5
COMMON = "common_knowledge"  # source of rows that were written without sight of the labelled names
PENALTY = 0.1            # of squared weights; 0.03 to 0.3 made no difference in cross-validation
WEIGHT_OF_LABELLED = 3.0  # a printed name against an alias
MIN_NAMES_OF_A_PIECE = 2
Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted regression. weights: (pieces, categories); bias: (categories,)."""

    pieces: dict[int, int]
    weights: np.ndarray
    bias: np.ndarray

    def classifier(self, mixing: tuple[float, float, float]) -> CategoryClassifier:
        """Return what the product asks, in float32 and without rounding."""
        keys = np.array(sorted(self.pieces), np.uint32)
        rows = [self.pieces[int(key)] for key in keys]
        return CategoryClassifier(CATEGORIES, keys, self.weights[rows].astype(np.float32),
                                  self.bias.astype(np.float32), mixing)


def features_of(words: tuple[str, ...]) -> dict[int, float]:
    """Return the pieces of a name's words with their values; the same arithmetic as CategoryClassifier.shares."""
    words = tuple(dict.fromkeys(words))[:MAX_WORDS]
    values: dict[int, float] = {}
    for word in words:
        pieces = word_features(word)
        for piece in pieces:
            key = feature_key(piece)
            values[key] = values.get(key, 0.0) + 1 / (len(pieces) * len(words)) ** 0.5
    return values


def read_labelled(path: Path) -> Rows:
    """Read the labelled names that may be used, with `text` and the number of their fold."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [{**row, "text": row["receipt_name"] or row["full_name"]} for row in csv.DictReader(lines)]
    usable = [row for row in rows if row["category"] and part_of(row["text"]) == "fitted"
              and "flyer" not in row["source"] and not (row["category"] == "dairy" and "egg" in all_words(row))]
    return [{**row, "fold": str(_fold(row["text"]))} for row in usable]


def _fold(text: str) -> int:
    return hashlib.sha256(f"larder-folds:{text.casefold()}".encode()).digest()[0] % FOLDS


def all_words(row: dict[str, str]) -> set[str]:
    """Return the stems of a labelled name and of its full name."""
    return {stem(word) for word in split_words(f"{row['text']} {row['full_name']}")}


def hidden_words(rows: Rows, number: int) -> set[str]:
    """Return the words that only the names of one fold hold, and no name of a food in the catalog."""
    held = set().union(*(all_words(row) for row in rows if row["fold"] == str(number)))
    others = set().union(*(all_words(row) for row in rows if row["fold"] != str(number)))
    names = {stem(word) for food in catalog().foods.values()
             for text in (food.name_en, food.name_en_plural, food.name_de, food.name_de_plural)
             for word in split_words(text)}
    return held - others - names


def shows(text: str, hidden: set[str]) -> bool:
    """Return whether a word list may keep a text while `hidden` words are unknown."""
    return not hidden & {stem(word) for word in split_words(text)}


def rows_without(hidden: set[str]) -> Callable[[Path], Rows]:
    """Return how to read a seed as if the hidden words had never been heard.

    Rows from general knowledge were written without sight of the labelled names: nothing of theirs is hidden.
    """
    def read(path: Path) -> Rows:
        column = {"food_aliases.csv": "alias", "food_brands.csv": "brand", "non_foods.csv": "word"}.get(path.name)
        if column:
            return [row for row in read_rows(path) if row["source"] == COMMON or shows(row[column], hidden)]
        return [row for row in read_rows(path) if path.name != "name_words.csv" or row["source"] == COMMON
                or row["kind"] == "noise" or stem(fold(row["word"])) not in hidden]
    return read


def matcher_without(hidden: set[str]) -> FoodMatcher:
    """Return the catalog's matcher as if it had never heard the hidden words."""
    return build_matcher(catalog().foods, SEEDS, read=rows_without(hidden))


def seed_names(hidden: set[str]) -> list[tuple[str, str]]:
    """Return (text, category) of every name, and of the aliases, brands and non-foods that show no hidden word."""
    foods, read = catalog().foods, rows_without(hidden)
    named = [(text, str(foods[food_id].category)) for text, food_id, _, kind in food_words(foods, SEEDS, read)
             if kind != "name" or shows(text, hidden)]
    return named + [(row["word"], row["category"]) for row in read(SEEDS / "non_foods.csv")]


def examples(named: list[tuple[str, str]], rows: Rows,
             matcher: FoodMatcher) -> tuple[list[tuple[str, ...]], list[str], list[float]]:
    """Return words, categories and weights to fit: the seeds' names, the printed names, and their full names."""
    texts, categories = [text for text, _ in named], [category for _, category in named]
    weights = [1.0] * len(named)
    for row in rows:
        printed_twice = row["full_name"].casefold() in ("", row["text"].casefold())
        for text, weight in ((row["text"], WEIGHT_OF_LABELLED),
                             ("" if printed_twice else row["full_name"], WEIGHT_OF_LABELLED / 2)):
            if text:
                texts.append(text)
                categories.append(row["category"])
                weights.append(weight)
    return [matcher.words(text) for text in texts], categories, weights


def fit(named: list[tuple[str, ...]], categories: list[str], weights: list[float], *, iterations: int = 60) -> Fitted:
    """Return the regression that fits the examples, by L-BFGS. named: the words of each name."""
    found = [features_of(words) for words in named]
    names_of_piece = Counter(key for features in found for key in features)
    pieces = {key: number for number, key in enumerate(
        key for key, names in sorted(names_of_piece.items()) if names >= MIN_NAMES_OF_A_PIECE)}
    table = _matrix(found, pieces)
    transposed = table.T.tocsr()
    truth = np.zeros((len(named), len(CATEGORIES)), np.float32)
    truth[np.arange(len(named)), [CATEGORIES.index(category) for category in categories]] = 1
    share = np.array(weights, np.float32)[:, None]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        current = flat.reshape(-1, len(CATEGORIES)).astype(np.float32)
        odds, logs = _softmax(table @ current[:-1] + current[-1])
        wrong = (odds - truth) * share
        gradient = np.vstack([transposed @ wrong + PENALTY * current[:-1], wrong.sum(0)])
        value = -(share * truth * logs).sum() + PENALTY / 2 * (current[:-1] ** 2).sum()
        return float(value), gradient.ravel().astype(np.float64)

    start = np.zeros((len(pieces) + 1) * len(CATEGORIES))
    found_weights = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 5}).x
    fitted = found_weights.reshape(-1, len(CATEGORIES))
    return Fitted(pieces, fitted[:-1], fitted[-1])


def _matrix(found: list[dict[int, float]], pieces: dict[int, int]) -> csr_matrix:
    kept = [[(pieces[key], value) for key, value in features.items() if key in pieces] for features in found]
    ends = np.cumsum([0] + [len(row) for row in kept])
    return csr_matrix((np.array([value for row in kept for _, value in row], np.float32),
                       [column for row in kept for column, _ in row], ends), shape=(len(found), len(pieces)))


def _softmax(logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    logits = logits - logits.max(axis=1, keepdims=True)
    logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return np.exp(logs), logs


def held_out_evidence(rows: Rows, say: Callable[[str], None]) -> list[tuple[dict[str, str], np.ndarray, bool]]:
    """Return for each labelled name the evidence of models that never saw it, and whether its words were exact.

    The evidence is (categories, 3): points of the catalog's matches, whether they are the best, the letters.
    """
    evidence = []
    for number in range(FOLDS):
        hidden = hidden_words(rows, number)
        matcher = matcher_without(hidden)
        letters = fit(*examples(seed_names(hidden), [row for row in rows if row["fold"] != str(number)], matcher))
        classifier = letters.classifier((0.0, 0.0, 1.0))
        for row in rows:
            if row["fold"] != str(number):
                continue
            direct, points = matcher.evidence(row["text"])
            words = matcher.words(row["text"])
            found = np.zeros((len(CATEGORIES), 3))
            for category, point in points.items():
                found[CATEGORIES.index(category), :2] = point, point == max(points.values())
            shares = classifier.shares(words, {})
            found[:, 2] = np.log([shares[category] for category in CATEGORIES])
            evidence.append((row | {"direct": direct or ""}, found, direct is not None))
        say(f"fold {number + 1} of {FOLDS}: {len(hidden)} words hidden")
    return evidence


def fit_mixing(found: np.ndarray, truth: np.ndarray) -> tuple[float, float, float]:
    """Return the three weights that make the true categories likeliest. found: (names, categories, 3)."""
    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds, logs = _softmax(found @ weights)
        odds[np.arange(len(truth)), truth] -= 1
        gradient = np.einsum("nc,ncf->f", odds, found) / len(truth)
        return float(-logs[np.arange(len(truth)), truth].mean()), gradient

    per_point, for_best, letters = minimize(loss, np.array([2.0, 0.3, 0.6]), jac=True).x
    return float(per_point), float(for_best), float(letters)


def cross_validate(evidence: list[tuple[dict[str, str], np.ndarray, bool]]) -> list[tuple[dict[str, str], str, float]]:
    """Return (name, category, probability) with the mixing fitted on the other folds."""
    found = np.stack([table for _, table, _ in evidence])
    truth = np.array([CATEGORIES.index(row["category"]) for row, _, _ in evidence])
    folds = np.array([int(row["fold"]) for row, _, _ in evidence])
    judged = []
    for number in range(FOLDS):
        weights = np.array(fit_mixing(found[folds != number], truth[folds != number]))
        for position in np.flatnonzero(folds == number):
            row, table, is_direct = evidence[position]
            odds, _ = _softmax((table @ weights)[None])
            best = int(odds[0].argmax())
            judged.append((row, row["direct"] if is_direct else CATEGORIES[best], float(odds[0, best])))
    return judged


def write(fitted: Fitted, mixing: tuple[float, float, float]) -> int:
    """Write the arrays, weights as bytes with a scale for each category; return the size of the file."""
    classifier = fitted.classifier((1.0, 1.0, 1.0))
    scale = np.abs(fitted.weights).max(axis=0) / 127
    keys = np.array(sorted(fitted.pieces), np.uint32)
    rows = [fitted.pieces[int(key)] for key in keys]
    MODEL.parent.mkdir(exist_ok=True)
    np.savez_compressed(MODEL, categories=np.array(classifier.categories), keys=keys,
                        weights=np.round(fitted.weights[rows] / scale).astype(np.int8),
                        scale=scale.astype(np.float32), bias=fitted.bias.astype(np.float32),
                        mixing=np.array(mixing, np.float64))
    return MODEL.stat().st_size


def card(judged: list[tuple[dict[str, str], str, float]], counts: dict[str, int],
         mixing: tuple[float, float, float], size: int) -> str:
    """Return the model card in Markdown."""
    foods = [(row["category"] == category, chance, bool(row["direct"])) for row, category, chance in judged
             if row["category"] in FOOD_CATEGORIES]
    right = sum(is_right for is_right, _, _ in foods)
    low, high = wilson(right, len(foods))
    unsure = [(is_right, chance) for is_right, chance, is_direct in foods if not is_direct]
    table = "\n".join(_reliability(unsure))
    return f"""# Category model of printed names

Which of {len(CATEGORIES)} categories a printed name belongs to, where the catalog does not hold the name itself.
A multinomial logistic regression over words and runs of 3 to 5 letters ({counts['pieces']:,} pieces, one byte a
weight, {size / 1000:,.0f} kB), mixed with the scores of the catalog's own matches by three weights
({mixing[0]:.2f} a point, {mixing[1]:.2f} for the best, {mixing[2]:.2f} for the letters).
Written by `python -m tools.train_categories`.

## Data
- {counts['seeds']:,} names, aliases, brands and non-foods of the seeds (own lists).
- {counts['labelled']:,} labelled printed names, English, German and French, and their written-out names: names of shop
  catalogues and receipts as found in public repositories without a stated licence, partly labelled by hand. The names
  are not part of this repository; the weights are sums over many of them. No table under the ODbL was used.
- Left out: a quarter of the labelled names (chosen by a hash of the text), flyers, rows that call eggs dairy.

## How good it is
Five folds of the labelled names; words that only the held-out names hold were hidden from the catalog where its
lists were made with them in view (not in the lists from general knowledge, which were written without). Right
category of names that are foods: **{right / len(foods):.1%}** of {len(foods)} (95 % interval {low:.1%}–{high:.1%}).
`bench/foods.py` reports the names that took no part.

Names whose words the catalog does not hold exactly, by the probability the model gives:

| probability | names | right |
|---|---|---|
{table}

## Limits
Labels follow the shops they came from (raisins are snacks here and pantry there): about one name in twenty has no
answer that all would share. It knows no language but those of its words, and no shop.
"""


def _reliability(unsure: Iterable[tuple[bool, float]]) -> list[str]:
    edges = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
    names = list(unsure)
    lines = []
    for low, high in pairwise(edges):
        inside = [is_right for is_right, chance in names if low <= chance < high]
        if inside:
            lines.append(f"| {low:.2f}–{min(high, 1.0):.2f} | {len(inside)} | {sum(inside) / len(inside):.1%} |")
    return lines


def main() -> None:
    """Fit, cross-validate, write the arrays and the card."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--names", type=Path, required=True, help="CSV of labelled printed names")
    rows = read_labelled(arguments.parse_args().names)
    evidence = held_out_evidence(rows, print)
    judged = cross_validate(evidence)
    # Names that the catalog holds as they are never ask the model: the mixing is fitted on the others.
    asked = [(row, table) for row, table, is_direct in evidence if not is_direct]
    mixing = fit_mixing(np.stack([table for _, table in asked]),
                        np.array([CATEGORIES.index(row["category"]) for row, _ in asked]))
    named = seed_names(set())
    fitted = fit(*examples(named, rows, matcher_without(set())))
    size = write(fitted, mixing)
    counts = {"pieces": len(fitted.pieces), "seeds": len(named), "labelled": len(rows)}
    text = card(judged, counts, mixing, size)
    MODEL.with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
