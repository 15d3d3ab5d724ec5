"""Versions: writers who know what they have seen lose nothing of one another's work."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import pytest

from tests.api.acts import do, mutations
from tests.firms import new_company, new_member
from tests.tenant import Answer, Tenant


@dataclass(frozen=True, slots=True)
class Noun:
    """Something that is changed in place: a field with four values in turn, and another field."""

    make: Callable[[Tenant, dict[str, Any]], Awaitable[str]]
    field: str
    values: tuple[Any, Any, Any, Any]
    other: str = ""
    others: tuple[Any, Any] = ("", "")

    def shows(self) -> str:
        """Everything of it that these tests look at."""
        return f"version {self.field} {self.other}"


async def _customer(tenant: Tenant, given: dict[str, Any]) -> str:
    return await tenant.customer(**given)


async def _address(tenant: Tenant, given: dict[str, Any]) -> str:
    return await tenant.address(await tenant.customer(), **given)


async def _field(tenant: Tenant, given: dict[str, Any]) -> str:
    return await tenant.custom_field("own", **given)


async def _member(tenant: Tenant, given: dict[str, Any]) -> str:
    return await new_member(tenant, await new_company(tenant), await tenant.customer(), **given)


async def _note(tenant: Tenant, given: dict[str, Any]) -> str:
    return await tenant.note(await tenant.customer(), **given)


async def _tag(tenant: Tenant, given: dict[str, Any]) -> str:
    return await tenant.tag(**given)


NOUNS: Final = {
    "address": Noun(_address, "city", ("Iași", "Cluj", "Arad", "Deva"), "line2", ("A", "B")),
    "companyMember": Noun(_member, "title", ("A", "B", "C", "D")),
    "customField": Noun(_field, "label", ("A", "B", "C", "D"), "help", ("x", "y")),
    "customer": Noun(_customer, "firstName", ("Ana", "Bea", "Cleo", "Dora"), "region", ("A", "B")),
    "note": Noun(_note, "body", ("first", "second", "third", "fourth")),
    "tag": Noun(_tag, "priority", (1, 2, 3, 4), "color", ("#AAAAAA", "#BBBBBB")),
}
TWO_FIELDS: Final = sorted(name for name, noun in NOUNS.items() if noun.other)

Saved = Callable[..., Awaitable[Answer]]


async def _begun(tenant: Tenant, name: str) -> tuple[str, Saved]:
    """A new thing in its first version, and how it is changed."""
    noun = NOUNS[name]
    begins = {noun.field: noun.values[0]} | ({noun.other: noun.others[0]} if noun.other else {})
    made = await noun.make(tenant, begins)

    async def save(**given: Any) -> Answer:
        return await do(tenant, f"{name}Update", {"id": made, **given}, noun.shows())

    return made, save


def _stale(field: str, base: Any, theirs: Any, yours: Any) -> dict[str, Any]:
    return {
        "code": "STALE_VERSION",
        "message": "This field was changed since you read it. Read it again, or send the version"
        " that you have seen.",
        "field": [field],
        "base": None if base is None else str(base),
        "theirs": None if theirs is None else str(theirs),
        "yours": None if yours is None else str(yours),
    }


def test_every_update_knows_versions() -> None:
    updates = [
        name
        for name, field in mutations().items()
        if "expectedVersion" in field.args["input"].type.of_type.fields
    ]

    assert sorted(updates) == sorted(f"{name}Update" for name in NOUNS)


@pytest.mark.parametrize("name", NOUNS)
async def test_a_writer_who_has_seen_the_newest_version_is_heard(tenant: Tenant, name: str) -> None:
    noun = NOUNS[name]
    _, save = await _begun(tenant, name)

    first = (await save(**{noun.field: noun.values[1], "expectedVersion": 1})).payload()
    second = (await save(**{noun.field: noun.values[2], "expectedVersion": 2})).payload()

    for payload, version in ((first, 2), (second, 3)):
        assert payload["userErrors"] == []
        assert payload["changedFields"] == [noun.field]
        assert payload[name]["version"] == version
        assert payload[name][noun.field] == noun.values[version - 1]


@pytest.mark.parametrize("name", NOUNS)
async def test_a_late_writer_of_the_same_field_is_told_what_happened(
    tenant: Tenant, name: str
) -> None:
    noun = NOUNS[name]
    base, theirs, yours, _ = noun.values
    _, save = await _begun(tenant, name)
    await save(**{noun.field: theirs, "expectedVersion": 1})
    before = await tenant.contents()

    answer = await save(**{noun.field: yours, "expectedVersion": 1})

    assert answer.payload() == {
        name: None,
        "changedFields": [],
        "userErrors": [_stale(noun.field, base, theirs, yours)],
    }
    assert await tenant.contents() == before
    now = (await save()).payload()[name]
    assert (now["version"], now[noun.field]) == (2, theirs)


@pytest.mark.parametrize("name", TWO_FIELDS)
async def test_late_writers_of_different_fields_are_both_heard(tenant: Tenant, name: str) -> None:
    noun = NOUNS[name]
    _, save = await _begun(tenant, name)

    await save(**{noun.field: noun.values[1], "expectedVersion": 1})
    late = (await save(**{noun.other: noun.others[1], "expectedVersion": 1})).payload()

    assert (late["userErrors"], late["changedFields"]) == ([], [noun.other])
    merged = {"version": 3, noun.field: noun.values[1], noun.other: noun.others[1]}
    assert late[name].items() >= merged.items()


@pytest.mark.parametrize("name", TWO_FIELDS)
async def test_a_late_writer_of_two_fields_is_told_of_both_and_neither_is_written(
    tenant: Tenant, name: str
) -> None:
    noun = NOUNS[name]
    _, save = await _begun(tenant, name)
    await save(**{noun.field: noun.values[1], noun.other: None})

    answer = await save(
        **{noun.field: noun.values[2], noun.other: noun.others[1], "expectedVersion": 1}
    )

    errors = sorted(
        answer.payload()["userErrors"], key=lambda error: error["field"] != [noun.field]
    )
    assert errors == [
        _stale(noun.field, noun.values[0], noun.values[1], noun.values[2]),
        _stale(noun.other, noun.others[0], None, noun.others[1]),
    ]
    now = (await save()).payload()[name]
    assert (now["version"], now[noun.field], now[noun.other]) == (2, noun.values[1], None)


@pytest.mark.parametrize("name", TWO_FIELDS)
async def test_one_late_field_holds_back_the_one_that_is_not(tenant: Tenant, name: str) -> None:
    noun = NOUNS[name]
    _, save = await _begun(tenant, name)
    await save(**{noun.field: noun.values[1]})

    both = {noun.field: noun.values[2], noun.other: noun.others[1], "expectedVersion": 1}
    answer = await save(**both)

    assert answer.refusals() == [("STALE_VERSION", [noun.field])]
    now = (await save()).payload()[name]
    assert (now["version"], now[noun.other]) == (2, noun.others[0])


@pytest.mark.parametrize("name", NOUNS)
@pytest.mark.parametrize("seen", [1, 2])
async def test_the_base_is_the_value_that_the_writer_has_seen(
    tenant: Tenant, name: str, seen: int
) -> None:
    noun = NOUNS[name]
    _, save = await _begun(tenant, name)
    for value in (noun.values[1], noun.values[2]):
        await save(**{noun.field: value})

    late = (await save(**{noun.field: noun.values[3], "expectedVersion": seen})).payload()

    base = noun.values[seen - 1]
    assert late["userErrors"] == [_stale(noun.field, base, noun.values[2], noun.values[3])]


@pytest.mark.parametrize("name", NOUNS)
async def test_late_writers_who_agree_are_not_at_odds(tenant: Tenant, name: str) -> None:
    noun = NOUNS[name]
    _, save = await _begun(tenant, name)
    await save(**{noun.field: noun.values[1]})
    before = await tenant.contents()

    answer = (await save(**{noun.field: noun.values[1], "expectedVersion": 1})).payload()

    assert (answer["userErrors"], answer["changedFields"]) == ([], [])
    assert await tenant.contents() == before


@pytest.mark.parametrize("name", NOUNS)
@pytest.mark.parametrize("version", [-1, 0, 2, 2**31 - 1])
async def test_a_version_that_never_was_is_refused(tenant: Tenant, name: str, version: int) -> None:
    noun = NOUNS[name]
    _, save = await _begun(tenant, name)
    before = await tenant.contents()

    answer = await save(**{noun.field: noun.values[1], "expectedVersion": version})

    assert answer.refusals() == [("BAD_USER_INPUT", ["expectedVersion"])]
    assert await tenant.contents() == before


@pytest.mark.parametrize("name", NOUNS)
@pytest.mark.parametrize("expected", [{}, {"expectedVersion": 1}, {"expectedVersion": None}])
async def test_the_same_values_once_more_change_nothing(
    tenant: Tenant, name: str, expected: dict[str, Any]
) -> None:
    noun = NOUNS[name]
    made, save = await _begun(tenant, name)
    before = await tenant.contents()

    nothing = (await save(**expected)).payload()
    same = (await save(**{noun.field: noun.values[0]}, **expected)).payload()

    assert nothing == same
    assert (same["userErrors"], same["changedFields"]) == ([], [])
    assert (same[name]["id"], same[name]["version"]) == (made, 1)
    assert await tenant.contents() == before


@pytest.mark.parametrize("name", NOUNS)
async def test_of_twenty_writers_who_have_seen_the_same_one_is_heard(
    tenant: Tenant, name: str
) -> None:
    noun = NOUNS[name]
    made, save = await _begun(tenant, name)
    new = [f"{n} x" if isinstance(noun.values[0], str) else n for n in range(100, 120)]

    answers = await asyncio.gather(
        *(save(**{noun.field: value, "expectedVersion": 1}) for value in new)
    )

    heard = [answer.payload()[name] for answer in answers if not answer.refusals()]
    stale = [answer.refusals() for answer in answers if answer.refusals()]
    assert stale == [[("STALE_VERSION", [noun.field])]] * 19
    assert [(thing["id"], thing["version"]) for thing in heard] == [(made, 2)]
    assert (await save()).payload()[name] == heard[0]
