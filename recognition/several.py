"""Several things in one photo: each located, looked at alone, and equal ones counted together."""

from dataclasses import replace

import numpy as np
from PIL import Image

from recognition.classify import Guess, classify, coarse_name
from recognition.embedder import embedder
from recognition.locate import locate
from recognition.reading import Box, PhotoItem, around
from recognition.views import PART_PX, reading_view

# From this share of a photo on a part is the thing that the photo is of.
MAIN_SHARE = 0.45
# From this confidence on a photo that shows a known class as a whole is not searched for more. On 150 photos that the
# networks had not seen, parts were then looked at in 2.7 % instead of 4.7 %; of 48 drawn pictures of several things one
# more was taken for one.
WHOLE_BAR = 0.8
# A part beside it speaks of a second kind from this confidence on.
CLEAR_BAR = 0.8


def items_apart(image: Image.Image, whole: Guess, *, threads: int) -> list[PhotoItem]:
    """Return the items of a photo that shows several kinds of things, surest first; empty when it shows one.

    whole: what the photo as a whole looks like; where that is clear, nobody looks for more. Boxes are in pixels of the
    picture. Every item is one to look at: confidence is calibrated on whole photos, not on cut-outs.
    """
    is_clear = whole.class_name is not None and whole.confidence >= WHOLE_BAR
    if is_clear or not whole.needs_review:
        return []
    boxes = [box for box, _ in locate(image, threads=threads)]
    if len(boxes) < 2:
        return []
    views = np.stack([reading_view(image.crop(box), size_px=PART_PX) for box in boxes])
    seen = [
        (guess, box)
        for guess, box in zip(classify(embedder(threads)(views)), boxes, strict=True)
        if guess.verdict != "no_grocery"
    ]
    largest = max(area(box) for box in boxes) / (image.width * image.height)
    if is_one_kind(whole, [guess for guess, _ in seen], largest):
        return []
    counted = count_equal([item_of(guess, box, is_part=True) for guess, box in seen])
    return sorted(counted, key=lambda item: -item.confidence)


def area(box: Box) -> int:
    """Return the area of a box in pixels."""
    return (box[2] - box[0]) * (box[3] - box[1])


def item_of(guess: Guess, box: Box, *, is_part: bool = False) -> PhotoItem:
    """Return what a guess says of a box as an item of one piece; a part of a photo always needs a look."""
    return PhotoItem(
        food_id=guess.food_id,
        label=guess.label,
        class_name=guess.class_name,
        class_level=guess.class_level,
        confidence=guess.confidence,
        box=box,
        count=1,
        alternatives=guess.alternatives,
        needs_review=guess.needs_review or is_part,
    )


def is_one_kind(whole: Guess, parts: list[Guess], largest: float) -> bool:
    """Return whether the parts of a photo are one kind of food: a crate, a bunch, a shelf of one carton.

    largest: share of the photo that its largest part fills. Where that is most of it, and the whole is a known
    class, only a part that clearly shows another kind speaks against it: what lies beside the thing in front, cut off
    by the edge, is seldom recognised.
    """
    if len(parts) < 2:
        return True
    if whole.class_name is not None and largest >= MAIN_SHARE:
        return {coarse_name(part) for part in parts if part.confidence >= CLEAR_BAR} <= {coarse_name(whole), None}
    return len({coarse_name(part) for part in parts}) == 1


def count_equal(items: list[PhotoItem]) -> list[PhotoItem]:
    """Return one item for each known class, with the number of its pieces and a box around them all.

    Its confidence is that of its surest piece. What is no known class stays apart.
    """
    counted: list[PhotoItem] = []
    place: dict[str, int] = {}
    for item in sorted(items, key=lambda one: -one.confidence):
        if item.class_name is None or item.class_name not in place:
            if item.class_name is not None:
                place[item.class_name] = len(counted)
            counted.append(item)
            continue
        first = counted[place[item.class_name]]
        box = around(first.box, item.box) if first.box and item.box else None
        counted[place[item.class_name]] = replace(first, count=first.count + 1, box=box)
    return counted

