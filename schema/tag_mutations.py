"""What clients can do with tags."""

import strawberry

from auth.scopes import Scope
from resolvers import tag_changes, tags
from schema.fields import relation
from schema.ids import need_id
from schema.inputs import Expecting, Keyed, asked, expected_version, given, said
from schema.mutations import ChangedPayload, DeletedPayload, Payload, act, of_what_was_done
from schema.tags import Tag


@strawberry.input(description="A tag to be made")
class TagCreateInput(Keyed):
    label: str = asked("Text of the tag, at most 50 characters; no two are alike but for case")
    color: strawberry.Maybe[str | None] = given("Colour of the tag, as `#RRGGBB`")
    priority: strawberry.Maybe[int | None] = given("Importance of the tag, from 0 to 1000")


@strawberry.input(description="What is to be different about a tag")
class TagUpdateInput(Expecting):
    id: strawberry.ID = asked("ID of the tag")
    label: strawberry.Maybe[str | None] = given("Text of the tag, at most 50 characters")
    color: strawberry.Maybe[str | None] = given("Colour of the tag, as `#RRGGBB`; null for none")
    priority: strawberry.Maybe[int | None] = given("Importance of the tag, from 0 to 1000")


@strawberry.input(description="A tag to be removed from the tenant and from every customer")
class TagDeleteInput(Keyed):
    id: strawberry.ID = asked("ID of the tag")


@strawberry.type
class _TagPayload(Payload):
    tag: Tag | None = relation(tags.tags_by_id, of_what_was_done, says="Tag as it is now")


@strawberry.type(description="What became of a tag that was to be made")
class TagCreatePayload(_TagPayload):
    pass


@strawberry.type(description="What became of a tag that was to be changed")
class TagUpdatePayload(_TagPayload, ChangedPayload):
    pass


@strawberry.type(description="What became of a tag that was to be removed")
class TagDeletePayload(DeletedPayload):
    kind_of_node = "tag"


@strawberry.type
class TagMutations:
    tag_create: TagCreatePayload = act(
        lambda ctx, i: tag_changes.create_tag(ctx, said(i)),
        TagCreateInput,
        TagCreatePayload,
        needs=Scope.TAGS_WRITE,
        says="Make a tag of the tenant",
    )
    tag_update: TagUpdatePayload = act(
        lambda ctx, i: tag_changes.update_tag(
            ctx, need_id("tag", i.id), said(i, "id"), expected_version(i)
        ),
        TagUpdateInput,
        TagUpdatePayload,
        needs=Scope.TAGS_WRITE,
        says="Change the label, the colour or the priority of a tag",
    )
    tag_delete: TagDeletePayload = act(
        lambda ctx, i: tag_changes.delete_tag(ctx, need_id("tag", i.id)),
        TagDeleteInput,
        TagDeletePayload,
        needs=Scope.TAGS_WRITE,
        says="Remove a tag from the tenant and from every customer",
    )
