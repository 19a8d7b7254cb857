"""Random views of lines of text, as another camera, printer or detection would show them, and rendered lines."""

import random
import string
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ocr.engines.recogniser import LINE_HEIGHT_PX
from ocr.training.recogniser_lines import KEPT_HEIGHT_PX, MARGIN

# Widths are multiples of this, so that lines of one batch have one width without padding.
WIDTH_STEP_PX = 16
LEAST_WIDTH_PX, MOST_WIDTH_PX = 32, 960
ACCENTED = "äöüÄÖÜßéèêàâçñóíúÉÈÀÇÑœôûî€£°½"


def plain_view(picture: np.ndarray) -> np.ndarray:
    """Return a kept line without its margin, (48, width, 3) uint8, its width a multiple of 16."""
    margin = round(KEPT_HEIGHT_PX * MARGIN / (1 + 2 * MARGIN))
    inside = picture[margin:-margin, min(margin, picture.shape[1] // 4):picture.shape[1]
                     - min(margin, picture.shape[1] // 4)]
    return _of_height(inside)


def random_view(picture: np.ndarray, rng: random.Random) -> np.ndarray:
    """Return a kept line with other borders, sharpness, contrast and noise, (48, width, 3) uint8."""
    line = _of_height(_other_borders(picture, rng), stretch=rng.uniform(0.88, 1.14))
    height, width = line.shape[:2]
    if rng.random() < 0.45:
        share = rng.uniform(0.3, 0.8)
        small = cv2.resize(line, (max(8, round(width * share)), max(8, round(height * share))),
                           interpolation=cv2.INTER_AREA)
        line = cv2.resize(small, (width, height),
                          interpolation=rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC)))
    if rng.random() < 0.3:
        line = _blurred(line, rng)
    values = line.astype(np.float32)
    if rng.random() < 0.6:
        values = _faded(values, rng)
    if rng.random() < 0.4:
        noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(2, 14), values.shape[:2])
        values = (values + noise[..., None]).astype(np.float32)
    line = np.clip(values, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        _, encoded = cv2.imencode(".jpg", line, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(25, 80)])
        line = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    return line


def _of_height(line: np.ndarray, *, stretch: float = 1.0) -> np.ndarray:
    """Return a line 48 px high whose width is a multiple of 16, stretched by less than half of that."""
    wanted = LINE_HEIGHT_PX * line.shape[1] / line.shape[0] * stretch
    width = min(MOST_WIDTH_PX, max(LEAST_WIDTH_PX, round(wanted / WIDTH_STEP_PX) * WIDTH_STEP_PX))
    return cv2.resize(line, (width, LINE_HEIGHT_PX), interpolation=cv2.INTER_LINEAR)


def _other_borders(picture: np.ndarray, rng: random.Random) -> np.ndarray:
    """Cut a line out of its margin with corners that another detection could have given."""
    height, width = picture.shape[:2]
    margin = height * MARGIN / (1 + 2 * MARGIN)
    side = min(margin, width / 4)
    corners = np.array([[x + rng.gauss(0, 0.3) * side, y + rng.gauss(0, 0.3) * margin]
                        for x, y in ((side, margin), (width - side, margin),
                                     (width - side, height - margin), (side, height - margin))], np.float32)
    wide, high = max(8, round(width - 2 * side)), max(8, round(height - 2 * margin))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    return cv2.warpPerspective(picture, cv2.getPerspectiveTransform(corners, target), (wide, high),
                               flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _blurred(line: np.ndarray, rng: random.Random) -> np.ndarray:
    if rng.random() < 0.5:
        return cv2.GaussianBlur(line, (0, 0), rng.uniform(0.5, 1.8))
    size = rng.randint(2, 6)
    kernel = np.zeros((size, size), np.float32)
    kernel[size // 2] = 1 / size
    turned = cv2.warpAffine(kernel, cv2.getRotationMatrix2D((size / 2, size / 2), rng.uniform(0, 180), 1), (size, size))
    return cv2.filter2D(line, -1, np.asarray(turned, np.float32) / max(1e-6, float(turned.sum())))


def _faded(values: np.ndarray, rng: random.Random) -> np.ndarray:
    """Return a line as a worn thermal print: paler letters, uneven along the line, another paper."""
    paper = float(np.percentile(values, 90))
    ends = rng.uniform(0.3, 1.15), rng.uniform(0.3, 1.15)
    strength = np.linspace(*ends, values.shape[1])[None, :, None]
    tint = np.array([rng.uniform(-25, 12) for _ in range(3)])
    return np.asarray(paper + (values - paper) * strength + tint + rng.uniform(-30, 20))


def _printed_badly(picture: np.ndarray, rng: random.Random) -> np.ndarray:
    """Return a rendered line as dots, with thick or thin strokes, dead dots of the print head or pale bands."""
    draw = rng.random()
    if draw < 0.15:
        picture = _as_dots(picture, rng)
    elif draw < 0.35:
        worn = cv2.erode if rng.random() < 0.6 else cv2.dilate  # dark is low: eroding thickens
        picture = worn(picture, np.ones((rng.choice((1, 2)), 2), np.uint8))
    values = picture.astype(np.float32)
    paper = float(values.max())
    if rng.random() < 0.12:  # dead dots leave columns white, all the way down
        for _ in range(rng.randint(1, 4)):
            values[:, rng.randrange(values.shape[1])] = paper
    if rng.random() < 0.15:  # the paper moved unevenly: bands of rows are pale
        rows = np.arange(values.shape[0]) / values.shape[0]
        pale = 0.5 + 0.5 * np.cos(2 * np.pi * (rows * rng.uniform(0.5, 3) + rng.random()))
        values = paper + (values - paper) * (1 - rng.uniform(0.3, 0.8) * pale)[:, None]
    return np.asarray(values.astype(np.uint8))


def _as_dots(picture: np.ndarray, rng: random.Random) -> np.ndarray:
    """Return a rendered line as a needle printer sets it: round dots, 9 to 16 on the height of the line."""
    rows, side = rng.randint(9, 16), 4
    columns = max(4, round(picture.shape[1] * rows / picture.shape[0]))
    small = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA)
    paper, ink = int(picture.max()), int(picture.min())
    is_dot = small < paper - (paper - ink) * rng.uniform(0.35, 0.5)
    dots = np.full((rows * side, columns * side), paper, np.uint8)
    for row, column in np.argwhere(is_dot):
        cv2.circle(dots, (int(column) * side + side // 2, int(row) * side + side // 2), side // 2, (ink,), -1)
    return dots


class Renderer:
    """Renders lines of text as cash registers print them; settings in the constructor, work in `line`."""

    def __init__(self, fonts: Sequence[Path], texts: Sequence[str]) -> None:
        self.fonts = [ImageFont.truetype(str(path), size) for path in fonts for size in (13, 16, 20, 28, 40)]
        self.texts = list(texts)

    def line(self, rng: random.Random) -> tuple[np.ndarray, str]:
        """Return a rendered line as kept lines are, 62 px high with a margin, and its text."""
        text = self.text(rng)
        font = rng.choice(self.fonts)
        printed = text.replace(" ", " " * rng.choice((1, 1, 1, 2, 4)))
        left, top, right, bottom = font.getbbox(printed)
        margin = max(2, round((bottom - top) * MARGIN))
        paper, ink = rng.randint(190, 255), rng.randint(0, 90)
        image = Image.new("L", (int(right - left) + 2 * margin, int(bottom - top) + 2 * margin), paper)
        ImageDraw.Draw(image).text((margin - left, margin - top), printed, fill=ink, font=font)
        picture = _printed_badly(np.asarray(image), rng)
        if rng.random() < 0.3:  # narrow or wide letters, as registers have
            picture = cv2.resize(picture, None, fx=rng.uniform(0.7, 1.4), fy=1.0)
        width = max(16, round(picture.shape[1] * KEPT_HEIGHT_PX / picture.shape[0]))
        how = rng.choice((cv2.INTER_NEAREST, cv2.INTER_LINEAR, cv2.INTER_CUBIC))
        kept = cv2.resize(picture, (width, KEPT_HEIGHT_PX), interpolation=how)
        return cv2.cvtColor(kept, cv2.COLOR_GRAY2BGR), text

    def text(self, rng: random.Random) -> str:
        """Return a line of text: words of the corpus, money, dates, numbers; now and then an accented letter."""
        draw = rng.random()
        if draw < 0.2:
            return money(rng)
        if draw < 0.3:
            return number(rng)
        text = rng.choice(self.texts)
        if rng.random() < 0.4:
            text = rng.choice((str.upper, str.title, str.lower))(text)
        if rng.random() < 0.15:
            text = f"{text} {rng.choice(self.texts)}"
        if rng.random() < 0.3:
            text = f"{text} {money(rng)}"
        if rng.random() < 0.2:
            place = rng.randrange(len(text))
            if text[place].isalpha():
                text = text[:place] + rng.choice(ACCENTED) + text[place + 1:]
        return text[:40].strip() or money(rng)


def money(rng: random.Random) -> str:
    """Return an amount as receipts print it."""
    mark = rng.choice((".", ".", ".", ","))
    value = f"{rng.randint(0, rng.choice((9, 99, 999)))}{mark}{rng.randint(0, 99):02d}"
    before = rng.choice(("", "", "", "", "$", "RM", "€", "EUR ", "£", "-", "$ ", "RM "))
    after = rng.choice(("", "", "", "", "", " A", " B", "-", " €", " EUR", "*", " T", "%"))
    return before + value + after


def number(rng: random.Random) -> str:
    """Return a date, time, article number, count or code."""
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2008, 2026)
    mark = rng.choice("./-")
    code = "".join(rng.choice(string.digits) for _ in range(rng.randint(3, 13)))
    return rng.choice((
        f"{day:02d}{mark}{month:02d}{mark}{year}", f"{month}/{day}/{year % 100:02d}",
        f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}", f"{rng.randint(0, 23)}:{rng.randint(0, 59):02d}:30",
        code, f"#{code}", f"{rng.randint(1, 12)} x", f"{rng.randint(1, 9)} @ {money(rng)}", f"({code[:6]}-{code[:1]})",
        f"{rng.randint(0, 5)},{rng.randint(0, 999):03d} kg", f"{rng.randint(1, 12)}X{rng.randint(1, 900)}ML",
        "".join(rng.choice(string.ascii_uppercase + string.digits) for _ in range(rng.randint(4, 12)))))
