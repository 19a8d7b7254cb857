"""What a household teaches by showing: known from the next picture on, for itself alone, until it is taken back."""

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from intake.naming import keep_own_food, name_lot
from intake.review import ReviewLine, review_documents
from intake.taking import take_in
from intake.teaching import (
    Judgement,
    ShownFood,
    accept_line,
    judge_lessons,
    judgement,
    shown_foods,
    taught_codes,
)
from intake.workplace import Workplace
from pantry.acting.accepting import Correction
from pantry.catalog.own_foods import own_food_id
from pantry.documents import original_path
from pantry.home import REPOSITORY
from pantry.household import ensure_household
from pantry.kinds.payloads import HouseholdCreated
from pantry.vocabulary import Category, DocumentKind

PACK = REPOSITORY / "samples" / "photos" / "pack.jpg"
PACK_GTIN = "09520123456788"


def draw_jar(folder: Path, colour: str, lid: str, *, seed: int) -> Path:
    """Draw a jar with a lid on a table, a little different for each seed."""
    rng = np.random.default_rng(seed)
    picture = Image.new("RGB", (380, 380), "wheat")
    draw = ImageDraw.Draw(picture)
    left, top = (int(value) for value in rng.integers(60, 110, 2))
    draw.rounded_rectangle((left, top, left + 200, top + 230), 30, fill=colour, outline="black", width=3)
    draw.rectangle((left + 10, top - 40, left + 190, top + 6), fill=lid, outline="black")
    draw.rectangle((left + 40, top + 90, left + 160, top + 170), fill="white")
    path = folder / f"{colour}-{seed}.png"
    picture.rotate(float(rng.uniform(-4, 4)), fillcolor="wheat").save(path)
    return path


def show(workplace: Workplace, path: Path) -> ReviewLine:
    """Take a photo in and return its first line in Review, whatever became of it."""
    taken = take_in(workplace, path, kind=DocumentKind.PHOTO)
    documents = review_documents(workplace, include_settled=True)
    return next(one for one in documents if one.document.sha256 == taken.sha256).lines[0]


def teach(workplace: Workplace, path: Path, food_id: str):
    return accept_line(workplace, show(workplace, path).proposal, Correction(food_id=food_id))


def proposed_food(workplace: Workplace, path: Path) -> str | None:
    return show(workplace, path).proposal.food_id


def test_one_picture_of_each_is_enough_to_tell_two_jars_apart(workplace: Workplace, tmp_path: Path) -> None:
    honey, jam = (draw_jar(tmp_path, *looks, seed=1) for looks in (("gold", "navy"), ("darkred", "white")))
    assert {proposed_food(workplace, honey), proposed_food(workplace, jam)}.isdisjoint({"honey", "jam"})
    teach(workplace, honey, "honey")
    teach(workplace, jam, "jam")
    others = {"gold": "honey", "darkred": "jam"}
    lids = {"gold": "navy", "darkred": "white"}
    seen = {
        colour: [proposed_food(workplace, draw_jar(tmp_path, colour, lids[colour], seed=seed)) for seed in (2, 3, 4)]
        for colour in others
    }
    assert seen == {colour: [food_id] * 3 for colour, food_id in others.items()}


def test_a_photo_in_which_nothing_was_seen_is_asked_about(workplace: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "grey.png"
    Image.new("RGB", (400, 400), "grey").save(path)
    taken = take_in(workplace, path, kind=DocumentKind.PHOTO)
    assert (taken.status, len(taken.accepted), len(taken.waiting)) == ("waiting", 0, 1)
    assert taken.waiting[0].food_id is None and taken.waiting[0].doubts


def test_what_one_household_taught_no_other_knows(workplace: Workplace, tmp_path: Path) -> None:
    ensure_household(workplace.journal, "next-door", HouseholdCreated(name="Next door"))
    neighbour = Workplace(workplace.home, workplace.journal, "next-door")
    teach(workplace, draw_jar(tmp_path, "gold", "navy", seed=1), "honey")
    again = draw_jar(tmp_path, "gold", "navy", seed=2)
    assert proposed_food(workplace, again) == "honey"
    assert proposed_food(neighbour, again) != "honey"


def test_undo_takes_back_the_lot_and_the_lesson(workplace: Workplace, tmp_path: Path) -> None:
    done = teach(workplace, draw_jar(tmp_path, "gold", "navy", seed=1), "honey")
    assert [lot.food_id for lot in workplace.view.lots()] == ["honey"]
    workplace.kitchen.undo(done)
    assert workplace.view.lots() == []
    assert workplace.view.taught_pictures() == ()
    assert proposed_food(workplace, draw_jar(tmp_path, "gold", "navy", seed=2)) != "honey"


def test_saying_the_same_of_a_picture_again_teaches_once(workplace: Workplace, tmp_path: Path) -> None:
    path = draw_jar(tmp_path, "gold", "navy", seed=1)
    teach(workplace, path, "honey")
    teach(workplace, path, "honey")
    assert [event.kind for event in workplace.view.facts()].count("food_taught") == 1


def test_the_last_word_about_a_picture_counts(workplace: Workplace, tmp_path: Path) -> None:
    path = draw_jar(tmp_path, "gold", "navy", seed=1)
    teach(workplace, path, "honey")
    teach(workplace, path, "jam")
    assert [picture.food_id for picture in workplace.view.taught_pictures()] == ["jam"]
    assert proposed_food(workplace, draw_jar(tmp_path, "gold", "navy", seed=2)) == "jam"


def test_one_thing_taught_under_two_names_is_asked_and_both_are_offered(workplace: Workplace, tmp_path: Path) -> None:
    for seed, food_id in ((1, "honey"), (2, "jam")):
        teach(workplace, draw_jar(tmp_path, "gold", "navy", seed=seed), food_id)
    teach(workplace, draw_jar(tmp_path, "darkred", "white", seed=1), "ketchup")
    # What is still on the shelf would be asked whether it is the same jar.
    for lot in workplace.view.lots():
        workplace.kitchen.consume(lot.lot_id)
    for seed in (3, 4, 5):
        torn = show(workplace, draw_jar(tmp_path, "gold", "navy", seed=seed)).proposal
        assert not torn.is_sure and len(torn.doubts) == 1
        assert {choice.food_id for choice in torn.choices[:2]} == {"honey", "jam"}
    clear = show(workplace, draw_jar(tmp_path, "darkred", "white", seed=2)).proposal
    assert (clear.food_id, clear.is_sure) == ("ketchup", True)


def test_a_lesson_survives_the_loss_of_everything_derived(workplace: Workplace, tmp_path: Path) -> None:
    teach(workplace, draw_jar(tmp_path, "gold", "navy", seed=1), "honey")
    again = draw_jar(tmp_path, "gold", "navy", seed=2)
    assert proposed_food(workplace, again) == "honey"
    workplace.journal.forget_readings()
    assert proposed_food(workplace, again) == "honey"


def test_a_lesson_whose_picture_is_gone_is_passed_over(workplace: Workplace, tmp_path: Path) -> None:
    taught = show(workplace, draw_jar(tmp_path, "gold", "navy", seed=1)).proposal
    accept_line(workplace, taught, Correction(food_id="honey"))
    original_path(workplace.home, taught.document_sha256).unlink()
    workplace.journal.forget_readings()
    assert proposed_food(workplace, draw_jar(tmp_path, "gold", "navy", seed=2)) != "honey"


def test_a_thing_under_its_own_name_is_known_by_its_pictures_once_its_kind_is_said(
        workplace: Workplace, tmp_path: Path) -> None:
    for seed in (1, 2):
        line = show(workplace, draw_jar(tmp_path, "gold", "navy", seed=seed))
        lot_id = accept_line(workplace, line.proposal, Correction(name="Aunt Mo's curd")).lot_ids[0]
    assert workplace.view.taught_pictures() == ()
    done = keep_own_food(workplace, lot_id, Category.PANTRY)
    own = own_food_id("Aunt Mo's curd")
    assert [picture.food_id for picture in workplace.view.taught_pictures()] == [own, own], "of both photos"
    assert proposed_food(workplace, draw_jar(tmp_path, "gold", "navy", seed=3)) == own
    workplace.kitchen.undo(done)
    assert workplace.view.taught_pictures() == ()


def test_naming_a_lot_from_a_photo_later_teaches_what_was_shown(workplace: Workplace, tmp_path: Path) -> None:
    line = show(workplace, draw_jar(tmp_path, "darkred", "white", seed=1))
    lot_id = accept_line(workplace, line.proposal, Correction(name="red stuff")).lot_ids[0]
    name_lot(workplace, lot_id, "jam")
    assert proposed_food(workplace, draw_jar(tmp_path, "darkred", "white", seed=2)) == "jam"


@pytest.mark.parametrize("is_undone", [False, True])
def test_a_code_is_known_once_a_person_confirmed_it_and_not_after_undo(workplace: Workplace, is_undone: bool) -> None:
    done = teach(workplace, PACK, "almond_milk")
    if is_undone:
        workplace.kitchen.undo(done)
    assert taught_codes(workplace) == ({} if is_undone else {PACK_GTIN: "almond_milk"})


def test_a_known_code_names_the_food_of_the_next_pack_surely(workplace: Workplace, tmp_path: Path) -> None:
    teach(workplace, PACK, "almond_milk")
    with Image.open(PACK) as pack:
        pack.crop((0, pack.height // 2, pack.width, pack.height)).save(tmp_path / "other side.jpg", quality=95)
    proposal = show(workplace, tmp_path / "other side.jpg").proposal
    assert (proposal.food_id, proposal.gtin) == ("almond_milk", PACK_GTIN)


def test_a_code_follows_the_correction_of_its_lot(workplace: Workplace) -> None:
    done = teach(workplace, PACK, "almond_milk")
    workplace.kitchen.correct(done.lot_ids[0], food_id="oat_milk")
    assert taught_codes(workplace) == {PACK_GTIN: "oat_milk"}


def test_what_the_machine_took_in_by_itself_confirms_no_code(workplace: Workplace) -> None:
    proposal = show(workplace, PACK).proposal
    workplace.kitchen.accept([proposal], by_machine=True)
    assert workplace.view.coded_purchases() != []
    assert taught_codes(workplace) == {}


def test_the_weekly_judgement_trusts_good_lessons_and_says_so_again(workplace: Workplace, tmp_path: Path) -> None:
    for seed in (1, 2):
        teach(workplace, draw_jar(tmp_path, "gold", "navy", seed=seed), "honey")
    judged = judge_lessons(workplace)
    assert (len(judged.judged), judged.left_out, judged.right) == (2, (), judged.checked)
    assert judge_lessons(workplace) == judged == judgement(workplace)


def test_a_lesson_that_was_left_out_teaches_nothing(workplace: Workplace, tmp_path: Path) -> None:
    teach(workplace, draw_jar(tmp_path, "gold", "navy", seed=1), "honey")
    judged = judge_lessons(workplace)
    (file,) = (workplace.home.models / "lessons").rglob("*.json")
    file.write_text(json.dumps(asdict(judged) | {"left_out": judged.judged}))
    assert proposed_food(workplace, draw_jar(tmp_path, "gold", "navy", seed=2)) != "honey"
    assert judge_lessons(workplace).left_out == judged.judged
    assert shown_foods(workplace) == (ShownFood("honey", pictures=1, left_out=1),)


def test_a_broken_judgement_is_made_anew(workplace: Workplace, tmp_path: Path) -> None:
    teach(workplace, draw_jar(tmp_path, "gold", "navy", seed=1), "honey")
    judged = judge_lessons(workplace)
    (file,) = (workplace.home.models / "lessons").rglob("*.json")
    file.write_text("{")
    assert judgement(workplace) == Judgement()
    assert judge_lessons(workplace) == judged
