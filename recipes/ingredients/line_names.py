"""What follows the amount of an ingredient line, split into name, preparation, and a unit said behind the name."""

import re

from recipes.ingredients import line_words as words
from recipes.ingredients.romance_words import AS_LIKED

_PARENTHESIS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_CUT = re.compile(
    r"\s*[;,](?!\d)|\s+(?:or|and|oder|und|between)\s+(?:about\s+)?(?=\d)|\s+\d+\s*(?:ml|g|cl)\s*$|\s+-+\s+|\s*:\s|"
    r"\s+(?:plus|preferably|such as|see|to taste|to serve|as needed|at room|cut (?:in|into)|for (?!the best)|"
    r"if (?:desired|needed|you)|about \d|each about|nach (?:geschmack|belieben|bedarf)|zum|zur|für|evtl\.?|"
    r"in (?:small|thin|large|bite|scheiben|würfel|kleine|feine|stücke|streifen)|mit schale|ohne|or (?:more|less)|"
    rf"{AS_LIKED}|"
    r"to (?:drizzle|garnish|season|decorate|finish|brush|dust|grease|cover|coat)|(?:with|from) which)\b",
    re.IGNORECASE)


def split_name(rest: str, *, has_unit: bool) -> tuple[str, str, str | None]:
    """Split what follows the amount into name, preparation, and a unit said after the name."""
    asides = [(first or second).strip() for first, second in _PARENTHESIS.findall(rest)]
    text = _PARENTHESIS.sub(" ", rest)
    text = re.sub(r"[(\[].*$", "", text).strip(" ,.-*/\t")
    head, tail = _cut(text)
    ahead, name = _leading_preparation(head)
    name, behind = _trailing_preparation(name)
    unit = None
    if not has_unit:
        name, unit = _trailing_unit(name)
    name = re.sub(r"^(?:of|the|von|each)\s+", "", name.strip(" ,.-*+/'\""), flags=re.IGNORECASE)
    parts = [part.strip(" ,.;-") for part in (ahead, behind, tail, *asides)]
    return re.sub(r"\s+", " ", name).strip(), ", ".join(part for part in parts if part), unit


def _cut(text: str) -> tuple[str, str]:
    """Cut at the first comma or phrase that ends the name, but not behind adjectives alone."""
    start = 0
    while True:
        found = _CUT.search(text, start)
        if not found:
            return text, ""
        head = text[:found.start()]
        if found.start() == 0 or ("," in found.group() and _is_adjectives(head)):
            start = found.end()
            continue
        return head, text[found.start():].lstrip(" ,;-:")


_ADJECTIVES = words.DESCRIBING_ALONE


def _is_adjectives(text: str) -> bool:
    return all(word.casefold().strip(",") in _ADJECTIVES for word in text.split())


def _leading_preparation(text: str) -> tuple[str, str]:
    """Take `finely chopped` off the front; the rest keeps at least one word."""
    tokens = text.split()
    count = 0
    for index, token in enumerate(tokens[:-1]):
        word = token.casefold().strip(",")
        is_ground = word == "ground"
        # "ground beef" is a food; pepper, and whatever is "freshly ground", was ground in the kitchen.
        if is_ground and count != index and tokens[index - 1].casefold() not in words.HOW_PREPARED and (
                "pepper" not in text.casefold()):
            break
        if is_ground and index == 0 and "pepper" not in text.casefold():
            break
        if word in words.PREPARED or (word in words.SIZES and count == index):
            count = index + 1
        elif word not in words.HOW_PREPARED:
            break
    return " ".join(tokens[:count]), " ".join(tokens[count:])


def _trailing_preparation(text: str) -> tuple[str, str]:
    tokens = text.split()
    keep = len(tokens)
    for index in range(len(tokens) - 1, 0, -1):
        word = tokens[index].casefold()
        if word in words.PREPARED:
            keep = index
        elif word not in words.HOW_PREPARED or keep > index + 1:
            break
        elif keep == index + 1:
            keep = index
    return " ".join(tokens[:keep]), " ".join(tokens[keep:])


_COMPOUND = re.compile(r"^(\w{4,}?)n?(zehen?|zweige?)$", re.IGNORECASE)


# Sold as sticks, so the stick is the food; and leaves that are sheets rather than leaves of a plant.
# Ribs of other foods are of meat: the food itself.
_HAS_RIBS = re.compile(r"\b(?:celery|chard|rhubarb|fennel|cardoon)\b", re.IGNORECASE)
_NAMES_OF_UNITS = frozenset({"cinnamon stick", "cinnamon sticks"})
_TRAILING_OF_ONE = {f"{name} {leaf}": "leaf" for name in ("gelatine", "gelatin") for leaf in ("leaf", "leaves")}


def _trailing_unit(name: str) -> tuple[str, str | None]:
    """Take the unit off `garlic cloves` or `Knoblauchzehen`."""
    tokens = name.split()
    whole = " ".join(tokens[-2:]).casefold()
    if whole in _TRAILING_OF_ONE:
        return " ".join(tokens[:-1]), _TRAILING_OF_ONE[whole]
    if len(tokens) > 1 and tokens[-1].casefold() in words.TRAILING and whole not in _NAMES_OF_UNITS and (
            words.TRAILING[tokens[-1].casefold()] != "rib" or _HAS_RIBS.search(name)) and (
            not _is_adjectives(" ".join(tokens[:-1]))):
        return " ".join(tokens[:-1]), words.TRAILING[tokens[-1].casefold()]
    found = _COMPOUND.match(re.sub(r"[(/]+(en|n|e)\)?$", r"\1", tokens[-1])) if tokens else None
    if found:
        return " ".join([*tokens[:-1], found[1]]), words.UNITS[found[2].casefold()]
    return name, None
