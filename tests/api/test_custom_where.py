"""Filtering by custom fields: every kind and operator, what may not be asked, what it costs."""

from dataclasses import dataclass
from typing import Any, Final

import pytest
from graphql import GraphQLInputObjectType, get_named_type

from auth.scopes import Role
from schema.root import schema
from tests.api.crowd import LIST
from tests.conftest import Statements
from tests.tenant import Tenant, doing

KINDS: Final = {
    "text": "TEXT",
    "number": "NUMBER",
    "is_true": "BOOLEAN",
    "falls_on": "DATE",
    "money": "MONEY",
    "option": "OPTION",
    "texts": "TEXTS",
}
PEOPLE: Final[dict[str, dict[str, Any]]] = {
    "ana": {
        "text": {"text": "Țepeș 50%"},
        "number": {"number": "-1.5"},
        "is_true": {"isTrue": True},
        "falls_on": {"fallsOn": "1984-02-29"},
        "money": {"money": {"amount": "12.50", "currencyCode": "EUR"}},
        "option": {"option": "Small"},
        "texts": {"texts": ["Rot", "Blau"]},
    },
    "bo": {
        "text": {"text": "anders"},
        "number": {"number": "10"},
        "is_true": {"isTrue": False},
        "falls_on": {"fallsOn": "1990-01-01"},
        "money": {"money": {"amount": "1250", "currencyCode": "JPY"}},
        "option": {"option": "Large"},
        "texts": {"texts": ["blau"]},
    },
    "di": {},
}
# By key and operator: what is said, and who is found.
CASES: Final[dict[str, dict[str, tuple[Any, str]]]] = {
    "text": {
        "eq": ("TEPES 50%", "ana"),
        "in": (["tepes 50%", "nobody", "ANDERS"], "ana bo"),
        "contains": ("ep", "ana"),
        "endsWith": ("DERS", "bo"),
        "notIn": (["anders"], "ana di"),
        "startsWith": ("an", "bo"),
        "isNull": (True, "di"),
    },
    "number": {
        "eq": ("-1.50", "ana"),
        "in": ([10, "7"], "bo"),
        "gt": ("-1.5", "bo"),
        "gte": ("-1.5", "ana bo"),
        "lt": (10, "ana"),
        "lte": (10, "ana bo"),
    },
    "is_true": {"": (False, "bo")},
    "falls_on": {
        "eq": ("1984-02-29", "ana"),
        "gt": ("1984-02-29", "bo"),
        "gte": ("1984-02-29", "ana bo"),
        "lt": ("1990-01-01", "ana"),
        "lte": ("1990-01-01", "ana bo"),
        "isNull": (False, "ana bo"),
        "olderThan": ({"months": 12}, "ana bo"),
        "withinLast": ({"months": 1200}, "ana bo"),
        "withinNext": ({"days": 30}, ""),
    },
    "money": {
        "eq": ("12.5", "ana"),
        "gt": ("12.49", "ana"),
        "gte": ("12.50", "ana"),
        "lt": ("12.50", ""),
        "lte": ("12.50", "ana"),
    },
    "option": {"eq": ("small", "ana"), "in": (["Large", "Small"], "ana bo")},
    "texts": {
        "any": (["ROT", "x"], "ana"),
        "all": (["rot", "Blau", "blau"], "ana"),
        "none": (["rot"], "bo di"),
    },
}
NAMES: Final = {"is_true": "isTrue", "falls_on": "fallsOn"}
PAIRS: Final = [(key, operator) for key, cases in CASES.items() for operator in cases]
EVERYBODY: Final = set(PEOPLE)


@dataclass(frozen=True, slots=True)
class Three:
    """A tenant with three people, who have everything, other things, and nothing."""

    tenant: Tenant
    ids: dict[str, str]

    async def found(self, where: dict[str, Any], **asked: Any) -> set[str]:
        """Who is found."""
        answer = await self.tenant.ask(LIST, where=where, **asked)
        assert "errors" not in answer.body, answer.body
        names = {value: name for name, value in self.ids.items()}
        return {names[node["id"]] for node in answer.data["customers"]["nodes"]}

    async def refused(self, where: dict[str, Any], **asked: Any) -> Any:
        """What is said to a question that makes no sense."""
        answer = await self.tenant.ask(LIST, where=where, **asked)
        assert answer.data is None
        (error,) = answer.body["errors"]
        return error["extensions"]["code"], error["extensions"]["field"]


@pytest.fixture
async def three(tenant: Tenant) -> Three:
    """The three."""
    for key, kind in KINDS.items():
        options = {"options": ["Small", "Large"]} if kind == "OPTION" else {}
        await tenant.custom_field(key, kind, **options)
    ids = {
        name: await tenant.customer(
            customFields=[{"key": key, "value": value} for key, value in has.items()]
        )
        for name, has in PEOPLE.items()
    }
    return Three(tenant, ids)


def match(key: str, operator: str, value: Any) -> dict[str, Any]:
    """A filter by one custom field."""
    currency = {"currencyCode": "EUR"} if key == "money" else {}
    said = {**currency, operator: value} if operator else value
    return {"customFields": [{"key": key, NAMES.get(key, key): said}]}


def test_every_kind_and_operator_of_the_schema_has_a_case() -> None:
    where = schema._schema.type_map["CustomFieldMatch"]
    assert isinstance(where, GraphQLInputObjectType)
    kinds = {name: get_named_type(field.type) for name, field in where.fields.items()}

    operators = {
        name: set(kind.fields) - {"currencyCode"}
        if isinstance(kind, GraphQLInputObjectType)
        else {""}
        for name, kind in kinds.items()
        if name not in {"key", "isNull"}
    }

    assert {NAMES.get(key, key): set(cases) for key, cases in CASES.items()} == operators


async def test_an_operator_finds_whom_it_says_and_not_finds_the_others(three: Three) -> None:
    for key, operator in PAIRS:
        value, names = CASES[key][operator]
        said = match(key, operator, value)

        assert await three.found(said) == set(names.split()), said
        assert await three.found({"not": said}) == EVERYBODY - set(names.split()), said


@pytest.mark.parametrize("key", KINDS)
async def test_what_is_missing_is_told_from_what_is_there(three: Three, key: str) -> None:
    missing = {"customFields": [{"key": key, "isNull": True}]}
    there = {"customFields": [{"key": key, "isNull": False}]}

    assert await three.found(missing) == {"di"}
    assert await three.found(there) == {"ana", "bo"}


EDGES: Final[list[tuple[dict[str, Any], str]]] = [
    ({"customFields": []}, "ana bo di"),
    ({"customFields": None}, "ana bo di"),
    ({"customFields": [{"key": "text"}]}, "ana bo di"),
    ({"customFields": [{"key": "text", "text": None, "isNull": None}]}, "ana bo di"),
    (match("text", "contains", ""), "ana bo"),
    (match("text", "startsWith", "\u0301"), ""),
    (match("text", "startsWith", "\U0010ffff"), ""),
    (match("text", "startsWith", "%"), ""),
    (match("text", "contains", "0%"), "ana"),
    (match("text", "in", []), ""),
    (match("texts", "any", []), ""),
    (match("texts", "all", []), "ana bo di"),
    (match("texts", "none", []), "ana bo di"),
    ({"customFields": [{"key": "number", "number": {"gt": -2, "lt": 0}}]}, "ana"),
    ({"customFields": [{"key": "money", "money": {"currencyCode": "jpy"}}]}, "bo"),
    (
        {
            "customFields": [
                {"key": "text", "text": {"contains": "an", "isNull": False}},
                {"key": "is_true", "isTrue": False},
            ]
        },
        "bo",
    ),
    ({"or": [match("text", "eq", "anders"), match("is_true", "", True)]}, "ana bo"),
    ({"and": [match("texts", "any", ["blau"]), {"not": match("texts", "any", ["rot"])}]}, "bo"),
]


async def test_the_edges_of_combining(three: Three) -> None:
    for where, names in EDGES:
        assert await three.found(where) == set(names.split()), where


REFUSED: Final[list[dict[str, Any]]] = [
    {"customFields": [{"key": "nothing", "isNull": True}]},
    {"customFields": [{"key": "hidden", "isNull": True}]},
    {"customFields": [{"key": "retired", "isNull": True}]},
    {"customFields": [{"key": "text", "number": {"eq": 1}}]},
    {"customFields": [{"key": "number", "isTrue": True}]},
    match("number", "eq", "100000000000000"),
    match("money", "eq", "0.001"),
    {"not": {"or": [match("money", "gt", "0.001")]}},
    match("text", "eq", "x" * 256),
    match("text", "in", ["\ufdfa" * 20]),
]


async def test_what_makes_no_sense_is_refused(three: Three) -> None:
    await three.tenant.custom_field("hidden", isFilterable=False)
    retired = await three.tenant.custom_field("retired")
    await three.tenant.ask(doing("customFieldRetire"), input={"id": retired})

    for where in REFUSED:
        assert await three.refused(where) == ("BAD_USER_INPUT", ["where", "customFields"]), where


async def test_an_unknown_currency_is_refused(three: Three) -> None:
    nothing = {"currencyCode": "XXX", "eq": 1}  # ISO 4217 has this code for what is no currency
    where = {"customFields": [{"key": "money", "money": nothing}]}

    assert await three.refused(where) == ("BAD_USER_INPUT", ["where", "customFields"])


async def test_custom_fields_need_the_right_to_see_persons(three: Three) -> None:
    answer = await three.refused(match("text", "eq", "a"), by=(Role.OPERATOR,))

    assert answer == ("FORBIDDEN", ["where", "customFields"])


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (
            {"customFields": [{"key": "text", "text": {"eq": "a", "contains": "b"}}] * 26},
            "Use at most 50 criteria.",
        ),
        (
            {"customFields": [{"key": "text", "text": {"in": ["a"] * 250}}] * 3},
            "Use at most 500 values in all lists together.",
        ),
    ],
)
async def test_custom_criteria_count_like_all_others(
    tenant: Tenant, where: dict[str, Any], message: str
) -> None:
    answer = await tenant.ask(LIST, where=where)

    (error,) = answer.body["errors"]
    assert (answer.data, error["message"]) == (None, message)


async def test_who_is_erased_from_a_field_is_not_found_by_it(three: Three) -> None:
    cleared = [{"key": key, "value": None} for key in ("text", "texts")]
    said = {"id": three.ids["ana"], "customFields": cleared}

    await three.tenant.ask(doing("customerUpdate"), input=said)

    assert await three.found(match("text", "contains", "")) == {"bo"}
    assert await three.found(match("texts", "any", ["blau"])) == {"bo"}
    assert await three.found(match("number", "lt", 0)) == {"ana"}


async def test_another_tenants_values_are_not_found(three: Three, other_tenant: Tenant) -> None:
    await other_tenant.custom_field("text")
    await other_tenant.customer()

    answer = await other_tenant.ask(LIST, where=match("text", "contains", ""))

    assert answer.data == {"customers": {"nodes": []}}


async def test_filters_cost_two_statements_more(three: Three, statements: Statements) -> None:
    """The fields of the tenant, and how many meet each filter."""
    where = {"and": [match("text", "eq", "a"), match("number", "gt", 1)]}
    statements.clear()

    await three.found(where)

    assert len(statements) == 3, "\n\n".join(statements)
