"""Read a receipt: a picture, PDF or text in, what is printed on it out."""

import re
import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from ocr.engines.choice import Engine, UprightEngine
from ocr.engines.choice import engine as choose_engine
from ocr.interpret import Interpreted, interpret
from ocr.layout.cells import join_cells
from ocr.layout.drafts import GOODS_KINDS, Draft, draft_rows
from ocr.layout.rows import Row, group_rows
from ocr.layout.scraps import without_lone_numbers
from ocr.lines.header import find_merchant
from ocr.lines.line_classifier import LineClassifier, line_classifier
from ocr.lines.pairing import UNSURE_PAIR_CONFIDENCE, unsure_pairs
from ocr.pages.images import Document, Page, document_of_bytes, open_document
from ocr.printed.currency import day_comes_first, find_currency, order_is_certain, rounds_unsaid, year_comes_first
from ocr.printed.dates import find_date
from ocr.reading import ReceiptLine, ReceiptPart, ReceiptReading, Word
from ocr.reading_warnings import DATE_OF_MAIL, HARD_PAGE, NO_DATE, PERHAPS_SEVERAL, reading_warnings
from ocr.several_receipts import (
    looks_like_several,
    part_of,
    receipts_of_pages,
    receipts_of_text,
    together,
)
from ocr.sums.broken_prices import fill_broken_price
from ocr.sums.reconcile import repair
from ocr.sums.totals import Totals, without_unsaid_rounding
from pantry.money import decimals_of
from pantry.vocabulary import LineKind

VERSION = "9"
# A line below this is shown to a person whatever the household's bar is.
REVIEW_BELOW = 0.85
# Words of a printed receipt are read with a mean confidence above this in 99 of 100 cases (217 of development data, the
# half that may be fitted on); below it no line is trusted more than that, whatever adds up.
PAGE_CONFIDENCE, HARD_PAGE_CONFIDENCE = 0.962, 0.4
# Handwriting is read with capitals amid words ("butteR"): where so many of the words do and the page is not read quite
# surely, either. Of those 217 printed receipts none.
ODD_WORDS, SURE_PAGE_CONFIDENCE = 0.15, 0.98
_WORD = re.compile(r"[^\W\d_]{4,}")
_ODD_WORD = re.compile(r"[^\W\d_]*[a-zß-ÿ][A-ZÀ-Þ]+")


@dataclass(frozen=True, slots=True)
class WordsRead:
    """The words of a document. turns: quarter turns counter-clockwise that put each page upright."""

    words: list[Word]
    engine: str
    warnings: tuple[str, ...]
    turns: tuple[int, ...]


def read_receipt(path: Path | str, *, engine: Engine | str | None = None, default_currency: str | None = None,
                 as_of: date | None = None) -> ReceiptReading:
    """Read one receipt from a file.

    engine: an engine or its name; None takes the best there is. default_currency: for receipts that print
    no sign of one. as_of: no date of purchase lies more than a day after it; None means today.
    Raises Refused for files that are not taken, NotReady when no engine is there.
    """
    started = time.monotonic()
    return _read(open_document(path), str(path), engine, default_currency, as_of, started)[0]


def read_receipt_bytes(content: bytes, name: str, *, engine: Engine | str | None = None,
                       default_currency: str | None = None, as_of: date | None = None) -> ReceiptReading:
    """Read one receipt from a file's bytes, as `read_receipt` does."""
    started = time.monotonic()
    return _read(document_of_bytes(content, name), name, engine, default_currency, as_of, started)[0]


def read_receipt_with_words(path: Path | str, *, engine: Engine | str | None = None,
                            default_currency: str | None = None, as_of: date | None = None,
                            ) -> tuple[ReceiptReading, list[Word]]:
    """Read one receipt as `read_receipt` does and return its words as well, read once."""
    started = time.monotonic()
    return _read(open_document(path), str(path), engine, default_currency, as_of, started)


def read_words(path: Path | str, *, engine: Engine | str | None = None) -> list[Word]:
    """Return the runs of text of every page of a file, in pixels of the upright page."""
    return words_of_document(open_document(path), engine).words


def _read(document: Document, path: str, engine: Engine | str | None, default_currency: str | None,
          as_of: date | None, started: float) -> tuple[ReceiptReading, list[Word]]:
    """Read words, parse them, and say who read them."""
    found = words_of_document(document, engine)
    reading = parse_words(found.words, default_currency=default_currency, as_of=as_of, has_boxes=document.has_boxes)
    reading = _with_envelope(reading, document)
    reading = replace(
        reading, path=path, sha256=document.sha256, engine=found.engine,
        warnings=(*found.warnings, *reading.warnings), page_turns=found.turns,
        pages=tuple((page.height, page.width) if turn % 2 else (page.width, page.height)
                    for page, turn in zip(document.pages, found.turns, strict=True)),
        elapsed_ms=round((time.monotonic() - started) * 1000))
    return reading, found.words


def _with_envelope(reading: ReceiptReading, document: Document) -> ReceiptReading:
    """Return a mail's reading with sender and day of the mail for the seller and day that its text does not name."""
    day = reading.purchased_on or document.sent_on
    warnings = reading.warnings
    if document.sent_on and not reading.purchased_on:
        warnings = (*(one for one in warnings if one != NO_DATE), DATE_OF_MAIL)
    return replace(reading, merchant=reading.merchant or document.sender, purchased_on=day, warnings=warnings)


def words_of_document(document: Document, engine: Engine | str | None = None) -> WordsRead:
    """Return the words of all pages, who read them, and how pages had to be turned."""
    words: list[Word] = []
    names: list[str] = []
    warnings: list[str] = []
    turns: list[int] = []
    for number, page in enumerate(document.pages):
        turn = 0
        if page.bgr is None:
            words += [replace(word, page=number) for word in page.words]
            names.append("text")
        else:
            chosen, warning = choose_engine(engine) if engine is None or isinstance(engine, str) else (engine, None)
            found, turn = (chosen.read_upright(page.bgr) if isinstance(chosen, UprightEngine)
                           else (chosen.read_words(page.bgr), 0))
            words += _scaled(found, page, number)
            names.append(f"{chosen.name} {chosen.version}")
            warnings += [warning] if warning and warning not in warnings else []
        turns.append(turn)
    return WordsRead(words, " + ".join(dict.fromkeys(names)), tuple(warnings), tuple(turns))


def _scaled(words: list[Word], page: Page, number: int) -> list[Word]:
    """Return words in pixels of the true page."""
    return [Word(word.text, word.confidence,
                 tuple((x * page.scale, y * page.scale) for x, y in word.quad), number)  # type: ignore[arg-type]
            for word in words]


def parse_words(words: list[Word], *, default_currency: str | None = None, as_of: date | None = None,
                has_boxes: bool = True, classifier: LineClassifier | None = None) -> ReceiptReading:
    """Return the reading of words: pure, the same words give the same reading.

    classifier: another one than the shipped; the benchmark judges no receipt by one that saw its shop.
    Several receipts on a page are read each on its own and returned as one reading that says where each lies.
    The path, sha256, engine and times are left empty.
    """
    parts = receipts_of_pages(words) if has_boxes else receipts_of_text(words)
    readings: list[ReceiptReading] = []
    receipts: list[ReceiptPart] = []
    for part in parts:
        lines_before = sum(len(reading.lines) for reading in readings)
        readings.append(_parse_receipt(part, default_currency, as_of, has_boxes, classifier or line_classifier(),
                                       lines_before + 1))
        receipts += [part_of(part, readings[-1])] if len(parts) > 1 else []
    return readings[0] if len(readings) == 1 else together(readings, receipts)


def _parse_receipt(words: list[Word], default_currency: str | None, as_of: date | None, has_boxes: bool,
                   classifier: LineClassifier, first_line_no: int) -> ReceiptReading:
    """Return the reading of the words of one receipt, its lines numbered from `first_line_no` on."""
    printed = group_rows(words)
    texts = [row.text for row in printed]
    currency = find_currency(texts, default=default_currency)
    decimals = decimals_of(currency)
    rows, read = _interpreted(printed, decimals, classifier)
    found_totals = read.totals if rounds_unsaid(currency) else without_unsaid_rounding(read.totals)
    plain = draft_rows(rows, decimals=decimals)
    mended = repair(*fill_broken_price(read.drafts, found_totals, plain))
    totals = mended.totals
    confidences = classifier.line_confidences(mended.drafts, read.kinds, totals)
    merchant, merchant_confidence = find_merchant(printed)
    for number in unsure_pairs(mended.drafts, plain, merchant):
        confidences[number] = min(confidences[number], UNSURE_PAIR_CONFIDENCE)
    is_hard = _is_hard_page(words)
    if is_hard:
        confidences = [min(confidence, HARD_PAGE_CONFIDENCE) for confidence in confidences]
    latest = (as_of or date.today()) + timedelta(days=1)  # noqa: DTZ011 (a purchase's day is local)
    found = find_date(texts, day_first=day_comes_first(currency), latest=latest,
                      is_certain=order_is_certain(currency), year_first=year_comes_first(currency))
    lines = tuple(_line(draft, number, confidence, has_boxes) for number, (draft, confidence)
                  in enumerate(zip(mended.drafts, confidences, strict=True), start=first_line_no))
    suspect = lines[mended.suspect].line_no if mended.suspect is not None else None
    return ReceiptReading(
        path="", sha256="", merchant=merchant, purchased_on=found.value if found else None,
        currency=currency, total_minor=totals.total_minor, tax_minor=totals.tax_minor, lines=lines,
        confidence=_confidence(lines, totals, found is not None, merchant_confidence), engine="",
        version=VERSION, elapsed_ms=0, reconciled=totals.reconciled, reconciled_by=totals.reconciled_by,
        purchased_at_time=found.time if found else None,
        date_is_ambiguous=bool(found and found.is_ambiguous),
        suspect_line_no=suspect if totals.reconciled is False else None,
        warnings=(*([HARD_PAGE] if is_hard else []),
                  *([PERHAPS_SEVERAL] if looks_like_several(printed, decimals=decimals) else []),
                  *reading_warnings(rows, lines, mended, found is not None, bool(found and found.is_ambiguous),
                                    decimals=decimals)),
        text="\n".join(texts))


def _interpreted(printed: list[Row], decimals: int, classifier: LineClassifier) -> tuple[list[Row], Interpreted]:
    """Return the rows of a receipt with cells put together, and what they say.

    Lone numbers are left out where they keep the goods from adding up and money has no decimals to know it by.
    """
    rows = join_cells(printed, decimals=decimals)
    read = interpret(rows, decimals=decimals, classifier=classifier)
    kept = printed if decimals or read.totals.reconciled else without_lone_numbers(printed)
    if len(kept) < len(printed):
        rows_again = join_cells(kept, decimals=decimals)
        again = interpret(rows_again, decimals=decimals, classifier=classifier)
        if again.totals.reconciled:
            return rows_again, again
    return rows, read


def _is_hard_page(words: list[Word]) -> bool:
    """Return whether a reader was less sure of these words than of nearly any printed receipt."""
    confidence = sum(word.confidence for word in words) / len(words) if words else 1.0
    return confidence < PAGE_CONFIDENCE or (
        confidence < SURE_PAGE_CONFIDENCE and _share_of_odd_words(words) >= ODD_WORDS)


def _share_of_odd_words(words: list[Word]) -> float:
    """Return how many of the words of four letters or more end in capitals behind small letters."""
    letters = [found for word in words for found in _WORD.findall(word.text)]
    return sum(bool(_ODD_WORD.fullmatch(word)) for word in letters) / max(1, len(letters))


def _line(draft: Draft, number: int, confidence: float, has_boxes: bool) -> ReceiptLine:
    """Return a draft as a line with its confidence."""
    measure = draft.measure if draft.kind is LineKind.ITEM else None
    total = draft.total_minor
    unit_price = measure.unit_price_minor if measure else (total if draft.kind is LineKind.ITEM else None)
    return ReceiptLine(
        line_no=number, raw_text=draft.text, name=draft.name or draft.text, kind=draft.kind,
        quantity=measure.quantity if measure else Decimal(1), unit=measure.unit if measure else "piece",
        unit_price_minor=unit_price, total_minor=total, confidence=confidence,
        needs_review=draft.kind in GOODS_KINDS and confidence < REVIEW_BELOW,
        box=draft.box if has_boxes else None, page=draft.page, repaired_from_minor=draft.read_minor)


def _confidence(lines: tuple[ReceiptLine, ...], totals: Totals, has_date: bool, merchant: float) -> float:
    """Return the confidence of the whole reading: the mean of its parts, low when goods or total are missing."""
    goods = [line.confidence for line in lines if line.kind is LineKind.ITEM]
    parts = [totals.confidence, 0.9 if has_date else 0.2, merchant,
             sum(goods) / len(goods) if goods else 0.1]
    return round(sum(parts) / len(parts), 3)
