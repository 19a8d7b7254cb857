"""What one household taught the model to see: a food works from its first picture. numpy only.

A picture becomes a direction: how it differs, in both embeddings of the first network, from the middle of the
training photos. A thing in a picture is looked at closely and with what lies around it, whole each time. A taught food
is the mean direction of its pictures; an item is that food when it lies nearer to it than to any class the model
shipped with, and near enough for the calibrated confidence to say so.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from pantry.media import open_image, read_file
from recognition.classify import Head, head
from recognition.looks.embedder import EMBEDDING, Embedded, embedder, model_version, products, unit
from recognition.looks.views import PART_PX, reading_view, whole_view
from recognition.reading import Box, area

# Tastes of a household change slowly, but its packs do not stay the same for years.
NEWEST_PICTURES = 30
_FULL_SCALE = 127
# Cosine to a taught food below which a thing resembles nothing taught: of 716 pictures of classes that training held
# back one in a hundred lay farther from its own class, shown by one or five pictures.
_NEAR_ENOUGH = 0.12
# From this cosine on a thing is called by what was taught; below it the taught food is only offered. Of 186 cut-outs of
# kitchens, as many shown as never shown, about half of the names that this leaves are right; see
# docs/benchmarks/photos.md.
_NAMED_NEARNESS = 0.4
# From this cosine on nobody is asked. The gate was fitted in shops; in a kitchen all things lie nearer to what was
# shown there than to a shop's classes: without this bar a third of those never shown would go in as one that was.
_SURE_NEARNESS = 0.65
# A lead in cosine over the next taught food that tells the two apart, and one that does where they look alike. Of 3,138
# looks at eleven random classes taught by one or five pictures 9 % lead by less, half of those to the wrong class; of
# the others 94 % are right. One class taught under two names is found out 57, 86 and 87 times of a hundred, by one,
# two and three pictures of each.
_TORN_LEAD, _TORN_LEAD_OF_ALIKE, _ALIKE = 0.05, 0.15, 0.65
# The second look at a thing takes in a square of this many times its longer side. Of 186 cut-outs of kitchens the
# closer look alone, or looks at one and a half times as much, named fewer right; see docs/benchmarks/photos.md.
_SURROUNDINGS = 1.25
# From this share of a picture on a box is all of it, and looked at as photos of one thing are.
_ALL_OF_IT = 0.95
# Counts up when things are looked at in another way: what was kept of the old looks is then made anew.
_WAY_OF_LOOKING = 2
# A crop of a tenth of the sides still has the pixels the network wants.
_ENOUGH_PIXELS = 8_000_000


@dataclass(frozen=True, slots=True)
class Learned:
    """Foods that a household taught. food_ids: F foods. prototypes: (F, D) float32 of unit length."""

    food_ids: tuple[str, ...]
    prototypes: np.ndarray


@dataclass(frozen=True, slots=True)
class Recalled:
    """A taught food seen again.

    confidence: 0 to 1, calibrated on classes that training held back. rival_food_id: another taught food that the item
    lies as near to; which of the two it is has to be asked. is_near: whether it looks like what was shown, and not only
    more like it than like all else. is_named: whether it is like enough to be called so, and not only offered.
    """

    food_id: str
    confidence: float
    rival_food_id: str | None = None
    is_near: bool = True
    is_named: bool = True


def directions(seen: Embedded, shipped: Head) -> np.ndarray:
    """Return (N, 2560) float32 directions of unit length: both embeddings of the first network, from their middles."""
    return directions_from(np.hstack([seen.embedding, seen.tuned[:, :EMBEDDING]]), shipped.centre)


def directions_from(embeddings: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Return (N, D) float32 directions from a middle. embeddings: (N, D), several of 1280 side by side."""
    parts = (embeddings - centre).reshape(len(embeddings), -1, EMBEDDING)
    return (unit(parts) / np.sqrt(parts.shape[1])).reshape(embeddings.shape).astype(np.float32)


def looks_version() -> str:
    """Return what names the looks of this model, seen in this way."""
    return f"{model_version()}.{_WAY_OF_LOOKING}"


def look_at(path: Path, boxes: Iterable[Box | None]) -> list[str]:
    """Return the direction of each box of a picture, packed as text; None means all of the picture.

    Boxes are in pixels of the upright original. Raises Refused for what is no picture, NotReady.
    """
    image = open_image(read_file(path), name=path.name, shrink_to_pixels=_ENOUGH_PIXELS)
    scale = image.width / image.info.get("full_size", image.size)[0]
    whole = (0, 0, *image.size)
    return [pack(_look_in(image, whole if box is None else _inside(box, image.size, scale))) for box in boxes]


def _look_in(image: Image.Image, box: Box) -> np.ndarray:
    """Return the direction (D,) of a thing in a picture. box: in its pixels."""
    if area(box) >= _ALL_OF_IT * image.width * image.height:
        views = [reading_view(image)]
    else:
        views = [whole_view(image.crop(part), size_px=PART_PX) for part in (box, _around(box, image.size))]
    return unit(directions(embedder()(np.stack(views)), head()).mean(axis=0))


def _around(box: Box, size: tuple[int, int]) -> Box:
    """Return the square that takes in the surroundings of a box, moved and cut to lie in a picture of this size."""
    side = round(_SURROUNDINGS * max(box[2] - box[0], box[3] - box[1]))
    starts, lengths = [], []
    for low, high, whole in ((box[0], box[2], size[0]), (box[1], box[3], size[1])):
        lengths.append(min(side, whole))
        starts.append(min(max((low + high - lengths[-1]) // 2, 0), whole - lengths[-1]))
    return starts[0], starts[1], starts[0] + lengths[0], starts[1] + lengths[1]


def _inside(box: Box, size: tuple[int, int], scale: float) -> Box:
    """Return a box in pixels of the shrunk picture, at least one pixel large and inside of it."""
    left, top = (min(max(round(box[edge] * scale), 0), size[edge] - 1) for edge in (0, 1))
    right, bottom = (min(max(round(box[edge] * scale), low + 1), size[edge - 2]) for edge, low in ((2, left), (3, top)))
    return left, top, right, bottom


def pack(direction: np.ndarray) -> str:
    """Return a direction as text: 8 bits a number, which moves a cosine by less than 0.005."""
    scaled = direction / max(float(np.abs(direction).max()), 1e-9)
    return base64.b64encode(np.round(scaled * _FULL_SCALE).astype(np.int8).tobytes()).decode("ascii")


def unpack(text: str) -> np.ndarray:
    """Return the direction (D,) float32 of unit length that `pack` wrote."""
    return unit(np.frombuffer(base64.b64decode(text), dtype=np.int8).astype(np.float32))


def learn(pictures: Mapping[str, list[np.ndarray]]) -> Learned | None:
    """Return what pictures teach, None for none. pictures: directions by food, oldest first."""
    taught = {food_id: shown[-NEWEST_PICTURES:] for food_id, shown in sorted(pictures.items()) if shown}
    if not taught:
        return None
    return Learned(tuple(taught), np.stack([unit(np.mean(shown, axis=0)) for shown in taught.values()]))


def recall(direction: np.ndarray, learned: Learned, shipped: Head) -> Recalled | None:
    """Return the taught food that an item is, None when a class of the model, or nothing, is nearer.

    direction: (D,) of unit length.
    """
    nearness = products(direction[None], learned.prototypes.T)[0]
    order = nearness.argsort().tolist()
    best, second = order[-1], order[-2] if len(order) > 1 else None
    known = float(products(direction[None], shipped.prototypes.T).max())
    bias, per_nearness, per_lead = (float(one) for one in shipped.taught_gate)
    lead = float(nearness[best]) - known
    confidence = 1 / (1 + float(np.exp(-(bias + per_nearness * float(nearness[best]) + per_lead * lead))))
    if confidence < shipped.taught_bar or nearness[best] < _NEAR_ENOUGH:
        return None
    rival = learned.food_ids[second] if second is not None and _are_torn(nearness, learned, best, second) else None
    is_near, is_named = (bool(nearness[best] >= bar) for bar in (_SURE_NEARNESS, _NAMED_NEARNESS))
    return Recalled(learned.food_ids[best], round(confidence, 3), rival, is_near, is_named)


def _are_torn(nearness: np.ndarray, learned: Learned, best: int, second: int) -> bool:
    are_alike = float(learned.prototypes[best] @ learned.prototypes[second]) > _ALIKE
    return float(nearness[best] - nearness[second]) < (_TORN_LEAD_OF_ALIKE if are_alike else _TORN_LEAD)
