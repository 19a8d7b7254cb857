"""What training chooses from embeddings, and that the run time reads it. No network is needed here."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recognition import teaching
from recognition.classify import Head, familiarity, read_head
from recognition.looks.confidence import class_probabilities
from recognition.training import choices, heads, lesson_gate
from recognition.training.choices import choose
from recognition.training.evidence import Evidence
from recognition.training.tune_settings import TuneSettings

DEPTH, CLASSES, PHOTOS_EACH, NEGATIVES = 24, 8, 24, 30
SPLITS = ("train", "view", "val", "negatives")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Evidence:
    """Return embeddings of classes that lie apart, by two networks of which the second sees worse."""
    for module in (choices, lesson_gate, teaching):
        monkeypatch.setattr(module, "EMBEDDING", DEPTH)
    rng = np.random.default_rng(11)
    centres = rng.normal(size=(CLASSES, DEPTH)) * 1.6
    fine = np.repeat(np.arange(CLASSES), PHOTOS_EACH)

    def seen(noise: float) -> dict[str, np.ndarray]:
        tables = {name: centres[fine] + rng.normal(size=(len(fine), DEPTH)) * noise for name in SPLITS[:3]}
        return tables | {"negatives": rng.normal(size=(NEGATIVES, DEPTH)) * 3}

    left_out = np.flatnonzero(np.arange(len(fine)) % 3 == 0)
    first, tuned, check = seen(1.0), (seen(1.0), seen(2.0)), (seen(1.2), seen(2.2))
    side_by_side = [{name: np.hstack([one[name] for one in pair]) for name in SPLITS} for pair in (tuned, check)]
    logits = {name: rng.normal(size=(len(table), 1000)) for name, table in first.items()}
    return Evidence(
        fine=fine, shelf=np.arange(len(fine)), coarse_of_fine=np.arange(CLASSES) // 2, left_out=left_out, frozen=first,
        check=side_by_side[1], held_back=np.array([2, 5]), without_held_back=side_by_side[1], tuned=side_by_side[0],
        logits=logits, val_fine=fine, val_shelf=np.arange(len(fine)),
    )  # fmt: skip


def test_what_training_chooses_is_a_head_that_the_run_time_reads(drawn: Evidence, tmp_path: Path) -> None:
    arrays, scores = choose(drawn)
    names: dict[str, Any] = {"fine": np.array(["a"] * CLASSES), "coarse": np.array(["b"] * 4)}
    names["coarse_of_fine"] = drawn.coarse_of_fine
    np.savez(tmp_path / "head.npz", **names, **arrays)
    head = read_head(tmp_path / "head.npz")
    assert set(arrays) | set(names) == set(Head.__slots__)
    assert head.weight.shape == (2 * DEPTH, CLASSES)
    table = drawn.tuned["val"] @ head.weight + head.bias
    assert (table.argmax(1) == drawn.val_fine).mean() == pytest.approx(scores["val"]["fine"]["share"], abs=1e-4)
    assert scores["val"]["fine"]["share"] > 0.9
    strange = familiarity(drawn.tuned["negatives"] @ head.weight + head.bias)
    assert heads.ranking_score(familiarity(table), strange) > 0.7
    better, worse = scores["choices"]["pooling"]
    assert better > worse >= 0
    confidence = class_probabilities(table, head.coarse_of_fine, head.calibration).max(1)
    assert heads.calibration_error(confidence, table.argmax(1) == drawn.val_fine) < 0.05


def test_shipped_scores_of_another_size_give_the_same_confidence_under_the_same_bars(drawn: Evidence) -> None:
    """Networks that saw more photos give the same evidence lower scores; bars come from those that left photos out."""
    plain, _ = choose(drawn)
    smaller = {split: 0.5 * table for split, table in drawn.tuned.items()}
    small, _ = choose(replace(drawn, tuned=smaller))
    bars = [name for name in plain if name.endswith("_bar")]
    assert {name: small[name] for name in bars} == pytest.approx({name: plain[name] for name in bars}, rel=0.05)
    confidence = [
        class_probabilities(
            tuned["val"] @ one["weight"] + one["bias"], drawn.coarse_of_fine, one["calibration"]
        ).max(1)
        for one, tuned in ((plain, drawn.tuned), (small, smaller))
    ]
    assert np.abs(confidence[0] - confidence[1]).max() < 0.05


def test_photos_of_one_shelf_weigh_less_in_the_shipped_head(drawn: Evidence) -> None:
    twenty_and_four = drawn.shelf % PHOTOS_EACH // 20
    apart, crowded = (choose(replace(drawn, shelf=one))[0]["weight"] for one in (drawn.shelf, twenty_and_four))
    assert not np.allclose(apart, crowded, rtol=0.01)


def test_a_lead_over_the_second_class_counts_as_familiar() -> None:
    torn, clear = familiarity(np.array([[5.0, 5.0, 0.0], [5.0, 1.0, 4.0]]))
    assert (torn, clear) == (5.0, 5.25)


def test_runs_share_files_only_with_the_same_settings_photos_and_classes() -> None:
    settings, photos, fine = TuneSettings(), np.arange(4), np.array([0, 1, 1, 0])
    first = settings.run_name("full", photos, fine)
    assert settings.run_name("full", photos, fine) == first
    others = {
        replace(settings, epochs=9).run_name("full", photos, fine),
        settings.run_name("full", photos[:3], fine),
        settings.run_name("full", photos, fine[::-1] * 2),
        settings.run_name("check", photos, fine),
    }
    assert first not in others and len(others) == 4
