"""From a printed name to a food: exact, then normalised, then word by word and letter by letter.

Where the catalog does not hold the name itself, its matches and the category model decide together what kind of
thing it is; the foods of that kind come first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pantry.catalog import food_claims
from pantry.catalog.food_categories import CategoryClassifier
from pantry.catalog.food_matching import WRITTEN_OUT_LANGUAGES, Candidate, Entry, FoodIndex
from pantry.catalog.food_names import Name, NameReader, fold
from pantry.catalog.unspaced_names import UnspacedNames, is_unspaced
from pantry.foods import CategoryGuess, Food, FoodMatch, read_rows
from pantry.vocabulary import FOOD_CATEGORIES, Category

EXACT_SCORE, NORMALISED_SCORE = 0.97, 0.93
# Only names that are the catalog's own words pass 0.9: a probable category is not yet the right food.
MAX_GUESSED_SCORE = 0.89
# Where not one word is the catalog's: below what a recipe's line takes for its food (0.7). A word of a language that
# the catalog does not know looks like an abbreviation of another food.
MAX_LETTERS_SCORE = 0.65
# A food that only the end of a Japanese name tells: what stands before may be a maker or make it another food.
END_OF_NAME_SCORE = 0.8
# Letters alone may name a category from here on; below, a name without any known word stays unknown.
MIN_LETTERS_SHARE = 0.5
# Goods that are no food and match best yield to a food only if it is this sure: soap smells of lemons.
MIN_SHARE_OVER_GOODS = 0.8
# The food that stands for a category of which no food was recognised, and how much surer that must be.
STAND_INS = {
    Category.PRODUCE: "vegetable", Category.DAIRY: "cheese", Category.EGGS: "egg", Category.MEAT: "meat",
    Category.FISH: "fish", Category.DELI: "ready_meal", Category.BAKERY: "bread", Category.FROZEN: "frozen_meal",
    Category.PANTRY: "canned_food", Category.SNACKS: "snack", Category.BEVERAGES: "drink", Category.ALCOHOL: "spirits",
    Category.BABY: "baby_food"}
STAND_IN_FACTOR = 0.5
CACHE_LIMIT = 200_000
OWN_LANGUAGES = frozenset({"en", "de"})  # each food of the catalog has a name in them
# Tills' abbreviations are English and German: in the others' names such letters are a word ("sal" is salt).
WHOLE_WORDS = WRITTEN_OUT_LANGUAGES | {"fr"}
# Of further languages so short a word ("kip", "mel") is met only where it is all that is said.
LEAST_LETTERS = 4
NAMES_AT_ONCE = 1_024  # a batch of names shares the cost of a step of numpy; more at once gain nothing
EDIBLE = frozenset(category.value for category in FOOD_CATEGORIES)
# In "strawberry yogurt" and "honey cereal" the raw food is a flavour of the made one.
FLAVOUR_CATEGORIES = frozenset({Category.PRODUCE, Category.EGGS})
FLAVOUR_GROUPS = frozenset({"nuts", "spice", "chocolate", "honey", "baking_ingredient", "dried_fruit"})


@dataclass(slots=True)
class _Verdict:
    """What was made of a name that the catalog does not hold.

    is_food: false for goods that are no food, which baby goods may be too, and where nothing is known.
    odds: how likely each category is, in the order of `columns`, (categories,) float64; total: their sum.
    points: raw score of the best candidate by category. how: as in FoodMatch.
    """

    category: str | None
    is_food: bool
    odds: np.ndarray
    total: float
    columns: dict[str, int]
    points: dict[str, float]
    candidates: list[Candidate]
    how: str

    def share(self, category: str) -> float:
        """Return the probability of a category."""
        return float(self.odds[self.columns[category]]) / self.total

    @property
    def food_share(self) -> float:
        """Return the probability that it is food, of whatever category."""
        edible = [column for category, column in self.columns.items() if category in EDIBLE]
        return float(self.odds[edible].sum()) / self.total

    @property
    def most(self) -> float:
        """Return the highest score that a food may have."""
        return MAX_LETTERS_SCORE if self.how == "guessed" else MAX_GUESSED_SCORE

    def score(self, candidate: Candidate) -> float:
        """Return the share of a candidate's category, less where another food of the category fits better."""
        points, entry = candidate
        share = min(self.most, self.share(entry.category))
        return round(share * points / self.points[entry.category], 3)

    def best(self) -> tuple[str, float]:
        """Return the food of the winning category that fits best, or the one that stands for it, and its score."""
        assert self.category is not None
        for candidate in self.candidates:
            if candidate[1].category == self.category and candidate[1].food_id:
                return candidate[1].food_id, self.score(candidate)
        share = min(self.most, self.share(self.category))
        return STAND_INS[Category(self.category)], round(share * STAND_IN_FACTOR, 3)

    def ranked(self) -> list[tuple[str, float]]:
        """Return (food, score) of all candidates, the winner of `best` first."""
        first, most = self.best()
        others = [(entry.food_id, min(most, self.score((points, entry))))
                  for points, entry in self.candidates if entry.food_id and entry.food_id != first]
        return [(first, most), *sorted(others, key=lambda pair: -pair[1])]


NO_VERDICT = _Verdict(None, False, np.zeros(0), 1.0, {}, {}, [], "fuzzy")


class FoodMatcher:
    """Resolves names against one index and remembers what it was asked."""

    def __init__(self, foods: dict[str, Food], index: FoodIndex, exact: dict[str, str],
                 normalised: dict[tuple[str, ...], str], languages: dict[tuple[str, ...], frozenset[str]],
                 told_apart: dict[str, str], spoken: dict[tuple[str, ...], frozenset[str]], unspaced: UnspacedNames,
                 classifier: CategoryClassifier | None = None) -> None:
        """exact: food by folded text; normalised: food by the tokens of a name or alias.

        languages: those in which a food is called so, by the tokens of its names (`_languages`).

        told_apart: food by spelling where only accents tell two foods apart ("pâtes", "pâtés"), and by "language:folded
        text" where languages do ("paprika" is a spice in English).
        spoken: the languages in which any food is called so, by tokens. unspaced: names in scripts without blanks.
        classifier: the category model, read from its file when first needed if absent.
        """
        self._foods, self._index, self._exact, self._normalised = foods, index, exact, normalised
        self._languages, self._spoken = languages, spoken
        self._told_apart, self._unspaced = told_apart, unspaced
        self._classifier = classifier
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...], str | None], _Verdict] = {}

    def resolve(self, text: str, lang: str | None, limit: int) -> list[FoodMatch]:
        """Return the foods a text may mean, best first; empty if goods that are no food win."""
        name = self._read(text, lang)
        direct = self._direct(text, name, lang)
        (verdict,) = self._verdicts([name], lang)
        if direct is None and not verdict.is_food:
            return []
        matches = {} if direct is None else {direct.food_id: direct}
        for food_id, score in verdict.ranked() if verdict.is_food else ():
            meant = self._meant(food_id, name)
            if meant not in matches:
                matches[meant] = self._match(meant, text, score, verdict.how, lang)
        return list(matches.values())[:limit]

    def best_many(self, texts: Sequence[str], lang: str | None) -> list[FoodMatch | None]:
        """Return the best food of each text, or None."""
        return [self._best(text, name, direct, verdict, lang)
                for text, name, direct, verdict in self._judged(texts, lang)]

    def _best(self, text: str, name: Name, direct: FoodMatch | None, verdict: _Verdict,
              lang: str | None) -> FoodMatch | None:
        if direct is not None or not verdict.is_food:
            return direct
        food_id, score = verdict.best()
        return self._match(self._meant(food_id, name), text, score, verdict.how, lang)

    def classify_many(self, texts: Sequence[str], lang: str | None) -> list[CategoryGuess | None]:
        """Return the category of the winner of each text, food or not, or None."""
        return [self._guess(name, direct, verdict) for _, name, direct, verdict in self._judged(texts, lang)]

    def category_share(self, text: str, category: Category, lang: str | None) -> float:
        """Return the probability of a category by the words alone, 1.0 where they say nothing."""
        (verdict,) = self._verdicts([self._read(text, lang)], lang)
        return verdict.share(category.value) if verdict.category is not None else 1.0

    def _guess(self, name: Name, direct: FoodMatch | None, verdict: _Verdict) -> CategoryGuess | None:
        if direct is not None:
            is_told = direct.score > END_OF_NAME_SCORE
            return CategoryGuess(direct.category, direct.food_id, direct.score, 1.0 if is_told else direct.score)
        if verdict.category is None:
            return None
        score, food_share = round(verdict.share(verdict.category), 3), round(verdict.food_share, 3)
        if not verdict.is_food:
            return CategoryGuess(Category(verdict.category), None, score, food_share)
        found = verdict.best()[0]
        meant = self._meant(found, name)
        category = Category(verdict.category) if meant == found else self._foods[meant].category
        return CategoryGuess(category, meant, score, food_share)

    def _judged(self, texts: Sequence[str],
                lang: str | None) -> Iterator[tuple[str, Name, FoodMatch | None, _Verdict]]:
        """Yield each text with its name, the food whose name it is, or else the verdict on it, in their order."""
        for start in range(0, len(texts), NAMES_AT_ONCE):
            some = texts[start:start + NAMES_AT_ONCE]
            names = [self._read(text, lang) for text in some]
            direct = [self._direct(text, name, lang) for text, name in zip(some, names, strict=True)]
            verdicts = iter(self._verdicts(
                [name for name, match in zip(names, direct, strict=True) if match is None], lang))
            for text, name, match in zip(some, names, direct, strict=True):
                yield text, name, match, next(verdicts) if match is None else NO_VERDICT

    def _read(self, text: str, lang: str | None = None) -> Name:
        """Return a name taken apart, without what it denies unless the catalog holds it as it is."""
        name = self._index.reader.read(text, lang=lang)
        if not food_claims.may_deny(name.folded):
            return name
        claims = food_claims.claims_of(name.folded)
        # By its whole words only: without its noise "dairy free milk" would be a bar of chocolate.
        if name.folded.strip() not in self._exact and name.all_tokens not in self._normalised:
            if food_claims.is_substitute(name.folded):
                claims = tuple(dict.fromkeys((*claims, *food_claims.OF_A_SUBSTITUTE)))
            left = food_claims.without_denied(name.folded)
            if left != name.folded:
                name = self._index.reader.read(left, lang=lang)
        return replace(name, claims=claims) if claims else name

    def words(self, text: str) -> tuple[str, ...]:
        """Return the words of a name as the category model sees them."""
        return self._read(text).all_tokens

    def evidence(self, text: str) -> tuple[str | None, dict[str, float]]:
        """Return what the mixing is fitted on: the category of a name that the catalog holds, and the points."""
        name = self._read(text)
        direct = self._direct(text, name, None)
        candidates, _ = self._index.find(name.tokens, None, name.noise)
        return str(direct.category) if direct else None, _points(candidates)

    def _direct(self, text: str, name: Name, lang: str | None) -> FoodMatch | None:
        if is_unspaced(text):
            return self._direct_unspaced(text, lang)
        spelt = None if text.isascii() else self._told_apart.get(text.strip().casefold())
        spoken = self._told_apart.get(f"{lang}:{name.folded.strip()}") if lang else None
        food_id = spelt or spoken or self._food_id(name)
        if food_id is None:
            return None
        meant = self._meant(food_id, name)
        is_exact = name.folded.strip() in self._exact
        score, how = (EXACT_SCORE, "exact") if is_exact else (NORMALISED_SCORE, "normalised")
        if any(food_claims.CLAIMS[claim].is_broken_by(self._foods[meant]) for claim in name.claims):
            score = min(score, MAX_GUESSED_SCORE)
        match = self._match(meant, text, score, how, lang)
        return replace(match, full_name=match.name) if self._is_foreign(name, lang) else match

    def _direct_unspaced(self, text: str, lang: str | None) -> FoodMatch | None:
        """Return the food of a name in a script without blanks; as a guess where only its end tells."""
        found = self._unspaced.find(text)
        if found is None:
            return None
        food_id, is_whole = found
        score, how = (NORMALISED_SCORE, "normalised") if is_whole else (END_OF_NAME_SCORE, "fuzzy")
        return self._match(food_id, text, score, how, lang)

    def _is_foreign(self, name: Name, lang: str | None) -> bool:
        """Return whether the catalog knows a name, and only from other languages than the one asked for."""
        spoken = self._languages.get(name.all_tokens)
        return lang is not None and spoken is not None and lang not in spoken

    def languages_of(self, text: str) -> frozenset[str]:
        """Return the languages in which the catalog calls a food so, up to case, accents, plural and amounts."""
        name, written = self._read(text), self._index.reader.read(text, expand=False)
        return (self._spoken.get(written.all_tokens, frozenset())
                | (self._spoken.get(name.all_tokens) or self._spoken.get(name.tokens) or frozenset()))

    def _food_id(self, name: Name) -> str | None:
        """Return the food that the catalog calls so, up to case, accents, plural and amounts."""
        return (self._exact.get(name.folded.strip()) or self._normalised.get(name.all_tokens)
                or self._normalised.get(name.tokens))

    def _meant(self, food_id: str, name: Name) -> str:
        """Return the food, or what takes its place where the name promises what it does not keep."""
        for claim in name.claims:
            if not food_claims.CLAIMS[claim].is_kept_by(self._foods[food_id]):
                food_id = food_claims.stands_for(food_id, self._ancestors(food_id), claim)
        return food_id

    def _ancestors(self, food_id: str) -> tuple[str, ...]:
        above: list[str] = []
        parent = self._foods[food_id].parent_food_id
        while parent and parent not in above:
            above.append(parent)
            parent = self._foods[parent].parent_food_id
        return tuple(above)

    def _verdicts(self, names: Sequence[Name], lang: str | None) -> list[_Verdict]:
        """Return the verdict on each name; each one is judged once."""
        known = self._known
        keys = [(name.tokens, name.noise, lang) for name in names]
        new = {key: name for key, name in zip(keys, names, strict=True) if key not in known}
        if not new:
            return [known[key] for key in keys]
        judged = dict(zip(new, self._judge(list(new.values()), lang), strict=True))
        verdicts = [judged.get(key) or known[key] for key in keys]
        if len(known) < CACHE_LIMIT:
            known.update(judged)
        return verdicts

    def _judge(self, names: list[Name], lang: str | None) -> list[_Verdict]:
        if self._classifier is None:
            self._classifier = CategoryClassifier.load()
        model = self._classifier
        found = [self._index.find(name.tokens, lang, name.noise) if name.tokens else ([], "fuzzy") for name in names]
        points = [_points(candidates) for candidates, _ in found]
        odds = model.odds([name.all_tokens for name in names], points)
        winners, totals = odds.argmax(axis=1).tolist(), odds.sum(axis=1).tolist()
        return [
            _verdict(name, model, of_name, total, model.categories[winner], best, *match)
            for name, of_name, total, winner, best, match in zip(
                names, odds, totals, winners, points, found, strict=True)
        ]

    def _match(self, food_id: str, text: str, score: float, how: str, lang: str | None) -> FoodMatch:
        food = self._foods[food_id]
        return FoodMatch(food_id, food.name(lang), self._index.reader.write_out(text, lang), food.category, score, how)


def _verdict(name: Name, model: CategoryClassifier, odds: np.ndarray, total: float, winner: str,
             points: dict[str, float], candidates: list[Candidate], how: str) -> _Verdict:
    """Weigh goods that are no food against foods; winner: the likeliest category, whose odds are 1."""
    share = 1 / total
    if not name.tokens or (not candidates and share < MIN_LETTERS_SHARE):
        return NO_VERDICT
    if candidates and candidates[0][1].food_id is None and share < MIN_SHARE_OVER_GOODS:
        winner = candidates[0][1].category
    is_food = winner in EDIBLE
    if is_food:
        for _, entry in candidates:
            if entry.category == winner:
                is_food = entry.food_id is not None
                break
    return _Verdict(winner, is_food, odds, total, model.columns, points, candidates, how)


def _points(candidates: list[Candidate]) -> dict[str, float]:
    """Return the best raw score of each category; candidates come best first."""
    points: dict[str, float] = {}
    for score, entry in candidates:
        points.setdefault(entry.category, score)
    return points


def build_matcher(foods: dict[str, Food], seeds: Path, *,
                  read: Callable[[Path], list[dict[str, str]]] = read_rows) -> FoodMatcher:
    """Read names, aliases, brands, non-foods and name words of a seeds folder into a matcher.

    read: how a seed becomes rows; training hides words that way.
    """
    words = read(seeds / "name_words.csv")
    reader = NameReader((row["word"], row["language"], row["kind"], row["meaning"])
                        for row in words if not is_unspaced(row["word"]))
    modifiers = [row["word"] for row in words if is_unspaced(row["word"])]
    exact: dict[str, str] = {}
    normalised: dict[tuple[str, ...], str] = {}
    called: list[tuple[tuple[str, ...], str, str, str]] = []
    named: list[tuple[str, str, str]] = []
    entries: dict[tuple[tuple[str, ...], str], Entry] = {}
    unspaced: list[tuple[str, str]] = []
    for text, food_id, language, kind in food_words(foods, seeds, read):
        if is_unspaced(text):
            unspaced.append((text, food_id))
            continue
        name = reader.read(text, expand=language not in WHOLE_WORDS, lang=language)
        if not name.tokens:
            continue
        # "after 8" without its number is any word: what is left must not stand for the whole.
        is_any_word = len(name.all_tokens) == 1 and len(text.split()) > 1 and kind != "name"
        if kind != "brand":
            exact.setdefault(fold(text).strip(), food_id)
            named.append((text, language, food_id))
        if kind != "brand" and not is_any_word:
            normalised.setdefault(name.all_tokens, food_id)
            called.append((name.all_tokens, food_id, language, kind))
        is_short = language in WRITTEN_OUT_LANGUAGES and len("".join(name.all_tokens)) < LEAST_LETTERS
        if is_any_word or is_short:
            continue
        food = foods[food_id]
        is_generic = food.is_group and len(name.all_tokens) == 1
        is_flavour = food.category in FLAVOUR_CATEGORIES or bool(
            FLAVOUR_GROUPS & {food_id, food.parent_food_id or ""})
        entries.setdefault((name.all_tokens, food_id), Entry(name.all_tokens, food_id, food.category.value, language,
                                                             kind, is_generic, is_flavour))
    goods = [(reader.read(row["word"]).all_tokens, row["category"]) for row in read(seeds / "non_foods.csv")]
    others = [Entry(tokens, None, Category(category).value, "", "other") for tokens, category in goods
              if tokens not in normalised]
    return FoodMatcher(foods, FoodIndex([*entries.values(), *others], reader), exact, normalised,
                       _languages(called, normalised), _told_apart(named, exact), _spoken(called),
                       UnspacedNames(unspaced, modifiers))


def _languages(called: Iterable[tuple[tuple[str, ...], str, str, str]],
               normalised: dict[tuple[str, ...], str]) -> dict[tuple[str, ...], frozenset[str]]:
    """Return the languages in which the food of `normalised` is called so, where that can stand for its name.

    called: (tokens, food, language, kind). In the languages of the catalog's own names an alias is often a finer thing
    ("Gulaschsuppe" is a soup) and would lose by translation; in others it is the only name there is.
    """
    spoken: dict[tuple[str, ...], set[str]] = {}
    names: set[tuple[str, ...]] = set()
    for tokens, food_id, language, kind in called:
        if normalised[tokens] == food_id:
            spoken.setdefault(tokens, set()).add(language)
            if kind == "name" or language not in OWN_LANGUAGES:
                names.add(tokens)
    return {tokens: frozenset(spoken[tokens]) for tokens in names}


def _spoken(called: Iterable[tuple[tuple[str, ...], str, str, str]]) -> dict[tuple[str, ...], frozenset[str]]:
    """Return the languages of each name. called: (tokens, food, language, kind)."""
    found: dict[tuple[str, ...], set[str]] = {}
    for tokens, _, language, _ in called:
        found.setdefault(tokens, set()).add(language)
    return {tokens: frozenset(languages) for tokens, languages in found.items()}


def _told_apart(named: Iterable[tuple[str, str, str]], exact: dict[str, str]) -> dict[str, str]:
    """Return the food of each spelling and "language:folded text" that `exact` gives to another food.

    named: (text, language, food), the surest first.
    """
    first: dict[str, tuple[str, str]] = {}
    for text, language, food_id in named:
        folded = fold(text).strip()
        first.setdefault(f"{language}:{folded}", (folded, food_id))
        if not text.isascii():
            first.setdefault(text.casefold(), (folded, food_id))
    return {key: food_id for key, (folded, food_id) in first.items() if exact[folded] != food_id}


def food_words(foods: dict[str, Food], seeds: Path,
               read: Callable[[Path], list[dict[str, str]]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield (text, food, language, kind) of every way to name a food, the surest first."""
    for food in foods.values():
        for text, language in ((food.name_en, "en"), (food.name_en_plural, "en"), (food.name_de, "de"),
                               (food.name_de_plural, "de")):
            if text:
                yield text, food.food_id, language, "name"
    for row in read(seeds / "food_aliases.csv"):
        yield row["alias"], row["food_id"], row["language"], "alias"
    for row in read(seeds / "food_brands.csv"):
        if row["food_id"]:
            yield row["brand"], row["food_id"], "", "brand"
