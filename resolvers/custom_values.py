"""What customers have in the tenant's own fields: shown, checked, and kept where it is found."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson

from auth.scopes import Scope
from db.change import Change
from db.custom_fields import CustomFieldRow
from db.custom_values import (
    COLUMNS,
    holder_of,
    values_forgotten,
    values_kept,
    values_kept_alone,
)
from db.together import Part
from resolvers.amend import Patch
from resolvers.columns import Wanted
from resolvers.context import Context
from resolvers.custom_fields import seen_fields, used_fields
from resolvers.custom_kinds import KINDS, Money
from resolvers.fields import Unacceptable
from resolvers.refusals import AsItIs, Forbidden, Refusal, Refusals, Taken

NAME: Final = "custom_fields"
"""What clients call all of them."""
MOST_BYTES: Final = 32 * 1024
_CHANGES: Final = "CUSTOMER_CHANGES"

Said = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Value:
    """What a customer has in a field; under one of these names, by the kind of the field."""

    key: str
    label: str
    kind: str
    field_id: UUID
    text: str | None = None
    number: Decimal | None = None
    is_true: bool | None = None
    falls_on: Any = None
    money: Money | None = None
    option: str | None = None
    texts: list[str] | None = None


@dataclass(slots=True)
class Own:
    """What was said about the tenant's own fields of one customer."""

    parts: dict[str, Any] = field(default_factory=dict)
    """By the id of the field, the value as it is kept; nothing where it is cleared."""
    wrong: list[Refusal] = field(default_factory=list)
    fields: dict[str, CustomFieldRow] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    """The how manieth was said about which field."""

    @property
    def patch(self) -> Patch:
        """What is to be different about the document of a customer."""
        return Patch(NAME, self.parts, self._told)

    def only(self, patch: Patch) -> "Own":
        """The same, as far as this is to be different."""
        fields = {name: self.fields[name] for name in patch.parts}
        return replace(self, parts=dict(patch.parts), fields=fields)

    def document(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """The document of a customer who had this one before, if it is not too large."""
        document = self.patch.applied(before)
        if len(orjson.dumps(document)) > MOST_BYTES:
            raise Refusal(f"Keep all custom fields within {MOST_BYTES // 1024} KiB.", NAME)
        return document

    def rows(self) -> dict[str, list[Any]]:
        """What is found, column by column."""
        found = [
            {"field_id": each.id, "nth": nth, "unique_value": _alone(each, columns), **columns}
            for each, kept in self._findable()
            for nth, columns in enumerate(KINDS[each.kind].found(kept))
        ]
        return {name: [row.get(name) for row in found] for name in COLUMNS}

    def filtered_by(self) -> list[UUID]:
        """The fields that can be filtered by, of those that were said."""
        return [each.id for each in self.fields.values() if each.is_filterable]

    def alone(self) -> list[CustomFieldRow]:
        """The fields in which a value was said that only one may have."""
        return [each for each, _ in self._findable() if each.is_unique]

    def _findable(self) -> list[tuple[CustomFieldRow, Any]]:
        said = ((self.fields[name], kept) for name, kept in self.parts.items())
        return [(each, kept) for each, kept in said if each.is_filterable and kept is not None]

    def _told(self, name: str, kept: Any) -> tuple[str, Any]:
        each = self.fields[name]
        return AsItIs(each.key), KINDS[each.kind].told(kept)


async def values_of_customers(
    ctx: Context,
    documents: Sequence[Mapping[str, Any]],
    _wanted: Wanted,
    keys: Collection[str] | None,
) -> list[list[Value]]:
    """What each customer has in the fields in use, in their order."""
    fields = [
        (str(each.id), _showing(each))
        for each in await seen_fields(ctx)
        if keys is None or each.key in keys
    ]
    return [
        [show(document[name]) for name, show in fields if name in document]
        for document in documents
    ]


async def lacking(ctx: Context, own: Own) -> list[Refusal]:
    """What has to be said of a new customer, and was not."""
    return [
        Refusal(f"The custom field {each.key} is required.", NAME)
        for each in await used_fields(ctx)
        if each.is_required and str(each.id) not in own.places
    ]


async def said_of(ctx: Context, said: Said) -> Own:
    """What was said, each value in the form in which it is kept."""
    own = Own()
    if not said:
        return own
    known = {each.key: each for each in await used_fields(ctx)}
    limited = ctx.caller.limit_on(Scope.CUSTOMERS_UPDATE) is not None
    for place, each in enumerate(said):
        where = NAME, str(place)
        found = known.get(each["key"])
        if limited and (found is None or found.access != _CHANGES):
            own.wrong.append(Forbidden("You cannot change this yourself.", *where))
        elif found is None:
            own.wrong.append(Refusal("No custom field in use has this key.", *where))
        elif str(found.id) in own.places:
            own.wrong.append(Refusal("Say each custom field once.", *where))
        else:
            _say(own, found, place, each)
    return own


async def keep_values(ctx: Context, change: Change, customer_id: UUID, own: Own) -> None:
    """Let what a customer has be found, and see that nobody else has what only one may have."""
    whose = {"customer_id": customer_id}
    rows = own.rows()
    if not rows["field_id"]:
        return
    alone = own.alone()
    if not alone:
        await change.put_off(own=Part(values_kept(), {**whose, **rows}))
        return
    written = await change.run(values_kept_alone(), **whose, **rows)
    kept = {row.field_id for row in written}
    taken = [each for each in alone if each.id not in kept]
    if taken:
        raise Refusals([_taken(ctx, own, each, rows) for each in taken])


async def replace_values(ctx: Context, change: Change, customer_id: UUID, own: Own) -> None:
    """The same for a customer who may have had something else."""
    if replaced := own.filtered_by():
        said = {"customer_id": customer_id, "field_ids": replaced}
        await change.send({"replaced": Part(values_forgotten(), said)})
        await keep_values(ctx, change, customer_id, own)


def taken_meanwhile() -> Refusal:
    """What is said when a customer comes back and somebody has what only one may have."""

    async def nobody_named() -> UUID | None:
        return None

    message = "Another customer has the value of a custom field in which all values differ."
    return Taken(message, "id", kind="customer", find=nobody_named)


def _say(own: Own, found: CustomFieldRow, place: int, said: Mapping[str, Any]) -> None:
    name = str(found.id)
    own.places[name], own.fields[name] = place, found
    try:
        own.parts[name] = _kept(found, said)
    except Unacceptable as error:
        own.wrong.append(Refusal(str(error), NAME, str(place)))


def _kept(found: CustomFieldRow, said: Mapping[str, Any]) -> Any:
    if "value" not in said:
        raise Unacceptable("Say a value, or null for none.")
    if said["value"] is None:
        if found.is_required:
            raise Unacceptable("This field is required and cannot be cleared.")
        return None
    kind = KINDS[found.kind]
    ((name, value),) = said["value"].items()
    if name != kind.said:
        raise Unacceptable(f"This is a {found.kind} field; say its value as such.")
    return kind.keep(found, value)


def _showing(each: CustomFieldRow) -> Callable[[Any], Value]:
    kind, named = KINDS[each.kind], (each.key, each.label, each.kind, each.id)
    return lambda kept: Value(*named, **{kind.said: kind.show(kept)})


def _alone(each: CustomFieldRow, columns: Mapping[str, Any]) -> str | None:
    """The form in which no two values may be equal: the same that a statement makes."""
    return str(next(iter(columns.values()))) if each.is_unique else None


def _taken(ctx: Context, own: Own, each: CustomFieldRow, rows: Mapping[str, list[Any]]) -> Taken:
    value = rows["unique_value"][rows["field_id"].index(each.id)]

    async def find() -> UUID | None:
        has = await ctx.reads.first(holder_of(), field_id=each.id, value=value)
        return has.customer_id if has else None

    place = str(own.places[str(each.id)])
    return Taken("Another customer has this value.", NAME, place, kind="customer", find=find)
