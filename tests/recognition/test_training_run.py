"""A whole training on a few drawn photos: what it writes, and that it goes on where it was cut short.

Runs where the training packages are installed (requirements/train.txt), about a minute.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

torch = pytest.importorskip("torch")
pytest.importorskip("efficientnet_lite_pytorch")

from recognition import train  # noqa: E402
from recognition.classify import read_head  # noqa: E402
from recognition.looks.embedder import Embedder  # noqa: E402
from recognition.looks.views import PART_PX, READING_PX  # noqa: E402
from recognition.training import train_runs, tune, tune_whole  # noqa: E402
from recognition.training.network import LITE0, between  # noqa: E402
from recognition.training.tune_settings import TuneSettings, WholeSettings  # noqa: E402

SHORT = TuneSettings(views=2, epochs=2, view_px=64)
WHOLE = WholeSettings(epochs=2, view_px=64)
COLOURS = {"Lemon": "yellow", "Lime": "green", "Plum": "purple", "Tomato": "red"}
PHOTOS_EACH = 9


def draw_photos(folder: Path) -> None:
    """Draw discs of a colour for each class, none like another."""
    rng = np.random.default_rng(4)
    for name, colour in COLOURS.items():
        (folder / "data" / name).mkdir(parents=True)
        for number in range(PHOTOS_EACH):
            picture = Image.fromarray(rng.integers(0, 255, (96, 96, 3), dtype=np.uint8))
            left, top, size = rng.integers(0, 40, 3)
            ImageDraw.Draw(picture).ellipse((left, top, left + size + 20, top + size + 20), fill=colour)
            picture.save(folder / "data" / name / f"{number}.png")
    (folder / "none").mkdir()
    for number in range(8):
        Image.fromarray(rng.integers(0, 255, (64, 64, 3), dtype=np.uint8)).save(folder / "none" / f"{number}.png")


class CutShort(Exception):
    """Stands for a machine that was switched off."""


@pytest.mark.parametrize(("is_whole", "saves_before"), [(False, 1), (True, 5)])
def test_a_training_that_was_cut_short_goes_on_and_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_whole: bool, saves_before: int
) -> None:
    draw_photos(tmp_path)
    for module in (train, train_runs):
        monkeypatch.setattr(module, "RECIPES", {LITE0: (SHORT, replace(SHORT, seed=2))})
        monkeypatch.setattr(module, "HELD_RECIPES", {LITE0: (SHORT,)})
        monkeypatch.setattr(module, "WHOLE_RECIPES", {LITE0: WHOLE} if is_whole else {})
    monkeypatch.setattr(train, "HELD_BACK_CLASSES", 1)

    def run(out: str, work: str) -> Path:
        names = {"data": "data", "negatives": "none", "work": work, "out": out}
        monkeypatch.setattr(sys, "argv", ["train", *(f"--{name}={tmp_path / value}" for name, value in names.items())])
        train.main()
        return tmp_path / out

    whole = run("whole", "first")
    saves = []

    def cut_short(*arguments: Any) -> None:
        saves.append(arguments)
        if len(saves) == saves_before + 1:
            raise CutShort
        save(*arguments)

    save = tune.save_checkpoint
    with monkeypatch.context() as patched:
        for module in (tune, tune_whole):
            patched.setattr(module, "save_checkpoint", cut_short)
        with pytest.raises(CutShort):
            run("resumed", "second")
    resumed = run("resumed", "second")
    assert (resumed / "networks.onnx").read_bytes() == (whole / "networks.onnx").read_bytes()
    heads = [read_head(folder / "head.npz") for folder in (whole, resumed)]
    assert np.array_equal(heads[0].weight, heads[1].weight)
    assert "Lemon" in (whole / "MODEL_CARD.md").read_text(encoding="utf-8")
    network = Embedder(whole / "networks.onnx", threads=1)
    for size in (READING_PX, PART_PX):
        seen = network(np.zeros((1, 3, size, size), dtype=np.float32))
        assert (seen.tuned @ heads[0].weight + heads[0].bias).shape == (1, len(COLOURS))


def test_what_lies_between_two_networks_is_neither_of_them_and_leaves_both_as_they_are() -> None:
    start, end = (torch.nn.Linear(2, 1) for _ in range(2))
    with torch.no_grad():
        for layer, value in ((start, 1.0), (end, 5.0)):
            for weight in layer.parameters():
                weight.fill_(value)
    for share, value in ((1.0, 1.0), (0.75, 2.0), (0.0, 5.0)):
        mixed = between(start, end, share)
        assert all((weight == value).all() for weight in mixed.parameters())
    assert [float(layer.bias) for layer in (start, end)] == [1.0, 5.0]
