"""The changes of a customer as clients see them: which fields, when and by whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry

from auth.scopes import Scope
from resolvers import actors, history
from resolvers.columns import Wanted
from resolvers.context import Context
from schema.actors import Actor
from schema.fields import relation, shown
from schema.pages import Connection, Edge, edges, node, nodes, paged
from schema.person import Person
from schema.problems import camel
from schema.views import View


async def _fields(ctx: Context, replaced: Sequence[Any], wanted: Wanted) -> list[Any]:
    told = await history.fields_of_changes(ctx, replaced, wanted)
    return [[history.FieldName(camel(field.name)) for field in each] for each in told]


@strawberry.type(description="Change that made a version of a customer")
class CustomerChange(View):
    version: int = shown("Version that the change made")
    created_at: datetime = shown("Timestamp of the change")
    fields: list[str] = relation(
        _fields, "before", says="Fields that the change gave another value", shows="name"
    )
    created_by: Actor | None = relation(actors.actors, "actor_id", says="Who made the change")


@strawberry.type(description="Change at its place in a list")
class CustomerChangeEdge(Edge):
    node: CustomerChange = node("The change")


@strawberry.type(description="Page of changes")
class CustomerChangeConnection(Connection):
    edges: list[CustomerChangeEdge] = edges("Changes with their cursors")
    nodes: list[CustomerChange] = nodes("Changes of the page")


@strawberry.type
class WithHistory(Person):
    created_by: Actor | None = relation(
        actors.actors, "created_by", says="Who made the customer known", needs=Scope.CUSTOMERS_LIST
    )
    changes: CustomerChangeConnection | None = relation(
        history.changes_of_customers,
        "id",
        says="Changes of the customer since it became known, the last one first",
        needs=Scope.CUSTOMERS_LIST,
        takes=paged,
    )
