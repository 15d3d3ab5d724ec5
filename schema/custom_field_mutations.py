"""What clients can do with the fields that a tenant makes for its customers."""

import strawberry

from auth.scopes import Scope
from resolvers import custom_field_changes, custom_fields
from schema.custom_fields import CustomField, CustomFieldAccess, CustomFieldKind
from schema.fields import relation
from schema.ids import need_id
from schema.inputs import Expecting, Keyed, asked, expected_version, given, said
from schema.mutations import ChangedPayload, Payload, act, of_what_was_done


@strawberry.input(description="A custom field to be made; at most 100 are in use at once")
class CustomFieldCreateInput(Keyed):
    key: str = asked(
        "Name for programs: a small letter, then at most 39 small letters, digits and `_`; unique"
        " among the fields in use, and never changed"
    )
    label: str = asked("Name for people, at most 100 characters")
    kind: CustomFieldKind = asked("What the field holds; never changed")
    help: strawberry.Maybe[str | None] = given("What people are told, at most 500 characters")
    options: strawberry.Maybe[list[str] | None] = given(
        "What can be chosen in an OPTION field: 1 to 100 texts of at most 100 characters"
    )
    access: strawberry.Maybe[CustomFieldAccess | None] = given(
        "What customers may do with it; STAFF unless said"
    )
    is_required: strawberry.Maybe[bool | None] = given("Whether nobody is created without it")
    is_unique: strawberry.Maybe[bool | None] = given(
        "Whether no two customers have the same value, for TEXT and NUMBER; never changed"
    )
    is_filterable: strawberry.Maybe[bool | None] = given(
        "Whether customers can be filtered and sorted by it; never changed"
    )
    position: strawberry.Maybe[int | None] = given("Place among the others, from 0 to 10,000")


@strawberry.input(description="What is to be different about a custom field")
class CustomFieldUpdateInput(Expecting):
    id: strawberry.ID = asked("ID of the custom field")
    label: strawberry.Maybe[str | None] = given("Name for people, at most 100 characters")
    help: strawberry.Maybe[str | None] = given("What people are told, at most 500 characters")
    options: strawberry.Maybe[list[str] | None] = given(
        "What can be chosen in an OPTION field; who has another one keeps it"
    )
    access: strawberry.Maybe[CustomFieldAccess | None] = given("What customers may do with it")
    is_required: strawberry.Maybe[bool | None] = given("Whether nobody is created without it")
    position: strawberry.Maybe[int | None] = given("Place among the others, from 0 to 10,000")


@strawberry.input(description="A custom field to be used no more")
class CustomFieldRetireInput(Keyed):
    id: strawberry.ID = asked("ID of the custom field")


@strawberry.input(description="A retired custom field to be used again")
class CustomFieldRestoreInput(Keyed):
    id: strawberry.ID = asked("ID of the custom field")


@strawberry.type
class _CustomFieldPayload(Payload):
    custom_field: CustomField | None = relation(
        custom_fields.custom_fields_by_id, of_what_was_done, says="Custom field as it is now"
    )


@strawberry.type(description="What became of a custom field that was to be made")
class CustomFieldCreatePayload(_CustomFieldPayload):
    pass


@strawberry.type(description="What became of a custom field that was to be changed")
class CustomFieldUpdatePayload(_CustomFieldPayload, ChangedPayload):
    pass


@strawberry.type(description="What became of a custom field that was to be retired")
class CustomFieldRetirePayload(_CustomFieldPayload):
    pass


@strawberry.type(description="What became of a custom field that was to be used again")
class CustomFieldRestorePayload(_CustomFieldPayload):
    pass


@strawberry.type
class CustomFieldMutations:
    custom_field_create: CustomFieldCreatePayload = act(
        lambda ctx, i: custom_field_changes.create_custom_field(ctx, said(i)),
        CustomFieldCreateInput,
        CustomFieldCreatePayload,
        needs=Scope.TENANT_ADMIN,
        says="Make a field of the tenant's own for its customers",
    )
    custom_field_update: CustomFieldUpdatePayload = act(
        lambda ctx, i: custom_field_changes.update_custom_field(
            ctx, need_id("custom_field", i.id), said(i, "id"), expected_version(i)
        ),
        CustomFieldUpdateInput,
        CustomFieldUpdatePayload,
        needs=Scope.TENANT_ADMIN,
        says="Change what a custom field is called, who sees it, and what can be chosen in it",
    )
    custom_field_retire: CustomFieldRetirePayload = act(
        lambda ctx, i: custom_field_changes.retire_custom_field(ctx, need_id("custom_field", i.id)),
        CustomFieldRetireInput,
        CustomFieldRetirePayload,
        needs=Scope.TENANT_ADMIN,
        says="Use a custom field no more; what customers have in it is kept, and not shown",
    )
    custom_field_restore: CustomFieldRestorePayload = act(
        lambda ctx, i: custom_field_changes.restore_custom_field(
            ctx, need_id("custom_field", i.id)
        ),
        CustomFieldRestoreInput,
        CustomFieldRestorePayload,
        needs=Scope.TENANT_ADMIN,
        says="Use a retired custom field again, with what customers have in it",
    )
