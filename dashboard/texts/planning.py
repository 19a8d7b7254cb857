"""The words of the search and the week's plan on the Recipes page, in both languages."""

EN = {
    "plan.title": "Your next dinners",
    "plan.why": "chosen together, so that what is due is eaten and packs are shared",
    "plan.make": "Plan five dinners",
    "plan.none": "No plan yet: too few recipes fit what is in the house.",
    "plan.buy": "To buy: {names}",
    "plan.buy_nothing": "Nothing to buy",
    "plan.accept": "Plan them and put this on the list",
    "plan.drop": "No, thanks",
    "search.recipes": "Find a recipe: leek, tag:greek, ingredient:cream",
    "search.recipes_none": "No recipe holds all these words.",
    "did.planned.one": "One dinner planned",
    "did.planned.many": "{n} dinners planned",
}
DE = {
    "plan.title": "Die nächsten Abendessen",
    "plan.why": "zusammen gewählt: Fälliges wird gegessen, Packungen werden geteilt",
    "plan.make": "Fünf Abendessen planen",
    "plan.none": "Noch kein Plan: Zu wenige Rezepte passen zu dem, was da ist.",
    "plan.buy": "Einkaufen: {names}",
    "plan.buy_nothing": "Nichts einzukaufen",
    "plan.accept": "So planen und auf die Liste setzen",
    "plan.drop": "Nein, danke",
    "search.recipes": "Rezept suchen: Lauch, tag:griechisch, zutat:Sahne",
    "search.recipes_none": "Kein Rezept enthält all diese Wörter.",
    "did.planned.one": "Ein Abendessen geplant",
    "did.planned.many": "{n} Abendessen geplant",
}
