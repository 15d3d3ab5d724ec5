"""The roots: everything that can be asked and done, and the schema made of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any, Final, cast
from uuid import UUID

import strawberry
from graphql import GraphQLInputObjectType, GraphQLObjectType, GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.types import Info

from auth.scopes import Scope
from resolvers import (
    actors,
    addresses,
    company_members,
    custom_fields,
    customer_groups,
    customer_lists,
    customers,
    filter_fields,
    notes,
    tags,
    value_suggestions,
)
from resolvers.columns import EVERYTHING, Wanted
from resolvers.context import Context
from resolvers.refusals import Refusal
from schema.actors import Actor
from schema.address_mutations import AddressMutations
from schema.addresses import Address
from schema.company_members import CompanyMember, CompanyMemberMutations
from schema.custom_field_mutations import CustomFieldMutations
from schema.custom_fields import CustomField, used_or_retired
from schema.customer_erasure import CustomerErasureMutations
from schema.customer_groups import CustomerGroups, grouped
from schema.customer_identity import CustomerIdentityMutations
from schema.customer_inputs import identified
from schema.customer_mutations import CustomerMutations
from schema.customer_questions import sought
from schema.customer_tags import CustomerTagMutations
from schema.customers import Customer
from schema.fields import found
from schema.filter_fields import FilterField, declared
from schema.ids import id_of, kind_and_id
from schema.mutations import call_straight
from schema.needs import needing
from schema.nodes import Node
from schema.notes import Note, NoteMutations
from schema.pages import paged
from schema.person import CustomerConnection
from schema.problems import InputError, StaleVersion, ValueTaken
from schema.redactions import DIRECTIVES
from schema.scalars import SCALARS
from schema.strictness import make_strict
from schema.tag_mutations import TagMutations
from schema.tags import Tag, TagConnection
from schema.value_suggestions import ValueSuggestion, suggested
from schema.viewer import Viewer
from schema.views import show

Find = Callable[[Context, Sequence[UUID], Wanted], Awaitable[Sequence[Any]]]

# What `node` finds, by the kind that an id names, and the right that it takes.
_FOUND: Final[Mapping[str, tuple[type[Node], Scope, Find]]] = {
    "actor": (Actor, Scope.CUSTOMERS_LIST, actors.actors),
    "address": (Address, Scope.CUSTOMERS_PII, addresses.addresses),
    "company_member": (CompanyMember, Scope.CUSTOMERS_READ, company_members.company_members),
    "custom_field": (CustomField, Scope.CUSTOMERS_READ, custom_fields.custom_fields_by_id),
    "customer": (Customer, Scope.CUSTOMERS_READ, customers.customers),
    "note": (Note, Scope.NOTES_READ, notes.notes),
    "tag": (Tag, Scope.TAGS_READ, tags.tags_by_id),
}
_MOST_NODES: Final = 100

SomeId = Annotated[strawberry.ID, strawberry.argument(description="ID of the object")]


def _with_id(kind: str, load: Find, *, needs: Scope) -> Any:
    """A field that finds a thing of a kind by its id."""

    async def find(ctx: Context, wanted: Wanted, id: UUID | None) -> Any:
        return (await load(ctx, [id], wanted))[0] if id else None

    def takes(id: SomeId) -> dict[str, Any]:
        return {"id": id_of(kind, id)}

    return found(
        find, says=f"{kind.replace('_', ' ').capitalize()} with this id", needs=needs, takes=takes
    )


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

    customer: Customer | None = _with_id(
        "customer", customers.customers, needs=Scope.CUSTOMERS_READ
    )
    customer_by_identifier: Customer | None = found(
        customers.customer_by_identifier,
        says="Customer with this identifier",
        needs=Scope.CUSTOMERS_READ,
        takes=identified,
    )
    me: Customer | None = found(
        customers.me, says="The caller's own customer; null unless the caller is one"
    )
    customers: CustomerConnection = found(
        customer_lists.customers,
        says="Customers of the tenant, newest first unless sorted or searched",
        needs=Scope.CUSTOMERS_LIST,
        takes=sought,
    )
    custom_field: CustomField | None = _with_id(
        "custom_field", custom_fields.custom_fields_by_id, needs=Scope.CUSTOMERS_READ
    )
    custom_fields: list[CustomField] | None = found(
        custom_fields.custom_fields,
        says="Custom fields of the tenant, at most 100, in their order. Customers see only those"
        " that they may read",
        needs=Scope.CUSTOMERS_READ,
        takes=used_or_retired,
    )
    customer_groups: CustomerGroups | None = found(
        customer_groups.groups,
        says="Customers of the tenant put together by what they have in common, with figures",
        needs=Scope.CUSTOMERS_LIST,
        takes=grouped,
    )
    customer_filter_fields: list[FilterField] = found(
        filter_fields.filter_fields,
        says="Fields that the caller can filter customers by",
        needs=Scope.CUSTOMERS_LIST,
        takes=declared,
    )
    customer_value_suggestions: list[ValueSuggestion] | None = found(
        value_suggestions.suggestions,
        says="Values that customers have in a field, in the order of their letters",
        needs=Scope.CUSTOMERS_LIST,
        takes=suggested,
    )
    tag: Tag | None = _with_id("tag", tags.tags_by_id, needs=Scope.TAGS_READ)
    tags: TagConnection = found(
        tags.tags,
        says="Tags of the tenant, the most important first",
        needs=Scope.TAGS_READ,
        takes=paged,
    )


@strawberry.type(description="Everything that can be done")
class Mutation(
    AddressMutations,
    CompanyMemberMutations,
    CustomFieldMutations,
    CustomerErasureMutations,
    CustomerIdentityMutations,
    CustomerMutations,
    CustomerTagMutations,
    NoteMutations,
    TagMutations,
):
    pass


async def _node(ctx: Context, said_id: str) -> Node | None:
    known = kind_and_id(said_id)
    if known is None or known[0] not in _FOUND:
        return None
    view, scope, load = _FOUND[known[0]]
    if not ctx.caller.sees(scope):
        return None
    (row,) = await load(ctx, [known[1]], EVERYTHING)
    return view.of(row) if row else None


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


def _tell_needs(made: GraphQLSchema) -> None:
    """Tell every kind of node what it takes to find it by its id."""
    for view, scope, _ in _FOUND.values():
        made.type_map[view.__name__].extensions |= needing(scope)


schema: Final = _telling_one_of(
    strawberry.Schema(
        query=Query,
        mutation=Mutation,
        directives=DIRECTIVES,
        types=[InputError, StaleVersion, ValueTaken],
        config=StrawberryConfig(default_resolver=show, scalar_map=SCALARS),
    )
)
make_strict(schema._schema)  # noqa: SLF001  # the same
_tell_needs(schema._schema)  # noqa: SLF001  # the same
call_straight(schema, cast("GraphQLObjectType", schema._schema.mutation_type))  # noqa: SLF001  # the same
