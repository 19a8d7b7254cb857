"""The words of ingredient lines in French, Italian and Spanish: units, amounts, preparations, and what joins them.

Left out is what an English or German line may hold in another sense: `noix`, `due`, `petite`, `piccolo`, `chili`.
"""

import re

MEASURES = {
    "tsp": "cucchiaino cucchiaini cucharadita cucharaditas cdta cdtas cdta. càc cac",
    "tbsp": "cucchiaio cucchiai cucharada cucharadas cda cdas cda. cuillère cuillères càs cs",
    "tasse": "tazza tazze taza tazas",
    "g": "grammi grammo gramos gramo grs",
    "kg": "kilogrammi kilogramos kilos",
    "l": "litri litro litros",
    "ml": "millilitri mililitros",
}
COUNTING = {
    "clove": "gousse gousses spicchio spicchi diente dientes",
    "pinch": "pincée pincées pizzico pizzichi pellizco pellizcos pizca pizcas",
    "slice": "tranche tranches fetta fette rodaja rodajas loncha lonchas rebanada rebanadas",
    "sprig": "brin brins rametto rametti ramita ramitas",
    "bunch": "mazzo mazzetto manojo manojos",
    "can": "boîte boîtes lata latas barattolo barattoli",
    "sachet": "bustina bustine sobre sobres",
    "package": "paquet paquets pacchetto paquete paquetes confezione confezioni",
    "leaf": "feuille feuilles foglia foglie hoja hojas",
    "handful": "poignée poignées manciata manciate puñado puñados",
    "glass": "verre verres bicchiere bicchieri vaso vasos",
    "stalk": "gambo gambi tallo tallos tige tiges",
    "piece": "pezzo pezzi trozo trozos ud uds unidad unidades morceau morceaux",
    "bottle": "bouteille bouteilles bottiglia botella botellas",
    "drop": "goutte gouttes gocce gotas",
    "dash": "chorrito chorro",
}
NUMBER_WORDS = {"un": 1.0, "une": 1.0, "una": 1.0, "uno": 1.0, "deux": 2.0, "trois": 3.0}
VAGUE = "quelques algunos algunas alcuni alcune qualche"
PREPARED = (
    "haché hachée hachés hachées émincé émincée émincés émincées râpé râpée râpés râpées pelé pelée pelés pelées "
    "fondu coupé coupée coupés coupées moulu moulue tritato tritata tritati tritate grattugiato grattugiata "
    "affettato affettata picado picada picados picadas rallado rallada pelado pelada pelados peladas molido molida "
    "grande grandes pequeño pequeña pequeños pequeñas mediano mediana medianos medianas gros grosse grosses "
    "moyen moyenne moyens moyennes grandi")

_FOODS = {
    "salt": "sal sale", "black pepper": "pepe", "nutmeg": "noix_de_muscade noce_moscata", "onion": "cipolla cipolle",
    "garlic": "aglio", "aubergine": "melanzana melanzane", "basil": "basilico", "parsley": "prezzemolo",
    "egg": "uovo uova", "egg yolk": "tuorlo tuorli", "butter": "burro", "sugar": "zucchero", "milk": "latte",
    "cream": "panna", "carrot": "carota carote", "celery": "sedano", "tomato": "pomodoro pomodori",
    "potato": "patata patate", "rice": "riso", "oil": "olio", "olive oil": "olio_d'oliva olio_extravergine_d'oliva",
    "vinegar": "aceto", "lemon": "limone limoni", "white wine": "vino_bianco", "red wine": "vino_rosso",
    "broth": "brodo", "cheese": "formaggio", "mushroom": "funghi", "water": "acqua", "yeast": "lievito",
    "honey": "miele", "almonds": "mandorle", "hazelnuts": "nocciole", "walnuts": "noci", "pine nuts": "pinoli",
    "shrimp": "gamberi gamberetti", "tuna": "tonno", "anchovies": "acciughe alici", "mussels": "cozze",
    "clams": "vongole", "beef": "manzo", "pork": "maiale", "beans": "fagioli", "chickpeas": "ceci",
    "lentils": "lenticchie", "spinach": "spinaci", "breadcrumbs": "pangrattato", "bread": "pane", "sage": "salvia",
    "rosemary": "rosmarino", "bay leaf": "alloro", "chili pepper": "peperoncino",
    "bell pepper": "peperone peperoni_rossi", "apple": "mela mele",
}
# What these call foods that the catalog knows by no such name, or, from receipts, as another one.
FOOD_NAMES = {name.replace("_", " "): english for english, names in _FOODS.items() for name in names.split()}

# "c. à s.", "cuillère à soupe", "cuil. à café": spoons in two words and more.
_SPOON = r"\b(?:cuill?(?:[eè]re)?s?\.?|c\.?)\s?à\s?"
SPOONS = ((re.compile(rf"{_SPOON}(?:soupe|table|s)\b\.?(?!\w)", re.IGNORECASE), "tbsp"),
          (re.compile(rf"{_SPOON}(?:café|thé|c)\b\.?(?!\w)|\bpetites? cuillères?\b", re.IGNORECASE), "tsp"))
# Between a unit and a food: "100 g de beurre", "2 gousses d'ail", "40 cl di latte".
OF_BEHIND_UNIT = re.compile(
    r"\s*(?:de\s+(?:la\s+|l')?|des\s+|du\s+|d'\s?|di\s+|del(?:la|lo|le)?\s+|dell'\s?|dei\s+|degli\s+)(?=[^\W\d_])",
    re.IGNORECASE)
# No name begins with one of these, written small: `Del Monte` is a brand.
JOINING = frozenset({"de", "du", "des", "di", "del", "della", "dello", "dei", "degli", "d"})
LIKED = frozenset({"al", "au", "goût", "gusto", "q", "b"})
# What ends a name.
AS_LIKED = r"q\.?\s?b\b|al gusto|(?:selon |à (?:votre|son) |au )go[uû]t|a piacere|c\.?\s?s\.?$"
