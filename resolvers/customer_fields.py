"""The fields of a customer: how each is checked, and what follows from them together."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from db.customers import CustomerRow
from db.kept_words import kept, marks
from db.search import fold, tokens_of
from resolvers.checks import NEVER, Rule, Said, as_it_is, path
from resolvers.contacts import country, email, email_norm, language, phone, timezone
from resolvers.context import Context
from resolvers.fields import (
    Unacceptable,
    born_on,
    identifier,
    line,
    preferences_custom,
    tax_id,
    url,
    whole,
)
from resolvers.refusals import Forbidden, Refusal, Refusals

# What people write between the digits of a number, so that it can be read.
_SPACED: Final = re.compile(r"[\s.-]")
MOST_POINTS: Final = 1_000_000_000

# What a customer may change about itself.
OWN: Final = frozenset(
    {
        "avatar_url",
        "born_on",
        "city",
        "country_code",
        "custom_fields",
        "first_name",
        "full_name",
        "gender",
        "last_name",
        "marketing_opt_in",
        "nationality",
        "phone",
        "preferences.channel",
        "preferences.custom",
        "preferences.language",
        "preferences.newsletter_subscribed",
        "preferences.time_zone",
        "region",
    }
)
NAMING: Final = frozenset({"kind", "first_name", "last_name", "full_name", "company_name", "email"})
FINDING: Final = NAMING | {"phone", "external_id"}
_IDENTIFYING: Final = FINDING - {"kind"} | {"user_id"}


def rules(ctx: Context) -> Mapping[str, Rule]:
    """How each field is checked for this tenant, today."""
    return {
        **_ALWAYS,
        "phone": Rule(("phone", "phone_e164"), lambda said: _phone(ctx, said)),
        "born_on": Rule(("born_on",), lambda said: born_on(said, today=ctx.now.date())),
    }


def derived(customer_id: UUID, row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that follow from the others: what a customer is called."""
    name = _called(row) or stand_in(customer_id)
    return {"display_name": name, "display_name_norm": fold(name)}


def stand_in(customer_id: UUID) -> str:
    """What somebody is called of whom no name may be told, or is known."""
    return f"Customer {customer_id.hex[-6:]}"


def need_identity(values: Mapping[str, Any]) -> None:
    """Refuse a customer of whom nothing is known, and a company without a name."""
    if not any(values.get(name) for name in _IDENTIFYING):
        raise Refusal("Say at least a name, an e-mail address, a phone number or an id.")
    need_company_name(values)


def need_company_name(values: Mapping[str, Any]) -> None:
    """Refuse a company without a name."""
    if values.get("kind") == "CORPORATE" and not values.get("company_name"):
        raise Refusal("A corporate customer needs a company name.", "company_name")


def only_own(said: Said) -> None:
    """Refuse the fields that a customer may not change about itself."""
    foreign = [name for name in said if name not in OWN]
    if foreign:
        raise Refusals(
            [Forbidden("You cannot change this yourself.", *path(name)) for name in foreign]
        )


def tokens(row: Mapping[str, Any]) -> dict[str, Any]:
    """The words by which the customer is found, as parameters."""
    found = tokens_of(
        [row.get("first_name"), row.get("last_name"), row.get("full_name")],
        company=row.get("company_name"),
        email=row.get("email"),
        phone_e164=row.get("phone_e164"),
        external_id=row.get("external_id"),
    )
    words = kept(found)
    return {
        "tokens": [word.token for word in words],
        "weights": [word.weight for word in words],
        "shared": [word.shared for word in words],
        "marks": marks(word.token for word in words),
    }


def as_mapping(row: CustomerRow) -> dict[str, Any]:
    """A kept row by the names of its columns."""
    record: Any = row
    return dict(record)


def _called(row: Mapping[str, Any]) -> str | None:
    if row.get("kind") == "CORPORATE" and row.get("company_name"):
        return str(row["company_name"])
    names = [str(row[name]) for name in ("first_name", "last_name") if row.get(name)]
    return row.get("full_name") or " ".join(names) or row.get("company_name") or _masked(row)


def _masked(row: Mapping[str, Any]) -> str | None:
    address = row.get("email")
    if not address:
        return None
    local, _, domain = str(address).partition("@")
    return f"{local[0]}…@{domain}"


def _name(said: str) -> str:
    return line(said, most=100)


def _named(said: str) -> tuple[str, str]:
    name = _name(said)
    return name, fold(name)


def _phone(ctx: Context, said: str) -> tuple[str, str]:
    number = phone(said, region=ctx.tenant.default_region)
    form = ctx.tenant.phone_pattern
    if form is not None and not re.fullmatch(form, _SPACED.sub("", number.raw)):
        raise Unacceptable("Write the phone number in the form that this tenant asks for.")
    return number.raw, number.e164


_ALWAYS: Final[Mapping[str, Rule]] = {
    "external_id": Rule(("external_id",), identifier),
    "user_id": Rule(("user_id",), identifier),
    "kind": Rule(("kind",), as_it_is, NEVER),
    "type": Rule(("type",), as_it_is, NEVER),
    "first_name": Rule(("first_name", "first_name_norm"), _named),
    "last_name": Rule(("last_name", "last_name_norm"), _named),
    "full_name": Rule(("full_name",), _name),
    "company_name": Rule(("company_name", "company_name_norm"), _named),
    "tax_id": Rule(("tax_id",), tax_id),
    "email": Rule(("email", "email_norm"), lambda said: (email(said), email_norm(said))),
    "avatar_url": Rule(("avatar_url",), url),
    "gender": Rule(("gender",), as_it_is),
    "nationality": Rule(("nationality",), country),
    "country_code": Rule(("country_code",), country),
    "region": Rule(("region",), _name),
    "city": Rule(("city",), _name),
    "preferences.language": Rule(("preferred_language",), language),
    "preferences.time_zone": Rule(("time_zone",), timezone),
    "preferences.channel": Rule(("preferred_channel",), as_it_is),
    "preferences.newsletter_subscribed": Rule(("newsletter_subscribed",), as_it_is, NEVER),
    "marketing_opt_in": Rule(("marketing_opt_in",), as_it_is, NEVER),
    "preferences.custom": Rule(("preferences",), preferences_custom, {}),
    "loyalty_tier": Rule(("loyalty_tier",), as_it_is, NEVER),
    "loyalty_points": Rule(("loyalty_points",), lambda said: whole(said, 0, MOST_POINTS), NEVER),
}
