"""Finding customers by the beginnings of words, however somebody happens to type them."""

from typing import Any

import pytest

from auth.scopes import Role
from tests.api.walks import backwards, customers, forwards, together
from tests.tenant import Tenant, doing

SEARCH = """
query ($search: String!, $deleted: DeletedCustomers = EXCLUDE) {
  customers(search: $search, deleted: $deleted) { nodes { id } totalCount { value isExact } }
}"""
ANA = {
    "firstName": "Ana-Maria",
    "lastName": "Ștefănescu",
    "companyName": "Livada Bună S.R.L.",
    "email": "Ana.M@shop.example.com",
    "phone": "0712 345 678",
    "externalId": "crm-42",
}
BO = {
    "firstName": "Łukasz",
    "lastName": "O'Brien Øster",
    "fullName": "Łukasz Øster der Größte",
    "email": "bo@example.org",
    "phone": "+49 30 123456",
}


async def found(tenant: Tenant, search: str, **asked: Any) -> list[str]:
    answer = await tenant.ask(SEARCH, search=search, **asked)
    assert "errors" not in answer.body, answer.body
    shown = answer.data["customers"]
    assert shown["totalCount"] == {"value": len(shown["nodes"]), "isExact": True}
    return [node["id"] for node in shown["nodes"]]


@pytest.mark.parametrize(
    "search",
    [
        "ana-maria ștefănescu",
        "STEFANESCU",
        "stef",
        "Ștef an",
        "stefanescu maria ana",
        "ştefănescu",
        "  ana   stef  ",
        "ana, stefanescu!",
        "livada",
        "buna liv",
        "ana livada 0712345678 crm-42",
        "Ana.M@shop.example.com",
        "ana.m@SHOP",
        "@shop.example.com",
        "shop",
        "<ana.m@shop.example.com>",
        "crm-42",
        "crm",
        "42",
    ],
)
async def test_names_company_address_and_id_find_her_and_nobody_else(
    tenant: Tenant, search: str
) -> None:
    ana = await tenant.customer(**ANA)
    await tenant.customer(**BO)

    assert await found(tenant, search) == [ana]


@pytest.mark.parametrize(
    "search",
    [
        "lukasz",
        "ŁUKASZ",
        "oster",
        "øst",
        "obrien",
        "o'brien",
        "brien",
        "O’Brien",
        "grosste",
        "größ",
    ],
)
async def test_letters_of_other_alphabets_are_found_by_plain_ones(
    tenant: Tenant, search: str
) -> None:
    await tenant.customer(**ANA)
    bo = await tenant.customer(**BO)

    assert await found(tenant, search) == [bo]


@pytest.mark.parametrize(
    "search",
    [
        "0712 345 678",
        "0712345678",
        "0712-345-678",
        "(0712) 345.678",
        "+40712345678",
        "+40 (0)712 345 678",
        "0040 712 345 678",
        "712345678",
        "0712 34",
        "+40712",
        "ana 0712 345 678",
    ],
)
async def test_a_number_is_found_however_it_is_typed(tenant: Tenant, search: str) -> None:
    ana = await tenant.customer(**ANA)
    await tenant.customer(**BO)

    assert await found(tenant, search) == [ana]


@pytest.mark.parametrize(
    "search",
    [
        "nobody",
        "ana nobody",
        "tefanescu",
        "maria@",
        "ana oster",
        "0712 345 679",
        "crm-43",
        "livadab",
    ],
)
async def test_every_word_must_begin_one_of_hers(tenant: Tenant, search: str) -> None:
    await tenant.customer(**ANA)
    await tenant.customer(**BO)

    assert await found(tenant, search) == []


@pytest.mark.parametrize("search", ["...", "!?", "@", "%", "_", "*", "'", "\u200b", "🎉", " - "])
async def test_punctuation_alone_finds_nobody(tenant: Tenant, search: str) -> None:
    await tenant.customer(**ANA)

    assert await found(tenant, search) == []


async def test_a_whole_word_stands_before_a_beginning(tenant: Tenant) -> None:
    whole = await tenant.customer(firstName="Ana", lastName="Ene")
    begun = await tenant.customer(firstName="Anastasia", lastName="Ene")

    assert await found(tenant, "ana") == [whole, begun]


async def test_a_name_stands_before_a_company_and_a_company_before_an_address(
    tenant: Tenant,
) -> None:
    name = await tenant.customer(firstName="Livada", lastName="Ene")
    company = await tenant.customer(firstName="Io", lastName="Ene", companyName="Livada")
    address = await tenant.customer(firstName="Io", lastName="Ene", email="livada@example.com")

    assert await found(tenant, "livada") == [name, company, address]


async def test_of_those_who_fit_alike_the_newest_stands_first(tenant: Tenant) -> None:
    older = await tenant.customer(firstName="Ana", lastName="Ene")
    newer = await tenant.customer(firstName="Ana", lastName="Pop")

    assert await found(tenant, "ana") == [newer, older]


async def test_pages_of_a_search_cover_everybody_once_in_order(tenant: Tenant) -> None:
    begun = [await tenant.customer(firstName="Anastasia") for _ in range(3)]
    whole = [await tenant.customer(firstName="Ana") for _ in range(3)]
    await tenant.rows("update customers set created_at = '2026-01-01' where tenant_id = $1")

    onwards = await forwards(customers(tenant, search="ana"), 2)
    back = await backwards(customers(tenant, search="ana"), 2)

    assert together(onwards) == whole[::-1] + begun[::-1]
    assert onwards == back


async def test_a_new_name_is_found_and_the_old_one_is_not(tenant: Tenant) -> None:
    ana = await tenant.customer(**ANA)
    change = {"lastName": "Pop", "email": "ana@pop.example.net", "phone": None}

    answer = await tenant.ask(doing("customerUpdate"), input={"id": ana, **change})

    assert answer.refusals() == []
    for old in ("stefanescu", "ana.m@shop", "0712345678"):
        assert await found(tenant, old) == []
    for new in ("ana pop", "ana@pop.example.net", "livada"):
        assert await found(tenant, new) == [ana]


async def test_the_deleted_are_found_only_among_the_deleted(tenant: Tenant) -> None:
    ana = await tenant.customer(**ANA)
    await tenant.ask(doing("customerDelete"), input={"id": ana})

    assert await found(tenant, "stefanescu") == []
    assert await found(tenant, "stefanescu", deleted="ONLY") == [ana]
    await tenant.ask(doing("customerRestore"), input={"id": ana})
    assert await found(tenant, "stefanescu") == [ana]


async def test_another_tenants_customers_are_not_found(
    tenant: Tenant, other_tenant: Tenant
) -> None:
    await other_tenant.customer(**ANA)

    assert await found(tenant, "stefanescu") == []


async def test_a_text_longer_than_any_that_is_kept_is_not_searched_for(tenant: Tenant) -> None:
    ana = await tenant.customer(**ANA)

    answer = await tenant.ask(SEARCH, search="stefanescu".ljust(256))

    (error,) = answer.body["errors"]
    assert (answer.status, answer.data) == (200, None)
    assert error["message"] == "Use at most 255 characters."
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "field": ["search"]}
    assert await found(tenant, "stefanescu".ljust(255)) == [ana]


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER, Role.SERVICE])
async def test_whoever_may_see_names_may_search(tenant: Tenant, role: Role) -> None:
    ana = await tenant.customer(**ANA)

    assert await found(tenant, "stefanescu", by=(role,)) == [ana]


async def test_whoever_may_not_see_names_may_not_search(tenant: Tenant) -> None:
    await tenant.customer(**ANA)

    answer = await tenant.ask(SEARCH, by=(Role.OPERATOR,), search="stefanescu")

    (error,) = answer.body["errors"]
    assert answer.data is None
    assert error["extensions"] == {"code": "FORBIDDEN", "field": ["search"]}
