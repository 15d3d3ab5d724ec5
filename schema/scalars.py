"""Scalars: values with a meaning of their own, and how each is written in JSON."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

Cursor = NewType("Cursor", str)
EmailAddress = NewType("EmailAddress", str)
PhoneNumber = NewType("PhoneNumber", str)
CountryCode = NewType("CountryCode", str)
CurrencyCode = NewType("CurrencyCode", str)
LanguageTag = NewType("LanguageTag", str)
URL = NewType("URL", str)
JSON = NewType("JSON", object)

_SPECIFIED: Final = "https://scalars.graphql.org/andimarek"
_OFFSET: Final = re.compile(r"(Z|[+-]\d{2}:\d{2})$", re.IGNORECASE)
_LONGEST: Final = 10_000


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("This is written as a string.")  # noqa: TRY004  # GraphQL wants a value error
    if len(value) > _LONGEST:
        raise ValueError(f"This has more than {_LONGEST} characters.")
    return value


def _instant(value: object) -> datetime:
    said = _text(value)
    if not _OFFSET.search(said):
        raise ValueError("Write an instant with its offset, as 2027-01-31T09:30:00Z.")
    try:
        return datetime.fromisoformat(said).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("Write an instant as 2027-01-31T09:30:00Z.") from None


def _day(value: object) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise ValueError("Write a day as 2027-01-31.") from None


def _shown_instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


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
        description="Instant in UTC, as `2027-01-31T09:30:00.000000Z`; input needs an offset",
        specified_by_url=f"{_SPECIFIED}/date-time.html",
        serialize=_shown_instant,
        parse_value=_instant,
    ),
    date: strawberry.scalar(
        name="Date",
        description="Day of the calendar, as `2027-01-31`",
        specified_by_url=f"{_SPECIFIED}/local-date.html",
        serialize=date.isoformat,
        parse_value=_day,
    ),
    Cursor: _textual(
        "Cursor", "Place in one list, opaque", "https://relay.dev/graphql/connections.htm"
    ),
    EmailAddress: _textual(
        "EmailAddress",
        "E-mail address, as `ana@example.com`",
        "https://www.rfc-editor.org/rfc/rfc5322",
    ),
    PhoneNumber: _textual(
        "PhoneNumber",
        "Telephone number; read in the tenant's region unless it begins with +",
        "https://www.itu.int/rec/T-REC-E.164",
    ),
    CountryCode: _textual(
        "CountryCode",
        "Country by its two letters, as `RO`",
        "https://www.iso.org/iso-3166-country-codes.html",
    ),
    CurrencyCode: _textual(
        "CurrencyCode",
        "Currency by its three letters, as `EUR`",
        "https://www.iso.org/iso-4217-currency-codes.html",
    ),
    LanguageTag: _textual(
        "LanguageTag", "Language, as `pt-BR`", "https://www.rfc-editor.org/rfc/rfc5646"
    ),
    URL: _textual("URL", "Address of the web", "https://url.spec.whatwg.org/"),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value; only where a tenant keeps data of its own form",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=_as_it_is,
        parse_value=_as_it_is,
    ),
}
