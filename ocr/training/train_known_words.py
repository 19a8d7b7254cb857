"""Make the list of words of receipts by which doubtful words are told.

    python -m ocr.training.train_known_words ../shared/data/receipts/{sroie,wildreceipt,texts,german}

Counted are the receipts of the fitted halves whose words are labelled, or that are text (mails, digital PDFs): a word
counts from three of them on. Names of goods in the catalog, the words of our own till layouts, in ten languages, and
the calendar's are known, too, as if some receipt in a thousand showed them: so no rarer language is bent towards
English.
"""

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ocr.engines.known_words import TOKEN, WORDS
from ocr.pages.images import open_document
from ocr.printed.dates import MONTHS
from ocr.receipt import words_of_document
from ocr.training.training_data import labels_of_folder, part_of
from pantry.home import REPOSITORY

LEAST_RECEIPTS = 3
# As how many receipts a word counts that is known from elsewhere.
KNOWN_RECEIPTS = 0.3
_SEEDS = {"food_aliases": ("alias",), "name_words": ("word",), "non_foods": ("word",),
          "foods": ("name_en", "name_en_plural", "name_de", "name_de_plural")}
_DAYS = ("mon tue wed thu fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonntag",
         "lun mar mer jeu ven sam dim lunes martes jueves viernes domingo")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


def words_in(texts: Iterable[str]) -> set[str]:
    """Return the words without digits in texts, in capitals."""
    found = (match.group().upper() for text in texts for match in TOKEN.finditer(text))
    return {word for word in found if word.isalpha()}


def texts_of(folder: Path, label: dict[str, Any]) -> list[str]:
    """Return the texts printed on a labelled receipt, as far as they are known without reading a picture."""
    if "words" in label:
        return [word["text"] for word in label["words"]]
    if "text" in label:
        return [label["text"]]
    if label["file"].endswith(".pdf"):
        return [word.text for word in words_of_document(open_document(folder / label["file"])).words]
    return []


def known_elsewhere() -> set[str]:
    """Return the words of the catalog's names, of our own till layouts, and of the calendar."""
    found = words_in([_PLACEHOLDER.sub(" ", (REPOSITORY / "samples" / "till_layouts.toml").read_text("utf-8"))])
    found |= words_in([*MONTHS, *_DAYS])
    for name, columns in _SEEDS.items():
        with (REPOSITORY / "dbt" / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
            found |= words_in(row[column] for row in csv.DictReader(rows) for column in columns)
    return found


def shares(receipts: Iterable[set[str]], elsewhere: set[str]) -> Iterator[tuple[str, float]]:
    """Yield each known word with its share of receipts, in order of the alphabet. receipts: the words of each."""
    counted: Counter[str] = Counter()
    number = 0
    for words in receipts:
        counted.update(words)
        number += bool(words)
    kept = {word: float(count) for word, count in counted.items() if count >= LEAST_RECEIPTS}
    for word in sorted(elsewhere | kept.keys()):
        yield word, kept.get(word, KNOWN_RECEIPTS) / max(1, number)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+", help="folders with labels.jsonl")
    parser.add_argument("--out", type=Path, default=WORDS)
    arguments = parser.parse_args()
    receipts = [words_in(texts_of(folder, label)) for folder in arguments.data for label in labels_of_folder(folder)
                if part_of(label["id"]) == "dev"]
    with arguments.out.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["word", "share"])
        table.writerows((word, f"{share:.5f}") for word, share in shares(receipts, known_elsewhere()))


if __name__ == "__main__":
    main()
