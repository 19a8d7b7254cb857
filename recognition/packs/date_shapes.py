"""How dates are printed on packs: the words beside them, the names of months, and the shapes of day, month and year."""

import re

from recognition.reading import DateWord

MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan january januar jän jänner janv ene", "feb february februar fev fév févr",
            "mar march märz mär mrz maerz mrt", "apr april avr avril abr", "may mai mei", "jun june juni juin",
            "jul july juli juil juillet", "aug august août aout", "sep sept september", "oct october okt oktober",
            "nov november", "dec december dez dezember déc dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
# Canada's two letters for both its languages (Food and Drug Regulations, B.01.007); the year stands in front of them.
MONTH_CODES = {
    code: month
    for month, code in enumerate(("ja", "fe", "mr", "al", "ma", "jn", "jl", "au", "se", "oc", "no", "de"), start=1)
}

# Short forms that are no other word: scad is a fish, and "daily val." stands above what is no date.
_SCADENZA, _VALIDADE = r"\bscad(?:enza\b|[.:])", r"\bval(?:idade\b|[.:]\s?(?=\d|$))"
# Printers and readers drop spaces: "BESTBEFORE03/04/23" must do. The words of the European Union's languages are those
# of annex X of Regulation 1169/2011, and what printers make of them; DLC, DDM and DLUO are French, THT and TGT Dutch.
KIND_WORDS: tuple[tuple[DateWord, str], ...] = (
    ("packed_on", r"packed|\bpkd|\bprod|\bmade\b|\bmf[gd]|manufact|abgepackt|verpackt|herstell|hergestellt"
                  r"|제조|製造|生产|legedatum|gelegt am|\blaid|(?:frozen|bottled|roasted) on|\bfrozen\s?:"
                  r"|(?:gefroren|abgefüllt|geröstet) am"),
    ("use_by", r"use[\s.\-]*(?:or[\s.\-]*freeze[\s.\-]*)?by|use[\s.\-]*before|verbrauch|\bexp|caduc|\bdlc\b"
               r"|consommer (?:jusqu|avant)|소비기한|消費期限|\bt\.?g\.?t\b|te gebruiken tot|consumare entro"
               rf"|{_SCADENZA}|sidste anvendelse|viimeinen käyttö|sista förbrukning|spożyć do|spot[rř]ebujte do"),
    ("best_before", r"best[\s.\-]*(?:if|before|by)|\bb\.?b[ed]?\b|mindestens|haltbar|\bmhd|pr[ée]f[ée]r"
                    r"|까지|유통기한|賞味|保[质質]|\bddm\b|\bdluo\b|\bt\.?h\.?t\b|minste houdbaar"
                    rf"|{_VALIDADE}|bedst før|mindst holdbar|parasta ennen|bäst före|spożyć przed|trvanlivos"),
)  # fmt: skip
# Where these are printed the day always comes first; French and Spanish stand on packs of both Americas too, and
# Swedish beside dates with the year in front.
DAY_FIRST_WORDS = re.compile(
    r"mindestens|haltbar|\bmhd|verbrauch|abgepackt|verpackt|hergestellt|\bdlc\b|\bdluo\b|\bddm\b"
    r"|\bt\.?[gh]\.?t\b|te gebruiken tot|minste houdbaar|consumar(?:e|si)\b|preferência"
    rf"|{_SCADENZA}|{_VALIDADE}|sidste anvendelse|bedst før|mindst holdbar|viimeinen käyttö|parasta ennen|spożyć"
    r"|spot[rř]ebujte|trvanlivos",
    re.IGNORECASE,
)
# Korean, Chinese and Japanese print puts the year in front.
YEAR_FIRST_WORDS = re.compile(r"[가-힣ぁ-ヿ]|賞味|消費|保[质質]|生产|製造")
# A lot number may read like a date; "1 L" is a litre.
LOT_BEFORE = re.compile(
    r"(?:(?:(?<!\d\s)|(?<=\d{4}\s))\bL|\bLOT|\bBATCH|\bCHARGE|\bCH\.?\s?-?\s?B)[\s.:#\-]*(?:N[RO]\b[\s.:]*)?$",
    re.IGNORECASE,
)

# Both separators of one date are alike: "02.01/10:08 2022" holds none.
_FIRST, _SAME = r"\s?(?P<s>[./\-]|\s)\s?", r"\s?(?P=s)\s?"
_LETTERS = "|".join(sorted(MONTHS, key=len, reverse=True))
_CODES = "|".join(MONTH_CODES)
_YEAR = r"(?P<y>20\d\d|['’]?\d\d)"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_NO_TIME = r"(?!:[0-5]\d)"  # "24 DEC 18:30" names no year
_NO_UNIT = r"(?!\s?(?:[%°€]|[mck]?[gl]\b|oz\b|lbs?\b|c\b))"
# Most telling first. y year, m month, d day, M month in letters; a and b: day and month in unknown order.
SHAPES = (
    rf"(?P<y>20\d\d){_FIRST}(?P<m>\d{{1,2}}){_SAME}(?P<d>\d{{1,2}})",
    r"(?P<y>20\d\d|\d\d)\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})",
    rf"(?P<y>20\d\d)[\s.\-/]*(?P<M>{_LETTERS}|{_CODES})[\s.\-/]*(?P<d>\d{{1,2}})",
    rf"(?P<a>\d{{1,2}}){_FIRST}(?P<b>\d{{1,2}}){_SAME}(?P<y>20\d\d)",
    rf"(?P<a>\d{{1,2}})\s?(?P<s>[./\-])\s?(?P<b>\d{{1,2}}){_SAME}(?P<y>['’]?\d\d)",
    rf"{_DAY}(?:\s?of\b)?[\s.\-/]*(?P<M>{_LETTERS})[\s.,\-/]*{_YEAR}{_NO_TIME}",
    rf"(?P<M>{_LETTERS})[\s.\-/]*{_DAY}[\s.,\-/]+{_YEAR}{_NO_TIME}",
    rf"(?P<M>{_LETTERS})(?P<gap>[\s.,\-/]*){_YEAR}{_NO_TIME}",
    rf"(?P<M>{_LETTERS})(?P<d>\d\d)(?P<y>\d\d)",
    r"(?<![./\-])(?P<m>\d{1,2})\s?[./\-]\s?(?P<y>20\d\d)",
    r"(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)",
    r"(?P<a>\d\d)(?P<b>\d\d)(?P<y>20\d\d)",
    r"(?P<a>\d\d)\s(?P<b>\d\d)\s(?P<y>\d\d)",
    r"(?P<a>\d\d)(?P<s>[,·])(?P<b>\d\d)(?P=s)(?P<y>20\d\d|\d\d)",
)
# Too short to be a date by themselves. n and k: day and month in unknown order, or month and year.
SHAPES_AFTER_WORDS = (
    rf"(?P<y>\d\d)\s?(?P<M>{_CODES})\s?(?P<d>\d\d)",
    r"(?P<y>20\d\d)\s?[./\-]\s?(?P<m>\d{1,2})(?![./\-])",
    r"(?P<m>\d\d)\s(?P<y>20\d\d)",
    r"(?P<a>\d\d)(?P<b>\d\d)(?P<y>\d\d)",
    rf"{_DAY}[\s.\-/]*(?P<M>{_LETTERS})(?![a-z])",
    rf"(?P<n>\d\d)\s?[./\-]\s?(?P<k>\d\d)(?![./\-]\d){_NO_UNIT}",
    rf"(?P<y>20\d\d)[\s.\-/]*(?P<M>{_LETTERS}|{_CODES})(?![a-z])",
    rf"(?:\bende?|\bBBE)[\s:.]*(?P<y>20\d\d)(?!\s?[./\-]?\s?(?:\d|(?:{_LETTERS}|{_CODES})\b))",
)


def compiled(shapes: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return patterns of shapes that begin and end with no further digit."""
    return tuple(re.compile(rf"(?<!\d)(?:{shape})(?!\d)", re.IGNORECASE) for shape in shapes)
