"""Money: integer minor units with their currency, shown the way people write it."""

# Currencies that people write without minor units (ISO 4217 exponent 0, and those no shop prints cents in).
WITHOUT_MINOR_UNITS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "HUF", "IDR"})
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
_NO_BREAK = "\u00a0"


def decimals_of(currency: str | None) -> int:
    """Return how many digits follow the point in a currency."""
    return 0 if currency in WITHOUT_MINOR_UNITS else 2


def rescaled(minor: int, *, before: str | None, after: str | None) -> int:
    """Return an amount read in minor units of one currency in those of another: 1200 cents read are 12 yen."""
    steps = decimals_of(after) - decimals_of(before)
    return minor * 10**steps if steps >= 0 else round(minor / 10**-steps)


def format_minor(minor: int, currency: str | None, *, lang: str = "en") -> str:
    """Return an amount as people write it: €6.40 in English, 6,40 € in German."""
    decimals = decimals_of(currency)
    number = f"{abs(minor) / 10**decimals:,.{decimals}f}"
    sign = "−" if minor < 0 else ""
    symbol = _SIGNS.get(currency or "", currency or "")
    if lang == "de":
        number = number.replace(",", "\u2009").replace(".", ",")
        return f"{sign}{number}{_NO_BREAK}{symbol}".strip()
    gap = "" if len(symbol) == 1 else _NO_BREAK if symbol else ""
    return f"{sign}{symbol}{gap}{number}"
