"""What Great Expectations expects of every published mart, as data; `warehouse/expectations.py` runs it.

A mart's columns are expected to have ranges, words and shares. Its `rules` are conditions in SQL over the row
`m`, for what a look at single columns cannot tell: whether a food is in the catalog, whether two marts agree,
whether the build is fresh. The column `broken_rule` names the first one that a row breaks; null passes.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from pantry.vocabulary import FOOD_CATEGORIES, BeliefReason, Category, DateKind, Destination, Place, Reason

BROKEN_RULE = "broken_rule"


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation. name: its class in Great Expectations; a broken warning does not stop publishing."""

    name: str
    arguments: dict[str, Any]
    is_warning: bool = False

    @property
    def type(self) -> str:
        """The name that Great Expectations reports it by, "expect_column_values_to_be_between"."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.name).lower()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at, none where it counts rows."""
        one = self.arguments.get("column")
        return (one,) if one else tuple(self.arguments.get("column_list", ()))

    def suspect_sql(self) -> str | None:
        """Return the condition under which a row `m` breaks this alone, None where only many rows together can."""
        return None if "mostly" in self.arguments else self._broken_sql()

    def holds_sql(self) -> str:
        """Return the aggregate over all rows `m` that says whether this holds, as Great Expectations would judge.

        A missing value breaks nothing but NotBeNull, and a share (`mostly`) is one of the values that are there.
        """
        column = f"m.{self.columns[0]}" if self.columns else ""
        match self.name:
            case "ExpectTableRowCountToBeBetween":
                return f"count(*) >= {self.arguments['min_value']}"
            case "ExpectColumnValuesToBeUnique":
                return f"count({column}) = count(distinct {column})"
            case "ExpectCompoundColumnsToBeUnique":
                return f"count(*) = count(distinct ({', '.join(f'm.{name}' for name in self.columns)}))"
            case "ExpectColumnValuesToBeNull":
                return f"count({column}) = 0"
            case "ExpectColumnValuesToNotBeNull":
                return f"count({column}) >= {self.arguments.get('mostly', 1)} * count(*)"
        broken = f"count(*) filter ({self._broken_sql()})"
        return f"{broken} <= {1 - self.arguments.get('mostly', 1)} * count({column})"

    def _broken_sql(self) -> str | None:
        if "column" not in self.arguments:
            return None
        column = f"m.{self.arguments['column']}"
        match self.name:
            case "ExpectColumnValuesToBeBetween":
                least, most = self.arguments.get("min_value"), self.arguments.get("max_value")
                sides = ((f"{column} <", least), (f"{column} >", most))
                return " or ".join(f"{side} {bound}" for side, bound in sides if bound is not None)
            case "ExpectColumnValuesToBeInSet":
                words = ", ".join(f"'{word}'" for word in self.arguments["value_set"])
                return f"{column} not in ({words})"
            case "ExpectColumnValuesToMatchRegex":
                return f"not regexp_matches({column}, '{self.arguments['regex']}')"
        return None


@dataclass(frozen=True, slots=True)
class Mart:
    """What is expected of a mart whose grain is `key`. of_household: its rows belong to households."""

    key: tuple[str, ...]
    expected: tuple[Expected, ...]
    rules: dict[str, str] = field(default_factory=dict)
    of_household: bool = True

    def all_expected(self) -> tuple[Expected, ...]:
        """Return what is expected: the grain and the rules first, then the mart's own figures."""
        if len(self.key) == 1:
            grain = _expect("BeUnique", self.key[0])
        else:
            grain = Expected("ExpectCompoundColumnsToBeUnique", {"column_list": list(self.key)})
        return (grain, _expect("BeNull", BROKEN_RULE), *self.expected)

    def suspect_sql(self) -> str:
        """Return the condition under which a row `m`, whose broken rule is known, breaks anything alone."""
        found = [sql for sql in (one.suspect_sql() for one in self.expected) if sql]
        return " or ".join([f"{BROKEN_RULE} is not null", *(f"coalesce({sql}, false)" for sql in found)])

    def broken_rule_sql(self) -> str:
        """Return the expression that names the first rule a row `m` breaks, null for a sound row."""
        rules = {f"{column} is there": f"m.{column} is not null" for column in self.key}
        if self.of_household and self.key != ("household_id",):
            rules["household is in household_dim"] = (
                "exists (select 1 from marts.household_dim as h where h.household_id = m.household_id)")
        whens = [f"when not ({sql}) then '{name}'" for name, sql in {**rules, **self.rules}.items()]
        return f"case {' '.join(whens)} end"

    def columns(self) -> list[str]:
        """Return the mart's own columns that are looked at, the grain first."""
        return list(dict.fromkeys([*self.key, *(name for one in self.expected for name in one.columns)]))


def _expect(what: str, column: str, *, is_warning: bool = False, **arguments: Any) -> Expected:
    return Expected(f"ExpectColumnValuesTo{what}", {"column": column, **arguments}, is_warning)


def _between(column: str, least: float | None = None, most: float | None = None) -> Expected:
    return _expect("BeBetween", column, min_value=least, max_value=most)


def _plausible(column: str, least: float, most: float) -> Expected:
    """Expect what a kitchen is likely to say. The journal takes more, and one slip must not stop every household."""
    return _expect("BeBetween", column, min_value=least, max_value=most, is_warning=True)


def _one_of(column: str, words: Any) -> Expected:
    return _expect("BeInSet", column, value_set=sorted(str(word) for word in words))


def _rarely_null(column: str) -> Expected:
    return _expect("NotBeNull", column, mostly=0.5, is_warning=True)


_KNOWN_FOOD = """
m.food_id is null
or exists (select 1 from marts.food_dim as f where f.food_id = m.food_id)
or starts_with(m.food_id, 'own:')
"""
_KNOWN_LOT = """
exists (select 1 from marts.pantry_lots as l where l.household_id = m.household_id and l.lot_id = m.lot_id)
"""
_NOT_AHEAD = "m.{} <= now() at time zone 'UTC' + interval 2 day"
_IS_FRESH = """
coalesce((select max(seq) from staging.landing.events), 0) <= (select max(seq) from marts.pantry_events)
"""
_AGREES_WITH_EVENTS = """
abs(coalesce(m.waste_mass_g, 0) - coalesce((
    select sum(w.mass_g) from marts.waste_events as w
    where w.household_id = m.household_id and w.is_waste and {}), 0)) < 0.01
"""
_SHOPPING_REASONS = ("below_minimum", "runs_out")
_DEPTHS = ("exact", "presence", "none")
_TRACKED_DEPTHS = ("exact", "presence")
_SCOPES = ("everything", "part", "nothing")
_RESCUES_AGREE = """
abs(coalesce(m.rescued_mass_g, 0) - coalesce((
    select sum(r.mass_g) from marts.rescued_events as r
    where r.household_id = m.household_id and {}), 0)) < 0.01
"""
_CURRENCY = _expect("MatchRegex", "currency", regex="^[A-Z]{3}$")

MARTS: dict[str, Mart] = {
    "pantry_lots": Mart(
        ("household_id", "lot_id"),
        (
            _one_of("place", Place), _one_of("date_kind", DateKind),
            _between("stock_milli", 0), _between("acquired_milli", 0, 10**9), _plausible("mass_g", 0, 10**7),
            _plausible("value_minor", 0, 10**8), _rarely_null("food_id"), _rarely_null("mass_g"),
            _between("p_still_there", 0, 1), _one_of("belief_reason", BeliefReason),
            _one_of("tracking", _DEPTHS), _one_of("acquired_tracking", _DEPTHS),
            _between("paid_share", 0, 1.000001),
        ),
        {
            "food is in food_dim": _KNOWN_FOOD,
            "no mass is below zero": "m.mass_g >= 0",
            "what is not tracked exactly has no mass": "m.tracking = 'exact' or m.stock_mass_g is null",
        },
    ),
    "waste_events": Mart(
        ("household_id", "event_id"),
        (
            _one_of("reason", Reason), _one_of("destination", Destination), _between("quantity_milli", 1),
            _between("food_mass_g", 0), _plausible("value_minor", 0, 10**8),
            _expect("BeBetween", "days_since_purchase", min_value=0, mostly=0.9, is_warning=True),
            _between("days_since_opened", 0),
            _rarely_null("mass_g"), _one_of("tracking", _TRACKED_DEPTHS), _between("sure_mass_g", 0),
        ),
        {"lot is in pantry_lots": _KNOWN_LOT, "presence has no mass": "m.tracking = 'exact' or m.mass_g is null",
         "what is sure is part of it": "m.sure_mass_g <= m.mass_g + 0.001",
         "no moment lies ahead": _NOT_AHEAD.format("discarded_at")},
    ),
    "pantry_events": Mart(
        ("household_id", "event_id", "part"),
        (_between("quantity_milli", 0),),
        {"every landed event is there": _IS_FRESH},
    ),
    "household_dim": Mart(
        ("household_id",),
        (
            _CURRENCY, _between("people", 1, 50),
        ),
        {
            "no moment lies ahead": _NOT_AHEAD.format("last_event_at"),
            "as new as its lots": "m.last_event_at >= (select max(l.last_event_at) from marts.pantry_lots as l "
                                 "where l.household_id = m.household_id)",
        },
    ),
    "food_dim": Mart(
        ("food_id",),
        (
            _one_of("category", {*FOOD_CATEGORIES, Category.OTHER}), _between("inedible_share", 0, 1),
            _between("package_mass_g", 0.1, 10**5), _between("density_g_per_ml", 0.01, 3),
            _between("co2e_kg_per_kg", 0, 200), _between("energy_kcal", 0, 950),
            Expected("ExpectTableRowCountToBeBetween", {"min_value": 700}),
        ),
        {
            "it has both names": "m.name_en is not null and m.name_de is not null",
            "parent is in food_dim": "m.parent_food_id is null or exists "
                                     "(select 1 from marts.food_dim as p where p.food_id = m.parent_food_id)",
        },
        of_household=False,
    ),
    "food_shelf_life": Mart(
        ("food_id", "place", "state"),
        (_between("min_days", 0, 10**4), _one_of("source", ("product", "category"))),
        {"food is in food_dim": _KNOWN_FOOD, "days are in order":
            "m.min_days <= m.likely_days and m.likely_days <= m.max_days"},
        of_household=False,
    ),
    "stock_changes": Mart(
        ("household_id", "lot_id", "valid_from"),
        (_between("stock_milli", 0), _one_of("tracking", _TRACKED_DEPTHS)),
        {"lot is in pantry_lots": _KNOWN_LOT, "span runs forward": "m.valid_to > m.valid_from"},
    ),
    "household_days": Mart(
        ("household_id", "day"), (_between("events", 1, 10**5), _between("people", 1, 50)),
    ),
    "waste_weekly": Mart(
        ("household_id", "week_on"),
        (
            _between("days_covered", 1, 7), _between("person_days", 1, 350), _plausible("waste_mass_g", 0, 10**7),
            _plausible("waste_value_minor", 0, 10**8), _between("observed_person_days", 0, 350),
            _between("days_confirmed", 0, 7),
        ),
        {
            "no mass is below zero": "m.waste_mass_g >= 0",
            "mass agrees with waste_events": _AGREES_WITH_EVENTS.format(
                "date_trunc('week', w.discarded_on)::date = m.week_on"),
            "rescued agrees with rescued_events": "not m.is_observed or " + _RESCUES_AGREE.format(
                "date_trunc('week', r.rescued_on)::date = m.week_on"),
        },
    ),
    "waste_summary": Mart(
        ("household_id",),
        (
            _CURRENCY, _between("day_coverage", 0, 1), _between("mass_coverage", 0, 1),
            _between("value_coverage", 0, 1),
            _plausible("kg_per_person_year", 0, 2000), _between("cohort_mass_share", 0, 1.000001),
            _between("week_coverage", 0, 1), _between("outcome_coverage", 0, 1),
            _between("rest_mass_share", 0, 1.000001), _between("tracked_purchase_share", 0, 1),
            _one_of("tracked_scope", (*_SCOPES, "changing")),
        ),
        {
            "mass agrees with waste_events": _AGREES_WITH_EVENTS.format(
                "w.discarded_on between m.from_on and m.to_on - 1"),
            "rescued agrees with rescued_events": _RESCUES_AGREE.format(
                "r.rescued_on between m.from_on and m.to_on - 1"),
            "no rate is below zero": "m.kg_per_person_year >= 0",
            "what is sure is at most the rate": "m.sure_kg_per_person_year <= m.kg_per_person_year + 0.001",
        },
    ),
    "rescued_events": Mart(
        ("household_id", "event_id", "part", "lot_id"),
        (
            _one_of("how", ("eaten", "cooked", "given_away")), _between("quantity_milli", 0),
            _plausible("mass_g", 0, 10**7), _plausible("value_minor", 0, 10**8), _rarely_null("mass_g"),
        ),
        {"lot is in pantry_lots": _KNOWN_LOT, "no moment lies ahead": _NOT_AHEAD.format("rescued_at"),
         "no mass is below zero": "m.mass_g >= 0",
         "it was at risk before": "m.flagged_on <= m.rescued_on"},
    ),
    "at_risk_rates": Mart(
        ("household_id", "category"),
        (_one_of("category", Category), _between("lots", 1), _between("wasted_share", 0, 1)),
    ),
    "lot_tracking": Mart(
        ("household_id", "lot_id", "valid_from"),
        (_one_of("tracking", _DEPTHS), _one_of("place", Place)),
        {"lot is in pantry_lots": _KNOWN_LOT, "span runs forward": "m.valid_to > m.valid_from"},
    ),
    "tracking_periods": Mart(
        ("household_id", "valid_from"),
        (_one_of("tracked_scope", _SCOPES),),
        {"span runs forward": "m.valid_to > m.valid_from"},
    ),
    "reference_waste": Mart(
        ("region", "year"),
        (_between("kg_per_person_year", 10, 300), _between("year", 2000, 2100)),
        {"its source is named": "m.source is not null and m.scope is not null"},
        of_household=False,
    ),
    "consumption_rates": Mart(
        ("household_id", "food_id", "unit"),
        (
            _between("lots", 1), _between("used_milli", 0), _between("discarded_milli", 0),
            _between("median_days_to_empty", 0),
        ),
        {"food is in food_dim": _KNOWN_FOOD},
    ),
    "food_rhythms": Mart(
        ("household_id", "food_key", "storage"),
        (
            _between("gaps", 0), _between("shape", 0), _between("usual_gap_days", 0.01, 10**5),
            _between("end_share", 0, 1), _between("forgotten_share", 0, 1), _between("older_after_newer_share", 0, 1),
        ),
        {"food is in food_dim": _KNOWN_FOOD, "the habits of its household are one": (
            "m.forgotten_share = (select max(r.forgotten_share) from marts.food_rhythms as r "
            "where r.household_id = m.household_id)")},
    ),
    "price_history": Mart(
        ("household_id", "lot_id"),
        (_CURRENCY, _between("paid_minor", 1, 10**8), _between("price_minor_per_kg", 0)),
        {"lot is in pantry_lots": _KNOWN_LOT},
    ),
    "document_dim": Mart(
        ("household_id", "document_sha256"),
        (_between("lots", 0),),
        {"its lots are in pantry_lots": """
            m.lots = (
                select count(*) from marts.pantry_lots as l
                where l.household_id = m.household_id and l.document_sha256 = m.document_sha256
                    and l.made_by = 'lot_acquired')"""},
    ),
    "spend_monthly": Mart(
        ("household_id", "month_on", "category", "currency"),
        (
            _CURRENCY, _one_of("category", Category), _between("lots", 1), _plausible("paid_minor", 0, 10**9),
            _between("bought_mass_g", 0),
        ),
        {"it adds up to the prices of its lots": """
            m.paid_minor = (
                select sum(l.root_price_minor) from marts.pantry_lots as l
                where l.household_id = m.household_id and l.made_by = 'lot_acquired' and l.acquired_tracking <> 'none'
                    and date_trunc('month', coalesce(l.purchased_on, l.made_on))::date = m.month_on
                    and coalesce(l.category, 'other') = m.category and l.currency = m.currency)"""},
    ),
    "nutrition_weekly": Mart(
        ("household_id", "week_on"),
        (
            _plausible("eaten_mass_g", 0, 10**7), _between("eaten_mass_with_nutrition_g", 0),
            _between("nutrition_coverage", 0, 1.000001), _between("energy_kcal", 0),
        ),
    ),
    "shopping_suggestions": Mart(
        ("household_id", "food_id", "unit"),
        (_between("stock_milli", 0), _plausible("suggested_milli", 0, 10**9), _one_of("reason", _SHOPPING_REASONS)),
        {"food is in food_dim": _KNOWN_FOOD},
    ),
    "recipe_matches": Mart(
        ("household_id", "rank"),
        (_between("rank", 1, 50), _between("coverage", 0, 1), _between("rescued_eur", 0), _between("missing_eur", 0)),
    ),
    "reading_quality": Mart(
        ("household_id", "week_on"),
        (_between("lines_unasked", 0), _between("unasked_changed_share", 0, 1)),
        {"no more was changed or named than taken":
         "m.lines_unasked_changed + m.lines_unasked_named <= m.lines_unasked",
         "something was decided": "m.lines_unasked + m.lines_asked > 0",
         "no more add up than there are": "m.receipts_reconciled <= m.receipts"},
    ),
    "recognition_quality": Mart(
        ("household_id", "class_name", "week_on"),
        (_between("items", 1), _between("accepted_share", 0, 1)),
        {"each item has one outcome": "m.items_accepted + m.items_corrected + m.items_rejected = m.items",
         "unasked items are items": "m.items_unasked <= m.items"},
    ),
    "data_quality": Mart(
        ("household_id",),
        (_between("events", 1), _between("impossible_events", 0), _between("purchase_coverage", 0, 1)),
        {"every lot is counted": "m.lots = (select count(*) from marts.pantry_lots as l "
                                 "where l.household_id = m.household_id)"},
    ),
}
