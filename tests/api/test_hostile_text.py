"""Text that steers screens, breaks encodings or is far too long is refused, and breaks nothing."""

from typing import Any

import httpx2
import pytest
from graphql import get_named_type

from tests.api.acts import ACTS, mutations
from tests.tenant import Answer, Tenant, doing

HOSTILE = {
    "NUL": "Ana\x00",
    "escape": "\x1b[2J",
    "delete": "Ana\x7f",
    "next line": "Ana\x85Pop",
    "100 kB": "é" * 50_000,
}
SCALARS = {"EmailAddress", "PhoneNumber", "URL", "CountryCode", "LanguageTag"}
NOTHING: dict[str, list[str]] = {"nodes": []}
WHERE = "query ($where: CustomerWhere) { customers(where: $where) { nodes { id } } }"
SEARCH = "query ($search: String) { customers(search: $search) { nodes { id } } }"
AFTER = "query ($after: Cursor) { customers(after: $after) { nodes { id } } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
IDENTIFIED = "query ($it: CustomerIdentifier!) { customerByIdentifier(identifier: $it) { id } }"


def texts_of(act: str) -> dict[str, str]:
    """The fields of an act's input that take text, with the names of their types."""
    fields = get_named_type(mutations()[act].args["input"].type).fields
    kinds = {name: get_named_type(field.type).name for name, field in fields.items()}
    return {name: kind for name, kind in kinds.items() if kind in SCALARS | {"String", "ID"}}


def refusal(answer: Answer) -> tuple[str, list[str] | None]:
    """The one code and field of a refusal, wherever it stands."""
    if "errors" in answer.body:
        return answer.codes[""], None
    ((code, field),) = answer.refusals()
    return code, field


def expected(field: str, kind: str, hostile: str) -> tuple[str, list[str] | None]:
    """An id names nothing; a scalar of ours is too long before its field can say so."""
    if kind == "ID":
        return "NOT_FOUND", [field]
    return "BAD_USER_INPUT", None if kind in SCALARS and hostile == "100 kB" else [field]


@pytest.mark.parametrize("act", ACTS)
async def test_every_text_of_every_act_is_refused_by_field(tenant: Tenant, act: str) -> None:
    given = await ACTS[act].given(tenant)
    before = await tenant.contents()

    wrong = {}
    for field, kind in texts_of(act).items():
        for hostile, text in HOSTILE.items():
            answer = await tenant.ask(doing(act), input=given | {field: text})
            if refusal(answer) != expected(field, kind, hostile):
                wrong[field, hostile] = answer.body

    assert wrong == {}
    assert await tenant.contents() == before


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_every_field_that_keeps_json_refuses_what_cannot_be_kept(
    tenant: Tenant, hostile: str
) -> None:
    preferences: dict[str, Any] = {"team": {"name": HOSTILE[hostile] + "\x00"}}

    answer = await tenant.ask(doing("customerCreate"), input={"preferences": preferences})

    assert answer.refusals() == [("BAD_USER_INPUT", ["preferences"])]


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_every_question_survives_it(tenant: Tenant, hostile: str) -> None:
    await tenant.customer(firstName="Bo", lastName="Li")
    text = HOSTILE[hostile]
    missing = {"id": text}, {"externalId": text}, {"userId": text}

    sought = await tenant.ask(SEARCH, search=f"{text}{text}")
    paged = await tenant.ask(AFTER, after="x" + text[:9000])
    nodes = await tenant.ask(NODES, ids=[text])
    found = [await tenant.ask(IDENTIFIED, it=it) for it in missing]
    unreachable = [
        await tenant.ask(IDENTIFIED, it={name: text[:900]}) for name in ("email", "phone")
    ]

    assert sought.data == {"customers": NOTHING}
    assert paged.codes == {"customers": "BAD_CURSOR"}
    assert nodes.data == {"nodes": [None]}
    assert [answer.data for answer in found] == [{"customerByIdentifier": None}] * 3
    assert [answer.data for answer in unreachable] == [{"customerByIdentifier": None}] * 2


@pytest.mark.parametrize("operator", ["eq", "contains", "startsWith"])
@pytest.mark.parametrize("field", ["city", "email", "externalId", "firstName", "phone"])
@pytest.mark.parametrize("hostile", [*HOSTILE, "last character"])
async def test_every_criterion_finds_nothing_by_it(
    tenant: Tenant, hostile: str, field: str, operator: str
) -> None:
    text = (HOSTILE | {"last character": "\U0010ffff"})[hostile]
    await tenant.customer(city="Iași", email="ana@example.com", phone="+40713345678")

    answer = await tenant.ask(WHERE, where={field: {operator: text}})

    kept = hostile != "NUL" or field == "phone"  # of a number, only what can be dialled counts
    assert answer.data == ({"customers": NOTHING} if kept else None)
    assert answer.codes == ({} if kept else {"customers": "BAD_USER_INPUT"})


@pytest.mark.parametrize("half", [r"\ud800", r"\udfff", r"A\udc00\ud800"])
async def test_half_a_character_is_no_json_and_no_graphql(
    tenant: Tenant, client: httpx2.AsyncClient, half: str
) -> None:
    before = await tenant.contents()
    headers = {"Authorization": f"Bearer {tenant.token('admin')}"}
    variable = '{"query": "%s", "variables": {"input": {"firstName": "%s"}}}'
    literal = r"mutation { customerCreate(input: {firstName: \"%s\"}) { userErrors { code } } }"

    as_json = await client.post(
        "/graphql", content=variable % (doing("customerCreate"), half), headers=headers
    )
    as_text = await tenant.ask((literal % half).replace('\\"', '"'))

    assert as_json.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}
    assert as_text.codes == {"": "GRAPHQL_PARSE_FAILED"}
    assert (as_json.status_code, as_text.status) == (400, 400)
    assert await tenant.contents() == before
