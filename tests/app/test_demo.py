"""The demo: two tenants full of invented people, the same ones every time."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import asyncpg
import httpx2
import phonenumbers
import pytest

from app.demo.dice import DAY
from app.demo.filling import fill, story
from app.demo.people import YEAR
from app.house import House
from auth.scopes import Role
from db.tenants import find_tenant
from resolvers.demo import Person
from tests.tenant import Tenant

SECRET, BOTH = b"cursors are signed with this", [("demo", "RO"), ("rival", "MA")]
KINDS = (
    *("actors", "addresses", "company_members", "custom_fields", "custom_values", "customers"),
    *("customer_tokens", "customer_tags", "notes", "tags"),
)

WHOLE = """
query ($externalId: String!) {
  customerByIdentifier(identifier: {externalId: $externalId}) {
    displayName email phone status
    addresses { type isDefault label line1 city postalCode }
    tags { label }
    notes { nodes { body author { name } } }
  }
}"""
ME = "query { me { displayName email status addresses { isDefault } } }"
SEARCH = "query ($search: String!) { customers(search: $search) { nodes { displayName } } }"
TAGGED = "query { tags { nodes { label customers { nodes { displayName } } } } }"

# What is kept of a tenant, without ids and the document whose keys are ids.
KEPT = """
select to_jsonb(kept) - array[
  'id', 'tenant_id', 'customer_id', 'created_by', 'blocked_by', 'author_id', 'tag_id',
  'company_id', 'field_id', 'custom'
] as kept from {} kept where tenant_id = $1 order by 1"""
UNTOLD = """
select id from customers where tenant_id = $1 and id not in
  (select customer_id from {} where tenant_id = $1 and customer_id is not null)"""
FACTS = "select name, count(*) from outbox where tenant_id = $1 group by name"
EMAILS = "select email from customers where tenant_id = $1 order by created_at"


@dataclass(frozen=True, slots=True)
class Filled:
    """A tenant that was filled, and what was heard of it meanwhile."""

    tenant: Tenant
    made: int
    heard: list[tuple[int, int]]


@pytest.fixture(scope="module")
async def travel(client: httpx2.AsyncClient, owner: asyncpg.Pool, house: House) -> Filled:
    """A tenant filled as the travel agency is."""
    return await _filled(house, await _opened(client, owner), "demo")


@pytest.fixture(scope="module")
async def clinic(client: httpx2.AsyncClient, owner: asyncpg.Pool, house: House) -> Filled:
    """A tenant filled as the clinic is."""
    return await _filled(house, await _opened(client, owner), "rival")


async def test_a_fill_tells_of_every_customer_it_makes(travel: Filled) -> None:
    kept = await travel.tenant.contents()

    assert (travel.made, kept["customers"], kept["tags"], kept["actors"]) == (250, 250, 12, 4)
    assert travel.heard == [(done, 250) for done in range(1, 251)]


async def test_two_tenants_with_one_seed_differ_only_in_ids(
    travel: Filled, tenant: Tenant, house: House
) -> None:
    twin = (await _filled(house, tenant, "demo")).tenant

    emails = await twin.rows(EMAILS)

    assert emails == await travel.tenant.rows(EMAILS)
    assert emails[0] == {"email": "ana.popescu@example.com"}
    for kind in KINDS:
        assert await _kept(twin, kind) == await _kept(travel.tenant, kind), kind


async def test_two_seeds_make_different_people(travel: Filled, clinic: Filled) -> None:
    travellers = {row["email"] for row in await travel.tenant.rows(EMAILS)}
    patients = {row["email"] for row in await clinic.tenant.rows(EMAILS)}

    assert patients != travellers


async def test_everything_of_a_customer_can_be_asked_for(travel: Filled) -> None:
    person = story("demo", "RO").people[0]

    answer = await travel.tenant.ask(WHOLE, externalId="1001")

    customer = answer.data["customerByIdentifier"]
    assert {label["label"] for label in customer.pop("tags")} == set(person.worn)
    assert customer.pop("notes")["nodes"] == [
        {"body": each.note["body"], "author": {"name": each.author.name}}
        for each in reversed(person.notes)
    ]
    assert _by_line(customer.pop("addresses")) == _by_line(_shown(person))
    assert customer == {
        "displayName": "Ana Popescu",
        "email": "ana.popescu@example.com",
        "phone": person.said["phone"],
        "status": "ACTIVE",
    }


@pytest.mark.parametrize(
    ("kind", "name", "email"),
    [
        ("travel", "Ana Popescu", "ana.popescu@example.com"),
        ("clinic", "Yasmine Alaoui", "yasmine.alaoui@example.com"),
    ],
)
async def test_the_regular_customer_can_come_in(
    request: pytest.FixtureRequest, kind: str, name: str, email: str
) -> None:
    filled: Filled = request.getfixturevalue(kind)

    regular = await filled.tenant.ask(ME, by=(Role.CUSTOMER,), user="customer-1")
    stranger = await filled.tenant.ask(ME, by=(Role.CUSTOMER,), user="customer-2")

    shown = {"displayName": name, "email": email, "status": "ACTIVE"}
    assert regular.data == {"me": {**shown, "addresses": [{"isDefault": True}] * 2}}
    assert stranger.data == {"me": None}


async def test_a_second_fill_does_nothing(travel: Filled, house: House) -> None:
    before = await travel.tenant.contents()

    again = await _filled(house, travel.tenant, "rival")

    assert (again.made, again.heard) == (0, [])
    assert await travel.tenant.contents() == before


async def test_a_tenant_with_one_customer_is_left_alone(tenant: Tenant, house: House) -> None:
    await tenant.customer()
    before = await tenant.contents()

    filled = await _filled(house, tenant, "demo")

    assert (filled.made, filled.heard) == (0, [])
    assert await tenant.contents() == before


async def test_what_is_there_already_is_worn_and_said(tenant: Tenant, house: House) -> None:
    await tenant.tag("vip", color="#000000")
    await tenant.custom_field("trips", "NUMBER")
    await _filled(house, tenant, "demo")

    tags = (await tenant.ask(TAGGED)).data["tags"]["nodes"]
    worn = {tag["label"]: tag["customers"]["nodes"] for tag in tags}
    assert (len(worn), "VIP" in worn) == (12, False)
    assert worn["vip"] != []
    assert (await tenant.contents())["custom_fields"] == 7


async def test_every_customer_is_told_of_and_stands_in_the_audit(clinic: Filled) -> None:
    counted = {row["name"]: row["count"] for row in await clinic.tenant.rows(FACTS)}

    kept = await clinic.tenant.contents()
    assert await clinic.tenant.rows(UNTOLD.format("outbox")) == []
    assert await clinic.tenant.rows(UNTOLD.format("audit_log")) == []
    assert counted == {
        "v1.custom_field.created": 7,
        "v1.customer.address_added": kept["addresses"],
        "v1.customer.blocked": 6,
        "v1.customer.created": 250,
        "v1.customer.deactivated": 22,
        "v1.customer.deleted": 6,
        "v1.customer.member_added": kept["company_members"],
        "v1.customer.note_added": kept["notes"],
        "v1.customer.tagged": kept["customer_tags"],
        "v1.tag.created": 10,
    }


@pytest.mark.parametrize("typed", ["ana popes", "ana.popescu@example.com", "POPESCU ANA"])
async def test_a_demo_name_is_found(travel: Filled, typed: str) -> None:
    answer = await travel.tenant.ask(SEARCH, search=typed)

    assert answer.data["customers"]["nodes"][0] == {"displayName": "Ana Popescu"}


async def test_a_name_in_arabic_is_found(clinic: Filled) -> None:
    people = story("rival", "MA").people
    living = Counter(_called(person) for person in people if not person.history["deleted_at"])
    name = next(name for name in living if name.startswith("ليلى"))

    answer = await clinic.tenant.ask(SEARCH, search=name)

    assert answer.data["customers"]["nodes"][0] == {"displayName": name}


@pytest.mark.parametrize(("seed", "region"), BOTH)
def test_everybody_can_be_reached_and_nobody_is_real(seed: str, region: str) -> None:
    people = story(seed, region).people

    emails = [email for person in people if (email := person.said["email"])]
    phones = [phone for person in people if (phone := person.said["phone"])]
    domains = {email.partition("@")[2] for email in emails}
    assert domains == {"example.com", "example.net", "example.org"}
    assert len(set(emails)) == len(emails) > 200
    assert [phone for phone in phones if not _is_valid(phone, region)] == []


@pytest.mark.parametrize(("seed", "region"), BOTH)
def test_the_story_is_mixed_and_ends_on_its_day(seed: str, region: str) -> None:
    people = story(seed, region).people

    instants = [at for person in people for at in _instants(person)]
    assert DAY - 3 * YEAR <= min(instants) < max(instants) <= DAY
    assert [person.said["external_id"] for person in people[:11]] == [
        *(str(number) for number in range(1001, 1011)),
        None,
    ]
    assert Counter(person.said["kind"] for person in people)["CORPORATE"] == 38
    assert {len(person.addresses) for person in people} == {0, 1, 2, 3}
    assert {len(person.worn) for person in people} == {0, 1, 2, 3, 4}
    assert {len(person.notes) for person in people} == {0, 1, 2, 3, 4, 5}


@pytest.mark.parametrize(("seed", "region"), BOTH)
def test_no_purpose_has_two_defaults(seed: str, region: str) -> None:
    serves = {"BOTH": ("BILLING", "SHIPPING")}

    twice = [
        person.said["email"]
        for person in story(seed, region).people
        for purpose, count in Counter(
            purpose
            for address in person.addresses
            if address["is_default"]
            for purpose in serves.get(address["type"], (address["type"],))
        ).items()
        if count > 1
    ]

    assert twice == []


async def _opened(client: httpx2.AsyncClient, owner: asyncpg.Pool) -> Tenant:
    tenant = Tenant(client, owner, f"demo-{uuid4().hex[:12]}")
    await tenant.open()
    return tenant


async def _filled(house: House, tenant: Tenant, seed: str) -> Filled:
    found = await find_tenant(house.database, tenant.slug)
    assert found is not None
    heard: list[tuple[int, int]] = []
    made = await fill(house.database, found, SECRET, lambda *said: heard.append(said), seed=seed)
    return Filled(tenant, made, heard)


async def _kept(tenant: Tenant, kind: str) -> list[dict[str, object]]:
    rows = [row["kept"] for row in await tenant.rows(KEPT.format(kind))]
    if kind == "actors":
        return [{"name": row["name"], "subject": row["subject"]} for row in rows]
    return rows


def _called(person: Person) -> str:
    return f"{person.said['first_name']} {person.said['last_name']}"


def _shown(person: Person) -> list[dict[str, object]]:
    names = {"isDefault": "is_default", "postalCode": "postal_code"}
    wanted = ("type", "isDefault", "label", "line1", "city", "postalCode")
    return [{name: row[names.get(name, name)] for name in wanted} for row in person.addresses]


def _by_line(addresses: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(addresses, key=lambda address: str(address["line1"]))


def _is_valid(phone: str, region: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(phone, region))


def _instants(person: Person) -> list[datetime]:
    notes = [each.note["created_at"] for each in person.notes]
    homes = [address["created_at"] for address in person.addresses]
    known = [at for name, at in person.history.items() if name.endswith("_at") and at]
    return [*notes, *homes, *known, *person.worn.values()]
