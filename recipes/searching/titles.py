"""What a recipe's title is about."""

import re

_ENDS = re.compile(
    r"\s*[,(:–|]|\s+-|\s+i$|\s+(?:with|without|in|on|for|from|over|recipe|recipes|mit|auf|an|aus|vom|von|für|nach|wie|rezept|"
    r"[ivx]{2,}|v|aux?|à|alla|allo|al|con|de|du|des|di|del)\b", re.IGNORECASE)


def about_of(title: str) -> str:
    """Return what a title is about: what stands ahead of "with", "in", brackets and the like."""
    return _ENDS.split(title, maxsplit=1)[0]
