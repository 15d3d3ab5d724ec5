"""The order of a search, compared with one that is made by looking at everybody."""

from functools import partial
from random import Random
from typing import Any, Final

import pytest

from db.kept_words import KeptToken, kept
from db.search import query_words, tokens_of
from resolvers import searching
from tests.api.walks import CONNECTION, backwards, customers, forwards, page, together
from tests.tenant import Tenant, doing

NAMES: Final = ("Ana", "Anamaria", "Maria", "Mariana", "Mar", "Pop", "Popa", "Popescu", "Io", "Ion")
PIECES: Final = (*NAMES, "An", "Ma", "Po", "I", "P", "Livada", "srl", "popa.ma", "exam", "@exam")
MANY: Final = 60
PAGE: Final = "first: $first, after: $after, last: $last, before: $before"
OF_TAG: Final = f"""
query ($id: ID!, $search: String, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {{
  tag(id: $id) {{ customers(search: $search, {PAGE}) {{ {CONNECTION} }} }}
}}"""
DELETED: Final = f"""
query ($search: String, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {{
  customers(deleted: ONLY, search: $search, {PAGE}) {{ {CONNECTION} }}
}}"""
DELETE: Final = doing("customerDelete")
SIZE: Final = 9
Words = dict[str, list[KeptToken]]


def person(chance: Random, number: int) -> dict[str, Any]:
    """Somebody whose names, address and company have much in common with those of others."""
    first, last, other = chance.choices(NAMES, k=3)
    address = f"{other}.{chance.choice(NAMES)}{number}@example.com"
    company = chance.choice((None, f"{other} Livada SRL"))
    given = {"firstName": first, "lastName": last, "companyName": company}
    return {**given, "email": address, "city": chance.choice(("Cluj", "Iași"))}


@pytest.fixture
async def crowd(tenant: Tenant) -> Words:
    """The words of everybody, by their ids; the newest come first."""
    chance, found = Random(5), []  # noqa: S311  # the same again each time
    for number in range(MANY):
        one = person(chance, number)
        words = kept(
            tokens_of([one["firstName"], one["lastName"]], one["companyName"], one["email"], None)
        )
        found.append((await tenant.customer(**one), words))
    return dict(reversed(found))


def expected(crowd: Words, search: str) -> list[str]:
    """Who has every word, in the order that is promised."""
    said = set(query_words(search))
    words = {word for word in said if not any(o != word and o.startswith(word) for o in said)}
    every = [each.token for words in crowd.values() for each in words]
    hits = {word: sum(token.startswith(word) for token in every) for word in words}
    lead = min(words, key=lambda word: (hits[word], -len(word), word))

    def fit(tokens: list[KeptToken]) -> tuple[int, str]:
        mine = [each for each in tokens if each.token.startswith(lead)]
        best = min(mine, key=lambda each: (each.token != lead, -each.weight, each.token))
        whole = best.token == lead
        every = whole and words <= {each.token for each in tokens}
        return -(best.weight + 4 * whole + 4 * every), best.token

    known = [
        id_
        for id_, tokens in crowd.items()
        if all(any(each.token.startswith(word) for each in tokens) for word in words)
    ]
    return sorted(known, key=lambda id_: fit(crowd[id_]))


def searches(count: int) -> list[str]:
    """What somebody may type: one to three words or beginnings."""
    chance = Random(6)  # noqa: S311  # the same again each time
    return [" ".join(chance.choices(PIECES, k=chance.choice((1, 2, 2, 3)))) for _ in range(count)]


@pytest.mark.parametrize("from_customers", [False, True])
async def test_pages_hold_everybody_in_the_promised_order(
    tenant: Tenant, crowd: Words, from_customers: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {"city": {"in": ["Cluj", "Iași"]}} if from_customers else None
    if from_customers:
        monkeypatch.setattr(searching, "FEW", 0)
    found = 0

    for search in searches(60):
        wanted = expected(crowd, search)
        pages = customers(tenant, search=search, where=where)
        onwards = await forwards(pages, SIZE)
        found += len(wanted)
        assert together(onwards) == wanted, search
        assert together(await backwards(pages, SIZE)) == wanted, search
        assert (await pages())["totalCount"] == {"value": len(wanted), "isExact": True}, search

    assert found == 1_618


async def test_a_filter_takes_out_and_moves_nobody(tenant: Tenant, crowd: Words) -> None:
    town = {"city": {"eq": "Cluj"}}
    there = {*together(await forwards(customers(tenant, where=town), SIZE))}

    for search in searches(30):
        wanted = [each for each in expected(crowd, search) if each in there]
        pages = customers(tenant, search=search, where=town)
        assert together(await forwards(pages, SIZE)) == wanted, search


async def test_another_order_holds_the_same(
    tenant: Tenant, crowd: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = [{"field": "CREATED_AT", "direction": "DESC"}]

    for few in (searching.FEW, 10, 0):
        monkeypatch.setattr(searching, "FEW", few)
        monkeypatch.setattr(searching, "_COUNTED_TO", max(few, 1))
        for search in searches(20):
            known = {*expected(crowd, search)}
            pages = customers(tenant, search=search, sortBy=newest)
            assert together(await forwards(pages, SIZE)) == [e for e in crowd if e in known], search


async def test_the_wearers_of_a_tag_come_in_the_same_order(tenant: Tenant, crowd: Words) -> None:
    tag = await tenant.tag("VIP")
    wearers = list(crowd)[::2]
    for each in wearers:
        await tenant.wear(each, tag)

    for search in searches(30):
        wanted = [each for each in expected(crowd, search) if each in wearers]
        pages = partial(page, tenant, OF_TAG, "tag", "customers", id=tag, search=search)
        assert together(await forwards(pages, SIZE)) == wanted, search
        assert together(await backwards(pages, SIZE)) == wanted, search


async def test_the_deleted_come_in_the_same_order(
    tenant: Tenant, crowd: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = list(crowd)[::3]
    for each in gone:
        await tenant.ask(DELETE, input={"id": each})

    for few in (searching.FEW, 0):
        monkeypatch.setattr(searching, "FEW", few)
        for search in searches(20):
            wanted = [each for each in expected(crowd, search) if each in gone]
            pages = partial(page, tenant, DELETED, "customers", search=search)
            assert together(await forwards(pages, SIZE)) == wanted, search
