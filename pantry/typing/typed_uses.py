"""Whether a typed or dictated line says what became of food: "ate 2 eggs", "die Milch weggeworfen", "froze the bread".

Pure text; what the rest of the line means is asked of `pantry.typing.typed_foods`, which lots gave it of
`pantry.typing.portions`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from pantry.quantities import parse_unit, units
from pantry.typing.typed_line import MAX_CHARACTERS
from pantry.typing.typed_words import number_of
from pantry.vocabulary import Reason


class Use(StrEnum):
    """What became of food."""

    EATEN = "eaten"
    BINNED = "binned"
    GIVEN_AWAY = "given_away"
    OPENED = "opened"
    FROZEN = "frozen"
    THAWED = "thawed"
    MOVED = "moved"

    @property
    def may_come_home(self) -> bool:
        """Whether food can also come home like that: where none of it is there, "Brot eingefroren" puts bread in."""
        return self in (Use.OPENED, Use.FROZEN, Use.THAWED)

    @property
    def stays(self) -> bool:
        """Whether the food is in the house as before, only otherwise."""
        return self not in (Use.EATEN, Use.BINNED, Use.GIVEN_AWAY)


@dataclass(frozen=True, slots=True)
class TypedUse:
    """A line without the words that say what became of the food. reason: why it was binned, where the line says so.

    is_all: of several packs all were opened; without that word it is one.
    """

    use: Use
    text: str
    reason: Reason = Reason.UNKNOWN
    is_all: bool = False


_EATEN = (r"ate|eaten|drank|drunk|used up|used|finished(?: (?:off|up))?|polished off|(?:auf|leer)?gegessen"
          r"|(?:aus)?getrunken|verbraucht|aufgebraucht|verputzt|vernascht")
_BINNED = (r"binned|(?:threw|thrown) (?:away|out)|chucked(?: away| out)?|trashed|discarded|disposed of|poured away"
           r"|(?:weg|raus)(?:geworfen|geschmissen)|(?:weg|aus)(?:geschüttet|gekippt)|entsorgt")
_SPOILED = (r"(?:went|gone) (?:off|bad)|went mou?ldy|verdorben|verschimmelt|schlecht geworden|vergammelt")
_GIVEN = r"gave away|given away|donated|verschenkt|weggegeben|gespendet"
# What is said behind a food alone: "an empty jar" is none that was eaten.
_FINISHED = r"gone|empty|leer|alle"
# "Opened jar of pesto" came home like that, "opened the pesto" and "opened a jar of pesto" are there; "peas, frozen"
# came home.
_IN_FRONT = {
    Use.EATEN: rf"{_EATEN}|(?:we're |we are )?out of|(?:there(?:'s| is| are) )?no more", Use.BINNED: _BINNED,
    Use.GIVEN_AWAY: _GIVEN,
    Use.OPENED: r"opened(?=\s(?:(?:the|my|our|another|an?|one|two|three|half|all|some)\s|\d))", Use.FROZEN: "froze",
    Use.THAWED: "thawed|defrosted", Use.MOVED: "moved",
}
_BEHIND = {
    Use.EATEN: rf"{_EATEN}|{_FINISHED}", Use.BINNED: rf"{_BINNED}|{_SPOILED}", Use.GIVEN_AWAY: _GIVEN,
    Use.OPENED: "opened|aufgemacht|angebrochen|geöffnet", Use.FROZEN: "eingefroren",
    Use.THAWED: "thawed|defrosted|aufgetaut", Use.MOVED: "moved|(?:um)?geräumt|umgestellt",
}
# Who did it, and the helping verbs around what was done.
_WHO = (r"(?:(?:i|we|they|he|she|ich|wir)\s+)?(?:(?:have|has|had|hab|habe|haben|hat)\s+)?"
        r"(?:(?:ich|wir|just|gerade)\s+)*")
_IS = r"(?:(?:is|are|was|were|has|have|been|all|ist|sind|wurde|wurden)\s+)*"
_WHO_IN_FRONT = re.compile(f"^{_WHO}", re.IGNORECASE)
_FRONT = {use: re.compile(rf"^{_WHO}(?:{words})[\s:]+", re.IGNORECASE) for use, words in _IN_FRONT.items()}
_BACK = {use: re.compile(rf"[\s,]+{_IS}(?:{words})(?:\s+(?:ist|sind|worden))?[.!]*$", re.IGNORECASE)
         for use, words in _BEHIND.items()}
# "1 kg peas frozen" came home like that; "half the peas frozen" are there, and so is what was frozen.
_FROZEN_HERE = re.compile(
    rf"^(?:(?=.*\b(?:the|my|our)\s)(?P<known>.+?)[\s,]+{_IS}|(?P<told>.+?)\s+(?:was|were|(?:has|have) been|got)\s+)"
    r"frozen[.!]*$", re.IGNORECASE)
# All of a food is what no amount means; whoever says so names no amount.
_WHOLE = re.compile(
    r"^(?:another|all|the whole|the rest|the last|rest|alle|(?:den|die|das) ganzen?|den rest|(?:den|die|das) letzten?)"
    r"(?:\s+(?:of|von|vom))?(?:\s+(?:the|my|our|der|den|dem))?\s+", re.IGNORECASE)
_ALL = re.compile(r"(?:all|alle)\s", re.IGNORECASE)
# "Ate the rest": of what, nobody says.
_NOTHING_NAMED = re.compile(
    r"^(?:(?:all of )?(?:it|them)(?: all)?|everything|(?:the |den )?rest|es|alles)$", re.IGNORECASE)
# A name of the household's own has none in front.
_ARTICLE = re.compile(r"^(?:the|my|our|der|die|das|den|dem|meinen?|unseren?)\s+", re.IGNORECASE)
# "Milk is half empty": half of it is gone.
_HALF_GONE = re.compile(r"^(?P<food>.+?)(?:\s+(?:is|are|ist|sind))?\s+(?P<half>half|halb)$", re.IGNORECASE)
# "Two of the three", "zwei von den drei", "2 der 3"; what stands between the number and what is counted.
_OF = frozenset({"of", "von", "der"})
_OF_ALL = frozenset({"the", "my", "our", "those", "these", "den", "meinen", "unseren"})
_SIZES = ("mass", "volume")
_IS_SPOILED = re.compile(_SPOILED, re.IGNORECASE)


def typed_use(text: str) -> TypedUse | None:
    """Return what a line says became of food, None where it speaks of food that came home or changed nothing.

    The verb stands in front ("we ate 2 eggs") or at the end ("2 Eier gegessen"), and speaks for the whole line.
    """
    said = " ".join(text[:MAX_CHARACTERS].split())
    for use, front in _FRONT.items():
        if found := front.match(said):
            return _use(use, said[found.end():], found[0])
    for use, back in _BACK.items():
        if found := back.search(said):
            return _use(use, _WHO_IN_FRONT.sub("", said[:found.start()]), found[0])
    if found := _FROZEN_HERE.match(said):
        return _use(Use.FROZEN, found["known"] or found["told"], "")
    return None


def _use(use: Use, rest: str, verb: str) -> TypedUse:
    reason = Reason.SPOILED if _IS_SPOILED.search(verb) else Reason.UNKNOWN
    is_all = use is Use.OPENED and _ALL.match(rest.strip()) is not None
    text = "" if _NOTHING_NAMED.match(rest.strip()) else _ARTICLE.sub("", _WHOLE.sub("", rest.strip()))
    if half_gone := _HALF_GONE.match(text):
        text = f"{'halbe' if half_gone['half'].casefold() == 'halb' else 'half'} {half_gone['food']}"
    return TypedUse(use, _without_the_whole(text), reason, is_all)


def _without_the_whole(text: str) -> str:
    """Return "two cans" for "two of the three cans": how many there were is no amount of what was taken."""
    count, *rest = text.split() or [""]
    if len(rest) < 2 or rest[0].casefold() not in _OF or not _is_count(count):
        return text
    several = rest[2:] if len(rest) > 2 and rest[1].casefold() in _OF_ALL else rest[1:]
    is_of_a_size = len(several) > 1 and (unit := parse_unit(several[1])) is not None and units()[unit].kind in _SIZES
    if len(several) > 1 and _is_count(several[0]) and not is_of_a_size:
        several = several[1:]
    return " ".join([count, *several])


def _is_count(word: str) -> bool:
    number = number_of(word, "en") or number_of(word, "de")
    return number is not None and number >= 1 and number == number.to_integral_value()
