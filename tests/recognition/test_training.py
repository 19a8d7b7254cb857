"""What training is made of: data formats, near-duplicates, heads, calibration. No network is needed here."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from pantry.errors import NotReady
from recognition.looks.confidence import softmax
from recognition.looks.views import in_more_light, random_view, reading_view
from recognition.training import heads
from recognition.training.dataset import read_data_set, shelves, split_shelves


def draw(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (40, 30), "red").save(path)


def test_the_list_format_is_read_with_its_ids(tmp_path: Path) -> None:
    draw(tmp_path / "images" / "train" / "a.jpg")
    (tmp_path / "classes.csv").write_text(
        "fine_id,fine_name,coarse_id,coarse_name\n1,Royal-Gala,0,Apple\n0,Pink-Lady,0,Apple\n2,Lemon,1,Lemon\n"
    )
    (tmp_path / "train.txt").write_text("train/a.jpg,2,1\n")
    data = read_data_set(tmp_path)
    assert data.classes.fine == ("Pink-Lady", "Royal-Gala", "Lemon")
    assert data.classes.coarse_of_fine == (0, 0, 1)
    assert (data.train.paths, data.train.fine.tolist()) == ((tmp_path / "images" / "train" / "a.jpg",), [2])
    assert len(data.val) == 0


def test_the_folder_format_takes_coarse_and_fine_from_the_path(tmp_path: Path) -> None:
    for name in ("Apple/Pink-Lady/1.jpg", "Apple/Royal-Gala/1.jpg", "Lemon/1.jpg"):
        draw(tmp_path / name)
    data = read_data_set(tmp_path)
    named = {
        (data.classes.coarse[data.classes.coarse_of_fine[fine]], data.classes.fine[fine]) for fine in data.train.fine
    }
    assert named == {("Apple", "Pink-Lady"), ("Apple", "Royal-Gala"), ("Lemon", "Lemon")}


def test_a_folder_without_photos_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match=r"train\.txt"):
        read_data_set(tmp_path)


def test_photos_of_one_shelf_share_a_group_and_classes_never_do() -> None:
    angles = np.array([0.0, 0.1, 1.5, 0.0])
    embeddings = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    groups = shelves(embeddings, np.array([0, 0, 0, 1]), similarity=0.9)
    assert groups[0] == groups[1]
    assert len({groups[0], groups[2], groups[3]}) == 3  # far away, and another class


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=60))
def test_shelves_are_never_divided_between_parts(sizes: list[int]) -> None:
    group = np.repeat(np.arange(len(sizes)), sizes)
    part = split_shelves(group, np.zeros(len(group), dtype=int), parts=3)
    assert all(len(set(part[group == one])) == 1 for one in np.unique(group))
    assert np.ptp(np.bincount(part, minlength=3)) <= 5 or len(group) == 0


def test_a_discriminant_separates_classes_and_leaves_absent_ones_out() -> None:
    rng = np.random.default_rng(1)
    fine = np.repeat([0, 2], 40)
    embeddings = rng.normal(size=(80, 5)) + np.where(fine == 0, -3.0, 3.0)[:, None]
    scores = heads.fit_discriminant(embeddings, fine, 3, shrinkage=0.3)(embeddings)
    assert (scores.argmax(1) == fine).all()


def test_a_shelf_counts_once_however_many_photos_were_taken_of_it() -> None:
    rng = np.random.default_rng(7)
    # Of the first class 90 photos are of one shelf that lies far out, and three are of shelves of their own.
    places = np.concatenate([np.repeat(3.0, 90), [-1.2, -1.0, -0.8], np.repeat(1.0, 12)])
    embeddings = np.stack([places, rng.normal(size=len(places))], axis=1) + rng.normal(0, 0.05, (len(places), 2))
    fine, shelf = np.repeat([0, 1], [93, 12]), np.concatenate([np.zeros(90), np.arange(1, 4), np.arange(4, 16)])
    once, repeatedly = (
        heads.fit_discriminant(embeddings, fine, 2, shrinkage=0.1, shelf=one) for one in (shelf, None)
    )
    new_shelf = np.array([[-1.0, 0.0]])
    assert (once(new_shelf).argmax(), repeatedly(new_shelf).argmax()) == (0, 1)


def test_pooling_prefers_the_table_that_knows() -> None:
    rng = np.random.default_rng(2)
    fine = rng.integers(0, 4, 300)
    knowing = np.eye(4)[fine] * 3 + rng.normal(size=(300, 4))
    useful, useless = heads.fit_pooling([knowing, rng.normal(size=(300, 4))], fine)
    assert useful > 5 * useless


def test_pooling_gives_the_same_confidence_whatever_the_size_of_the_scores() -> None:
    rng = np.random.default_rng(3)
    fine = rng.integers(0, 4, 300)
    tables = [np.eye(4)[fine] * 2 + rng.normal(size=(300, 4)) for _ in range(2)]
    small, large = (heads.fit_pooling([size * table for table in tables], fine) for size in (0.01, 3000.0))
    assert small * 0.01 == pytest.approx(large * 3000, rel=0.02)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from([0.8, 0.9, 0.95]))
def test_prediction_sets_hold_the_true_class_as_often_as_promised(seed: int, coverage: float) -> None:
    rng = np.random.default_rng(seed)
    fine = rng.integers(0, 5, 2000)
    probabilities = softmax(np.eye(5)[fine] * 2 + rng.normal(size=(2000, 5)))
    bar = heads.prediction_set_bar(probabilities[:1000], fine[:1000], coverage=coverage)
    held = (probabilities[1000:] >= bar)[np.arange(1000), fine[1000:]].mean()
    assert abs(held - coverage) < 0.06


def test_calibration_error_is_zero_for_honest_and_large_for_boastful_confidence() -> None:
    is_right = np.repeat([True, False], [80, 20])
    assert heads.calibration_error(np.full(100, 0.8), is_right) == pytest.approx(0)
    assert heads.calibration_error(np.full(100, 0.99), is_right) == pytest.approx(0.19)


def test_a_perfect_model_seems_miscalibrated_on_few_photos_only() -> None:
    confidence = np.random.default_rng(5).uniform(0.3, 1, 5000)
    few, many = (heads.calibration_error_by_chance(confidence[:photos]) for photos in (100, 5000))
    assert few > 3 * many


def test_ranking_score_counts_pairs_in_order() -> None:
    assert heads.ranking_score(np.array([3.0, 2.0]), np.array([1.0, 2.5])) == 0.75


@pytest.mark.parametrize("size", [(348, 348), (348, 464), (2000, 33), (32, 32), (1, 500)])
def test_views_have_the_networks_shape_whatever_the_picture(size: tuple[int, int]) -> None:
    image = Image.effect_noise(size, 60).convert("RGB")
    for view in (reading_view(image), random_view(image, np.random.default_rng(0), size_px=256)):
        assert view.dtype == np.float32
        assert view.shape[0] == 3 and view.shape[1] == view.shape[2]
        assert np.abs(view).max() <= 1.01


def test_a_random_view_depends_on_its_seed_alone() -> None:
    image = Image.effect_noise((100, 80), 60).convert("RGB")
    first, again, other = (random_view(image, np.random.default_rng(seed), size_px=64) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_a_photo_taken_in_the_dark_is_read_in_as_much_light_as_others() -> None:
    photo = Image.fromarray(np.random.default_rng(3).integers(20, 250, (60, 60, 3), dtype=np.uint8)).resize((400, 400))
    dark = ImageEnhance.Brightness(photo).enhance(0.25)
    lit, seen = reading_view(photo), reading_view(dark)
    assert np.abs(seen - lit).mean() < 0.1 < np.abs(lit).mean()


def test_a_photo_in_daylight_is_read_as_it_is_and_a_black_one_stays_dark() -> None:
    photo = np.random.default_rng(3).integers(0, 140, (40, 40, 3), dtype=np.uint8)
    assert in_more_light(photo) is photo
    assert in_more_light(np.full((40, 40, 3), 3, dtype=np.uint8)).max() <= 24
