"""What a client may filter and sort by of the tenant's own fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from auth.scopes import Scope
from db.criteria import All, Criterion, Match, Not, Own, OwnAll
from db.custom_fields import CustomFieldRow
from resolvers.contacts import currency
from resolvers.context import Context
from resolvers.custom_fields import used_fields
from resolvers.custom_kinds import CURRENCY, DAY, KINDS, NUMBER, TEXT, folded, in_parts, minor
from resolvers.customer_filters import Field, criterion_of, piece_of, short_enough
from resolvers.fields import Unacceptable
from resolvers.refusals import Refusal
from resolvers.spans import Span, spanned

NAME: Final = "custom_fields"
_IN_WHERE: Final = "where", NAME
_IN_SORT: Final = "sort_by", "custom_field"
_COLUMNS: Final[Mapping[str, tuple[str, type[Any]]]] = {
    "TEXT": (TEXT, str),
    "NUMBER": (NUMBER, int),
    "BOOLEAN": (NUMBER, int),
    "DATE": (DAY, date),
    "OPTION": (TEXT, str),
}
SORTABLE: Final = frozenset(_COLUMNS)
_FOLDED: Final = Field(TEXT, folded)

Said = Mapping[str, Any]
Matched = Callable[[Context, CustomFieldRow, Any], list[Criterion]]


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A field of the tenant's own that a list is sorted by."""

    field_id: UUID
    column: str
    kind: type[Any]


async def criterion_said(ctx: Context, where: Said) -> Criterion:
    """What a client said about the customers it wants, and about the tenant's own fields."""
    return criterion_of(ctx, await _settled(ctx, where))


async def sorted_by(ctx: Context, keys: Sequence[str]) -> list[OwnKey]:
    """The fields of the tenant's own with these keys, by which a list can be sorted."""
    if not keys:
        return []
    ctx.need(Scope.CUSTOMERS_PII, *_IN_SORT)
    return [_own_key(await _field(ctx, key, _IN_SORT)) for key in keys]


async def _settled(ctx: Context, where: Said) -> dict[str, Any]:
    """The same, with a criterion in the place of what was said about each field."""
    settled: dict[str, Any] = {}
    for name, said in where.items():
        if name in {"and", "or"}:
            settled[name] = [await _settled(ctx, each) for each in said]
        elif name == "not":
            settled[name] = await _settled(ctx, said)
        elif name == NAME:
            ctx.need(Scope.CUSTOMERS_PII, *_IN_WHERE)
            settled[name] = [
                _criterion(ctx, await _field(ctx, each["key"], _IN_WHERE), each) for each in said
            ]
        else:
            settled[name] = said
    return settled


async def _field(ctx: Context, key: str, where: tuple[str, ...]) -> CustomFieldRow:
    for each in await used_fields(ctx):
        if each.key == key and each.is_filterable:
            return each
    raise Refusal("No custom field in use that can be filtered by has this key.", *where)


def _own_key(field: CustomFieldRow) -> OwnKey:
    if field.kind not in _COLUMNS:
        raise Refusal("Customers cannot be sorted by MONEY and TEXTS fields.", *_IN_SORT)
    return OwnKey(field.id, *_COLUMNS[field.kind])


def _criterion(ctx: Context, field: CustomFieldRow, said: Said) -> Criterion:
    parts: list[Criterion] = []
    for name, value in said.items():
        if name == "is_null":
            parts.append(_there(field, is_null=value))
        elif name == KINDS[field.kind].said:
            parts.extend(_compared(ctx, field, value))
        elif name != "key":
            raise Refusal(f"This is a {field.kind} field; match it as such.", *_IN_WHERE)
    return All(tuple(parts))


def _there(field: CustomFieldRow, *, is_null: bool) -> Criterion:
    there = Own(field.id, All())
    return Not(there) if is_null else there


def _compared(ctx: Context, field: CustomFieldRow, said: Any) -> list[Criterion]:
    try:
        return _MATCHED[field.kind](ctx, field, said)
    except Unacceptable as error:
        raise Refusal(str(error), *_IN_WHERE) from None


def _one_value(match: Callable[[Context, str, Any], Criterion]) -> Matched:
    """How a field with one value is compared: all that is said must hold of that value."""

    def matched(ctx: Context, field: CustomFieldRow, said: Said) -> list[Criterion]:
        plain = dict(said)
        is_null = plain.pop("is_null", None)
        parts = [] if is_null is None else [_there(field, is_null=is_null)]
        if "not_in" in plain:
            parts.append(Not(Own(field.id, match(ctx, "in", plain.pop("not_in")))))
        own = tuple(match(ctx, operator, value) for operator, value in plain.items())
        return [*parts, Own(field.id, All(own))] if own else parts

    return matched


def _text(_: Context, operator: str, value: Any) -> Criterion:
    short_enough(value, *_IN_WHERE)
    if operator == "in":
        return Match(TEXT, operator, [folded(each) for each in value])
    if operator == "eq":
        return Match(TEXT, operator, folded(value))
    piece = piece_of(_FOLDED, operator, folded(value), value)
    # Of a value that is there, nothing more can be asked.
    return All() if piece == Match(TEXT, "is_null", False) else piece


def _number(_: Context, operator: str, value: Any) -> Criterion:
    inner = [in_parts(each) for each in value] if operator == "in" else in_parts(value)
    return Match(NUMBER, operator, inner)


def _day(ctx: Context, operator: str, value: Any) -> Criterion:
    if isinstance(value, Mapping):
        return spanned(ctx, Span(DAY, is_day=True), operator, value)
    return Match(DAY, operator, value)


def _amount(_: Context, field: CustomFieldRow, said: Said) -> list[Criterion]:
    code = said["currency_code"]
    compared = {name: minor(value, code) for name, value in said.items() if name != "currency_code"}
    known = currency(code)
    parts = [Match(NUMBER, operator, each["amount"]) for operator, each in compared.items()]
    return [Own(field.id, All((Match(CURRENCY, "eq", known), *parts)))]


def _texts(_: Context, field: CustomFieldRow, said: Mapping[str, list[str]]) -> list[Criterion]:
    parts: list[Criterion] = []
    for operator, several in said.items():
        texts = sorted({folded(each) for each in several})
        found = Own(field.id, Match(TEXT, "in", texts))
        parts.append(
            OwnAll(field.id, texts)
            if operator == "all"
            else Not(found)
            if operator == "none"
            else found
        )
    return parts


_MATCHED: Final[Mapping[str, Matched]] = {
    "TEXT": _one_value(_text),
    "NUMBER": _one_value(_number),
    "BOOLEAN": lambda _, field, said: [Own(field.id, Match(NUMBER, "eq", int(said)))],
    "DATE": _one_value(_day),
    "MONEY": _amount,
    "OPTION": _one_value(_text),
    "TEXTS": _texts,
}
