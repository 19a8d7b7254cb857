"""The runs of training, kept on disk: what published networks say of every photo, and what was tuned from them.

A run that was cut short goes on where it stopped; a finished one is only opened.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from recognition.looks.views import random_view, reading_view
from recognition.training.dataset import DataSet
from recognition.training.network import LITE0, LITE2, Tail, Variant, Whole, load_linear, load_tuned, rounded
from recognition.training.tune import TrunkRun, cache_training_views, embed, tune_tail
from recognition.training.tune_settings import TuneSettings, WholeSettings
from recognition.training.tune_whole import embed_pictures, run_whole, tune_whole

# How each network's tail is tuned; of several runs the mean of the weights is kept. The first network also gives
# distances and the ImageNet classes.
RECIPES = {LITE2: (TuneSettings(views=8, epochs=12), TuneSettings(epochs=5)), LITE0: (TuneSettings(epochs=5),)}
# The tails that never saw some classes are only measured, not shipped, and the larger one trains shorter.
HELD_RECIPES = {LITE2: (TuneSettings(epochs=4),), LITE0: (TuneSettings(epochs=5),)}
# The network that is tuned whole after its tail, and how: the smaller one, as nothing else needs its published trunk.
WHOLE_RECIPES = {LITE0: WholeSettings()}
Recipe = tuple[TuneSettings, ...]
EmbedSplit = Callable[[str], np.ndarray]
LOG = logging.getLogger("recognition.train")


@dataclass(frozen=True, slots=True)
class Seen:
    """What one published network says of every photo, computed once.

    plain: activations by split, of the plain view of each photo and, as "view", of one random view of each training
    photo. paths: of the photos of each split.
    """

    variant: Variant
    work: Path
    trunk: TrunkRun
    network: Whole
    linear: torch.nn.Linear
    plain: dict[str, np.ndarray]
    paths: dict[str, tuple[Path, ...]]

    def embeddings(self, run: str, make: Callable[[], EmbedSplit]) -> dict[str, np.ndarray]:
        """Return embeddings of every split, kept on disk under the name of the run; `make` is called for new ones."""
        files = {split: self.work / f"{run}-{split}.npy" for split in self.plain}
        if not all(file.is_file() for file in files.values()):
            embed_split = make()
            for split, file in files.items():
                np.save(file, embed_split(split))
        return {split: np.load(file) for split, file in files.items()}

    def by(self, part: Tail | Whole) -> EmbedSplit:
        """Return what embeds a split by a tail, from the kept activations, or by a whole network, from its pictures."""
        if isinstance(part, Tail):
            return lambda split: embed(part, self.plain[split])
        run = run_whole(part, self.work / "whole.onnx")
        return lambda split: embed_pictures(run, self.paths[split], _random_view if split == "view" else _plain_view)


def _plain_view(image: Image.Image, photo: int) -> np.ndarray:
    return reading_view(image)


def _random_view(image: Image.Image, photo: int) -> np.ndarray:
    """The view that `tune.cache_training_views` keeps as the first random one."""
    settings = TuneSettings()
    return random_view(image, np.random.default_rng((settings.seed, 1, photo)), size_px=settings.view_px)


@dataclass(frozen=True, slots=True)
class Trainer:
    """What every step needs. networks: the first one also gives distances and the ImageNet classes."""

    data: DataSet
    networks: tuple[Seen, ...]

    def tuned(
        self, run: str, photos: np.ndarray, recipes: Mapping[Variant, Recipe] | None = None
    ) -> dict[str, np.ndarray]:
        """Return embeddings of every split by tails tuned on some training photos, of all networks side by side.

        recipes: other ones than the tails that ship are tuned by.
        """
        recipe_of = recipes or RECIPES
        tables = [self._tuned(seen, run, photos, recipe_of[seen.variant]) for seen in self.networks]
        return {split: np.hstack([table[split] for table in tables]) for split in tables[0]}

    def frozen(self) -> dict[str, np.ndarray]:
        """Return embeddings of every split by the first published network."""
        first = self.networks[0]
        return first.embeddings("frozen", lambda: first.by(rounded(first.network.tail)))

    def _tuned(self, seen: Seen, run: str, photos: np.ndarray, recipe: Recipe) -> dict[str, np.ndarray]:
        files = self._files(seen, run, photos, recipe)
        name = "+".join(file.stem for file in files)
        if seen.variant in WHOLE_RECIPES:
            name = self._whole_file(seen, run, photos).stem
        return seen.embeddings(name, lambda: seen.by(rounded(self._tune(seen, run, photos, recipe))))

    def _tune(self, seen: Seen, run: str, photos: np.ndarray, recipe: Recipe) -> Tail | Whole:
        """Tune a network's tail, and all of it where its recipe says so; what was tuned before is loaded."""
        files, data = self._files(seen, run, photos, recipe), self.data.train
        coarse_of_fine = np.array(self.data.classes.coarse_of_fine)
        for settings, file in zip(recipe, files, strict=True):
            views = cache_training_views(seen.trunk, data.paths, seen.work, settings)
            tune_tail(seen.network.tail, views, photos, data.fine, coarse_of_fine, settings, file, LOG.info)
        tail = load_tuned(seen.network.tail, files)
        if seen.variant not in WHOLE_RECIPES:
            return tail
        paths = [data.paths[photo] for photo in photos]
        return tune_whole(
            Whole(seen.network.trunk, tail), load_linear(files[0]), paths, data.fine[photos], coarse_of_fine,
            WHOLE_RECIPES[seen.variant], self._whole_file(seen, run, photos), LOG.info,
        )  # fmt: skip

    def _files(self, seen: Seen, run: str, photos: np.ndarray, recipe: Recipe) -> list[Path]:
        names = [settings.run_name(run, photos, self.data.train.fine) for settings in recipe]
        return [seen.work / f"tune-{name}.pt" for name in names]

    def _whole_file(self, seen: Seen, run: str, photos: np.ndarray) -> Path:
        name = WHOLE_RECIPES[seen.variant].run_name(run, photos, self.data.train.fine)
        return seen.work / f"whole-{name}.pt"

    def shipped(self) -> dict[Variant, Tail | Whole]:
        """Return what was tuned on all photos, of each network, rounded."""
        return {
            seen.variant: rounded(self._tune(seen, "full", self.every_photo, RECIPES[seen.variant]))
            for seen in self.networks
        }

    @property
    def every_photo(self) -> np.ndarray:
        """Return the numbers of all training photos."""
        return np.arange(len(self.data.train))

    def logits(self, embeddings: np.ndarray) -> np.ndarray:
        """Return the ImageNet scores of embeddings of the first published network."""
        with torch.inference_mode():
            return rounded(self.networks[0].linear)(torch.from_numpy(embeddings)).numpy()
