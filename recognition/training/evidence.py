"""What training's choices are made from: embeddings of every photo by every run (training only)."""

from dataclasses import dataclass

import numpy as np

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Embeddings of every run.

    Tuned ones are (N, 1280 of each network), side by side. Tables go by split: "train", "view" (one random view of each
    training photo: other crop, turn and light), "val", "negatives". fine: (N,) class of each training photo, val_fine
    of each val photo. shelf, val_shelf: (N,) their shelves (`dataset.shelves`). left_out: numbers of the photos whose
    shelves the tails of `check` never saw. held_back: classes that the tails of `without_held_back` never saw, nor the
    photos left out. frozen: by the first published network. tuned: by the tails that are shipped. logits: ImageNet
    scores.
    """

    fine: np.ndarray
    shelf: np.ndarray
    coarse_of_fine: np.ndarray
    left_out: np.ndarray
    frozen: Arrays
    check: Arrays
    held_back: np.ndarray
    without_held_back: Arrays
    tuned: Arrays
    logits: Arrays
    val_fine: np.ndarray
    val_shelf: np.ndarray

    @property
    def classes(self) -> int:
        """Return the number of fine classes."""
        return len(self.coarse_of_fine)

    @property
    def rest(self) -> np.ndarray:
        """Return the numbers of the photos that are not left out."""
        return np.setdiff1d(np.arange(len(self.fine)), self.left_out)
