"""The roots: everything that can be asked and done, and the schema made of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, Final, cast
from uuid import UUID

import strawberry
from graphql import GraphQLInputObjectType, GraphQLObjectType
from strawberry.schema.config import StrawberryConfig
from strawberry.types import Info

from auth.scopes import Scope
from resolvers import actors, addresses, customer_lists, customers, notes, tags
from resolvers.context import Context
from resolvers.refusals import Refusal
from schema.address_mutations import AddressMutations
from schema.customer_inputs import CustomerIdentifier
from schema.customer_kinds import DeletedCustomers
from schema.customer_mutations import CustomerMutations
from schema.customer_tags import CustomerTagMutations
from schema.customer_where import CustomerSort, CustomerWhere, question
from schema.customers import Customer
from schema.ids import id_of, kind_and_id
from schema.inputs import said, unless_unset
from schema.notes import NoteMutations
from schema.pages import After, Before, First, Last, page
from schema.permissions import may
from schema.person import CustomerConnection, customers_connected
from schema.problems import InputError, StaleVersion, ValueTaken
from schema.scalars import SCALARS
from schema.strictness import make_strict
from schema.tag_mutations import TagMutations
from schema.tags import Tag, TagConnection, tags_connected
from schema.viewer import Viewer
from schema.views import Node, show, viewed

Find = Callable[[Context, UUID], Awaitable[Any]]

# What `node` finds, by the kind that an id names, and the right that it takes.
_FOUND: Final[Mapping[str, tuple[Scope, Find]]] = {
    "actor": (Scope.CUSTOMERS_LIST, actors.actor),
    "address": (Scope.CUSTOMERS_PII, addresses.address),
    "customer": (Scope.CUSTOMERS_READ, customers.customer),
    "note": (Scope.NOTES_READ, notes.note),
    "tag": (Scope.TAGS_READ, tags.tag),
}
_MOST_NODES: Final = 100

SomeId = Annotated[strawberry.ID, strawberry.argument(description="ID of the object")]


@strawberry.type(description="Everything that can be asked")
class Query:
    @strawberry.field(description="Who asks, for whom, and what they may")
    def viewer(self) -> Viewer:
        return Viewer()

    @strawberry.field(description="Object with this id; null if there is none for the caller")
    async def node(self, info: Info[Context, None], id: SomeId) -> Node | None:
        return await _node(info.context, id)

    @strawberry.field(description="Objects with these ids, at most 100, each in its place")
    async def nodes(
        self,
        info: Info[Context, None],
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="IDs of the objects")],
    ) -> list[Node | None]:
        if len(ids) > _MOST_NODES:
            raise Refusal(f"Ask for at most {_MOST_NODES} nodes.", "ids")
        return list(await asyncio.gather(*(_node(info.context, each) for each in ids)))

    @strawberry.field(
        description="Customer with this id. Needs the scope `customers:read`",
        permission_classes=[may(Scope.CUSTOMERS_READ)],
    )
    async def customer(self, info: Info[Context, None], id: SomeId) -> Customer | None:
        found = id_of("customer", id)
        return Customer.maybe(await customers.customer(info.context, found)) if found else None

    @strawberry.field(
        description="Customer with this identifier. Needs the scope `customers:read`",
        permission_classes=[may(Scope.CUSTOMERS_READ)],
    )
    async def customer_by_identifier(
        self,
        info: Info[Context, None],
        identifier: Annotated[
            CustomerIdentifier, strawberry.argument(description="What identifies the customer")
        ],
    ) -> Customer | None:
        told = said(identifier)
        if "id" in told:
            told["id"] = id_of("customer", told["id"])
        return Customer.maybe(await customers.customer_by_identifier(info.context, told))

    @strawberry.field(description="The caller's own customer; null unless the caller is one")
    async def me(self, info: Info[Context, None]) -> Customer | None:
        return Customer.maybe(await customers.me(info.context))

    @strawberry.field(
        description="Customers of the tenant, newest first unless sorted or searched."
        " Needs the scope `customers:list`",
        permission_classes=[may(Scope.CUSTOMERS_LIST)],
    )
    async def customers(
        self,
        info: Info[Context, None],
        first: First = strawberry.UNSET,
        after: After = strawberry.UNSET,
        last: Last = strawberry.UNSET,
        before: Before = strawberry.UNSET,
        where: Annotated[
            CustomerWhere | None, strawberry.argument(description="Which customers are wanted")
        ] = strawberry.UNSET,
        sort_by: Annotated[
            list[CustomerSort] | None,
            strawberry.argument(description="Order of the list, by at most 4 fields"),
        ] = strawberry.UNSET,
        search: Annotated[
            str | None,
            strawberry.argument(
                description="Beginnings of words of names, company, e-mail address, telephone"
                " number or external id, in any order, in at most 255 characters; the best fit"
                " comes first"
            ),
        ] = strawberry.UNSET,
        deleted: Annotated[
            DeletedCustomers,
            strawberry.argument(
                description="Deleted customers; other than EXCLUDE needs `customers:delete`"
            ),
        ] = DeletedCustomers.EXCLUDE,
    ) -> CustomerConnection:
        asked = page(first, after, last, before)
        wanted = question(where or None, sort_by or None, unless_unset(search), deleted)
        return customers_connected(await customer_lists.customers(info.context, wanted, asked))

    @strawberry.field(
        description="Tag with this id. Needs the scope `tags:read`",
        permission_classes=[may(Scope.TAGS_READ)],
    )
    async def tag(self, info: Info[Context, None], id: SomeId) -> Tag | None:
        found = id_of("tag", id)
        return Tag.maybe(await tags.tag(info.context, found)) if found else None

    @strawberry.field(
        description="Tags of the tenant, the most important first. Needs the scope `tags:read`",
        permission_classes=[may(Scope.TAGS_READ)],
    )
    async def tags(
        self,
        info: Info[Context, None],
        first: First = strawberry.UNSET,
        after: After = strawberry.UNSET,
        last: Last = strawberry.UNSET,
        before: Before = strawberry.UNSET,
    ) -> TagConnection:
        return tags_connected(await tags.tags(info.context, page(first, after, last, before)))


@strawberry.type(description="Everything that can be done")
class Mutation(
    AddressMutations, CustomerMutations, CustomerTagMutations, NoteMutations, TagMutations
):
    pass


async def _node(ctx: Context, said_id: str) -> Node | None:
    known = kind_and_id(said_id)
    if known is None or known[0] not in _FOUND:
        return None
    scope, find = _FOUND[known[0]]
    if not ctx.caller.sees(scope):
        return None
    found: Node | None = viewed(known[0], await find(ctx, known[1]))
    return found


def _telling_one_of(made: strawberry.Schema) -> strawberry.Schema:
    """The schema with every @oneOf made known to graphql-core, which then checks it by itself."""
    kinds = made._schema.type_map  # noqa: SLF001  # Strawberry shows it nowhere else
    for kind in kinds.values():
        if isinstance(kind, GraphQLInputObjectType):
            kind.is_one_of = kind.extensions["strawberry-definition"].is_one_of
    # Strawberry's own answer fails where a type is a list, or never null.
    told = cast("GraphQLObjectType", kinds["__Type"]).fields["isOneOf"]
    told.resolve = lambda kind, _: getattr(kind, "is_one_of", None)
    return made


schema: Final = _telling_one_of(
    strawberry.Schema(
        query=Query,
        mutation=Mutation,
        types=[InputError, StaleVersion, ValueTaken],
        config=StrawberryConfig(default_resolver=show, scalar_map=SCALARS),
    )
)
make_strict(schema._schema)  # noqa: SLF001  # the same
