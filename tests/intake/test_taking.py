"""A file comes in: from bytes to stock, twice, undone, and refused."""

import hashlib
import io
import os
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from intake.inbox import take_in_file, waiting_files
from intake.rebuild import reread_documents
from intake.review import acceptance_record, review_documents
from intake.same_purchase import same_purchase, settle_as_same
from intake.taking import Taken, take_in
from intake.workplace import Workplace
from pantry.acting.accepting import Correction, key_of
from pantry.documents import original_path
from pantry.home import REPOSITORY
from pantry.kinds.payloads import HouseholdChanged
from pantry.media import MAX_BYTES
from pantry.proposals import Proposal
from pantry.vocabulary import DateKind, DocumentKind, Origin, Place
from recognition.reading import PhotoItem, PhotoReading, PrintedDate
from samples.demo_documents import dated
from samples.render_receipts import ENGLISH_SUPERMARKET, write_pdf

RECEIPT = REPOSITORY / "samples" / "receipts" / "greenleaf_grocers.pdf"


def test_a_receipt_becomes_stock_and_questions(workplace: Workplace) -> None:
    taken = take_in(workplace, RECEIPT)
    assert taken.status == "waiting"
    assert taken.kind is DocumentKind.RECEIPT
    lots = workplace.view.lots()
    assert len(lots) == len(taken.accepted) > 0
    assert {lot.document_sha256 for lot in lots} == {taken.sha256}
    (review,) = review_documents(workplace)
    assert len(review.waiting) == len(taken.waiting) > 0
    assert original_path(workplace.home, taken.sha256).read_bytes() == RECEIPT.read_bytes()


@pytest.mark.parametrize(("bar_permille", "accepted"), [(900, 1), (1000, 0)])
def test_who_wants_to_be_asked_always_is_asked_even_about_what_they_taught(
    workplace: Workplace, bar_permille: int, accepted: int
) -> None:
    workplace.kitchen.change_settings(HouseholdChanged(accept_bar_permille=bar_permille))
    workplace.kitchen.teach_alias("XQZV BRMPF", "butter")
    day = workplace.view.household().today(workplace.journal.clock())
    text = f"FRISCHMARKT\n{'XQZV BRMPF':<27}1,00 B\nSUMME EUR                  1,00\n{day:%d.%m.%Y} 00:01\n"
    taken = take_in(workplace, text.encode(), name="receipt.txt", kind=DocumentKind.RECEIPT)
    assert (len(taken.accepted), len(taken.waiting)) == (accepted, 1 - accepted)


def test_what_was_put_away_by_hand_that_day_is_asked_about_once_and_no_other_line(workplace: Workplace) -> None:
    workplace.kitchen.change_settings(HouseholdChanged(language="de"))
    workplace.kitchen.teach_alias("XQZV BRMPF", "butter")
    workplace.kitchen.teach_alias("XQZV BROTT", "bread")
    day = workplace.view.household().today(workplace.journal.clock())
    workplace.kitchen.acquire(food_id="butter", quantity=Decimal(250), unit="g", place=Place.FRIDGE)
    workplace.kitchen.acquire(food_id="bread", quantity=Decimal(1), unit="loaf", place=Place.CUPBOARD,
                              purchased_on=day - timedelta(days=3))
    lines = "\n".join(f"{name:<27}1,00 B" for name in ("XQZV BRMPF", "XQZV BROTT"))
    text = f"FRISCHMARKT\n{lines}\n{'XQZV BRMPF':<27}1,00 B\nSUMME EUR                  3,00\n{day:%d.%m.%Y} 00:01\n"
    taken = take_in(workplace, text.encode(), name="receipt.txt", kind=DocumentKind.RECEIPT)
    assert [line.food_id for line in taken.accepted] == ["bread", "butter"]
    [asked] = taken.waiting
    assert asked.food_id == "butter" and asked.doubts == ("liegt seit dem Tag schon im Regal: derselbe Kauf?",)


@pytest.mark.parametrize(("currency", "noted"), [("EUR", 249), ("CHF", None)])
def test_the_same_purchase_gets_the_price_of_the_households_own_money_only(
        workplace: Workplace, currency: str, noted: int | None) -> None:
    lot_id = workplace.kitchen.acquire(food_id="butter", quantity=Decimal(250), unit="g", place=Place.FRIDGE).lot_ids[0]
    proposal = Proposal("ab" * 32, 1, "butter", "BUTTER", "butter", is_food=True, confidence=0.9, is_sure=False,
                        food_id="butter", price_minor=249, currency=currency,
                        purchased_on=workplace.view.lot(lot_id).purchased_on)
    lot = same_purchase(proposal, workplace.view.lots())
    assert lot is not None and lot.lot_id == lot_id
    done = settle_as_same(workplace, proposal, lot)
    workplace.view.refresh()
    assert workplace.view.lot(lot_id).price_minor == noted and len(workplace.view.lots()) == 1
    workplace.kitchen.undo(done)
    workplace.view.refresh()
    assert workplace.view.lot(lot_id).price_minor is None


def same_lots(workplace: Workplace, sha256: str) -> list[str]:
    """Return the lots that lines of a document are said to tell of again."""
    said = (event.payload for event in workplace.view.facts() if event.kind == "line_reviewed")
    return [one["same_lot_id"] for one in said if one["document_sha256"] == sha256 and one.get("same_lot_id")]


def test_a_thing_left_out_first_and_then_called_the_same_purchase_says_so(workplace: Workplace) -> None:
    lot_id = workplace.kitchen.acquire(food_id="butter", quantity=Decimal(250), unit="g", place=Place.FRIDGE).lot_ids[0]
    proposal = Proposal("ab" * 32, 1, "butter", "BUTTER", "butter", is_food=True, confidence=0.9, is_sure=False,
                        food_id="butter")
    workplace.kitchen.undo(workplace.kitchen.set_aside([proposal]))
    settle_as_same(workplace, proposal, workplace.view.lot(lot_id))
    assert same_lots(workplace, "ab" * 32) == [lot_id]


def test_a_photo_of_what_a_receipt_or_another_photo_told_already_is_asked_about(
        workplace: Workplace, tmp_path: Path) -> None:
    day = workplace.view.household().today(workplace.journal.clock())
    workplace.kitchen.acquire(food_id="carrot", quantity=Decimal(1), unit="kg", place=Place.FRIDGE, price_minor=129,
                              purchased_on=day)
    workplace.kitchen.acquire(food_id="leek", quantity=Decimal(1), unit="piece", place=Place.FRIDGE,
                              purchased_on=day - timedelta(days=3))
    date_of_pack = PrintedDate("9.2.2026", ("2026-02-09",), "use_by", False, 0.95)
    seen = {name: PhotoItem(name, name, name, "fine", 0.99, (0, 0, 64, 64), 1, (), needs_review=False)
            for name in ("carrot", "leek")}

    def give(number: int, name: str, *dates: PrintedDate) -> Taken:
        content = io.BytesIO()
        Image.new("RGB", (64, 64), (number, 0, 0)).save(content, "PNG")
        sha256 = hashlib.sha256(content.getvalue()).hexdigest()
        reading = PhotoReading("p.png", sha256, "groceries", (seen[name],), (), dates, "engine", "1", 1, ())
        workplace.journal.keep_reading(sha256, DocumentKind.PHOTO, "1", reading.to_json())
        return take_in(workplace, content.getvalue(), name="p.png", kind=DocumentKind.PHOTO)

    assert give(1, "leek").status == "in", "three days ago was another shop"
    again, told = give(2, "leek"), give(3, "carrot", date_of_pack)
    assert [taken.status for taken in (again, told)] == ["waiting", "waiting"]
    [proposal] = told.waiting
    lot = same_purchase(proposal, workplace.view.lots())
    assert lot is not None and lot.food_id == "carrot"
    done = settle_as_same(workplace, proposal, lot)
    noted = workplace.view.lot(lot.lot_id)
    assert (noted.expires_on, noted.date_kind, noted.price_minor) == (date(2026, 2, 9), DateKind.USE_BY, 129)
    assert sum(one.food_id == "carrot" for one in workplace.view.lots()) == 1
    assert same_lots(workplace, told.sha256) == [lot.lot_id]
    workplace.kitchen.undo(done)
    assert same_lots(workplace, told.sha256) == []
    assert workplace.view.lot(lot.lot_id).expires_on is None


def test_a_kind_of_picture_that_is_not_read_is_named(workplace: Workplace) -> None:
    taken = take_in(workplace, b"\xff\x0a\xfa\x1f" + bytes(100), name="IMG_1.jxl")
    assert (taken.status, taken.code) == ("rejected", "E-DOC-014")
    assert taken.reason is not None and "JPEG XL" in taken.reason


@pytest.mark.parametrize(("names", "code"), [
    (("IMG_1.jpg", "album/IMG_2.HEIC"), "E-DOC-013"), (("soup.html", "soup.jpg"), "E-REC-001"),
])
def test_an_archive_of_pictures_says_what_to_do(workplace: Workplace, names: tuple[str, ...], code: str) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, b"<html></html>")
    taken = take_in(workplace, content.getvalue(), name="album.zip")
    assert (taken.status, taken.code) == ("rejected", code)
    assert original_path(workplace.home, taken.sha256).exists()


def test_the_same_file_again_adds_nothing_and_says_so(workplace: Workplace) -> None:
    first = take_in(workplace, RECEIPT)
    seq = workplace.journal.max_seq()
    again = take_in(workplace, RECEIPT.read_bytes(), name="copy.pdf")
    assert again.status == "repeat"
    assert again.sha256 == first.sha256
    assert workplace.journal.max_seq() == seq


def test_what_a_person_took_back_stays_back_when_the_file_comes_again(workplace: Workplace) -> None:
    taken = take_in(workplace, RECEIPT)
    assert taken.done is not None
    workplace.kitchen.undo(taken.done)
    assert workplace.view.lots() == []
    take_in(workplace, RECEIPT)
    assert workplace.view.lots() == []


def test_accepting_a_corrected_line_makes_the_corrected_lot(workplace: Workplace) -> None:
    take_in(workplace, RECEIPT)
    (review,) = review_documents(workplace)
    line = review.waiting[0]
    correction = Correction(food_id="spinach")
    workplace.kitchen.accept([line.proposal], corrections={key_of(line.proposal): correction})
    (review,) = review_documents(workplace, include_settled=True)
    settled = next(one for one in review.lines if key_of(one.proposal) == key_of(line.proposal))
    assert settled.state == "corrected"
    assert settled.lot_id is not None
    assert workplace.view.lot(settled.lot_id).food_id == "spinach"


def test_review_is_the_same_after_every_reading_was_forgotten(workplace: Workplace) -> None:
    take_in(workplace, RECEIPT)
    before = review_documents(workplace)
    assert workplace.journal.forget_readings() == 1
    assert reread_documents(workplace.home, workplace.journal) == 1
    assert [one.lines for one in review_documents(workplace)] == [one.lines for one in before]


def test_a_line_set_aside_is_not_asked_again(workplace: Workplace) -> None:
    take_in(workplace, RECEIPT)
    (review,) = review_documents(workplace)
    workplace.kitchen.set_aside([line.proposal for line in review.waiting], is_food=False)
    assert review_documents(workplace) == []


def test_the_promise_counts_lines_taken_and_lines_corrected(workplace: Workplace) -> None:
    taken = take_in(workplace, RECEIPT)
    assert acceptance_record(workplace) == (len(taken.accepted), 0)
    workplace.kitchen.correct(workplace.view.lots()[0].lot_id, food_id="spinach")
    assert acceptance_record(workplace) == (len(taken.accepted), 1)


def test_every_bad_file_is_refused_with_a_reason_and_the_batch_goes_on(workplace: Workplace, tmp_path: Path) -> None:
    files = bad_files(tmp_path)
    for path in [*files, RECEIPT]:
        take_in(workplace, path, origin=Origin.COMMAND)
    rejected = {one.name: one for one in workplace.view.rejected()}
    assert set(rejected) == {path.name for path in files}
    assert all(one.reason and one.code.startswith("E-") for one in rejected.values())
    assert not rejected["huge.jpg"].is_kept
    for name in ("text.jpg", "cut.jpg", "bomb.png", "no_recipe.html", "settings.toml"):
        assert original_path(workplace.home, rejected[name].sha256).exists(), name
    assert workplace.view.lots()


def bad_files(folder: Path) -> list[Path]:
    """Write the files that no reader may choke on."""
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "text.jpg").write_text("MILK 1.29\nTOTAL 1.29\n")
    picture = folder / "whole.jpg"
    Image.effect_noise((400, 400), 80).save(picture)
    (folder / "cut.jpg").write_bytes(picture.read_bytes()[: picture.stat().st_size // 2])
    picture.unlink()
    Image.new("1", (30_000, 30_000)).save(folder / "bomb.png")
    with (folder / "huge.jpg").open("wb") as huge:
        huge.write(b"\xff\xd8\xff")
        huge.truncate(8 * MAX_BYTES)
    (folder / "settings.toml").write_text("[project]\nname = 'tuna'\nrequires = 'python'\n")
    (folder / "no_recipe.html").write_text("<html><body><p>Closed on Mondays.</p></body></html>")
    (folder / "unreadable").mkdir()
    names = (
        "empty.pdf", "text.jpg", "cut.jpg", "bomb.png", "huge.jpg", "no_recipe.html", "settings.toml", "unreadable",
    )
    return [folder / name for name in names]


def test_the_inbox_waits_until_a_file_is_whole_and_clears_what_it_took(workplace: Workplace) -> None:
    folder = workplace.home.inbox / "home"
    folder.mkdir(parents=True)
    growing, settled, bad = folder / "growing.pdf", folder / "settled.pdf", folder / "bad.jpg"
    for path in (growing, settled):
        path.write_bytes(RECEIPT.read_bytes())
    bad.write_text("no picture")
    for path in (settled, bad):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    files = waiting_files(workplace.home)
    assert [file.path for file in files] == [bad, settled]
    assert [take_in_file(workplace, file).status for file in files] == ["rejected", "waiting"]
    assert sorted(path.name for path in folder.iterdir()) == ["growing.pdf", "refused"]
    assert (folder / "refused" / "bad.jpg").exists()


def test_the_same_receipt_as_another_file_is_linked_and_counted_once(workplace: Workplace) -> None:
    first = take_in(workplace, RECEIPT)
    lots = workplace.view.lots()
    picture = take_in(workplace, RECEIPT.with_suffix(".webp"), kind=DocumentKind.RECEIPT)
    assert picture.status == "repeat"
    assert workplace.view.lots() == lots
    linked = {document.sha256: document.repeats for document in workplace.view.documents()}
    assert linked == {first.sha256: None, picture.sha256: first.sha256}
    assert len(review_documents(workplace)) == 1


@pytest.mark.shared_data
def test_a_real_receipt_reaches_the_pantry(workplace: Workplace, shared_data: Path) -> None:
    receipt = shared_data / "receipts" / "german" / "de-aldi-16052020-15-01416.jpg"
    taken = take_in(workplace, receipt, kind=DocumentKind.RECEIPT)
    assert len(taken.accepted) + len(taken.waiting) >= 10


def test_a_receipt_of_years_ago_waits_with_its_age_as_the_reason(workplace: Workplace, tmp_path: Path) -> None:
    write_pdf(dated(ENGLISH_SUPERMARKET, date(2020, 1, 27)), tmp_path / "old.pdf")
    taken = take_in(workplace, tmp_path / "old.pdf")
    assert taken.accepted == ()
    assert workplace.view.lots() == []
    (review,) = review_documents(workplace)
    assert {line.proposal.doubts[0] for line in review.waiting} == {"bought 6 years ago: still there?"}
    sure = [line.proposal for line in review.waiting if len(line.proposal.doubts) == 1]
    assert len(sure) >= 3
    workplace.kitchen.accept(sure)
    assert len(workplace.view.lots()) == len(sure)


@pytest.mark.parametrize(("name", "text", "titles"), [
    ("late supper.txt", "Boil 200 g pasta. Fry two onions in butter. Mix it all and serve.", ("Late supper",)),
    ("nudeln.md", "250 g Nudeln kochen. Zwei Zwiebeln in Butter braten. Alles mischen.", ("Nudeln",)),
    ("a.txt", "Scones\n\n200 g flour\n50 g butter\n\nRub the butter into the flour and bake for twelve minutes.\n",
     ("Scones",)),
])
def test_a_recipe_told_in_a_text_file_is_taken_in(
    workplace: Workplace, name: str, text: str, titles: tuple[str, ...],
) -> None:
    taken = take_in(workplace, text.encode(), name=name)
    assert (taken.status, taken.kind, taken.titles) == ("in", DocumentKind.RECIPE, titles)
    letter = take_in(workplace, b"Dear Anna, thank you for the 2 jars of jam. See you in May.", name=name)
    assert (letter.status, letter.code) == ("rejected", "E-DOC-012")


def test_a_recipe_written_as_text_or_table_is_no_receipt(workplace: Workplace, tmp_path: Path) -> None:
    (tmp_path / "soup.md").write_text("# Soup\n\n## Ingredients\n- 1 leek\n- 2 carrots\n\n## Method\nSimmer.\n")
    (tmp_path / "all.csv").write_text("title,ingredients,directions\nTea,1 bag tea,Brew.\n")
    taken = [take_in(workplace, tmp_path / name) for name in ("soup.md", "all.csv")]
    assert [(one.status, one.kind, one.titles) for one in taken] == [
        ("in", DocumentKind.RECIPE, ("Soup",)), ("in", DocumentKind.RECIPE, ("Tea",))]


def test_the_bad_parts_of_an_export_are_named_and_its_recipes_kept(workplace: Workplace) -> None:
    export = b'[{"name": "Tea", "ingredients": "1 bag tea", "directions": "Brew."}, {"name": "Empty"}]'
    taken = take_in(workplace, export, name="all.json")
    assert (taken.status, taken.titles) == ("in", ("Tea",))
    assert [(part.name, part.code) for part in taken.passed_over] == [("Empty", "E-REC-001")]
