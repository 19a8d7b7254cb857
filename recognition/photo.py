"""From the path of a photo to its reading: what it shows, its barcodes, its printed dates."""

import hashlib
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image

from pantry.errors import NotReady, Refused
from pantry.media import open_image, read_file
from pantry.memory import give_back_freed_memory
from recognition.classify import Guess, classify
from recognition.combining import dates_of, items_of, verdict_of
from recognition.looks.embedder import embedder, model_version
from recognition.looks.views import reading_view
from recognition.packs.barcodes import read_barcodes, search_barcodes
from recognition.packs.pack_text import PackText, read_pack
from recognition.reading import NOTHING_SEEN, Barcode, Box, PhotoItem, PhotoReading, PrintedDate
from recognition.several import item_of, items_apart

Found = TypeVar("Found", PhotoItem, Barcode, PrintedDate)

ENGINE = "efficientnet-lite2+lite0"
# Print on a pack that fills a smaller picture has letters of a few pixels; reading it would only cost time.
TEXT_MIN_SIDE_PX = 400
# Codes and print of a pack are legible at 12 megapixels; four times as many would cost 2 GB and 8 seconds. Sensors "of
# 12 megapixels" give up to 4,080 x 3,072 pixels, which are taken as they are.
MAX_READ_PIXELS = 12_600_000
# A label from the shop's scale is legible here; at 12 megapixels looking for one on fruit took half of all the time.
LABEL_PX = 2048
# Beside a picture of this size what the network freed is given back before codes and print are looked for, which take
# hundreds of milliseconds there; it costs some 30 each time.
LARGE_PIXELS = 4_000_000
# A picture that is one colour shows nothing, whatever the network sees in it.
MIN_SIDE_PX, MIN_CONTRAST = 32, 4.0


@dataclass(frozen=True, slots=True)
class Looks:
    """What a photo shows before its print is read, so that whoever decides by the looks need not look twice.

    size: width and height of the upright picture, at most 12.6 megapixels; boxes are in its pixels. scale: pixels of
    the original for each of its own. print_bgr: the picture as readers of print take it, None where there is none to
    read. guess: of the photo as a whole, None where it shows nothing. apart: the items of a photo that shows several
    kinds of things. elapsed_ms: what looking, and reading print, took. text: what is printed, None before it was read
    and where nothing could be.
    """

    path: str
    sha256: str
    size: tuple[int, int]
    scale: float
    print_bgr: np.ndarray | None
    guess: Guess | None
    barcodes: tuple[Barcode, ...]
    apart: tuple[PhotoItem, ...]
    elapsed_ms: float
    text: PackText | None = None
    warnings: tuple[str, ...] = ()


def recognise(path: Path | str, *, read_text: bool = True, threads: int = 2) -> PhotoReading:
    """Recognise what a photo shows.

    path: a picture of at most 25 MB and 50 megapixels. read_text: also read the print on packs, where there
    may be some. threads: of the network, which is loaded once a process for each number.
    Raises Refused for what is no picture or not to be taken, NotReady when the model is missing.
    """
    return reading_of(read_print(look(path, may_read_text=read_text, threads=threads)))


def look(path: Path | str, *, may_read_text: bool = True, threads: int = 2) -> Looks:
    """Look at a photo without reading its print. may_read_text: whether that may come next. Raises as `recognise`."""
    started = time.perf_counter()
    path = Path(path)
    content = read_file(path)
    image = open_image(content, name=path.name, shrink_to_pixels=round(0.95 * MAX_READ_PIXELS))
    full_size = image.info.get("full_size", image.size)
    image = _shrunk(image)
    guess = _guess_at(image, threads)
    barcodes, apart = _codes_and_items(image, guess, threads)
    return Looks(
        path=str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        size=image.size,
        scale=full_size[0] / image.width,
        print_bgr=_pixels(image) if may_read_text and _may_carry_print(image, guess, barcodes) else None,
        guess=guess,
        barcodes=tuple(barcodes),
        apart=tuple(apart),
        elapsed_ms=(time.perf_counter() - started) * 1000,
    )


def read_print(seen: Looks) -> Looks:
    """Return the looks of a photo with what is printed in it, where there may be print, and without its pixels.

    They are 36 MB of a phone's photo, and the catalog may be loaded next. Without a reader of print a warning says so.
    """
    if seen.print_bgr is None:
        return seen
    started = time.perf_counter()
    _make_room_beside(seen.size)
    text, warnings = None, seen.warnings
    try:
        text = read_pack(seen.print_bgr, today=_reading_day())
    except NotReady as missing:
        warnings = (*warnings, f"The print was not read: {missing}")
    elapsed_ms = seen.elapsed_ms + (time.perf_counter() - started) * 1000
    return replace(seen, print_bgr=None, text=text, warnings=warnings, elapsed_ms=elapsed_ms)


def reading_of(seen: Looks) -> PhotoReading:
    """Return the reading of a photo that was looked at, and whose print was read (`read_print`) or left alone."""
    started = time.perf_counter()
    if seen.text is not None:
        _make_room_beside(seen.size)  # what is printed may be looked up, and the catalog be loaded for it
    items = _those_that_say_more(seen.apart, items_of(seen.guess, seen.text, seen.barcodes, (0, 0, *seen.size)))
    return PhotoReading(
        path=seen.path,
        sha256=seen.sha256,
        verdict=verdict_of(items, seen.barcodes, seen.guess),
        items=tuple(_at_full_size(item, seen.scale) for item in items),
        barcodes=tuple(_at_full_size(code, seen.scale) for code in seen.barcodes),
        dates=tuple(_at_full_size(found, seen.scale) for found in dates_of(seen.barcodes, seen.text)),
        engine=ENGINE,
        version=model_version(),
        elapsed_ms=round(seen.elapsed_ms + (time.perf_counter() - started) * 1000),
        warnings=seen.warnings,
    )


def _those_that_say_more(apart: tuple[PhotoItem, ...], whole: tuple[PhotoItem, ...]) -> tuple[PhotoItem, ...]:
    """Return the items that lie apart, but for things without a name where the print of the whole has one."""
    is_named_by_whole = any(item.food_id for item in whole) and not any(item.food_id for item in apart)
    return apart if apart and not is_named_by_whole else whole


def look_in_box(path: Path | str, box: Box, *, threads: int = 2) -> PhotoItem:
    """Return what one part of a photo shows, as an item to look at: for a thing that was missed and is pointed at.

    box: x0 y0 x1 y1 in pixels of the upright original; what lies outside of it is left away. Raises Refused for what
    is no picture and for a box that holds none of it (E-PHOTO-001), NotReady when the model is missing.
    """
    path = Path(path)
    image = open_image(read_file(path), name=path.name, shrink_to_pixels=round(0.95 * MAX_READ_PIXELS))
    width, height = image.info.get("full_size", image.size)
    inside = (max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3]))
    scale = image.width / width
    cut = tuple(round(edge * scale) for edge in inside)
    if cut[2] <= cut[0] or cut[3] <= cut[1]:
        raise Refused("E-PHOTO-001", "The box lies outside of the picture, or holds less than a pixel of it.")
    part = image.crop(cut)
    guess = _guess_at(part, threads)
    if guess is None or guess.verdict == "no_grocery":
        return replace(NOTHING_SEEN, box=inside)
    return item_of(guess, inside, is_part=True)


def _shrunk(image: Image.Image) -> Image.Image:
    """Return the picture with at most 12.6 megapixels."""
    share = (MAX_READ_PIXELS / (image.width * image.height)) ** 0.5
    if share >= 1:
        return image
    return image.resize((round(image.width * share), round(image.height * share)), Image.Resampling.BOX)


def _at_full_size(found: Found, scale: float) -> Found:
    """Return an item, code or date with its box in pixels of the original."""
    if found.box is None or scale == 1:
        return found
    x0, y0, x1, y1 = (round(edge * scale) for edge in found.box)
    return replace(found, box=(x0, y0, x1, y1))


def _guess_at(image: Image.Image, threads: int) -> Guess | None:
    """Return what the picture looks like, None for one that shows nothing."""
    if min(image.size) < MIN_SIDE_PX or _contrast(image) < MIN_CONTRAST:
        return None
    return classify(embedder(threads)(reading_view(image)[None]))[0]


def _contrast(image: Image.Image) -> float:
    """Return the standard deviation of the values of a picture's pixels, of some hundred times as many."""
    shorter = image.resize((min(image.width, 128), min(image.height, 128)), Image.Resampling.NEAREST)
    return float(np.asarray(shorter).std())


def _codes_and_items(
    image: Image.Image, guess: Guess | None, threads: int
) -> tuple[list[Barcode], list[PhotoItem]]:
    """Return the codes of a picture, and where it has none the items of one that shows several things."""
    if guess is None:
        return read_barcodes(image), []
    longest_px = LABEL_PX if _is_surely_loose(guess) else None
    if longest_px is None:
        _make_room_beside(image.size)
    codes = read_barcodes(image, is_thorough=False, longest_px=longest_px)
    if codes:
        return codes, []
    # A picture of fruit needs no second, enlarged look for codes: it would take longer than all else.
    if guess.verdict == "groceries":
        return [], items_apart(image, guess, threads=threads)
    # Both take long where nobody knows what is seen, and neither fills the cores: side by side.
    with ThreadPoolExecutor(max_workers=1) as beside:
        searched = beside.submit(search_barcodes, image)
        apart = items_apart(image, guess, threads=threads)
        found = searched.result()
    return found, [] if found else apart


def _may_carry_print(image: Image.Image, guess: Guess | None, barcodes: list[Barcode]) -> bool:
    """Return whether there may be legible print: not on fruit that was surely recognised."""
    is_fruit = guess is not None and _is_surely_loose(guess) and not barcodes
    return guess is not None and not is_fruit and min(image.size) >= TEXT_MIN_SIDE_PX


def _pixels(image: Image.Image) -> np.ndarray:
    """Return the picture as readers of print take it: three quarters of what it takes as Pillow keeps it."""
    from ocr.pages.images import bgr_of

    _make_room_beside(image.size)
    return bgr_of(image)


def _make_room_beside(size: tuple[int, int]) -> None:
    """Give back what was freed before a step that takes much memory, if the picture of this size itself takes much."""
    if size[0] * size[1] >= LARGE_PIXELS:
        give_back_freed_memory()


def _is_surely_loose(guess: Guess) -> bool:
    """Return whether fruit or vegetables were surely recognised, which carry no print and seldom a label."""
    return guess.is_loose and guess.unasked is not None


def _reading_day() -> date:
    """Return today, which only bounds the years a printed date may have."""
    return date.today()  # noqa: DTZ011
