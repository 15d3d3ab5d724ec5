"""Scalars read one strict form each, from a variable and from the document alike."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from graphql import GraphQLError

from schema.scalars import SCALARS
from tests.tenant import Answer, Tenant

BORN = "query ($on: Date!) { customers(where: { bornOn: { eq: $on } }) { nodes { bornOn } } }"
MADE = (
    "query ($from: DateTime!, $to: DateTime!)"
    " { customers(where: { createdAt: { gte: $from, lte: $to } }) { nodes { firstName } } }"
)
LAST = "9999-12-31T23:59:59.999999Z"
DAY = "Write a day as 2027-01-31."
INSTANT = "Write an instant with its offset, as 2027-01-31T09:30:00Z."
EXACT = 'Write a number in a string, as "12.50": 18 digits, a point, 4 digits.'

WRONG_DAYS = [
    *("", "20270131", "2027-W05-1", "2027-031", "2027-1-31", "27-01-31", " 2027-01-31"),
    *("2027-01-31\n", "2027-01-31T00:00:00Z", "2027-02-29", "2027-13-01", "0000-01-01"),
    *("10000-01-01", "-2027-01-31", "+2027-01-31", "２０２７-01-31"),
]
WRONG_INSTANTS = [
    *("", "2027-01-31", "2027-01-31T09:30:00", "2027-01-31 09:30:00Z", "2027-01-31T09:30Z"),
    *("20270131T093000Z", "2027-W05-7T09:30:00Z", "2027-01-31T09:30:00+02", "2027-01-31T09Z"),
    *("2027-01-31T09:30:00+0200", "2027-01-31T09:30:00,5Z", "2027-01-31T09:30:00.Z"),
    *("2027-01-31T09:30:00.1234567890Z", "2027-01-31T24:00:00Z", "2027-01-31T09:30:60Z"),
    *("2027-01-31T09:30:00+24:00", "2027-02-29T09:30:00Z", "2027-01-31T09:30:00Z\n"),
    *("0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "10000-01-01T00:00:00Z"),
    "٢٠٢٧-01-31T09:30:00Z",
]


def test_every_scalar_says_its_form_and_where_it_is_specified() -> None:
    names = {kind.name for kind in SCALARS.values()}

    assert names == {
        *("CountryCode", "CurrencyCode", "Cursor", "Date", "DateTime", "Decimal"),
        *("EmailAddress", "JSON", "LanguageTag", "PhoneNumber", "URL"),
    }
    assert [kind.name for kind in SCALARS.values() if not kind.specified_by_url] == []
    assert [
        kind.name
        for kind in SCALARS.values()
        if "string" not in str(kind.description) and kind.name != "JSON"
    ] == []


def exact(said: Any) -> Decimal:
    read: Any = SCALARS[Decimal].parse_value
    return read(said)  # type: ignore[no-any-return]  # Strawberry takes any reader


def why(answer: Answer) -> str:
    """What was said of the one variable."""
    assert answer.codes == {"": "BAD_USER_INPUT"}, answer.body
    return str(answer.body["errors"][0]["message"]).partition("invalid value: ")[2]


@pytest.mark.parametrize("day", ["1984-02-29", "1900-01-01"])
async def test_a_day_is_read_as_it_is_shown(tenant: Tenant, day: str) -> None:
    await tenant.customer(bornOn=day)

    answer = await tenant.ask(BORN, on=day)

    assert answer.data == {"customers": {"nodes": [{"bornOn": day}]}}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_the_first_and_the_last_day_may_be_asked_for(tenant: Tenant, day: str) -> None:
    await tenant.customer(bornOn="1984-02-29")

    answer = await tenant.ask(BORN, on=day)

    assert answer.data == {"customers": {"nodes": []}}


async def test_a_day_of_another_form_is_refused(tenant: Tenant) -> None:
    said = {day: why(await tenant.ask(BORN, on=day)) for day in WRONG_DAYS}
    others = [why(await tenant.ask(BORN, on=day)) for day in (20270131, True, ["2027-01-31"])]

    assert said == dict.fromkeys(WRONG_DAYS, DAY)
    assert others == ["Write a string."] * 3


@pytest.mark.parametrize(
    ("instant", "seen"),
    [
        ("2027-01-31T12:00:00Z", True),
        ("2027-01-31t12:00:00z", True),
        ("2027-01-31T14:30:00.000000000+02:30", True),
        ("2027-01-31T12:00:00.000000999-00:00", True),
        ("2027-01-31T12:00:00.000001Z", False),
        ("2027-01-31T12:00:00+00:01", False),
    ],
)
async def test_an_instant_is_read_with_any_offset(tenant: Tenant, instant: str, seen: bool) -> None:
    await tenant.customer(firstName="Ana")
    await tenant.rows("update customers set created_at = '2027-01-31 12:00Z' where tenant_id = $1")

    answer = await tenant.ask(MADE, **{"from": instant, "to": instant})

    assert answer.data == {"customers": {"nodes": [{"firstName": "Ana"}] if seen else []}}


async def test_the_first_and_the_last_instant_may_be_asked_for(tenant: Tenant) -> None:
    await tenant.customer(firstName="Ana")

    answer = await tenant.ask(MADE, **{"from": "0001-01-01T00:00:00Z", "to": LAST})

    assert answer.data == {"customers": {"nodes": [{"firstName": "Ana"}]}}


async def test_an_instant_of_another_form_is_refused(tenant: Tenant) -> None:
    said = {
        each: why(await tenant.ask(MADE, **{"from": each, "to": LAST})) for each in WRONG_INSTANTS
    }

    assert said == dict.fromkeys(WRONG_INSTANTS, INSTANT)


@pytest.mark.parametrize(
    ("where", "advice"),
    [
        ('{ bornOn: { eq: "20270131" } }', DAY),
        ("{ bornOn: { eq: 20270131 } }", "Write a string."),
        ("{ bornOn: { eq: TODAY } }", "Put a string in quotes."),
        ('{ createdAt: { gte: "2027-01-31" } }', INSTANT),
        ("{ city: { eq: Cluj } }", "Write a string."),
        ("{ id: { eq: true } }", "Write an ID as a string or a whole number."),
        ("{ loyaltyPoints: { eq: 2147483648 } }", "Write a whole number of at most 32 bits."),
        ("{ loyaltyPoints: { eq: 1e999 } }", "Write a whole number of at most 32 bits."),
        ('{ marketingOptIn: "Ana" }', "Write true or false."),
    ],
)
async def test_a_literal_is_read_as_strictly(tenant: Tenant, where: str, advice: str) -> None:
    answer = await tenant.ask(f"{{ customers(where: {where}) {{ nodes {{ id }} }} }}")

    assert answer.status == 400
    assert [error["message"] for error in answer.body["errors"]] == [advice]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("12.50", "12.50"),
        ("0", "0"),
        ("-0.0000", "0.0000"),
        ("-0.0001", "-0.0001"),
        ("9" * 18 + "." + "9" * 4, "9" * 18 + "." + "9" * 4),
        (12, "12"),
        (-(10**18) + 1, "-" + "9" * 18),
    ],
)
def test_a_decimal_is_read_and_shown_exactly(said: Any, kept: str) -> None:
    assert SCALARS[Decimal].serialize(exact(said)) == kept  # type: ignore[misc]  # it is there


def test_a_decimal_is_shown_without_an_exponent() -> None:
    assert SCALARS[Decimal].serialize(Decimal("1E+3")) == "1000"  # type: ignore[misc]  # the same


@pytest.mark.parametrize(
    "said",
    [
        *("", "1e3", "12,50", ".5", "5.", "01", "+1", " 1", "1\n", "NaN", "Infinity", "1_000"),
        *("1.00000", "9" * 19, "１２", 10**18, 12.5, True, None, ["1"]),
    ],
)
def test_a_decimal_of_another_form_is_refused(said: Any) -> None:
    with pytest.raises(GraphQLError) as refused:
        exact(said)

    assert refused.value.message == EXACT


def test_a_day_is_shown_with_four_digits_of_its_year() -> None:
    assert SCALARS[date].serialize(date(27, 1, 31)) == "0027-01-31"  # type: ignore[misc]  # the same
