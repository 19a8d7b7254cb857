"""The front matter of a text: YAML between two lines of dashes, every value as text, nothing expanded."""

import re
from typing import Any

import yaml

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\r?\n(.{0,50000}?)\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^([A-Za-z][\w ]{0,30}?)\s*:\s*(.*)$")
_ITEM = re.compile(r"^\s*-\s+")


class _TextLoader(yaml.BaseLoader):
    """Loads every scalar as text; refuses aliases, by which a few lines can stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)


def read_front_matter(text: str) -> tuple[dict[str, list[str]], str]:
    """Return the keys of a front matter, in lower case, as lists of texts, and the text behind it.

    What is no YAML is read line by line: `key: value`, and `- item` below a key.
    """
    found = _FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    facts = _facts(found[1])
    return (_by_lines(found[1]) if facts is None else facts), text[found.end():]


def _facts(matter: str) -> dict[str, list[str]] | None:
    try:
        loaded = yaml.load(matter, Loader=_TextLoader)  # noqa: S506
        return {str(key).casefold(): _texts(value) for key, value in loaded.items()}
    except (yaml.YAMLError, AttributeError, ValueError, RecursionError):
        return None


def _texts(value: Any) -> list[str]:
    """Return a value as texts: `- 2 cans: beans`, which YAML takes for a key, as it was written."""
    if isinstance(value, dict):
        return [f"{key}: {text}".rstrip(": ") for key, inner in value.items() for text in _texts(inner) or [""]]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value)] if value else []


def _by_lines(matter: str) -> dict[str, list[str]]:
    facts: dict[str, list[str]] = {}
    key = ""
    for line in matter.splitlines():
        named = _KEY.match(line)
        if named:
            key, value = named[1].casefold(), named[2].strip(" \"'")
            facts[key] = [value] if value else []
        elif key and _ITEM.match(line):
            facts[key].append(_ITEM.sub("", line).strip(" \"'"))
    return facts
