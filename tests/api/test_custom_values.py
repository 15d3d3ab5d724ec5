"""Custom values: what customers have in the tenant's own fields, kind by kind."""

from typing import Any, Final

import pytest

from auth.scopes import Role
from tests.api.own_fields import SHOW, UPDATE, field, found_by, one, shown, texts
from tests.conftest import Statements
from tests.tenant import CREATE_CUSTOMER, Tenant, doing, kept

BY_KEY: Final = (
    "query ($id: ID!, $keys: [String!])"
    " { customer(id: $id) { customFields(keys: $keys) { key text } } }"
)
NOTHING: Final[dict[str, Any]] = dict.fromkeys(
    ("text", "number", "isTrue", "fallsOn", "money", "option", "texts")
)

# By kind: what is said, and what is shown.
SAID: Final[dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]] = {
    "TEXT": [({"text": "  Ana's "}, {"text": "Ana's"})],
    "NUMBER": [
        ({"number": "12.50"}, {"number": "12.5"}),
        ({"number": 100}, {"number": "100"}),
        ({"number": "-99999999999999.9999"}, {"number": "-99999999999999.9999"}),
        ({"number": "0.0000"}, {"number": "0"}),
    ],
    "BOOLEAN": [({"isTrue": True}, {"isTrue": True}), ({"isTrue": False}, {"isTrue": False})],
    "DATE": [
        ({"fallsOn": "1000-01-01"}, {"fallsOn": "1000-01-01"}),
        ({"fallsOn": "9999-12-31"}, {"fallsOn": "9999-12-31"}),
    ],
    "MONEY": [
        (
            {"money": {"amount": "12.5", "currencyCode": "eur"}},
            {"money": {"amount": "12.50", "currencyCode": "EUR"}},
        ),
        (
            {"money": {"amount": "-7", "currencyCode": "JPY"}},
            {"money": {"amount": "-7", "currencyCode": "JPY"}},
        ),
        (
            {"money": {"amount": "1.234", "currencyCode": "KWD"}},
            {"money": {"amount": "1.234", "currencyCode": "KWD"}},
        ),
        (
            {"money": {"amount": "10000000000000", "currencyCode": "EUR"}},
            {"money": {"amount": "10000000000000.00", "currencyCode": "EUR"}},
        ),
    ],
    "OPTION": [({"option": "M"}, {"option": "M"})],
    "TEXTS": [({"texts": ["b", " a "]}, {"texts": ["b", "a"]})],
}
CASES: Final = [(kind, *case) for kind, cases in SAID.items() for case in cases]


@pytest.mark.parametrize("is_filterable", [True, False])
@pytest.mark.parametrize(("kind", "said", "seen"), CASES)
async def test_a_value_is_shown_under_the_name_for_its_kind(
    tenant: Tenant, kind: str, said: dict[str, Any], seen: dict[str, Any], is_filterable: bool
) -> None:
    await field(tenant, kind, isFilterable=is_filterable)

    customer = await tenant.customer(customFields=one("own", **said))

    value = {"key": "own", "label": "Own", "kind": kind, **NOTHING, **seen}
    assert await shown(tenant, customer) == [value]
    assert bool(await found_by(tenant)) is is_filterable


@pytest.mark.parametrize(
    ("kind", "said", "rows"),
    [
        ("TEXT", {"text": "Çafé"}, [{"text_value": "cafe"}]),
        ("NUMBER", {"number": "-1.5"}, [{"number_value": -15_000}]),
        ("BOOLEAN", {"isTrue": False}, [{"number_value": 0}]),
        (
            "MONEY",
            {"money": {"amount": "12.50", "currencyCode": "EUR"}},
            [{"number_value": 1250, "currency": "EUR"}],
        ),
        ("OPTION", {"option": "M"}, [{"text_value": "m"}]),
        ("TEXTS", {"texts": ["B", "á"]}, [{"text_value": "b"}, {"text_value": "a", "nth": 1}]),
    ],
)
async def test_a_value_stands_where_it_is_found(
    tenant: Tenant, kind: str, said: dict[str, Any], rows: list[dict[str, Any]]
) -> None:
    await field(tenant, kind)

    await tenant.customer(customFields=one("own", **said))

    names = ("text_value", "number_value", "date_value", "currency", "unique_value")
    plain = {"nth": 0, **dict.fromkeys(names)}
    assert await found_by(tenant) == [plain | row for row in rows]


WRONG: Final[list[tuple[str, dict[str, Any]]]] = [
    ("TEXT", {"text": " "}),
    ("TEXT", {"text": "a\nb"}),
    ("TEXT", {"text": "x" * 256}),
    ("TEXT", {"text": "\ufdfa" * 20}),
    ("TEXT", {"number": "1"}),
    ("NUMBER", {"text": "1"}),
    ("NUMBER", {"number": "100000000000000"}),
    ("BOOLEAN", {"text": "true"}),
    ("DATE", {"fallsOn": "0999-12-31"}),
    ("MONEY", {"money": {"amount": "0.001", "currencyCode": "EUR"}}),
    ("MONEY", {"money": {"amount": "0.5", "currencyCode": "JPY"}}),
    ("MONEY", {"money": {"amount": "1", "currencyCode": "XXX"}}),  # ISO 4217: no currency
    ("MONEY", {"money": {"amount": "10000000000000.01", "currencyCode": "EUR"}}),
    ("OPTION", {"option": "m"}),
    ("TEXTS", {"texts": []}),
    ("TEXTS", {"texts": ["a", "Á"]}),
    ("TEXTS", {"texts": [" "]}),
    ("TEXTS", {"texts": ["x" * 101]}),
    ("TEXTS", {"texts": [str(n) for n in range(51)]}),
]


@pytest.mark.parametrize(("kind", "said"), WRONG)
async def test_a_value_that_does_not_fit_is_refused(
    tenant: Tenant, kind: str, said: dict[str, Any]
) -> None:
    await field(tenant, kind)
    before = await tenant.contents()

    answer = await tenant.ask(
        CREATE_CUSTOMER, input={"firstName": "Ana", "customFields": one("own", **said)}
    )

    assert answer.refusals() == [("BAD_USER_INPUT", ["customFields", "0"])]
    assert await tenant.contents() == before


async def test_what_is_not_filtered_by_may_be_long(tenant: Tenant) -> None:
    await field(tenant, "TEXT", isFilterable=False)

    customer = await tenant.customer(customFields=one("own", text="x" * 1000))
    answer = await tenant.ask(
        UPDATE, input={"id": customer, "customFields": one("own", text="x" * 1001)}
    )

    assert await texts(tenant, customer) == {"own": "x" * 1000}
    assert answer.refusals() == [("BAD_USER_INPUT", ["customFields", "0"])]


async def test_all_of_them_have_32_kib(tenant: Tenant) -> None:
    for n in range(9):
        await field(tenant, "TEXT", f"f{n}", isFilterable=False)
    long = [{"key": f"f{n}", "value": {"text": "\U00020000" * 1000}} for n in range(9)]
    before = await tenant.contents()

    refused = await tenant.ask(CREATE_CUSTOMER, input={"firstName": "Ana", "customFields": long})
    unchanged = await tenant.contents()
    customer = await tenant.customer(customFields=long[:8])
    added = await tenant.ask(UPDATE, input={"id": customer, "customFields": long[8:]})

    assert refused.refusals() == added.refusals() == [("BAD_USER_INPUT", ["customFields"])]
    assert unchanged == before
    assert len(await shown(tenant, customer)) == 8


async def test_everything_that_is_wrong_is_said_at_once(tenant: Tenant) -> None:
    await field(tenant, "NUMBER")
    await field(tenant, "TEXT", "must", isRequired=True)
    before = await tenant.contents()
    said = [
        *one("own", text="1"),
        *one("nothing", text="1"),
        *one("own", number="1"),
        {"key": "must"},
    ]

    answer = await tenant.ask(CREATE_CUSTOMER, input={"email": "ana", "customFields": said})

    assert answer.refusals() == [("BAD_USER_INPUT", ["email"])] + [
        ("BAD_USER_INPUT", ["customFields", str(place)]) for place in range(4)
    ]
    assert await tenant.contents() == before


async def test_only_those_that_are_named_are_shown(tenant: Tenant) -> None:
    for key in "abc":
        await field(tenant, "TEXT", key)
    said = [each for key in "cba" for each in one(key, text=key)]
    customer = await tenant.customer(customFields=said)

    answer = await tenant.ask(BY_KEY, id=customer, keys=["c", "a", "nothing"])

    values = [{"key": "a", "text": "a"}, {"key": "c", "text": "c"}]
    assert answer.data == {"customer": {"customFields": values}}


async def test_what_is_retired_is_kept_and_not_shown(tenant: Tenant) -> None:
    made = await field(tenant, "TEXT", "a")
    await field(tenant, "TEXT", "b")
    customer = await tenant.customer(customFields=one("a", text="1"))
    change = {"id": customer, "customFields": one("b", text="2")}

    await tenant.ask(doing("customFieldRetire"), input={"id": made})
    await tenant.ask(UPDATE, input=change)
    while_retired = await texts(tenant, customer)
    refused = await tenant.ask(UPDATE, input={"id": customer, "customFields": one("a", text="3")})
    await tenant.ask(doing("customFieldRestore"), input={"id": made})

    assert while_retired == {"b": "2"}
    assert refused.refusals() == [("BAD_USER_INPUT", ["customFields", "0"])]
    assert await texts(tenant, customer) == {"a": "1", "b": "2"}


async def test_what_is_no_option_any_more_is_shown_and_not_chosen(tenant: Tenant) -> None:
    made = await field(tenant, "OPTION")
    customer = await tenant.customer(customFields=one("own", option="S"))
    await tenant.ask(doing("customFieldUpdate"), input={"id": made, "options": ["L"]})

    chosen = await tenant.ask(
        CREATE_CUSTOMER, input={"firstName": "Bo", "customFields": one("own", option="S")}
    )

    assert [each["option"] for each in await shown(tenant, customer)] == ["S"]
    assert chosen.refusals() == [("BAD_USER_INPUT", ["customFields", "0"])]


async def test_who_may_not_see_persons_sees_no_values(tenant: Tenant) -> None:
    await field(tenant, "TEXT")
    customer = await tenant.customer(customFields=one("own", text="a"))

    answer = await tenant.ask(SHOW, by=(Role.OPERATOR,), id=customer)

    assert answer.data == {"customer": {"customFields": None}}
    assert answer.codes == {"customer.customFields": "FORBIDDEN"}


async def test_another_tenants_field_cannot_be_filled(tenant: Tenant, other_tenant: Tenant) -> None:
    await field(other_tenant, "TEXT", isUnique=True)
    await other_tenant.customer(customFields=one("own", text="a"))
    before = await tenant.contents()

    answer = await tenant.ask(
        CREATE_CUSTOMER, input={"firstName": "Ana", "customFields": one("own", text="a")}
    )

    assert answer.refusals() == [("BAD_USER_INPUT", ["customFields", "0"])]
    assert await tenant.contents() == before


async def test_values_lead_to_their_fields(tenant: Tenant) -> None:
    made = await field(tenant, "TEXT")
    customer = await tenant.customer(customFields=one("own", text="a"))

    answer = await tenant.ask(
        "query ($id: ID!) { customer(id: $id) { customFields { field { id help } } } }",
        id=customer,
    )

    value = {"field": {"id": made, "help": None}}
    assert answer.data == {"customer": {"customFields": [value]}}


async def test_values_are_kept_once(tenant: Tenant) -> None:
    made = await field(tenant, "TEXT", isFilterable=False)
    customer = await tenant.customer(customFields=one("own", text="Ana"))

    (row,) = await tenant.rows("select id, custom from customers where tenant_id = $1")

    assert row == {"id": kept(customer), "custom": {str(kept(made)): "Ana"}}


@pytest.mark.parametrize(
    ("shows", "price"), [("key text number isTrue texts", 2), ("key field { label }", 3)]
)
@pytest.mark.parametrize("first", [1, 20])
async def test_values_cost_one_statement_however_many(
    tenant: Tenant, statements: Statements, shows: str, price: int, first: int
) -> None:
    for key in "ab":
        await field(tenant, "TEXT", key)
    for _ in range(3):
        await tenant.customer(customFields=[*one("a", text="1"), *one("b", text="2")])
    statements.clear()

    page = (
        f"query ($n: Int) {{ customers(first: $n) {{ nodes {{ customFields {{ {shows} }} }} }} }}"
    )
    answer = await tenant.ask(page, n=first)

    assert "errors" not in answer.body
    assert len(statements) == price, "\n\n".join(statements)
