"""Teaching: a person's word about a photo becomes knowledge of that household, and of no other.

Only events are kept. What pictures look like to the model is derived from the originals and cached beside the
readings, under the model's version, so that a new model looks again.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from intake.reading import cached_reading
from intake.workplace import Workplace
from pantry.acting.accepting import Correction, key_of
from pantry.actions import Done
from pantry.documents import original_path
from pantry.errors import NotReady, Refused
from pantry.facts.taught import TaughtPicture, fold_codes
from pantry.ids import document_event_id
from pantry.proposals import Proposal
from pantry.vocabulary import Decision

if TYPE_CHECKING:
    from recognition.lessons import Lesson
    from recognition.reading import Box, PhotoReading
    from recognition.teaching import Learned, Recalled

LOOKS = "looks"


def accept_line(workplace: Workplace, proposal: Proposal, correction: Correction | None = None, *,
                alike: Sequence[Proposal] = ()) -> Done:
    """Put a line into stock on a person's word; of a photo, remember what was shown. One undo takes both back.

    alike: lines printed the same, for which the word counts too. The first word about a picture teaches it; saying
    the same again adds nothing.
    """
    lines = [proposal, *alike]
    corrections = {key_of(one): correction for one in lines} if correction else {}
    done = workplace.kitchen.accept(lines, corrections=corrections)
    final = correction.apply(proposal, workplace.view.own_foods()) if correction else proposal
    return _teach(workplace, _shown_in([final]), done)


def accept_lines(workplace: Workplace, proposals: Sequence[Proposal]) -> Done:
    """Put lines into stock as proposed, on a person's one word for all; each teaches as it would by itself."""
    return _teach(workplace, _shown_in(proposals), workplace.kitchen.accept(proposals))


def _shown_in(proposals: Sequence[Proposal]) -> list[TaughtPicture]:
    """Return what a person's word about lines teaches: of a photo, the part of the picture that is a food."""
    return [TaughtPicture(one.food_id, one.document_sha256, one.box)
            for one in proposals if one.is_from_photo and one.food_id]


def teach_from_lots(workplace: Workplace, lot_ids: Sequence[str], food_id: str, done: Done) -> Done:
    """Teach what the photos show that lots came from, when their food is said later; one undo with what was done."""
    from_photos = {lot_id for lot_id in lot_ids if _is_photo(workplace, workplace.view.lot(lot_id).document_sha256)}
    if not from_photos:
        return done
    # The part of the picture that a lot was, which a person may have drawn, stands in the journal alone.
    bought = workplace.journal.read(household_id=workplace.household_id, kinds=["lot_acquired"])
    shown = [
        TaughtPicture.of(food_id, event.payload["document_sha256"], event.payload.get("box"))
        for event in bought if event.event_id in from_photos
    ]
    return _teach(workplace, shown, done)


def _is_photo(workplace: Workplace, sha256: str | None) -> bool:
    read = cached_reading(workplace, sha256) if sha256 else None
    return read is not None and read.photo is not None


def _teach(workplace: Workplace, shown: Sequence[TaughtPicture], done: Done) -> Done:
    """Teach pictures that are not known yet, and return what was done with it."""
    known = workplace.view.taught_pictures()
    fresh = [one for one in shown if one not in known]
    taught = [workplace.kitchen.teach_picture(one.food_id, one.sha256, one.box) for one in fresh]
    return replace(done, event_ids=(*done.event_ids, *(one for word in taught for one in word.event_ids)))


def taught_codes(workplace: Workplace) -> dict[str, str]:
    """Return the food behind each product code (14 digits) that a person of this household confirmed."""
    view = workplace.view
    unconfirmed = {
        document_event_id(
            workplace.household_id, said["document_sha256"], f"lot:{said['line_key']}",
            occurrence=said.get("occurrence", 0), part=said.get("part", 0),
        )
        for said in (event.payload for event in view.facts() if event.kind == "line_reviewed")
        if said.get("by_machine") and said["decision"] == Decision.ACCEPTED
    }
    return fold_codes(view.coded_purchases(), unconfirmed=frozenset(unconfirmed - view.corrected_lots()))


def recalled_items(workplace: Workplace, reading: "PhotoReading") -> "dict[int, Recalled]":
    """Return the items of a photo (by number, from 1) that this household taught, with their food.

    A photo in which nothing was seen counts as one item. Empty for a household that taught nothing: then no picture
    is opened. A picture whose original is gone, or a missing model, teaches and recalls nothing.
    """
    from recognition.classify import head
    from recognition.teaching import looks_version, recall, unpack

    pictures = workplace.view.taught_pictures()
    left_out = judgement(workplace).left_out if pictures else ()
    # Photos by the hundred ask for it one after the other.
    learned = workplace.kept.get(
        "learned", (pictures, left_out, looks_version()), lambda: _learned(workplace, set(left_out)))
    if learned is None:
        return {}
    boxes_seen = dict(enumerate([item.box for item in reading.items] or [None], start=1))
    looks = _looks(workplace, reading.sha256, list(boxes_seen.values()))
    found = {number: recall(unpack(looks[box]), learned, head()) for number, box in boxes_seen.items() if box in looks}
    return {number: one for number, one in found.items() if one is not None}


def _learned(workplace: Workplace, left_out: set[str]) -> "Learned | None":
    """Return what the household's lessons teach, without those the last judgement left out; None for nothing."""
    from recognition.teaching import learn

    shown = defaultdict(list)
    for lesson in lessons(workplace):
        if lesson.key not in left_out:
            shown[lesson.food_id].append(lesson.direction)
    return learn(shown)


def lessons(workplace: Workplace) -> "list[Lesson]":
    """Return what this household taught by pictures, oldest first, as the model sees it."""
    from recognition.lessons import Lesson
    from recognition.teaching import unpack

    taught = workplace.view.taught_pictures()
    boxes_of = defaultdict(list)
    for picture in taught:
        boxes_of[picture.sha256].append(picture.box)
    looks_of = {sha256: _looks(workplace, sha256, boxes) for sha256, boxes in boxes_of.items()}
    return [
        Lesson(_key(picture), picture.food_id, unpack(look))
        for picture in taught
        if (look := looks_of[picture.sha256].get(picture.box)) is not None
    ]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the last weekly judgement said of a household's lessons, by key. right: of checked."""

    judged: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    right: int = 0
    checked: int = 0


def judgement(workplace: Workplace) -> Judgement:
    """Return the last judgement of this household's lessons by this model, an empty one before the first."""
    try:
        stored = json.loads(_judgement_file(workplace).read_text(encoding="utf-8"))
        return Judgement(tuple(stored["judged"]), tuple(stored["left_out"]), stored["right"], stored["checked"])
    except (OSError, ValueError, KeyError, TypeError):
        return Judgement()  # derived: what is missing or broken is judged anew


@dataclass(frozen=True, slots=True)
class ShownFood:
    """A food that a household taught by pictures. left_out: of them, because with them others were recognised worse."""

    food_id: str
    pictures: int
    left_out: int


def shown_foods(workplace: Workplace) -> tuple[ShownFood, ...]:
    """Return the foods this household taught by pictures, by their id; no picture is opened."""
    taught = workplace.view.taught_pictures()
    left_out = set(judgement(workplace).left_out) if taught else set()
    pictures = Counter(picture.food_id for picture in taught)
    unused = Counter(picture.food_id for picture in taught if _key(picture) in left_out)
    return tuple(ShownFood(food_id, number, unused[food_id]) for food_id, number in sorted(pictures.items()))


def judge_lessons(workplace: Workplace) -> Judgement:
    """Fold in what was taught since the last judgement; lessons that make the check set worse are left out."""
    from recognition.classify import head
    from recognition.lessons import judge

    workplace.view.refresh()
    before, taught = judgement(workplace), lessons(workplace)
    trusted = [one for one in taught if one.key in before.judged and one.key not in before.left_out]
    found = judge(trusted, [one for one in taught if one.key not in before.judged], head())
    keys = {one.key for one in taught}
    left_out = (*(key for key in before.left_out if key in keys), *found.left_out)
    after = Judgement(tuple(one.key for one in taught), left_out, found.right, found.checked)
    file = _judgement_file(workplace)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps(asdict(after)), encoding="utf-8")
    unfinished.replace(file)
    return after


def _judgement_file(workplace: Workplace) -> Path:
    from recognition.teaching import looks_version

    return workplace.home.models / "lessons" / looks_version() / f"{workplace.household_id}.json"


def _looks(workplace: Workplace, sha256: str, boxes: "list[Box | None]") -> "dict[Box | None, str]":
    """Return what boxes of a picture look like to the model, from the cache or its original."""
    from recognition.teaching import look_at, looks_version

    version = looks_version()
    cached = workplace.journal.reading(sha256, LOOKS, version) or {}
    missing = [box for box in dict.fromkeys(boxes) if _name(box) not in cached]
    if missing:
        try:
            seen = look_at(original_path(workplace.home, sha256), missing)
        except (Refused, NotReady):
            seen = []
        cached |= {_name(box): look for box, look in zip(missing, seen, strict=False)}
        if seen:
            workplace.journal.keep_reading(sha256, LOOKS, version, cached)
    return {box: cached[_name(box)] for box in boxes if _name(box) in cached}


def _key(picture: TaughtPicture) -> str:
    return f"{picture.sha256}:{_name(picture.box)}:{picture.food_id}"


def _name(box: "Box | None") -> str:
    return "all" if box is None else ",".join(str(edge) for edge in box)
