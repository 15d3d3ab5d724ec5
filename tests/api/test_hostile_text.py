"""Text that breaks encodings or is far too long is refused at the door, and breaks nothing."""

from typing import Any

import httpx2
import pytest
from graphql import get_named_type

from tests.api.acts import ACTS, mutations
from tests.tenant import Answer, Tenant, doing

CONTROL = "Use no control characters but new lines and tabs, and no half characters."
LONG = "Use at most 10000 characters."
HOSTILE = {
    "NUL": ("Ana\x00", CONTROL),
    "escape": ("\x1b[2J", CONTROL),
    "delete": ("Ana\x7f", CONTROL),
    "next line": ("Ana\x85Pop", CONTROL),
    "carriage return": ("Ana\rPop", CONTROL),
    "100 kB": ("é" * 50_000, LONG),
}
SCALARS = {"EmailAddress", "PhoneNumber", "URL", "CountryCode", "LanguageTag"}
NOTHING: dict[str, list[str]] = {"nodes": []}
WHERE = "query ($where: CustomerWhere) { customers(where: $where) { nodes { id } } }"
SEARCH = "query ($search: String) { customers(search: $search) { nodes { id } } }"
AFTER = "query ($after: Cursor) { customers(after: $after) { nodes { id } } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
IDENTIFIED = "query ($it: CustomerIdentifier!) { customerByIdentifier(identifier: $it) { id } }"
LITERAL = "mutation { customerCreate(input: { lastName: %s }) { userErrors { code } } }"


def texts_of(act: str) -> list[str]:
    """The fields of an act's input that take text."""
    fields = get_named_type(mutations()[act].args["input"].type).fields
    kinds = {name: get_named_type(field.type).name for name, field in fields.items()}
    return [name for name, kind in kinds.items() if kind in SCALARS | {"String", "ID"}]


def refusal(answer: Answer) -> tuple[int, str, str]:
    """Status, code and message of the one reason for which nothing was run."""
    ((error,),) = answer.body.values()
    return answer.status, error["extensions"]["code"], error["message"]


def unfit(place: str, advice: str) -> tuple[int, str, str]:
    """The refusal of a variable."""
    return 400, "BAD_USER_INPUT", f"Variable '${place}: {advice}"


@pytest.mark.parametrize("act", ACTS)
async def test_every_text_of_every_act_is_refused(tenant: Tenant, act: str) -> None:
    given = await ACTS[act].given(tenant)
    before = await tenant.contents()

    wrong = {}
    for field in texts_of(act):
        for hostile, (text, advice) in HOSTILE.items():
            answer = await tenant.ask(doing(act), input=given | {field: text})
            if refusal(answer) != unfit(f"input' has invalid value at .{field}", advice):
                wrong[field, hostile] = answer.body

    assert texts_of(act)
    assert wrong == {}
    assert await tenant.contents() == before


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_json_is_refused_wherever_it_stands_in_it(tenant: Tenant, hostile: str) -> None:
    text, advice = HOSTILE[hostile]
    before = await tenant.contents()
    kept: list[Any] = [{"team": text}, {text: 1}, {"teams": [{"names": ["Ana", text]}]}]

    answers = [
        await tenant.ask(doing("customerCreate"), input={"preferences": {"custom": each}})
        for each in kept
    ]

    assert [refusal(answer) for answer in answers] == [
        unfit("input' has invalid value at .preferences.custom", advice)
    ] * 3
    assert await tenant.contents() == before


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_every_question_refuses_it(tenant: Tenant, hostile: str) -> None:
    text, advice = HOSTILE[hostile]
    names = "id", "externalId", "userId", "email", "phone"

    sought = await tenant.ask(SEARCH, search=text)
    paged = await tenant.ask(AFTER, after=text)
    nodes = await tenant.ask(NODES, ids=["x", text])
    found = {name: await tenant.ask(IDENTIFIED, it={name: text}) for name in names}

    assert refusal(sought) == unfit("search' has invalid value", advice)
    assert refusal(paged) == unfit("after' has invalid value", advice)
    assert refusal(nodes) == unfit("ids' has invalid value at [1]", advice)
    assert {name: refusal(answer) for name, answer in found.items()} == {
        name: unfit(f"it' has invalid value at .{name}", advice) for name in names
    }


@pytest.mark.parametrize("operator", ["eq", "contains", "startsWith", "in"])
@pytest.mark.parametrize("hostile", HOSTILE)
async def test_every_criterion_refuses_it(tenant: Tenant, hostile: str, operator: str) -> None:
    text, advice = HOSTILE[hostile]
    said, place = ([text], "in[0]") if operator == "in" else (text, operator)

    answer = await tenant.ask(WHERE, where={"or": [{"city": {operator: said}}]})

    assert refusal(answer) == unfit(f"where' has invalid value at .or[0].city.{place}", advice)


@pytest.mark.parametrize("operator", ["eq", "contains", "startsWith"])
@pytest.mark.parametrize("field", ["city", "email", "externalId", "firstName", "phone"])
async def test_the_last_character_of_all_finds_nothing(
    tenant: Tenant, field: str, operator: str
) -> None:
    await tenant.customer(city="Iași", email="ana@example.com", phone="+40713345678")

    answer = await tenant.ask(WHERE, where={field: {operator: "\U0010ffff"}})

    assert answer.body == {"data": {"customers": NOTHING}}


@pytest.mark.parametrize("text", ["\\u0000", "\\u001b[2J", "\\u007f", "\\u0085", "one\\rtwo"])
async def test_a_document_may_hold_it_no_more_than_a_variable(tenant: Tenant, text: str) -> None:
    before = await tenant.contents()
    by_default = f'query ($s: String = "{text}") {{ customers(search: $s) {{ nodes {{ id }} }} }}'

    literal = await tenant.ask(LITERAL % f'"{text}"')
    defaulted = await tenant.ask(by_default)

    refused = 400, "BAD_USER_INPUT", CONTROL
    assert refusal(literal) == refusal(defaulted) == refused
    assert await tenant.contents() == before


async def test_line_ends_of_every_system_are_kept_as_one(tenant: Tenant) -> None:
    customer = await tenant.customer(
        preferences={"custom": {"lines": "one\r\ntwo", "a\r\nb": ["\r\n"]}}
    )
    note = await tenant.note(customer, body="one\r\n\r\n\ttwo")

    preferences = (
        "query ($ids: [ID!]!) { nodes(ids: $ids) { ...on Customer { preferences { custom } } } }"
    )
    body = "query ($ids: [ID!]!) { nodes(ids: $ids) { ...on Note { body } } }"
    kept = await tenant.ask(preferences, ids=[customer])
    noted = await tenant.ask(body, ids=[note])

    assert kept.data == {
        "nodes": [{"preferences": {"custom": {"lines": "one\ntwo", "a\nb": ["\n"]}}}],
    }
    assert noted.data == {"nodes": [{"body": "one\n\n\ttwo"}]}


@pytest.mark.parametrize("half", [r"\ud800", r"\udfff", r"A\udc00\ud800"])
async def test_half_a_character_is_no_json_and_no_graphql(
    tenant: Tenant, client: httpx2.AsyncClient, half: str
) -> None:
    before = await tenant.contents()
    token = f"Bearer {tenant.token('admin')}"
    headers = {"Authorization": token, "Content-Type": "application/json"}
    variable = '{"query": "%s", "variables": {"input": {"firstName": "%s"}}}'

    as_json = await client.post(
        "/graphql", content=variable % (doing("customerCreate"), half), headers=headers
    )
    as_text = await tenant.ask(LITERAL % f'"{half}"')

    assert as_json.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}
    assert as_text.codes == {"": "GRAPHQL_PARSE_FAILED"}
    assert (as_json.status_code, as_text.status) == (400, 400)
    assert await tenant.contents() == before
