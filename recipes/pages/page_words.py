"""The words by which pages head what goes in and what to do, sign off and go on to something else.

General vocabulary of recipe pages in several languages, never the names of sites.
"""

import re

INGREDIENT_HEADING = re.compile(
    r"(?:the |recipe |les |die |gli |los )?"
    r"(?:ingredients?|zutaten(?:liste)?|ingrédients?|ingredientes|ingrediënten|ingredienti|ingredienser|"
    r"hozzávalók|składniki|suroviny|ainekset|malzemeler|ингредиенты|材料|食材|用料|原料|재료|ingrediente|υλικά|"
    r"(?:here(?:'|’)s )?(?:what |things |all )?you(?:(?:'|’)ll| will)? need|what(?:(?:'|’)s| is) in it|"
    r"what goes in(?:to it)?|(?:shopping|grocery) list|einkaufs(?:liste|zettel)|liste (?:de|des) courses|"
    r"lista de la compra|boodschappen(?:lijst(?:je)?)?|"
    r"das (?:brauchst du|braucht ihr|brauchen (?:wir|sie)|kommt (?:rein|hinein))|(?:was )?(?:du brauchst|ihr braucht)|"
    r"man nehme|(?:für|pro) \d{1,2} (?:portionen|personen|stück) (?:brauchst du|braucht (?:ihr|man)|benötigt man)|"
    r"(?:ce qu(?:'|’))?il (?:vous |te )?faut|vous aurez besoin de|occorrente|(?:che )?cosa (?:ti |vi )?serve|"
    r"(?:lo que |qué )?(?:necesitas|necesitar(?:ás|emos|éis)|necesitamos)|vas a necesitar|"
    r"(?:o que )?(?:você )?vai precisar(?: de)?|(?:dit|wat) heb je nodig|benodigdheden|du behöver|det skal du bruge)"
    r"(?: (?:list|list:|needed|für .{1,30}|for .{1,40}|pour .{1,30}|para .{1,30}|per .{1,30}|voor .{1,30}))?"
    r"(?:\s*\(.{0,40}\))?\s*[:*]?", re.IGNORECASE)
METHOD_HEADING = re.compile(
    r"(?:recipe |cooking |baking |the |step[- ]by[- ]step |les |la |die |el )?"
    r"(?:instructions?|directions?|method|preparation|procedure|steps|how to (?:make|cook|prepare)(?: it| .{1,60})?|"
    r"(?:here(?:'|’)s how(?: to make it)?|how it(?:'|’)s (?:made|done))|what (?:to|you) do|(?:you )?do this|"
    r"zubereitung(?:sschritte)?|(?:arbeits)?schritte|schritt für schritt|herstellung|vorgehen|"
    r"anleitung|so (?:geht|wird).{0,30}|und so geht(?:'|’)?s|zo (?:maak|doe) je (?:het|dit)|"
    r"préparation|réalisation|progression|marche à suivre|comment (?:faire|procéder|préparer .{1,60})|étapes|recette|"
    r"preparación|elaboración(?: de .{1,60}| paso a paso)?|instrucciones|paso a paso|"
    r"procedimiento|pasos|cómo (?:se hace|se prepara|hacer(?:lo| .{1,60})|preparar(?:lo| .{1,60}))|"
    r"modo de (?:preparo|preparação|fazer|preparación|hacerlo)|como (?:fazer|preparar)|preparo|preparação|"
    r"preparazione|procedimento|esecuzione|svolgimento|istruzioni|come (?:si fa|fare .{1,60}|preparare .{1,60})|"
    r"bereiding(?:swijze)?|werkwijze|stappen|aan de slag|instructies|elkészítés|przygotowanie|wykonanie|"
    r"sposób przygotowania|postup(?: přípravy)?|gør sådan|gör så här|fremgangsmåde|framgangsmåte|valmistus(?:ohje)?|"
    r"hazırlanışı|yapılışı|mod de preparare|приготовление|способ приготовления|εκτέλεση|"
    r"作り方|つくり方|手順|做法|步骤|步驟|制作方法|만드는 (?:법|방법)|조리 ?(?:순서|방법))"
    r"(?: (?:de|du|des|della|del|dei|di|do|da|der|van|for|für|of) .{1,40})?(?:\s*\(.{0,40}\))?\s*[:*]?", re.IGNORECASE)
# A group of ingredients by its name alone, as a list of them heads its parts.
GROUP_NAME = re.compile(
    r"(?:for (?:the|your) |für (?:den|die|das) |pour (?:la|le|les) )?(?:cake |pie |pastry |tart )?"
    r"(?:base|topping|filling|dough|batter|crust|dressing|marinade|glaze|icing|frosting|garnish|to serve|to finish|"
    r"teig|belag|füllung|guss|boden|glasur|streusel|außerdem|zum (?:servieren|garnieren|bestreuen)|"
    r"pâte|garniture|pour servir)", re.IGNORECASE)
# The author wishes readers well: no step.
SIGN_OFF = re.compile(
    r"(?:(?:serve )?(?:and )?enjoy!?|bon app[ée]tit|guten appetit|viel spaß|buon appetito|¡?buen provecho|bom apetite|"
    r"lass(?:t|en sie)? es (?:euch|dir|sich) (?:gut )?schmecken|eet smakelijk|smacznego|happy (?:cooking|baking)|"
    r"bonne dégustation|à table)\b.{0,30}", re.IGNORECASE)
# A page asks its readers for something: no step either.
ASKS_READERS = re.compile(
    r"\b(?:un)?subscri\w+|\bnewsletter|\binbox\b|\bfollow (?:me|us)\b|\bsign(?:ed)? up\b|"
    r"\bleave a (?:comment|review|rating)|\b(?:tag|mention) (?:me|us)\b|\bpin (?:it|this)\b|"
    r"#\w{3,}|\bsave (?:this|it) for later|\babonnez|\bsuivez[- ]|\bs[ií]gu[ea]me\b|"
    r"\bsuscr[ií]b\w+|\biscriviti\b", re.IGNORECASE)
# What a page sets below a recipe, in a line of its own.
PAGE_GOES_ON = re.compile(
    r"(?:posted|published|written|filed|printed|tagged|eingestellt|publié|publicado|pubblicato|gepost)"
    r" (?:by|in|on|under|from|at|von|am|par|le|por|da|door)\b.*|"
    r"(?:labels?|tags?|categor(?:y|ies)|kategorien?|schlagw[oö]rter|catégories?|etiquetas|etichette)\s*:.*|"
    r"(?:share|like) this\b.*|(?:leave a )?(?:comment|reply)|\d+ comments?|related (?:posts|recipes)|"
    r"(?:recent|older|newer) posts?|_{5,}", re.IGNORECASE)
