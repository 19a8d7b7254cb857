"""Why a recipe is not listed, or none is, in the words of the household."""

from typing import TYPE_CHECKING

from cli.speech import Speech

if TYPE_CHECKING:
    from recipes.matching.why import Reason


def reason_in_words(reason: "Reason", speech: Speech) -> str:
    """Return a reason in the household's language; what the recipe names stays as it is written there."""
    from pantry.foods import catalog

    said = dict(reason.facts)
    for name in ("eur", "last_eur"):
        if name in said:
            said[name] = speech.money(said[name])
    if "what" in said:
        kind = "allergen" if reason.code == "allergen" else "diet"
        said["what"] = speech.texts.get(f"{kind}.{said['what']}") or said["what"]
    if "by" in said:
        said["by"] = speech(f"why.by.{said['by']}")
    if "food_ids" in said:
        foods = filter(None, map(catalog().get, said.pop("food_ids")))
        said["names"] = ", ".join(sorted(food.name(speech.food_lang) for food in foods))
    return speech("why." + ".".join(filter(None, (reason.code, reason.form))), **said)
