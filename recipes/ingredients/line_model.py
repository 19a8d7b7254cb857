"""The classifier of ingredient lines at run time: arrays of weights, the best labels, and when they are believed.

A linear chain: each token's features add up to a score for each label, neighbouring labels to another, and the best
path is taken. Fitted by `python -m recipes.train`; numpy alone is needed here. `weights/LINES.md` is its card.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain, pairwise, repeat
from pathlib import Path

import numpy as np

from recipes.ingredients import line_words as words
from recipes.ingredients.line_features import features_of
from recipes.ingredients.line_labels import NAME, UNIT, label_tokens, pieces_of
from recipes.ingredients.line_tokens import Token, template_of, tokens_of
from recipes.ingredients.romance_words import JOINING, LIKED
from recipes.recipe import IngredientLine

WEIGHTS = Path(__file__).parents[1] / "weights" / "lines.npz"
# Below this the rules are believed: so unsure, the classifier was right no more often than they (see the card).
LEAST_CONFIDENCE = 0.4
_MOST_REMEMBERED = 100_000
_GERMAN_LETTERS = re.compile("[äöüß]", re.IGNORECASE)
_NO_END = frozenset({",", ";", ".", "(", ")", "[", "]", "/", "-", "%", "and", "or"})
_NO_START = JOINING | {"of", "each"}


@dataclass(eq=False)
class LineModel:
    """Weights of F features and L labels.

    weights: (F, L) float32. transitions: (L, L) float32, from the row's label to the column's. features: number of
    each feature. clusters: group of each word that stands in like places.
    """

    labels: tuple[str, ...]
    features: dict[str, int]
    clusters: dict[str, int]
    weights: np.ndarray
    transitions: np.ndarray
    version: str = ""
    _seen: dict[tuple[str, str], tuple[list[str], float]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "LineModel":
        """Read the arrays; nothing in them is unpickled."""
        with np.load(path, allow_pickle=False) as arrays:
            features = arrays["features"].tobytes().decode().split("\n")
            clustered = arrays["words"].tobytes().decode().split("\n")
            return cls(
                labels=tuple(arrays["labels"].tobytes().decode()),
                features={name: number for number, name in enumerate(features)},
                clusters=dict(zip(clustered, arrays["clusters"].tolist(), strict=True)),
                weights=arrays["weights"].astype(np.float32), transitions=arrays["transitions"].astype(np.float32),
                version=weights_digest(path))

    def save(self, path: Path) -> None:
        """Write the arrays, weights as half floats."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path, labels=_bytes_of(self.labels, ""), features=_bytes_of(self.features), words=_bytes_of(self.clusters),
            clusters=np.array(list(self.clusters.values()), np.uint8), weights=self.weights.astype(np.float16),
            transitions=self.transitions.astype(np.float32))

    def knows(self, tokens: Sequence[Token]) -> bool:
        """Say whether at least half of a line's words are frequent ones of English recipes."""
        known = [token.word in self.clusters for token in tokens if token.text[0].isalpha()]
        return 2 * sum(known) >= len(known)

    def label(self, tokens: Sequence[Token], read_as: Sequence[str]) -> tuple[list[str], float]:
        """Return the best label of each token and how sure that is, 0 to 1; the same template is labelled once."""
        key = (template_of(tokens), "".join(read_as))
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen.clear()
            found = self._seen[key] = self._decoded(tokens, read_as)
        return found

    @cached_property
    def _padded(self) -> np.ndarray:
        """The weights and a row of zeros for features that the model does not know: (F + 1, L)."""
        return np.concatenate([self.weights, np.zeros_like(self.weights[:1])])

    def _decoded(self, tokens: Sequence[Token], read_as: Sequence[str]) -> tuple[list[str], float]:
        named = list(features_of(tokens, read_as, self.clusters))
        # Every token has as many features: looked up and added in one go, not token by token.
        width, unknown = len(named[0]), len(self.weights)
        numbers = np.fromiter(map(self.features.get, chain.from_iterable(named), repeat(unknown)), np.intp,
                              width * len(named))
        scores = np.add.reduceat(self._padded.take(numbers, axis=0), range(0, len(numbers), width), axis=0)
        path, share = best_path(scores, self.transitions)
        return [self.labels[number] for number in path], share


def best_path(scores: np.ndarray, transitions: np.ndarray) -> tuple[list[int], float]:
    """Return the labels (T,) of the highest total (Viterbi) and their probability among all paths.

    scores: (T, L) of each token; transitions: (L, L).
    """
    scores = scores.astype(np.float64)
    # All paths are added up as odds against each token's best label: of 80 tokens they stay far from 0.
    highest = scores.max(axis=1, keepdims=True)
    odds, moves = np.exp(scores - highest), np.exp(transitions.astype(np.float64))
    best, total = scores[0], odds[0]
    came_from: list[np.ndarray] = []
    for row, odd in zip(scores[1:], odds[1:], strict=True):
        ways = best[:, None] + transitions
        came_from.append(ways.argmax(0))
        best = ways.max(0) + row
        total = total @ moves * odd
    path = [int(best.argmax())]
    for step in reversed(came_from):
        path.append(int(step[path[-1]]))
    return path[::-1], float(np.exp(best.max() - highest.sum() - np.log(total.sum())))


@lru_cache(maxsize=1)
def shipped_model() -> LineModel:
    """Return the classifier that Larder ships."""
    return LineModel.load()


@lru_cache(maxsize=4)
def weights_digest(path: Path = WEIGHTS) -> str:
    """Return eight hex digits of a weights file, a part of the version of every line that was read with it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def read_again(parsed: IngredientLine, plain: str, model: LineModel | None = None) -> IngredientLine:
    """Return a line as the rules read it, with the classifier's name where that is believed.

    parsed: the rules' reading. plain: the line as the rules saw it. Amount and unit stay the rules', which were right
    more often than the classifier. Lines that are not English are left to the rules.
    """
    tokens = tokens_of(plain)
    if not parsed.name or is_german(tokens) or is_simple(tokens, parsed):
        return parsed
    model = model or shipped_model()
    if not model.knows(tokens):
        return parsed
    read_as = rules_labels(tokens, parsed)
    labels, confidence = model.label(tokens, read_as)
    if NAME in labels[:_amount_end(read_as)] or _spans_amount(tokens, labels):
        return parsed
    name = name_of(plain, tokens, labels)
    ours, theirs = set(pieces_of(name)), set(pieces_of(parsed.name))
    if confidence < LEAST_CONFIDENCE or not _is_better(ours, theirs) or _loses_a_food(ours, parsed.name) or (
            _breaks_a_list(tokens, labels) or _takes_a_unit(ours - theirs, theirs - ours, parsed.unit)):
        return parsed
    return replace(parsed, name=name, preparation=_preparation(parsed, ours, theirs),
                   confidence=round(min(parsed.confidence, 0.5 + confidence / 2), 2))


def _amount_end(read_as: Sequence[str]) -> int:
    """Return the token behind the unit where that stands before the name: what lies before it is no name."""
    ahead = read_as[:read_as.index(NAME)] if NAME in read_as else []
    return max((at + 1 for at, label in enumerate(ahead) if label == UNIT), default=0)


def _spans_amount(tokens: Sequence[Token], labels: Sequence[str]) -> bool:
    """Say whether an amount lies within the name: `kosher salt and 1/4 teaspoon pepper` are two."""
    named = [at for at, label in enumerate(labels) if label == NAME]
    return bool(named) and any(
        tokens[at].is_number and labels[at] != NAME for at in range(named[0], named[-1]))


_JOINED = re.compile(r"\s+(?:and|&)\s+")


def _loses_a_food(ours: set[str], name: str) -> bool:
    """Say whether of `salt and freshly ground pepper` only the first is left: the cook needs both."""
    first, *others = _JOINED.split(name)
    return bool(others) and ours <= set(pieces_of(first))


_LISTING = frozenset({"or", "and"})


def _breaks_a_list(tokens: Sequence[Token], labels: Sequence[str]) -> bool:
    """Say whether kinds are left out of a list whose first one is kept: `green or bell peppers`, of three colours."""
    named = [at for at, label in enumerate(labels) if label == NAME]
    for before, after in pairwise(named):
        left_out = {token.text.lower() for token in tokens[before + 1:after]}
        joins = tokens[before].text.lower() in _LISTING
        kind = tokens[before - joins].text.lower()
        if left_out and (joins or left_out & _LISTING) and kind in words.DESCRIBING_ALONE:
            return True
    return False


def _takes_a_unit(won: set[str], lost: set[str], unit: str | None) -> bool:
    """Say whether a name wins the word of its line's unit (gelatine in leaves), or loses one that is none.

    won, lost: words that the name would have more and less than the rules'. `Short ribs` and `rib eye` stay whole.
    """
    if unit is None:
        return len(lost) == 1 and words.UNITS.get(*lost) in words.NEEDS_NAME
    return any(words.UNITS.get(word) == unit for word in won)


def _is_better(ours: set[str], theirs: set[str]) -> bool:
    """Say whether the words of a name may replace the rules'.

    Names that hold different words are a matter of taking the wrong food: only more or less of one is believed, what
    is left must name something, and neither an amount in words nor what a food is packed in is a part of a name.
    """
    return (ours < theirs or theirs < ours) and not ours <= _SAYING and not (ours - theirs) & (_COUNTING | _PACKED)


def rules_labels(tokens: Sequence[Token], parsed: IngredientLine) -> list[str]:
    """Return what the rules take each token for."""
    return label_tokens(tokens, quantity=parsed.quantity, unit_words=parsed.unit or "", name=parsed.name)


def is_simple(tokens: Sequence[Token], parsed: IngredientLine) -> bool:
    """Say whether a line is amount, unit and a few words that are nothing but a name: `2 cups flour`."""
    named = parsed.name.split()
    known = (parsed.quantity is not None) + (parsed.unit is not None)
    return (len(named) <= 4 and len(tokens) <= known + len(named) and tokens[0].is_number
            and not any(word.casefold() in _SAYING for word in named))


_COUNTING = words.VAGUE | frozenset(words.NUMBER_WORDS) | {"more", "of"}
_PACKED = frozenset(("can", "tin", "package", "packet", "jar", "carton", "container", "envelope", "sachet"))
_SAYING = words.DESCRIBING_ALONE | frozenset(words.UNITS) | {"or", "&"}


def is_german(tokens: Sequence[Token]) -> bool:
    """Say whether a line shows a German word or letter."""
    return any(token.text.lower() in words.GERMAN or _GERMAN_LETTERS.search(token.text) for token in tokens)


def name_of(plain: str, tokens: Sequence[Token], labels: Sequence[str]) -> str:
    """Return the words labelled as the name, as they stand in the text; an `and` between parts that stand apart stays.

    plain: the text that the tokens are of.
    """
    named = [at for at, label in enumerate(labels) if label == NAME]
    while named and (tokens[named[0]].text.lower() in _NO_END or tokens[named[0]].text in _NO_START):
        named.pop(0)
    while named and tokens[named[-1]].text.lower() in (_NO_END | LIKED) - {")"}:
        named.pop()
    text = ""
    for before, at in zip([None, *named], named, strict=False):
        if before is not None:
            gap = tokens[before + 1:at]
            joining = next((one.text for one in gap if one.text.lower() in ("and", "or", "&")), None)
            text += plain[tokens[before].end:tokens[at].start] if not gap else f" {joining} " if joining else " "
        text += tokens[at].text
    return text + ")" if text.count("(") > text.count(")") else text


def _preparation(parsed: IngredientLine, ours: set[str], theirs: set[str]) -> str:
    """Move what the name lost to the preparation, and take from it what the name won."""
    if ours < theirs:
        lost = " ".join(word for word in re.findall(r"[^\s,;()]+", parsed.name)
                        if word.lower() not in _NO_END and not set(pieces_of(word)) & ours)
        return ", ".join(filter(None, (lost, parsed.preparation)))
    kept = [part for part in parsed.preparation.split(", ") if not set(pieces_of(part)) <= ours]
    return ", ".join(kept)


def _bytes_of(texts: Sequence[str] | dict[str, int], between: str = "\n") -> np.ndarray:
    return np.frombuffer(between.join(texts).encode(), np.uint8)
