"""What a client may filter customers by, turned into criteria with values in their kept form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from unicodedata import normalize

from auth.scopes import Scope
from db.criteria import All, Criterion, Match, Not, Some
from db.customers import CustomerRow
from db.search import fold
from resolvers.checks import as_it_is
from resolvers.context import Context
from resolvers.refusals import Refusal
from resolvers.spans import Span, spanned

LONGEST_TEXT: Final = 255
_TYPES: Final = CustomerRow.__table__.c
_FEW_TAGS: Final = 5
_LAST_LETTER: Final = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class Field:
    """A field that may be filtered by: its column, how a value is brought into its form."""

    column: str
    form: Callable[[Any], Any] = as_it_is
    personal: bool = False


def _lowered(said: str) -> str:
    return normalize("NFKC", said).strip().lower()


def _dialled(said: str) -> str:
    return "".join(letter for letter in said if letter in "+0123456789")


FIELDS: Final[Mapping[str, Field]] = {
    "born_on": Field("born_on", personal=True),
    "city": Field("city", personal=True),
    "company_name": Field("company_name_norm", fold, personal=True),
    "country_code": Field("country_code", str.upper, personal=True),
    "created_at": Field("created_at"),
    "display_name": Field("display_name_norm", fold, personal=True),
    "email": Field("email_norm", _lowered, personal=True),
    "email_verified_at": Field("email_verified_at"),
    "external_id": Field("external_id"),
    "first_name": Field("first_name_norm", fold, personal=True),
    "gender": Field("gender", personal=True),
    "id": Field("id"),
    "kind": Field("kind"),
    "last_interaction_at": Field("last_interaction_at"),
    "last_name": Field("last_name_norm", fold, personal=True),
    "loyalty_points": Field("loyalty_points"),
    "loyalty_tier": Field("loyalty_tier"),
    "marketing_opt_in": Field("marketing_opt_in"),
    "nationality": Field("nationality", str.upper, personal=True),
    "newsletter_subscribed": Field("newsletter_subscribed"),
    "phone": Field("phone_e164", _dialled, personal=True),
    "preferred_channel": Field("preferred_channel"),
    "preferred_language": Field("preferred_language"),
    "region": Field("region", personal=True),
    "status": Field("status"),
    "type": Field("type"),
    "updated_at": Field("updated_at"),
    "user_id": Field("user_id"),
}


def needed(name: str) -> Scope | None:
    """The scope that it takes to filter or sort by a field."""
    if name == "tags":
        return Scope.TAGS_READ
    is_personal = name == "custom_fields" or (name in FIELDS and FIELDS[name].personal)
    return Scope.CUSTOMERS_PII if is_personal else None


def field_named(ctx: Context, name: str, where: str) -> Field:
    """A field that the caller may filter or sort by."""
    if scope := needed(name):
        ctx.need(scope, where)
    return FIELDS[name]


def short_enough(said: Any, *where: str) -> None:
    """Refuse texts longer than any that is kept, before work is spent on their form."""
    texts = said if isinstance(said, list) else [said]
    if any(isinstance(each, str) and len(each) > LONGEST_TEXT for each in texts):
        raise Refusal(f"Use at most {LONGEST_TEXT} characters.", *where)


def criterion_of(ctx: Context, where: Mapping[str, Any]) -> Criterion:
    """What a client said about the customers it wants, its own fields settled before."""
    parts: list[Criterion] = []
    for name, said in where.items():
        if name in {"and", "or"}:
            inner = tuple(criterion_of(ctx, part) for part in said)
            parts.append(All(inner) if name == "and" else Some(inner))
        elif name == "not":
            parts.append(Not(criterion_of(ctx, said)))
        else:
            parts.extend(_matches(ctx, name, said))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _matches(ctx: Context, name: str, said: Any) -> list[Criterion]:
    if name == "custom_fields":
        return list(said)
    if name == "tags":
        ctx.need(Scope.TAGS_READ, "where", "tags")
        return [_worn(operator, sorted(set(ids))) for operator, ids in said.items()]
    field = field_named(ctx, name, "where")
    if not isinstance(said, Mapping):
        return [Match(field.column, "eq", said)]
    for value in said.values():
        short_enough(value, "where", name)
    return [_match(ctx, field, operator, value) for operator, value in said.items()]


def _worn(operator: str, ids: list[Any]) -> Criterion:
    """What is said about tags. Of a few that are all worn each is asked for: the rarest first."""
    if operator == "all" and 0 < len(ids) <= _FEW_TAGS:
        return All(tuple(Match("tags", "any", [tag_id]) for tag_id in ids))
    return Match("tags", operator, ids)


def _match(ctx: Context, field: Field, operator: str, value: Any) -> Criterion:
    match operator:
        case "within_last" | "within_next" | "older_than":
            is_day = _TYPES[field.column].type.python_type is date
            return spanned(ctx, Span(field.column, is_day), operator, value)
        case "starts_with" | "contains" | "ends_with":
            return piece_of(field, operator, _formed(ctx, field, value), value)
        case "is_null":
            return Match(field.column, operator, value)
        case "in":
            return Match(field.column, operator, [_formed(ctx, field, each) for each in value])
        case "not_in":
            return Not(_match(ctx, field, "in", value))
        case _:
            return Match(field.column, operator, _formed(ctx, field, value))


def _formed(ctx: Context, field: Field, value: Any) -> Any:
    if not isinstance(value, str):
        return field.form(value)
    key = field.form, value
    if key not in ctx.formed:
        ctx.formed[key] = field.form(value)
    return ctx.formed[key]


def piece_of(field: Field, operator: str, piece: str, said: str) -> Criterion:
    """Every text holds the empty text; none holds a text of which its form leaves nothing."""
    if not piece:
        return Some() if said else Match(field.column, "is_null", False)
    nothing_greater = operator == "starts_with" and not piece.strip(_LAST_LETTER)
    return Match(field.column, "gte" if nothing_greater else operator, piece)
