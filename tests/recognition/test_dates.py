"""Dates printed on packs: what is certain is read, what is not is asked."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.drawn_dates import PRINTS, Print, outcome_of
from recognition.packs.dates import find_dates

TODAY = date(2026, 11, 22)

PRINTED = [
    # text, candidates likeliest first, kind
    ("best before 24.12.2026", ["2026-12-24"], "best_before"),
    ("BESTBEFORE24/12/26", ["2026-12-24"], "best_before"),
    ("BEST BEFORE:03/04/27 BATCH :094 6/1/3", ["2027-04-03", "2027-03-04"], "best_before"),
    ("Mindestens haltbar bis 03.04.2027", ["2027-04-03"], "best_before"),  # German print: the day comes first
    ("zu verbrauchen bis: 5. Mai 27", ["2027-05-05"], "use_by"),
    ("BEST BY NOV2027 0.282 FTX 1 43 12:11", ["2027-11-30"], "best_before"),  # a month means its last day
    ("best before end 02/2028", ["2028-02-29"], "best_before"),
    ("2027.08.03", ["2027-08-03"], "unknown"),
    ("2027. 10. 17 까지", ["2027-10-17"], "best_before"),
    ("27 FEB 2027 F8 1756", ["2027-02-27"], "unknown"),
    ("06/06/27", ["2027-06-06"], "unknown"),  # day and month alike: nothing to ask
    ("BEST BY JUL 27", ["2027-07-31", "2026-07-27"], "best_before"),  # July of that year, or that day of the next July
    ("JUL27", ["2027-07-31", "2026-07-27"], "unknown"),
    ("JUL/27", ["2027-07-31"], "unknown"),
    ("JUL 35", ["2035-07-31"], "unknown"),  # no month has 35 days
    ("L12.03.26 MHD 12.03.27", ["2027-03-12"], "best_before"),  # a lot is no date where there is another one
    ("LOT-NR: 20230415\nEXP 20270415", ["2027-04-15"], "use_by"),
    ("1 L 12.04.2027 L 13.05.2027", ["2027-04-12", "2027-12-04"], "unknown"),  # one litre
    ("12.03.26 MHD 12.03.27", ["2027-03-12"], "best_before"),  # the word belongs to what follows it
    ("à consommer de préférence avant le 03/04/27", ["2027-04-03", "2027-03-04"], "best_before"),
    ("à consommer jusqu'au 03/04/27", ["2027-04-03", "2027-03-04"], "use_by"),
    ("consumir preferentemente antes del 03.04.27", ["2027-04-03", "2027-03-04"], "best_before"),
    ("10/08/2027 Once opened consume within 5 days", ["2027-08-10", "2027-10-08"], "unknown"),  # that is English
    ("fecha de caducidad 03.04.27", ["2027-04-03", "2027-03-04"], "use_by"),
    ("15th June 2027", ["2027-06-15"], "unknown"),  # the letters of an ordinal belong to the day
    ("June 1st, 2027", ["2027-06-01"], "unknown"),
    ("JUN 15, '27", ["2027-06-15"], "unknown"),
    ("SEP0527", ["2027-09-05"], "unknown"),
    ("15 JUIN 2027", ["2027-06-15"], "unknown"),
    ("2027 JUN 15", ["2027-06-15"], "unknown"),  # as Canada prints it, in letters or in its two-letter codes
    ("Best before / Meilleur avant 2027 MA 05", ["2027-05-05"], "best_before"),
    ("BB/MA 27 AL 30", ["2027-04-30"], "best_before"),
    ("EXP 27/03/15", ["2027-03-15", "2015-03-27"], "use_by"),  # in 2015 or the year in front: nobody knows
    ("27 JUN 15", ["2027-06-15", "2015-06-27"], "unknown"),
    ("소비기한 27.05.12", ["2027-05-12"], "use_by"),  # Korea and Japan print the year in front
    ("2027年6月15日", ["2027-06-15"], "unknown"),
    ("08,12,2026", ["2026-12-08", "2026-08-12"], "unknown"),  # a point that was read as a comma
    ("O8.I2.2O28", ["2028-12-08", "2028-08-12"], "unknown"),  # letters that were read for digits
    # Only beside words that announce a date:
    ("mind. haltbar bis Ende 12.27", ["2027-12-31"], "best_before"),
    ("Mindestens haltbar bis Ende: 2028", ["2028-12-31"], "best_before"),
    ("haltbar bis Ende 2028 Charge 12", ["2028-12-31"], "best_before"),
    ("BBE 2027 JUN", ["2027-06-30"], "best_before"),
    ("BBE 10/27", ["2027-10-31", "2026-10-27"], "best_before"),
    ("MHD 05.12.", ["2026-12-05"], "best_before"),
    ("zu verbrauchen bis 05.01", ["2027-01-05"], "use_by"),
    ("USE BY 03 DEC", ["2026-12-03"], "use_by"),
    ("Use by: 3rd Jan", ["2027-01-03"], "use_by"),
    ("BB 24 DEC 18:30", ["2026-12-24"], "best_before"),  # a time is no year
    ("Display until 10 DEC Use by 12 DEC", ["2026-12-12"], "use_by"),
    ("EXP 2027-06", ["2027-06-30"], "use_by"),
    ("EXP 06 2027", ["2027-06-30"], "use_by"),
    ("BEST BY 031427", ["2027-03-14"], "best_before"),
    # Words of other countries, most of which print no other order than day, month, year (Regulation 1169/2011):
    ("DLC 04.12", ["2026-12-04"], "use_by"),
    ("DDM 03/04/27", ["2027-04-03"], "best_before"),
    ("T.H.T. 03-04-27", ["2027-04-03"], "best_before"),
    ("te gebruiken tot: 03-04-27", ["2027-04-03"], "use_by"),
    ("Da consumarsi preferibilmente entro il 03/04/27", ["2027-04-03"], "best_before"),
    ("da consumare entro: 03/04/27", ["2027-04-03"], "use_by"),
    ("Scad. 11/01/27", ["2027-01-11"], "use_by"),
    ("ROUND SCAD IN OIL EXP 03/04/27", ["2027-04-03", "2027-03-04"], "use_by"),  # a fish, no Italian
    ("% DAILY VAL. SALT BEST BY 03/04/27", ["2027-04-03", "2027-03-04"], "best_before"),
    ("VAL: 10/27 LOTE 1026", ["2027-10-31"], "best_before"),
    ("consumir de preferência antes de 03/04/27", ["2027-04-03"], "best_before"),
    ("Bedst før 03.04.27", ["2027-04-03"], "best_before"),
    ("Sidste anvendelsesdato 03.04.27", ["2027-04-03"], "use_by"),
    ("Bäst före 03.04.27", ["2027-04-03", "2027-03-04"], "best_before"),  # Sweden prints the year in front, too
    ("Parasta ennen 03.04.27", ["2027-04-03"], "best_before"),
    ("najlepiej spożyć przed: 03.04.27", ["2027-04-03"], "best_before"),
    ("Należy spożyć do 03.04.27", ["2027-04-03"], "use_by"),
    ("Minimální trvanlivost do: 03.04.27", ["2027-04-03"], "best_before"),
    ("B.B. 09MAY27 0915", ["2027-05-09"], "best_before"),
    ("PACKED ON NOV 05 2026\nUSE OR FREEZE BY NOV 12 2026", ["2026-11-12"], "use_by"),
    ("Legedatum 20.11.26", ["2026-11-20"], "packed_on"),
    ("FROZEN: JUL 2026", ["2026-07-31"], "packed_on"),
    ("frozen on 13.11.26", ["2026-11-13"], "packed_on"),
]


@pytest.mark.parametrize(("text", "iso", "kind"), PRINTED)
def test_a_printed_date_gives_every_day_it_may_mean(text: str, iso: list[str], kind: str) -> None:
    first = find_dates(text, TODAY)[0]
    assert list(first.iso) == iso
    assert first.kind == kind
    assert first.is_ambiguous == (len(iso) > 1)


@pytest.mark.parametrize(
    "text", ["", "L4521 22:10", "31.02.2027", "99/99/99", "1-800-280-6934", "2011036047233", "24.12.1926", "E 250 g",
             "FEB 30 2027", "BEST BEFORE 29 FEB 2027", "31 APR 27", "31/04/27", "10/27", "03 DEC", "031427", "06 2027",
             "Ende 2027", "mindestens haltbar bis siehe Deckel, bei 10-12 °C", "Best before: see lid 12.28 kg",
             "MHD 00.13.", "Das Produkt hält 24.12 Stunden", "Made in Germany 12.27",
             "best before see cap 1-4 servings of 12.50 g", "INTERVAL 10/27", "scadenza: vedi tappo 10.12 kg"]
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert find_dates(text, TODAY) == []


def test_the_date_that_ends_the_life_comes_before_the_packing_date() -> None:
    found = find_dates("PROD DATE:05.05.2026 EXP DATE:05.05.2027 SRLNR:19", TODAY)
    assert [(one.iso, one.kind) for one in found] == [(("2027-05-05",), "use_by"), (("2026-05-05",), "packed_on")]


def test_of_two_dates_without_words_the_earlier_is_the_packing_date() -> None:
    found = find_dates("2026.02.01/10:08\n2027.01.31", TODAY)
    assert [(one.iso[0], one.kind) for one in found] == [("2027-01-31", "best_before"), ("2026-02-01", "packed_on")]


def test_a_lot_that_reads_like_a_date_is_asked_where_it_stands_alone() -> None:
    (found,) = find_dates("L 13.03.2027", TODAY)
    assert (found.iso, found.kind, found.confidence) == (("2027-03-13",), "unknown", 0.5)


@pytest.mark.parametrize("one", PRINTS, ids=lambda one: one.text)
def test_every_print_of_the_benchmark_is_right_or_asked_where_its_letters_are(one: Print) -> None:
    assert outcome_of(one.until, find_dates(one.text, TODAY)) in {"right", "asked"}


LAYOUTS = ("%d.%m.%Y", "%d/%m/%y", "%m-%d-%Y", "%Y/%m/%d", "%d %b %Y", "%d%m%Y")


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2036, 1, 1)), st.sampled_from(LAYOUTS))
def test_the_true_day_is_always_among_the_candidates(day: date, layout: str) -> None:
    found = find_dates(f"best before {day.strftime(layout)}", TODAY)
    assert day.isoformat() in found[0].iso
    assert found[0].is_ambiguous == (len(found[0].iso) > 1)


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    for found in find_dates(text, TODAY):
        assert found.iso


@pytest.mark.shared_data
def test_real_packs_as_a_person_reads_them(shared_data: Path) -> None:
    for pack in json.loads((shared_data / "photos" / "best_before" / "labels.json").read_text(encoding="utf-8")):
        first = find_dates(pack["printed"], TODAY)[0]
        expected = pack["expiry_iso"]
        is_month = len(expected[0]) == 7
        read = {day[:7] for day in first.iso} if is_month else set(first.iso)
        assert read == set(expected), pack["file"]
