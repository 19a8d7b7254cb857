"""The words by which a printed line tells its kind, in English, the larger languages of Europe, and Japanese.

Patterns are matched on `normalise`d text: lower case, accents folded, digits that stand between letters read
as the letters they look like (t0tal, subtota1). This is language, not knowledge of any shop.
"""

import functools
import re
import unicodedata

from rapidfuzz.distance import Levenshtein

from pantry.vocabulary import LineKind

_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "5": "s", "|": "l"})
_FOLD = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue",
                       # Letters of Danish, Norwegian, Polish, Croatian and Turkish that no accent comes off of.
                       "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i"})

_VOICED = "\u3099\u309a"
_WIDE_BLANK = re.compile(r"(?<=[\u3040-\u30ff\u4e00-\u9fff])\s+(?=[\u3040-\u30ff\u4e00-\u9fff])")
_WIDE_WORD = re.compile(r"(?<![^\W_])[a-z](?: [a-z]){3,}(?![^\W_])")

# Words that decide a line's kind and are often misread by a letter; near words that mean something else stay.
_KEY_WORDS = ("total", "subtotal", "change", "rounding", "rounded", "payable", "amount", "summe", "balance",
              "discount", "rueckgeld", "gesamtbetrag", "zwischensumme", "tendered", "included", "payment", "deposit")
_OTHER_WORDS = frozenset({"charge", "mount", "totally", "exchange", "orange", "bounding", "grounded", "changed",
                          "summer", "includes", "excluded", "rendere", "tendere", "chance", "pounded", "pounding",
                          "viscount", "miscount"})


@functools.lru_cache(maxsize=8192)
def _mend(word: str) -> str:
    """Return the key word that a misread word is one letter off (two for eight letters and more)."""
    if len(word) < 5 or word in _OTHER_WORDS or word in _KEY_WORDS:
        return word
    for key in _KEY_WORDS:
        limit = 1 if len(key) < 8 else 2
        if abs(len(key) - len(word)) <= limit and Levenshtein.distance(word, key, score_cutoff=limit) <= limit:
            return key
    return word


def fold_accents(text: str) -> str:
    """Return text in small letters without accents, ä as ae; the marks that tell Japanese syllables apart stay."""
    text = unicodedata.normalize("NFKD", text.translate(_FOLD)).casefold()
    return "".join(character for character in text if character in _VOICED or not unicodedata.combining(character))


@functools.lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Return text as the patterns want it: folded, single blanks, look-alike digits as letters, key words mended.

    The marks that tell Japanese syllables apart stay, and blanks go between Japanese letters and in "T O T A L":
    registers set such words wide.
    """
    text = _WIDE_WORD.sub(lambda match: match.group().replace(" ", ""), fold_accents(text))
    text = _WIDE_BLANK.sub("", unicodedata.normalize("NFC", text))
    text = re.sub(r"(?<=[a-z])[015|](?=[a-z])|(?<=[a-z]{3})[015|]\b|\b[015|](?=[a-z]{3})",
                  lambda match: match.group().translate(_LOOKALIKES), text)
    return re.sub(r"[a-z]{5,}", lambda match: _mend(match.group()), " ".join(text.split()))


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


# A gift to charity, not a coin that is not minted.
_ROUND_UP_FOR = r"\bround\W?up\W+(?:for|to|donation|charity)\b"
_ARTICLES = r"(?:items?|articles?|articulos?|articol[io]|artikel(?:en)?|artigos?|itens)"
# Not money due, though the word total stands in it.
COUNT_OF_ITEMS = _any(
    r"\btotal\s*(?:no\.?|number|qty|quantity|items?|pcs|units?|articles?)\b",
    r"\bitems?\s*(?:sold|count|purchased)\b", r"\bitem\(?s?\)?\s*:?\s*\d+$", r"\banzahl\b",
    r"\bno\.? of items?\b", r"\bnumber of\b", r"\btotal items?\b", r"\bqty\b\s*:?\s*\d", r"\bposten\b",
    r"\bartikel\s*:?\s*\d", r"点数", r"^(?!.*(?:合計|小計)).*\d+\s*点$", r"\btotal\s*\d*\s*(?:item|qty)",
    r"\bstueck(?:zahl)?\s*:", r"\bqtd\W*total\b", r"\btotal de (?:itens|articulos|articles|articoli)\b",
    rf"\b{_ARTICLES}\W{{0,3}}\d+\W*$", rf"^\W*\d+ {_ARTICLES}\W*$")
POINTS = _any(
    r"\bpoints?\b", r"\bpunkte?\b", r"\bpunktestand\b", r"\bpayback\b", r"\bbalance\b.*\bpts\b",
    r"\bearned\b", r"ポイント", r"point", r"\bloyalty\b", r"\bbonus\b.*\bcoupon\b",
    r"\w+punkten?\b", r"\bpunt(?:i|os)\b", r"\w*poaeng\b", r"\bpontos\b",
    r"\bpunkt(?:y|ow)\b", r"\bpunten\W*\d+\W*$", r"\b(?!koop)\w*zegels?\b", r"\bcagnotte\b")
SAVINGS = _any(
    r"\btotal\s*(?:savings?|saved|disc(?:ount)?\w*)\b", r"\byou(?:r)?\s*sav(?:ed|ings?)\b",
    r"\bsie sparen\b", r"\bgespart\b", r"\bersparnis\b", r"\btotal\s*discount", r"\bamount saved\b",
    r"\btotal rabatt\b", r"\breduced by\b", r"\bvous (?:avez )?economis\w+", r"\bhai? risparmiato\b",
    r"\bha ahorrado\b", r"\bdu spar(?:er|ar|te|ade)\b", r"\buw voordeel\b", r"\bu bespaart\b",
    r"^\W*saved?\W{1,2}\d.*\boff\b")
# What lies on a card or an account, not what is due.
ACCOUNT = _any(r"\b(?:opening|closing|previous)\W*balance\b", r"\bbalance\W*(?:before|after)\b(?!\W*(?:tax|gst))",
               r"\bpoints?\W*balance\b", r"\bsaldo (?:de )?(?:punti|puntos|pontos|punktow)\b",
               r"\bbonus\W?saldo\b", r"残高")
SUBTOTAL = _any(
    r"\bsub\W{0,2}t[o0]t\w*", r"\bsubt[o0]?ta?l?\w*", r"\bzwischensumme\b", r"\bzwsu\b", r"\bzw\W{0,2}summe\b",
    r"\bsous\W?total\b", r"小計", r"\btotal\W*(?:sales?)?\W*\(?\W*ex(?:cl|cluding|\.)?\w*\b",
    r"\bexcl\w*\W*(?:of)?\W*(?:gst|tax|vat|sst)\b", r"\btotal\W+(?:gst|tax|vat|sst)\W*excl\w*",
    r"\btaxable\b", r"\bnet\s?sales?\b", r"\bnetto\b",
    r"\bara toplam\b", r"\bpodsuma\b", r"\bsuma czesciowa\b",
    r"\bme(?:zisou|dzisu)cet\b", r"\bdelsumma?\b", r"\bvae?lisumma\b",
    r"^\W*(?:warenwert|artikelsumme|bestellwert)\b", r"\breszoe?sszesen\b",
    r"\btotal\W*before\b", r"\bbefore\W*(?:tax|gst|rounding)", r"\bfood total\b",
    r"\bmerchandise total\b", r"\b(?:net|gross)\s*am(?:oun)?t\b", r"\bafter\W*discount\b", r"税抜")
TOTAL_STRONG = _any(
    r"\bgrand\W*t[o0]ta?l", r"\bnett?\W*t[o0]tal",
    r"\btotal\W*(?:due|payable|amount|sales?|incl\w*|rm|eur|usd|to pay)\b", r"\bzu zahlen\b",
    r"\bzahlbetrag\b", r"\bendbetrag\b", r"\bendsumme\b", r"\bgesamtsumme\b",
    r"\bamount\W*(?:due|payable)\b", r"\bbalance\W*(?:due|to pay)\b", r"\brounded\W*total\b",
    r"\btotal\W*(?:after\W*)?round\w*", r"\binvoice\W*total\b", r"\btotal ttc\b",
    r"(?<![税額引])合計(?!\s*(?:ポイント|消費税|税))", r"総計", r"買上\w{0,3}[計額]", r"お会計",
    r"総額", r"税込\w{0,2}計", r"^\W*計\W*\d", r"(?:請求|領収)\w{0,2}額",
    r"\b(?:total|valor) a pagar\b", r"\bda pagare\b", r"\ba payer\b",
    r"\bbill\W*total\b", r"\bafter\W*rounding\b", r"\bto pay\b",
    r"\bnet\W*payable\b", r"\bpay\W*this\W*amount\b",
    r"^\W*(?:amt|amount|bal(?:ance)?)?\W*due\b", r"\brechnungsbetrag\b", r"\bte betalen\b", r"\btil betaling\b",
    r"^\W*a betale\b",
    r"\bza plati(?:ti|lo)\b", r"\bza placilo\b", r"\bfizetendo\b", r"\bde plata\b", r"\bmaksettava\b", r"\bmoketi\b")
TOTAL = _any(
    r"\bt[o0]t[a4]l\b", r"\btotal", r"total\b", r"\btota[il1]\b", r"\bt[o0]tl\b", r"\bsumme\b",
    r"\bgesamt\w*", r"\btotaal\b", r"\bkokku\b",
    r"^\W*amount\b\W*(?:rm|eur|usd)?\W*\d", r"\bsuma\b", r"\brazem\b", r"\bcelkem\b", r"\btoplam\b", r"^\W*i alt\b",
    r"\b(?:att|at) betal[ea]?\b", r"\bdo zaplaty\b", r"\bk uhrade\b", r"\byhteensae?\b", r"\bloppusumma\b",
    r"\boe?sszesen\b", r"^\W*spolu\b", r"\bskupaj\b", r"\bukupno\b", r"^\W*summa\b",
    r"\bimporte\b", r"\bmontant\b", r"\btotale\b", r"\bbalance\b(?=\W*(?:\d|due|rm|eur|usd|$))", r"\bbetrag\b")
TAX = _any(
    r"\b(?:gst|hst|pst|qst|tvq|tps|vat|sst|iva|tva|igv|igst|cgst|sgst|itbms)\b", r"\bmwst\b",
    r"\bmwst\W?betrag\b", r"\bust\b", r"\bm(?:eh)?rw(?:er)?tst(?:euer)?\b", r"\bsteuer\b",
    r"\bcuota\b", r"\bptu\b", r"\bopodatkowan\w*", r"\bdph\b", r"\b(?:top)?kdv\b", r"\bmoms\W*(?:%|\d|udg|netto|$)",
    r"\bbtw\b", r"\b(?:alv|afa|pdv|ddv|mva)\b(?=\W*(?:[a-z]\W+)?\d|.*\d[.,]\d\d)", r"\bsales\W?tax\b",
    r"\btax(?:es)?\d?\b", r"\btotal\W?tax\b", r"税", r"\bgovt?\W*tax\b",
    r"\b[a-z] ?= ?\d{1,2}[.,]\d{1,2} ?%", r"^\W*[a-d]\W{0,3}\d{1,2}(?:[.,]\d{1,2})? ?%")
FEE = _any(
    r"\bservice\b.*\b(?:charge|chg|fee)\b", r"\bserv\.?\s?ch\w*", r"\btips?\b", r"\bgratuity\b",
    r"\b(?:trinkgeld|pourboire|propina|gorjeta|fooi|dricks|drikkepenge|napiwek)\b", r"^\W*mancia\b",
    r"\b(?:donation|spende|donacion|donazione|donatie)\b",
    _ROUND_UP_FOR,
    r"\bzuzahlung\b", r"\brezeptgebuehr\w*",
    r"\bsvc\b", r"\bdelivery\b.*\b(?:fee|charge)\b", r"\bs\.?\s?charge\b",
    r"\bsurcharge\b", r"^\W*(?:(?:picking|packing) (?:& |and )?delivery|delivery|shipping|postage|versand\w*"
    r"|liefer(?:ung|kosten|gebuehr)|frais de \w+|livraison"
    r"|(?:gastos de )?envio|verzendkosten|spedizione)\b", r"送料|配送料")
ROUNDING = _any(
    r"^\W*(?:total\W*)?r(?:ou)?nd\w*\W*(?:adj\w*|err\w*)", r"^\W*rounding", r"^\W*rundung", r"\brounding\W*adj",
    r"\brounding$", rf"^\W*(?!{_ROUND_UP_FOR})round(?:ed)?(?! total)\b(?!.*total)", r"\bredonde\w*", r"\bround\W?off\b",
    r"\bzao(?:krouhleni|kraglenie|kruhleni\w|kruzen\w+)\b", r"\bafronding\b", r"\b(?:oe?res?)?a[vf]rundn?ing\b",
    r"\bpyoe?ristys\b", r"\bkerekites\b", r"\brotunjire\b",
    r"\barr(?:ed|ot)ondamento\b", r"\barrondi\b")
PAYMENT = _any(
    r"^\W*[pf]ay\b", r"\bcontante\w*", r"\bkontant\w*", r"^\W*kaart\b", r"\bentregado\b", r"^\W*pin\b",
    r"^\W*(?:by\s)?cash\b", r"\bcash\s*(?:tend\w*|paid|received|rm|payment)\b", r"\bvisa\b",
    r"\bmaster\s?card\b", r"\bdebit\b", r"\bcredit\b", r"\bgirocard\b", r"\bec\W?(?:cash|karte)\b",
    r"^\W*(?:geg(?:eben)?\W*)?\bbar\b\W*(?:eur|€|\d|$)", r"\bgegeben\b", r"^\W*geg\b", r"\bamex\b",
    r"\btend(?:er\w*)?\b", r"^\W*paid\b", r"\bpayment\b", r"\bkarten?zahlung\b", r"\befectivo\b",
    r"\btarjeta\b", r"\bpaypal\b", r"\bmcard\b", r"お預", r"預り", r"支払", r"現計", r"クレジット",
    r"現金", r"投入", r"電子マネー", r"交通系", r"決済", r"キャッシュレス", r"デビット", r"商品券", r"^\W*karte\b",
    r"\bkreditkarte\b", r"\bbezahlt\b", r"\bkontaktlos\b", r"\bcard\s*(?:no|payment|purchase)?\b\W*\d*",
    r"\bhotovost\b", r"\bgotowka\b", r"^\W*karta\b", r"\bdinheiro\b", r"\bmultibanco\b", r"^\W*cartao\b",
    r"\bkredi karti\b", r"^\W*nakit\b", r"\bpinnen\b", r"\bpagamento\b", r"\bimporto pagato\b", r"\bcontanti\b",
    r"\b(?:betalat|betalt)\b", r"^\W*(?:upi|kort|eft)\b", r"\beftpos\b", r"\bkortti(?:tapahtuma|maksu)?\b",
    r"\bpankkikortti\b", r"\bkae?teinen\b", r"\bkeszpenz\b", r"\bbankkartya\b", r"\bnumerar(?:io)?\b",
    r"\bgotovina\b", r"\bkartica\b",
    r"\b(?:titre|ticket|cheque)s?\W?(?:restaurant|dejeuner)\b",
    r"^\W*(?:bankaxept|dankort|vipps|mobilepay|swish|twint|blik|bancontact)\b",
    r"\bamount\s*tendered\b", r"\bmaestro\b", r"\bespeces\b", r"\bcarte bancaire\b", r"\binterac\b",
    r"\bpurchase\b", r"\bbar\s?geld\b", r"\bbarzahlung\b", r"^\W*(?:rm|m)?\s?cash\b", r"\bapproved\b",
    r"\bauth\w*\b", r"\breceived\b", r"\bauszahlung\b", r"\bpaid out\b",
    r"\brefund\W*(?:[a-z]{3}\W*)?\d+[.,]\d\d", r"^\W*cb\b",
    # What a health insurance pays at a French pharmacy.
    r"^\W*part (?:ro|rc|amo|amc|assurance|mutuelle|obligatoire|complementaire)\b", r"\btiers payant\b")
CHANGE = _any(
    r"\btroco\b", r"^\W*reszta\b", r"\bvraceno\b", r"\bbyttepenge\b", r"\bpara ue?stue?\b", r"^\W*vae?xel\b",
    r"\bvisszajaro\b", r"^\W*rest\b\W*\d", r"^\W*povrat\b", r"\bvydavok\b", r"\btilbake\b", r"^\W*takaisin\b",
    r"\bvaihtoraha\b",
    r"\btilbage\b", r"\btagasi\b", r"\bwisselgeld\b", r"^\W*resto\b",
    r"\bchange(?:rm)?\b", r"\brueckgeld\b", r"\bruckgeld\b", r"\bwechselgeld\b", r"^\W*zurueck\b",
    r"^\W*\w+ zurueck\b[^\w-]*(?:\d+[.,]\d|eur|$)",
    r"\bcambio\b", r"お釣", r"釣銭", r"おつり", r"釣り", r"\brendu\b", r"\breturn cash\b", r"\bvuelto\b")
DISCOUNT = _any(
    r"\b\w*korting(?:sbon)?\b", r"\brabat\b", r"\brabais\b", r"\bsleva\b",
    r"\bdesconto\b", r"\bpoupanca\b", r"\bindirim\b",
    r"\bpopust\b", r"\balennus\b", r"\btarjous\b", r"\betu\b", r"\bkedvezmeny\b", r"\breducere\b", r"\bzlava\b",
    r"\bopust\b", r"\bnedpris\w*", r"\bprisnedsae?t\w+", r"\bzniz(?:ka|enie)\b",
    r"\bscont[oi]\b",
    r"\bdisc(?:ount\w*)?\b", r"\brabatt\w*", r"\w+rabatt\b", r"\bcoupon\b", r"\bsavings?\b",
    r"\bnachlass\w*", r"\bpreisvorteil\b", r"\brebate\b", r"\binstant\b.*\bsav", r"\bgutschein\b",
    r"\bvoucher\b", r"\bdescuento\b", r"\bdto\b", r"\bremise\b", r"\bpromocion\b", r"\bcupon\b",
    r"\bbons? de reduction\b", r"\bprom(?:o|otion)?\b\W", r"値引", r"割引",
    r"\d\s?[%割]\W?引", r"半額", r"会員割", r"クーポン", r"値下", r"セット割",
    r"\baktion(?:s\w*)?\b", r"^\W*less\b", r"\bless\W+(?:\d|disc|member|promo|coupon|sav)",
    r"\b\d{1,2}\s?% off\b", r"\btpd\b", r"\bmarkdown\b",
    r"\bpreisnachlass\b", r"\bcpn\b", r"\bmember(?:\W?s)?\W*(?:price|disc|sav|offer)\w*",
    r"\bloyalty disc", r"^\W*(?:\w+ )?offer\W*$")
DEPOSIT = _any(
    r"^\W*drs\b", r"\+\W?pant\b", r"\bstatiegeld\b",
    r"^\W*(?:[a-c]\W{1,2})?pant\W*(?:[a-c]\W+)?(?:(?:kr|sek|nok|dkk)\b\W*)?(?:\d|$)",
    r"\b(?:pullo)?pantti\b",
    r"\bbetetdij\b", r"\bvisszavaltasi\b", r"\bpovratna naknada\b", r"\bgarantie\s?(?:sgr|ambalaj)\b",
    r"\bvasilhame\b", r"\bleeggoed\b", r"\bvidanges?\b", r"\bpante?(?:flasker?|retur)\b", r"\bkaucja\b", r"\bzaloha\b",
    r"\beco\W?frais\b", r"^\W*emballage\b", r"^\W*(?:deposito )?envases?\b", r"\bcauzion[ei]\b",
    r"\bvuot[oi] a rendere\b",
    r"\bpfand\w*", r"\w+pfand\b", r"\bleergut\w*", r"\bdeposit\b", r"\bbottle dep\b", r"\brecycl\w*\b",
    r"\becology\b", r"\beco\W?fee\b", r"\benviro\w*\b.*\bfee\b", r"\bcrv\b", r"\behc\b",
    r"\bcontainer\b.*\b(?:dep|fee|levy|refund)\b", r"\bconsigne\b", r"\beinweg\b.*\d", r"\bmehrweg\b", r"\brecyc\b")
VOID = _any(
    r"\bvoid(?:ed)?\b", r"\bstorno\w*", r"\bcancel\w*\b", r"\brefund\b", r"\breturn(?:ed)?\b", r"\bretour\w*\b",
    r"\bannul\w*", r"\banul\w*", r"\bdevol\w*", r"\brueck(?:gabe|nahme)\b", r"\breso\b",
    r"取消", r"返品")
# Hours with points look like money: "Open Mon-Sat 7.00 - 22.00", but "3.00 -2.00" is money and money off.
_DAYS_OF_WEEK = (r"mon?|tue?s?|wed|thu?r?s?|fri?|sat?|sun?|di|mi|do|so|lun|mar|mer|jeu|ven|sam|dim|mie|jue|vie"
                 r"|sab|dom|gio|ma|wo|vr|za|zo|man|tir|ons|tor|fre|lor|son|pn|pt|sob|seg|sex")
_OPEN = (r"open(?:ing\w*)?|ouvert\w*|horaires?|geoeffnet|oeffnungszeiten|abierto|horario|aberto|aperto|orario|geopend"
         r"|aabent?|aben|oeppet|czynne")
OPENING_HOURS = _any(rf"\b(?:{_DAYS_OF_WEEK}|{_OPEN})\b.*"
                     r"\b[012]?\d[.:h][0-5][05](?:\s?(?:uhr|h))?(?:\s?[-–]\s|[-–]|\s?(?:bis|to|till?|al?|tot|do|as)\s)"
                     r"[012]?\d[.:h][0-5][05]\b")
# What may be saved another day: "Save 2.00 on your next shop over 20.00".
NEXT_TIME = _any(
    r"\bnext (?:shop|purchase|visit|order)\b", r"\bnaechste[nr]? (?:einkauf|besuch|bestellung)\b",
    r"\bprochain\w* (?:achats?|visites?|courses)\b", r"\bproxima (?:compra|visita)\b",
    r"\bprossim[ao] (?:spesa|acquisto)\b", r"\bvolgende (?:aankoop|bezoek|boodschappen)\b")
# A line that names no goods even though it holds something like a price.
NOT_GOODS = _any(
    r"\bprecio\W*(?:kilo|kg|unidad)\b", r"\bimponibi?le\b",
    r"^\W*(?:einzelpreis|stueckpreis|prix unitaire|prezzo unitario)\b",
    r"^\W*\d{4} [a-z]+\b.*\b(?:utca|ut|u|ter|korut)\b\W*\d", r"\bcompare at\b", r"\bre[gs]\W?price\b",
    r"^\W*(?:was|rrp|uvp|statt|instead of|au lieu de)\b\W*\d",

      r"^\W*\d{1,2}\s?(?:for|fuer|pour|por|per)\W*\d+[.,]\d\d\W*(?:offer|deal|special|promo\w*|angebot|aktion|offre|oferta)\W*$",
    r"\b(?:unit|final|package|regular|original|reg)\W*price\b",
    r"^\W*(?:food|liquor|beverages?|drinks?|bar|taxable|non\W?tax)\W*(?:total)?\W*\$?\d+\.\d\d\W*$",
    r"\btel\b", r"\bfax\b", r"\bphone\b", r"\binvoice\b", r"\b(?:fact?ura|facture|fattura|faktura|factuur)\b",
    r"\breceipt\b", r"\border\b\W*(?:no|#|\d)",
    r"\btable\b\W*(?:no|#|:|\d)", r"\bcashier\b", r"\bkasse\b", r"\bbon\W?nr\b", r"\bdate\b",
    r"\bdatum\b", r"\btime\b", r"\d\W*uhr\b", r"^\W*uhrzeit\b", r"\bterminal\b", r"\bserver\b", r"\bguests?\b",
    r"\bcovers?\b", r"\bpax\b", r"\baid\b", r"\bacct\b", r"\baccount\b",
    r"\btrans\w*\b\W*(?:no|id|#|\d)", r"\bref\b", r"\bbeleg\b", r"\btrace\b", r"\bwww\b", r"\bhttp",
    r"\bgst\W*(?:id|reg|no)\b", r"\bstore\b\W*#?\d", r"\bopen(?:ing)?\s*hours?\b",
    r"\bmember\W*(?:no|id|card)\b", r"\bthank\b", r"\bdanke\b", r"\bvielen dank\b", r"登録番号", r"レジ(?!袋)",
    r"\b0\d{1,4}\W?[-(]\d{1,4}[-)]\W?\d{4}\b", r"〒", r"丁目", r"番地", r"取引", r"扱者", r"お客様",
    r"承認", r"端末", r"会員", r"[\u3040-\u9fff]\s?no\W{0,2}\d",
    r"\d年\W?\d{1,2}月", r"責\W*\d", r"責任者", r"担当", r"伝票", r"店番", r"名様", r"テーブル", r"番号", r"卓\W*\d",
    r"電話", r"レシート", r"\bfunds?\b", r"\brate\b", r"\bexchange\b", r"\bpolicy\b", r"\bust\W?id",
    r"\bsteuer\W?nr", r"\buid\b", r"\bkarten?\W?n(?:r|ummer)\b", r"\bsignature\b", r"\bcustomer\b",
    r"\bkundenbeleg\b", r"\bstation\b", r"\bsurvey\b", r"\bwin\b")
_TITLE_WORDS = """
    qty quantity item items description descriptions desc price amount total rm code disc u/p unit tax eur euro usd
    menge artikel preis betrag einzelpreis gesamt stk anzahl bezeichnung bezeichn ez-preis epreis name s/n no
    particulars u.price designation libelle prix montant qte quantite descripcion cant cantidad precio importe prijs
    aantal omschrijving bedrag 商品名単価数量金額 商品名 品名 単価 数量 金額 価格
    amt uom value rate gst sr zr amount(rm) price(rm) eur/kg kg product ea subtotal netto brutto steuer mwst mwst-betrag
    veroton vero verollinen
"""
COLUMN_TITLES = frozenset(_TITLE_WORDS.split())
COUNT_TITLES = frozenset({
    "qty", "quantity", "menge", "anzahl", "stk", "cant", "cantidad", "qte", "quantite", "aantal",
})

# Order matters: the first that fits is the kind.
_BY_KIND: tuple[tuple[LineKind, re.Pattern[str]], ...] = (
    (LineKind.INFO, COUNT_OF_ITEMS),
    (LineKind.INFO, SAVINGS),
    (LineKind.INFO, ACCOUNT),
    (LineKind.ROUNDING, ROUNDING),
    (LineKind.SUBTOTAL, SUBTOTAL),
    (LineKind.CHANGE, CHANGE),
    (LineKind.TOTAL, TOTAL_STRONG),
)


@functools.lru_cache(maxsize=4096)
def kind_by_words(text: str, *, after_total: bool) -> LineKind | None:
    """Return the kind that a line's words tell, None when they tell none.

    after_total: whether a subtotal or total stood above; words of payment count only then, or alone on
    their line, because goods are named so too.
    """
    plain = normalise(text)
    if not after_total and _GOODS.search(plain):
        return None
    if any(pattern.search(plain) for pattern in _OF_NO_KIND):
        return LineKind.INFO
    if _TAX_WITHIN.search(plain) and TAX.search(plain):
        return LineKind.TAX
    for kind, pattern in _BY_KIND:
        if pattern.search(plain):
            counts_and_sums = pattern is COUNT_OF_ITEMS and _SUM_AND_MONEY.search(plain)
            return LineKind.TOTAL if counts_and_sums else kind
    if TAX.search(plain) and not _SUM_WITH_TAX.search(plain):
        return LineKind.TAX
    if TOTAL.search(plain) and not (not after_total and _is_inside_a_name(plain)):
        return LineKind.TOTAL
    if after_total and _RATE_AND_MONEY.search(plain) and not (DISCOUNT.search(plain) or _RATE_OFF.search(plain)):
        return LineKind.TAX
    if DEPOSIT.search(plain):
        return LineKind.DEPOSIT
    if FEE.search(plain):
        return LineKind.FEE
    if PAYMENT.search(plain) and (after_total or _stands_alone(PAYMENT, plain) or _PAID.search(plain)):
        return LineKind.PAYMENT
    if DISCOUNT.search(plain):
        return LineKind.DISCOUNT
    if POINTS.search(plain) or NOT_GOODS.search(plain):
        return LineKind.INFO
    return None


# Words of payment that no goods are named by.
_PAID = re.compile(r"支払|お預か?り|現計|クレジット|電子マネー")
_SENTENCE = re.compile(r"(?:です|ます|ください|ません)\W*$")
# Goods above the sums whose words stand below goods as well: a cut of beef, the tips of a plant, lard, a maker's name.
_GOODS = re.compile(
    r"^\W*round\W+(?!off|adj|up|down|diff|am|total|cent|sen|value)[a-z]{3}|\btenderf[a-z]+|\bof change\b"
    r"|\btips?\W+\d+\s?(?:s|g|kg|pk|ct|bags?)\b"
    r"|^\W*tips?\W{1,2}(?!am|total|paid|due|incl|usd|eur|to)[a-z]{3}"

      r"|^\W*(?:[a-z]+\W+)?(?!add|auto|card|cash|credit|charged?|gratuity|service|suggested|your|total)(?<![a-z])[a-z]{3,}\W+tips?\W*\d")
# What a mark beside names means: "*は軽減税率(8%)適用商品".
_FOOTNOTE = re.compile(r"は\W*軽減|軽減税率\S{0,8}商品|(?:印|マーク)\W{0,2}は")
# What was taxed at a rate, not the tax: "8%対象 ¥540", but "8%対象 ¥540 内税 ¥40" tells the tax as well.
TAXED = re.compile(r"対象\w*\W*[\d,.]*\W*$")
_OF_NO_KIND = (OPENING_HOURS, NEXT_TIME, _SENTENCE, _FOOTNOTE, TAXED)
# "Total No. Items: 24  Total Amount 99.33": a count and a sum on one row.
_SUM_AND_MONEY = re.compile(
    r"\btotal\W*amount\b.*\d+\W\d\d\b|\btotal\W*\d+\W*(?:items?|art(?:icles?|ikel)?|pcs)\b.*\d[.,]\d\d\b")
# "Total includes GST 1.23": the tax within the total above; "Total included GST" is that total.
_TAX_WITHIN = re.compile(r"\btotal\W*(?:price\W*)?includes\b")
# "Total incl. GST", "Gesamtbetrag (inkl. MwSt.)"
_SUM_WITH_TAX = re.compile(r"\bincl\w*\W.*total|(?:total|\bsumme|\bgesamt\w*|\bbetrag)\W.*\bin[ck]l")
# "Bonuskarte 3%  -0,79": a share taken off, not a tax.
_RATE_OFF = re.compile(r"^\W*[^\W\d_]{3,}.*%\W*-\s?\d+[.,]\d\d\W*$")
_RATE_AND_MONEY = re.compile(r"\d\s?%\W.*\d*[.,]\d\d\b")
_BESIDE_WORDS = """
    rm eur euro euros usd cad amount due sales incl inclusive including included of to pay payable price purchase the
    gst tax vat sst mwst bill order your gas fuel net nett grand sale invoice card visa cash credit debit a pagar para
    con iva ttc tpv kg for after rounded rounding adj item items food is in ex and with service charge
"""
_BESIDE_TOTAL = frozenset(_BESIDE_WORDS.split())


def _is_inside_a_name(plain: str) -> bool:
    """Return whether "total" stands between other words, as in the name of a toothpaste."""
    match = TOTAL.search(plain)
    if match is None:
        return False
    before = [word for word in re.findall(r"[a-z]{2,}", plain[:match.start()]) if word not in _BESIDE_TOTAL]
    after = [word for word in re.findall(r"[a-z]{2,}", plain[match.end():]) if word not in _BESIDE_TOTAL]
    return bool(before) and (bool(after) or len(before) > 2)


def _stands_alone(pattern: re.Pattern[str], plain: str) -> bool:
    """Return whether a line has no letters besides the match, currency marks aside."""
    rest = pattern.sub(" ", plain, count=1)
    rest = re.sub(r"\b(?:eur|rm|usd|cad)\b", " ", rest)
    return not re.search(r"[a-z]{2}", rest)


def is_taxed_sum(text: str) -> bool:
    """Return whether a line says what was taxed at a rate: "8%対象"."""
    plain = normalise(text)
    return bool(TAXED.search(plain)) and not (_SENTENCE.search(plain) or _FOOTNOTE.search(plain))


def says_opening_hours(text: str) -> bool:
    """Return whether a line says when a shop is open."""
    return bool(OPENING_HOURS.search(normalise(text)))


def is_strong_total(text: str) -> bool:
    """Return whether a line says more than "total": grand total, amount due, zu zahlen."""
    return bool(TOTAL_STRONG.search(normalise(text)))


def is_subtotal(text: str) -> bool:
    """Return whether a line's words call its money the sum of the goods."""
    return bool(SUBTOTAL.search(normalise(text)))


def is_column_title(text: str) -> bool:
    """Return whether a line consists of column titles such as "QTY DESCRIPTION AMOUNT"."""
    words = re.findall(r"[a-z/.()]+|[\u3040-\u30ff\u4e00-\u9fff]+", normalise(text))
    return bool(words) and sum(word.strip(".:") in COLUMN_TITLES for word in words) >= max(1, 0.7 * len(words))
