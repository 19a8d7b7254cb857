"""Names in a script without blanks (Japanese): the food that a name is called, or that its last word names.

    国産若鶏もも肉 300g    牛乳 1000ml    ﾄﾏﾄ    絹ごし豆腐 3個パック

A Japanese name ends in what the thing is, so what stands before is dropped where it only says whence or how. Where it
is a word that the lists do not hold, the food is a guess.
"""

import re
import unicodedata
from collections.abc import Iterable

_SCRIPT = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_BRACKETS = re.compile(r"[(（【\[〈「].*?[)）】\]〉」]")
# Sizes and counts: 1000ml, 6枚切, 10コ入, 3P, Mサイズ.
_SIZE = re.compile(
    r"[×x*]?\d+(?:[.,]\d+)?\s?(?:kg|g|ml|l|cc|[個コケヶ本枚袋箱缶束玉丁杯皿食人膳切パ株尾匹房粒斤度錠P%号]|パック|つ)?(?:入り?|切り?|組|前)*|"
    r"\b(?:ss|s|m|l|ll)?サイズ|パック|\b(?:s|m|l|ll)\b", re.IGNORECASE)
_REST = re.compile(r"[^\u3040-\u30ff\u4e00-\u9fffA-Za-z]+")
_TO_KATAKANA = {hiragana: hiragana + 0x60 for hiragana in range(0x3041, 0x3097)}
# The last word of a name tells the food as a guess where it has this many letters, with and without a Chinese one;
# shorter ones end other words as well ("いか" ends "すいか").
LEAST_WITH_KANJI, LEAST_OF_KANA = 2, 3
_KANJI = re.compile(r"[\u4e00-\u9fff]")


def is_unspaced(text: str) -> bool:
    """Return whether a text holds letters of a script without blanks."""
    return not text.isascii() and _SCRIPT.search(unicodedata.normalize("NFKC", text)) is not None


def folded_name(text: str) -> str:
    """Return a name as it is looked up: one width, one kana, small letters, without sizes, brackets and blanks."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_TO_KATAKANA)
    plain = _SIZE.sub(" ", _BRACKETS.sub(" ", plain))
    return _REST.sub("", plain)


class UnspacedNames:
    """Foods by their names in a script without blanks."""

    def __init__(self, names: Iterable[tuple[str, str]], modifiers: Iterable[str]) -> None:
        """names: (name, food id). modifiers: what may stand before a name without making it another food."""
        self._foods: dict[str, str] = {}
        for name, food_id in names:
            self._foods.setdefault(folded_name(name), food_id)
        self._modifiers = sorted(map(folded_name, modifiers), key=len, reverse=True)

    def find(self, text: str) -> tuple[str, bool] | None:
        """Return the food of a name and whether the whole name says so; None where even its end says nothing."""
        name = folded_name(text)
        while name:
            if name in self._foods:
                return self._foods[name], True
            modifier = next((one for one in self._modifiers if name.startswith(one) and name != one), None)
            if modifier is None:
                break
            name = name[len(modifier):]
        return self._by_end(folded_name(text))

    def _by_end(self, name: str) -> tuple[str, bool] | None:
        """Return the food that the longest end of a name means, as a guess."""
        for start in range(1, len(name)):
            end = name[start:]
            least = LEAST_WITH_KANJI if _KANJI.search(end) else LEAST_OF_KANA
            if end in self._foods and len(end) >= least:
                return self._foods[end], False
        return None
