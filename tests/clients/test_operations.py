"""The sample operations fit the schema, and each of them shows what it was written for."""

import pytest
from graphql import validate

from tests.clients.operations import operations, printed_schema, whole
from tests.clients.samples import SAMPLES, World, still
from tests.tenant import Tenant


@pytest.fixture
async def world(tenant: Tenant) -> World:
    """A customer with an address, a tag and a note."""
    customer = await tenant.customer(
        lastName="Popescu",
        email="ana@example.com",
        phone="0712 345 678",
        bornOn="1984-02-29",
        preferences={"language": "ro", "custom": {"seat": "window"}},
    )
    address = await tenant.address(customer, line1="Strada Lungă 1", isDefault=True)
    tag = await tenant.tag("Regular", color="#1A2B3C")
    await tenant.wear(customer, tag)
    note = await tenant.note(customer, body="Likes the sea.")
    return World(tenant, customer, address, tag, note)


def test_the_operations_fit_the_printed_schema() -> None:
    assert validate(printed_schema(), whole()) == []


def test_every_operation_has_its_sample() -> None:
    assert sorted(SAMPLES) == list(operations())


@pytest.mark.parametrize("name", SAMPLES)
async def test_every_operation_shows_what_it_was_written_for(world: World, name: str) -> None:
    sample = SAMPLES[name]

    answer = await world.tenant.ask(operations()[name], **sample.given(world))

    assert "errors" not in answer.body, answer.body
    assert still(answer.data, world.ids) == sample.shown(world)


async def test_a_value_that_is_taken_says_by_whom(world: World) -> None:
    given = {"email": "ana@example.com"}

    answer = await world.tenant.ask(operations()["CustomerCreate"], input=given)

    (error,) = answer.payload()["userErrors"]
    assert (error["__typename"], error["code"], error["field"], error["existingId"]) == (
        "ValueTaken",
        "TAKEN",
        ["email"],
        world.customer,
    )


async def test_a_field_that_was_changed_meanwhile_says_what_stands_there(world: World) -> None:
    update = operations()["CustomerUpdate"]
    await world.tenant.ask(update, input={"id": world.customer, "lastName": "Ionescu"})
    given = {"id": world.customer, "lastName": "Pop", "expectedVersion": 1}

    answer = await world.tenant.ask(update, input=given)

    (error,) = answer.payload()["userErrors"]
    assert {name: error[name] for name in ("__typename", "base", "theirs", "yours")} == {
        "__typename": "StaleVersion",
        "base": "Popescu",
        "theirs": "Ionescu",
        "yours": "Pop",
    }
