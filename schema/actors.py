"""Those who act, as clients see them."""

from datetime import datetime

import strawberry

from schema.fields import shown
from schema.nodes import Node


@strawberry.type(description="Person or service that acts on the tenant's customers")
class Actor(Node):
    kind_of_node = "actor"

    subject: str = shown("Subject of the actor's token")
    name: str | None = shown("Name of the actor, as the token last gave it")
    created_at: datetime = shown("Timestamp of when the actor first changed something")
