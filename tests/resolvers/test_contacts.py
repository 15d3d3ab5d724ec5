"""Mailboxes, phones, places, languages and currencies are kept in one form each."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolvers.contacts import (
    Phone,
    country,
    currency,
    email,
    email_norm,
    language,
    phone,
    timezone,
)
from resolvers.fields import Unacceptable

LETTERS = [chr(place) for place in range(ord("A"), ord("Z") + 1)]


def accepted(keep: Any, codes: list[str]) -> list[str]:
    kept = []
    for code in codes:
        try:
            kept.append(keep(code))
        except Unacceptable:
            continue
    return kept


@pytest.mark.parametrize(
    ("said", "shown", "norm"),
    [
        (" Ana.Pop@EXAMPLE.com\n", "Ana.Pop@example.com", "ana.pop@example.com"),
        ("ana+vip@example.com", "ana+vip@example.com", "ana+vip@example.com"),
        ("Ana@bücher.de", "Ana@bücher.de", "ana@xn--bcher-kva.de"),
        ("Ana@xn--bcher-kva.de", "Ana@bücher.de", "ana@xn--bcher-kva.de"),
        ("RENE\u0301@x.ro", "REN\u00c9@x.ro", "ren\u00e9@x.ro"),
        ("１@x.ro", "１@x.ro", "1@x.ro"),
    ],
)
def test_an_address_is_shown_and_compared(said: str, shown: str, norm: str) -> None:
    assert email(said) == shown
    assert email_norm(said) == norm
    assert email_norm(shown) == norm


@settings(deadline=None)
@given(st.emails())
def test_the_norm_of_an_address_is_its_own_norm(said: str) -> None:
    try:
        norm = email_norm(said)
    except Unacceptable:
        return

    assert email_norm(norm) == norm
    assert email_norm(said.upper()) == norm


@pytest.mark.parametrize("keep", [email, email_norm])
@pytest.mark.parametrize(
    "said",
    [
        "",
        "ana",
        "ana@",
        "ana@localhost",
        "ana@x..ro",
        "ana@x.ro, ion@x.ro",
        "Ana <ana@x.ro>",
        "a\x00na@x.ro",
        "a\u200bna@x.ro",
        "a\u202ena@x.ro",
        "\ud800@x.ro",
    ],
)
def test_what_is_no_single_mailbox_is_refused(keep: Any, said: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        keep(said)

    assert str(refused.value) == "Write one e-mail address, like ana@example.com."
    assert refused.value.__suppress_context__


def test_an_address_has_at_most_254_characters() -> None:
    domain = f"{'d' * 63}.{'d' * 63}.{'d' * 57}.ro"

    assert len(email(f"{'a' * 64}@{domain}")) == 253
    with pytest.raises(Unacceptable, match=r"^Use at most 254 characters\.$"):
        email(f"{'a' * 66}@{domain}")


@pytest.mark.parametrize(
    ("said", "region", "e164"),
    [
        ("0712 345 678", "RO", "+40712345678"),
        ("0712345678", "ro", "+40712345678"),
        ("+40 (0)712-345-678", "US", "+40712345678"),
        ("+40712345678", "", "+40712345678"),
        ("٠٧١٢٣٤٥٦٧٨", "RO", "+40712345678"),
        ("06 12 34 56 78", "MA", "+212612345678"),
        ("06 6982 1234", "IT", "+390669821234"),
        ("(555) 010-0100", "US", "+15550100100"),
    ],
)
def test_a_phone_is_kept_as_written_and_as_dialled(said: str, region: str, e164: str) -> None:
    assert phone(f" {said} ", region=region) == Phone(raw=said, e164=e164)


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("0712 345 678", ""),
        ("0712 345 678", "XX"),
        ("112", "RO"),
        ("555-1234", "US"),
        ("0712 345 678 901 234", "RO"),
        ("ana", "RO"),
        ("+999 123 456 789", "RO"),
    ],
)
def test_a_phone_that_could_not_be_dialled_is_refused(said: str, region: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        phone(said, region=region)

    advice = "Write the phone number with its country code, like +40 712 345 678."
    assert str(refused.value) == advice
    assert refused.value.__context__ is None


@pytest.mark.parametrize("said", ["0712\n345678", "0712 345 678" + " " * 50 + "9"])
def test_a_phone_is_one_short_line(said: str) -> None:
    with pytest.raises(Unacceptable, match=r"^Use "):
        phone(said, region="RO")


def test_the_countries_are_those_of_the_standard() -> None:
    pairs = [first + second for first in LETTERS for second in LETTERS]

    kept = accepted(country, pairs)

    assert len(kept) == 249
    assert {"RO", "MA", "PS", "TW", "AX", "BQ"} <= set(kept)
    assert {"EU", "UN", "XK", "ZZ", "UK"}.isdisjoint(kept)


def test_a_country_is_kept_in_capitals() -> None:
    assert country(" ro ") == "RO"


@pytest.mark.parametrize("said", ["", "ROU", "40", "419", "Romania", "ß", "ﬁ", "R\x00"])
def test_what_is_no_country_is_refused(said: str) -> None:
    with pytest.raises(Unacceptable, match=r"^Use the two letters of a country in ISO 3166-1"):
        country(said)


@pytest.mark.parametrize("code", ["RON", "MAD", "EUR", "USD", "JPY", "XOF", "KWD", "SLE", "XCG"])
def test_a_currency_of_today_is_kept_in_capitals(code: str) -> None:
    assert currency(f" {code.lower()} ") == code


# Among them money of the past, gold, and two codes that ISO 4217 has: XXX says that there is no
# currency, XTS is for tests.
@pytest.mark.parametrize(
    "code", ["", "ROL", "DEM", "HRK", "SLL", "XAU", "XXX", "XTS", "CHE", "BTC", "EURO", "€"]
)
def test_what_is_no_money_today_is_refused(code: str) -> None:
    with pytest.raises(Unacceptable, match=r"^Use the three letters of a currency in ISO 4217"):
        currency(code)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("fr", "fr"),
        (" PT-br ", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("zh_Hant", "zh-Hant"),
        ("es-419", "es-419"),
        ("gsw", "gsw"),
        ("eng-GB", "en-GB"),
        ("iw", "he"),
        ("sh", "sh"),
    ],
)
def test_a_language_is_kept_as_its_canonical_tag(said: str, kept: str) -> None:
    assert language(said) == kept
    assert language(kept) == kept


@pytest.mark.parametrize(
    "said",
    [
        *("", "f", "xx", "french", "und", "mul", "zxx", "fr-QQ", "fr-999", "zh-Hxxx"),
        *("fr-", "fr-FR-FR", "de-1996", "fr\x00", "fr.utf8", "../fr"),
    ],
)
def test_what_is_no_known_language_is_refused(said: str) -> None:
    with pytest.raises(Unacceptable, match=r"^Use the tag of a language in BCP 47"):
        language(said)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Europe/Bucharest", "Europe/Bucharest"),
        (" africa/casablanca ", "Africa/Casablanca"),
        ("utc", "UTC"),
    ],
)
def test_a_time_zone_is_kept_by_its_name(said: str, kept: str) -> None:
    assert timezone(said) == kept


@pytest.mark.parametrize(
    "said", ["", "Mars/Olympus", "+02:00", "Factory", "localtime", "../UTC", "/etc/passwd", "U\x00"]
)
def test_what_is_no_time_zone_is_refused(said: str) -> None:
    with pytest.raises(Unacceptable, match=r"^Use the name of a time zone"):
        timezone(said)
