"""How well and how fast printed names are resolved: `python -m bench.foods`.

Labelled names: `receipts/names.csv` of the development data. A name belongs to the fitted or to the untouched
part by a hash of its text; words and weights were made with the fitted parts in view. No name of the untouched
part was read, but its count was seen while choosing between ways to score. "Right" means the category: of the food
found (nappies are labelled "baby", name no food and count as missed), and of the kind of thing that the name is taken
for, food or not.
Advertising flyers label by campaign ("Bath Tissue": dairy), so
the figure is given with and without them. Baseline, in the same run: the likeliest of all names and aliases by
rapidfuzz's WRatio. "Full name": the name with its abbreviations written out against the catalogue's own full name,
token ratio 0.8 or more, of rows where the two differ.
"""

import argparse
import csv
import hashlib
import random
import time
from math import sqrt
from pathlib import Path

from rapidfuzz import fuzz, process

from pantry.catalog.food_names import fold
from pantry.catalog.food_resolving import food_words
from pantry.foods import SEEDS, Catalog, catalog, read_rows
from pantry.home import REPOSITORY
from pantry.vocabulary import FOOD_CATEGORIES

BATCH = 20_000


def part_of(text: str) -> str:
    """Return fitted (three quarters) or untouched (one quarter), by the text alone."""
    digest = hashlib.sha256(f"larder-names:{text.casefold()}".encode()).digest()
    return "untouched" if digest[0] % 2 and digest[1] % 2 else "fitted"


def wilson(right: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    z, share = 1.96, right / total
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - spread) / (1 + z * z / total), (middle + spread) / (1 + z * z / total)


def read_names(folder: Path) -> list[dict[str, str]]:
    """Read the labelled names that are foods."""
    with (folder / "receipts" / "names.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["category"] in FOOD_CATEGORIES]
    return [{**row, "text": row["receipt_name"] or row["full_name"]} for row in rows]


def report_accuracy(foods: Catalog, rows: list[dict[str, str]]) -> None:
    """Print the share of right categories by part, and how the score keeps its promise."""
    for part in ("fitted", "untouched"):
        for what, chosen in (("all", rows), ("without flyers", [r for r in rows if "flyer" not in r["source"]])):
            mine = [row for row in chosen if part_of(row["text"]) == part]
            texts = [row["text"] for row in mine]
            matches = foods.resolve_many(texts)
            for by, answers in (("food", matches), ("kind of thing", foods.classify_many(texts))):
                hits = [answer is not None and answer.category == row["category"]
                        for answer, row in zip(answers, mine, strict=True)]
                low, high = wilson(sum(hits), len(hits))
                print(f"{part:10} {what:15} by {by:14} {sum(hits) / len(hits):6.1%} of {len(hits):4}  "
                      f"95 % interval {low:.1%} to {high:.1%}")
        sure = [(match.category == row["category"]) for match, row in zip(matches, mine, strict=True)
                if match is not None and match.score >= 0.9]
        print(f"{part:10} score >= 0.9   {sum(sure) / len(sure):6.1%} of {len(sure):4} (without flyers)")


def report_baseline(foods: Catalog, rows: list[dict[str, str]]) -> None:
    """Print how often rapidfuzz alone names the right category on untouched names, and its speed."""
    texts = [(fold(text), food_id) for text, food_id, _, _ in food_words(foods.foods, SEEDS, read_rows)]
    mine = [row for row in rows if part_of(row["text"]) == "untouched"]
    started, right = time.process_time(), 0
    for row in mine:
        found = process.extractOne(fold(row["text"]), [text for text, _ in texts], scorer=fuzz.WRatio)
        right += found is not None and foods.require(texts[found[2]][1]).category == row["category"]
    low, high = wilson(right, len(mine))
    print(f"baseline rapidfuzz, untouched  {right / len(mine):6.1%} of {len(mine):4}  95 % interval {low:.1%} to "
          f"{high:.1%}; {len(mine) / (time.process_time() - started):,.0f} names/s")


def report_full_names(foods: Catalog, rows: list[dict[str, str]]) -> None:
    """Print the share of untouched names whose written-out form is near the catalogue's full name."""
    mine = [row for row in rows if part_of(row["text"]) == "untouched" and row["full_name"]
            and row["full_name"].casefold() != row["text"].casefold()]
    matches = foods.resolve_many([row["text"] for row in mine], lang="en")  # as the full names are
    for what, names in (("as printed", [row["text"] for row in mine]),
                        ("written out", [match.full_name if match else row["text"]
                                         for match, row in zip(matches, mine, strict=True)]),
                        ("name of the food", [match.name if match else "" for match in matches])):
        near = sum(fuzz.token_sort_ratio(name.casefold(), row["full_name"].casefold()) >= 80
                   for name, row in zip(names, mine, strict=True))
        low, high = wilson(near, len(mine))
        print(f"full name, {what:16} {near / len(mine):6.1%} of {len(mine):4}  95 % interval {low:.1%} to {high:.1%}")


def report_speed(rows: list[dict[str, str]]) -> None:
    """Print names a second of processor time, for a batch of new names and for receipt lines."""
    draw = random.Random(2)
    texts = [row["text"] for row in rows]
    words = [word for text in texts for word in text.split()]
    new = [" ".join(draw.choices(words, k=draw.randint(2, 4))) for _ in range(BATCH)]
    lines = [f"{draw.choice(texts)} {draw.randint(100, 999)}g" for _ in range(BATCH)]
    for what, batch in (("names never seen", new), ("receipt lines", lines)):
        foods = fresh_catalog()
        started = time.process_time()
        foods.resolve_many(batch)
        print(f"{what:26} {BATCH / (time.process_time() - started):10,.0f} names/s")


def fresh_catalog() -> Catalog:
    """Return a catalog that has resolved nothing yet, with its index built."""
    catalog.cache_clear()
    foods = catalog()
    foods.resolve("milk")
    return foods


def main() -> None:
    """Print accuracy and speed."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data")
    rows = read_names(arguments.parse_args().data)
    started = time.process_time()
    foods = catalog()
    print(f"catalog of {len(foods)} foods in {time.process_time() - started:.3f} s")
    started = time.process_time()
    foods.resolve("milk")
    print(f"index in {time.process_time() - started:.3f} s")
    report_accuracy(foods, rows)
    report_baseline(foods, rows)
    report_full_names(foods, rows)
    report_speed(rows)


if __name__ == "__main__":
    main()
