"""Words and figures: both languages say the same things, and figures never wrap."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.formats import Formats, whole_parts
from dashboard.markup import esc, plain
from dashboard.session import Session
from dashboard.shown import insights
from dashboard.texts import CATALOGS, Texts
from pantry.home import REPOSITORY
from pantry.vocabulary import Category, DateKind, Place, Reason

SUNDAY = date(2026, 11, 22)
ENGLISH, GERMAN = Formats("en", "EUR", SUNDAY), Formats("de", "EUR", SUNDAY)
SOURCES = [path for path in (REPOSITORY / "dashboard").rglob("*.py") if "texts" not in path.parts]


def test_both_languages_have_the_same_keys() -> None:
    assert set(CATALOGS["de"]) == set(CATALOGS["en"])


def test_every_reason_a_file_or_address_is_refused_for_has_words() -> None:
    rooms = ("pantry", "ocr", "recognition", "recipes", "intake")
    readers = (path for room in rooms for path in (REPOSITORY / room).rglob("*.py"))
    raised = {code for path in readers
              for code in re.findall(r'"(E-(?:DOC|NET|REC|PHOTO)-\d{3})"', path.read_text(encoding="utf-8"))}
    assert len(raised) > 20
    assert {f"reject.{code}" for code in raised} <= set(CATALOGS["en"])


def test_both_languages_fill_in_the_same_values() -> None:
    for key, english in CATALOGS["en"].items():
        fields = set(re.findall(r"\{(\w+)\}", english))
        german = set(re.findall(r"\{(\w+)\}", CATALOGS["de"].get(key, "")))
        assert german <= fields | {"n", "word"}, key


def test_every_text_a_page_asks_for_exists() -> None:
    keys = set(CATALOGS["en"])
    for path in SOURCES:
        source = path.read_text(encoding="utf-8")
        for key in re.findall(r"""texts\(\s*["']([a-z_.]+)["']""", source):
            assert key in keys, f"{path.name}: {key}"
        for key in re.findall(r"""texts\.count\(\s*["']([a-z_.]+)["']""", source):
            assert {f"{key}.one", f"{key}.many"} <= keys, f"{path.name}: {key}"


def test_every_text_is_asked_for_by_some_page_or_command() -> None:
    rooms = [path for room in ("cli", "intake") for path in (REPOSITORY / room).rglob("*.py")]
    shared = REPOSITORY / "dashboard" / "texts" / "__init__.py"
    source = "\n".join(path.read_text(encoding="utf-8") for path in (*SOURCES, *rooms, shared))
    said = set(re.findall(r"""["']([a-z_]+(?:\.[\w. -]+)+)["']""", source))
    begun = tuple(set(re.findall(r'f"([a-z_]+\.[\w.]*)\{', source)))
    ended = set(re.findall(r'f"\{[\w]+\}([._][a-z]+)"', source)) | {".one", ".many"}
    # A key is written out, begun by one part of a text and ended by another, or made of one that is written out.
    dead = [key for key in CATALOGS["en"] if key not in said and not key.startswith(begun)
            and not any(key.removesuffix(end) in said for end in ended if key.endswith(end))]
    assert dead == []


@pytest.mark.parametrize(("prefix", "words"), [
    ("place", Place), ("place.in", Place), ("place.to", Place), ("place.inside", Place), ("reason", Reason),
    ("date_kind", DateKind), ("category", Category),
])
def test_every_word_of_a_closed_list_has_a_text(prefix: str, words: type) -> None:
    for word in words:  # type: ignore[attr-defined]
        assert f"{prefix}.{word}" in CATALOGS["en"]


def test_no_text_shouts() -> None:
    for lang, texts in CATALOGS.items():
        for key, text in texts.items():
            assert "!" not in text, f"{lang} {key}"
            assert not re.search("success|oops|erfolgreich", text, re.IGNORECASE), f"{lang} {key}"


@pytest.mark.parametrize(("ahead", "english", "german"), [
    (0, "today", "heute"), (1, "tomorrow", "morgen"), (-1, "yesterday", "gestern"), (2, "Tuesday", "Dienstag"),
    (6, "Saturday", "Samstag"), (9, "1\u00a0Dec", "1.\u00a0Dez"),
    (100, "2\u00a0Mar\u00a02027", "2.\u00a0März\u00a02027"),
])
def test_days_are_said_as_people_say_them(ahead: int, english: str, german: str) -> None:
    day = date.fromordinal(SUNDAY.toordinal() + ahead)
    assert (ENGLISH.day(day), GERMAN.day(day)) == (english, german)


def test_a_kitchen_that_weighs_in_ounces_reads_dates_and_hours_as_in_the_united_states() -> None:
    american = Formats("en", "USD", SUNDAY, "us")
    assert american.long_date(SUNDAY) == "Sunday, November\u00a022"
    assert american.long_date(date(2020, 5, 18)) == "Monday, May\u00a018,\u00a02020"
    assert american.month_so_far(SUNDAY) == "November 1 to 22"
    assert (american.short_date(date(2026, 12, 1)), american.short_date(date(2027, 3, 2))) == (
        "Dec\u00a01", "Mar\u00a02,\u00a02027")
    assert [american.moment(datetime(2026, 11, 22, hour, 5, tzinfo=UTC), "UTC") for hour in (0, 9, 12, 23)] == [
        f"today, {time}" for time in ("12:05\u00a0AM", "9:05\u00a0AM", "12:05\u00a0PM", "11:05\u00a0PM")]
    assert american.date_pattern == "MM/DD/YYYY"


def test_prices_are_compared_by_the_pound_and_ranges_told_in_it_where_pounds_are_read() -> None:
    american = Formats("en", "USD", SUNDAY, "us")
    assert ENGLISH.priced(1000, "kg") == (1000, "kg") and american.priced(250, "piece") == (250, "piece")
    minor, unit = american.priced(1000, "kg")
    assert (round(minor, 2), unit) == (453.59, "lb")
    minor, unit = american.priced(100, "l")
    assert (round(minor, 2), unit) == (94.64, "quart")
    assert ENGLISH.mass_span(2000, 79_000) == "2–79\u00a0kg"
    assert american.mass_span(2000, 79_000) == "4.4–174\u00a0lb"


def test_elsewhere_the_day_stands_before_the_month() -> None:
    assert (ENGLISH.month_so_far(SUNDAY), GERMAN.month_so_far(SUNDAY)) == (
        "1 to 22\u00a0November", "1. bis 22.\u00a0November")
    assert ENGLISH.month_so_far(date(2026, 11, 1)) == "1\u00a0November"
    assert (ENGLISH.long_date(SUNDAY), GERMAN.long_date(SUNDAY)) == (
        "Sunday 22\u00a0November", "Sonntag, 22.\u00a0November")
    assert (ENGLISH.long_date(date(2020, 5, 18)), GERMAN.long_date(date(2020, 5, 18))) == (
        "Monday 18\u00a0May\u00a02020", "Montag, 18.\u00a0Mai\u00a02020")
    assert ENGLISH.moment(datetime(2026, 11, 22, 23, 5, tzinfo=UTC), "UTC") == "today, 23:05"
    # German with ounces stays German.
    assert Formats("de", "USD", SUNDAY, "us").date_pattern == GERMAN.date_pattern == "DD.MM.YYYY"


@pytest.mark.parametrize(("minor", "currency", "english", "german"), [
    (640, "EUR", "€6.40", "6,40\u00a0€"), (123456, "USD", "$1,234.56", "1.234,56\u00a0$"),
    (1500, "JPY", "¥1,500", "1.500\u00a0¥"), (-50, "EUR", "−€0.50", "−0,50\u00a0€"),
    (999, "PLN", "9.99\u00a0PLN", "9,99\u00a0PLN"),
])
def test_money_has_its_sign_and_never_wraps(minor: int, currency: str, english: str, german: str) -> None:
    assert (ENGLISH.money(minor, currency), GERMAN.money(minor, currency)) == (english, german)


@pytest.mark.parametrize(("quantity", "unit", "english", "german"), [
    ("180", "g", "180\u00a0g", "180\u00a0g"), ("1500", "g", "1.5\u00a0kg", "1,5\u00a0kg"),
    ("1800", "ml", "1.8\u00a0l", "1,8\u00a0l"), ("0.333", "piece", "0.33\u00a0pieces", "0,33\u00a0Stück"),
    ("1", "pack", "1\u00a0pack", "1\u00a0Packung"),
])
def test_amounts_have_readable_units(quantity: str, unit: str, english: str, german: str) -> None:
    amount = Decimal(quantity)
    assert (ENGLISH.amount(amount, unit), GERMAN.amount(amount, unit)) == (english, german)


def test_what_is_left_stands_beside_what_was_bought() -> None:
    assert ENGLISH.left_of(Decimal(350), Decimal(500), "g") == "350\u00a0of\u00a0500\u00a0g"
    assert ENGLISH.left_of(Decimal(500), Decimal(500), "g") == "500\u00a0g"
    assert ENGLISH.left_of(Decimal("0.093"), Decimal(1), "kg") == "93\u00a0of\u00a01,000\u00a0g"
    assert ENGLISH.left_of(Decimal("0.9"), Decimal(1), "kg") == "0.9\u00a0of\u00a01\u00a0kg"
    assert ENGLISH.amount(Decimal("0.05"), "l") == "50\u00a0ml"
    assert ENGLISH.amount(Decimal(0), "kg") == "0\u00a0kg"


def test_names_from_outside_stay_plain_text() -> None:
    assert esc("<b>\"x\"</b>") == "&lt;b&gt;&quot;x&quot;&lt;/b&gt;"
    assert plain("[a](b) *c* $d$ : [e]") == r"\[a\]\(b\) \*c\* \$d\$ \: \[e\]"
    read = plain(":material/home: :+1: :red[e]").replace("\\", "")
    assert not re.search(r":(material/)?[\w+-]", read), "no icon, emoji or colour is left once Markdown was read"
    assert read.replace("\u2060", "") == ":material/home: :+1: :red[e]"


def test_counts_pick_their_form() -> None:
    texts = Texts("en")
    assert texts.count("home.lede.now", 1) == "one thing is due today"
    assert texts.count("home.lede.now", 3) == "three things are due today"


@pytest.mark.parametrize(("quantity", "unit", "metric", "us"), [
    ("180", "g", "180\u00a0g", "6.3\u00a0oz"), ("1800", "g", "1.8\u00a0kg", "4\u00a0lb"),
    ("250", "ml", "250\u00a0ml", "8.5\u00a0fl oz"), ("1", "l", "1\u00a0l", "1.1\u00a0quarts"),
    ("3", "piece", "3\u00a0pieces", "3\u00a0pieces"),
])
def test_amounts_are_read_in_the_units_of_the_house(quantity: str, unit: str, metric: str, us: str) -> None:
    american = Formats("en", "USD", SUNDAY, "us")
    assert (ENGLISH.amount(Decimal(quantity), unit), american.amount(Decimal(quantity), unit)) == (metric, us)


def test_ranges_and_averages_carry_no_false_precision() -> None:
    assert ENGLISH.mass_span(3300, 8600) == "3.3–8.6\u00a0kg" and GERMAN.mass_span(16400, 42900) == "16–43\u00a0kg"
    assert ENGLISH.mass_span(79000, 79000) == "79\u00a0kg" and ENGLISH.mass_span(0, 430) == "0–430\u00a0g"
    assert ENGLISH.about(Decimal("453.71"), "g") == "450\u00a0g" and GERMAN.about(Decimal("1.149"), "l") == "1,1\u00a0l"
    assert ENGLISH.left_of(Decimal(350), Decimal(500), "g") == "350\u00a0of\u00a0500\u00a0g"


@settings(deadline=None)
@given(st.lists(st.decimals(0, 10_000, places=3), max_size=12))
def test_parts_add_up_to_the_rounded_sum_and_stay_near_themselves(sizes: list[Decimal]) -> None:
    parts = whole_parts(sizes)
    assert sum(parts) == round(sum(sizes, Decimal(0)))
    assert all(abs(part - size) < 1 for part, size in zip(parts, sizes, strict=True))


def test_the_shares_of_a_month_add_up_as_they_are_read() -> None:
    assert whole_parts([Decimal("1333.4"), Decimal("967.6"), Decimal("0.83")]) == [1333, 968, 1]
    assert whole_parts([Decimal("0.4"), Decimal("0.4"), Decimal("0.4")]) == [1, 0, 0]
    assert whole_parts([]) == []


@pytest.mark.parametrize(("food_id", "per", "minor", "unit"), [
    ("milk", "kg", 103.0, "l"), ("beer", "kg", 101.0, "l"), ("rice", "kg", 100.0, "kg"),
    ("egg", "piece", 100.0, "piece"),
    ("own:bramble", "kg", 100.0, "kg"),
])
def test_what_is_sold_by_volume_is_priced_by_the_litre(food_id: str, per: str, minor: float, unit: str) -> None:
    session = cast(Session, SimpleNamespace(formats=GERMAN))
    shown, of_unit = insights.shown_price(session, food_id, 100.0, per)
    assert (round(shown, 2), of_unit) == (minor, unit)
