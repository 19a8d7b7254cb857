"""Draw the receipts of samples/receipts: invented shops, so that tests and the demo need no one's data.

    python -m samples.render_receipts

Each receipt is a list of rows; the same rows become a picture (PNG or JPEG, one of them tilted, noisy and
faded), a PDF with a text layer, or plain text. What must be read from each is in expected.json beside them,
written by hand from the rows, never from a reader's output.
"""

import math
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FOLDER = Path(__file__).parent / "receipts"
FONTS = Path("/usr/share/fonts/truetype/dejavu")
WIDTH = 40          # characters of a printed row
LETTER_PX = 22
MARGIN_PX = 40


def row(left: str, right: str = "") -> str:
    """Return a row with text at the left and money at the right edge."""
    return left + right.rjust(WIDTH - len(left))


def centre(text: str) -> str:
    """Return a centred row."""
    return text.center(WIDTH).rstrip()


GERMAN_SUPERMARKET = [
    centre("FRISCHMARKT LINDENHOF"), centre("Am Lindenhof 12"), centre("50999 Köln"),
    centre("Tel. 0221 555 0199"), centre("UID Nr.: DE000000012"), row("", "EUR"),
    row("BIO VOLLMILCH 1L", "1,19 B"), row("EIER FREILAND 10ER", "2,49 B"),
    row("TOMATEN RISPE", "2,23 B"), row("   0,746 kg x   2,99 EUR/kg"),
    row("LANDLUST SCHEIBEN", "1,78 B"), row("   2 Stk x    0,89"),
    row("ROGGENBROT 500G", "2,29 B"), row("BUTTER MILDGESÄUERT", "2,39 B"),
    row("MINERALWASSER 6x1,5L", "2,94 A"), row("PFAND EINWEG", "1,50 A"),
    row("SPÜLMITTEL ZITRONE", "1,45 A"), row("RABATT BUTTER", "-0,40 B"),
    "-" * WIDTH, row("SUMME            EUR", "17,86"), "=" * WIDTH,
    row("Geg. BAR         EUR", "20,00"), row("Rückgeld BAR     EUR", "2,14"), "",
    row("Steuer %    Netto   Steuer", "Brutto"), row("A= 19,0%     4,95     0,94", "5,89"),
    row("B=  7,0%    11,19     0,78", "11,97"), row("Gesamtbetrag 16,14    1,72", "17,86"), "",
    row("14.03.2026    18:42", "Bon-Nr.:4711"), centre("Vielen Dank für Ihren Einkauf"),
]
GERMAN_DISCOUNTER = [
    centre("TALER DISCOUNT"), centre("Hafenstraße 3, 28195 Bremen"), row("", "EUR"),
    row("Haferflocken zart", "0,79 A"), row("Spaghetti 500g", "0,89 A"),
    row("Passierte Tomaten", "0,75 x 3    2,25 A"), row("Bananen", "1,31 A"),
    row("  1,012 kg x 1,29   EUR/kg"), row("Gouda jung Scheiben", "2,59 A"),
    row("Küchenrolle 4er", "2,45 B"), row("Pils Kasten", "9,98 B"), row("Pfand", "3,10 B"),
    row("Leergut", "-1,50 B"), row("zu zahlen", "21,86"), row("Karte", "21,86"),
    row("MWST%  MWST + Netto =", "Brutto"), row("A  7 %   0,51   7,32", "7,83"),
    row("B 19 %   2,24  11,79", "14,03"), row("Datum 02.02.2026 09:15 Uhr", "Beleg 0815"),
]
ENGLISH_SUPERMARKET = [
    centre("GREENLEAF GROCERS"), centre("14 Harbour Road, Dublin 4"), centre("VAT No. IE0000000A"), "",
    row("SEMI SKIMMED MILK 2L", "€2.09"), row("WHOLEMEAL BREAD", "€1.49"),
    row("CHICKEN BREAST", "€6.12"), row("   0.612 kg @ €10.00/kg"), row("BANANAS LOOSE", "€0.98"),
    row("   0.548 kg @ €1.79/kg"), row("PICNIC BOX 200G", "€2.85"), row("PICNIC BOX 200G", "€2.85"),
    row("2 FOR €5.00 SAVING", "-€0.70"), row("TOOTHPASTE MINT", "€1.99"),
    row("SUBTOTAL", "€17.67"), row("TOTAL", "€17.67"), row("VISA DEBIT", "€17.67"), "",
    row("DATE 27/01/2026 TIME 12:06"), centre("THANK YOU FOR SHOPPING WITH US"),
]
NORTH_AMERICAN = [
    centre("MAPLE RIDGE FOODS INC"), centre("220 Elm Street, Springfield, IL 62701"), "",
    row("RED GRAPES", "$4.99 F"), row("ORGANIC SPINACH 5 OZ", "$3.49 F"), row("GREEK YOGURT", "$5.00 F"),
    row("   4 @ $1.25"), row("PAPER TOWELS", "$6.49 T"), row("COLA 2L", "$1.99 T"), row("BOTTLE DEPOSIT", "$0.05"),
    row("SUBTOTAL", "$22.01"), row("SALES TAX 6.25%", "$0.53"), row("TOTAL", "$22.54"),
    row("CASH", "$25.00"), row("CHANGE DUE", "$2.46"), "", centre("02/14/2026  5:31 PM"),
]


def draw(rows: list[str], *, letter_px: int = LETTER_PX) -> Image.Image:
    """Return the rows as a page of black letters on white paper."""
    font = ImageFont.truetype(str(FONTS / "DejaVuSansMono.ttf"), letter_px)
    line_px = round(letter_px * 1.45)
    width = round(font.getlength("M") * WIDTH) + 2 * MARGIN_PX
    page = Image.new("L", (width, line_px * len(rows) + 2 * MARGIN_PX), 255)
    pen = ImageDraw.Draw(page)
    for number, text in enumerate(rows):
        pen.text((MARGIN_PX, MARGIN_PX + number * line_px), text, font=font, fill=20)
    return page


def photograph(page: Image.Image, *, degrees: float, seed: int) -> Image.Image:
    """Return the page as a poor photo of it: tilted, on a dark table, unevenly lit, faded and noisy."""
    drawn = random.Random(seed)
    turned = page.rotate(degrees, expand=True, fillcolor=70, resample=Image.Resampling.BICUBIC)
    table = Image.new("L", (turned.width + 160, turned.height + 160), 70)
    table.paste(turned, (80, 80))
    pixels = table.load()
    assert pixels is not None
    for y in range(table.height):
        light = 0.82 + 0.16 * math.sin(math.pi * y / table.height)
        for x in range(table.width):
            value = 60 + 0.72 * float(pixels[x, y])  # type: ignore[arg-type]
            pixels[x, y] = max(0, min(255, round(value * light + drawn.gauss(0, 7))))
    return table.filter(ImageFilter.GaussianBlur(0.6))


def write_pdf(rows: list[str], path: Path) -> None:
    """Write a PDF with a text layer of one page."""
    path.write_bytes(pdf_of_pages(rows))


def pdf_of_pages(*pages: list[str]) -> bytes:
    """Return a PDF with a text layer: Courier, one row a line (PDF 1.4, Latin-1)."""
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(pages)))
    font_no = 3 + 2 * len(pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        *(body for number, rows in enumerate(pages) for body in _page_objects(rows, 4 + 2 * number, font_no)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return content + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, content.index(b"xref\n0 "))


def _page_objects(rows: list[str], stream_no: int, font_no: int) -> tuple[bytes, bytes]:
    """Return a page and its stream of text, the object numbered `stream_no`. font_no: of the font's object."""
    size, leading, left, height = 9, 13, 30, 13 * len(rows) + 60
    commands = [f"BT /F1 {size} Tf {leading} TL {left} {height - 40} Td"]
    for text in rows:
        safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        commands.append(f"({safe}) Tj T*")
    stream = "\n".join([*commands, "ET"]).encode("cp1252")
    return (f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 280 {height}] /Contents {stream_no} 0 R "
            f"/Resources << /Font << /F1 {font_no} 0 R >> >> >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))


def main() -> int:
    """Write all samples; return the exit status."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    draw(GERMAN_SUPERMARKET).save(FOLDER / "frischmarkt_lindenhof.png", optimize=True)
    photograph(draw(GERMAN_DISCOUNTER), degrees=4.0, seed=7).save(FOLDER / "taler_discount_tilted.jpg", quality=60)
    write_pdf(GERMAN_SUPERMARKET, FOLDER / "frischmarkt_lindenhof.pdf")
    draw(ENGLISH_SUPERMARKET).convert("RGB").save(FOLDER / "greenleaf_grocers.webp", quality=70)
    write_pdf(ENGLISH_SUPERMARKET, FOLDER / "greenleaf_grocers.pdf")
    (FOLDER / "maple_ridge_foods.txt").write_text("\n".join(NORTH_AMERICAN) + "\n", encoding="utf-8")
    for path in sorted(FOLDER.iterdir()):
        print(f"  {path.name}: {path.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
