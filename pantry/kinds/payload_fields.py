"""What payloads are built of: checked field types with their limits, and the base of every payload."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pantry.errors import InvalidEvent

# A million of any unit is more than a household holds; it stops slips such as 10^9 eggs.
MAX_QUANTITY = Decimal(1_000_000)

# A dish of 200 ingredients, the longest payload there is, takes a third of it.
MAX_PAYLOAD_CHARACTERS = 65_536


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone; give one such as Europe/Berlin") from error
    return name


Item = TypeVar("Item")
Few = Annotated[list[Item], Field(max_length=500)]
TimeZone = Annotated[
    str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9_+/-]{1,63}$"), AfterValidator(_known_zone)
]
Quantity = Annotated[Decimal, Field(gt=0, le=MAX_QUANTITY, max_digits=10, decimal_places=3)]
QuantityOrNone = Annotated[Decimal, Field(ge=0, le=MAX_QUANTITY, max_digits=10, decimal_places=3)]
Unit = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,20}$")]
Minor = Annotated[int, Field(ge=-10_000_000, le=10_000_000)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(max_length=2000)]
FoodId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_:-]{0,79}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
EventId = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
RecipeId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
# What counts lines fits into 32 bits, as the columns of the warehouse do.
Count = Annotated[int, Field(ge=0, le=2_147_483_647)]
Permille = Annotated[int, Field(ge=0, le=1000)]
Box = Annotated[list[int], Field(min_length=4, max_length=4)]
ShortDate = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))]


class Checked(BaseModel):
    """What events are made of: unknown keys are refused, values are frozen, a wrong field is an InvalidEvent."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: ClassVar[str]

    def __init__(self, **said: Any) -> None:
        """Check the fields; raises InvalidEvent that names the first one that is wrong."""
        try:
            super().__init__(**said)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(str(part) for part in first["loc"])
            raise InvalidEvent(type(self).kind, f"{field}: {first['msg']}" if field else first["msg"]) from error


class Payload(Checked):
    """Base of all payloads."""

    version: ClassVar[int] = 1
