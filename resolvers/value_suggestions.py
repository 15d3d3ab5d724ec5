"""What can be asked while somebody types a value to filter by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from auth.scopes import Scope
from db.search import fold, prefix_end
from db.value_suggestions import BEGINS, COUNTED, ENDS, LIMIT, labels_beginning, values_beginning
from resolvers.columns import Wanted
from resolvers.context import Context
from resolvers.customer_filters import field_named, short_enough
from resolvers.fields import label_norm
from resolvers.refusals import Refusal

MOST_SUGGESTIONS: Final = 100
COUNTED_TO: Final = 100
TAGS: Final = "tags"

_LAST_LETTER: Final = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody has typed, and how many values they are shown."""

    field: str
    begins: str | None = None
    first: int = 10


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that customers have, and how many have it."""

    value: str
    count: int
    is_exact: bool


def _begun(said: str) -> str:
    """Names of places begin with a capital letter; a language does not."""
    return said[:1].upper() + said[1:]


# How what is typed is brought into the form of the kept values, which is as they are typed.
_FORMS: Final[Mapping[str, Callable[[str], str]]] = {
    "city": _begun,
    "company_name": fold,
    "country_code": str.upper,
    "nationality": str.upper,
    "preferred_language": str.lower,
    "region": _begun,
    TAGS: label_norm,
}


async def suggestions(ctx: Context, _: Wanted, asked: Asked) -> list[Suggestion]:
    """The first values that begin so, in the order of their letters."""
    if not 1 <= asked.first <= MOST_SUGGESTIONS:
        raise Refusal(f"first must be between 1 and {MOST_SUGGESTIONS}.", "first")
    short_enough(asked.begins, "starts_with")
    begins = _FORMS[asked.field](asked.begins or "").rstrip(_LAST_LETTER)
    ends = bool(begins)
    if asked.field == TAGS:
        ctx.need(Scope.TAGS_READ, "field")
        stmt = labels_beginning(ends)
    else:
        column = field_named(ctx, asked.field, "field").column
        stmt = values_beginning(column, asked.field, ends)
    said: dict[str, Any] = {BEGINS: begins, LIMIT: asked.first, COUNTED: COUNTED_TO + 1}
    said |= {ENDS: prefix_end(begins)} if ends else {}
    rows = await ctx.reads.records(stmt, **said)
    return [
        Suggestion(row.shown, min(row["count"], COUNTED_TO), row["count"] <= COUNTED_TO)
        for row in rows
    ]
