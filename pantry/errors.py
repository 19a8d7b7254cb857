"""Everything Larder can refuse, drawn once.

LarderError
├── Refused               a document or input is not taken; carries a code and a plain reason
├── InvalidEvent          an event breaks its contract; nothing of its batch is written
│   ├── UnknownKind
│   ├── UnknownHousehold
│   └── FutureEvent
├── UnknownFood
├── UnknownUnit
├── IncompatibleUnits     no way from one unit to the other for this food
├── UnknownLot
└── NotReady              something that set-up or a first build provides is missing
    └── ReadOnlyHome      the home lies where this process may not write

The message says where, what, and what to do. Edges (CLI, page, asset) print it; the core never does.
"""


from pathlib import Path


class LarderError(Exception):
    """Base of all expected errors; `code` is stable and documented in docs/reference/errors.md."""

    code = "E-GEN-000"


class Refused(LarderError):
    """The one way to say no to a document or to input from outside.

    code: stable, e.g. "E-DOC-001". reason: one plain sentence for the household.
    """

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(reason)


class InvalidEvent(LarderError):
    """An event breaks its contract; the whole append is refused and nothing is written."""

    code = "E-EVT-001"

    def __init__(self, kind: str, what: str) -> None:
        self.kind, self.what = kind, what
        super().__init__(f"{self.code} event {kind!r} was not written: {what}")


class UnknownKind(InvalidEvent):
    """The journal has no such event kind (or no such payload version)."""

    code = "E-EVT-002"


class UnknownHousehold(InvalidEvent):
    """No `household_created` event names this household."""

    code = "E-EVT-003"


class FutureEvent(InvalidEvent):
    """`occurred_at` lies more than 24 hours ahead."""

    code = "E-EVT-004"


class UnknownFood(LarderError):
    """A food id that neither the catalog nor the household knows."""

    code = "E-FOOD-001"

    def __init__(self, food_id: str) -> None:
        self.food_id = food_id
        super().__init__(f"{self.code} food {food_id!r} is not in the catalog; pick another or add it")


class UnknownUnit(LarderError):
    """A unit word that no table knows."""

    code = "E-QTY-001"

    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__(f"{self.code} unit {unit!r} is not known; use g, kg, ml, l, piece, pack …")


class IncompatibleUnits(LarderError):
    """Two units that cannot be converted for this food: unknown stays unknown."""

    code = "E-QTY-002"

    def __init__(self, unit: str, to_unit: str, food_id: str | None) -> None:
        self.unit, self.to_unit, self.food_id = unit, to_unit, food_id
        super().__init__(f"{self.code} no way from {unit!r} to {to_unit!r} for {food_id or 'this food'}")


class UnknownLot(LarderError):
    """A click names a lot that this household does not have."""

    code = "E-LOT-001"

    def __init__(self, lot_id: str, household_id: str) -> None:
        self.lot_id, self.household_id = lot_id, household_id
        super().__init__(f"{self.code} household {household_id!r} has no lot {lot_id!r}")


class NotReady(LarderError):
    """Something that set-up or a first build provides is missing; the message says how to get it."""

    code = "E-SET-001"

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(f"{self.code} {what}; {remedy}")


class ReadOnlyHome(NotReady):
    """The home lies where this process may not write: a disk mounted read-only, or the folder of another user."""

    code = "E-SET-002"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder} can only be read",
                         "make it writable for whoever runs Larder, or work on a copy of it")
