"""Value suggestions: which values customers have in a field, read out of its index step by step.

One value after another is found, each by its own place in the index, so that it costs as many
steps as values are shown, however many customers there are.
"""

from typing import Any, Final

from sqlalchemy import Integer, Select, func, literal_column, select, true

from db.customer_tags import CustomerTagRow
from db.customers import CustomerRow
from db.sealed import one, statement, word
from db.tags import TagRow

BEGINS: Final = "begins"
ENDS: Final = "ends"
COUNTED: Final = "counted"
LIMIT: Final = "suggestions"

_NTH: Final[Any] = literal_column("1")


@statement
def values_beginning(column: str, shown: str, ends: bool) -> Select[Any]:
    """The first values of living customers after a beginning, and how many have each.

    `ends` says whether they end somewhere: nothing comes after what begins with nothing.
    """
    field: Any = getattr(CustomerRow, column)
    first = _next(field, field >= word(BEGINS), ends=ends)
    steps = select(first.label("value"), _NTH.label("nth")).cte("steps", recursive=True)
    after = _next(field, field > steps.c.value, ends=ends)
    further = select(after, steps.c.nth + _NTH).where(
        steps.c.value.is_not(None), steps.c.nth < one(LIMIT, Integer())
    )
    values = steps.union_all(further)
    alike = select(getattr(CustomerRow, shown).label("shown")).where(
        field == values.c.value, CustomerRow.deleted_at.is_(None)
    )
    some = alike.limit(one(COUNTED, Integer())).lateral("some")
    told: list[Any] = [func.min(some.c.shown).label("shown"), func.count().label("count")]
    return (
        select(*told)
        .select_from(values.join(some, true()))
        .group_by(values.c.value)
        .order_by(values.c.value)
    )


@statement
def labels_beginning(ends: bool) -> Select[Any]:
    """The first tags whose labels begin so, and how many living customers wear each."""
    label = TagRow.label_norm
    found = select(TagRow.id, TagRow.label, label).where(label >= word(BEGINS))
    found = found.where(label < word(ENDS)) if ends else found
    tags = found.order_by(label).limit(one(LIMIT, Integer())).subquery("found")
    worn = select(CustomerTagRow.tag_id).where(
        CustomerTagRow.tag_id == tags.c.id, CustomerTagRow.customer_deleted_at.is_(None)
    )
    some = worn.limit(one(COUNTED, Integer())).lateral("some")
    return (
        select(tags.c.label.label("shown"), func.count(some.c.tag_id).label("count"))
        .select_from(tags.outerjoin(some, true()))
        .group_by(tags.c.id, tags.c.label, tags.c.label_norm)
        .order_by(tags.c.label_norm)
    )


def _next(field: Any, place: Any, *, ends: bool) -> Any:
    """The next value of a living customer."""
    found = select(field).where(place, CustomerRow.deleted_at.is_(None))
    found = found.where(field < word(ENDS)) if ends else found
    return found.order_by(field).limit(literal_column("1")).scalar_subquery()
