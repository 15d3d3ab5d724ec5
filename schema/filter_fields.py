"""Fields that customers can be filtered by, as the schema declares them."""

from enum import Enum
from operator import attrgetter
from typing import Any, Final

import strawberry
from strawberry.schema.name_converter import NameConverter
from strawberry.types.enum import StrawberryEnumDefinition

from auth.scopes import Scope
from resolvers import filter_fields
from resolvers.custom_kinds import KINDS
from resolvers.custom_matches import SORTABLE
from resolvers.filter_fields import guarded
from schema.custom_values import CustomFieldMatch
from schema.customer_groups import CustomerGroupField
from schema.customer_questions import CustomerSortField
from schema.customer_where import CustomerWhere
from schema.fields import held
from schema.matches import DateMatch, DateTimeMatch, IdMatch, IntMatch, TagMatch, TextMatch
from schema.views import View

_NAMES: Final = NameConverter()
_LOGIC: Final = {"and_", "or_", "not_"}
_CURRENCY: Final = "currency_code"


@strawberry.enum(description="What a field that can be filtered by holds")
class FilterKind(Enum):
    BOOLEAN = strawberry.enum_value("BOOLEAN", description="True or false, said as it is")
    DATE = strawberry.enum_value("DATE", description="Day of the calendar")
    DATE_TIME = strawberry.enum_value("DATE_TIME", description="Instant")
    ID = strawberry.enum_value("ID", description="ID")
    MONEY = strawberry.enum_value("MONEY", description="Amount in a currency")
    NUMBER = strawberry.enum_value("NUMBER", description="Number")
    OPTION = strawberry.enum_value("OPTION", description="One of `options`")
    RELATED = strawberry.enum_value(
        "RELATED",
        description="Something that belongs to the customer, told apart by its own fields",
    )
    TAGS = strawberry.enum_value("TAGS", description="Tags")
    TEXT = strawberry.enum_value("TEXT", description="Text")
    TEXTS = strawberry.enum_value("TEXTS", description="Several texts")


_KINDS: Final[dict[Any, Any]] = {
    bool: FilterKind.BOOLEAN,
    DateMatch: FilterKind.DATE,
    DateTimeMatch: FilterKind.DATE_TIME,
    IdMatch: FilterKind.ID,
    IntMatch: FilterKind.NUMBER,
    TagMatch: FilterKind.TAGS,
    TextMatch: FilterKind.TEXT,
}


@strawberry.type(description="Field that customers can be filtered by")
class FilterField(View):
    name: str = held(
        attrgetter("name"),
        says="Name of the field in `CustomerWhere`, or key of one of the tenant's own",
    )
    label: str = held(attrgetter("label"), says="What the field is, for people to read")
    kind: FilterKind = held(attrgetter("kind"), says="What the field holds")
    operators: list[str] = held(
        attrgetter("operators"), says="Names of what can be said about it; none for BOOLEAN"
    )
    options: list[str] = held(attrgetter("options"), says="Values that an OPTION has")
    scope: str | None = held(
        attrgetter("scope"), says="Scope that it needs beside `customers:list`"
    )
    group_fields: list[CustomerGroupField] = held(
        attrgetter("group_fields"), says="What of it customers can be grouped by"
    )
    is_groupable: bool = held(
        attrgetter("is_groupable"), says="Whether customers can be grouped by it"
    )
    is_sortable: bool = held(
        attrgetter("is_sortable"), says="Whether customers can be sorted by it"
    )
    is_custom: bool = held(
        attrgetter("is_custom"), says="Whether it is a field of the tenant's own"
    )


def _declared() -> list[filter_fields.FilterField]:
    """Every field of a filter, by its name."""
    found = [_field(each) for each in _fields_of(CustomerWhere) if each.python_name not in _LOGIC]
    return sorted((each for each in found if each), key=attrgetter("name"))


def _field(field: Any) -> filter_fields.FilterField | None:
    """One field, out of what the schema says of it; nothing of one that is a list of others."""
    match = _inside(field.type)
    if match is None:
        return None
    said = [] if match is bool else _fields_of(match)
    options = next((_options(each) for each in said if each.python_name == "eq"), [])
    kind: Any = _KINDS.get(match, FilterKind.OPTION if options else FilterKind.RELATED)
    made = filter_fields.FilterField(
        name=_NAMES.from_field(field),
        kind=kind.value,
        label=field.description,
        operators=[_NAMES.from_field(each) for each in said],
        options=options,
        is_sortable=field.python_name in {each.value for each in CustomerSortField},
    )
    return guarded(made, field.python_name, [each.value for each in CustomerGroupField])


def _fields_of(kind: Any) -> list[Any]:
    fields: list[Any] = kind.__strawberry_definition__.fields
    return fields


def _inside(kind: Any) -> Any:
    """The type of what may be left out or null; nothing of a list."""
    while hasattr(kind, "of_type"):
        if type(kind).__name__ == "StrawberryList":
            return None
        kind = kind.of_type
    return kind


def _options(field: Any) -> list[str]:
    kind = _inside(field.type)
    known = getattr(kind, "__strawberry_definition__", kind)
    if not isinstance(known, StrawberryEnumDefinition):
        return []
    return [each.name for each in known.values]


def _own() -> dict[str, filter_fields.FilterField]:
    """What is told of a field of the tenant's own, by its kind."""
    matches = {each.python_name: each for each in _fields_of(CustomFieldMatch)}
    found = {}
    for kind, said in KINDS.items():
        match = _inside(matches[said.said].type)
        shown: Any = FilterKind[kind]
        found[kind] = filter_fields.FilterField(
            name="",
            kind=shown.value,
            operators=[_NAMES.from_field(each) for each in _compared(match)],
            scope=Scope.CUSTOMERS_PII,
            is_sortable=kind in SORTABLE,
            is_custom=True,
        )
    return found


def _compared(match: Any) -> list[Any]:
    return [] if match is bool else [e for e in _fields_of(match) if e.python_name != _CURRENCY]


_DECLARED: Final = _declared()
_OWN: Final = _own()


def declared() -> dict[str, Any]:
    """What the list of fields is made of."""
    return {"declared": _DECLARED, "own": _OWN}
