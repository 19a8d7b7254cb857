"""Events that cannot be, as an old or foreign program might have written them past the journal's checks."""

import json
from typing import Any

import sqlalchemy as sa

from pantry.home import Home
from pantry.ids import bucket_of
from pantry.journal import open_journal

# 2 February 2026, when all of these were recorded.
RECORDED_US = 1_770_000_000_000_000
HOUR_US = 3_600_000_000
LOT = "0d000000-0000-4000-8000-0000000000ff"


def said(**changed: Any) -> str:
    """Return the JSON of a purchase with some fields changed."""
    return json.dumps({"food_id": "milk", "quantity": "2", "unit": "l", "place": "fridge"} | changed)


def named(**fields: Any) -> str:
    """Return the JSON of something said of a lot."""
    return json.dumps({"lot_id": LOT} | fields)


def decided(**changed: Any) -> str:
    """Return the JSON of a decision about a line of a document with some fields changed."""
    fields = {"document_sha256": "a" * 64, "line_key": "photo:milk", "line_no": 1, "decision": "accepted"}
    return json.dumps(fields | changed)


def bad_id(number: int) -> str:
    """Return the id of the event with a number."""
    return f"0d000000-0000-4000-8000-{number:012x}"


MILK = said()
_QUANTITY, _DATE = "its quantity cannot be", "its date cannot be"
_FIELD = "a field of it cannot be"
_FUTURE, _WORD = "it lies in the future of its own recording", "it says a word that nobody knows"

# kind, payload, why it cannot be, then what else is odd: occurred_at_us, payload_version.
IMPOSSIBLE: dict[str, tuple[Any, ...]] = {
    "unknown kind": ("lot_teleported", MILK, "no such kind of event"),
    "unknown version": ("lot_acquired", MILK, "no such version of its kind", RECORDED_US, 9),
    "future": ("lot_acquired", MILK, _FUTURE, RECORDED_US + 25 * HOUR_US),
    "future purchase": ("lot_acquired", said(purchased_on="2026-03-01"), _FUTURE),
    "past time itself": ("lot_acquired", MILK, "no kitchen knows its time", -(10**17)),
    "negative": ("lot_acquired", said(quantity="-2"), _QUANTITY),
    "nothing": ("lot_acquired", said(quantity="0"), _QUANTITY),
    "10^9 eggs": ("lot_acquired", said(food_id="egg", quantity="1000000000", unit="piece"), _QUANTITY),
    "10^30 eggs": ("lot_acquired", said(food_id="egg", quantity=1e30, unit="piece"), _QUANTITY),
    "not a number": ("lot_acquired", said(quantity="NaN"), _QUANTITY),
    "infinity": ("lot_consumed", named(quantity="inf"), _QUANTITY),
    "words for an amount": ("lot_discarded", named(quantity="some"), _QUANTITY),
    "negative consumption": ("lot_consumed", named(quantity="-1"), _QUANTITY),
    "negative count": ("lot_counted", named(quantity="-1"), _QUANTITY),
    "split of nothing": ("lot_split", named(), _QUANTITY),
    "unknown unit": ("lot_acquired", said(unit="armful"), "no table knows its unit"),
    "unknown food": ("lot_acquired", said(food_id="unobtainium"), "no table knows its food"),
    "corrected to an unknown food": ("lot_corrected", named(food_id="unobtainium"), "no table knows its food"),
    "no food": ("lot_acquired", said(food_id=None), "it names no food"),
    "strange category": ("lot_acquired", said(food_category="moon"), "it says a word that nobody knows"),
    "giant name": ("lot_acquired", said(food_name="x" * 201), "it names no food"),
    "giant payload": ("shopping_added", json.dumps({"text": "x" * 70_000}), "its payload is too long"),
    "no JSON": ("lot_consumed", "no json at all", "its payload is no JSON"),
    "deep JSON": ("lot_consumed", "[" * 3000, "its payload is no JSON"),
    "a list": ("lot_consumed", "[1]", "it names no lot"),
    "no lot": ("lot_opened", "{}", "it names no lot"),
    "a lot that is no id": ("lot_opened", json.dumps({"lot_id": "the milk"}), "it names no lot"),
    "price without currency": ("lot_acquired", said(price_minor=100), "its price has no currency"),
    "price of a house": ("lot_acquired", said(price_minor=10**9, currency="EUR"), "its price cannot be"),
    "price in words": ("lot_acquired", said(price_minor="dear", currency="EUR"), "its price cannot be"),
    "no such day": ("lot_acquired", said(expires_on="2026-02-30"), _DATE),
    "day after all": ("lot_acquired", said(expires_on="9999-12-31"), _DATE),
    "unknown place": ("lot_acquired", said(place="attic"), _WORD),
    "unknown destination": ("lot_discarded", named(destination="moon"), _WORD),
    "unknown method": ("lot_consumed", named(quantity="1", method="felt"), _WORD),
    "undo of nothing": ("event_undone", "{}", "it undoes nothing"),
    "a dish of a negative amount": (
        "dish_cooked", json.dumps({"ingredients": [{"lot_id": LOT, "quantity": "-1"}]}),
        "the amount of an ingredient cannot be",
    ),
    "a leftover without end": (
        "dish_cooked",
        json.dumps({"ingredients": [], "leftover": {"food_name": "stew", "quantity": "1e9", "unit": "g"}}),
        _QUANTITY,
    ),
    "a leftover of unknown unit": (
        "dish_cooked",
        json.dumps({"ingredients": [], "leftover": {"food_name": "stew", "quantity": "1", "unit": "armful"}}),
        "no table knows its unit",
    ),
    "a decision of no JSON": ("line_reviewed", "no json at all", "its payload is no JSON"),
    "a decision that is a list": ("line_reviewed", "[1]", _FIELD),
    "a line number in words": ("line_reviewed", decided(line_no="first"), _FIELD),
    "a line number without end": ("line_reviewed", decided(line_no=10**30), _FIELD),
    "a negative part": ("line_reviewed", decided(part=-1), _FIELD),
    "perhaps by machine": ("line_reviewed", decided(by_machine="perhaps"), _FIELD),
    "undecided": ("line_reviewed", decided(decision="later"), _FIELD),
    "a line of no document": ("line_reviewed", decided(document_sha256="receipt"), _FIELD),
    "many people in words": ("household_changed", json.dumps({"people": "many"}), _FIELD),
    "nobody at home": ("household_changed", json.dumps({"people": 0}), _FIELD),
    "tracked now and then": ("household_changed", json.dumps({"tracking": {"*": "sometimes"}}), _FIELD),
    "tracking as a list": ("household_changed", json.dumps({"tracking": ["exact"]}), _FIELD),
    "a minimum in words": ("household_changed", json.dumps({"minimum_stock": {"milk": ["some", "l"]}}), _FIELD),
    "a minimum without a unit": ("household_changed", json.dumps({"minimum_stock": {"milk": ["1"]}}), _FIELD),
    "a minimum for all": ("household_changed", json.dumps({"minimum_stock": ["milk"]}), _FIELD),
    "money of no country": ("household_changed", json.dumps({"currency": "euros"}), _FIELD),
    "a tongue nobody speaks": ("household_changed", json.dumps({"language": "tlh"}), _FIELD),
    "perhaps simulated": ("household_created", json.dumps({"name": "H", "is_simulated": "perhaps"}), _FIELD),
    "a day in words": ("day_confirmed", json.dumps({"day": "yesterday"}), _FIELD),
    "an answer to another question": ("check_answered", named(answer="blue"), _FIELD),
    "a document without bytes": ("document_received", json.dumps({"sha256": 5}), _FIELD),
}


def write_past_the_checks(
    home: Home, event_id: str, household_id: str, kind: str, payload: str, occurred_at_us: int = RECORDED_US,
    payload_version: int = 1,
) -> None:
    """Write an event straight into the journal's table."""
    engine = open_journal(home, checked=False).engine
    with engine.connect() as connection:
        connection.execute(
            sa.text("insert into events (event_id, household_id, bucket, kind, occurred_at_us, recorded_at_us, actor, "
                    "source, payload, payload_version) values (:id, :household, :bucket, :kind, :occurred, :recorded, "
                    "'', 'command', :payload, :version)"),
            {"id": event_id, "household": household_id, "bucket": bucket_of(household_id), "kind": kind,
             "occurred": occurred_at_us, "recorded": RECORDED_US, "payload": payload, "version": payload_version},
        )
    engine.dispose()
