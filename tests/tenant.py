"""A tenant that makes things: the world of a test, spoken to over HTTP."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, cast
from uuid import UUID, uuid4

import asyncpg
import httpx2

from app.settings import DEVELOPMENT_SECRET
from auth.scopes import Role
from auth.tokens import mint
from db.ids import new_id

CREATE_CUSTOMER = """
mutation ($input: CustomerCreateInput!) {
  customerCreate(input: $input) { customer { id } userErrors { code message field } }
}"""
CREATE_ADDRESS = """
mutation ($input: AddressCreateInput!) {
  addressCreate(input: $input) { address { id } userErrors { code message field } }
}"""
CREATE_TAG = """
mutation ($input: TagCreateInput!) {
  tagCreate(input: $input) { tag { id } userErrors { code message field } }
}"""
CREATE_CUSTOM_FIELD = """
mutation ($input: CustomFieldCreateInput!) {
  customFieldCreate(input: $input) { customField { id } userErrors { code message field } }
}"""
ADD_TAGS = """
mutation ($input: CustomerTagsAddInput!) {
  customerTagsAdd(input: $input) { customer { id } userErrors { code message field } }
}"""
CREATE_NOTE = """
mutation ($input: NoteCreateInput!) {
  noteCreate(input: $input) { note { id } userErrors { code message field } }
}"""
ADMIN = (Role.ADMIN,)
# Whoever asks for this form is told by the status what came of it.
NEWER = {"Accept": "application/graphql-response+json"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: dict[str, Any]
    headers: httpx2.Headers

    @property
    def data(self) -> Any:
        """What was answered; to be compared with an exact value."""
        return self.body.get("data")

    @property
    def codes(self) -> dict[str, str]:
        """The code of every error at the top, by its path."""
        return {
            ".".join(str(step) for step in error.get("path", ())): error["extensions"]["code"]
            for error in self.body.get("errors", ())
        }

    def payload(self) -> dict[str, Any]:
        """What the one mutation answered."""
        assert "errors" not in self.body, self.body
        (payload,) = self.data.values()
        return cast("dict[str, Any]", payload)

    def refusals(self) -> list[tuple[str, list[str] | None]]:
        """Code and field of everything that stood in the way of the one mutation."""
        return [(error["code"], error["field"]) for error in self.payload()["userErrors"]]


class Tenant:
    """A company of a test's own, empty at first."""

    def __init__(self, client: httpx2.AsyncClient, owner: asyncpg.Pool, slug: str) -> None:
        self.id = new_id()
        self.slug = slug
        self._client, self._owner = client, owner
        self._numbers = count(1)
        self._tokens: dict[tuple[Role | str, ...], str] = {}

    async def open(self) -> None:
        """Let the tenant exist."""
        await self._owner.execute(
            "insert into tenants (id, slug, name, default_region) values ($1, $2, $3, 'RO')",
            self.id,
            self.slug,
            self.slug.title(),
        )

    def through(self, client: httpx2.AsyncClient) -> "Tenant":
        """The same tenant, spoken to by way of another house."""
        same = copy(self)
        same._client = client
        return same

    def token(self, *roles: Role | str, user: str = "", **claims: Any) -> str:
        """A token of this tenant."""
        subject = user or "+".join(roles) or "nobody"
        said = {"sub": subject, "tenant": self.slug, "roles": list(roles), "name": subject.title()}
        lifetime = timedelta(minutes=10)
        return mint(DEVELOPMENT_SECRET, said | claims, now=datetime.now(UTC), lifetime=lifetime)

    async def ask(
        self, query: str, *, by: Iterable[Role | str] = ADMIN, user: str = "", **variables: Any
    ) -> Answer:
        """Ask or do something as somebody of this tenant, with the same token each time."""
        roles = tuple(by)
        who = (user, *roles)
        if who not in self._tokens:
            self._tokens[who] = self.token(*roles, user=user)
        return await self.send(query, self._tokens[who], **variables)

    async def send(self, query: str, token: str, **variables: Any) -> Answer:
        """Ask or do something with a token."""
        return await self.post(
            {"query": query, "variables": variables}, {"Authorization": f"Bearer {token}"}
        )

    async def post(self, body: Any, headers: dict[str, str]) -> Answer:
        """Send a body as it is."""
        response = await self._client.post("/graphql", json=body, headers=NEWER | headers)
        return Answer(response.status_code, response.json(), response.headers)

    async def customer(self, **given: Any) -> str:
        """The id of a new customer."""
        number = next(self._numbers)
        plausible = {"firstName": "Ana", "lastName": f"Popescu {number}"}
        return await self.made(CREATE_CUSTOMER, "customer", plausible | given)

    async def address(self, customer: str, **given: Any) -> str:
        """The id of a new address of a customer."""
        plausible = {
            "customerId": customer,
            "type": "SHIPPING",
            "line1": f"Strada Lungă {next(self._numbers)}",
            "city": "Brașov",
            "postalCode": "500001",
            "countryCode": "RO",
        }
        return await self.made(CREATE_ADDRESS, "address", plausible | given)

    async def tag(self, label: str = "", **given: Any) -> str:
        """The id of a new tag."""
        given = {"label": label or f"Tag {next(self._numbers)}"} | given
        return await self.made(CREATE_TAG, "tag", given)

    async def custom_field(self, key: str, kind: str = "TEXT", **given: Any) -> str:
        """The id of a new field of the tenant's own, by which customers can be filtered."""
        given = {"key": key, "label": key.title(), "kind": kind, "isFilterable": True} | given
        return await self.made(CREATE_CUSTOM_FIELD, "customField", given)

    async def wear(self, customer: str, *tags: str) -> None:
        """Put tags on a customer."""
        await self.made(ADD_TAGS, "customer", {"customerId": customer, "tagIds": list(tags)})

    async def note(self, customer: str, **given: Any) -> str:
        """The id of a new note about a customer."""
        plausible = {"customerId": customer, "body": f"Note {next(self._numbers)}"}
        return await self.made(CREATE_NOTE, "note", plausible | given)

    async def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """What the database holds, past both walls; `$1` is the tenant."""
        return [dict(row) for row in await self._owner.fetch(query, self.id, *values)]

    async def recorded(self, fact: str, **pointing: UUID | str) -> list[dict[str, Any]]:
        """The facts of a name that the outbox holds, with these ids in them."""
        rows = await self.rows(
            "select payload from outbox where tenant_id = $1 and name = $2 order by id", fact
        )
        wanted = {name: str(kept(value)) for name, value in pointing.items()}
        return [row["payload"] for row in rows if wanted.items() <= row["payload"].items()]

    async def contents(self) -> dict[str, int]:
        """How many rows the tenant has in every table, to show that nothing happened."""
        tables = await self._owner.fetch(
            "select table_name as name from information_schema.columns"
            " where table_schema = 'public' and column_name = 'tenant_id' order by 1"
        )
        counted = "select count(*) from {} where tenant_id = $1"
        return {
            row["name"]: await self._owner.fetchval(counted.format(row["name"]), self.id)
            for row in tables
        }

    async def made(self, mutation: str, thing: str, given: dict[str, Any]) -> str:
        """The id of a thing that an act makes."""
        answer = await self.ask(mutation, input=given)
        payload = answer.payload()
        assert payload["userErrors"] == [], payload
        return cast("str", payload[thing]["id"])


def saying(path: str, value: Any) -> dict[str, Any]:
    """What is sent to say one field, which may stand inside of another one."""
    first, _, rest = path.partition(".")
    return {first: saying(rest, value) if rest else value}


def doing(mutation: str, shows: str = "") -> str:
    """The document of a mutation, with what is to be seen of its answer."""
    takes = f"{mutation[0].upper()}{mutation[1:]}Input!"
    answer = f"{shows} userErrors {{ code message field }}"
    return f"mutation ($input: {takes}) {{ {mutation}(input: $input) {{ {answer} }} }}"


def kept(shown: UUID | str) -> UUID:
    """The id that is kept, of an id that is shown."""
    return shown if isinstance(shown, UUID) else UUID(shown.partition("_")[2])


def unknown(kind: str) -> str:
    """An id that nothing ever had."""
    return f"{kind}_{uuid4().hex}"
