"""The town: a small tenant with a little of everything, and what can be asked of it."""

from typing import Any, Final

import graphql

from tests.api.crowd import gather
from tests.engine.difference.walks import Ground
from tests.house.sources import ROOT
from tests.tenant import Tenant, doing, unknown

SCHEMA: Final = graphql.build_schema((ROOT / "schema" / "schema.graphql").read_text("utf-8"))
OTHERS: Final = 6
EVERYTHING: Final = """{
  customers(deleted: INCLUDE) { edges { cursor node { id
    addresses { id } notes { edges { cursor node { id author { id } } } } } } }
  tags { edges { cursor node { id customers { edges { cursor } } } } }
}"""
SAID: Final[dict[str, tuple[Any, ...]]] = {
    "Int": (1, 2, 3, 4, 5, 8, 13, 20, 0, -1),
    "Float": (1.5,),
    "String": ("", "Ana", "an", "Oslo", "crm-1", "vip", "ț", "50%"),
    "Boolean": (True, False),
    "Date": ("1984-02-29", "1990-01-01"),
    "DateTime": ("2026-01-02T00:00:00Z", "2026-02-01T10:00:00+02:00"),
    "EmailAddress": ("ana.t@example.com", "nobody@example.com"),
    "PhoneNumber": ("+40712345678", "+4740612345"),
    "URL": ("https://example.com/a.png",),
    "CountryCode": ("RO", "NO"),
    "CurrencyCode": ("EUR", "RON"),
    "Decimal": ("0", "12.50"),
    "LanguageTag": ("ro", "nb"),
    "JSON": ("text",),
}


async def settled(tenant: Tenant) -> Ground:
    """Fill a tenant; where one can walk in it."""
    crowd = await gather(tenant)
    people = [await tenant.customer() for _ in range(OTHERS)]
    for number, person in enumerate([*people, crowd.ids["ana"], crowd.ids["bo"]]):
        for kind in ("SHIPPING", "BILLING")[: number % 3]:
            await tenant.address(person, type=kind, isDefault=number % 2 == 0)
        for _ in range(number % 4):
            await tenant.note(person)
    await tenant.ask(doing("noteCreate"), input={"customerId": people[0], "body": "x"}, user="bob")
    await tenant.ask(doing("customerDelete"), input={"id": people[1]})
    return await ground(tenant)


async def ground(tenant: Tenant) -> Ground:
    """Where one can walk in a tenant: its ids, the places in its lists, and some others."""
    shown = (await tenant.ask(EVERYTHING)).data
    ids = sorted(set(_all(shown, "id")))
    cursors = sorted(set(_all(shown, "cursor")))
    unheard = (unknown("cus"), unknown("tag"), "nonsense")
    return Ground(
        SCHEMA,
        values={**SAID, "ID": (*ids, *unheard), "Cursor": (*cursors, "nonsense")},
        # Together they make no sense, or the list is another one.
        unsaid=frozenset({"last", "before", "after"}),
    )


def _all(shown: Any, name: str) -> list[str]:
    """Every value of this name."""
    if isinstance(shown, list):
        return [each for item in shown for each in _all(item, name)]
    if not isinstance(shown, dict):
        return []
    below = [each for value in shown.values() for each in _all(value, name)]
    return below + ([shown[name]] if name in shown else [])
