"""What can be asked about filtering: the fields by which customers can be told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from auth.scopes import Scope
from resolvers.columns import Wanted
from resolvers.context import Context
from resolvers.custom_fields import used_fields
from resolvers.customer_filters import FIELDS
from resolvers.customer_groups import filtered_as


@dataclass(frozen=True, slots=True)
class FilterField:
    """A field that may be filtered by, as it is declared."""

    name: str
    """As clients name it."""
    kind: str
    label: str = ""
    operators: Sequence[str] = ()
    options: Sequence[str] = ()
    group_fields: Sequence[str] = ()
    scope: Scope | None = None
    is_sortable: bool = False
    is_custom: bool = False

    @property
    def is_groupable(self) -> bool:
        """Whether customers can be grouped by it."""
        return bool(self.group_fields)


def guarded(field: FilterField, name: str, by: Sequence[str]) -> FilterField:
    """The same, with the right that it takes, and what of it can be grouped by."""
    known = FIELDS.get(name)
    scope = Scope.CUSTOMERS_PII if known and known.personal else None
    return replace(
        field,
        scope=Scope.TAGS_READ if name == "tags" else scope,
        group_fields=[each for each in by if filtered_as(each) == name],
    )


async def filter_fields(
    ctx: Context, _: Wanted, declared: Sequence[FilterField], own: Mapping[str, FilterField]
) -> list[FilterField]:
    """Those fields that the caller may filter by. The tenant's own follow, made by their kinds."""
    known = [each for each in declared if each.scope is None or ctx.caller.sees(each.scope)]
    if not ctx.caller.sees(Scope.CUSTOMERS_PII):
        return known
    return known + [
        replace(own[each.kind], name=each.key, label=each.label, options=each.options)
        for each in await used_fields(ctx)
        if each.is_filterable
    ]
