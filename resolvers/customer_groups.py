"""What can be asked about customers together: groups of them, and figures about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from auth.scopes import Scope
from db.criteria import Some, shaped
from db.customer_groups import (
    BY,
    COUNT,
    FIGURES,
    LABEL,
    LIMIT,
    PERIODS,
    TAG,
    ZONE,
    Grouping,
    customer_groups,
)
from db.finding import Deleted, words_said
from db.finding import Wanted as Sought
from resolvers.columns import Wanted
from resolvers.context import Context
from resolvers.custom_matches import criterion_said
from resolvers.customer_filters import field_named
from resolvers.customer_lists import Question
from resolvers.refusals import Refusal
from resolvers.searching import words_of

MOST_GROUPS: Final = 500
MOST_KEYS: Final = 3

# What is filtered by another name than it is grouped by.
_FILTERED: Final = {
    **dict.fromkeys(PERIODS, "created_at"),
    "born_month": "born_on",
    "born_year": "born_on",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """How a client wants customers put together."""

    by: Sequence[str]
    by_count: bool = True
    descending: bool = True
    first: int = 50


@dataclass(frozen=True, slots=True)
class Groups:
    """The first groups, what is said of everybody, and whether these are all groups."""

    rows: Sequence[Any]
    total: Any
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Key:
    """What the customers of a group have in common in one field."""

    field: str
    value: str | None
    label: str | None

    @property
    def tag_id(self) -> UUID | None:
        """The tag that they all wear."""
        return UUID(self.value) if self.value and self.field == TAG else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number of several customers, taken together."""

    count: Decimal
    sum: Decimal | None
    min: Decimal | None
    max: Decimal | None

    @property
    def average(self) -> float | None:
        """The sum of the number by how many have one."""
        return None if self.sum is None else float(self.sum / self.count)


@dataclass(frozen=True, slots=True)
class Instants:
    """Instants of several customers, taken together."""

    first: Any
    last: Any


async def groups(ctx: Context, wanted: Wanted, question: Question, asked: Asked) -> Groups:
    """The groups of the customers who answer, and figures about each."""
    grouping = _grouping(wanted, _checked(ctx, asked))
    if question.deleted != Deleted.EXCLUDE:
        ctx.need(Scope.CUSTOMERS_DELETE, "deleted")
    words = words_of(ctx, question.search)
    criterion = Some() if words == [] else await criterion_said(ctx, question.where or {})
    said: dict[str, Any] = {}
    shape = shaped(criterion, said)
    sought = Sought(shape, len(words or ()), Deleted(question.deleted))
    said |= words_said(words or []) | {LIMIT: asked.first + 1, ZONE: ctx.tenant.time_zone}
    rows = list(await ctx.reads.records(customer_groups(sought, grouping), **said))
    total = rows.pop() if grouping.totalled else None
    return Groups(rows[: asked.first], total, len(rows) <= asked.first)


def filtered_as(name: str) -> str:
    """By which field the customers of a group can be filtered."""
    return "tags" if name == TAG else _FILTERED.get(name, name)


def keys_of(row: Any) -> list[Key]:
    """What the customers of a group have in common."""
    told = [(name.removeprefix(BY), value) for name, value in row.items() if name.startswith(BY)]
    return [Key(name, value, row[LABEL] if name == TAG else value) for name, value in told]


async def numbers(_: Context, keys: Sequence[Sequence[Any]], _wanted: Wanted) -> list[Numbers]:
    """Each number, out of the parts that the database found."""
    return [Numbers(*parts) for parts in keys]


async def instants(_: Context, keys: Sequence[Sequence[Any]], _wanted: Wanted) -> list[Instants]:
    """The first and the last instant of each."""
    return [Instants(*parts) for parts in keys]


def _checked(ctx: Context, asked: Asked) -> Asked:
    """The same, if it makes sense and the caller may know it."""
    if not 1 <= len(asked.by) <= MOST_KEYS:
        raise Refusal(f"Group by 1 to {MOST_KEYS} fields.", "by")
    if len({*asked.by}) < len(asked.by) or len(PERIODS.keys() & {*asked.by}) > 1:
        raise Refusal("Group by each field once, and by one period at most.", "by")
    if not 1 <= asked.first <= MOST_GROUPS:
        raise Refusal(f"first must be between 1 and {MOST_GROUPS}.", "first")
    for name in asked.by:
        if name == TAG:
            ctx.need(Scope.TAGS_READ, "by")
        else:
            field_named(ctx, filtered_as(name), "by")
    return asked


def _grouping(wanted: Wanted, asked: Asked) -> Grouping:
    # Where nothing is asked of everybody, they are counted: a row about them is one row.
    figures = (COUNT, *FIGURES) if wanted.whole else wanted.plain or (COUNT,)
    return Grouping(
        by=tuple(asked.by),
        figures=figures,
        by_count=asked.by_count,
        descending=asked.descending,
        totalled=wanted.whole or wanted.ends,
    )
