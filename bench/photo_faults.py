"""What photos do that went wrong: pictures of nothing, formats few people use, and good photos spoilt on the way."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance

from pantry.errors import Refused
from recognition.photo import recognise
from recognition.reading import PhotoReading

Spoil = Callable[[Image.Image], Image.Image]
# Photos of known classes, spoilt: the class must not be answered wrongly and surely.
SPOILT: dict[str, Spoil] = {
    "as taken": lambda photo: photo,
    "turned by 90 degrees": lambda photo: photo.transpose(Image.Transpose.ROTATE_90),
    "motion blur of 15 pixels": lambda photo: _moved(photo, 15),
    "a quarter of the light": lambda photo: ImageEnhance.Brightness(photo).enhance(0.25),
    "twice the light": lambda photo: ImageEnhance.Brightness(photo).enhance(2.0),
    "its middle half": lambda photo: photo.crop(
        (photo.width // 4, photo.height // 4, 3 * photo.width // 4, 3 * photo.height // 4)
    ),
    "64 pixels wide": lambda photo: photo.resize((64, round(64 * photo.height / photo.width))),
}


def bench_faults(photos: list[tuple[Path, tuple[str, str]]]) -> dict[str, Any]:
    """Read pictures of nothing and spoilt photos. photos: files with their fine and coarse class."""
    with tempfile.TemporaryDirectory() as folder:
        drawn = {path.stem: _outcome(path) for path in _pictures_of_nothing(Path(folder))}
        formats = {path.name: _outcome(path) for path in _formats(photos[0][0], Path(folder))}
        spoilt = {name: _spoilt(photos, spoil, Path(folder) / "spoilt.png") for name, spoil in SPOILT.items()}
    return {"pictures_of_nothing": drawn, "formats": formats, "spoilt_photos": spoilt}


def _outcome(path: Path) -> str:
    try:
        reading = recognise(path, read_text=False)
    except Refused as refusal:
        return f"refused, {refusal.code}"
    best = reading.items[0] if reading.items else None
    words = f"{reading.verdict}: {best.label} {best.confidence:.2f}" if best else reading.verdict
    return words + (", sure" if _is_sure(reading) else "")


def _is_sure(reading: PhotoReading) -> bool:
    return any(not item.needs_review for item in reading.items)


def _spoilt(photos: list[tuple[Path, tuple[str, str]]], spoil: Spoil, file: Path) -> dict[str, int]:
    counts = dict.fromkeys(("photos", "right", "refused_as_strange", "sure", "sure_wrong"), 0)
    for path, names in photos:
        spoil(Image.open(path).convert("RGB")).save(file)
        reading = recognise(file, read_text=False)
        is_right = bool(reading.items) and reading.items[0].class_name in names
        counts["photos"] += 1
        counts["right"] += is_right
        counts["refused_as_strange"] += reading.verdict != "groceries"
        counts["sure"] += _is_sure(reading)
        counts["sure_wrong"] += _is_sure(reading) and not is_right
    return counts


def _pictures_of_nothing(folder: Path) -> list[Path]:
    rng = np.random.default_rng(5)
    screen = Image.new("RGB", (720, 1280), "white")
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, 720, 90), "#20639b")
    for row in range(30):
        pen.text((30, 120 + 36 * row), "Minutes of the meeting, item by item, as agreed", "black")
    face = Image.new("RGB", (400, 400), "skyblue")
    pen = ImageDraw.Draw(face)
    pen.ellipse((90, 60, 310, 340), "bisque", "black", 4)
    for x in (150, 230):
        pen.ellipse((x, 150, x + 24, 174), "black")
    pen.arc((150, 210, 250, 290), 20, 160, "black", 5)
    pictures = {
        "black frame": Image.new("RGB", (1024, 768)), "white frame": Image.new("RGB", (1024, 768), "white"),
        "one pixel": Image.new("RGB", (1, 1), "green"), "a screen": screen, "a drawn face": face,
        "noise": Image.fromarray(rng.integers(0, 255, (400, 400, 3), dtype=np.uint8)),
        "panorama of 100 megapixels": Image.new("L", (25_000, 4_000), 90),
    }  # fmt: skip
    for name, picture in pictures.items():
        picture.save(folder / f"{name}.png")
    return [folder / f"{name}.png" for name in pictures]


def _formats(photo: Path, folder: Path) -> list[Path]:
    image = Image.open(photo).convert("RGB")
    deep = np.asarray(image.convert("L"), dtype=np.uint16) * 257
    image.convert("CMYK").save(folder / "cmyk.jpg")
    Image.fromarray(deep).save(folder / "grey of 16 bits.png")
    image.save(folder / "animated.gif", save_all=True, append_images=[image.rotate(5)])
    image.convert("P").save(folder / "palette.png")
    return [folder / name for name in ("cmyk.jpg", "grey of 16 bits.png", "animated.gif", "palette.png")]


def _moved(photo: Image.Image, length_px: int) -> Image.Image:
    table = np.asarray(photo, dtype=np.float32)
    return Image.fromarray(np.mean([np.roll(table, step, axis=1) for step in range(length_px)], 0).astype(np.uint8))
