"""Who sold: the seller's name at the top of a receipt."""

import re

from ocr.layout.line_names import has_name
from ocr.layout.rows import Row
from ocr.printed.amounts import find_amounts
from ocr.printed.keywords import NOT_GOODS, is_column_title, normalise

TOP_ROWS = 9
# A row below this score is no name; then a company's name is looked for farther down.
ENOUGH = 1.3
_COMPANY = re.compile(
    r"\bs(?:dn|nd|on)\W*b[hn]d\b|\bsdn\b|\bgmbh\b|\bltd\b|\binc\b|\bllc\b|\bco\W*kg\b|\be\.?\s?k\b"
    r"|\bohg\b|\b(?:s\.?a\.?r\.?l|s\.a\.?)(?=\W|$)|\benterprise\b|\btrading\b|\bholdings?\b"
    r"|\bcorp(?:oration)?\b|\bcompany\b|\bpte\b|\bbhd\b|\bplt\b|\bs/b\b|株式会社")
# Words that end a company's name: a row that begins with one goes on from the row above.
_LATER_WORDS = re.compile(r"^(?:enterprise|trading|holdings?|corporation)\b")
# The words of a legal form alone, and European forms, which nobody speaks of when naming a shop.
_LEGAL_WORDS = re.compile(r"\b(?:sdn|bhd|bnd|co|m|gmbh|kg|ltd|inc|llc|pte|corp|ohg|ag|company|limited)\b")
_EUROPEAN_FORM = re.compile(
    r"[\s,]+(?:GmbH(?:\s?&\s?Co\.?)?(?:\s?KG)?|AG(?:\s&\sCo\.?\sKG)?|KG|oHG|OHG|e\.\s?K\.?|S\.A\.(?:\W+[A-Z]-?\d+)?)(?=[\s,]|$).*$")
_SHOP = re.compile(
    r"\b(?:super)?mar(?:kt|ket)\b|\bmart\b|\bstore\b|\bshop\b|\brestaurant\b|\bcafe\b|\bkitchen\b"
    r"|\bbakery\b|\bhardware\b|\bbook\b|\bpharmacy\b|\bgrill\b|\bbar\b|\bpizza\b|\bhotel\b|\bcoffee\b"
    r"|\bdeli\b|\bsupermercado\w*|\bstation\b|\bbistro\b|\bdiner\b|\bhouse\b")
_ADDRESS = re.compile(
    r"\bjalan\b|\bjln\b|\btaman\b|\bstr(?:asse|eet|\.)|\w+str(?:asse|\.)|\bst\b\W*$|\broad\b|\brd\b"
    r"|\bave(?:nue)?\b|\bblvd\b|\blorong\b|\bfloor\b|\bsuite\b|\blot\b|\bno\W{0,2}\d|\bselangor\b"
    r"|\bjohor\b|\bmalaysia\b|\b\d{5}\b|\bunit\b|\bdrive\b|\bhighway\b|\bhwy\b|\bkuala\b|\bplaza\b"
    r"|\b[a-z]{2}\s\d{5}\b|\bweg\b|\bplatz\b|\w+weg\b|\ballee\b|\bbox\b|\blane\b|\bpersiaran\b"
    r"|\bbandar\b|\bseksyen\b|^\W*(?:shop|stall|kiosk)\W*(?:no\W*)?\d")
_NOT_A_NAME = re.compile(
    r"^\W*(?:inh(?:aber(?:in)?)?|titolare|proprietaire)\b"
    r"|^\W*(?:guten (?:tag|morgen|abend)|hallo|hello|dear|liebe[rs]?|sehr geehrte\w*|bonjour|hola|buongiorno)\b"
    r"|^\W*hi \w+\W*,$|\bwelcome\b|\bwillkommen\b|\btax\s*invoice\b|\binvoice\b|\breceipt\b|\bthank\b"
    r"|\bco(?:mpany)?\W*(?:reg|no)\b|\breg\W*no\b|\bgst\b|\broc\b|\bcustomer\b|\bcopy\b"
    r"|\bcash\s*(?:sale|bill)s?\b|\bsimplified\b|\bduplicate\b|\boeffnungszeiten\b|\bhours?\b|\bopen\b"
    r"|\bemail\b|\bbill\b|\bwww\b|\bhttp|\.com\b|\bquittung\b|\brechnung\b|\bkundenbeleg\b|\bguest\b"
    r"|\border\b|\bcheck\b\W*[#\d]|\bserved\b|\bmanager\b|領収|\bfeedback\b|\bsurvey\b|\breprint\b"
    r"|\bbusiness\b|\bowned\b|\bformerly\b|\bto go\b|\bdine in\b|\btake\W?(?:out|away)\b|\bsale\b"
    r"|\bprice\b|\bchance to win\b|\bto enter\b|\bgift cards?\b|\?|\bat$")
_PLACE_ONLY = re.compile(r"^[\d\W]*$|^[\W\d]*(?:[a-z]{1,3}\W?)?\d[\d\W]*[a-z]?$")
# A branch's number, and a telephone number behind the name.
_BRANCH = re.compile(r"(?<=[A-Za-z])\s*#\s?\d[\d-]*\b.*$|(?<=[A-Za-z])\s+0\d{3,}$")
_TELEPHONE = re.compile(r"\s(?:phone|tel(?:efon|ephone)?|fax)\b.*$", re.IGNORECASE)
# The name in a web or mail address, which often is the seller's.
_WEB = re.compile(
    r"(?:www|uuu|vvw)[.,]([a-z0-9-]{3,})[.,]|(?<![a-z0-9.])([a-z0-9-]{3,})\.(?:com?|net|org|de|fr|es|ca|eu)(?![a-z])")
LEAST_WEB_LETTERS = 3
ECHO_POINTS = 1.0
# A name of several words that is a web address, as "Blue Heron" is of www.blue-heron.com, wherever at the top;
# where a company's legal form is printed, that says more.
WHOLE_ECHO_POINTS = 3.5
_HOUSE_NUMBER = re.compile(
    r"(?:str(?:asse|eet|\.)|weg|allee|platz|gasse|ring|damm|ufer|chaussee|road|ave(?:nue)?|blvd)\W{0,2}\d+\s?[a-z]?\W*$"
    r"|^\W*\d+\W.*(?:street|road|ave(?:nue)?|blvd)\b")
# A German address may name no street at all: "Am Markt 1", "An der Alten Post 12a".
_AT_A_PLACE = re.compile(
    r"^\W*(?:am|an de[rnm]|auf de[rnm]|bei[m]?|hinter de[rnm]|im|in de[rnm]|unter de[rnm]|vor de[rnm]|zu[rm])\s"
    r"(?:[a-z.-]+\s){1,3}\d{1,3}\s?[a-z]?\W*$")
_REGISTRATION = re.compile(r"\(?\s*(?:co\W*(?:reg)?\W*(?:no)?\W*)?\d{5,7}\s*-?\s*[A-Z](?!\w)\s*\)?")


def find_merchant(rows: list[Row]) -> tuple[str | None, float]:
    """Return the seller's name as printed and how sure that is (0 to 1); None when no row looks like one.

    Looks at the first rows: a company's legal form speaks most for a row, then being high up, large letters
    and words of trade; addresses, greetings, numbers and headings speak against it.
    """
    top = [row for row in rows if row.words][:TOP_ROWS]
    sites = web_names(rows)
    whole = ECHO_POINTS if any(map(_is_company, top)) else WHOLE_ECHO_POINTS
    scored = [(score_merchant(row, number, top) + _echo_points(row, sites, whole), number)
              for number, row in enumerate(top)]
    score, number = max(scored, key=lambda entry: (entry[0], -entry[1]), default=(0.0, 0))
    if score < ENOUGH:
        company = next((row for row in rows[TOP_ROWS:] if _is_company(row)), None)
        if company is None:
            return None, 0.0
        score, number, top = ENOUGH, 0, [company]
    name = _as_on_the_web(_name_part(top[number]), sites if len(top) == 1 else frozenset())
    if _goes_on_from_above(name) and number and has_name(top[number - 1].text):
        name = f"{top[number - 1].text} {name}"
    if name.count("(") > name.count(")") and number + 1 < len(top):
        name = f"{name} {top[number + 1].text}"
    name = _EUROPEAN_FORM.sub("", name)
    name = " ".join(name.split()).strip(" -*=~.,:;#'\"|_<>")
    if not has_name(name):
        return None, 0.0
    return name[:120], min(0.95, 0.35 + 0.1 * score) * top[number].confidence


def web_names(rows: list[Row]) -> frozenset[str]:
    """Return the names of web addresses on a receipt, letters and digits alone: "blueheron" of www.blue-heron.com."""
    found = (match[1] or match[2] for row in rows for match in _WEB.finditer(row.text.casefold().replace(" ", "")))
    return frozenset(name for name in map(_letters, found) if len(name) >= LEAST_WEB_LETTERS)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _echo_points(row: Row, sites: frozenset[str], whole: float) -> float:
    """Return what web addresses say for a row's name. whole: points of a name that is a whole address."""
    name = _name_part(row)
    if len(name.split()) > 1 and _letters(name) in sites:
        return whole
    return ECHO_POINTS * _is_echoed(row, sites)


def _is_echoed(row: Row, sites: frozenset[str]) -> bool:
    """Return whether a web address on the receipt holds a row's name, or begins with its first word."""
    name, first = (_letters(text) for text in (_name_part(row), _name_part(row).partition(" ")[0]))
    begins = first if len(first) >= LEAST_WEB_LETTERS else name
    return len(name) >= LEAST_WEB_LETTERS and any(
        name in site or site in name or site.startswith(begins) for site in sites)


def _as_on_the_web(name: str, sites: frozenset[str]) -> str:
    """Return the first word of a company's name where the company calls itself so on the web, else the name."""
    first = name.split()[0] if name.split() else ""
    return first if _letters(first) in sites else name


def score_merchant(row: Row, number: int, top: list[Row]) -> float:
    """Return how much a row looks like the seller's name; 0 or less when it does not."""
    text = _name_part(row)
    plain = normalise(text)
    letters = sum(character.isalpha() for character in text)
    digits = sum(character.isdigit() for character in _BRANCH.sub("", text))
    if letters < 3 or _PLACE_ONLY.match(plain):
        return 0.0
    heights = sorted(other.height for other in top)
    typical = heights[len(heights) // 2] or 1.0
    score = 3.0 - 0.35 * number
    score += 2.6 * bool(_COMPANY.search(plain)) + _trade_points(plain)
    score += 1.2 * max(-0.5, min(1.0, row.height / typical - 1.0))
    score -= 3.0 * bool(_NOT_A_NAME.search(plain)) + 1.6 * bool(_ADDRESS.search(plain))
    score -= 1.5 * bool(NOT_GOODS.search(plain)) + 2.0 * (digits > 0.4 * letters)
    score -= 3.0 * bool(find_amounts(text)) + 1.0 * bool(_HOUSE_NUMBER.search(plain))
    score -= 2.6 * bool(_AT_A_PLACE.search(plain))
    score -= 1.0 * (text == text.lower()) + 4.0 * is_column_title(text)
    return score - 1.5 * (row.confidence < 0.8)


def _name_part(row: Row) -> str:
    """Return what may name the seller on a row: without registration and telephone number, and headings behind it."""
    first, *rest = row.text.split("  ")
    heading = next((number for number, cell in enumerate(rest) if _NOT_A_NAME.search(normalise(cell))), len(rest))
    name = _TELEPHONE.sub("", _REGISTRATION.sub(" ", "  ".join([first, *rest[:heading]])))
    return _without_wide_blanks(name)


def _without_wide_blanks(name: str) -> str:
    """Return a name whose letters were printed wide, "K o rn mühle GmbH", without the blanks between them."""
    words = name.split()
    scraps = [word for word in words if len(word) <= 2 and word.isalpha()]
    if len(words) < 4 or len(scraps) < 0.6 * len(words):
        return name
    last = words.pop() if _LEGAL_WORDS.fullmatch(normalise(words[-1])) else ""
    return f"{''.join(words)} {last}".strip()


def _trade_points(plain: str) -> float:
    """Return what a word of trade says for a row; alone it names no one."""
    if not _SHOP.search(plain):
        return 0.0
    return 0.7 if sum(character.isalpha() for character in _SHOP.sub(" ", plain)) >= 2 else -1.0


# A house's number behind a street, a post code before a town.
_POST_CODE = re.compile(r"(?:^|\s)\d{4,5}\s[^\W\d_]{3,}$")


def is_address(text: str) -> bool:
    """Return whether a row is hardly anything but an address: a street with its number, a town with its code."""
    plain = normalise(text)
    return bool(_HOUSE_NUMBER.search(plain) or _AT_A_PLACE.search(plain)
                or (_ADDRESS.search(plain) and _POST_CODE.search(plain)))


def _is_company(row: Row) -> bool:
    """Return whether a short row names a company by its legal form."""
    plain = normalise(row.text)
    return bool(_COMPANY.search(plain)) and len(plain) < 45 and not _NOT_A_NAME.search(plain)


def _goes_on_from_above(name: str) -> bool:
    """Return whether a row is only the end of a company's name ("CO. (M) SDN BHD", "(BRANCH) LTD")."""
    plain = normalise(name)
    if not _COMPANY.search(plain):
        return False
    if plain.startswith("(") or _LATER_WORDS.match(plain):
        return True
    return not re.search(r"[a-z]{3}", _LEGAL_WORDS.sub(" ", plain))
