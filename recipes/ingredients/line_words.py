"""The words of ingredient lines: units, sizes, amounts as words, preparations, endings.

English and German are here, joined by those of `recipes.ingredients.romance_words`.

Measures map to the spelling that `pantry.quantities` and cookbooks share; counting words map to their own
singular, since a rasher is not quite a slice to a reader, while `pantry.quantities` weighs them alike.
"""

from recipes.ingredients import romance_words

_MEASURES = {
    "tsp": "tsp tsps tsp. teaspoon teaspoons teasp tspn TL teelöffel teelöffeln kaffeelöffel",
    "tbsp": "tb tbs. tbsp tbsps tbs tbl tblsp tablespoon tablespoons T EL esslöffel esslöffeln eßlöffel",
    "cup": "cup cups c C cupful cupfuls",
    "fl oz": "floz fl-oz fluid-ounce fluid-ounces fl",
    "oz": "oz ozs ounce ounces onz",
    "lb": "lb lbs pound pounds #",
    "g": "g gr gm gms gram grams gramme grammes gramm",
    "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm",
    "mg": "mg milligram milligrams milligramm",
    "ml": "ml mL cc millilitre millilitres milliliter milliliters mls",
    "cl": "cl centilitre centilitres centiliter centiliters zentiliter",
    "dl": "dl decilitre decilitres deciliter deciliters deziliter",
    "l": "l L lt ltr litre litres liter liters",
    "pint": "pint pints pt pts",
    "quart": "quart quarts qt qts",
    "gallon": "gallon gallons gal",
    "cm": "cm centimetre centimetres centimeter centimeters zentimeter",
    "mm": "mm millimetre millimetres millimeter millimeters",
    "in": "in inch inches",
    "tasse": "tasse tassen mug mugs",
    "dessertspoon": "dessertspoon dessertspoons dsp dessertlöffel",
    "pfund": "pfund pfd",
    "dag": "dag dkg deka",
}
_COUNTING = {
    "clove": "clove cloves zehe zehen",
    "can": "can cans dose dosen büchse büchsen do",
    "tin": "tin tins",
    "bunch": "bunch bunches bunchs bund bunde bd bündel",
    "slice": "slice slices scheibe scheiben",
    "rasher": "rasher rashers",
    "sprig": "sprig sprigs zweig zweige zweiglein stiel stiele stängel",
    "handful": "handful handfuls handvoll",
    "pinch": "pinch pinches prise prisen pr msp messerspitze messerspitzen",
    "head": "head heads kopf köpfe",
    "pair": "pair pairs paar",
    "squeeze": "squeeze squeezes",
    "stick": "stick sticks",
    "stalk": "stalk stalks stange stangen",
    "stem": "stem stems",
    "rib": "rib ribs",
    "spear": "spear spears",
    "dash": "dash dashes spritzer schuss",
    "splash": "splash splashes",
    "drizzle": "drizzle",
    "drop": "drop drops tropfen",
    "leaf": "leaf leaves blatt blätter",
    "piece": "piece pieces pcs pc stück stücke stk st",
    "loaf": "loaf loaves laib laibe",
    "sheet": "sheet sheets",
    "bulb": "bulb bulbs knolle knollen",
    "strip": "strip strips streifen",
    "package": "package packages pkg pkgs packung packungen pck pkt pkg. päckchen paket pakete pck.",
    "packet": "packet packets",
    "pack": "pack packs",
    "ear": "ear ears",
    "recipe": "recipe recipes",
    "part": "part parts teil teile",
    "square": "square squares",
    "thumb": "thumb thumbs daumen",
    "knob": "knob knobs flocke flöckchen",
    "box": "box boxes",
    "punnet": "punnet punnets schale schalen",
    "twist": "twist twists",
    "sachet": "sachet sachets tütchen briefchen",
    "wheel": "wheel wheels",
    "bag": "bag bags beutel tüte tüten",
    "jar": "jar jars glas gläser",
    "envelope": "envelope envelopes",
    "bottle": "bottle bottles flasche flaschen",
    "carton": "carton cartons karton",
    "container": "container containers",
    "tub": "tub tubs becher",
    "pot": "pot pots",
    "tube": "tube tubes tube tuben",
    "rack": "rack racks",
    "knuckle": "knuckle",
    "wedge": "wedge wedges spalte spalten",
    "chunk": "chunk chunks",
    "cube": "cube cubes würfel",
    "branch": "branch branches",
    "block": "block blocks",
    "scoop": "scoop scoops kugel kugeln",
    "glass": "glass glasses",
    "shot": "shot shots",
    "dozen": "dozen dozens doz dutzend",
    "grinding": "grinding grindings",
    "dollop": "dollop dollops klecks",
    "ball": "ball balls",
    "bar": "bar bars tafel tafeln riegel",
    "roll": "roll rolls rolle rollen",
    "link": "link links",
    "side": "side sides",
    "joint": "joint",
    "round": "round rounds",
    "log": "log logs",
    "pouch": "pouch pouches",
    "pod": "pod pods schote schoten",
    "portion": "portion portions portionen",
    "cupful": "cupful cupfuls",
    "half-pint": "half-pint half-pints",
    "net": "netz netze",
    "scraping": "scraping scrapings",
    "grating": "grating gratings",
    "measure": "measure measures",
    "basket": "basket baskets",
    "bundle": "bundle bundles",
    "batch": "batch batches",
    "jigger": "jigger jiggers",
    "spoon": "spoon spoons löffel",
}
_CASED = {"KL": "tsp", "T": "tbsp", "C": "cup", "t": "tsp"}


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word.casefold(): unit for unit, words in table.items() for word in (unit, *words.split())}


def set_of(words: str) -> frozenset[str]:
    """Return the words of a text, case-folded."""
    # Folded as the words of a line are: "große" becomes "grosse".
    return frozenset(words.casefold().split())


MEASURES = {**_by_word(romance_words.MEASURES), **_by_word(_MEASURES)}
UNITS = {**_by_word(romance_words.COUNTING), **_by_word(_COUNTING), **MEASURES}
CASED = _CASED
LENGTHS = frozenset({"cm", "mm", "in"})
MASS_G = {"g": 1.0, "kg": 1000.0, "mg": 0.001, "oz": 28.349523125, "lb": 453.59237, "pfund": 500.0,
          "dag": 10.0}
# What goods are packed in: its mass in brackets is that of one.
PACKS = set_of(
    "can tin package packet pack box punnet sachet bag jar envelope bottle carton container tub pot tube "
    "pouch net block bar ball log roll basket")
# Counting words that also are food or part of a food's name: a unit only where a food follows.
NEEDS_NAME = set_of(
    "can head stick rib part square round side wheel ball roll bar link joint log pod ear sheet recipe "
    "strip cube chunk leaf stem glass shot loaf piece block measure bundle batch jigger spoon")
# Said after the food: "2 garlic cloves", "3 celery sticks".
TRAILING = {word: unit for word, unit in _by_word(_COUNTING).items()
            if unit in {"clove", "stalk", "stick", "rib", "spear", "sprig", "slice", "bulb", "head",
                        "rasher", "square", "bunch"}
            and word.isascii() and word not in {"do", "stiel", "kopf", "stange", "stangen"}}

NUMBER_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "half": 0.5, "quarter": 0.25,
    "ein": 1.0, "eine": 1.0, "einen": 1.0, "einer": 1.0, "eines": 1.0, "zwei": 2.0, "drei": 3.0, "vier": 4.0,
    "fünf": 5.0, "sechs": 6.0, "sieben": 7.0, "acht": 8.0, "neun": 9.0, "zehn": 10.0, "zwölf": 12.0, "halbe": 0.5,
    "halber": 0.5, "halbes": 0.5, "halben": 0.5, "anderthalb": 1.5, "eineinhalb": 1.5, "viertel": 0.25,
    **romance_words.NUMBER_WORDS,
}
# Amounts that name no number.
VAGUE = set_of("few little some several couple etwas einige wenig ein-wenig paar n. n.b. bit " + romance_words.VAGUE)
APPROXIMATE = set_of(
    "about approx approx. approximately around roughly ca ca. circa etwa scant heaped heaping generous "
    "rounded good level big gut guter gute gutes knapp knapper knappe gestrichene gestrichener gehäufte "
    "gehäufter up nearly almost at least mind. mindestens just good-sized good-size fat large, lightly "
    "firmly loosely tightly packed well slightly gestr. geh. gestr geh full volle voller overflowing "
    "healthy additional")
SIZES = set_of(
    "small medium large sm md lg med lrg big extra-large extralarge jumbo medium-sized medium-size "
    "large-sized small-sized x-large xl kleine kleiner kleines kleinen kl. kl große großer großes großen "
    "gr. grosse grosser mittelgroße mittelgroßer mittelgroßes mittelgroßen mittlere mittlerer mittleres "
    "mittelgr. mini-sized good-size bite-sized bite-size")
# Between an amount and its unit: "2 long thin sprigs".
BEFORE_UNIT = SIZES | APPROXIMATE | set_of(
    "thick thin long short whole fresh tender plump dried unpeeled peeled crisp nice thinly-sliced leafy "
    "inner outer wide very dry metric toasted individual "
    "fresh, ripe frische frischer dicke dünne thumb-sized thumb-size quarter-size")
PREPARED = set_of(
    "chopped minced sliced diced grated shredded crushed cubed peeled crumbled melted softened beaten "
    "julienned mashed sifted squeezed torn trimmed halved quartered pitted seeded deseeded cored toasted "
    "packed rinsed drained thawed defrosted slivered snipped pressed shelled deveined stemmed destemmed "
    "shaved cracked chilled crosswise hulled pounded scrubbed washed cleaned picked separated soaked "
    "divided undrained unwrapped "
    "cooked boiled ground gehackt gehackte gehackter gehacktes gehackten gewürfelt gewürfelte gerieben "
    "geriebene geriebener geriebenen geriebenes gepresst gepresste geschält geschälte geschnitten "
    "geschnittene gemahlen gemahlene gemahlener gemahlenes zerlassene gehobelte gehobelt zerdrückt "
    "zerdrückte entkernt entkernte gewaschen abgetropft gekochte gekochter gekochtes zerbröselt verquirlt "
    "verquirlte verquirltes hartgekochte hartgekochtes " + romance_words.PREPARED)
HOW_PREPARED = set_of(
    "finely coarsely roughly thinly thickly freshly very lightly well firmly loosely tightly fine fein "
    "grob frisch klein dünn dick feine and or und oder to")
# What a comma may follow without ending the name: "4 ripe, juicy apricots".
DESCRIBING = set_of(
    "ripe fresh firm raw hot cold dry dried boneless skinless whole lean good thick thin mild sweet frozen juicy "
    "unsalted unpeeled uncooked fully organic young fine soft warm reife reifer frische frischer large small medium")
# Further ones, which the classifier does not know as such.
DESCRIBING_TOO = set_of("salted roasted breaded fried seedless")
# No food when it stands alone before an "or": "dark or golden raisins".
DESCRIBING_ALONE = DESCRIBING | DESCRIBING_TOO | PREPARED | HOW_PREPARED | SIZES | set_of(
    "black brown dark golden green light red white yellow homemade")
# What is made of many things, and said once for both: "veal or beef broth".
MADE_OF = set_of(
    "bean beans bread broth butter buns cheese chips chops color coloring extract fillets flour fruit fruits greens "
    "jam juice kernels meat mix noodles nuts oil pepper peppers powder rice rolls sauce seeds steaks stock vinegar "
    "wine wrappers")
# What others are not made of, so that it stands for itself: "butter or olive oil" is no butter oil.
NOT_MADE_OF = set_of("butter margarine lard ghee shortening water milk cream sugar wasser milch sahne zucker schmalz")
# What tells of a food rather than naming another: "chicken, skin and bones", "oil, such as olive or canola".
TELLING = set_of(
    "such like only parts part skin skins bones bone-in skin-on shells heads leaves stems tops ends seeds zest juice "
    "homemade store-bought fresh frozen smooth chunky combination mixture depending additional taste more less "
    "preferably see from about for to in at with without your you if as plus extra made similar note notes recipe any "
    "optional garnish needed low-sodium cut give still other's weight total divided")
# Words that no English line has.
GERMAN = set_of(
    "el tl msp pck prise prisen bund zehe zehen dose dosen becher tasse tassen etwas und oder nach zum zur mit ohne "
    "von vom frisch frische frischer frisches fein gehackt gehackte rote roter rotes kleine kleiner kleines")
