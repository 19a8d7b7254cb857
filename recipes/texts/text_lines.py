"""A pasted text as a person means it: no stamps of chats, quoting, mail headers, page litter, pictograms or tables.

What is left are lines as the cook would have written them. The words are those of recipe pages and programs in
general; what is not surely litter stays, since a line too many is seen and deleted, a line too few is not.
"""

import re
from collections.abc import Iterable, Iterator

_CLOCK = r"(?:\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?)"
_DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\.?)"
# "[12:31, 3/4/2025] Mum: ", "03.04.25, 12:31 - Mum: ": what chats write in front of a message.
_CHAT = re.compile(rf"^\s*(?:\[(?:{_CLOCK},?\s*{_DAY}|{_DAY},?\s*{_CLOCK})\]|{_DAY},?\s*{_CLOCK}\s*-)\s*"
                   r"[^:\n]{1,40}:\s?", re.IGNORECASE)
_QUOTED = re.compile(r"^\s?(?:>\s?)+")
_MAIL_HEADER = re.compile(r"^(?:from|to|cc|date|sent|reply-to|von|an|datum|gesendet|de|à|objet|subject|betreff|asunto|"
                          r"oggetto)\s?:\s", re.IGNORECASE)
_SUBJECT = re.compile(r"^(?:subject|betreff|objet|asunto|oggetto)\s?:\s*(?:(?:re|fwd?|aw|wg|tr|rv|i)\s?:\s*)*",
                      re.IGNORECASE)
_LEAST_HEADERS = 2
_LEAST_OF_A_LETTER = 4
# What a letter begins and ends with, on a line of its own.
_GREETING = re.compile(r"(?:hi|hello|hey|dear|hallo|liebe[rs]?|moin|servus|ciao|cara|caro|bonjour|salut|chère?|hola|"
                       r"querid[ao])\b[^\d\n]{0,40}[,!:)]", re.IGNORECASE)
_FAREWELL = re.compile(
    r"(?:(?:with |much |lots of )*love|cheers|(?:(?:best|kind|warm) )?(?:regards|wishes)|lg|vg|bis bald|bisous|bises|"
    r"baci|(?:(?:liebe|viele|herzliche|beste|schöne) )?grüße|un abrazo|besos)"
    r"(?:\s*[,!]?\s*[^\W\d_]{1,20}\s*(?:x{1,5})?)?",
    re.IGNORECASE)
MOST_LINES = 5_000

_SIGNS = "\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3"
_SIGNS_AHEAD = re.compile(rf"^([\s\-*•·]*)[{_SIGNS}]+\s*")
_SIGN_OR_BLANK = re.compile(rf"[{_SIGNS}\s]")
_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3\\s*")
_STOPWATCH = re.compile("[\u231a\u231b\u23f0-\u23f3\U0001f550-\U0001f567]\ufe0f?\\s*(?=\\d)")

_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_RULE = re.compile(r"^[\s|:+-]*-[\s|:+-]*$")

_LITTER = re.compile(
    r"(?:jump to (?:the )?recipe|print(?: (?:the )?recipe)?|save(?: (?:the )?recipe)?|share|pin(?: it| recipe)?|"
    r"rate(?: this)?(?: recipe)?|advertise?ment|sponsored|scroll|cook mode.{0,60}|read more|see more|reply|like|"
    r"rezept (?:drucken|speichern|teilen)|drucken|speichern|merken|teilen|anzeige|werbung|"
    r"imprimer|enregistrer|partager|publicité|stampa|salva|condividi|pubblicità|imprimir|guardar|compartir|publicidad|"
    r"(?:[\d½¼]{1,2}x\s*){2,}|us customary|metric|(?:us customary|metric)\s?[|/–-]\s?(?:metric|us customary)|"
    r"(?:photo|picture|image|credit|foto|bild|photographie)s?(?: credit| by|nachweis)?\s?:\s.*|"
    r"\[?(?:image|img|photo|foto|bild|video|media omitted|medien ausgeschlossen)(?::[^\]]*)?\]|"
    r"<(?:media|medien) [^>]*>|"
    r"\d(?:[.,]\d{1,2})?\s*(?:/\s*5|stars?|sterne|from)\b.{0,40}(?:votes?|reviews?|ratings?|stimmen|bewertungen)?|"
    r"(?:#\w+[\s,]*){2,}|"
    r"guten appetit|lasst es euch schmecken|bon appétit|buon appetito|buen provecho|eet smakelijk)[\s!.♥]*",
    re.IGNORECASE)


def tidy_lines(text: str) -> list[str]:
    """Return the lines of a text without what chats, mails, pages and tables put around them; blank lines stay.

    No recipe is longer than so many lines: what follows them is left out.
    """
    lines = list(_without_mail(text.splitlines()[:MOST_LINES]))
    quoted = [line for line in lines if _QUOTED.match(line)]
    if len(quoted) > 2 and 2 * len(quoted) >= sum(bool(line.strip()) for line in lines):
        lines = quoted
    lines = _without_letter(lines)
    said = (_tidy(part) for line in lines for part in _without_stamp(_QUOTED.sub("", line)))
    return [line for line in _without_tables(said) if not _LITTER.fullmatch(line.strip())]


def _without_letter(lines: list[str]) -> list[str]:
    """Return lines without a greeting above the others and a farewell below them."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    if len(filled) < _LEAST_OF_A_LETTER:
        return lines
    is_greeted = _GREETING.fullmatch(lines[filled[0]].strip()) is not None
    ends = next((number for number in filled[-2:] if _FAREWELL.fullmatch(lines[number].strip(" .!"))), len(lines))
    return lines[filled[0] + 1 if is_greeted else 0:ends]


def _without_stamp(line: str) -> list[str]:
    """Return a chat's line without who said it when; a new message stands apart."""
    stamp = _CHAT.match(line)
    return ["", line[stamp.end():]] if stamp else [line]


def _tidy(line: str) -> str:
    if not line.isascii():
        line = _STOPWATCH.sub("Time: ", _KEYCAP.sub(r"\1. ", line))
        line = _SIGNS_AHEAD.sub(r"\1", line)
        # By letters: a pattern that looks for the end tries every blank of a long line.
        while line and _SIGN_OR_BLANK.match(line[-1]):
            line = line[:-1]
    return line


def _without_mail(lines: list[str]) -> Iterator[str]:
    """Yield the lines without the header of a mail at their top; its subject stays as the first line."""
    head = [number for number, line in enumerate(lines[:15]) if _MAIL_HEADER.match(line)]
    if len(head) < _LEAST_HEADERS or head[0] > 2:
        yield from lines
        return
    yield from (_SUBJECT.sub("", lines[number]) for number in head if _SUBJECT.match(lines[number]))
    yield from lines[head[-1] + 1:]


def _without_tables(lines: Iterable[str]) -> Iterator[str]:
    """Yield the rows of Markdown's tables as lines of their cells; the row above a rule names columns."""
    row: str | None = None
    for line in lines:
        is_row = _ROW.match(line)
        if row is not None and not (is_row and _RULE.match(line)):
            yield row
        row = " ".join(" ".join(is_row[1].split("|")).split()) if is_row and not _RULE.match(line) else None
        if not is_row:
            yield line
    if row is not None:
        yield row
