"""The words of the search and the week's plan on the Recipes page, in both languages."""

EN = {
    "plan.title": "Your next dinners",
    "plan.why": "Chosen together, so that what is due is eaten and packs are shared.",
    "plan.make": "Plan five dinners",
    "plan.none": "No plan yet: too few recipes fit what is in the house.",
    "plan.buy": "Goes on the list: {names}.",
    "plan.buy_nothing": "Nothing to buy for it.",
    "plan.accept": "Plan these",
    "plan.drop": "No",
    "search.recipes": "Find a recipe",
    "search.recipes_none": "No recipe holds all these words",
    "search.recipes_help": "Try fewer words, or narrow them: ingredient:leek, tag:greek, title:soup.",
    "home.tonight_planned": "the planned one first",
    "did.planned.one": "One dinner planned",
    "did.planned.many": "{n} dinners planned",
}
DE = {
    "plan.title": "Die nächsten Abendessen",
    "plan.why": "Zusammen gewählt: Fälliges wird gegessen, Packungen werden geteilt.",
    "plan.make": "Fünf Abendessen planen",
    "plan.none": "Noch kein Plan: Zu wenige Rezepte passen zu dem, was da ist.",
    "plan.buy": "Kommt auf die Liste: {names}.",
    "plan.buy_nothing": "Dafür fehlt nichts.",
    "plan.accept": "So planen",
    "plan.drop": "Nein",
    "search.recipes": "Rezept suchen",
    "search.recipes_none": "Kein Rezept enthält all diese Wörter",
    "search.recipes_help": "Nimm weniger Wörter oder sag genauer: zutat:Lauch, tag:griechisch, titel:Suppe.",
    "home.tonight_planned": "das Geplante zuerst",
    "did.planned.one": "Ein Abendessen geplant",
    "did.planned.many": "{n} Abendessen geplant",
}
