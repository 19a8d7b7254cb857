"""Train the photo model: `python -m recognition.train --data DIR [--negatives DIR] [--work DIR]`.

Needs requirements/train.txt (torch, scikit-learn); about 25 minutes on one CPU core. DIR is in list or folder format
(see `dataset`). Everything costly is kept in the work folder, so a run that was cut short goes on where it stopped,
and a second run only fits the head. Writes `lite0.onnx`, `head.npz`, `MODEL_CARD.md` and `scores.json` to
recognition/weights.

Steps: activations once (`tune.cache_activations`); a third of the shelves, and eleven classes, set aside; one tuned
tail without those shelves, one without those classes either, one on all photos; heads, calibration and
thresholds from photos that the tails did not see; at the end, once, the val photos.
"""

import argparse
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from pantry.home import REPOSITORY
from recognition import heads
from recognition.dataset import PICTURE_SUFFIXES, DataSet, read_data_set, shelves, split_shelves
from recognition.embedder import WEIGHTS, open_session
from recognition.evidence import Evidence, choose
from recognition.export import export, export_trunk
from recognition.model_card import write_model_card
from recognition.network import Tail, Trunk, load_lite0
from recognition.tune import TrunkRun, TuneSettings, cache_activations, cache_training_views, embed, tune_tail
from recognition.views import READING_PX, reading_view

# Groups of this likeness are left out whole. The frozen network is then right as often as on photos of other days.
SHELF_SIMILARITY = 0.78
PARTS = 3  # one of them is left out
HELD_BACK_CLASSES = 11
# What is only measured, not shipped, trains shorter.
CHECK_SETTINGS, HELD_SETTINGS = TuneSettings(views=4, epochs=5), TuneSettings(views=4, epochs=4)
LOG = logging.getLogger("recognition.train")


@dataclass(frozen=True, slots=True)
class Trainer:
    """What every step needs.

    plain: activations by split, of the plain view of each photo and, as "view", of one random view of each
    training photo. frozen: their embeddings.
    """

    data: DataSet
    work: Path
    settings: TuneSettings
    tail: Tail
    linear: torch.nn.Linear
    views: list[np.ndarray]
    plain: dict[str, np.ndarray]
    frozen: dict[str, np.ndarray]

    def tuned(self, run: str, photos: np.ndarray, settings: TuneSettings) -> dict[str, np.ndarray]:
        """Return embeddings of every split by a tail that was tuned on some training photos."""
        tail = tune_tail(
            self.tail, self.views[: settings.views], photos, self.data.train.fine,
            np.array(self.data.classes.coarse_of_fine), settings, self.work / f"tune-{run}.pt", LOG.info,
        )  # fmt: skip
        embedded = {}
        for split, activations in self.plain.items():
            file = self.work / f"tuned-{run}-{split}.npy"
            if not file.is_file():
                np.save(file, embed(tail, activations))
            embedded[split] = np.load(file)
        return embedded

    def logits(self, embeddings: np.ndarray) -> np.ndarray:
        """Return the ImageNet scores of embeddings of the published network."""
        with torch.inference_mode():
            return self.linear(torch.from_numpy(embeddings)).numpy()


def prepare(data_folder: Path, negatives: Path | None, work: Path, settings: TuneSettings) -> Trainer:
    """Read the photos and compute, or open, everything that is computed once."""
    data = read_data_set(data_folder)
    network, tail, linear = load_lite0()
    trunk = run_trunk(network, work)
    splits = {"train": data.train.paths, "val": data.val.paths}
    if negatives is not None:
        files = sorted(path for path in negatives.rglob("*") if path.suffix.lower() in PICTURE_SUFFIXES)
        splits["negatives"] = tuple(files)
    plain, frozen = {}, {}
    for split, paths in splits.items():
        LOG.info("activations of %d photos of %s", len(paths), split)
        file = work / f"plain-{READING_PX}-{split}.npy"
        plain[split] = cache_activations(trunk, paths, file, lambda image, _: reading_view(image))
    views = cache_training_views(trunk, data.train.paths, work, settings)
    plain["view"] = views[1]
    for split, activations in plain.items():
        frozen[split] = embed(tail, activations)
    return Trainer(data, work, settings, tail, linear, views, plain, frozen)


def run_trunk(network: Trunk, work: Path) -> TrunkRun:
    """Return the trunk as a function of views (N, 3, S, S), run by onnxruntime on one thread."""
    file = work / "trunk.onnx"
    if not file.is_file():
        export_trunk(file, network)
    session = open_session(file, 1)
    return lambda views: session.run(None, {"image": views})[0]


def leave_out(trainer: Trainer) -> tuple[np.ndarray, np.ndarray]:
    """Return the photos of the shelves that are left out, and the classes that are held back; both seeded."""
    fine, directions = trainer.data.train.fine, heads.unit(trainer.frozen["train"])
    part = split_shelves(shelves(directions, fine, similarity=SHELF_SIMILARITY), fine, parts=PARTS)
    order = np.random.default_rng(trainer.settings.seed).permutation(len(trainer.data.classes.fine))
    return np.flatnonzero(part == 0), np.sort(order[:HELD_BACK_CLASSES])


def gather(trainer: Trainer) -> Evidence:
    """Tune every run and collect what the choices are made from."""
    left_out, held_back = leave_out(trainer)
    fine = trainer.data.train.fine
    rest = np.setdiff1d(np.arange(len(fine)), left_out)
    return Evidence(
        fine=fine,
        coarse_of_fine=np.array(trainer.data.classes.coarse_of_fine),
        left_out=left_out,
        frozen=trainer.frozen,
        check=trainer.tuned("check", rest, CHECK_SETTINGS),
        held_back=held_back,
        without_held_back=trainer.tuned("held", rest[~np.isin(fine[rest], held_back)], HELD_SETTINGS),
        tuned=trainer.tuned("full", np.arange(len(fine)), trainer.settings),
        logits={split: trainer.logits(table) for split, table in trainer.frozen.items()},
        val_fine=trainer.data.val.fine,
    )


def write_head(file: Path, data: DataSet, arrays: dict[str, Any]) -> None:
    """Write the head as plain arrays; `classify.read_head` reads it without pickles."""
    classes = data.classes
    np.savez_compressed(
        file, fine=np.array(classes.fine), coarse=np.array(classes.coarse),
        coarse_of_fine=np.array(classes.coarse_of_fine, dtype=np.int16), **arrays,
    )  # fmt: skip


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
    settings = TuneSettings()
    trainer = prepare(arguments.data, arguments.negatives, arguments.work, settings)
    evidence = gather(trainer)
    arrays, scores = choose(evidence)
    arguments.out.mkdir(parents=True, exist_ok=True)
    export(arguments.out / "lite0.onnx", arguments.work / "tune-full.pt")
    write_head(arguments.out / "head.npz", trainer.data, arrays)
    write_model_card(arguments.out / "MODEL_CARD.md", trainer.data.classes, settings, scores)
    (arguments.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    LOG.info("%s", json.dumps(scores, indent=1))


if __name__ == "__main__":
    main()
