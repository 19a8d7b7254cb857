"""Photos end to end: the drawn pack anywhere, shop photos where they are, and everything that is no photo."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.pages.images import bgr_of
from pantry.errors import NotReady, Refused
from pantry.foods import catalog
from pantry.home import REPOSITORY
from recognition.classify import Guess, head, imagenet_groceries, labels
from recognition.photo import Looks, look, read_print, reading_of, recognise
from recognition.reading import NOTHING_SEEN, PhotoReading, Verdict
from recognition.resolve import resolve

PACK = REPOSITORY / "samples" / "photos" / "pack.jpg"
PACK_WIDTH = 1200


def text_reader_is_installed() -> bool:
    from ocr.engines.choice import engine

    try:
        engine()
    except NotReady:
        return False
    return True


needs_text_reader = pytest.mark.skipif(not text_reader_is_installed(), reason="the OCR models are not set up")


@needs_text_reader
def test_the_drawn_pack_gives_its_code_its_date_and_its_food() -> None:
    reading = recognise(PACK)
    assert [code.gtin for code in reading.barcodes] == ["09520123456788"]
    assert [(found.iso, found.kind, found.is_ambiguous) for found in reading.dates] == [
        (("2026-12-24",), "best_before", False)
    ]
    assert (reading.verdict, reading.items[0].food_id) == ("groceries", "oat_milk")
    (proposal,) = resolve(reading, catalog=catalog(), taught={}, bar=0.9, today=date(2026, 11, 22))
    assert proposal.expires_on == date(2026, 12, 24)
    assert not proposal.is_sure  # print alone may be a brand or a flavour


def printed_page(*lines: str) -> Image.Image:
    """Draw lines of large print."""
    page = Image.new("RGB", (760, 480), (236, 228, 210))
    font = ImageFont.load_default(64)
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((40, 40 + 120 * number), line, font=font, fill=(30, 30, 30))
    return page


def looks_like(verdict: Verdict, food_id: str | None, label: str, page: Image.Image) -> Looks:
    guess = Guess(verdict, food_id, label, label if food_id else None, "fine" if food_id else None, 0.6, (), True)
    return Looks("p.jpg", "0" * 64, page.size, 1.0, bgr_of(page), guess, (), (), 1.0)


@needs_text_reader
def test_the_pixels_of_a_photo_are_let_go_once_its_print_is_read() -> None:
    """They are 36 MB of a phone's photo, and the catalog, which is loaded next, takes twice as much."""
    read = read_print(looks_like("groceries", "milk", "Milk", printed_page("Chocolate", "BEST BEFORE 24.12.2027")))
    assert read.print_bgr is None
    assert read.text is not None and read.text.dates


@needs_text_reader
def test_a_pack_that_looks_like_one_food_and_names_another_is_one_item_with_its_date() -> None:
    page = printed_page("Chocolate", "BEST BEFORE 24.12.2027")
    seen = looks_like("groceries", "milk", "Milk", page)
    reading = reading_of(read_print(seen))
    (item,) = reading.items
    assert (item.food_id, item.alternatives[0].food_id, item.needs_review) == ("chocolate", "milk", True)
    (proposal,) = resolve(reading, catalog=catalog(), taught={}, bar=0.9, today=date(2026, 11, 22))
    assert proposal.expires_on == date(2027, 12, 24)


@needs_text_reader
@pytest.mark.parametrize(("line", "food_id"), [("BEST BEFORE 24.12.2027", "chocolate"), ("Berlin 24.12.2027", None)])
def test_print_names_what_looks_like_no_grocery_only_beside_the_words_of_a_pack(line: str, food_id: str | None) -> None:
    seen = looks_like("no_grocery", None, "Unknown food", printed_page("Chocolate", line))
    reading = reading_of(read_print(seen))
    assert [item.food_id for item in reading.items] == ([food_id] if food_id else [])
    assert reading.verdict == ("unknown_grocery" if food_id else "no_grocery")


@needs_text_reader
@pytest.mark.parametrize(("apart", "food_id"), [(None, "chocolate"), ("milk", "milk")])
def test_print_names_what_lies_in_a_photo_unless_its_looks_did(apart: str | None, food_id: str) -> None:
    seen = looks_like("no_grocery", None, "Unknown food", printed_page("Chocolate", "BEST BEFORE 24.12.2027"))
    seen = replace(seen, apart=(replace(NOTHING_SEEN, food_id=apart, box=(40, 40, 400, 400)),))
    reading = reading_of(read_print(seen))
    assert [item.food_id for item in reading.items] == [food_id]


def test_without_the_print_the_drawn_pack_is_a_grocery_nobody_knows() -> None:
    reading = recognise(PACK, read_text=False)
    assert reading.verdict == "unknown_grocery"
    assert reading.dates == ()
    assert all(item.needs_review for item in reading.items)


def test_a_reading_names_the_file_and_survives_json() -> None:
    reading = recognise(PACK, read_text=False)
    assert reading.path == str(PACK)
    assert PhotoReading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


def test_a_code_alone_asks_which_food_it_is(tmp_path: Path) -> None:
    import zxingcpp

    code = zxingcpp.create_barcode("9520123456788", zxingcpp.BarcodeFormat.EAN13)
    bars = Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(code, scale=2)))
    bars.convert("RGB").save(tmp_path / "code.png")
    reading = recognise(tmp_path / "code.png")
    assert (reading.verdict, reading.barcodes[0].gtin) == ("unknown_grocery", "09520123456788")
    assert [(item.food_id, item.needs_review) for item in reading.items] == [(None, True)]


def test_two_codes_in_one_picture_are_two_things(tmp_path: Path) -> None:
    import zxingcpp

    picture = Image.new("L", (900, 500), 230)
    for left, digits in ((40, "9520123456788"), (480, "4006381333931")):
        code = zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.EAN13)
        picture.paste(Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(code, scale=3))), (left, 160))
    picture.convert("RGB").save(tmp_path / "two.png")
    reading = recognise(tmp_path / "two.png", read_text=False)
    codes = {code.gtin: code.box for code in reading.barcodes}
    assert set(codes) == {"09520123456788", "04006381333931"}
    assert len(reading.items) == 2 and reading.items[1].box == reading.barcodes[1].box
    taught = {"09520123456788": "oat_milk", "04006381333931": "butter"}
    proposals = resolve(reading, catalog=catalog(), taught=taught, bar=0.9, today=date(2026, 11, 22))
    assert {one.food_id for one in proposals} == {"oat_milk", "butter"}


def test_boxes_are_in_pixels_of_the_original_however_large_it_is(tmp_path: Path) -> None:
    with Image.open(PACK) as pack:
        large = pack.resize((pack.width * 4, pack.height * 4), Image.Resampling.BICUBIC)
    large.save(tmp_path / "large.jpg", quality=80)
    small, read = (recognise(path, read_text=False).barcodes[0] for path in (PACK, tmp_path / "large.jpg"))
    assert small.value == read.value
    assert small.box is not None and read.box is not None
    assert np.abs(np.array(read.box) / 4 - np.array(small.box)).max() < 0.02 * PACK_WIDTH


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_a_phones_photo_of_12_megapixels_takes_less_than_300_megabytes(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(PACK) as pack:
        pack.resize((4032, 3024), Image.Resampling.BICUBIC).save(tmp_path / "phone.jpg", exif=exif)
    script = (
        f"from recognition.photo import recognise; recognise({str(tmp_path / 'phone.jpg')!r}, read_text=False); "
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert int(run.stdout) / 1024 < 300


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_the_print_of_a_phones_photo_is_read_in_less_than_380_megabytes(tmp_path: Path) -> None:
    with Image.open(PACK) as pack:
        pack.resize((4032, 3024), Image.Resampling.BICUBIC).save(tmp_path / "phone.jpg")
    script = (
        f"from recognition.photo import recognise; read = recognise({str(tmp_path / 'phone.jpg')!r}); "
        "print(len(read.dates), open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    dates, peak_kb = run.stdout.split()
    assert int(dates) > 0, "the print was read"
    assert int(peak_kb) / 1024 < 380


@pytest.mark.parametrize("size", [(4032, 3024), (4080, 3072)])
def test_a_photo_of_a_sensor_of_12_megapixels_keeps_its_pixels(size: tuple[int, int], tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken upright: the camera says to turn it
    Image.new("RGB", size, (90, 120, 60)).save(tmp_path / "phone.jpg", exif=exif)
    seen = look(tmp_path / "phone.jpg")
    assert (seen.size, seen.scale) == (size[::-1], 1)


def test_every_class_has_a_food_of_the_catalog() -> None:
    shipped = head()
    classes = {("fine", name) for name in shipped.fine} | {("coarse", name) for name in shipped.coarse}
    assert classes == set(labels())
    foods = [label.food_id for label in (*labels().values(), *filter(None, imagenet_groceries().values()))]
    assert [food_id for food_id in foods if catalog().get(food_id) is None] == []


def pictures_that_show_nothing(folder: Path) -> dict[str, Path]:
    """Draw pictures a person may send by mistake."""
    rng = np.random.default_rng(3)
    noise = rng.integers(0, 255, (300, 400, 3), dtype=np.uint8)
    grey = np.linspace(0, 65535, 300 * 400).reshape(300, 400).astype(np.uint16)
    text = Image.new("RGB", (360, 360), "white")
    pictures = {
        "black frame.jpg": Image.new("RGB", (640, 480)),
        "one pixel.png": Image.new("RGB", (1, 1), "red"),
        "a line.png": Image.new("RGB", (2000, 2), "green"),
        "noise.jpg": Image.fromarray(noise),
        "cmyk.jpg": Image.fromarray(noise).convert("CMYK"),
        "sixteen bit.png": Image.fromarray(grey),
        "blank page.png": text,
        "transparent.png": Image.new("RGBA", (300, 300), (0, 0, 0, 0)),
    }
    for name, picture in pictures.items():
        picture.save(folder / name)
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("navy", "white")]
    frames[0].save(folder / "animated.gif", save_all=True, append_images=frames[1:])
    return {path.name: path for path in sorted(folder.iterdir())}


def test_pictures_that_show_nothing_never_get_a_sure_answer(tmp_path: Path) -> None:
    for name, path in pictures_that_show_nothing(tmp_path).items():
        reading = recognise(path)
        assert reading.verdict == "no_grocery", name
        assert reading.items == (), name


def bad_files(folder: Path) -> dict[str, tuple[Path, str]]:
    """Write files that are no picture or a broken one, each with the code it is refused by."""
    contents = {
        "empty.jpg": (b"", "E-DOC-001"),
        "text.jpg": (b"Milk 1.19\n", "E-DOC-004"),
        "photo.jxl": (b"\x00\x00\x00\x0cJXL \r\n\x87\n" + bytes(100), "E-DOC-014"),
        "program.bin": (b"\x7fELF" + bytes(200), "E-DOC-003"),
        "truncated.jpg": (PACK.read_bytes()[:20_000], "E-DOC-005"),
        "a head alone.png": (b"\x89PNG\r\n\x1a\n", "E-DOC-005"),
    }
    for name, (content, _) in contents.items():
        (folder / name).write_bytes(content)
    Image.new("1", (30_000, 30_000)).save(folder / "bomb.png")
    files = {name: (folder / name, code) for name, (_, code) in contents.items()}
    return files | {"bomb.png": (folder / "bomb.png", "E-DOC-006"), "a folder": (folder, "E-DOC-007")}


def test_what_is_no_picture_is_refused_with_a_reason(tmp_path: Path) -> None:
    for name, (path, code) in bad_files(tmp_path).items():
        with pytest.raises(Refused) as refusal:
            recognise(path)
        assert refusal.value.code == code, name
        assert len(refusal.value.reason) > 10, name
        assert "object at" not in refusal.value.reason, name


def test_run_time_loads_no_training_library() -> None:
    script = (
        "import sys; from recognition.photo import recognise; "
        f"recognise({str(PACK)!r}, read_text=False); "
        "print([name for name in ('torch', 'sklearn', 'scipy', 'pandas', 'paddleocr') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_shipped_model_fits_its_budget_and_holds_no_pickles() -> None:
    weights = REPOSITORY / "recognition" / "weights"
    assert sum(file.stat().st_size for file in weights.iterdir()) <= 25_000_000
    with np.load(weights / "head.npz", allow_pickle=False) as stored:
        assert all(stored[name].dtype != object for name in stored.files)


@pytest.mark.shared_data
def test_shop_photos_the_model_never_trained_on_are_recognised(shared_data: Path) -> None:
    folder = shared_data / "photos" / "grocery"
    with (folder / "classes.csv").open(encoding="utf-8", newline="") as file:
        classes = {row["fine_id"]: row for row in csv.DictReader(file)}
    lines = (folder / "val.txt").read_text(encoding="utf-8").splitlines()[::8]
    right = sure_wrong = 0
    for line in lines:
        path, fine_id, _ = line.split(",")
        reading = recognise(folder / "images" / path)
        best = reading.items[0] if reading.items else None
        is_right = best is not None and best.class_name in (
            classes[fine_id]["fine_name"], classes[fine_id]["coarse_name"],
        )  # fmt: skip
        right += is_right
        sure_wrong += best is not None and not best.needs_review and not is_right
    assert right >= 0.7 * len(lines)
    assert sure_wrong <= 0.1 * len(lines)


@pytest.mark.shared_data
def test_pictures_without_groceries_never_get_a_sure_answer(shared_data: Path) -> None:
    folder = shared_data / "photos" / "negatives"
    labelled = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    readings = {one["file"]: recognise(folder / one["file"]) for one in labelled[1::4]}
    assert [name for name, reading in readings.items() if any(not item.needs_review for item in reading.items)] == []
    refused = sum(reading.verdict == "no_grocery" for reading in readings.values())
    assert refused >= 0.7 * len(readings)
