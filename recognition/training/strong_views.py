"""Random views that change a photo much, made anew each time it is shown (training only). numpy and Pillow only.

A crop, turned and mirrored; one to three changes of light, colour, form or quality; now and then another background
around what is in the middle, or a part that is wiped out.
"""

import io
import math
from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from recognition.looks.views import mean_colour, network_input

LEAST_AREA, LEAST_BACKGROUND_AREA = 0.3, 0.1
TURNED, MIRRORED, OTHER_BACKGROUND, WIPED_OUT = 0.7, 0.5, 0.15, 0.25  # shares of the views
Rng = np.random.Generator
Change = Callable[[Image.Image, Rng], Image.Image]


def strong_view(image: Image.Image, others: Sequence[Image.Image], rng: Rng, *, size_px: int) -> np.ndarray:
    """Return a view of a photo that is changed much.

    image: RGB. others: photos to be put behind it. Returns (3, size, size) float32 in about -1 to 1.
    """
    view = _crop(image, rng, size_px, LEAST_AREA)
    for number in rng.integers(0, len(_CHANGES), rng.integers(1, 4)):
        view = _CHANGES[number](view, rng)
    if rng.random() < OTHER_BACKGROUND:
        view = _before_another(view, others, rng)
    pixels = np.asarray(view).copy()
    if rng.random() < WIPED_OUT:
        _wipe_out(pixels, rng)
    return network_input(pixels)


def _crop(image: Image.Image, rng: Rng, size_px: int, least_area: float) -> Image.Image:
    if rng.random() < TURNED:
        turned = image.rotate(rng.uniform(-25, 25), Image.Resampling.BILINEAR, fillcolor=mean_colour(image))
    else:
        turned = image
    width, height = image.size
    area, ratio = width * height * rng.uniform(least_area, 1), math.exp(rng.uniform(-0.35, 0.35))
    box_width, box_height = min(width, math.sqrt(area * ratio)), min(height, math.sqrt(area / ratio))
    left, top = rng.uniform(0, width - box_width), rng.uniform(0, height - box_height)
    view = turned.resize(
        (size_px, size_px), Image.Resampling.BICUBIC, box=(left, top, left + box_width, top + box_height),
        reducing_gap=3.0,
    )  # fmt: skip
    return view.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if rng.random() < MIRRORED else view


def _before_another(view: Image.Image, others: Sequence[Image.Image], rng: Rng) -> Image.Image:
    """Return a view of which an ellipse in the middle stays, in front of another photo or of itself turned over."""
    size_px = view.width
    behind = others[int(rng.integers(len(others)))] if rng.random() < 0.5 else view.rotate(180)
    blurred = _crop(behind, rng, size_px, LEAST_BACKGROUND_AREA).filter(ImageFilter.GaussianBlur(rng.uniform(0, 6)))
    down, across = np.mgrid[0:size_px, 0:size_px] / (size_px - 1) * 2 - 1
    from_middle = np.sqrt((across / rng.uniform(0.6, 1)) ** 2 + (down / rng.uniform(0.6, 1)) ** 2)
    stays = np.clip((1 - from_middle) / 0.15 + 0.5, 0, 1)[..., None]
    mixed = np.asarray(view) * stays + np.asarray(blurred).astype(np.float32) * (1 - stays)
    return Image.fromarray(mixed.astype(np.uint8))


def _wipe_out(pixels: np.ndarray, rng: Rng) -> None:
    size_px = len(pixels)
    height, width = (int(size_px * side) for side in rng.uniform(0.15, 0.45, 2))
    top, left = rng.integers(0, size_px - height), rng.integers(0, size_px - width)
    if rng.random() < 0.5:
        pixels[top : top + height, left : left + width] = rng.integers(0, 256, (height, width, 3))
    else:
        pixels[top : top + height, left : left + width] = pixels.mean((0, 1)).astype(np.uint8)


def _gamma(image: Image.Image, rng: Rng) -> Image.Image:
    exponent = math.exp(rng.uniform(-0.6, 0.6))
    return image.point([round(255 * (value / 255) ** exponent) for value in range(256)] * 3)


def _tint(image: Image.Image, rng: Rng) -> Image.Image:
    tinted = np.asarray(image).astype(np.float32) * rng.uniform(0.8, 1.2, 3).astype(np.float32)
    return Image.fromarray(tinted.clip(0, 255).astype(np.uint8))


def _shear(image: Image.Image, rng: Rng) -> Image.Image:
    across, down = rng.uniform(-0.2, 0.2, 2)
    side = image.size[0]
    matrix = (1, across, -across * side / 2, down, 1, -down * side / 2)
    colour = mean_colour(image)
    return image.transform(image.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=colour)


def _perspective(image: Image.Image, rng: Rng) -> Image.Image:
    side = image.size[0]
    by = rng.uniform(0, 0.15 * side, 8)
    corners = (by[0], by[1], by[2], side - by[3], side - by[4], side - by[5], side - by[6], by[7])
    return image.transform(image.size, Image.Transform.QUAD, corners, Image.Resampling.BILINEAR)


def _compressed(image: Image.Image, rng: Rng) -> Image.Image:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=int(rng.integers(15, 60)))
    return Image.open(file).convert("RGB")


def _few_pixels(image: Image.Image, rng: Rng) -> Image.Image:
    side = int(image.width * rng.uniform(0.3, 0.7))
    return image.resize((side, side), Image.Resampling.BILINEAR).resize(image.size, Image.Resampling.BILINEAR)


_CHANGES: tuple[Change, ...] = (
    lambda image, rng: ImageEnhance.Brightness(image).enhance(rng.uniform(0.4, 1.6)),
    lambda image, rng: ImageEnhance.Contrast(image).enhance(rng.uniform(0.4, 1.7)),
    lambda image, rng: ImageEnhance.Color(image).enhance(rng.uniform(0.3, 1.8)),
    _gamma,
    _tint,
    _tint,  # twice as often: lamps differ most between shops and kitchens
    _shear,
    _perspective,
    lambda image, rng: ImageOps.autocontrast(image, cutoff=rng.uniform(0, 3)),
    lambda image, rng: ImageEnhance.Sharpness(image).enhance(rng.uniform(0.2, 3)),
    lambda image, rng: image.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.8))),
    _compressed,
    _few_pixels,
)
