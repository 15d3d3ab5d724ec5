"""Scalars: values with a meaning of their own, and how each is written in JSON."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from resolvers.columns import instant
from schema.texts import refused

Cursor = NewType("Cursor", str)
EmailAddress = NewType("EmailAddress", str)
PhoneNumber = NewType("PhoneNumber", str)
CountryCode = NewType("CountryCode", str)
CurrencyCode = NewType("CurrencyCode", str)
LanguageTag = NewType("LanguageTag", str)
URL = NewType("URL", str)
JSON = NewType("JSON", object)

_SPECIFIED: Final = "https://scalars.graphql.org/andimarek"
_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,4})?")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise refused("Write a string.")
    return value


def _instant(value: object) -> datetime:
    said = _text(value)
    try:
        if _INSTANT.fullmatch(said):
            return datetime.fromisoformat(said.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise refused("Write an instant with its offset, as 2027-01-31T09:30:00Z.")


def _day(value: object) -> date:
    said = _text(value)
    try:
        if _DAY.fullmatch(said):
            return date.fromisoformat(said)
    except ValueError:
        pass
    raise refused("Write a day as 2027-01-31.")


def _exact(value: object) -> Decimal:
    said = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(said, str) or not _DECIMAL.fullmatch(said):
        raise refused('Write a number in a string, as "12.50": 18 digits, a point, 4 digits.')
    return abs(Decimal(said)) if Decimal(said) == 0 else Decimal(said)


def _shown_exact(value: Decimal) -> str:
    return format(value, "f")


def _as_it_is(value: Any) -> Any:
    return value


def _textual(name: str, description: str, page: str) -> ScalarDefinition:
    return strawberry.scalar(
        name=name,
        description=description,
        specified_by_url=page,
        serialize=str,
        parse_value=_text,
    )


SCALARS: Final[Mapping[object, ScalarDefinition]] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="Instant, a string as `2027-01-31T09:30:00.000000Z`: shown in UTC, read with"
        " any offset, never without one",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=instant,
        parse_value=_instant,
    ),
    date: strawberry.scalar(
        name="Date",
        description="Day of the calendar, a string as `2027-01-31`",
        specified_by_url=f"{_SPECIFIED}/local-date.html",
        serialize=date.isoformat,
        parse_value=_day,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description="Exact number, a string as `12.50`, never with an exponent; read from a string"
        " or a whole number, with at most 18 digits before the point and 4 after it",
        specified_by_url="https://www.w3.org/TR/xmlschema11-2/#decimal",
        serialize=_shown_exact,
        parse_value=_exact,
    ),
    Cursor: _textual(
        "Cursor",
        "Place in one list, an opaque string of letters, digits, `-` and `_`",
        "https://relay.dev/graphql/connections.htm",
    ),
    EmailAddress: _textual(
        "EmailAddress",
        "E-mail address, a string as `ana@example.com`",
        "https://www.rfc-editor.org/rfc/rfc5322",
    ),
    PhoneNumber: _textual(
        "PhoneNumber",
        "Telephone number, a string; read in the tenant's region unless it begins with +",
        "https://www.itu.int/rec/T-REC-E.164",
    ),
    CountryCode: _textual(
        "CountryCode",
        "Country by its two letters, a string as `RO`",
        "https://www.iso.org/iso-3166-country-codes.html",
    ),
    CurrencyCode: _textual(
        "CurrencyCode",
        "Currency by its three letters, a string as `EUR`",
        "https://www.iso.org/iso-4217-currency-codes.html",
    ),
    LanguageTag: _textual(
        "LanguageTag", "Language, a string as `pt-BR`", "https://www.rfc-editor.org/rfc/rfc5646"
    ),
    URL: _textual(
        "URL",
        "Address of the web, a string that begins with `https://` or `http://`",
        "https://url.spec.whatwg.org/",
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value as it is, nested at most 32 levels deep; only where a tenant"
        " keeps data of its own form",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=_as_it_is,
        parse_value=_as_it_is,
    ),
}
