"""From picture to network input: one plain view for reading, random views for training. numpy and Pillow only.

The network wants RGB scaled by (value - 127) / 128, channels first.
"""

import math

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

READING_PX = 288  # larger than the 256 px of training views on purpose: crops make things look larger there
# Of a part that was cut out of a photo: on 48 collages of photos that the networks had not seen no item fewer was right
# than at 288 px (126 of 160 by coarse class, 192 px: 121), at 60 % of the work.
PART_PX = 224
CROP_SHARE = 0.875
# A picture of which less than a hundredth is brighter than this was taken in the dark, whatever it shows: of 2,640
# photos of shops none lies below 139.
DARK_PEAK, FULL_PEAK, MOST_GAIN = 128, 230, 8.0


def reading_view(image: Image.Image, *, size_px: int = READING_PX) -> np.ndarray:
    """Return the plain view of a picture: short side to size / 0.875, centre crop.

    image: RGB. Returns (3, size, size) float32 in about -1 to 1.
    """
    short_px = round(size_px / CROP_SHARE)
    scale = short_px / min(image.size)
    width, height = (max(short_px, round(side * scale)) for side in image.size)
    left, top = (width - size_px) / 2, (height - size_px) / 2
    # One resampling from the crop's corners in the original: nothing outside the crop is computed.
    box = tuple(edge / scale for edge in (left, top, left + size_px, top + size_px))
    box = (max(0.0, box[0]), max(0.0, box[1]), min(image.width, box[2]), min(image.height, box[3]))
    # Of a phone's 12 megapixels a tenth of the work, and no pixel of a picture below twice the size is another.
    small = image.resize((size_px, size_px), Image.Resampling.BICUBIC, box=box, reducing_gap=3.0)
    return network_input(in_more_light(np.asarray(small)))


def whole_view(image: Image.Image, *, size_px: int) -> np.ndarray:
    """Return a picture squeezed to a square, so that nothing of a tall bottle or a wide bar is cut off.

    image: RGB. Returns (3, size, size) float32 in about -1 to 1.
    """
    small = image.resize((size_px, size_px), Image.Resampling.BICUBIC, reducing_gap=3.0)
    return network_input(in_more_light(np.asarray(small)))


def in_more_light(pixels: np.ndarray) -> np.ndarray:
    """Return a dark picture (H, W, 3) uint8 as bright as others are, as float32; any other as it is."""
    peak = float(np.percentile(pixels[::3, ::3].max(2), 99))
    if peak >= DARK_PEAK:
        return pixels
    return np.minimum(pixels * np.float32(min(FULL_PEAK / max(peak, 1.0), MOST_GAIN)), np.float32(255))


def random_view(image: Image.Image, rng: np.random.Generator, *, size_px: int) -> np.ndarray:
    """Return a view as another hand would take it: turned, cropped, mirrored, in other light.

    image: RGB. Returns (3, size, size) float32.
    """
    turned = image.rotate(rng.uniform(-20, 20), Image.Resampling.BILINEAR, fillcolor=mean_colour(image))
    view = turned.resize((size_px, size_px), Image.Resampling.BICUBIC, box=_random_box(image.size, rng))
    if rng.random() < 0.5:
        view = view.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    view = ImageEnhance.Brightness(view).enhance(rng.uniform(0.6, 1.3))
    view = ImageEnhance.Contrast(view).enhance(rng.uniform(0.7, 1.3))
    view = ImageEnhance.Color(view).enhance(rng.uniform(0.7, 1.3))
    if rng.random() < 0.15:
        view = view.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 2.0)))
    return network_input(np.asarray(view))


def _random_box(size: tuple[int, int], rng: np.random.Generator) -> tuple[float, float, float, float]:
    width, height = size
    area = width * height * rng.uniform(0.35, 1.0)
    ratio = math.exp(rng.uniform(math.log(3 / 4), math.log(4 / 3)))
    box_width, box_height = min(width, math.sqrt(area * ratio)), min(height, math.sqrt(area / ratio))
    left, top = rng.uniform(0, width - box_width), rng.uniform(0, height - box_height)
    return left, top, left + box_width, top + box_height


def mean_colour(image: Image.Image) -> tuple[int, ...]:
    """Return the mean colour of a picture, as its mode writes it."""
    return tuple(int(value) for value in np.asarray(image.resize((1, 1), Image.Resampling.BOX))[0, 0])


def network_input(pixels: np.ndarray) -> np.ndarray:
    """Return (H, W, 3) uint8 or float as the network wants it: (3, H, W) float32."""
    return (pixels.astype(np.float32).transpose(2, 0, 1) - 127.0) / 128.0
