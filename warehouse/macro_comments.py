"""What the published file says of its macros: the comment that stands above each in its source."""

import re

_MACRO = re.compile(
    r"(?P<said>(?:^--[^\n]*\n)+)create or replace macro (?P<name>\w+)\([^()]*\) as(?P<is_table> table)?\b",
    re.MULTILINE,
)


def comments_of(source: str) -> list[str]:
    """Return the statements that keep the comment above each macro of a SQL file; inner macros (`_`) have none."""
    statements = []
    for macro in _MACRO.finditer(source):
        if macro["name"].startswith("_"):
            continue
        words = " ".join(line.removeprefix("--").strip() for line in macro["said"].splitlines())
        kind = "macro table" if macro["is_table"] else "macro"
        quoted = words.replace("'", "''")
        statements.append(f"comment on {kind} {macro['name']} is '{quoted}'")
    return statements
