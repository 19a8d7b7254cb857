"""Shops: one name for the ways in which its receipts print it, and the household's own word for it.

A receipt names the company, the branch and often its address; a price history and what was taught of a shop's words
join receipts by the shop alone.
"""

import re

from pantry.ids import line_key

# Legal forms of companies in the countries whose receipts are read; what stands behind one is no name any more.
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:G\.?m\.?b\.?H\.?|mbH|AG|KG|OHG|e\.?\s?K\.?|eG|UG|SE|S\.?A\.?R\.?L\.?|S\.?A\.?S\.?|S\.?A\.?U?\.?|S\.?L\.?U?\.?"
    r"|S\.?r\.?l\.?|S\.?p\.?A\.?|B\.?V\.?|N\.?V\.?|Ltd\.?|Limited|P\.?L\.?C\.?|Inc\.?|L\.?L\.?C\.?|Corp(?:oration)?\.?"
    r"|Pty\.?|Sdn\.?|Pte\.?|ApS|A/S|AB|Oyj?|s\.\s?r\.\s?o\.?|Sp\.\s?z\s?o\.?\s?o\.?|Kft\.?|Zrt\.?)(?=[\s,&]|$).*$",
    re.IGNORECASE)
# A branch: its number, or a word that says so and what follows.
_BRANCH = re.compile(
    r"\s*#\s?\d.*$|[\s,]+(?:fil(?:iale)?|branch|store|shop|markt|tienda|magasin|filiaal)\W{0,3}(?:nr|no|num)?\W{0,2}\d.*$"
    r"|\s+(?:nr|no)\.?\s?\d.*$|\s+\d{3,}$|\s*\(.*$", re.IGNORECASE)
# An address behind the name.
_ADDRESS = re.compile(
    r"[\s,]+(?:\S*(?:str(?:aße|asse|\.)|gasse|allee)|\d+\s\S+(?:\s\S+)?\s(?:street|st|road|rd|avenue|ave|lane))(?=\W|$).*$"
    r"|,\s.*$|\s+\d{4,5}\s.*$", re.IGNORECASE)
_WEB = re.compile(r"^(?:https?://)?www\.|\.(?:com?(?:\.\w\w)?|net|org|de|at|ch|fr|es|it|nl|ie|ca|eu)$", re.IGNORECASE)
# Words of trade at the end of a company's name, which the shop itself does not print: "Adler Markt GmbH".
_TRADE = re.compile(
    r"\s+(?:super)?(?:markt|märkte|markets?|mercados?|marchés?|stores?|handels?|handelsgesellschaft|vertriebs?|retail|"
    r"trading|group|deutschland|österreich|schweiz|france|españa|italia|nederland|uk|us|usa|canada|ireland)$",
    re.IGNORECASE)


def shop_of(printed: str) -> str:
    """Return the shop that a receipt's seller is: without legal form, branch and address; spelt as printed.

    A name that is nothing else stays as it is.
    """
    name = _WEB.sub("", _WEB.sub("", printed.strip()))
    for pattern in (_ADDRESS, _BRANCH, _LEGAL_FORM, _BRANCH):
        shorter = _trimmed(pattern.sub("", name))
        is_company = pattern is _LEGAL_FORM and shorter != name
        while is_company and _names(_TRADE.sub("", shorter)) and _TRADE.search(shorter):
            shorter = _trimmed(_TRADE.sub("", shorter))
        name = shorter if _names(shorter) else name
    return _trimmed(name) or printed


def shop_key(printed: str) -> str:
    """Return what all spellings of a shop's name have in common, to look things up by: "Adler Markt" as "adler"."""
    shop = shop_of(printed)
    shorter = _TRADE.sub("", shop)
    return line_key(shorter if _names(shorter) else shop)


def _trimmed(name: str) -> str:
    return " ".join(name.split()).strip(" ,;:-–&*|")


def _names(name: str) -> bool:
    """Return whether two letters or more are left."""
    return sum(character.isalpha() for character in name) >= 2
