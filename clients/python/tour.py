"""A tour of the generated client: what it does with a real server."""

import asyncio
import json
import os
import sys
from typing import TypeVar
from uuid import uuid4

from clientela_client import (
    Client,
    CustomerCreateCustomerCreateUserErrorsValueTaken,
    CustomerCreateInput,
    CustomerIdentifier,
    CustomerUpdateInput,
    GraphQLClientGraphQLMultiError,
    GraphQLClientHttpError,
)

URL = os.environ.get("CLIENTELA_URL", "http://127.0.0.1:8000/graphql")
TOKEN = os.environ.get("CLIENTELA_TOKEN", "")
Thing = TypeVar("Thing")


def there(thing: Thing | None) -> Thing:
    """What has to be there."""
    if thing is None:
        raise LookupError("Something that was just made is not there.")
    return thing


def connected(token: str) -> Client:
    """A client that says who it is."""
    return Client(URL, headers={"Authorization": f"Bearer {token}"})


async def tour(client: Client) -> dict[str, object]:
    """What is seen on the way: a customer made, refused, found and changed."""
    viewer = (await client.viewer()).viewer
    email = f"ion-{uuid4()}@example.com"
    first = CustomerCreateInput(email=email, first_name="Ion", idempotency_key=str(uuid4()))
    made = there((await client.customer_create(first)).customer_create.customer)
    second = first.model_copy(update={"idempotency_key": str(uuid4())})
    twice = (await client.customer_create(second)).customer_create.user_errors
    who = CustomerIdentifier(email=email)
    found = there((await client.customer_lookup(who)).customer_by_identifier)
    change = CustomerUpdateInput(id=found.id, last_name="Ionescu", expected_version=1)
    changed = (await client.customer_update(change)).customer_update
    card = there((await client.customer_card(found.id)).customer)
    return {
        "tenant": viewer.tenant.slug,
        "made": made.display_name,
        "refused": [
            (error.code, error.existing_id == made.id)
            for error in twice
            if isinstance(error, CustomerCreateCustomerCreateUserErrorsValueTaken)
        ],
        "changed": changed.changed_fields,
        "card": (card.display_name, card.version, card.created_at.tzname()),
    }


async def refused() -> str:
    """What somebody without a token is told."""
    async with connected("nobody") as stranger:
        try:
            await stranger.viewer()
        except GraphQLClientHttpError as error:
            return f"HTTP {error.status_code}"
        except GraphQLClientGraphQLMultiError as error:
            return str(error)
    return "nothing"


async def main() -> None:
    """Take the tour and write down what was seen."""
    async with connected(TOKEN) as client:
        seen = await tour(client)
    sys.stdout.write(json.dumps(seen | {"stranger": await refused()}))


asyncio.run(main())
