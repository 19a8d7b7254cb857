"""How well and how fast receipts are read, against plain PaddleOCR and plain Tesseract on the same receipts.

    python -m bench.receipts                             # Larder on the report half of every set
    python -m bench.receipts --engines onnx,paddle-default,tesseract --sets sroie --limit 40
    python -m bench.receipts --part dev --details        # what a parser change did, misses named
    python -m bench.receipts --part dev --shipped        # the same in seconds, with the classifier that is shipped

Labels and scorer are those of the development data (`receipts/score.py`). Each set is split by the sha256 of
the receipt's id into a dev half, on which parsers and thresholds may be fitted, and a report half, on which
figures are reported. Of the report half's texts in yen three were read one by one to find out why they fail; they are
counted apart as well. The trained classifier is cross-fitted: each receipt is judged by one that saw no receipt of its
shop (--shipped takes the one in the repository, which saw all).

Words are cached outside the repository, so that parser work is measured in seconds;
CPU seconds are those of the reading that filled the cache (--fresh reads again). Plain engines' words go
through the same parser: what differs is the reading.
"""

import argparse
import hashlib
import importlib.util
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.promise import (
    JudgedLine,
    after_teaching,
    is_groceries,
    judged_lines,
    labelled_categories,
    print_promise,
    printed_day,
)
from ocr.lines.line_classifier import LineClassifier
from ocr.pages.images import open_document
from ocr.pages.plain_text import words_of_text
from ocr.reading import ReceiptReading, Word
from ocr.receipt import parse_words, words_of_document
from ocr.resolve import resolve
from ocr.training.training_data import part_of
from pantry.foods import catalog
from pantry.home import REPOSITORY, ocr_models_folder

SETS = ("sroie", "wildreceipt", "german", "other", "texts")
ENGINES = ("onnx", "paddle", "paddle-default", "tesseract")
CACHE = Path(tempfile.gettempdir()) / "larder-bench" / "words"
UNPRINTED = ("rows", "judged", "taught")
# Of the report half's texts in yen so many, the first by sha256 of the id, were read one by one.
YEN_TEXTS_READ = 3
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)


def data_folder() -> Path:
    """Return the folder of labelled receipts; exits when the development data is not there."""
    folder = Path(os.environ.get("LARDER_SHARED_DATA") or REPOSITORY.parent / "shared" / "data") / "receipts"
    if not folder.is_dir():
        raise SystemExit(f"The development data is not at {folder}; set LARDER_SHARED_DATA.")
    return folder


def load_scorer() -> ModuleType:
    """Return the data's own score.py as a module."""
    spec = importlib.util.spec_from_file_location("score", data_folder() / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def labels_of(name: str, part: str, limit: int | None) -> list[dict[str, Any]]:
    """Return the labels of one set and part, the first `limit` in the order of sha256(id): a seeded draw."""
    with (data_folder() / name / "labels.jsonl").open(encoding="utf-8") as lines:
        labels = [json.loads(line) for line in lines]
    kept = [label for label in labels if part in ("all", part_of(label["id"]))]
    kept.sort(key=lambda label: hashlib.sha256(label["id"].encode()).hexdigest())
    return kept[:limit]


def yen_texts(*, is_read: bool) -> list[dict[str, Any]]:
    """Return the labels of the report half's texts in yen that were read one by one, or of the others."""
    yen = [label for label in labels_of("texts", "report", None) if label["expected"].get("currency") == "JPY"]
    return yen[:YEN_TEXTS_READ] if is_read else yen[YEN_TEXTS_READ:]


def file_name(label: dict[str, Any]) -> str:
    """Return the name under which the scorer knows a receipt."""
    return str(label.get("file") or label["id"] + ".txt")


def build_engine(name: str) -> Any:
    """Return an engine; "paddle-default" is PaddleOCR's small models with its own settings."""
    if name == "paddle-default":
        from ocr.engines.paddle_engine import PaddleEngine

        return PaddleEngine(ocr_models_folder(), is_default=True)
    from ocr.engines.choice import build

    return build(name)


def cpu_seconds() -> float:
    """Return user and system seconds of this process and of finished children (Tesseract)."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def cache_path(engine: str, name: str, file: str) -> Path:
    """Return where the words of one receipt lie."""
    return CACHE / engine / name / f"{file}.json"


def read_set(engine: str, name: str, files: list[str], fresh: bool) -> None:
    """Read pictures with one engine into the cache, one process with one thread."""
    missing = [file for file in files if fresh or not cache_path(engine, name, file).exists()]
    if not missing:
        return
    reader = build_engine(engine)
    for file in missing:
        document = open_document(data_folder() / name / file)
        started = cpu_seconds()
        words = words_of_document(document, reader).words
        values = {"cpu_s": cpu_seconds() - started,
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                  "words": [[word.text, word.confidence, word.quad, word.page] for word in words]}
        path = cache_path(engine, name, file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def fill_cache(engine: str, name: str, labels: list[dict[str, Any]], fresh: bool) -> None:
    """Read what is missing in a process of its own, so that memory and start-up stay apart."""
    pictures = [file_name(label) for label in labels if file_name(label).endswith((".jpg", ".png"))]
    if not fresh and all(cache_path(engine, name, file).exists() for file in pictures):
        return
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=read_set, args=(engine, name, pictures, fresh))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"Reading {name} with {engine} failed.")


def words_of(engine: str, name: str, label: dict[str, Any]) -> tuple[list[Word], dict[str, float]]:
    """Return the words of one receipt and what they cost; text and digital PDFs cost nothing to read."""
    if "text" in label:
        return list(words_of_text(label["text"])), {}
    file = file_name(label)
    if file.endswith(".pdf"):
        return words_of_document(open_document(data_folder() / name / file)).words, {}
    values = json.loads(cache_path(engine, name, file).read_text(encoding="utf-8"))
    words = [Word(text, confidence, tuple(map(tuple, quad)), page)  # type: ignore[arg-type]
             for text, confidence, quad, page in values["words"]]
    return words, {"cpu_s": values["cpu_s"], "peak_mb": values["peak_mb"]}


def unseen_classifiers(sets: list[str]) -> dict[str, LineClassifier]:
    """Return for each receipt a classifier that saw none of its shop, fitted on the default engine's words."""
    from ocr.train import train
    from ocr.training.training_data import receipts_of

    receipts = []
    for name in sets:
        labels = labels_of(name, "all", None)
        fill_cache("onnx", name, labels, fresh=False)
        receipts += receipts_of(labels, lambda label, name=name: words_of("onnx", name, label)[0])  # type: ignore[misc]
    return train(receipts)[1]


def measure(engine: str, name: str, labels: list[dict[str, Any]], scorer: ModuleType,
            unseen: dict[str, LineClassifier]) -> dict[str, Any]:
    """Return the scores of one engine on one set; unseen: classifiers by receipt, else the shipped one is used."""
    predictions, words, costs = {}, {}, []
    readings: dict[str, ReceiptReading] = {}
    started = time.process_time()
    for label in labels:
        file = file_name(label)
        reading, found, cost = _reading(engine, name, label, unseen)
        readings[file], predictions[file] = reading, reading.to_json()
        words[file] = [word.to_json() for word in found]
        if cost:
            costs.append(cost)
    result = dict(scorer.score(labels, predictions, words, details=True))
    result["parse_ms"] = (time.process_time() - started) * 1000 / max(1, len(labels))
    result["cpu_s"] = sum(cost["cpu_s"] for cost in costs) / len(costs) if costs else None
    result["peak_mb"] = max(cost["peak_mb"] for cost in costs) if costs else None
    result["reconciled_pct"] = 100 * sum(r.reconciled is True for r in readings.values()) / max(1, len(readings))
    names = labelled_categories(data_folder())
    result["judged"] = [(is_groceries(label, names), one) for label in labels
                        for one in judged_lines(label, readings[file_name(label)], scorer, names)]
    groceries = [label for label in labels if is_groceries(label, names)]
    result["taught"] = after_teaching(groceries, {label["id"]: readings[file_name(label)] for label in groceries},
                                      scorer, names)
    return result


def _reading(engine: str, name: str, label: dict[str, Any], unseen: dict[str, LineClassifier],
             ) -> tuple[ReceiptReading, list[Word], dict[str, float]]:
    """Return the reading of one receipt as on the day it prints, its words, and what they cost."""
    found, cost = words_of(engine, name, label)
    reading = parse_words(found, has_boxes="text" not in label, classifier=unseen.get(label["id"]),
                          as_of=printed_day(label.get("fields") or label["expected"]))
    return reading, found, cost


def print_table(results: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Print one row for each set and engine."""
    print(f"{'set':<12}{'engine':<16}{'n':>4}{'total %':>9}{'date %':>8}{'merchant %':>11}{'items F1':>10}"
          f"{'checked':>9}{'word F1':>9}{'reconciled %':>13}{'CPU s':>8}{'peak MB':>9}{'parse ms':>10}")
    for (name, engine), result in results.items():
        items = result.get("items_prf", [None] * 3)[2]
        checked = result.get("items_prf_checked", result.get("items_prf", [None] * 3))[2]
        word_f1 = result.get("words_prf", [None] * 3)[2]
        cells = [result["total_exact_pct"], result["date_exact_pct"], result["merchant_pct"], items, checked,
                 word_f1, result["reconciled_pct"], result["cpu_s"], result["peak_mb"], result["parse_ms"]]
        widths = (9, 8, 11, 10, 9, 9, 13, 8, 9, 10)
        formats = (".1f", ".1f", ".1f", ".1f", ".1f", ".1f", ".1f", ".2f", ".0f", ".1f")
        shown = "".join(f"{'-' if cell is None else format(cell, style):>{width}}"
                        for cell, style, width in zip(cells, formats, widths, strict=True))
        print(f"{name:<12}{engine:<16}{result['receipts']:>4}{shown}")


def print_texts_in_yen(title: str, labels: list[dict[str, Any]], scorer: ModuleType,
                       unseen: dict[str, LineClassifier]) -> None:
    """Print how texts in yen are read.

    Some labels hold what was paid for a line, less the discount below it, which Larder gives as the price that goes
    into stock: items are counted by either.
    """
    readings = {label["id"]: _reading("onnx", "texts", label, unseen)[0] for label in labels}
    printed = scorer.score(labels, {one: reading.to_json() for one, reading in readings.items()}, details=True)
    paid = scorer.score(labels, {one: _at_price_paid(reading) for one, reading in readings.items()}, details=True)
    hits, expected, given = (sum(row["items"][place] for row in printed["rows"]) for place in range(3))
    print(f"texts in yen, {title}: {len(labels)}; items {hits} of {expected} ({given} given), by the price paid "
          f"{sum(row['items'][0] for row in paid['rows'])}; add up "
          f"{sum(reading.reconciled is True for reading in readings.values())}, totals "
          f"{sum(bool(row.get('total')) for row in printed['rows'])}")


def _at_price_paid(reading: ReceiptReading) -> dict[str, Any]:
    """Return a reading as JSON with each line of goods at the price that goes into stock."""
    prices = {one.line_no: one.price_minor for one in resolve(reading, catalog=catalog(), aliases={})}
    values = reading.to_json()
    for line in values["lines"]:
        line["total_minor"] = prices.get(line["line_no"], line["total_minor"])
    return values


def print_reliability(lines: list[JudgedLine]) -> None:
    """Print, for each band of confidence, how many item lines were right in name and price."""
    print("\nitem lines by confidence (name ratio >= 0.8 and price exact)")
    for low, high in zip(BINS, (*BINS[1:], 1.01), strict=True):
        band = [one.label is not None for one in lines if low <= one.line.confidence < high]
        if band:
            print(f"  {low:.2f}-{min(high, 1.0):.2f}: {100 * sum(band) / len(band):5.1f} % right of {len(band)}")


def print_misses(results: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Print the receipts with a wrong field."""
    for (name, engine), result in results.items():
        for row in result["rows"]:
            wrong = [key for key in ("total", "date", "merchant") if row.get(key) is False]
            hits, expected, predicted = row.get("items") or (0, 0, 0)
            if hits < expected or predicted > hits:
                wrong.append(f"items {hits}/{expected}, {predicted} read")
            if wrong:
                print(f"{name} {engine} {row['file']}: {', '.join(wrong)}")


def main() -> int:
    """Measure and print; return the exit status."""
    parser = argparse.ArgumentParser(description="Measure the reading of receipts.")
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--engines", default="onnx", help=", ".join(ENGINES))
    parser.add_argument("--part", choices=("dev", "report", "all"), default="report")
    parser.add_argument("--limit", type=int, help="receipts of each set")
    parser.add_argument("--fresh", action="store_true", help="read again instead of using cached words")
    parser.add_argument("--shipped", action="store_true", help="use the classifier of the repository, which saw all")
    parser.add_argument("--details", action="store_true", help="name the receipts with misses")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    arguments = parser.parse_args()
    os.environ.update(OMP_NUM_THREADS="1", OMP_THREAD_LIMIT="1")
    scorer = load_scorer()
    results: dict[tuple[str, str], dict[str, Any]] = {}
    unseen = {} if arguments.shipped else unseen_classifiers(list(SETS))
    for name in arguments.sets.split(","):
        labels = labels_of(name, arguments.part, arguments.limit)
        for engine in arguments.engines.split(","):
            fill_cache(engine, name, labels, arguments.fresh)
            results[name, engine] = measure(engine, name, labels, scorer, unseen)
    print_table(results)
    if "texts" in arguments.sets:
        print_texts_in_yen("read one by one", yen_texts(is_read=True), scorer, unseen)
        if arguments.part != "dev":
            print_texts_in_yen("not read", yen_texts(is_read=False), scorer, unseen)
    judged = [pair for (_, engine), result in results.items() if engine == "onnx" for pair in result["judged"]]
    print_reliability([one for _, one in judged])
    print_promise("Groceries", [one for is_grocery, one in judged if is_grocery])
    for number, title in enumerate(("Groceries of a shop seen before", "The same, after its words were taught")):
        print_promise(title, [one for (_, engine), result in results.items() if engine == "onnx"
                              for one in result["taught"][number]])
    print_promise("Everything else", [one for is_grocery, one in judged if not is_grocery])
    if arguments.details:
        print_misses(results)
    if arguments.json:
        kept = {f"{name} {engine}": {key: value for key, value in result.items() if key not in UNPRINTED}
                for (name, engine), result in results.items()}
        arguments.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
