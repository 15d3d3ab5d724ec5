"""What every sample operation is given, and what it shows of a customer with everything around."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from auth.scopes import GRANTS, Role
from tests.tenant import Tenant

# What is different every time, and what an id is called that was not known before.
_MOVING: Final = {"createdAt", "cursor", "endCursor"}
NEW: Final = "new"


@dataclass(frozen=True, slots=True)
class World:
    """A customer with everything around it, by the ids."""

    tenant: Tenant
    customer: str
    address: str
    tag: str
    note: str

    @property
    def ids(self) -> set[str]:
        """Every id that was known before."""
        return {self.customer, self.address, self.tag, self.note}

    @property
    def line(self) -> dict[str, Any]:
        """What the fragment CustomerLine shows of the customer."""
        return line(self.customer, "Ana Popescu", "ana@example.com")

    @property
    def place(self) -> dict[str, Any]:
        """What the fragment AddressLine shows of the address."""
        return place(self.address, default=True)


@dataclass(frozen=True, slots=True)
class Sample:
    """What an operation is given, and what it then shows."""

    given: Callable[[World], dict[str, Any]]
    shown: Callable[[World], Any]


def line(customer: object, name: str, email: str) -> dict[str, Any]:
    """A customer in a list."""
    return {"id": customer, "displayName": name, "email": email, "status": "ACTIVE"}


def place(address: object, *, default: bool) -> dict[str, Any]:
    """An address in a list."""
    shown = {"id": address, "type": "SHIPPING", "isDefault": default, "line1": "Strada Lungă 1"}
    return shown | {"postalCode": "500001", "city": "Brașov", "countryCode": "RO"}


def new(mutation: str, thing: str, shown: dict[str, Any]) -> Any:
    """What a mutation shows when nothing stood in its way."""
    return {mutation: {thing: shown, "userErrors": []}}


def card(world: World) -> Any:
    """The customer with its branches."""
    note = {"id": world.note, "body": "Likes the sea.", "author": {"name": "Admin"}}
    around = {
        "tags": [{"id": world.tag, "label": "Regular", "color": "#1A2B3C"}],
        "addresses": [world.place],
        "notes": {"nodes": [note]},
    }
    own = {"bornOn": "1984-02-29", "phoneE164": "+40712345678", "version": 1}
    likes = {"preferences": {"custom": {"seat": "window"}, "language": "ro"}}
    return {"customer": world.line | own | likes | around}


SAMPLES: Final = {
    "AddressCreate": Sample(
        lambda world: {
            "input": {
                "customerId": world.customer,
                "type": "SHIPPING",
                "line1": "Strada Lungă 1",
                "postalCode": "500001",
                "city": "Brașov",
                "countryCode": "RO",
            }
        },
        lambda _: new("addressCreate", "address", place(NEW, default=False)),
    ),
    "CustomerCard": Sample(lambda world: {"id": world.customer}, card),
    "CustomerCreate": Sample(
        lambda _: {"input": {"firstName": "Ion", "email": "ion@example.com"}},
        lambda _: new("customerCreate", "customer", line(NEW, "Ion", "ion@example.com")),
    ),
    "CustomerLookup": Sample(
        lambda _: {"identifier": {"email": "ana@example.com"}},
        lambda world: {"customerByIdentifier": world.line},
    ),
    "CustomerPage": Sample(
        lambda _: {"first": 1},
        lambda world: {"customers": {"nodes": [world.line], "pageInfo": {"hasNextPage": False}}},
    ),
    "CustomerSearch": Sample(
        lambda _: {"search": "pop an"},
        lambda world: {
            "customers": {"nodes": [world.line], "totalCount": {"value": 1, "isExact": True}}
        },
    ),
    "CustomerSelection": Sample(
        lambda world: {
            "where": {"status": {"in": ["ACTIVE"]}, "tags": {"all": [world.tag]}},
            "sortBy": [{"field": "LAST_NAME"}],
        },
        lambda world: {"customers": {"edges": [{"node": world.line | {"loyaltyPoints": 0}}]}},
    ),
    "CustomerTagsAdd": Sample(
        lambda world: {"input": {"customerId": world.customer, "labels": ["Honeymoon"]}},
        lambda world: new(
            "customerTagsAdd",
            "customer",
            {"id": world.customer, "tagLabels": ["Honeymoon", "Regular"]},
        ),
    ),
    "CustomerUpdate": Sample(
        lambda world: {"input": {"id": world.customer, "lastName": "Ionescu"}},
        lambda world: {
            "customerUpdate": {
                "customer": world.line | {"displayName": "Ana Ionescu", "version": 2},
                "changedFields": ["lastName"],
                "userErrors": [],
            }
        },
    ),
    "NodeById": Sample(
        lambda world: {"id": world.tag},
        lambda world: {"node": {"__typename": "Tag", "id": world.tag, "label": "Regular"}},
    ),
    "NoteCreate": Sample(
        lambda world: {"input": {"customerId": world.customer, "body": "Called."}},
        lambda _: new("noteCreate", "note", {"id": NEW, "body": "Called.", "source": "MANUAL"}),
    ),
    "Viewer": Sample(
        lambda _: {},
        lambda world: {
            "viewer": {
                "subject": "admin",
                "roles": ["admin"],
                "grants": [
                    {"scope": scope, "reach": reach}
                    for scope, reach in sorted(GRANTS[Role.ADMIN].items())
                ],
                "tenant": {
                    "slug": world.tenant.slug,
                    "homeCurrency": "EUR",
                    "defaultLanguage": "en",
                    "timeZone": "UTC",
                },
            }
        },
    ),
}


def still(shown: Any, known: set[str]) -> Any:
    """An answer without what is different every time."""
    if isinstance(shown, list):
        return [still(item, known) for item in shown]
    if not isinstance(shown, dict):
        return shown
    kept = {name: still(value, known) for name, value in shown.items() if name not in _MOVING}
    return kept | ({"id": NEW} if kept.get("id", NEW) not in {*known, NEW} else {})
