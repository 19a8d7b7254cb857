"""From a printed name to a food: exact, then normalised, then word by word, with a calibrated score."""

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from pantry.food_matching import Candidate, Entry, FoodIndex
from pantry.food_names import Name, NameReader, fold
from pantry.foods import CategoryGuess, Food, FoodMatch, read_rows
from pantry.vocabulary import Category

EXACT_SCORE, NORMALISED_SCORE = 0.97, 0.93
# Raw score of the best candidate -> share whose category was right, on the fitted part of the labelled names.
# Only names that are the catalog's own words pass 0.9; among the others the score orders, it does not promise.
CALIBRATION = ((0.0, 0.0), (0.3, 0.35), (0.6, 0.5), (0.75, 0.68), (0.9, 0.77), (1.0, 0.83), (1.2, 0.84),
               (3.0, 0.86))
CACHE_LIMIT = 200_000
# In "strawberry yogurt" and "honey cereal" the raw food is a flavour of the made one.
FLAVOUR_CATEGORIES = frozenset({Category.PRODUCE, Category.EGGS})
FLAVOUR_GROUPS = frozenset({"nuts", "spice", "chocolate", "honey", "baking_ingredient", "dried_fruit"})


class FoodMatcher:
    """Resolves names against one index and remembers what it was asked."""

    def __init__(self, foods: dict[str, Food], index: FoodIndex, exact: dict[str, str],
                 normalised: dict[tuple[str, ...], str]) -> None:
        """exact: food by folded text; normalised: food by the tokens of a name or alias."""
        self._foods, self._index, self._exact, self._normalised = foods, index, exact, normalised
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...], str | None], list[Candidate]] = {}

    def resolve(self, text: str, lang: str | None, limit: int) -> list[FoodMatch]:
        """Return the foods a text may mean, best first; empty if goods that are no food win."""
        name = self._index.reader.read(text)
        direct = self._direct(text, name, lang)
        candidates = self._candidates(name, lang)
        if direct is None and (not candidates or candidates[0].entry.food_id is None):
            return []
        matches = [] if direct is None else [direct]
        for candidate in candidates:
            food_id = candidate.entry.food_id
            if food_id and (direct is None or food_id != direct.food_id):
                matches.append(self._match(food_id, text, _calibrated(candidate.score), candidate.how, lang))
            if len(matches) >= limit:
                break
        return matches[:limit]

    def best(self, text: str, lang: str | None) -> FoodMatch | None:
        """Return the best food, or None."""
        name = self._index.reader.read(text)
        direct = self._direct(text, name, lang)
        if direct is not None:
            return direct
        candidates = self._candidates(name, lang)
        if not candidates or candidates[0].entry.food_id is None:
            return None
        winner = candidates[0]
        assert winner.entry.food_id is not None
        return self._match(winner.entry.food_id, text, _calibrated(winner.score), winner.how, lang)

    def classify(self, text: str, lang: str | None) -> CategoryGuess | None:
        """Return the category of the winner, food or not, or None."""
        name = self._index.reader.read(text)
        direct = self._direct(text, name, lang)
        if direct is not None:
            return CategoryGuess(direct.category, direct.food_id, direct.score)
        candidates = self._candidates(name, lang)
        if not candidates:
            return None
        entry = candidates[0].entry
        category = self._foods[entry.food_id].category if entry.food_id else entry.category
        return CategoryGuess(category, entry.food_id, _calibrated(candidates[0].score))

    def _direct(self, text: str, name: Name, lang: str | None) -> FoodMatch | None:
        food_id = self._exact.get(fold(text).strip())
        if food_id is not None:
            return self._match(food_id, text, EXACT_SCORE, "exact", lang)
        food_id = self._normalised.get(name.all_tokens) or self._normalised.get(name.tokens)
        return self._match(food_id, text, NORMALISED_SCORE, "normalised", lang) if food_id else None

    def _candidates(self, name: Name, lang: str | None) -> list[Candidate]:
        key = (name.tokens, name.noise, lang)
        found = self._known.get(key)
        if found is None:
            found = self._index.find(name.tokens, lang, name.noise) if name.tokens else []
            if len(self._known) < CACHE_LIMIT:
                self._known[key] = found
        return found

    def _match(self, food_id: str, text: str, score: float, how: str, lang: str | None) -> FoodMatch:
        food = self._foods[food_id]
        return FoodMatch(food_id, food.name(lang), self._index.reader.write_out(text), food.category, score, how)


def _calibrated(raw: float) -> float:
    """Return the share of names with this raw score whose category is right, between the fitted points."""
    position = bisect_right(CALIBRATION, (raw, 1.0))
    if position >= len(CALIBRATION):
        return CALIBRATION[-1][1]
    (low, low_share), (high, high_share) = CALIBRATION[position - 1], CALIBRATION[position]
    return round(low_share + (high_share - low_share) * (raw - low) / (high - low), 3)


def build_matcher(foods: dict[str, Food], seeds: Path) -> FoodMatcher:
    """Read names, aliases, brands, non-foods and name words of a seeds folder into a matcher."""
    reader = NameReader((row["word"], row["kind"], row["meaning"])
                        for row in read_rows(seeds / "name_words.csv"))
    exact: dict[str, str] = {}
    normalised: dict[tuple[str, ...], str] = {}
    entries: dict[tuple[tuple[str, ...], str], Entry] = {}
    for text, food_id, language, kind in _food_words(foods, seeds):
        name = reader.read(text, expand=language != "fr")
        if not name.tokens:
            continue
        if kind != "brand":
            exact.setdefault(fold(text).strip(), food_id)
            normalised.setdefault(name.all_tokens, food_id)
        # "after 8" without its number is any word: what is left must not stand for the whole.
        if len(name.all_tokens) == 1 and len(text.split()) > 1 and kind != "name":
            continue
        food = foods[food_id]
        is_generic = food.is_group and len(name.all_tokens) == 1
        is_flavour = food.category in FLAVOUR_CATEGORIES or bool(
            FLAVOUR_GROUPS & {food_id, food.parent_food_id or ""})
        entries.setdefault((name.all_tokens, food_id), Entry(name.all_tokens, food_id, food.category, language, kind,
                                                         is_generic, is_flavour))
    goods = [(reader.read(row["word"]).all_tokens, row["category"]) for row in read_rows(seeds / "non_foods.csv")]
    others = [Entry(tokens, None, Category(category), "", "other") for tokens, category in goods
              if tokens not in normalised]
    return FoodMatcher(foods, FoodIndex([*entries.values(), *others], reader), exact, normalised)


def _food_words(foods: dict[str, Food], seeds: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield (text, food, language, kind) of every way to name a food, the surest first."""
    for food in foods.values():
        for text, language in ((food.name_en, "en"), (food.name_en_plural, "en"), (food.name_de, "de"),
                               (food.name_de_plural, "de")):
            if text:
                yield text, food.food_id, language, "name"
    for row in read_rows(seeds / "food_aliases.csv"):
        yield row["alias"], row["food_id"], row["language"], "alias"
    for row in read_rows(seeds / "food_brands.csv"):
        if row["food_id"]:
            yield row["brand"], row["food_id"], "", "brand"
