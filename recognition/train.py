"""Train the photo model: `python -m recognition.train --data DIR [--negatives DIR] [--work DIR]`.

Needs requirements/train.txt (torch, scikit-learn); about an hour and a half on one CPU core. DIR is in list or folder
format (see `dataset`). Everything costly is kept in the work folder, so a run that was cut short goes on where it
stopped, and a second run only fits the head. Writes `networks.onnx`, `head.npz`, `MODEL_CARD.md` and `scores.json` to
recognition/weights.

Steps, for each network: activations once (`tune.cache_activations`); a third of the shelves set aside; a tail tuned
without those shelves, and one on all photos, by the same recipe; and one that saw neither those shelves nor eleven
classes. Where a network is tuned whole, each of its tails is where that starts (`tune_whole`). Then heads, calibration
and thresholds from photos that the tails did not see; at the end, once, the val photos.
"""

import argparse
import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from pantry.home import REPOSITORY
from recognition.looks.embedder import MODEL_FILE, WEIGHTS, open_session
from recognition.looks.views import READING_PX, reading_view
from recognition.training import heads
from recognition.training.choices import choose
from recognition.training.dataset import PICTURE_SUFFIXES, DataSet, read_data_set, shelves, split_shelves
from recognition.training.evidence import Evidence
from recognition.training.export import export, export_trunk
from recognition.training.model_card import write_model_card
from recognition.training.network import Trunk, Variant, Whole, load_network
from recognition.training.train_runs import HELD_RECIPES, RECIPES, WHOLE_RECIPES, Recipe, Seen, Trainer
from recognition.training.tune import TrunkRun, cache_activations, cache_training_views
from recognition.training.tune_settings import TuneSettings, WholeSettings

# Groups of this likeness are left out whole. The frozen network is then right as often as on photos of other days.
SHELF_SIMILARITY = 0.78
PARTS = 3  # one of them is left out
HELD_BACK_CLASSES = 11
LOG = logging.getLogger("recognition.train")


def prepare(data_folder: Path, negatives: Path | None, work: Path) -> Trainer:
    """Read the photos and compute, or open, everything that is computed once."""
    data = read_data_set(data_folder)
    splits = {"train": data.train.paths, "val": data.val.paths}
    if negatives is not None:
        files = sorted(path for path in negatives.rglob("*") if path.suffix.lower() in PICTURE_SUFFIXES)
        splits["negatives"] = tuple(files)
    return Trainer(data, tuple(_see(variant, splits, work) for variant in RECIPES))


def _see(variant: Variant, splits: dict[str, tuple[Path, ...]], work: Path) -> Seen:
    network, tail, linear = load_network(variant)
    folder = work / variant.name
    trunk = run_trunk(network, folder)
    plain = {}
    for split, paths in splits.items():
        LOG.info("%s: activations of %d photos of %s", variant.name, len(paths), split)
        file = folder / f"plain-{READING_PX}-{split}.npy"
        plain[split] = cache_activations(trunk, paths, file, lambda image, _: reading_view(image))
    plain["view"] = cache_training_views(trunk, splits["train"], folder, replace(RECIPES[variant][0], views=2))[1]
    return Seen(variant, folder, trunk, Whole(network, tail), linear, plain, {**splits, "view": splits["train"]})


def run_trunk(network: Trunk, folder: Path) -> TrunkRun:
    """Return the trunk as a function of views (N, 3, S, S), run by onnxruntime on one thread."""
    file = folder / "trunk.onnx"
    if not file.is_file():
        export_trunk(file, network)
    session = open_session(file, 1)
    return lambda views: session.run(None, {"image": views})[0]


def leave_out(trainer: Trainer, shelf: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the photos of the shelves that are left out, and the classes that are held back; both seeded."""
    part = split_shelves(shelf, trainer.data.train.fine, parts=PARTS)
    order = np.random.default_rng(TuneSettings().seed).permutation(len(trainer.data.classes.fine))
    return np.flatnonzero(part == 0), np.sort(order[:HELD_BACK_CLASSES])


def gather(trainer: Trainer) -> Evidence:
    """Tune every run and collect what the choices are made from."""
    frozen = trainer.frozen()
    fine = trainer.data.train.fine
    shelf = shelves(heads.unit(frozen["train"]), fine, similarity=SHELF_SIMILARITY)
    left_out, held_back = leave_out(trainer, shelf)
    rest = np.setdiff1d(np.arange(len(fine)), left_out)
    return Evidence(
        fine=fine,
        shelf=shelf,
        coarse_of_fine=np.array(trainer.data.classes.coarse_of_fine),
        left_out=left_out,
        frozen=frozen,
        check=trainer.tuned("check", rest),
        held_back=held_back,
        without_held_back=trainer.tuned("held", rest[~np.isin(fine[rest], held_back)], HELD_RECIPES),
        tuned=trainer.tuned("full", trainer.every_photo),
        logits={split: trainer.logits(table) for split, table in frozen.items()},
        val_fine=trainer.data.val.fine,
        val_shelf=shelves(heads.unit(frozen["val"]), trainer.data.val.fine, similarity=SHELF_SIMILARITY),
    )


def write_head(file: Path, data: DataSet, arrays: dict[str, Any]) -> None:
    """Write the head as plain arrays; `classify.read_head` reads it without pickles."""
    classes = data.classes
    np.savez_compressed(
        file, fine=np.array(classes.fine), coarse=np.array(classes.coarse),
        coarse_of_fine=np.array(classes.coarse_of_fine, dtype=np.int16), **arrays,
    )  # fmt: skip


def _named(recipes: Mapping[Variant, Recipe]) -> dict[str, tuple[TuneSettings | WholeSettings, ...]]:
    """Return each network's recipe by its name, that of the whole network last."""
    whole = {variant: (WHOLE_RECIPES[variant],) if variant in WHOLE_RECIPES else () for variant in recipes}
    return {variant.name: (*recipe, *whole[variant]) for variant, recipe in recipes.items()}


def main() -> None:
    """Run the training from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled photos")
    parser.add_argument("--negatives", type=Path, help="folder of pictures that show no grocery")
    parser.add_argument("--work", type=Path, default=REPOSITORY / "models" / "recognition", help="caches, checkpoints")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(arguments.threads)
    # Products in bfloat16 where the processor has them: a sixth off each step; elsewhere this changes nothing. On
    # another machine the first step came out otherwise in its last digits (docs/benchmarks/photos.md).
    torch.backends.mkldnn.conv.fp32_precision = torch.backends.mkldnn.matmul.fp32_precision = "bf16"
    trainer = prepare(arguments.data, arguments.negatives, arguments.work)
    evidence = gather(trainer)
    arrays, scores = choose(evidence)
    fine = trainer.data.classes.fine
    scores["answers"] = [(fine[true], fine[answer], photos) for true, answer, photos in scores["answers"]]
    arguments.out.mkdir(parents=True, exist_ok=True)
    export(arguments.out / MODEL_FILE.name, trainer.shipped())
    write_head(arguments.out / "head.npz", trainer.data, arrays)
    write_model_card(
        arguments.out / "MODEL_CARD.md", trainer.data.classes, _named(RECIPES), _named(HELD_RECIPES), scores
    )
    (arguments.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    LOG.info("%s", json.dumps(scores, indent=1))


if __name__ == "__main__":
    main()
