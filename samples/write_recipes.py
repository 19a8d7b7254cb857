"""Write the sample recipes: small HTML pages with schema.org JSON-LD, from the texts in `recipe_texts/`.

Run `python -m samples.write_recipes`; the pages in `samples/recipes/` are committed. Recipes are our own.
"""

import html
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TEXTS = {"en": HERE / "recipe_texts" / "english.txt", "de": HERE / "recipe_texts" / "german.txt"}
PAGES = HERE / "recipes"
WORDS = {"en": ("Ingredients", "Method", "{} minutes"), "de": ("Zutaten", "Zubereitung", "{} Minuten")}


@dataclass(frozen=True, slots=True)
class SampleRecipe:
    """One recipe of a text file; `yields` as written, times in minutes. translates: the slug of what it translates."""

    lang: str
    title: str
    yields: str
    minutes: int
    ingredients: tuple[str, ...]
    steps: tuple[str, ...]
    translates: str = ""

    @property
    def slug(self) -> str:
        """The title in ASCII with hyphens, as a file name."""
        plain = self.title.replace("ß", "ss").replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().casefold()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def read_texts(path: Path, lang: str) -> list[SampleRecipe]:
    """Read the recipes of a text file: a line `# title | yield | time`, ingredients, `--`, steps.

    A fourth part of the line names the file of which a recipe is the translation.
    """
    recipes = []
    for block in re.split(r"(?m)^# ", path.read_text(encoding="utf-8"))[1:]:
        head, *lines = [line.strip() for line in block.splitlines() if line.strip()]
        title, yields, time, *original = (part.strip() for part in head.split("|"))
        cut = lines.index("--")
        ingredients, steps = tuple(lines[:cut]), tuple(lines[cut + 1:])
        recipes.append(SampleRecipe(lang, title, yields, int(time.split()[0]), ingredients, steps, *original))
    return recipes


def page_of(recipe: SampleRecipe, translation: str = "") -> str:
    """Return the page of a recipe: what a person reads, and the same as JSON-LD. translation: the slug of its own."""
    linked = {"translationOfWork": recipe.translates, "workTranslation": translation}
    work = {name: {"@id": _address(slug)} for name, slug in linked.items() if slug}
    data = {
        "@context": "https://schema.org", "@type": "Recipe", "@id": _address(recipe.slug), **work,
        "name": recipe.title, "inLanguage": recipe.lang,
        "recipeYield": recipe.yields, "totalTime": f"PT{recipe.minutes}M",
        "recipeIngredient": list(recipe.ingredients),
        "recipeInstructions": [{"@type": "HowToStep", "text": step} for step in recipe.steps],
    }
    ingredients, method, minutes = WORDS[recipe.lang]
    return "\n".join([
        "<!doctype html>", f'<html lang="{recipe.lang}">', '<head><meta charset="utf-8">',
        f"<title>{html.escape(recipe.title)}</title>",
        f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False, indent=1)}</script>',
        "</head>", "<body>", f"<h1>{html.escape(recipe.title)}</h1>",
        f"<p>{html.escape(recipe.yields)}, {minutes.format(recipe.minutes)}</p>", f"<h2>{ingredients}</h2>", "<ul>",
        *(f"<li>{html.escape(line)}</li>" for line in recipe.ingredients), "</ul>", f"<h2>{method}</h2>", "<ol>",
        *(f"<li>{html.escape(step)}</li>" for step in recipe.steps), "</ol>", "</body>", "</html>", ""])


def _address(slug: str) -> str:
    return f"urn:larder:recipe:{slug}"


def write_pages(folder: Path = PAGES) -> list[Path]:
    """Write one page a recipe and return their paths; running it again changes nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    recipes = [recipe for lang, text in TEXTS.items() for recipe in read_texts(text, lang)]
    translations = {recipe.translates: recipe.slug for recipe in recipes if recipe.translates}
    paths = []
    for recipe in recipes:
        path = folder / f"{recipe.slug}.html"
        path.write_text(page_of(recipe, translations.get(recipe.slug, "")), encoding="utf-8")
        paths.append(path)
    return paths


if __name__ == "__main__":
    print(f"{len(write_pages())} recipes written to {PAGES}")
