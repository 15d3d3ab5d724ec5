"""What a field accepts that names a mailbox, a phone, a place, a language or a currency."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final
from unicodedata import normalize
from zoneinfo import available_timezones

import phonenumbers
from babel import Locale
from babel.core import get_global
from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from resolvers.fields import Unacceptable, line

_EMAIL_AT_MOST: Final = 254
_PHONE_AT_MOST: Final = 50

_ENGLISH: Final = Locale("en")

# CLDR names these too, but ISO 3166-1 has not assigned them to a country.
_NO_COUNTRIES: Final = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
)
_COUNTRIES: Final = frozenset(
    code for code in map(str, _ENGLISH.territories) if code.isalpha() and code not in _NO_COUNTRIES
)
_CURRENCIES: Final = frozenset(
    code
    for history in get_global("territory_currencies").values()
    for code, _, until, is_tender in history
    if is_tender and until is None
)

_LANGUAGE_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
)
_NO_LANGUAGES: Final = frozenset({"mul", "und", "zxx"})
_NO_TIME_ZONES: Final = frozenset({"Factory", "localtime"})


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number as it was written, and as the network dials it."""

    raw: str
    e164: str


def email(value: str) -> str:
    """The address as it is shown and written to."""
    return _address(value).normalized


def email_norm(value: str) -> str:
    """The form in which two addresses of one mailbox are equal."""
    address = _address(normalize("NFKC", value))
    return f"{address.local_part}@{address.ascii_domain}".lower()


def _address(value: str) -> ValidatedEmail:
    trimmed = value.strip()
    if len(trimmed) > _EMAIL_AT_MOST:
        raise Unacceptable(f"Use at most {_EMAIL_AT_MOST} characters.")
    try:
        return validate_email(trimmed, check_deliverability=False)
    except EmailNotValidError:
        raise Unacceptable("Write one e-mail address, like ana@example.com.") from None


def phone(value: str, *, region: str) -> Phone:
    """A number that could be dialled; `region` is where one without a country code is at home.

    Length is checked and the plan of each network is not: networks open new ranges every month.
    """
    raw = line(value, most=_PHONE_AT_MOST)
    try:
        number = phonenumbers.parse(raw, region.upper() or None)
    except phonenumbers.NumberParseException:
        number = phonenumbers.PhoneNumber()
    fit = phonenumbers.is_possible_number_with_reason(number)
    if fit != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise Unacceptable("Write the phone number with its country code, like +40 712 345 678.")
    return Phone(raw, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def country(value: str) -> str:
    """A country by its two letters of ISO 3166-1."""
    return _known(value, _COUNTRIES, "Use the two letters of a country in ISO 3166-1, like RO.")


def currency(value: str) -> str:
    """A currency that is money somewhere today, by its three letters of ISO 4217."""
    return _known(value, _CURRENCIES, "Use the three letters of a currency in ISO 4217, like RON.")


def _known(value: str, codes: frozenset[str], otherwise: str) -> str:
    code = value.strip().upper()
    # Capitals of a ligature are two plain letters: "ß" would be South Sudan.
    if not value.isascii() or code not in codes:
        raise Unacceptable(otherwise)
    return code


def language(value: str) -> str:
    """A language as the shortest BCP 47 tag of known parts: `fr`, `pt-BR`, `zh-Hant-TW`."""
    tag = _LANGUAGE_TAG.fullmatch(value.strip().replace("_", "-").lower())
    if not tag:
        raise _unknown_language()
    spoken = _current_name(tag["language"])
    script, region = (tag["script"] or "").title(), (tag["region"] or "").upper()
    if not _is_language(spoken, script, region):
        raise _unknown_language()
    return "-".join(part for part in (spoken, script, region) if part)


def _current_name(spoken: str) -> str:
    """`he` for the withdrawn `iw`, `en` for the longer `eng`; a name of one part stays one part."""
    current = str(get_global("language_aliases").get(spoken, spoken))
    return current if current.isalpha() else spoken


def _is_language(spoken: str, script: str, region: str) -> bool:
    return (
        spoken in _ENGLISH.languages
        and spoken not in _NO_LANGUAGES
        and (not script or script in _ENGLISH.scripts)
        and (not region or region in _ENGLISH.territories)
    )


def _unknown_language() -> Unacceptable:
    return Unacceptable("Use the tag of a language in BCP 47, like fr, pt-BR or zh-Hant-TW.")


def timezone(value: str) -> str:
    """A time zone by its name in the IANA database."""
    name = _time_zones().get(value.strip().lower())
    if name is None:
        raise Unacceptable("Use the name of a time zone, like Europe/Bucharest.")
    return name


@cache
def _time_zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() - _NO_TIME_ZONES}
