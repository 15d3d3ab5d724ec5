"""Texts that are code elsewhere are only texts here, wherever they are said."""

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from schema.root import schema
from tests.api.acts import ACTS, mutations
from tests.tenant import Tenant, doing

SQL: Final = (
    "'",
    "' OR '1'='1",
    "'; DROP TABLE customers; --",
    "') UNION SELECT token FROM customer_tokens --",
    "$1",
    ":ids",
    "%(ids)s",
    "%s",
)
PATTERNS: Final = ("%", "_", "%%", "a%", "\\", "\\%", "[", "(", "*", "(a+)+$", ".*", "a{99999}")
SEARCHES: Final = ("a & | b", "!", ":*", "<->", "a <99999> b", "'' & ''", '"', '" OR "', "-")
OTHERS: Final = ("{{7*7}}", "${7*7}", "../../etc/passwd", "$(id)", "<script>alert(1)</script>")
TEXTS: Final = SQL + PATTERNS + SEARCHES + OTHERS
MIXED: Final = "'; DROP TABLE customers; -- % _ \\ $1 :ids %s <-> & ! ( [ * {0} <b>"
KINDS: Final = {"String", "ID", "Cursor", "EmailAddress", "PhoneNumber"}
# What is shown of something that has no id, and what has to be said beside a text.
SEEN: Final = {"CustomerGroups": "groups { id: count }", "ValueSuggestion": "id: value"}
BESIDE: Final = {"by": "[{field: STATUS}]", "field": "CITY"}
# Whoever has not this text is found.
WITHOUT: Final = (".none", ".notIn")
REFUSED: Final = {"BAD_USER_INPUT", "BAD_CURSOR"}
NAMED: Final = (
    "mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) {"
    " customer { firstName lastName companyName externalId } userErrors { code } } }"
)

Said = Callable[[str], Any]


def texts_in(kind: GraphQLInputType, above: tuple[str, ...] = ()) -> Iterator[tuple[str, Said]]:
    """Every place in an input where a text can stand, and how it is said there."""
    named = get_named_type(kind)
    if named.name in KINDS:
        yield "", lambda text: text
    elif isinstance(named, GraphQLInputObjectType) and named.name not in above:
        for name, field in named.fields.items():
            for place, said in texts_in(field.type, (*above, named.name)):
                yield f".{name}{place}", _in_object(name, field.type, said)


def _in_object(name: str, kind: GraphQLInputType, said: Said) -> Said:
    return lambda text: {name: _listed(kind, said(text))}


def _listed(kind: GraphQLInputType, value: Any) -> Any:
    return [value] if is_list_type(get_nullable_type(kind)) else value


def _document(name: str, field: GraphQLField, argument: str, kind: GraphQLInputType) -> str:
    shown = get_named_type(field.type).name
    seen = "nodes { id }" if shown.endswith("Connection") else SEEN.get(shown, "id")
    others = "".join(f"{each}: {BESIDE[each]} " for each in BESIDE if each in field.args)
    return f"query ($v: {kind}) {{ {name}({others}{argument}: $v) {{ {seen} }} }}"


def _places() -> dict[str, tuple[str, Said]]:
    """Every place in a question where a text can stand: its document, and the variable."""
    query = cast("GraphQLObjectType", schema._schema.query_type)
    return {
        f"{name}({argument}){place}": (_document(name, field, argument, each.type), _of(each, said))
        for name, field in query.fields.items()
        for argument, each in field.args.items()
        for place, said in texts_in(each.type)
    }


def _of(argument: GraphQLArgument, said: Said) -> Said:
    return lambda text: _listed(argument.type, said(text))


PLACES: Final = {place: asked for place, asked in _places().items() if not place.endswith(WITHOUT)}


def _ids(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return [
            found
            for name, each in data.items()
            for found in (_ids(each) or [name] * (name == "id"))
        ]
    return [found for each in data for found in _ids(each)] if isinstance(data, list) else []


@pytest.mark.parametrize("place", PLACES)
async def test_in_a_question_it_finds_nothing(tenant: Tenant, place: str) -> None:
    query, said = PLACES[place]
    customer = await tenant.customer(firstName="Ion", lastName="Zidaru", externalId="x1")
    await tenant.wear(customer, await tenant.tag("VIP"))
    before = await tenant.contents()

    wrong = {}
    for text in TEXTS:
        answer = await tenant.ask(query, v=said(text))
        if answer.status not in {200, 400} or not set(answer.codes.values()) <= REFUSED:
            wrong[text] = answer.body
        if found := _ids(answer.data):
            wrong[text] = {"found": found}

    assert wrong == {}
    assert await tenant.contents() == before


@pytest.mark.parametrize("act", ACTS)
async def test_in_an_act_it_is_kept_or_refused(
    tenant: Tenant, other_tenant: Tenant, act: str
) -> None:
    places = [
        (place, said) for place, said in texts_in(mutations()[act].args["input"].type) if place
    ]
    given = await ACTS[act].given(tenant)
    before = await other_tenant.contents()

    wrong = {}
    for place, said in places:
        answer = await tenant.ask(doing(act), input=given | said(MIXED))
        if answer.status not in {200, 400} or not set(answer.codes.values()) <= REFUSED:
            wrong[place] = answer.body

    assert places
    assert wrong == {}
    assert await other_tenant.contents() == before


async def test_it_is_kept_and_shown_letter_by_letter(tenant: Tenant) -> None:
    said = dict.fromkeys(("firstName", "lastName", "companyName", "externalId"), MIXED)

    answer = await tenant.ask(NAMED, input=said)

    assert answer.payload() == {"customer": said, "userErrors": []}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"].startswith("application/graphql-response+json")
