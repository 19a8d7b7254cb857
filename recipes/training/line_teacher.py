"""Lines that another parser labels, for the classifier of ingredient lines to learn from: training alone uses it.

ingredient-parser-nlp (MIT) learned from far more labelled lines than there are here. It runs in a Python of its own,
over lines of public recipe collections that nobody labelled; what it calls their names are further examples.
"""

import json
import os
import random
import subprocess
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from recipes.ingredients.line_model import is_german, is_simple
from recipes.ingredients.line_tokens import tokens_of
from recipes.lines import read_by_rules

MOST_LINES = 30_000
SOURCE = "teacher"
_LENGTHS = range(6, 150)
_READER = """
import json, sys, time
from fractions import Fraction
from ingredient_parser import parse_ingredient
texts, found = json.load(sys.stdin), []
parse_ingredient("1 egg")
start = time.process_time()
for text in texts:
    parsed = parse_ingredient(text, string_units=True)
    first = parsed.amount[0] if parsed.amount else None
    first = getattr(first, "amounts", [first])[0]
    quantity = getattr(first, "quantity", None)
    found.append({"quantity": float(quantity) if isinstance(quantity, Fraction | int | float) else None,
                  "unit": str(getattr(first, "unit", "") or ""), "name": " ".join(part.text for part in parsed.name)})
json.dump([found, time.process_time() - start], sys.stdout)
"""


def read_by_parser(python: str, texts: list[str], nltk_data: Path) -> tuple[list[dict[str, Any]], float]:
    """Return what ingredient-parser-nlp reads (quantity, unit, name), and its CPU seconds.

    python: one that has it. nltk_data: the folder of the tagger it needs.
    """
    environment = {**os.environ, "NLTK_DATA": str(nltk_data), "OMP_NUM_THREADS": "1"}
    done = subprocess.run([python, "-c", _READER], input=json.dumps(texts), capture_output=True,  # noqa: S603
                          text=True, check=True, env=environment)
    found, seconds = json.loads(done.stdout)
    return found, seconds


def lines_to_label(lines: Iterable[str], labelled: Collection[str], *, seed: int) -> list[str]:
    """Return lines drawn by chance that the classifier would be asked about, none of them labelled by people.

    labelled: sentences that are, in any case and spacing.
    """
    known = {_plain(one) for one in labelled}
    different = sorted({line for line in lines if len(line) in _LENGTHS and _plain(line) not in known})
    random.Random(seed).shuffle(different)
    chosen: list[str] = []
    for line in different:
        parsed, plain = read_by_rules(line)
        tokens = tokens_of(plain)
        if parsed.name and tokens and not is_german(tokens) and not is_simple(tokens, parsed):
            chosen.append(line)
        if len(chosen) == MOST_LINES:
            break
    return chosen


def labels_of(python: str, lines: list[str], nltk_data: Path) -> list[dict[str, Any]]:
    """Return the lines as labelled ones with the other parser's fields; those without a name are left out."""
    found, _ = read_by_parser(python, lines, nltk_data)
    return [{"sentence": line, "quantity": one["quantity"], "unit": one["unit"], "unit_text": one["unit"],
             "name": one["name"], "size": "", "strict": True, "source": SOURCE}
            for line, one in zip(lines, found, strict=True) if one["name"]]


def _plain(line: str) -> str:
    return " ".join(line.casefold().split())
