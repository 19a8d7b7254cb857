"""How well and how fast photos are recognised, against the frozen network with logistic regression.

    python -m bench.photos [--baseline] [--limit N] [--json FILE]

Accuracy on shelves left out whole is that of the training run (`recognition/weights/scores.json`); here the shipped
model reads the val photos end to end, collages of them, and what it must not be sure of: negatives (the half that no
threshold was fitted on), counters full of goods it does not know, barcodes, printed dates. `--baseline` embeds the
training photos and fits the baseline.
"""

import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from bench.photo_faults import bench_faults
from ocr.pages.images import bgr_of
from pantry.home import REPOSITORY
from recognition.classify import labels as labels_of_classes
from recognition.packs.barcodes import read_barcodes
from recognition.packs.pack_text import read_pack
from recognition.photo import recognise
from recognition.reading import PhotoReading
from recognition.training.heads import calibration_error, calibration_error_by_chance, ranking_score, wilson_interval

TODAY = date(2026, 11, 22)
KNOWABLE = {"garlic": "garlic", "lemon": "lemon", "milk_bottle": "milk", "carton": "milk", "pineapple_juice": "juice"}


def data_folder() -> Path:
    """Return the folder of photos; exits when the development data is not there."""
    folder = Path(os.environ.get("LARDER_SHARED_DATA") or REPOSITORY.parent / "shared" / "data") / "photos"
    if not folder.is_dir():
        raise SystemExit(f"The development data is not at {folder}; set LARDER_SHARED_DATA.")
    return folder


def labels(folder: Path) -> list[dict[str, Any]]:
    """Return the entries of a folder's labels.json."""
    entries: list[dict[str, Any]] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    return entries


def bench_val(folder: Path, limit: int | None) -> dict[str, Any]:
    """Read the val photos end to end: accuracy of the answers as given, calibration, time."""
    with (folder / "classes.csv").open(encoding="utf-8", newline="") as file:
        names = {row["fine_id"]: row for row in csv.DictReader(file)}
    lines = (folder / "val.txt").read_text(encoding="utf-8").splitlines()[:limit]
    answers: list[tuple[PhotoReading, str, str]] = []
    recognise(folder / "images" / lines[0].split(",")[0])
    for line in lines:
        path, fine_id, _ = line.split(",")
        true = names[fine_id]
        answers.append((recognise(folder / "images" / path), true["fine_name"], true["coarse_name"]))
    coarse_of = {row["fine_name"]: row["coarse_name"] for row in names.values()}
    fine = np.array([_best_fine(reading) == true for reading, true, _ in answers])
    coarse = np.array([_coarse(reading, coarse_of) == true for reading, _, true in answers])
    as_answered = np.array([_is_right(reading, true, above) for reading, true, above in answers])
    confidence = np.array([reading.items[0].confidence if reading.items else 0.0 for reading, _, _ in answers])
    sure = np.array([bool(reading.items) and not reading.items[0].needs_review for reading, _, _ in answers])
    return {
        "fine": _share(fine), "coarse": _share(coarse), "answer_right": _share(as_answered),
        "answered_coarse": sum(bool(r.items) and r.items[0].class_level == "coarse" for r, _, _ in answers),
        "verdict_groceries": sum(reading.verdict == "groceries" for reading, _, _ in answers),
        "calibration_error": round(calibration_error(confidence, as_answered), 4),
        "calibration_error_of_a_perfect_model": round(calibration_error_by_chance(confidence), 4),
        "sure_share": round(float(sure.mean()), 3), "wrong_among_sure": round(float((~as_answered[sure]).mean()), 4),
        "taken_for_several": sum(len(reading.items) > 1 for reading, _, _ in answers),
        "time": _times([folder / "images" / line.split(",")[0] for line in lines]),
    }  # fmt: skip


def _times(paths: list[Path]) -> dict[str, float]:
    """Read photos once more, without print: wall and processor time a photo, in milliseconds."""
    wall, cpu = [], []
    for path in paths:
        started, cpu_started = time.perf_counter(), time.process_time()
        recognise(path, read_text=False)
        wall.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (time.process_time() - cpu_started))
    return {
        f"{name}_{share}_ms": round(float(np.quantile(values, quantile)), 1)
        for name, values in (("wall", wall), ("cpu", cpu))
        for share, quantile in (("least", 0.0), ("median", 0.5), ("p95", 0.95))
    }


def _is_right(reading: PhotoReading, fine: str, coarse: str) -> bool:
    """Return whether the answer is the food of the fine class, or of its kind; of one juice any brand is right."""
    true = {labels_of_classes()["fine", fine].food_id, labels_of_classes()["coarse", coarse].food_id}
    return bool(reading.items) and reading.items[0].food_id in true


def _class(reading: PhotoReading) -> str | None:
    return reading.items[0].class_name if reading.items else None


def _best_fine(reading: PhotoReading) -> str | None:
    """Return the likeliest fine class, also where the coarse one was answered."""
    if not reading.items:
        return None
    item = reading.items[0]
    if item.class_level == "fine" or not item.alternatives:
        return item.class_name
    return item.alternatives[0].class_name


def _coarse(reading: PhotoReading, coarse_of: dict[str, str]) -> str | None:
    name = _class(reading) or _best_fine(reading)
    return coarse_of.get(name or "", name)


def _share(is_right: np.ndarray) -> str:
    low, high = wilson_interval(int(is_right.sum()), len(is_right))
    return f"{is_right.mean():.1%} ({low:.1%}–{high:.1%}, n {len(is_right)})"


def bench_strange(folder: Path, val: Path) -> dict[str, Any]:
    """Read what the model does not know: verdicts, sure answers, and how known photos rank above negatives."""
    negatives = [recognise(folder / "negatives" / one["file"]) for one in labels(folder / "negatives")[1::2]]
    counters = [(one, recognise(folder / "counter" / one["file"])) for one in labels(folder / "counter")]
    lines = (val / "val.txt").read_text(encoding="utf-8").splitlines()[::4]
    known = [recognise(val / "images" / line.split(",")[0]) for line in lines]
    wanted = [({KNOWABLE[name] for name in one["items"] if name in KNOWABLE}, reading) for one, reading in counters]
    reachable = [(foods, reading) for foods, reading in wanted if foods]
    return {
        "negatives": _verdicts(negatives),
        "known_against_negatives_auroc": round(ranking_score(_confidences(known), _confidences(negatives)), 4),
        "counter": _verdicts([reading for _, reading in counters]),
        "counter_sure_wrong": sum(
            any(not item.needs_review and item.food_id not in one["items"] for item in reading.items)
            for one, reading in counters
        ),
        "counter_knowable_shown": sum(_names_any(reading, foods) for foods, reading in reachable),
        "counter_knowable": len(reachable),
    }


def _names_any(reading: PhotoReading, foods: set[str]) -> bool:
    named = {item.food_id or "" for item in reading.items}
    named |= {other.food_id or "" for item in reading.items for other in item.alternatives}
    return any(food in name for food in foods for name in named)


def _confidences(readings: list[PhotoReading]) -> np.ndarray:
    return np.array([max((item.confidence for item in one.items if item.class_name), default=0.0) for one in readings])


def _verdicts(readings: list[PhotoReading]) -> dict[str, int]:
    names = ("groceries", "unknown_grocery", "no_grocery")
    counts = {name: sum(one.verdict == name for one in readings) for name in names}
    return counts | {"sure": sum(any(not item.needs_review for item in one.items) for one in readings)}


def bench_collages(grocery: Path, grounds: Path, number: int) -> dict[str, Any]:
    """Draw collages of two to six val photos and read them: an item is right by place (half of the union) and class."""
    from recognition.training.collage import Piece, draw_collage, draw_tiles
    from recognition.training.dataset import read_data_set

    data = read_data_set(grocery)
    pictures = [one["file"] for one in labels(grounds)[1::2]]
    counts = dict.fromkeys(("items", "answered", "placed", "coarse_right", "fine_right"), 0)
    drawn: list[Path] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(number):
            rng = np.random.default_rng((20261122, seed))
            chosen = rng.permutation(len(data.val))[: int(rng.integers(2, 7))]
            pieces = [Piece(Image.open(data.val.paths[one]).convert("RGB"), int(data.val.fine[one])) for one in chosen]
            ground = Image.open(grounds / pictures[seed % len(pictures)]).convert("RGB") if seed % 2 else None
            collage = draw_tiles(pieces, rng) if seed % 4 == 0 else draw_collage(pieces, ground, rng)
            drawn.append(Path(folder) / f"{seed}.png")
            collage.picture.save(drawn[-1])
            _count_items(counts, collage, recognise(drawn[-1], read_text=False), data.classes)
        times = _times(drawn[:20])
    right = {level: counts[f"{level}_right"] for level in ("coarse", "fine")}
    return {"time": times} | counts | {
        f"{level}_{name}": round(right[level] / max(1, counts[total]), 3)
        for level in right for name, total in (("precision", "answered"), ("recall", "items"))
    }


def _count_items(counts: dict[str, int], collage: Any, reading: PhotoReading, classes: Any) -> None:
    """Add one collage to the counts; each true item is found once at most."""
    counts["items"] += len(collage.labels)
    found: set[int] = set()
    for item in reading.items:
        counts["answered"] += 1
        shares = [_shared(np.array(item.box, dtype=float), np.array(box, dtype=float)) for box in collage.boxes]
        best = int(np.argmax(shares))
        if shares[best] < 0.5 or best in found:
            continue
        found.add(best)
        fine = collage.labels[best]
        true = (classes.fine[fine], classes.coarse[classes.coarse_of_fine[fine]])
        coarse = item.class_name if item.class_level == "coarse" else None
        if item.class_level == "fine":
            coarse = classes.coarse[classes.coarse_of_fine[classes.fine.index(item.class_name)]]
        counts["placed"] += 1
        counts["fine_right"] += item.class_name == true[0]
        counts["coarse_right"] += coarse == true[1]


def _shared(one: np.ndarray, other: np.ndarray) -> float:
    from recognition.looks.locate import overlap

    shared = overlap(one, other)
    return shared / (float(np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2])) - shared)


def bench_codes(folder: Path) -> dict[str, Any]:
    """Read the barcode pictures: right, missed, wrong."""
    outcomes = {"right": 0, "missed": 0, "wrong": 0}
    for one in labels(folder):
        values = [code.value for code in read_barcodes(Image.open(folder / one["file"]))]
        outcomes["right" if one["value"] in values else "wrong" if values else "missed"] += 1
    return outcomes


def bench_dates(folder: Path) -> dict[str, Any]:
    """Read the printed dates: right, asked (the true day is among the candidates), missed, silently wrong."""
    outcomes: dict[str, Any] = {"right": 0, "asked": 0, "missed": 0, "wrong": 0, "wrong_files": []}
    elapsed = []
    for one in labels(folder):
        started = time.perf_counter()
        dates = read_pack(bgr_of(Image.open(folder / one["file"]).convert("RGB")), today=TODAY).dates
        elapsed.append(time.perf_counter() - started)
        first = next((found for found in dates if found.kind != "packed_on"), None)
        outcome = _date_outcome(one["expiry_iso"], first.iso if first else ())
        outcomes[outcome] += 1
        if outcome == "wrong":
            outcomes["wrong_files"].append(one["file"])
    return outcomes | {"median_s": round(statistics.median(elapsed), 2)}


def _date_outcome(expected: list[str], read: tuple[str, ...]) -> str:
    if not read:
        return "missed"
    read_days = {day[: len(expected[0])] for day in read}
    if read_days.isdisjoint(expected):
        return "wrong"
    return "asked" if len(read) > 1 else "right" if len(expected) == 1 else "wrong"


def bench_cold_start(photo: Path) -> dict[str, Any]:
    """Start a process for one photo: seconds from nothing to the reading, and its memory."""
    script = (
        "import sys; from recognition.photo import recognise; recognise(sys.argv[1]); "
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    started = time.perf_counter()
    command = [sys.executable, "-c", script, str(photo)]
    run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return {"cold_start_s": round(time.perf_counter() - started, 2), "rss_mb": int(run.stdout) // 1024}


def bench_baseline(folder: Path) -> dict[str, Any]:
    """Fit logistic regression on the frozen embedding of the training photos and score val."""
    from recognition.looks.embedder import embedder
    from recognition.looks.views import reading_view
    from recognition.training.dataset import read_data_set
    from recognition.training.heads import fit_logistic

    data = read_data_set(folder)

    def frozen(paths: tuple[Path, ...]) -> np.ndarray:
        return np.concatenate([
            embedder()(reading_view(Image.open(path).convert("RGB"))[None]).embedding for path in paths
        ])

    fitted = fit_logistic(frozen(data.train.paths), data.train.fine, len(data.classes.fine))
    best = fitted(frozen(data.val.paths)).argmax(1)
    coarse_of = np.array(data.classes.coarse_of_fine)
    return {"fine": _share(best == data.val.fine), "coarse": _share(coarse_of[best] == coarse_of[data.val.fine])}


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--baseline", action="store_true", help="also fit the baseline (two minutes)")
    parser.add_argument("--limit", type=int, help="read only the first N val photos")
    parser.add_argument("--collages", type=int, default=100, help="collages to draw and read")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    folder = data_folder()
    grocery = folder / "grocery"
    first = grocery / "images" / (grocery / "val.txt").read_text(encoding="utf-8").split(",", 1)[0]
    with (grocery / "classes.csv").open(encoding="utf-8", newline="") as file:
        names = {row["fine_id"]: (row["fine_name"], row["coarse_name"]) for row in csv.DictReader(file)}
    lines = (grocery / "val.txt").read_text(encoding="utf-8").splitlines()[::8]
    some = [(grocery / "images" / path, names[fine_id]) for path, fine_id, _ in (line.split(",") for line in lines)]
    figures = {
        "training_run": json.loads((REPOSITORY / "recognition/weights/scores.json").read_text(encoding="utf-8")),
        "val": bench_val(grocery, arguments.limit),
        "strange": bench_strange(folder, grocery),
        "collages": bench_collages(grocery, folder / "negatives", arguments.collages),
        "faults": bench_faults(some),
        "barcodes": bench_codes(folder / "barcodes"),
        "dates": bench_dates(folder / "best_before"),
        "process": bench_cold_start(first),
    }
    if arguments.baseline:
        figures["baseline"] = bench_baseline(grocery)
    figures["peak_rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    if arguments.json:
        arguments.json.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
