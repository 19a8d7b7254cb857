"""Which food a view shows, how sure that is, and whether it is a food the model knows at all. numpy only.

Three questions, each answered by what answers it best: is it one of the known classes (distance to the nearest
training photos, and how clear the answer is), which one (linear head, calibrated), and if it is none, is it food
(ImageNet's classes).
"""

import csv
import functools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from pantry.errors import NotReady
from recognition.looks.confidence import class_probabilities, softmax
from recognition.looks.embedder import WEIGHTS, Embedded, products, unit
from recognition.reading import UNKNOWN_FOOD, Alternative, ClassLevel, Verdict

HEAD_FILE = WEIGHTS / "head.npz"
LABELS_FILE = Path(__file__).parent / "labels.csv"
IMAGENET_FILE = Path(__file__).parent / "imagenet_groceries.csv"
MAX_ALTERNATIVES = 5
# How far strangeness lowers confidence: on held-out photos the full factor (1) made known foods too unsure
# (calibration error 0.037), 0.25 is as good as none (0.018) and still lowers what is strange.
STRANGENESS_EXPONENT = 0.25
# An answer nobody reviews must look like a training photo: of unknown goods on counters few do.
SURE_KNOWN_BAR = 0.9
# As near five training photos lie to all but one in 200 photos of shelves that were left out: drawings and studio
# pictures lie further off, whatever the head says of them.
SURE_COSINE_BAR = 0.58
# A photo of one thing goes in unasked from this confidence on. Of kinds of many varieties hardly a variety reaches it,
# as some hundredths are spread over them (`confidence`): then the kind goes in. What it was chosen on stands in
# docs/benchmarks/photos.md.
UNASKED_BAR = 0.97


@dataclass(frozen=True, slots=True)
class Head:
    """What training found, as arrays.

    fine, coarse: class names by id. coarse_of_fine: (F,) int. weight: (D, F), bias: (F,): scores of the tuned
    embeddings side by side. calibration: (3,) makes probabilities of them (`confidence`). known: (1280, N) float32,
    the directions of the training photos. gate: (5,) bias and weights of `gate_features`; the logistic of their product
    is how sure it is that the photo shows a known class. near_gate: (4,) the same without familiarity, for what is none
    of the classes. centre: (2560,), the middle of the training photos in the embeddings of the first network;
    prototypes: (F, 2560) float32, the mean direction of each class from there; taught_gate: (3,) bias and weights of
    `teaching.recall`. The bars are probabilities, but for those of `familiarity`, which are scores.
    """

    fine: tuple[str, ...]
    coarse: tuple[str, ...]
    coarse_of_fine: np.ndarray
    weight: np.ndarray
    bias: np.ndarray
    calibration: np.ndarray
    known: np.ndarray
    gate: np.ndarray
    near_gate: np.ndarray
    centre: np.ndarray
    prototypes: np.ndarray
    taught_gate: np.ndarray
    taught_bar: float
    strange_score_bar: float
    sure_score_bar: float
    known_bar: float
    grocery_bar: float
    fine_bar: float
    review_bar: float
    set_bar: float


@dataclass(frozen=True, slots=True)
class Label:
    """How a class is called in the catalog and to people; loose goods carry no text.

    kind_stands: whether the food of its kind may stand for it, as an apple for a Golden Delicious. Not milk for one
    without lactose, nor a potato for a sweet potato.
    """

    food_id: str
    name: str
    is_loose: bool = False
    kind_stands: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """What one view shows; food_id and class_name are None when it is no known class.

    needs_review: whether it is less sure than an answer should be. unasked: as what a photo of it goes in unasked,
    which asks for more: as its class or, where only that is sure enough, as its kind; see `settled`.
    """

    verdict: Verdict
    food_id: str | None
    label: str
    class_name: str | None
    class_level: ClassLevel | None
    confidence: float
    alternatives: tuple[Alternative, ...]
    needs_review: bool
    is_loose: bool = False
    unasked: Alternative | None = None


@functools.cache
def head() -> Head:
    """Return the shipped head, read once a process. Raises NotReady when it is missing."""
    if not HEAD_FILE.is_file():
        raise NotReady("the photo model's head.npz is missing", "check out recognition/weights")
    return read_head(HEAD_FILE)


def read_head(file: Path) -> Head:
    """Read a head as `train` writes it; nothing is unpickled."""
    with np.load(file, allow_pickle=False) as stored:
        values = {name: stored[name] for name in stored.files}
    parts: dict[str, Any] = {name: float(value) for name, value in values.items() if name.endswith("_bar")}
    parts |= {name: tuple(str(one) for one in values[name]) for name in ("fine", "coarse")}
    plain = ("coarse_of_fine", "weight", "bias", "calibration", "gate", "near_gate", "centre", "taught_gate")
    parts |= {name: values[name] for name in plain}
    parts["prototypes"] = unit(values["prototypes"].astype(np.float32))
    parts["known"] = np.ascontiguousarray(values["known"].T, dtype=np.float32) / 127.0
    return Head(**parts)


@functools.cache
def labels() -> dict[tuple[str, str], Label]:
    """Return the catalog's food for each (class level, class name) of the data set."""
    with LABELS_FILE.open(encoding="utf-8", newline="") as file:
        return {
            (row["class_level"], row["class_name"]): Label(
                row["food_id"], row["label"], row["is_loose"] == "1", row["kind_stands"] == "1"
            )
            for row in csv.DictReader(file)
        }


@functools.cache
def imagenet_groceries() -> dict[int, Label | None]:
    """Return the ImageNet classes that are groceries or hold them, with their food where it is one."""
    with IMAGENET_FILE.open(encoding="utf-8", newline="") as file:
        return {
            int(row["class_index"]): Label(row["food_id"], row["label"]) if row["food_id"] else None
            for row in csv.DictReader(file)
        }


def classify(seen: Embedded) -> list[Guess]:
    """Return a guess for each of N embedded views."""
    shipped = head()
    scores = products(seen.tuned, shipped.weight) + shipped.bias
    familiar = familiarity(scores)
    features = gate_features(products(unit(seen.embedding), shipped.known), seen.logits, familiar)
    is_known = _logistic(features @ shipped.gate[1:] + shipped.gate[0])
    is_near = _logistic(features[:, :3] @ shipped.near_gate[1:] + shipped.near_gate[0])
    probabilities = class_probabilities(scores, shipped.coarse_of_fine, shipped.calibration)
    imagenet = softmax(seen.logits)
    is_settled = (is_known >= SURE_KNOWN_BAR) & (familiar >= shipped.sure_score_bar)
    may_go_in = is_settled & (features[:, 1] >= SURE_COSINE_BAR)
    return [
        _known_guess(
            shipped, probabilities[row], float(is_known[row]), is_settled=bool(is_settled[row]),
            may_go_in=bool(may_go_in[row]),
        )
        if is_known[row] >= shipped.known_bar and familiar[row] >= shipped.strange_score_bar
        else _strange_guess(shipped, probabilities[row], float(is_known[row]), float(is_near[row]), imagenet[row])
        for row in range(len(scores))
    ]


def familiarity(scores: np.ndarray) -> np.ndarray:
    """Return how much photos look like some known class, (N,): what tells groceries that are none of them best.

    scores: (N, F) before the softmax. The largest score, and a quarter of its lead over the second: of one network half
    of the lead ranked best on five draws of classes held back, of two pooled the largest score alone, and both better
    than distances (nearest photos, class means, Mahalanobis, relative or not, residuals outside of the first
    components).
    """
    second, first = np.partition(scores, -2, axis=1)[:, -2:].T
    return first + 0.25 * (first - second)


def gate_features(cosine: np.ndarray, logits: np.ndarray, familiar: np.ndarray) -> np.ndarray:
    """Return (N, 4) of photos: cosine to the nearest and fifth training photo, ImageNet's opinion, familiarity.

    cosine: (N, photos), to each training photo. logits: (N, 1000). familiar: (N,) as `familiarity` gives it.
    """
    nearest = np.partition(cosine, (-5, -1), axis=1)
    return np.stack([nearest[:, -1], nearest[:, -5], grocery_log_odds(logits), familiar], axis=1)


def grocery_log_odds(logits: np.ndarray) -> np.ndarray:
    """Return the log-odds that one of ImageNet's grocery classes is seen, cut to -6 .. 6. logits: (N, 1000)."""
    share = softmax(logits)[:, sorted(imagenet_groceries())].sum(1).clip(1e-6, 1 - 1e-6)
    return np.log(share / (1 - share)).clip(-6.0, 6.0)


def _known_guess(
    shipped: Head, probabilities: np.ndarray, is_known: float, *, is_settled: bool, may_go_in: bool
) -> Guess:
    best = int(probabilities.argmax())
    coarse = int(shipped.coarse_of_fine[best])
    coarse_share = float(probabilities[shipped.coarse_of_fine == coarse].sum())
    fine_share = _share_of_food(shipped, probabilities, best)
    is_torn = fine_share < shipped.fine_bar and coarse_share > 1.3 * fine_share
    level: ClassLevel = "coarse" if is_torn else "fine"
    name = shipped.coarse[coarse] if is_torn else shipped.fine[best]
    trust = is_known**STRANGENESS_EXPONENT
    confidence = trust * (coarse_share if is_torn else fine_share)
    label = labels()[level, name]
    variety = None if is_torn else Alternative(label.food_id, label.name, name, round(confidence, 3))
    kind = _kind_of(shipped, probabilities, coarse, trust)
    bar = max(shipped.review_bar, UNASKED_BAR)
    enough = (one for one in (variety, kind) if one is not None and one.confidence >= bar)
    return Guess(
        verdict="groceries",
        food_id=label.food_id,
        label=label.name,
        class_name=name,
        class_level=level,
        confidence=round(confidence, 3),
        alternatives=_alternatives(shipped, probabilities, trust, None if is_torn else best),
        needs_review=confidence < shipped.review_bar or not is_settled,
        is_loose=label.is_loose,
        unasked=next(enough, None) if may_go_in else None,
    )


def _share_of_food(shipped: Head, probabilities: np.ndarray, fine: int) -> float:
    """Return how likely the food of a fine class is: of one juice it is all the same whose it is."""
    food_id = labels()["fine", shipped.fine[fine]].food_id
    same = [other for other, name in enumerate(shipped.fine) if labels()["fine", name].food_id == food_id]
    return float(probabilities[same].sum())


def _kind_of(shipped: Head, probabilities: np.ndarray, coarse: int, trust: float) -> Alternative:
    """Return a kind, as sure as it is that the photo shows one of the varieties that its food may stand for."""
    varieties = np.flatnonzero(shipped.coarse_of_fine == coarse)
    meant = [fine for fine in varieties if labels()["fine", shipped.fine[fine]].kind_stands]
    share = float(probabilities[meant].sum())
    label = labels()["coarse", shipped.coarse[coarse]]
    return Alternative(label.food_id, label.name, shipped.coarse[coarse], round(trust * share, 3))


def settled(guess: Guess) -> Guess:
    """Return the guess of a whole photo as it goes in unasked, or as one to be looked at.

    Where the kind is sure and the variety is not, the kind goes in, with the variety among the alternatives: an apple
    is right of whatever variety, a wrong variety is not. Where a person has to look, the likeliest variety leads.
    """
    unasked = guess.unasked
    if unasked is None or unasked.class_name == guess.class_name:
        return replace(guess, needs_review=unasked is None)
    variety = Alternative(guess.food_id, guess.label, guess.class_name, guess.confidence)
    varieties = (variety, *guess.alternatives) if guess.class_level == "fine" else guess.alternatives
    return replace(
        guess, food_id=unasked.food_id, label=unasked.label, class_name=unasked.class_name, class_level="coarse",
        confidence=unasked.confidence, alternatives=varieties[:MAX_ALTERNATIVES], needs_review=False,
    )  # fmt: skip


def _alternatives(
    shipped: Head, probabilities: np.ndarray, trust: float, without: int | None
) -> tuple[Alternative, ...]:
    """Return the other classes of the set that holds the true one in 95 of 100 photos, likeliest first."""
    order = [int(fine) for fine in probabilities.argsort()[::-1] if fine != without]
    kept = [fine for fine in order if probabilities[fine] >= shipped.set_bar][:MAX_ALTERNATIVES] or order[:1]
    chosen = [(labels()["fine", shipped.fine[fine]], fine) for fine in kept]
    return tuple(
        Alternative(label.food_id, label.name, shipped.fine[fine], round(float(probabilities[fine]) * trust, 3))
        for label, fine in chosen
    )


def _strange_guess(
    shipped: Head, probabilities: np.ndarray, is_known: float, is_near: float, imagenet: np.ndarray
) -> Guess:
    """Say what else it may be: another food that ImageNet knows, some grocery, or none."""
    groceries = imagenet_groceries()
    share = float(imagenet[sorted(groceries)].sum())
    is_grocery = max(share, is_near) >= shipped.grocery_bar
    index = max(groceries, key=lambda one: imagenet[one])
    food = groceries[index] if imagenet[index] >= 0.5 else None
    # ImageNet's classes were never checked on kitchens: they propose, at no more than half the confidence.
    confidence = min(0.5, 0.5 * float(imagenet[index])) if food else is_known
    return Guess(
        verdict="unknown_grocery" if is_grocery else "no_grocery",
        food_id=food.food_id if food and is_grocery else None,
        label=food.name if food and is_grocery else UNKNOWN_FOOD,
        class_name=None,
        class_level=None,
        confidence=round(confidence if is_grocery else 0.0, 3),
        alternatives=_alternatives(shipped, probabilities, is_known, None) if is_grocery else (),
        needs_review=True,
    )


def coarse_name(guess: Guess) -> str | None:
    """Return the coarse class of a guess, None for what is no known class."""
    if guess.class_name is None or guess.class_level == "coarse":
        return guess.class_name
    shipped = head()
    return shipped.coarse[int(shipped.coarse_of_fine[shipped.fine.index(guess.class_name)])]


def _logistic(value: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-value.clip(-30, 30)))
