"""Which food a printed name means: names, aliases, brands and non-foods compete word by word.

A word of the name meets the words of the catalog exactly, as an abbreviation, as a part of a compound or by
likeness. Each alias then scores by how much of it was met and how much of the name it explains. The numbers
below were fitted on one half of a set of labelled receipt names; bench/foods.py reports the other half.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from math import log

from rapidfuzz import fuzz, process

from pantry.catalog.food_names import NameReader, stem
from pantry.vocabulary import Category


@dataclass(frozen=True, slots=True)
class Weights:
    """What was fitted. All are shares or factors; a word of one exact meaning counts 1."""

    rarity: float = 0.8
    explained: float = 0.34
    met_power: float = 1.6
    abbreviation: float = 0.63
    prefix: float = 0.75
    compound_head: float = 0.87
    compound_start: float = 0.55
    likeness: float = 0.74
    last_word: float = 1.0
    first_word: float = 1.06
    brand: float = 1.0
    generic: float = 0.8
    in_order: float = 1.07
    ingredient: float = 0.85
    unknown_word: float = 0.9
    next_guess: float = 0.85
    foreign: float = 0.97


HALF_INGREDIENTS = frozenset({Category.MEAT.value, Category.FISH.value, Category.DAIRY.value})
MIN_SCORE = 0.3
WHOLE_BRAND = 0.75
GUESSES = 3
# Their words are met as they are written: guessing among them would give more wrong foods to the others' abbreviations.
WRITTEN_OUT_LANGUAGES = frozenset({"es", "it", "nl", "pl", "pt", "sv", "tr"})
_WORDS_REMEMBERED = 100_000
# Two spellings of one word ("cardamon") are so alike by rapidfuzz's ratio; a foreign word for another food hardly is.
SAME_WORD_RATIO = 85
_VOWELS = str.maketrans("", "", "aeiouy")


@dataclass(frozen=True, slots=True)
class Entry:
    """One name that competes. food_id is None for goods that are no food; kind: name, alias, brand, other.

    category: the plain value of a Category, since an enum's hash is computed in Python each time.
    is_generic: it names a group ("meat", "snack"). is_flavour: it often only flavours another food.
    """

    tokens: tuple[str, ...]
    food_id: str | None
    category: str
    language: str
    kind: str
    is_generic: bool = False
    is_flavour: bool = False


# An entry with its score: (score, entry), the higher the better.
Candidate = tuple[float, Entry]
# What a word of a name means: the catalog's words with their weights, the heaviest of these, whether it is exact, and
# whether more than a few letters tell it.
_Met = tuple[tuple[tuple[str, float], ...], float, bool, bool]


class FoodIndex:
    """Finds entries by the words of a name; built once, read only afterwards."""

    def __init__(self, entries: Iterable[Entry], reader: NameReader, weights: Weights | None = None) -> None:
        """entries: with tokens as `reader` makes them; the first of equal tokens wins a tie."""
        self.weights = weights or Weights()
        self.reader = reader
        self._entries = [entry for entry in entries if entry.tokens]
        self._tokens = [tuple(dict.fromkeys(entry.tokens)) for entry in self._entries]
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, tokens in enumerate(self._tokens):
            for token in tokens:
                self._postings[token].append(number)
        self._count_words()
        self._split_postings()
        self._met: dict[str, _Met] = {}

    def _count_words(self) -> None:
        total = len(self._entries)
        self._word_weight = {token: 1 + self.weights.rarity * log(total / len(numbers)) / log(total)
                             for token, numbers in self._postings.items()}
        self._unknown_weight = self.weights.unknown_word * (1 + self.weights.rarity)
        self._entry_weight = [sum([self._word_weight[token] for token in tokens]) for tokens in self._tokens]
        # Half of "land o frost" is no brand, while half of "peanut butter" may well be peanuts.
        self._least = [weight * (WHOLE_BRAND if entry.kind == "brand" else 0.5)
                       for weight, entry in zip(self._entry_weight, self._entries, strict=True)]
        # What ranking looks at, in one tuple an entry: it runs for every entry that a name may mean.
        self._priors = [self._prior(entry) for entry in self._entries]
        self._looks = [(entry.food_id or entry.category, " ".join(entry.tokens), entry.tokens[0], entry.tokens[-1],
                        entry.language) for entry in self._entries]
        # Below this, no boost lifts a score to the least that counts.
        self._hopeless = MIN_SCORE / (max(1.0, self.weights.in_order)
                                      * max(1.0, self.weights.first_word, self.weights.last_word))
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        guessable = {token for entry, tokens in zip(self._entries, self._tokens, strict=True)
                     if entry.language not in WRITTEN_OUT_LANGUAGES for token in tokens}
        by_commonness = sorted(guessable, key=lambda word: (-len(self._postings[word]), word))
        self._rank_of = {token: rank for rank, token in enumerate(by_commonness)}
        self._sorted_words = sorted(by_commonness)
        for token in by_commonness:
            self._by_letter[token[0]].append(token)
            self._by_skeleton[_skeleton(token)].append(token)
        self._letters_of = {first: [(word, _letters(word)) for word in words]
                            for first, words in self._by_letter.items()}

    def _split_postings(self) -> None:
        """Sort the entries of each word: those it is half or more of, and those of several words.

        An entry counts from half its weight on, so that most entries of a common word never need a look.
        """
        self._carried: dict[str, tuple[list[float], list[int]]] = {}
        self._shared: dict[str, frozenset[int]] = {}
        for token, numbers in self._postings.items():
            twice = 2 * self._word_weight[token]
            carried = sorted((self._least[number], number) for number in numbers
                             if twice >= self._entry_weight[number])
            self._carried[token] = [least for least, _ in carried], [number for _, number in carried]
            self._shared[token] = frozenset(number for number in numbers if len(self._tokens[number]) > 1)

    def _prior(self, entry: Entry) -> float:
        factor = self.weights.brand if entry.kind == "brand" else 1.0
        if entry.is_generic:
            factor *= self.weights.generic
        if entry.is_flavour:
            factor *= self.weights.ingredient
        elif entry.category in HALF_INGREDIENTS:
            factor *= (1 + self.weights.ingredient) / 2
        return factor

    def find(self, tokens: tuple[str, ...], lang: str | None = None,
             noise: tuple[str, ...] = ()) -> tuple[list[Candidate], str]:
        """Return the entries that the tokens may name, best first, at most one for each food, and how they were met.

        The way is words (every word of the name is one of the catalog's), fuzzy, or guessed (none is, and none is
        nearly one).

        noise: words that complete an alias ("canada dry") but never make one alone and need no explaining.
        """
        met, name_weight, how = self._meet(tokens, noise)
        best: dict[str, tuple[float, int]] = {}
        weights, looks, entry_weight, priors = self.weights, self._looks, self._entry_weight, self._priors
        text, unexplained, explained = " ".join((*noise, *tokens)), 1 - weights.explained, weights.explained
        hopeless, met_power = self._hopeless, weights.met_power
        first, last, several = tokens[0], tokens[-1], len(tokens) > 1
        for number, weight in met.items():
            score = priors[number] * (unexplained + explained * (weight / name_weight if weight < name_weight else 1.0))
            whole = entry_weight[number]
            if weight < whole:
                score *= (weight / whole) ** met_power
            if score < hopeless:
                continue
            key, phrase, begin, end, language = looks[number]
            if lang and language and language != lang:
                score *= weights.foreign
            if several and begin != end and phrase in text:
                score *= weights.in_order
            if end == last:
                score *= weights.last_word
            elif begin == first:
                score *= weights.first_word
            if score >= MIN_SCORE:
                before = best.get(key)
                # Of equals the first entry wins, in whatever order they come.
                if before is None or score > before[0] or (score == before[0] and number < before[1]):
                    best[key] = (score, number)
        ranked = sorted(best.values(), key=_by_score)
        entries = self._entries
        return [(score, entries[number]) for score, number in ranked], how

    def _meet(self, tokens: tuple[str, ...], noise: tuple[str, ...]) -> tuple[dict[int, float], float, str]:
        """Return the met weight of each entry, the weight of the name, and the way as in `find`.

        Entries of less than half their weight, and brands of which a word is missing, are left out.
        """
        weights: dict[str, float] = {}
        name_weight, is_exact, is_told, known = 0.0, True, False, self._met
        for token in dict.fromkeys(tokens):
            hits, heaviest, is_word, tells = known.get(token) or self._meaning(token)
            for word, weight in hits:
                weights[word] = weights[word] + weight if word in weights else weight
            name_weight += heaviest
            is_exact, is_told = is_exact and is_word, is_told or tells
        met: dict[int, float] = {}
        for word, weight in weights.items():
            leasts, numbers = self._carried[word]
            met.update(dict.fromkeys(numbers[:bisect_right(leasts, weight)], weight))
        shared = self._shared_by_two(weights, noise)
        for word in noise:
            if word in self._word_weight:
                weights[word] = weights.get(word, 0.0) + self._word_weight[word]
        least, tokens_of, weight_of = self._least, self._tokens, weights.get
        for number in shared:
            weight = 0.0
            for word in tokens_of[number]:
                weight += weight_of(word, 0.0)
            if weight >= least[number]:
                met[number] = weight
        return met, name_weight, "words" if is_exact else "fuzzy" if is_told else "guessed"

    def _meaning(self, token: str) -> _Met:
        """Return what a word of a name means, worked out once."""
        hits = self._hits(token)
        weighed = tuple((word, self._word_weight[word] * likeness) for word, likeness in hits)
        heaviest = max((self._word_weight[word] for word, _ in hits), default=self._unknown_weight)
        met = weighed, heaviest, all(likeness >= 1 for _, likeness in hits), self._is_told(token, hits)
        if len(self._met) < _WORDS_REMEMBERED:
            self._met[token] = met
        return met

    def _is_told(self, token: str, hits: tuple[tuple[str, float], ...]) -> bool:
        """Say whether a token is a word of the catalog, a compound of one, its long beginning, or it misspelt."""
        return any(likeness >= self.weights.compound_head or (len(token) > 5 and word.startswith(token))
                   or fuzz.ratio(word, token) >= SAME_WORD_RATIO for word, likeness in hits)

    def _shared_by_two(self, words: Iterable[str], noise: tuple[str, ...]) -> set[int]:
        """Return the entries that share two words with a name, one of which may be noise."""
        numbers: set[int] = set()
        before: list[frozenset[int]] = []
        for word in words:
            mine = self._shared[word]
            for other in before:
                numbers |= mine & other
            before.append(mine)
        for word in noise:
            noisy = self._shared.get(word)
            if noisy:
                for mine in before:
                    numbers |= mine & noisy
        return numbers

    def _hits(self, token: str) -> tuple[tuple[str, float], ...]:
        """Return the words of the catalog that a token may be, with how much each counts."""
        if token in self._postings:
            return ((token, 1.0),)
        for ending in ("n", "en", "e", "er", "s", "es"):
            bare = token.removesuffix(ending)
            if bare != token and len(bare) > 2 and bare in self._postings:
                return ((bare, 0.97),)
        # A long beginning is surer than a compound: "brusselsprou" is no sprout of its own.
        whole = self._beginning(token) if len(token) > 5 else ()
        whole = whole or self._compound(token) or self._segments(token)
        return whole or self._guesses(token)

    def _guesses(self, token: str) -> tuple[tuple[str, float], ...]:
        """Return the few words a token may stand for; the rest of the name decides between them."""
        guesses: dict[str, float] = {}
        for word, likeness in (*self._beginning(token), *self._skeletons(token), *self._alike(token),
                               *self._subsequences(token)):
            guesses[word] = max(likeness, guesses.get(word, 0.0))
        return tuple(guesses.items())

    def _compound(self, token: str) -> tuple[tuple[str, float], ...]:
        """Take a compound apart: the longest known end is its head, a known start tells the kind."""
        for start in range(2, len(token) - 2):
            head = stem(token[start:])
            if head not in self._postings or self.reader.is_noise(token[start:]):
                continue
            parts = [(head, self.weights.compound_head)]
            for link in ("", "s", "n", "en", "e"):
                first = token[:start].removesuffix(link)
                if len(first) > 2 and first in self._postings:
                    parts.append((first, self.weights.compound_start))
                    break
            if len(parts) > 1 or len(head) > 3:
                return tuple(parts)
        for end in range(len(token) - 2, 4, -1):
            if token[:end] in self._postings:
                # A long beginning with an unknown end ("Kartoffelscheiben") is mostly the food itself.
                likeness = self.weights.compound_head if end > 5 else self.weights.compound_start
                return ((token[:end], likeness),)
        return ()

    def _segments(self, token: str) -> tuple[tuple[str, float], ...]:
        """Take words apart that lost their spaces ("groundporklean"), if known words fill the token."""
        best: list[list[str] | None] = [[]] + [None] * len(token)
        for end in range(3, len(token) + 1):
            for start in range(max(0, end - 14), end - 2):
                before, word = best[start], stem(token[start:end])
                if before is not None and word in self._postings:
                    taken = best[end]
                    if taken is None or len(before) + 1 < len(taken):
                        best[end] = [*before, word]
        words = best[-1]
        return tuple((word, self.weights.compound_head) for word in dict.fromkeys(words)) if words else ()

    def _subsequences(self, token: str) -> tuple[tuple[str, float], ...]:
        """Read a token as letters left of a word, in order ("strwbry"): the commonest words that fit."""
        if not 3 <= len(token) <= 8:
            return ()
        wanted = _letters(token)
        fitting = (word for word, letters in self._letters_of.get(token[0], ())
                   if not wanted & ~letters and len(token) < len(word) <= 2 * len(token) + 1
                   and _is_subsequence(token, word))
        return self._ranked(fitting, self.weights.likeness)

    def _skeletons(self, token: str) -> tuple[tuple[str, float], ...]:
        """Read a token as the consonants of a word ("brkfst")."""
        skeleton = _skeleton(token)
        if len(skeleton) < 3:
            return ()
        same = (word for word in self._by_skeleton.get(skeleton, ()) if len(word) > len(token))
        return self._ranked(same, self.weights.abbreviation)

    def _beginning(self, token: str) -> tuple[tuple[str, float], ...]:
        """Read a token as the beginning of a word ("strawb")."""
        if len(token) < 3:
            return ()
        words, ranks = self._sorted_words, self._rank_of
        start = bisect_left(words, token)
        end = bisect_left(words, token + "\x7f", start)  # after every word of ASCII letters that begins so
        longer = sorted(words[start:end], key=ranks.__getitem__)
        return self._ranked(longer, self.weights.prefix)

    def _ranked(self, words: Iterable[str], likeness: float) -> tuple[tuple[str, float], ...]:
        """Return the first few words, commonest first, each a little less likely than the one before."""
        few = islice(words, GUESSES)
        return tuple((word, likeness * self.weights.next_guess ** rank) for rank, word in enumerate(few))

    def _alike(self, token: str) -> tuple[tuple[str, float], ...]:
        if len(token) < 5:
            return ()
        found = process.extractOne(token, self._by_letter.get(token[0], ()), scorer=fuzz.ratio, score_cutoff=78)
        return ((found[0], self.weights.likeness * found[1] / 100),) if found else ()


def _by_score(pair: tuple[float, int]) -> tuple[float, int]:
    return -pair[0], pair[1]


def _letters(word: str) -> int:
    """Return the letters of a word as bits: a quick look before the slow one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def _is_subsequence(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)


def _skeleton(word: str) -> str:
    """Return the first letter and the consonants after it, doubled ones once."""
    bare = word[0] + word[1:].translate(_VOWELS)
    return "".join(letter for number, letter in enumerate(bare) if number == 0 or letter != bare[number - 1])
