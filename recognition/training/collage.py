"""Pictures of several things, drawn from photos of one: to train the locator and to measure it. numpy and Pillow.

No set of groceries on kitchen counters with boxes has a licence that allows training, so they are put together:
whole photos as tiles, their middles cut out with soft edges, and shop pictures cut out along their white
surroundings, on plain, graded or blurred grounds.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from recognition.reading import Box

MOST_ITEMS = 6
CANVAS_PX = (448, 448)
_SMALLEST, _LARGEST = 0.26, 0.52  # side of an item as a share of the canvas
_TRIES = 40
_MOST_OVERLAP_PX = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A photo to put in. label: what it shows. is_cut_out: on white, to be cut out along its edge."""

    picture: Image.Image
    label: int
    is_cut_out: bool = False


@dataclass(frozen=True, slots=True)
class Collage:
    """A drawn picture. boxes: of each item, in pixels, in the order of labels."""

    picture: Image.Image
    boxes: tuple[Box, ...]
    labels: tuple[int, ...]


def draw_collage(pieces: list[Piece], ground: Image.Image | None, rng: np.random.Generator) -> Collage:
    """Put one to six pieces on a ground, apart from each other; a piece that finds no room is left out.

    ground: a picture to blur as the ground, None for a plain or graded one.
    """
    canvas = _ground(ground, rng)
    boxes: list[Box] = []
    labels = []
    for piece in pieces[:MOST_ITEMS]:
        cut, mask = _cut(piece, rng)
        share = rng.uniform(_SMALLEST, _LARGEST if len(pieces) < 4 else 0.4)
        scale = share * CANVAS_PX[0] / max(cut.size)
        size = (max(8, round(cut.width * scale)), max(8, round(cut.height * scale)))
        box = _free_place(size, boxes, rng)
        if box is None:
            continue
        canvas.paste(cut.resize(size, Image.Resampling.BICUBIC), box[:2], mask.resize(size, Image.Resampling.BILINEAR))
        boxes.append(box)
        labels.append(piece.label)
    return Collage(_in_some_light(canvas, rng), tuple(boxes), tuple(labels))


def draw_tiles(pieces: list[Piece], rng: np.random.Generator) -> Collage:
    """Lay two to six photos edge to edge, as people put pictures together."""
    columns = 2 if len(pieces) <= 4 else 3
    rows = -(-len(pieces) // columns)
    width, height = CANVAS_PX[0] // columns, CANVAS_PX[1] // rows
    canvas = _ground(None, rng)
    boxes: list[Box] = []
    for number, piece in enumerate(pieces):
        left, top = (number % columns) * width, (number // columns) * height
        canvas.paste(_filled(piece.picture, width, height), (left, top))
        boxes.append((left, top, left + width, top + height))
    return Collage(_in_some_light(canvas, rng), tuple(boxes), tuple(piece.label for piece in pieces))


def _ground(ground: Image.Image | None, rng: np.random.Generator) -> Image.Image:
    if ground is not None:
        blurred = ground.resize((64, 64)).filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 3)))
        return blurred.resize(CANVAS_PX, Image.Resampling.BICUBIC)
    first, second = rng.integers(20, 245, (2, 3))
    if rng.random() < 0.4:
        second = first
    slope = np.linspace(0, 1, CANVAS_PX[1])[:, None, None]
    graded = np.broadcast_to(first * (1 - slope) + second * slope, (CANVAS_PX[1], CANVAS_PX[0], 3))
    noise = rng.normal(0, rng.uniform(0, 12), (CANVAS_PX[1] // 4, CANVAS_PX[0] // 4, 1))
    grain = np.repeat(np.repeat(noise, 4, 0), 4, 1)
    return Image.fromarray((graded + grain).clip(0, 255).astype(np.uint8))


def _cut(piece: Piece, rng: np.random.Generator) -> tuple[Image.Image, Image.Image]:
    """Return a piece and its mask: along its edge, as a tile, or with soft round edges."""
    picture = piece.picture
    if piece.is_cut_out:
        return _along_its_edge(picture)
    inset = rng.uniform(0.0, 0.12)
    left, top = round(picture.width * inset), round(picture.height * inset)
    picture = picture.crop((left, top, picture.width - left, picture.height - top))
    mask = Image.new("L", picture.size, 255)
    if rng.random() < 0.6:
        mask = Image.new("L", picture.size, 0)
        edge = round(0.02 * picture.width)
        shape = (edge, edge, picture.width - edge - 1, picture.height - edge - 1)
        draw = ImageDraw.Draw(mask)
        if rng.random() < 0.5:
            draw.ellipse(shape, fill=255)
        else:
            draw.rounded_rectangle(shape, round(rng.uniform(0.1, 0.4) * picture.width), fill=255)
        mask = mask.filter(ImageFilter.GaussianBlur(rng.uniform(1, 6)))
    return picture, mask


def _along_its_edge(picture: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Return a shop picture and the mask of what is not its white surroundings, cropped to that."""
    darkness = ImageChops.invert(picture.convert("L")).point(lambda value: 255 if value > 14 else 0)
    mask = darkness.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MinFilter(5))
    edges = mask.getbbox() or (0, 0, *picture.size)
    return picture.crop(edges), mask.crop(edges).filter(ImageFilter.GaussianBlur(0.7))


def _filled(picture: Image.Image, width: int, height: int) -> Image.Image:
    """Return the middle of a picture that fills width and height."""
    scale = max(width / picture.width, height / picture.height)
    crop_width, crop_height = width / scale, height / scale
    left, top = (picture.width - crop_width) / 2, (picture.height - crop_height) / 2
    box = (left, top, left + crop_width, top + crop_height)
    return picture.resize((width, height), Image.Resampling.BICUBIC, box=box)


def _free_place(size: tuple[int, int], taken: list[Box], rng: np.random.Generator) -> Box | None:
    width, height = size
    if width >= CANVAS_PX[0] or height >= CANVAS_PX[1]:
        return None
    for _ in range(_TRIES):
        left, top = int(rng.integers(0, CANVAS_PX[0] - width)), int(rng.integers(0, CANVAS_PX[1] - height))
        box = (left, top, left + width, top + height)
        if all(_apart(box, other) for other in taken):
            return box
    return None


def _apart(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across <= _MOST_OVERLAP_PX or down <= _MOST_OVERLAP_PX


def _in_some_light(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    picture = ImageEnhance.Brightness(picture).enhance(rng.uniform(0.7, 1.2))
    return ImageEnhance.Color(picture).enhance(rng.uniform(0.8, 1.2))
