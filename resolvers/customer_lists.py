"""Lists of customers: what a client may filter and sort by, and the page that it gets."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import orjson

from auth.scopes import Scope
from db.criteria import shaped
from db.customers import CustomerRow
from db.finding import (
    BY_RANK,
    Deleted,
    customers_count,
    customers_page,
    customers_sought,
)
from db.finding import Wanted as Sought
from db.pages import BY_ID, NEWEST, Key, Keys
from db.reckoning import CAP
from db.sorting import own_key
from resolvers.columns import Wanted
from resolvers.context import Context
from resolvers.custom_matches import OwnKey, criterion_said, sorted_by
from resolvers.customer_filters import field_named
from resolvers.gathering import gathered
from resolvers.paging import Asked, Counted, Course, Listing
from resolvers.searching import searched, words_of

COUNTED_TO: Final = 10_000
_NO_END: Final = 2**31 - 2


_NULLABLE: Final = frozenset(
    {
        "born_on",
        "company_name_norm",
        "email_norm",
        "first_name_norm",
        "last_interaction_at",
        "last_name_norm",
    }
)
_TYPES: Final = CustomerRow.__table__.c
# Very many have no points. If rows are compared, PostgreSQL reckons that few come after such a one.
_OFTEN_ALIKE: Final = frozenset({"loyalty_points"})
# Columns with few values: within one of them the index goes on by age, which ids follow too.
_BY_AGE: Final = frozenset({"status", "type"})


@dataclass(frozen=True, slots=True)
class Sort:
    """One field that a list is sorted by."""

    field: str | None
    descending: bool = False
    nulls_first: bool | None = None
    custom: str | None = None
    """The key of the tenant's own field, where it is one."""


@dataclass(frozen=True, slots=True)
class Question:
    """Everything a client may say about the customers it wants."""

    where: Mapping[str, Any] | None = None
    sort_by: Sequence[Sort] = ()
    search: str | None = None
    deleted: str = Deleted.EXCLUDE


async def customers(ctx: Context, wanted: Wanted, question: Question, asked: Asked) -> Listing[Any]:
    """The customers who answer, in the order that was asked for."""
    deleted = Deleted(question.deleted)
    if deleted is not Deleted.EXCLUDE:
        ctx.need(Scope.CUSTOMERS_DELETE, "deleted")
    said: dict[str, Any] = {}
    criterion = shaped(await criterion_said(ctx, question.where or {}), said)
    words = words_of(ctx, question.search)
    own = await sorted_by(ctx, customs_of(question))
    course = Course(name_of(question), keys_of(ctx, question, own))
    window = course.window(ctx, asked.checked(), wanted)
    said |= {own_key(nth): each.field_id for nth, each in enumerate(own)}
    if words == []:
        return Listing((), course.turn(ctx, asked, wanted, nobody))
    alike = Sought(criterion, deleted=deleted, sorted_by=tuple(each.column for each in own))
    search = await searched(ctx, alike, words or [], window, said)
    sought = search.listed if question.sort_by else search.wanted
    sought = await gathered(ctx, sought, window, search.said, is_indexed=len(question.sort_by) <= 1)
    stmt = customers_page(sought, window.keys, window.place)
    told = {**search.said, **search.page, **window.said}
    rows = await ctx.reads.records(stmt, course.needs(wanted), **told)
    count = partial(_count, ctx, search.wanted, search.said)
    return Listing(rows, course.turn(ctx, asked, wanted, count))


async def nobody(*_: Any) -> Counted:
    """How many there are where nobody can answer."""
    return Counted(0, is_exact=True)


async def _count(
    ctx: Context, sought: Sought, said: Mapping[str, Any], _: None, mode: str
) -> Counted:
    cap = _NO_END if mode == "EXACT" else COUNTED_TO
    value = await ctx.reads.number(customers_count(sought), **said, **{CAP: cap + 1})
    if value <= cap:
        return Counted(value, is_exact=True)
    if mode == "ESTIMATED":
        return Counted(await ctx.reads.estimate(customers_sought(sought), **said), is_exact=False)
    return Counted(cap, is_exact=False)


def customs_of(question: Question) -> list[str]:
    """The keys of the tenant's own fields that the list is sorted by."""
    return [each.custom for each in question.sort_by if each.custom is not None]


def keys_of(ctx: Context, question: Question, own: Sequence[OwnKey] = ()) -> Keys:
    """What the customers are ordered by, and what their cursors hold."""
    if not question.sort_by:
        return BY_RANK if (question.search or "").strip() else NEWEST
    keys: list[Key] = []
    owned = enumerate(own)
    for sort in question.sort_by:
        first = sort.descending if sort.nulls_first is None else sort.nulls_first
        if sort.field is None:
            nth, value = next(owned)
            keys.append(Key(own_key(nth), sort.descending, first, nullable=True, kind=value.kind))
            continue
        field = field_named(ctx, sort.field, "sort_by")
        keys.append(_key(field.column, sort, nulls_first=first))
    last = keys[-1]
    ties = NEWEST if last.name in _BY_AGE else (BY_ID,)
    return (*keys, *(replace(key, descending=last.descending) for key in ties))


def _key(column: str, sort: Sort, *, nulls_first: bool) -> Key:
    kind, alike = _TYPES[column].type.python_type, column in _OFTEN_ALIKE
    return Key(column, sort.descending, nulls_first, column in _NULLABLE, kind, alike)


def name_of(question: Question) -> str:
    """What the cursors of the list are bound to."""
    said = orjson.dumps(
        [
            question.where,
            [(s.field or [s.custom], s.descending, s.nulls_first) for s in question.sort_by],
        ],
        option=orjson.OPT_SORT_KEYS,
        default=str,
    )
    bound = said + repr((question.search, question.deleted)).encode()
    return f"customers:{hashlib.sha256(bound).hexdigest()[:32]}"
