"""Several things in one photo: each located, looked at alone, and equal ones counted together."""

from dataclasses import replace

import numpy as np
from PIL import Image

from recognition.classify import MAX_ALTERNATIVES, Guess, classify, coarse_name
from recognition.looks.embedder import embedder
from recognition.looks.locate import locate
from recognition.looks.views import PART_PX, reading_view
from recognition.reading import NOTHING_SEEN, Alternative, Box, PhotoItem, area, around

# From this share of a photo on a part is the thing that the photo is of.
MAIN_SHARE = 0.45
# From this confidence on a photo that shows a known class as a whole is clear.
WHOLE_BAR = 0.8
# A part beside it speaks of a second kind from this confidence on.
CLEAR_BAR = 0.8


def items_apart(image: Image.Image, whole: Guess, *, threads: int) -> list[PhotoItem]:
    """Return the items of a photo whose things lie apart, surest first; empty where the photo as a whole says more.

    whole: what the photo as a whole looks like. Boxes are in pixels of the picture. Every item is one to look at:
    confidence is calibrated on whole photos, not on cut-outs, and pieces may be miscounted.
    """
    boxes = [box for box, _ in locate(image, threads=threads)]
    largest = max((area(box) for box in boxes), default=0) / (image.width * image.height)
    is_apart, is_alone = largest < MAIN_SHARE, len(boxes) < 2
    if not boxes or (is_alone and (whole.class_name is not None or not is_apart)):
        return []
    views = np.stack([reading_view(image.crop(box), size_px=PART_PX) for box in boxes])
    seen = [
        (guess, box)
        for guess, box in zip(classify(embedder(threads)(views)), boxes, strict=True)
        if guess.verdict != "no_grocery"
    ]
    if is_told_by_whole(whole, [guess for guess, _ in seen], is_apart=is_apart):
        is_missed = is_apart and whole.verdict == "no_grocery"
        return [unnamed_item(guess, box) for guess, box in seen] if is_missed else []
    counted = count_equal([item_of(guess, box, is_part=True) for guess, box in seen])
    return sorted(counted, key=lambda item: -item.confidence)


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


def unnamed_item(guess: Guess, box: Box) -> PhotoItem:
    """Return an item for a thing in a picture that as a whole shows no grocery: something to be named, with guesses."""
    named = Alternative(guess.food_id, guess.label, guess.class_name, guess.confidence)
    others = guess.alternatives if guess.food_id is None else (named, *guess.alternatives)
    return replace(NOTHING_SEEN, box=box, alternatives=others[:MAX_ALTERNATIVES])


def is_clear(whole: Guess) -> bool:
    """Return whether a photo as a whole surely is of a known class, whatever else lies in it."""
    return whole.class_name is not None and (whole.confidence >= WHOLE_BAR or not whole.needs_review)


def is_told_by_whole(whole: Guess, parts: list[Guess], *, is_apart: bool) -> bool:
    """Return whether the photo as a whole says more than its parts: a crate, a bunch, a shelf of one carton.

    is_apart: whether no part fills most of the photo. Where one does, and the whole is a known class, only a part that
    clearly shows another kind speaks against it: what lies beside the thing in front, cut off by the edge, is seldom
    recognised. The same where the whole is clear: three lemons and a pear look like lemons. Where both is so, the part
    must be sure. Pieces of one kind that lie apart are counted if the whole looks like them; if it does not, one of
    them must be sure: of strange goods on counters a cut-out looks like a known carton more often than the whole does.
    """
    kinds = {coarse_name(part) for part in parts}
    if whole.class_name is not None and (is_clear(whole) or not is_apart):
        must_be_sure = is_clear(whole) and not is_apart
        speaking = [part for part in parts if part.confidence >= CLEAR_BAR and not (must_be_sure and part.needs_review)]
        clear = {coarse_name(part) for part in speaking} - {None}
        is_counted = is_apart and len(parts) > 1 and kinds == {coarse_name(whole)}
        return not is_counted and clear <= {coarse_name(whole)}
    if len(kinds) > 1:
        return False
    return not is_apart or all(part.needs_review for part in parts)


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

