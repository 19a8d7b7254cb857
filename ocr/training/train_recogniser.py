"""Train a recogniser for receipts in Latin script and write it: the quick one, or the one that reads again.

    python -m ocr.training.train_recogniser quick|careful --lines lines.npz --fonts DIR --work DIR [--minutes N]

Both start from networks of PaddleOCR with the Latin classes alone, and learn from the lines that
`python -m ocr.training.recogniser_lines` cut (labelled by the labels and by PP-OCRv6 small), and from rendered lines.
Needs requirements/train.txt. A run that was cut short goes on from the last checkpoint in the work folder.
"""

import argparse
import copy
import csv
import hashlib
import itertools
import json
import logging
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from rapidfuzz.distance import Levenshtein
from torch.nn import functional

from ocr.engines.quick_recogniser import CAREFUL_MODEL, QUICK_MODEL
from ocr.engines.recogniser import LINE_HEIGHT_PX, decode, latin_classes, read_characters
from ocr.training.recogniser_lines import Line, load_lines
from ocr.training.recogniser_network import Network, prepared
from ocr.training.recogniser_views import Renderer, plain_view, random_view
from pantry.foods import SEEDS, catalog
from pantry.home import ocr_models_folder

FRAME_PX = 8
# A batch holds so many pixels of width: 32 lines of 256.
BATCH_PX = 32 * 256
RENDERED_SHARE = 0.3
LAST_RATE = 1e-5
# What is kept is the mean of the last weights: over a twentieth of the run, 1,000 steps at the most.
AVERAGED = 0.999
# Checkpoints, and looks at one in so many of the watched lines on the way.
KEEP_EVERY_S, CHECK_EVERY_S, CHECKED = 60, 200, 3
# Weights of more values than this are written in half precision, where a plan says so.
HALVED_FROM = 1000
LOG = logging.getLogger("ocr.training.train_recogniser")


@dataclass(frozen=True, slots=True)
class Plan:
    """How one recogniser is made.

    base: the network it starts from; blocks: added to it; frozen_strides: as in `Network`. start_share: of the weights
    it started from in those that are written. is_half: written in half precision. minutes: of CPU time.
    """

    base: str
    blocks: int
    frozen_strides: int
    learning_rate: float
    warm_steps: int
    start_share: float
    is_half: bool
    minutes: float
    path: Path


# The careful one begins as a good reader of all print: it is led to receipts by smaller steps, nothing added, and what
# is kept lies half-way to what it was (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022), which reads
# better than either.
PLANS = {"quick": Plan("PP-OCRv6_tiny_rec", 4, 0, 8e-4, 300, 0.0, False, 31.0, QUICK_MODEL),
         "careful": Plan("PP-OCRv6_small_rec", 0, 1, 6e-5, 50, 0.5, True, 6.0, CAREFUL_MODEL)}


@dataclass(slots=True)
class Trainer:
    """What a run needs; network and average move on.

    lines, check: to learn from, and of other receipts to watch.
    """

    plan: Plan
    network: Network
    average: Network
    lines: list[Line]
    check: list[Line]
    renderer: Renderer
    characters: list[str]
    rng: random.Random


def batches(trainer: Trainer) -> Iterator[tuple[np.ndarray, list[str]]]:
    """Yield pictures (lines, 3, 48, width) and texts without end; a batch has one width."""
    waiting: dict[int, list[tuple[np.ndarray, str]]] = {}
    rng, known = trainer.rng, set(trainer.characters)
    while True:
        order = list(range(len(trainer.lines)))
        rng.shuffle(order)
        for number in order:
            drawn = [(trainer.lines[number].picture, trainer.lines[number].text)]
            if rng.random() < RENDERED_SHARE / (1 - RENDERED_SHARE):
                rendered = trainer.renderer.line(rng)
                drawn += [rendered] if set(rendered[1]) <= known else []
            for picture, text in drawn:
                view = random_view(picture, rng)
                batch = waiting.setdefault(view.shape[1], [])
                batch.append((view, text))
                if len(batch) * view.shape[1] >= BATCH_PX:
                    del waiting[view.shape[1]]
                    yield as_batch([one for one, _ in batch]), [one for _, one in batch]


def as_batch(views: list[np.ndarray]) -> np.ndarray:
    """Return (48, width, 3) pictures of one width as the network's input."""
    return np.stack(views).astype(np.float32).transpose(0, 3, 1, 2) / 127.5 - 1.0


def loss_of(trainer: Trainer, classes: dict[str, int], pictures: np.ndarray, texts: list[str]) -> torch.Tensor:
    """Return the CTC loss of one batch. classes: the class of each character."""
    targets = [[classes[character] for character in text] for text in texts]
    lines = torch.from_numpy(pictures).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = trainer.network(lines)
    scores = logits.float().log_softmax(-1).permute(1, 0, 2)
    lengths = torch.tensor([len(target) for target in targets])
    return functional.ctc_loss(scores, torch.tensor([one for target in targets for one in target]),
                               torch.full((len(texts),), scores.shape[0]), lengths, zero_infinity=True)


def run(trainer: Trainer, work: Path, minutes: float) -> None:
    """Train for so many minutes of CPU time, all runs together, with a checkpoint every few."""
    optimiser = torch.optim.AdamW(trainer.network.parameters(), lr=trainer.plan.learning_rate, weight_decay=1e-3)
    classes = {character: number for number, character in enumerate(trainer.characters)}
    spent, steps = restore(trainer, optimiser, work)
    started = checked = kept = time.process_time()
    losses: list[float] = []
    for pictures, texts in batches(trainer):
        share = (spent + time.process_time() - started) / (60 * minutes)
        if share >= 1:
            break
        rate = LAST_RATE + (trainer.plan.learning_rate - LAST_RATE) * (1 + math.cos(math.pi * share)) / 2
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (steps + 1) / trainer.plan.warm_steps)
        loss = loss_of(trainer, classes, pictures, texts)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trainer.network.parameters(), 3.0)
        optimiser.step()
        steps += 1
        move_average(trainer, min(AVERAGED, steps / (steps + 20)))
        losses.append(float(loss.detach()))
        if time.process_time() - kept >= KEEP_EVERY_S:
            keep(trainer, optimiser, work, spent + time.process_time() - started, steps)
            kept = time.process_time()
        if time.process_time() - checked >= CHECK_EVERY_S:
            right, wrong_characters = watched(trainer, every=CHECKED)
            LOG.warning("%5.1f min, step %d, loss %.3f: lines right %.4f, characters wrong %.4f",
                        (spent + time.process_time() - started) / 60, steps, float(np.mean(losses[-200:])), right,
                        wrong_characters)
            checked = time.process_time()
    keep(trainer, optimiser, work, spent + time.process_time() - started, steps)


def move_average(trainer: Trainer, kept: float) -> None:
    """Move the averaged network towards the trained one."""
    with torch.no_grad():
        for mean, now in zip(trainer.average.parameters(), trainer.network.parameters(), strict=True):
            mean.lerp_(now, 1 - kept)


def watched(trainer: Trainer, *, every: int = 1) -> tuple[float, float]:
    """Return how the averaged network reads the watched lines, or one in so many of them, case aside.

    The share that is read exactly, blanks aside, and the share of wrong characters, blanks included.
    """
    lines = trainer.check[::every]
    right = errors = 0
    with torch.no_grad():
        for line in lines:
            logits = trainer.average(torch.from_numpy(as_batch([plain_view(line.picture)])))[0]
            read, said = decode(logits.softmax(-1).numpy(), trainer.characters)[0].casefold(), line.text.casefold()
            right += read.replace(" ", "") == said.replace(" ", "")
            errors += Levenshtein.distance(read, said)
    return right / max(1, len(lines)), errors / max(1, sum(len(line.text) for line in lines))


def keep(trainer: Trainer, optimiser: torch.optim.Optimizer, work: Path, spent_s: float, steps: int) -> None:
    """Write a checkpoint."""
    torch.save({"network": trainer.network.state_dict(), "average": trainer.average.state_dict(),
                "optimiser": optimiser.state_dict(), "spent_s": spent_s, "steps": steps}, work / "checkpoint.tmp")
    (work / "checkpoint.tmp").replace(work / "checkpoint.pt")


def restore(trainer: Trainer, optimiser: torch.optim.Optimizer, work: Path) -> tuple[float, int]:
    """Load the last checkpoint if there is one; return the CPU seconds and steps spent so far."""
    path = work / "checkpoint.pt"
    if not path.exists():
        return 0.0, 0
    kept = torch.load(path, weights_only=True)
    trainer.network.load_state_dict(kept["network"])
    trainer.average.load_state_dict(kept["average"])
    optimiser.load_state_dict(kept["optimiser"])
    return float(kept["spent_s"]), int(kept["steps"])


def write(trainer: Trainer, path: Path) -> None:
    """Write the averaged network; its metadata name the characters of its classes."""
    model = trainer.network.written(trainer.average.state_dict())
    if trainer.plan.is_half:
        halve(model)
    del model.metadata_props[:]
    model.metadata_props.add(key="characters", value=json.dumps(trainer.characters, ensure_ascii=False))
    onnx.checker.check_model(model)
    onnx.save(model, path)


def halve(model: onnx.ModelProto) -> None:
    """Store a network's weights in half precision: half the file; it is run in single precision all the same."""
    casts = []
    for tensor in model.graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size > HALVED_FROM:
            name = tensor.name
            tensor.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
            casts.append(onnx.helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT))
    for cast in reversed(casts):
        model.graph.node.insert(0, cast)


def corpus(lines: list[Line], known: set[str]) -> list[str]:
    """Return what rendered lines say: the texts of the lines learnt from, and names of foods in three languages."""
    foods = [name for food in catalog().foods.values() for name in (food.name_en, food.name_de)]
    with (SEEDS / "food_aliases.csv").open(encoding="utf-8", newline="") as rows:
        foods += [row["alias"] for row in csv.DictReader(rows)]
    return [line.text for line in lines] + [name for name in foods if name and set(name) <= known]


def is_readable(line: Line, known: set[str]) -> bool:
    """Return whether every character of a line has a class, and its frames suffice for its text."""
    frames = LINE_HEIGHT_PX * line.picture.shape[1] / line.picture.shape[0] / FRAME_PX
    repeats = sum(one == other for one, other in itertools.pairwise(line.text))
    return bool(line.text) and set(line.text) <= known and len(line.text) + repeats <= 0.8 * frames


def is_watched(receipt_id: str) -> bool:
    """Return whether a receipt's lines are watched instead of learnt from: one in ten, drawn by sha256."""
    return hashlib.sha256(f"watched {receipt_id}".encode()).digest()[0] < 26


def main() -> None:
    """Train and write the model."""
    parser = argparse.ArgumentParser(description="Train a recogniser for receipts.")
    parser.add_argument("which", choices=PLANS)
    parser.add_argument("--lines", type=Path, required=True,
                        help="lines cut by `python -m ocr.training.recogniser_lines`")
    parser.add_argument("--fonts", type=Path, required=True, help="folder of fonts for rendered lines")
    parser.add_argument("--work", type=Path, required=True, help="folder of checkpoints")
    parser.add_argument("--minutes", type=float, help="of CPU time, all runs together; default: as planned")
    parser.add_argument("--out", type=Path, help="default: where the repository has it")
    arguments = parser.parse_args()
    plan = PLANS[arguments.which]
    torch.set_num_threads(1)
    torch.manual_seed(0)
    arguments.work.mkdir(parents=True, exist_ok=True)
    folder = ocr_models_folder() / plan.base
    characters = read_characters(folder / "inference.yml")
    classes = latin_classes(characters)
    latin = [characters[number] for number in classes]
    network = Network(prepared(onnx.load(folder / "inference.onnx"), classes, blocks=plan.blocks),
                      frozen_strides=plan.frozen_strides)
    read = [line for line in load_lines(arguments.lines) if is_readable(line, set(latin))]
    lines, check = ([line for line in read if is_watched(line.receipt_id) is part] for part in (False, True))
    fonts = sorted(path for path in arguments.fonts.rglob("*") if path.suffix in (".ttf", ".otf"))
    trainer = Trainer(plan, network, copy.deepcopy(network), lines, check, Renderer(fonts, corpus(lines, set(latin))),
                      latin, random.Random(0))
    LOG.warning("%d lines to learn from, %d watched: lines right %.4f, characters wrong %.4f before", len(lines),
                len(trainer.check), *watched(trainer, every=CHECKED))
    started_from = copy.deepcopy(network)
    run(trainer, arguments.work, arguments.minutes or plan.minutes)
    with torch.no_grad():
        for mean, start in zip(trainer.average.parameters(), started_from.parameters(), strict=True):
            mean.lerp_(start, plan.start_share)
    LOG.warning("lines right %.4f, characters wrong %.4f", *watched(trainer))
    write(trainer, arguments.out or plan.path)


if __name__ == "__main__":
    main()
