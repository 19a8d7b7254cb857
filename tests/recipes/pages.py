"""Small pages with a recipe in them."""

import json

MINIMAL = {
    "@context": "https://schema.org",
    "@type": "Recipe",
    "name": "Toast",
    "recipeIngredient": ["1 slice bread", "5 g butter"],
    "recipeInstructions": ["Toast.", "Butter."],
}


def page(data: object, *, head: str = "", body: str = "") -> str:
    """Return a page whose JSON-LD is this."""
    text = data if isinstance(data, str) else json.dumps(data).replace("</", "<\\/")
    return (
        f'<html><head>{head}<script type="application/ld+json">{text}</script></head><body>{body}</body></html>'
    )


def with_fields(**fields: object) -> dict[str, object]:
    """Return a small recipe as JSON-LD with other fields."""
    return {**MINIMAL, **fields}
