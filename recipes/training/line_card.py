"""The card and the scores that training the classifier of ingredient lines writes beside its weights."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from recipes.ingredients.line_labels import LABELS
from recipes.ingredients.line_model import LEAST_CONFIDENCE, LineModel
from recipes.training.line_scores import LineScore, wilson

SOURCES = ("bbc", "cookstr", "tastecooking", "nyt")
LABEL_NAMES = {"N": "name", "S": "size", "U": "unit", "Q": "quantity", "O": "anything else"}

CARD = """# Classifier of ingredient lines

What it is: a linear chain (conditional random field) over the tokens of a line, which says which words are the food's
name. Rules read amount and unit and make a first guess at the name (`recipes/lines.py`); the classifier may make that
name longer or shorter. Each token's features, of itself, its neighbours, its place, word lists, the rules' guess and
groups of words, add up to a score for each label; the best path is taken. `lines.npz` holds the arrays: {features}
features, {words} grouped words, {size_kb} KB. Written by `python -m recipes.train`, seed {seed}; fitted by L-BFGS in
`recipes/training/line_chain.py`. scikit-learn groups the words and fits the baseline; numpy alone is needed to read
lines.

## Data
Labelled lines: strangetom/ingredient-parser, `train/data/bbc`, `cookstr` and `tastecooking` (MIT), and the New York
Times' lines as in MilanParikh/ingredient-phrase-tagger (Apache-2.0). Half of them, {fitted} by the hash of their id,
are for fitting, the other {reported} are reported. The New York Times' labels leave out an adjective now and then
("fresh lime juice" is lime juice, or fresh lime juice) and a unit behind the name ("garlic cloves"); they are scored
but not fitted to. Words were grouped by their neighbours in 219,199 lines of public recipe collections, which nobody
labelled. {taught} of these lines, none of them a labelled one, were read by ingredient-parser-nlp 2.9.1 (MIT), and the
chain was fitted to what it calls their names as well (`recipes/training/line_teacher.py`). That parser learned from
many lines of bbc, cookstr and tastecooking, the reported ones probably among them: what it passes on is how these
sites' editors draw the line between food and preparation, and the reported half is that much less unseen.

## How good it is
Right are quantity within 2 %, unit, and the name's words: all of them (exact), or one name holds the other (loose).
Quantities and units are the rules'. The half fitted to, by {folds}-fold cross-validation; the rules were written
while looking at that half, so their own figure there flatters:

{compared}

The other half (95 % intervals, Wilson). It chose nothing but this: an earlier classifier, fitted to the New York
Times' lines as well, got 92.5 % exact without them there, less than the rules, and was dropped:

{final}

*logistic regression* is scikit-learn's over the same features, decoded with counted transitions. *chain, labels alone*
is fitted to people's labels without the taught lines.

## What it confuses
Tokens of the reported half: rows are what they are, columns what they were taken for.

{confusion}

Most mistakes are adjectives that one editor counts as part of the food and another as preparation (`chopped`,
`toasted`, `cooked`), lists (`ground beef, pork, or lamb`) and synonyms in brackets.

## Limits
English only: a line with a German word or letter is left to the rules. Below a confidence of {bar} the rules' name
stays, and also where neither name holds the other. Lines of amount, unit and a word or two never reach it.
"""


def write_card(target: Path, *, model: LineModel, taught: int, seed: int, folds: int,
               compared: dict[str, tuple[Sequence[str], Sequence[LineScore]]],
               final: dict[str, tuple[Sequence[str], Sequence[LineScore]]], confusion: list[list[int]]) -> None:
    """Write LINES.md and lines.json beside the weights.

    taught: how many lines another parser labelled.
    compared, final: by name of the reader, the source of each line and its score.
    """
    numbers: dict[str, Any] = {"seed": seed, "compared": _shares(compared), "final": _shares(final),
                               "confusion": confusion}
    target.with_suffix(".json").write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    fitted, reported = (len(next(iter(scored.values()))[1]) for scored in (compared, final))
    target.with_name("LINES.md").write_text(CARD.format(
        features=f"{len(model.features):,}", words=f"{len(model.clusters):,}", size_kb=target.stat().st_size // 1000,
        seed=seed, taught=f"{taught:,}", fitted=f"{fitted:,}", reported=f"{reported:,}", folds=folds,
        bar=LEAST_CONFIDENCE,
        compared=_table(numbers["compared"]), final=_table(numbers["final"]), confusion=_confusion(confusion)),
        encoding="utf-8")


def _shares(scored: dict[str, tuple[Sequence[str], Sequence[LineScore]]]) -> dict[str, Any]:
    """Return exact and loose of each reader over sources: [right, lines]."""
    found: dict[str, Any] = {}
    for reader, (sources, scores) in scored.items():
        found[reader] = {}
        for kind in ("exact", "loose"):
            right = [one.is_exact if kind == "exact" else one.is_loose for one in scores]
            for part in (*SOURCES, "all but nyt", "all"):
                chosen = [hit for hit, source in zip(right, sources, strict=True)
                          if part in ("all", source) or (part == "all but nyt" and source != "nyt")]
                found[reader][f"{part}, {kind}"] = [sum(chosen), len(chosen)]
    return found


def _table(shares: dict[str, Any]) -> str:
    readers = list(shares)
    lines = ["| | n | " + " | ".join(readers) + " |", "| --- | --- |" + " --- |" * len(readers)]
    for part in shares[readers[0]]:
        cells = []
        for reader in readers:
            right, total = shares[reader][part]
            low, high = wilson(right, total)
            cells.append(f"{right / total:.1%} ({low:.1%}–{high:.1%})")
        lines.append(f"| {part} | {shares[readers[0]][part][1]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _confusion(table: list[list[int]]) -> str:
    names = [LABEL_NAMES[label] for label in LABELS]
    rows = [f"| {name} | " + " | ".join(map(str, row)) + " |" for name, row in zip(names, table, strict=True)]
    return "\n".join(["| | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names), *rows])
