"""Train the classifier of ingredient lines: `python -m recipes.train --data DIR [--work DIR] [--teacher PYTHON]`.

DIR holds `ingredient_lines.json` (labelled lines) and `recipes.parquet` (lines that nobody labelled, for groups of
words, and for a teacher to label). Fifteen minutes of one core and 3 GB, without a teacher two minutes. Half of the
labelled lines, by the hash of their id, is fitted to and compared on by cross-validation; the other half is scored
once, at the end. Groups of words and the teacher's labels are kept in the work folder, so a run that was cut short goes
on from there. Writes lines.npz, LINES.md and lines.json to recipes/weights.
"""

import argparse
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recipes.ingredients.line_features import features_of
from recipes.ingredients.line_labels import LABELS, label_tokens
from recipes.ingredients.line_model import WEIGHTS, LineModel, best_path, read_again, rules_labels
from recipes.ingredients.line_tokens import Token, tokens_of
from recipes.lines import read_by_rules
from recipes.recipe import IngredientLine
from recipes.training.line_card import write_card
from recipes.training.line_chain import fit_chain
from recipes.training.line_clusters import group_words
from recipes.training.line_scores import LineScore, half_of, score_line
from recipes.training.line_teacher import labels_of, lines_to_label

SEED = 20261129
FOLDS = 6
PENALTY, ITERATIONS = 5.0, 120
# Its labels drop adjectives and units now and then; fitted to, they made the names of all other lines worse.
LOOSE_SOURCE = "nyt"
# Hints of the rules, which were written while looking at these lines: half of the training goes without them.
_RULE_HINTS = ("r", "qr")
LOG = logging.getLogger("recipes.train")


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled line with its tokens, features and labels, and how the rules read it."""

    label: dict[str, Any]
    parsed: IngredientLine
    plain: str
    tokens: list[Token]
    features: list[list[str]]
    wanted: list[int]


def examples_of(labels: Iterable[dict[str, Any]], clusters: dict[str, int]) -> list[Example]:
    """Return labelled lines as examples; lines without a token are left out."""
    found = []
    for label in labels:
        parsed, plain = read_by_rules(label["sentence"])
        tokens = tokens_of(plain)
        if not tokens:
            continue
        features = list(features_of(tokens, rules_labels(tokens, parsed), clusters))
        wanted = label_tokens(tokens, quantity=label["quantity"], unit_words=label["unit_text"], name=label["name"],
                              size=label["size"])
        found.append(Example(label, parsed, plain, tokens, features, [LABELS.index(one) for one in wanted]))
    return found


def fit(examples: Sequence[Example], clusters: dict[str, int]) -> LineModel:
    """Return the classifier fitted to the strictly labelled examples, each seen with the rules' hints and without."""
    examples = _strict(examples)
    unhinted = [[[name for name in token if not name.startswith(_RULE_HINTS)] for token in one.features]
                for one in examples]
    wanted = [one.wanted for one in examples]
    chain = fit_chain([*(one.features for one in examples), *unhinted], wanted * 2, len(LABELS), penalty=PENALTY,
                      iterations=ITERATIONS)
    return LineModel(LABELS, {name: number for number, name in enumerate(chain.features)}, clusters,
                     chain.weights.astype(np.float16).astype(np.float32), chain.transitions.astype(np.float32))


def _strict(examples: Sequence[Example]) -> list[Example]:
    return [one for one in examples if one.label["source"] != LOOSE_SOURCE]


def fit_baseline(examples: Sequence[Example], clusters: dict[str, int]) -> LineModel:
    """Return scikit-learn's logistic regression over the same features, with the transitions counted: a baseline."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    examples = _strict(examples)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([dict.fromkeys(names, 1) for one in examples for names in one.features])
    wanted = np.array([label for one in examples for label in one.wanted])
    model = LogisticRegression(C=0.2, max_iter=200, random_state=SEED).fit(matrix, wanted)
    pairs = np.ones((len(LABELS), len(LABELS)))
    for one in examples:
        np.add.at(pairs, (one.wanted[:-1], one.wanted[1:]), 1)
    # The regression knows each label's share already: the transition only adds what the neighbour tells beyond it.
    transitions = np.log(pairs / pairs.sum(1, keepdims=True)) - np.log(pairs.sum(0) / pairs.sum())
    weights = np.zeros((matrix.shape[1] + 1, len(LABELS)), np.float32)
    weights[:-1, model.classes_] = model.coef_.T
    weights[-1, model.classes_] = model.intercept_
    features = {name: number for number, name in enumerate(vectors.get_feature_names_out())}
    always = features["b"]
    weights[always] += weights[-1]
    return LineModel(LABELS, features, clusters, weights, transitions.astype(np.float32))


Reader = Callable[[Example], IngredientLine]


def by_rules(one: Example) -> IngredientLine:
    """Return how the rules alone read a line."""
    return one.parsed


def by_model(model: LineModel) -> Reader:
    """Return a reader that asks a classifier after the rules."""
    return lambda one: read_again(one.parsed, one.plain, model)


def score(examples: Sequence[Example], read: Reader) -> list[LineScore]:
    """Return how right a reader is on each example."""
    found = (read(one) for one in examples)
    return [score_line(one.label, {"quantity": line.quantity, "unit": line.unit, "name": line.name})
            for one, line in zip(examples, found, strict=True)]


def cross_validated(examples: Sequence[Example], clusters: dict[str, int],
                    fit_model: Callable[[Sequence[Example], dict[str, int]], LineModel],
                    taught: Sequence[Example] = ()) -> list[LineScore]:
    """Return how right a kind of model is on examples that it was not fitted to, fold by fold.

    taught: further examples to fit to in every fold.
    """
    scores: list[LineScore | None] = [None] * len(examples)
    fold = np.random.default_rng(SEED).integers(FOLDS, size=len(examples))
    for number in range(FOLDS):
        others = [one for one, of in zip(examples, fold, strict=True) if of != number]
        model = fit_model([*others, *taught], clusters)
        LOG.info("fold %d of %d: %d features", number + 1, FOLDS, len(model.features))
        for at in np.flatnonzero(fold == number):
            [scores[at]] = score([examples[at]], by_model(model))
    return [one for one in scores if one is not None]


def confusion_of(examples: Sequence[Example], model: LineModel) -> list[list[int]]:
    """Return how many tokens of each label (rows) were given which (columns)."""
    table = np.zeros((len(LABELS), len(LABELS)), np.int64)
    for one in examples:
        rows = [[number for name in names if (number := model.features.get(name)) is not None]
                for names in one.features]
        path, _ = best_path(np.stack([model.weights[row].sum(0) for row in rows]), model.transitions)
        np.add.at(table, (one.wanted, path), 1)
    return table.tolist()


def clusters_of(data: Path, work: Path) -> dict[str, int]:
    """Return the groups of words, from the work folder if an earlier run left them there."""
    kept = work / "line_clusters.json"
    if kept.exists():
        return json.loads(kept.read_text(encoding="utf-8"))
    clusters = group_words(unlabelled_lines(data), seed=SEED)
    work.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(clusters), encoding="utf-8")
    return clusters


def unlabelled_lines(data: Path) -> Iterable[str]:
    """Return the lines of public recipe collections, which nobody labelled."""
    import pyarrow.parquet as pq

    column = pq.read_table(data / "recipes.parquet", columns=["ingredients"])["ingredients"]
    return (line for lines in column.to_pylist() for line in lines or ())


def taught_of(data: Path, work: Path, labelled: Sequence[str], teacher: str | None) -> list[dict[str, Any]]:
    """Return lines that the teacher labels, from the work folder if an earlier run left them there.

    labelled: sentences of people's labels, which are never among them. teacher: a Python with ingredient-parser-nlp.
    """
    kept = work / "taught_lines.json"
    if not kept.exists():
        if teacher is None:
            return []
        lines = lines_to_label(unlabelled_lines(data), labelled, seed=SEED)
        kept.write_text(json.dumps(labels_of(teacher, lines, data / "nltk_data")), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def train(data: Path, work: Path, target: Path, teacher: str | None = None) -> None:
    """Fit, compare, score once and write weights, card and scores."""
    clusters = clusters_of(data, work)
    labels = json.loads((data / "ingredient_lines.json").read_text(encoding="utf-8"))
    fitted = examples_of((label for label in labels if half_of(label["id"]) == 0), clusters)
    reported = examples_of((label for label in labels if half_of(label["id"]) == 1), clusters)
    taught = examples_of(taught_of(data, work, [label["sentence"] for label in labels], teacher), clusters)
    LOG.info("%d lines to fit, %d taught, %d to report, %d grouped words", len(fitted), len(taught), len(reported),
             len(clusters))
    compared = {"rules": score(fitted, by_rules),
                "logistic regression": cross_validated(fitted, clusters, fit_baseline),
                "chain, labels alone": cross_validated(fitted, clusters, fit),
                "chain": cross_validated(fitted, clusters, fit, taught)}
    fit([*fitted, *taught], clusters).save(target)
    model = LineModel.load(target)
    final = {"rules": score(reported, by_rules),
             "logistic regression": score(reported, by_model(fit_baseline(fitted, clusters))),
             "chain, labels alone": score(reported, by_model(fit(fitted, clusters))),
             "chain": score(reported, by_model(model))}
    write_card(target, model=model, taught=len(taught), seed=SEED, folds=FOLDS, confusion=confusion_of(reported, model),
               compared={name: (_sources(fitted), scores) for name, scores in compared.items()},
               final={name: (_sources(reported), scores) for name, scores in final.items()})


def _sources(examples: Sequence[Example]) -> list[str]:
    return [one.label["source"] for one in examples]


def main() -> None:
    """Run the training named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of ingredient_lines.json and recipes.parquet")
    parser.add_argument("--work", type=Path, default=Path("models") / "lines", help="where groups of words are kept")
    parser.add_argument("--teacher", help="a Python with ingredient-parser-nlp, which labels further lines")
    parser.add_argument("--to", type=Path, default=WEIGHTS, help="the weights file to write")
    options = parser.parse_args()
    if not (options.data / "ingredient_lines.json").exists():
        parser.error(f"no ingredient_lines.json in {options.data}")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train(options.data, options.work, options.to, options.teacher)


if __name__ == "__main__":
    main()
