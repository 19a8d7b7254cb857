"""Most lines are read by the quick recogniser alone, what it doubts by a careful one too; and what they learn from."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.engines import Engine, ThoroughEngine
from ocr.line_reading import LineReading, log_likelihood
from ocr.quick_recogniser import SURE, CarefulRecogniser, likelier
from ocr.recogniser import Recogniser
from ocr.recogniser_lines import Line, load_lines, merge_text, save_lines
from samples.render_receipts import FONTS

TEXT = "BUTTER MILDGESÄUERT 2,39 €"


def printed(text: str) -> np.ndarray:
    """Return a line of text as a picture, black on white."""
    font = ImageFont.truetype(str(FONTS / "DejaVuSansMono.ttf"), 36)
    image = Image.new("RGB", (round(font.getlength(text)) + 16, 48), "white")
    ImageDraw.Draw(image).text((8, 2), text, fill="black", font=font)
    return np.asarray(image)


def corners_of(picture: np.ndarray) -> np.ndarray:
    height, width = picture.shape[:2]
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)


def reading_of(frames: list[dict[str, float]], text: str, confidence: float = 0.9) -> LineReading:
    """Return a reading whose network holds the characters of each frame for so likely, the rest for nothing ("")."""
    characters = sorted({character for frame in frames for character in frame} - {""})
    classes = {character: number for number, character in enumerate(characters, start=1)}
    posterior = np.zeros((len(frames), len(classes) + 1))
    for row, frame in zip(posterior, frames, strict=True):
        for character, likely in frame.items():
            row[classes.get(character, 0)] = likely
        row[0] += 1 - row.sum()
    return LineReading(text, confidence, posterior, classes)


class Asked:
    """Stands for a larger recogniser: is sure of what it reads and counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def read_line(self, _: np.ndarray) -> LineReading:
        self.times += 1
        return reading_of([{character: 1.0} for character in "once more"], "once more", 0.5)


def never_needed() -> Recogniser:
    raise AssertionError("the recogniser of all scripts was loaded for Latin letters")


@pytest.fixture
def careful(onnx_engine: Engine) -> tuple[CarefulRecogniser, Asked]:
    """Return the shipped quick recogniser with a careful one that counts."""
    shipped: CarefulRecogniser = onnx_engine.recogniser  # type: ignore[attr-defined]
    asked = Asked()
    return CarefulRecogniser(shipped.quick, asked, never_needed), asked  # type: ignore[arg-type]


def test_a_clear_line_is_read_once(careful: tuple[CarefulRecogniser, Asked]) -> None:
    reader, asked = careful
    picture = printed(TEXT)
    text, confidence = reader.read(picture, corners_of(picture))
    assert text.replace(" ", "") == TEXT.replace(" ", "")
    assert confidence >= SURE
    assert asked.times == 0


def test_what_is_hard_to_read_is_read_again(careful: tuple[CarefulRecogniser, Asked]) -> None:
    reader, asked = careful
    noise = np.random.default_rng(0).integers(0, 255, (48, 400, 3), np.uint8)
    assert reader.read(noise, corners_of(noise)) == ("once more", 0.5)
    assert asked.times == 1


def test_print_of_any_kind_is_read_by_the_larger_recogniser_alone(
    onnx_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped: CarefulRecogniser = onnx_engine.recogniser  # type: ignore[attr-defined]
    page = np.full((160, 900, 3), 255, np.uint8)
    line = printed(TEXT)
    page[50 : 50 + line.shape[0], 100 : 100 + line.shape[1]] = line
    monkeypatch.setattr(onnx_engine, "recogniser", shipped.thorough)
    by_the_larger = onnx_engine.read_words(page)
    unused = CarefulRecogniser(None, None, lambda: shipped.thorough)  # type: ignore[arg-type]
    monkeypatch.setattr(onnx_engine, "recogniser", unused)
    assert isinstance(onnx_engine, ThoroughEngine)
    assert onnx_engine.read_thoroughly(page) == by_the_larger != []


def test_one_doubtful_character_of_a_long_line_is_enough_to_read_it_again() -> None:
    class Quick:
        def read_line(self, _: np.ndarray) -> LineReading:
            frames = [{character: 0.999} for character in "MINERALWASSER 6"] + [{"x": 0.58}]
            return reading_of(frames, "MINERALWASSER 6x", 0.977)

    asked = Asked()
    picture = printed(TEXT)
    reader = CarefulRecogniser(Quick(), asked, never_needed)  # type: ignore[arg-type]
    assert reader.read(picture, corners_of(picture))[0] == "once more"
    assert asked.times == 1


def test_a_line_of_another_script_is_left_to_the_recogniser_of_all_scripts(onnx_engine: Engine) -> None:
    """Signs of no alphabet stand for it: no font of another script is at hand."""
    shipped: CarefulRecogniser = onnx_engine.recogniser  # type: ignore[attr-defined]
    asked = Asked()
    reader = CarefulRecogniser(shipped.quick, shipped.careful, lambda: asked)  # type: ignore[arg-type, return-value]
    picture = printed("\u25a6\u2602\u265e\u2618\u25a9\u2638")
    assert reader.read(picture, corners_of(picture)) == ("once more", 0.5)


def test_of_two_texts_the_one_counts_that_both_networks_hold_to_be_likelier() -> None:
    quick = reading_of([{"1": 0.9, "7": 0.1}], "1")
    unsure = reading_of([{"1": 0.45, "7": 0.55}], "7")
    sure = reading_of([{"1": 0.01, "7": 0.99}], "7")
    assert likelier(quick, unsure).text == "1"
    assert likelier(quick, sure).text == "7"
    other_script = reading_of([{"税": 0.4, "1": 0.3}], "税")
    assert likelier(quick, other_script).text == "税"


def test_a_text_is_as_likely_as_all_ways_to_spell_it() -> None:
    """Two frames over nothing, a and b; "a" is spelled by aa, a- and -a, "aa" not at all."""
    posterior = np.array([[0.5, 0.3, 0.2], [0.4, 0.5, 0.1]])
    assert log_likelihood(posterior, [1]) == pytest.approx(np.log(0.3 * 0.5 + 0.3 * 0.4 + 0.5 * 0.5))
    assert log_likelihood(posterior, [1, 2]) == pytest.approx(np.log(0.3 * 0.1))
    assert log_likelihood(posterior, []) == pytest.approx(np.log(0.5 * 0.4))
    assert log_likelihood(posterior, [1, 1]) == -np.inf


@pytest.mark.parametrize("which", ["quick", "careful"])
def test_the_letters_and_signs_of_german_french_and_spanish_receipts_are_known(
        onnx_engine: Engine, which: str) -> None:
    characters = getattr(onnx_engine.recogniser, which).characters  # type: ignore[attr-defined]
    assert (characters[0], characters[-1]) == ("", " ")
    assert set("äöüÄÖÜßàâçéèêëîïôœùûÿñÑ€£%&") <= set(characters)
    assert len(set(characters)) == len(characters)


MERGED = [
    ("the letters of the label, the case of the reading", "TOTAL 10.00", "Total 1O.00", True, "Total 10.00"),
    ("blanks of the reading where the set has none", "TaxInvoice", "Tax Inyoice", False, "Tax Invoice"),
    ("blanks of the label where it has them", "TAX INVOICE", "TAXINVOICE", True, "TAX INVOICE"),
]


@pytest.mark.parametrize(("label", "read", "has_blanks", "merged"), [case[1:] for case in MERGED],
                         ids=[case[0] for case in MERGED])
def test_a_label_and_a_reading_become_one_text(label: str, read: str, has_blanks: bool, merged: str) -> None:
    assert merge_text(label, read, has_blanks=has_blanks) == merged


def test_lines_come_back_as_they_were_saved(tmp_path: Path) -> None:
    pictures = [np.random.default_rng(width).integers(0, 255, (62, width, 3), np.uint8) for width in (40, 90)]
    lines = [Line(f"receipt-{number}", picture, text)
             for number, (picture, text) in enumerate(zip(pictures, ("4,99 €", "MILCH"), strict=True))]
    save_lines(tmp_path / "lines.npz", lines)
    again = load_lines(tmp_path / "lines.npz")
    assert [(line.receipt_id, line.text) for line in again] == [(line.receipt_id, line.text) for line in lines]
    assert all((one.picture == other.picture).all() for one, other in zip(again, lines, strict=True))
