"""What the classifier of ingredient lines looks at: a token, its neighbours, and where in the line it stands."""

from collections.abc import Iterator, Mapping, Sequence

from recipes.ingredients import line_words as words
from recipes.ingredients.line_tokens import Token

_LEXICON = (
    ("M", frozenset(words.MEASURES)), ("C", frozenset(words.UNITS) - frozenset(words.MEASURES)),
    ("P", words.PREPARED), ("H", words.HOW_PREPARED), ("S", words.SIZES), ("A", words.APPROXIMATE),
    ("D", words.DESCRIBING), ("V", words.VAGUE), ("N", frozenset(words.NUMBER_WORDS)),
)
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")
_ENDS = frozenset((",", ";", ")", "]", "<end>"))


def word_kind(token: Token) -> str:
    """Return the word lists that a token is in, or the kind of mark it is."""
    if token.is_number:
        return "#"
    if not token.text[0].isalnum():
        return token.text
    word = token.text.casefold()
    return "".join(name for name, known in _LEXICON if word in known) or ("X" if token.text[0].isupper() else "x")


def features_of(tokens: Sequence[Token], read_as: Sequence[str],
                clusters: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield the features of each token.

    read_as: what the rules take each token for (`recipes.ingredients.line_model.rules_labels`). clusters: groups of
    words that stand in like places of a large corpus, by word.
    """
    size = len(tokens)
    word = ["<start>", "<start>", *(token.word for token in tokens), "<end>", "<end>"]
    kind = ["<start>", "<start>", *map(word_kind, tokens), "<end>", "<end>"]
    group = [str(clusters.get(one, "-")) for one in word]
    rule = ["^", "^", *read_as, "$", "$"]
    until_mark = _until_mark(word[2:-2])
    part = _parts(word[2:-2], kind[2:-2])
    depth, commas, numbers, phrase, counted = 0, 0, 0, "-", "-"
    for at in range(size):
        i = at + 2
        here = word[i]
        depth += here in _OPENING
        place = f"{min(depth, 1)}{min(commas, 2)}{min(numbers, 3)}"
        yield [
            "b", f"w{here}", f"p{word[i - 1]}", f"n{word[i + 1]}", f"pp{word[i - 2]}", f"nn{word[i + 2]}",
            f"pw{word[i - 1]} {here}", f"wn{here} {word[i + 1]}", f"s{here[-3:]}", f"s2{here[-2:]}",
            f"k{kind[i]}", f"kp{kind[i - 1]} {kind[i]}", f"kn{kind[i]} {kind[i + 1]}",
            f"kpn{kind[i - 1]} {kind[i]} {kind[i + 1]}", f"knn{kind[i]} {kind[i + 1]} {kind[i + 2]}",
            f"g{group[i]}", f"gp{group[i - 1]}", f"gn{group[i + 1]}", f"gpg{group[i - 1]} {group[i]}",
            f"ggn{group[i]} {group[i + 1]}", f"gpgn{group[i - 1]} {group[i]} {group[i + 1]}",
            f"r{rule[i]}", f"rp{rule[i - 1]}{rule[i]}", f"rn{rule[i]}{rule[i + 1]}", f"rw{rule[i]}{here}",
            f"rg{rule[i]}{group[i]}", f"rpn{rule[i - 1]}{rule[i]}{rule[i + 1]}", f"rl{place}{rule[i]}",
            f"l{place}", f"lk{place}{kind[i]}", f"lg{place}{group[i]}", f"f{phrase}", f"fk{phrase}{kind[i]}",
            f"u{until_mark[at]}", f"uk{until_mark[at]}{kind[i]}", f"ug{until_mark[at]}{group[i]}",
            f"q{part[at]}", f"qr{part[at]}{rule[i]}", f"qk{part[at]}{kind[i]}",
            f"cu{counted}{kind[i]}", f"cu{counted}{kind[i]}{here}",
            f"x{at if at < 3 else 'z'}",
        ]
        depth -= here in _CLOSING and depth > 0
        commas += here in (",", ";") and not depth
        numbers += tokens[at].is_number
        if kind[i][0] in "MC":
            counted = "M" if "M" in kind[i] else here
        if here in ("for", "plus", "or", "to", "with", "such", "from", "about", "if", "in", "into", "and"):
            phrase = here


def _until_mark(here: Sequence[str]) -> list[str]:
    """Return for each token how many words are left before the next mark and what mark that is."""
    found: list[str] = []
    count, mark = 0, "<end>"
    for one in reversed(here):
        if one in _ENDS or one in _OPENING:
            count, mark = 0, one
            found.append("m")
            continue
        found.append(f"{min(count, 2)}{mark}")
        count += 1
    return found[::-1]


def _parts(here: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """Return what each token's part of the line is: `l` and `L` in a list (`salmon, grouper, or cod`), `b` in brackets.

    A list is of foods when no word of it tells how or where from; brackets are when they hold such words alone.
    """
    found = ["-"] * len(here)
    bounds = [at for at, one in enumerate(here) if one in (",", ";", "(", ")", "[", "]")] + [len(here)]
    noun = []
    for start, end in zip([-1, *bounds], bounds, strict=False):
        words_of = range(start + 1, end)
        noun.append(0 < len(words_of) <= 7 and not any(
            here[at] in words.TELLING or kinds[at][0] in "#PHMA" or (here[at].endswith("ed") and kinds[at] == "x")
            for at in words_of if here[at] not in ("or", "and")))
    starts = [-1, *bounds]
    for number in range(len(bounds)):
        start = starts[number]
        if start >= 0 and here[start] in "([":
            kind = ("o" if start + 1 < len(here) and here[start + 1] == "or" else "b") if noun[number] else "B"
            for at in range(start, min(bounds[number] + 1, len(here))):
                found[at] = kind
    number = 1
    while number < len(bounds):
        last = number
        while last < len(bounds) and here[bounds[last - 1]] == "," and noun[last] and found[bounds[last - 1]] == "-":
            inside = here[bounds[last - 1] + 1:bounds[last]]
            last += 1
            if "or" in inside or "and" in inside:
                kind = "l" if "or" in inside else "L"
                for at in range(bounds[number - 1], bounds[last - 1]):
                    found[at] = kind
                break
        number = max(last, number + 1)
    return found
