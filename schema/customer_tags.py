"""The tags that a customer wears, as clients see and change them."""

from uuid import UUID

import strawberry

from auth.scopes import Scope
from resolvers import customer_tags
from schema.fields import relation
from schema.ids import need_id
from schema.inputs import Keyed, asked, given, said
from schema.mutations import act
from schema.person import CustomerPayload, Person
from schema.tags import Tag


@strawberry.type
class WithTags(Person):
    tags: list[Tag] | None = relation(
        customer_tags.tags_of_customers,
        "id",
        says="Tags that the customer wears, at most 250, the most important first",
        needs=Scope.TAGS_READ,
    )
    tag_labels: list[str] | None = relation(
        customer_tags.tags_of_customers,
        "id",
        says="Labels of the tags that the customer wears, in the order of `tags`",
        needs=Scope.TAGS_READ,
        shows="label",
    )


@strawberry.input(description="Tags that a customer is to wear beside those it wears")
class CustomerTagsAddInput(Keyed):
    customer_id: strawberry.ID = asked("ID of the customer")
    tag_ids: strawberry.Maybe[list[strawberry.ID] | None] = given("IDs of tags, at most 250")
    labels: strawberry.Maybe[list[str] | None] = given(
        "Labels of tags, at most 250; those that no tag has are made"
    )


@strawberry.input(description="Tags that a customer is not to wear any more")
class CustomerTagsRemoveInput(Keyed):
    customer_id: strawberry.ID = asked("ID of the customer")
    tag_ids: list[strawberry.ID] = asked("IDs of tags, at most 250")


@strawberry.input(description="The tags that a customer is to wear, and no others")
class CustomerTagsSetInput(Keyed):
    customer_id: strawberry.ID = asked("ID of the customer")
    tag_ids: list[strawberry.ID] = asked("IDs of tags, at most 250")


@strawberry.type(description="What became of tags that were to be added")
class CustomerTagsAddPayload(CustomerPayload):
    pass


@strawberry.type(description="What became of tags that were to be removed")
class CustomerTagsRemovePayload(CustomerPayload):
    pass


@strawberry.type(description="What became of tags that were to be set")
class CustomerTagsSetPayload(CustomerPayload):
    pass


@strawberry.type
class CustomerTagMutations:
    customer_tags_add: CustomerTagsAddPayload = act(
        lambda ctx, i: customer_tags.add_tags(
            ctx, _customer(i), _tags(said(i).get("tag_ids")), said(i).get("labels") or []
        ),
        CustomerTagsAddInput,
        CustomerTagsAddPayload,
        needs=Scope.TAGS_WRITE,
        says="Put tags on a customer",
    )
    customer_tags_remove: CustomerTagsRemovePayload = act(
        lambda ctx, i: customer_tags.remove_tags(ctx, _customer(i), _tags(said(i)["tag_ids"])),
        CustomerTagsRemoveInput,
        CustomerTagsRemovePayload,
        needs=Scope.TAGS_WRITE,
        says="Take tags off a customer",
    )
    customer_tags_set: CustomerTagsSetPayload = act(
        lambda ctx, i: customer_tags.set_tags(ctx, _customer(i), _tags(said(i)["tag_ids"])),
        CustomerTagsSetInput,
        CustomerTagsSetPayload,
        needs=Scope.TAGS_WRITE,
        says="Let a customer wear these tags and no others",
    )


def _customer(given_input: CustomerTagsAddInput | CustomerTagsRemoveInput) -> UUID:
    return need_id("customer", given_input.customer_id, "customer_id")


def _tags(ids: list[str] | None) -> list[UUID]:
    return [need_id("tag", each, "tag_ids") for each in ids or []]
