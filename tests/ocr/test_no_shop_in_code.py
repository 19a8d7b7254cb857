"""Knowledge of single shops, products and test files is data, never code."""

import ast
import json
import re
from pathlib import Path

import pytest

from pantry.home import REPOSITORY

# Words that are language or part of a legal form, though shops carry them in their names.
_LANGUAGE = """
    market store restaurant food foods fresh super supermarket hardware trading enterprise books book coffee house
    company kitchen bakery cafe pizza station shop bar grill hotel pharmacy express stationery health beauty personal
    care stores number invoice first second point power total service services wholesale center centre advertising
    holdings group malaysia international the and mart markt baumarkt deutschland real netto round
"""
LANGUAGE = frozenset(_LANGUAGE.split())


def strings_of(path: Path) -> str:
    """Return all names and string constants of a module, docstrings and comments aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.body[0].value) for node in ast.walk(tree)
                  if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
                  and isinstance(node.body[0], ast.Expr)}
    return "\n".join(node.value for node in ast.walk(tree)
                     if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings)


@pytest.mark.shared_data
def test_no_code_names_a_shop_of_the_development_data(shared_data: Path) -> None:
    words = set[str]()
    for labels in (shared_data / "receipts").glob("*/labels.jsonl"):
        for line in labels.read_text(encoding="utf-8").splitlines():
            fields = json.loads(line).get("fields") or json.loads(line)["expected"]
            name = fields.get("company") or fields.get("merchant") or ""
            words |= set(re.findall(r"[a-zäöüß]{5,}", name.casefold())) - LANGUAGE
    code = {path.name: strings_of(path).casefold() for path in (REPOSITORY / "ocr").rglob("*.py")}
    assert len(words) > 100
    found = {(name, word) for name, text in code.items() for word in words if re.search(rf"\b{word}\b", text)}
    assert found <= _WORDS_OF_TRADE


_WORDS_OF_TRADE = {("header.py", "jalan"), ("header.py", "plaza")}
