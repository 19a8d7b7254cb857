"""Most lines are read by the quick recogniser alone, what it doubts by a careful one too; and what they learn from."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.engines import quick_recogniser
from ocr.engines.choice import Engine, ThoroughEngine
from ocr.engines.doubtful_parts import SURE_CHARACTER, Part, parts_of
from ocr.engines.line_reading import LineReading, log_likelihood
from ocr.engines.quick_recogniser import CarefulRecogniser, likelier
from ocr.engines.recogniser import BoxText
from ocr.training.recogniser_lines import Line, load_lines, merge_text, save_lines
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


@pytest.fixture
def careful(onnx_engine: Engine) -> tuple[CarefulRecogniser, Asked]:
    """Return the shipped quick recogniser with a careful one that counts."""
    shipped: CarefulRecogniser = onnx_engine.recogniser  # type: ignore[attr-defined]
    asked = Asked()
    return CarefulRecogniser(shipped.quick, asked), asked  # type: ignore[arg-type]


def test_a_clear_line_is_read_once(careful: tuple[CarefulRecogniser, Asked]) -> None:
    reader, asked = careful
    picture = printed("TOTAL 12.50")
    text, confidence, _ = reader.read(picture, corners_of(picture))
    assert text == "TOTAL 12.50"
    assert confidence >= SURE_CHARACTER
    assert asked.times == 0


def test_what_is_hard_to_read_is_read_again(careful: tuple[CarefulRecogniser, Asked]) -> None:
    reader, asked = careful
    noise = np.random.default_rng(0).integers(0, 255, (48, 400, 3), np.uint8)
    assert reader.read(noise, corners_of(noise)) == ("once more", 0.5, False)
    assert asked.times == 1


def test_print_of_any_kind_is_read_by_the_larger_recogniser_alone(
    onnx_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = np.full((160, 900, 3), 255, np.uint8)
    line = printed(TEXT)
    page[50 : 50 + line.shape[0], 100 : 100 + line.shape[1]] = line
    monkeypatch.setattr(onnx_engine, "recogniser", onnx_engine.thorough)  # type: ignore[attr-defined]
    by_the_larger = onnx_engine.read_words(page)
    monkeypatch.setattr(onnx_engine, "recogniser", None)
    assert isinstance(onnx_engine, ThoroughEngine)
    assert onnx_engine.read_thoroughly(page) == by_the_larger != []


class Quick:
    """Stands for the quick network: three characters a word, one frame each, blanks between; class 0 is none."""

    def __init__(self, words: list[str], doubtful: str) -> None:
        self.words, self.doubtful = words, doubtful

    def read_line(self, _: np.ndarray) -> LineReading:
        frames = [{character: 0.6 if word == self.doubtful else 0.999}
                  for word in self.words for character in (*word, " ")][:-1]
        return with_space_last(frames, " ".join(self.words))

    def part(self, reading: LineReading, part: Part) -> LineReading:
        number = (part.first + 1) // 4
        text = " ".join(self.words[number:(part.last + 1) // 4])
        return LineReading(text, 0.9, reading.posterior[part.first:part.last], reading.classes)


def with_space_last(frames: list[dict[str, float]], text: str) -> LineReading:
    """Return what `reading_of` does with the space as the last class, as the networks have it."""
    reading = reading_of(frames, text)
    order = [0, *(number for character, number in reading.classes.items() if character != " "), reading.classes[" "]]
    classes = {character: order.index(number) for character, number in reading.classes.items()}
    return LineReading(text, reading.confidence, reading.posterior[:, order], classes)


def test_only_the_doubtful_word_of_a_line_is_read_again() -> None:
    """11 frames on 110 pixels: the middle word takes the third of the line between the two blanks."""
    seen: list[int] = []

    class Careful(Asked):
        def read_line(self, line: np.ndarray) -> LineReading:
            seen.append(line.shape[1])
            return super().read_line(line)

    reader = CarefulRecogniser(Quick(["abc", "def", "ghi"], "def"), Careful())  # type: ignore[arg-type]
    read = reader.read_line(np.full((48, 110, 3), 255, np.uint8))
    assert read.text == "abc once more ghi"
    assert len(seen) == 1
    assert 30 <= seen[0] <= 50


def test_a_line_doubtful_in_most_of_its_width_is_read_again_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_recogniser, "MOST_DOUBTFUL", 0.4)
    asked = Asked()
    reader = CarefulRecogniser(Quick(["abc", "def"], "abc"), asked)  # type: ignore[arg-type]
    assert reader.read_line(np.full((48, 110, 3), 255, np.uint8)).text == "once more"
    assert asked.times == 1


@pytest.mark.parametrize(("blank", "parts"), [
    pytest.param(0.05, [(0, 3, False)], id="none"), pytest.param(0.3, [(0, 3, True)], id="nobody knows"),
    pytest.param(0.9, [(0, 3, False)], id="a sure one")])
def test_a_word_is_doubtful_where_it_may_be_two(blank: float, parts: list[tuple[int, int, bool]]) -> None:
    reading = with_space_last([{"a": 0.99}, {" ": blank}, {"b": 0.99}], "ab")
    assert [(part.first, part.last, part.is_doubtful) for part in parts_of(reading.posterior)] == parts


def page_of(lines: list[str]) -> np.ndarray:
    """Return a white page with lines of text."""
    page = np.full((110 * len(lines) + 60, 900, 3), 255, np.uint8)
    for number, line in enumerate(map(printed, lines)):
        page[110 * number + 50 : 110 * number + 98, 100 : 100 + line.shape[1]] = line
    return page


SIGNS = "\u25a6\u2602\u265e\u2618\u25a9\u2638"


@pytest.mark.parametrize(("lines", "is_loaded"), [
    pytest.param([SIGNS] * 4, True, id="a page of another script"),
    pytest.param([TEXT, SIGNS, TEXT], False, id="one smudge on a receipt")])
def test_the_recogniser_of_all_scripts_reads_where_several_lines_show_no_latin_letters(
        lines: list[str], is_loaded: bool, onnx_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of no alphabet stand for another script: no font of one is at hand."""
    class Thorough:
        def read(self, _: np.ndarray, __: np.ndarray, *, line_height_px: float) -> BoxText:
            assert line_height_px > 0
            return BoxText("foreign", 0.99)

    monkeypatch.setattr(onnx_engine, "thorough", Thorough(), raising=False)
    words = [word.text for word in onnx_engine.read_words(page_of(lines))]
    assert ("foreign" in words) is is_loaded


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
