"""How many pieces of a kind are counted in collages: one kind twice or three times, beside one or two other things.

    python -m bench.photo_counts [--number N]

Right: the kind is an item with exactly so many pieces. Against: every kind counted once.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from bench.photos import data_folder
from recognition.photo import recognise
from recognition.training.collage import Piece, draw_collage
from recognition.training.dataset import DataSet, read_data_set
from recognition.training.heads import share

SEED = 20261130


def bench_counts(number: int) -> dict[str, Any]:
    """Read collages of val photos and compare the pieces counted of the repeated kind, and of the others."""
    data = read_data_set(data_folder() / "grocery")
    repeated, others = [], []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "collage.png"
        for seed in range(number):
            rng = np.random.default_rng((SEED, seed))
            pieces = _pieces(data, rng)
            photos = [Image.open(data.val.paths[one]).convert("RGB") for one in pieces]
            collage = draw_collage([Piece(*pair) for pair in zip(photos, pieces, strict=True)], None, rng)
            kinds = [_kind(data, one) for one in collage.labels]
            collage.picture.save(file)
            counted = _counted(data, file)
            first = _kind(data, pieces[0])
            repeated.append(counted.get(first, 0) == kinds.count(first))
            others += [counted.get(kind, 0) == 1 for kind in kinds if kind != first]
    return {
        "collages": number, "repeated_kind_counted_right": share(np.array(repeated)),
        "single_things_counted_right": share(np.array(others)),
    }  # fmt: skip


def _kind(data: DataSet, photo: int) -> int:
    """Return the coarse class of a val photo."""
    return int(data.classes.coarse_of_fine[data.val.fine[photo]])


def _pieces(data: DataSet, rng: np.random.Generator) -> list[int]:
    """Return val photos: two or three of one fine class first, then one or two of other coarse classes."""
    fine, kinds = data.val.fine, np.array([_kind(data, one) for one in range(len(data.val))])
    times, beside = int(rng.integers(2, 4)), int(rng.integers(1, 3))
    common = [one for one in np.unique(fine) if (fine == one).sum() >= times]
    same = rng.permutation(np.flatnonzero(fine == rng.choice(common)))[:times]
    chosen = [int(one) for one in same]
    for one in rng.permutation(len(fine)):
        if len(chosen) < times + beside and kinds[one] not in kinds[chosen]:
            chosen.append(int(one))
    return chosen


def _counted(data: DataSet, file: Path) -> dict[int, int]:
    """Return the pieces counted of each coarse class."""
    classes = data.classes
    counted: dict[int, int] = {}
    for item in recognise(file, read_text=False).items:
        if item.class_name is None:
            continue
        if item.class_level == "fine":
            kind = int(classes.coarse_of_fine[classes.fine.index(item.class_name)])
        else:
            kind = classes.coarse.index(item.class_name)
        counted[kind] = counted.get(kind, 0) + item.count
    return counted


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=80)
    print(json.dumps(bench_counts(parser.parse_args().number), indent=1))


if __name__ == "__main__":
    main()
