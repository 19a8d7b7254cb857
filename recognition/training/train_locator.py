"""Fit the locator: `python -m recognition.training.train_locator --data DIR [--grounds DIR]` (needs torch).

The trunk of the photo model stays as it is; a small head on its activations learns from collages (see
`collage`) where single things are. Activations are computed once and kept in the work folder. Writes
`locator.onnx` and its scores on collages of the val photos.
"""

import argparse
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional

from pantry.home import REPOSITORY
from recognition.looks.embedder import WEIGHTS
from recognition.looks.locate import CELLS, LOCATOR_PX, locator_view
from recognition.train import run_trunk
from recognition.training.collage import CANVAS_PX, Collage, Piece, draw_collage, draw_tiles
from recognition.training.dataset import PICTURE_SUFFIXES, DataSet, Photos, read_data_set
from recognition.training.export import save_small
from recognition.training.network import LITE0, Trunk, load_network
from recognition.training.tune import TrunkRun

LOG = logging.getLogger("recognition.training.train_locator")
SEED = 20261122
TRAIN_COLLAGES = 900
EPOCHS, BATCH, RATE = 12, 16, 2e-3
HIDDEN = 64
_MIDDLE = 0.5  # of a box's sides: places in there are to find it


class LocatorHead(nn.Module):
    """(N, 112, 14, 14) to (N, 5, 14, 14): logit of a thing's middle, log of the distances to its four edges."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(LITE0.channels, HIDDEN, 1), nn.ReLU6(),
            nn.Conv2d(HIDDEN, HIDDEN, 3, padding=1), nn.ReLU6(),
            nn.Conv2d(HIDDEN, HIDDEN, 3, padding=2, dilation=2), nn.ReLU6(),
            nn.Conv2d(HIDDEN, HIDDEN, 3, padding=1), nn.ReLU6(),
            nn.Conv2d(HIDDEN, 5, 1),
        )  # fmt: skip

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return the five maps."""
        return self.layers(hidden)


class _Exported(nn.Module):
    def __init__(self, trunk: Trunk, head: LocatorHead) -> None:
        super().__init__()
        self.trunk, self.head = trunk, head

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        maps = self.head(self.trunk(image))
        return maps[:, 0].sigmoid(), maps[:, 1:].exp()


@dataclass(frozen=True, slots=True)
class Shown:
    """What collages are drawn from. grounds: pictures to blur as grounds, may be empty."""

    photos: Photos
    iconic: dict[int, Path]
    grounds: tuple[Path, ...]


def draw(shown: Shown, number: int, *, seed: int = SEED) -> Collage:
    """Return one seeded collage: most of one to six things apart, some of tiles, some of a single whole photo."""
    rng = np.random.default_rng((seed, number))
    kind = rng.random()
    if kind < 0.15:
        return _single(shown, rng)
    count = int(rng.integers(2, 7))
    chosen = rng.permutation(len(shown.photos))[:count]
    if kind < 0.35:
        return draw_tiles([_piece(shown, int(one), rng, may_be_cut=False) for one in chosen], rng)
    ground = None
    if shown.grounds and rng.random() < 0.5:
        ground = Image.open(shown.grounds[int(rng.integers(len(shown.grounds)))]).convert("RGB")
    if rng.random() < 0.1:
        chosen = chosen[:1]
    return draw_collage([_piece(shown, int(one), rng, may_be_cut=True) for one in chosen], ground, rng)


def _single(shown: Shown, rng: np.random.Generator) -> Collage:
    piece = _piece(shown, int(rng.integers(len(shown.photos))), rng, may_be_cut=False)
    return Collage(piece.picture.resize(CANVAS_PX), ((0, 0, *CANVAS_PX),), (piece.label,))


def _piece(shown: Shown, photo: int, rng: np.random.Generator, *, may_be_cut: bool) -> Piece:
    label = int(shown.photos.fine[photo])
    if may_be_cut and label in shown.iconic and rng.random() < 0.4:
        return Piece(Image.open(shown.iconic[label]).convert("RGB"), label, is_cut_out=True)
    return Piece(Image.open(shown.photos.paths[photo]).convert("RGB"), label)


def targets(collage: Collage) -> np.ndarray:
    """Return (5, 14, 14) float32: 1 where the middle of a thing lies, and log distances to its edges as shares."""
    table = np.zeros((5, CELLS, CELLS), dtype=np.float32)
    middle = (np.arange(CELLS) + 0.5) / CELLS
    for box in sorted(collage.boxes, key=lambda one: -(one[2] - one[0]) * (one[3] - one[1])):
        x0, y0, x1, y1 = np.array(box) / np.array([*CANVAS_PX, *CANVAS_PX])
        is_across = np.abs(middle - (x0 + x1) / 2) <= max(_MIDDLE * (x1 - x0) / 2, 0.5 / CELLS)
        is_down = np.abs(middle - (y0 + y1) / 2) <= max(_MIDDLE * (y1 - y0) / 2, 0.5 / CELLS)
        for row, column in zip(*np.nonzero(is_down[:, None] & is_across), strict=True):
            across, down = middle[column], middle[row]
            distances = np.clip([across - x0, down - y0, x1 - across, y1 - down], 0.01, 1)
            table[:, row, column] = [1, *np.log(distances)]
    return table


def activations_and_targets(shown: Shown, trunk: TrunkRun, work: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return (N, 112, 14, 14) float16 and (N, 5, 14, 14) of the training collages, computed once."""
    file = work / f"collages-{TRAIN_COLLAGES}-{SEED}.npz"
    if not file.is_file():
        hidden, wanted = [], []
        for numbers in _batches(TRAIN_COLLAGES):
            collages = [draw(shown, number) for number in numbers]
            views = np.stack([locator_view(one.picture) for one in collages])
            hidden.append(trunk(views).astype(np.float16))
            wanted.append(np.stack([targets(one) for one in collages]))
        np.savez(file, hidden=np.concatenate(hidden), wanted=np.concatenate(wanted))
        LOG.info("%d collages drawn and seen by the trunk", TRAIN_COLLAGES)
    with np.load(file) as stored:
        return stored["hidden"], stored["wanted"]


def fit(hidden: np.ndarray, wanted: np.ndarray, checkpoint: Path) -> LocatorHead:
    """Return the fitted head; a finished run is only loaded."""
    torch.manual_seed(SEED)
    head = LocatorHead().to(memory_format=torch.channels_last)
    if checkpoint.is_file():
        head.load_state_dict(torch.load(checkpoint, weights_only=True))
        return head.eval()
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=1e-3)
    steps = EPOCHS * -(-len(hidden) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=RATE, total_steps=steps)
    rng = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        order, losses = rng.permutation(len(hidden)), []
        for batch in np.array_split(order, -(-len(order) // BATCH)):
            loss = _loss(head, hidden[batch], wanted[batch], is_mirrored=rng.random() < 0.5)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        LOG.info("locator: epoch %d of %d, loss %.3f", epoch + 1, EPOCHS, np.mean(losses))
    torch.save(head.state_dict(), checkpoint)
    return head.eval()


def _loss(head: LocatorHead, hidden: np.ndarray, wanted: np.ndarray, *, is_mirrored: bool) -> torch.Tensor:
    if is_mirrored:  # left and right change places, in the picture and in the distances
        hidden, wanted = hidden[..., ::-1], wanted[:, (0, 3, 2, 1, 4)][..., ::-1]
    seen = torch.from_numpy(hidden.astype(np.float32)).to(memory_format=torch.channels_last)
    target = torch.from_numpy(np.ascontiguousarray(wanted))
    maps = head(seen)
    is_thing = target[:, 0]
    sureness = functional.binary_cross_entropy_with_logits(maps[:, 0], is_thing)
    off = functional.smooth_l1_loss(maps[:, 1:], target[:, 1:], reduction="none", beta=0.2).sum(1)
    return sureness + (off * is_thing).sum() / is_thing.sum().clamp_min(1)


def _batches(total: int) -> Iterator[range]:
    return (range(start, min(start + 16, total)) for start in range(0, total, 16))


def export(file: Path, trunk: Trunk, head: LocatorHead) -> None:
    """Write the trunk and the head as one ONNX file with half-float weights."""
    torch.onnx.export(
        _Exported(trunk, head).eval(), (torch.zeros(1, 3, LOCATOR_PX, LOCATOR_PX),), str(file),
        input_names=["image"], output_names=["sureness", "edges"],
        dynamic_axes={name: {0: "photos"} for name in ("image", "sureness", "edges")}, opset_version=17, dynamo=False,
    )  # fmt: skip
    save_small(file)


def what_is_shown(data: DataSet, folder: Path, grounds: Path | None, *, split: str) -> Shown:
    """Return what collages of a split are drawn from: its photos, shop pictures, and every second ground."""
    iconic = {
        number: path
        for number, name in enumerate(data.classes.fine)
        for path in (folder / "iconic").glob(f"{name}.*")
        if split == "train"
    }
    files = sorted(path for path in grounds.rglob("*") if path.suffix.lower() in PICTURE_SUFFIXES) if grounds else []
    photos = data.train if split == "train" else data.val
    return Shown(photos, iconic, tuple(files[::2] if split == "train" else files[1::2]))


def main() -> None:
    """Run the training from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of labelled photos")
    parser.add_argument("--grounds", type=Path, help="folder of pictures that show no grocery, blurred as grounds")
    parser.add_argument("--work", type=Path, default=REPOSITORY / "models" / "recognition", help="caches, checkpoints")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    data = read_data_set(arguments.data)
    trunk, _, _ = load_network(LITE0)
    shown = what_is_shown(data, arguments.data, arguments.grounds, split="train")
    hidden, wanted = activations_and_targets(shown, run_trunk(trunk, arguments.work / LITE0.name), arguments.work)
    head = fit(hidden, wanted, arguments.work / "locator.pt")
    arguments.out.mkdir(parents=True, exist_ok=True)
    export(arguments.out / "locator.onnx", trunk, head)
    LOG.info("%s", json.dumps({"collages": len(hidden), "bytes": (arguments.out / "locator.onnx").stat().st_size}))


if __name__ == "__main__":
    main()
