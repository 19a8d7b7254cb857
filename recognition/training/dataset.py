"""Labelled photos for training, read from a list or from folders.

List format (`DIR/train.txt`, and `DIR/val.txt` if there is one): one photo a line as `path,fine_id,coarse_id`,
the path below `DIR/images/`; `DIR/classes.csv` names the ids (`fine_id,fine_name,coarse_id,coarse_name`).
Folder format: `DIR/<coarse>/<fine>/photo.jpg`, or `DIR/<class>/photo.jpg` where fine and coarse are one.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pantry.errors import NotReady

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of a data set: fine ones, each below one coarse one.

    fine, coarse: names by id. coarse_of_fine: (fine classes,) int, the coarse id above each fine id.
    """

    fine: tuple[str, ...]
    coarse: tuple[str, ...]
    coarse_of_fine: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos of one split. paths: N files. fine: (N,) int, the class of each."""

    paths: tuple[Path, ...]
    fine: np.ndarray

    def __len__(self) -> int:
        """Return the number of photos."""
        return len(self.paths)


@dataclass(frozen=True, slots=True)
class DataSet:
    """Classes, photos to train on, and photos to score once (none in folder format)."""

    classes: Classes
    train: Photos
    val: Photos


def read_data_set(folder: Path) -> DataSet:
    """Read a data set in list format if `train.txt` is there, else in folder format.

    Raises NotReady if neither is found.
    """
    if (folder / "train.txt").is_file():
        return _read_lists(folder)
    photos = sorted(_pictures_below(folder))
    if not photos:
        raise NotReady(f"{folder} holds no training photos", "give a folder with train.txt, or one folder a class")
    return _read_folders(folder, photos)


def _read_lists(folder: Path) -> DataSet:
    with (folder / "classes.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["fine_id"]))
    coarse = {int(row["coarse_id"]): row["coarse_name"] for row in rows}
    classes = Classes(
        fine=tuple(row["fine_name"] for row in rows),
        coarse=tuple(name for _, name in sorted(coarse.items())),
        coarse_of_fine=tuple(int(row["coarse_id"]) for row in rows),
    )
    return DataSet(classes, _read_list(folder, "train.txt"), _read_list(folder, "val.txt"))


def _read_list(folder: Path, name: str) -> Photos:
    list_file = folder / name
    lines = list_file.read_text(encoding="utf-8").split("\n") if list_file.is_file() else []
    fields = [line.split(",") for line in lines if line.strip()]
    paths = tuple(folder / "images" / path.strip() for path, *_ in fields)
    return Photos(paths, np.array([int(fine) for _, fine, *_ in fields], dtype=np.int64))


def _read_folders(folder: Path, photos: list[Path]) -> DataSet:
    pairs = [_folder_classes(path.relative_to(folder)) for path in photos]
    fine_names = sorted(set(pairs), key=lambda pair: (pair[1], pair[0]))
    coarse_names = sorted({coarse for _, coarse in fine_names})
    classes = Classes(
        fine=tuple(fine for fine, _ in fine_names),
        coarse=tuple(coarse_names),
        coarse_of_fine=tuple(coarse_names.index(coarse) for _, coarse in fine_names),
    )
    fine = np.array([fine_names.index(pair) for pair in pairs], dtype=np.int64)
    return DataSet(classes, Photos(tuple(photos), fine), Photos((), np.zeros(0, dtype=np.int64)))


def _folder_classes(relative: Path) -> tuple[str, str]:
    folders = relative.parts[:-1]
    return folders[-1], folders[-2] if len(folders) > 1 else folders[-1]


def _pictures_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.glob("*/**/*") if path.suffix.lower() in PICTURE_SUFFIXES)


def shelves(embeddings: np.ndarray, fine: np.ndarray, *, similarity: float) -> np.ndarray:
    """Number groups of photos of one class that look alike, as if of one shelf and visit.

    embeddings: (N, D) float, unit length. fine: (N,) int. similarity: mean cosine from which groups join
    (average linkage). Returns (N,) int.
    """
    from sklearn.cluster import AgglomerativeClustering

    group, count = np.zeros(len(fine), dtype=np.int64), 0
    for one_class in np.unique(fine):
        members = np.flatnonzero(fine == one_class)
        found = np.zeros(1, dtype=np.int64)
        if len(members) > 1:
            found = AgglomerativeClustering(
                n_clusters=None, distance_threshold=1 - similarity, metric="cosine", linkage="average"
            ).fit_predict(embeddings[members])
        group[members] = found + count
        count += int(found.max()) + 1
    return group


def split_shelves(group: np.ndarray, fine: np.ndarray, *, parts: int) -> np.ndarray:
    """Return the part (0 to parts - 1) of each photo: whole groups, each class spread evenly, large groups first."""
    part = np.zeros(len(fine), dtype=np.int64)
    for one_class in np.unique(fine):
        members = np.flatnonzero(fine == one_class)
        numbers, sizes = np.unique(group[members], return_counts=True)
        filled = np.zeros(parts)
        order = np.roll(np.arange(parts), -int(one_class))
        for one in np.argsort(-sizes, kind="stable"):
            emptiest = int(order[filled[order].argmin()])
            part[members[group[members] == numbers[one]]] = emptiest
            filled[emptiest] += sizes[one]
    return part
