"""Text that needs no reading: plain files and saved web pages, laid out as words in columns."""

import re
from html.parser import HTMLParser

from ocr.reading import Word
from pantry.errors import Refused

MAX_CHARACTERS = 200_000
MAX_LINES = 4_000
MAX_LINE_CHARACTERS = 400
# A character cell of text, so that rows and columns are found as on a picture.
CELL_WIDTH, CELL_HEIGHT = 10, 20
BLOCK_TAGS = frozenset({"p", "div", "tr", "br", "li", "table", "h1", "h2", "h3", "h4", "section", "hr"})
# Letters, digits and signs of full width, as Japanese tills print them, and the wide blank.
_AS_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
SKIPPED_TAGS = frozenset({"script", "style", "head", "title", "noscript"})


def decode(content: bytes) -> str:
    """Return text from UTF-8, UTF-16 with its mark, or Windows-1252; raises Refused E-DOC-011."""
    has_utf16_mark = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ["utf-16"] if has_utf16_mark else ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused("E-DOC-011", "The text's encoding is not known; save it as UTF-8.")
    if len(text) > MAX_CHARACTERS:
        raise Refused("E-DOC-011", f"The text has {len(text):,} characters; a receipt has a few thousand.")
    return text


def words_of_text(content: bytes | str) -> tuple[Word, ...]:
    """Return the runs of text, split at two or more blanks or a tab; quads count cells of 10 x 20."""
    text = content if isinstance(content, str) else decode(content)
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        raise Refused("E-DOC-011", f"The text has {len(lines):,} lines; a receipt has a few hundred at most.")
    words = []
    for number, line in enumerate(lines):
        line = line.expandtabs(8)[:MAX_LINE_CHARACTERS].translate(_AS_NARROW)
        for run in re.finditer(r"\S+(?: \S+)*", line):
            words.append(_word(run.group(), run.start(), run.end(), number))
    return tuple(words)


def _word(text: str, start: int, end: int, line: int) -> Word:
    """Return a run of text at its columns and line."""
    x0, x1 = start * CELL_WIDTH, end * CELL_WIDTH
    y0, y1 = line * CELL_HEIGHT + 2, (line + 1) * CELL_HEIGHT - 2
    return Word(text, 1.0, ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))


class _TextOfHtml(HTMLParser):
    """Collects visible text; blocks become lines, table cells are set apart by blanks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED_TAGS:
            self.skipping += 1
        elif tag in BLOCK_TAGS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append("    ")

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED_TAGS:
            self.skipping = max(0, self.skipping - 1)
        elif tag in BLOCK_TAGS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of_html(content: bytes | str) -> str:
    """Return the visible text of a page, one line a block or table row."""
    parser = _TextOfHtml()
    parser.feed(content if isinstance(content, str) else decode(content))
    parser.close()
    return re.sub(r"\n\s*\n+", "\n", "".join(parser.parts)).strip("\n")
