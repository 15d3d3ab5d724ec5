"""What PostgreSQL prints for clients is, to the letter, what the shop window would print."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final, cast

import asyncpg
import pytest
from sqlalchemy import ARRAY, Boolean, Date, DateTime, Numeric, Text, Uuid
from sqlalchemy.types import TypeEngine

from db.columns import Wanted
from db.listed import cut
from db.sealed import Sealed
from schema.scalars import SCALARS

HALF_PAST: Final = timezone(timedelta(hours=5, minutes=30))
KINDS: Final[Mapping[str, TypeEngine[Any]]] = {
    "date": Date(),
    "numeric": Numeric(),
    "timestamptz": DateTime(timezone=True),
}
VALUES: Final[Mapping[str, tuple[Any, ...]]] = {
    "date": (
        None,
        *(date.min, date.min + timedelta(1), date(999, 2, 3), date(1582, 10, 10)),
        *(date(2024, 2, 29), date.max - timedelta(1), date.max),
    ),
    "numeric": (
        None,
        *map(Decimal, ("0", "-0", "-0.00", "0.0000", "0.10", "-12.50", "1E+30", "1E-20")),
        *map(Decimal, ("123456789012345678.1234", "NaN", "Infinity", "-Infinity")),
    ),
    "timestamptz": (
        None,
        datetime.min.replace(microsecond=1, tzinfo=UTC),
        datetime(999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(1883, 11, 18, 12, 3, 58, tzinfo=UTC),
        datetime(2027, 1, 31, 9, 30, tzinfo=UTC),
        datetime(2027, 1, 31, 9, 30, 0, 120, tzinfo=HALF_PAST),
        datetime(2027, 3, 28, 1, 0, 0, 1, tzinfo=UTC),
        datetime.max.replace(microsecond=999998, tzinfo=UTC),
    ),
}
# The last instant of Python comes back without a zone, and is taken to be of this one.
EDGES: Final = (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))
SHOWN: Final = ("9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00.000000Z")


def shown(kind: str) -> Sealed:
    """A question for one value, as clients see it and as it is."""
    sql = f"SELECT t.v, t.w \nFROM (SELECT $1::{kind} AS v, $1::{kind} AS w) AS t"
    sealed = Sealed(sql, ("v",), {}, writes=False, tells=False, kinds=(KINDS[kind], KINDS[kind]))
    return cut(sealed, Wanted((), ("v",), besides=("w",)))


def serialize(kind: str) -> Callable[[Any], str]:
    of = {"date": date, "numeric": Decimal, "timestamptz": datetime}[kind]
    return cast("Callable[[Any], str]", SCALARS[of].serialize)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata"])
@pytest.mark.parametrize("kind", KINDS)
async def test_it_is_printed_as_it_would_be(owner: asyncpg.Pool, kind: str, zone: str) -> None:
    async with owner.acquire() as connection, connection.transaction():
        await connection.execute(f"set local timezone to '{zone}'")
        await connection.execute("set local datestyle to 'German'")
        for value in VALUES[kind]:
            ((text, kept),) = await connection.fetch(shown(kind).sql, value)
            assert text == (None if kept is None else serialize(kind)(kept)), value


@pytest.mark.parametrize(("instant", "text"), list(zip(EDGES, SHOWN, strict=True)))
async def test_the_first_and_the_last_instant_are_printed_too(
    owner: asyncpg.Pool, instant: datetime, text: str
) -> None:
    assert await owner.fetchval(shown("timestamptz").sql, instant) == text
    assert serialize("timestamptz")(instant) == text


@pytest.mark.parametrize("kind", [Text(), Boolean(), ARRAY(Text()), Uuid()], ids=str)
def test_what_is_no_such_value_is_shown_as_it_is(kind: TypeEngine[Any]) -> None:
    sealed = Sealed("SELECT t.v \nFROM t", (), {}, writes=False, tells=False, kinds=(kind,))

    assert cut(sealed, Wanted((), ("v",))).sql == "SELECT t.v \nFROM t"
