"""What a field of text or number accepts, and the form in which it is kept."""

import re
from datetime import date
from typing import Final
from unicodedata import category, normalize

import orjson

_UNFIT_FOR_A_LINE: Final = re.compile(r"[\n\t\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
# Letters and marks that leave no ink: fillers, joiners, selectors, the empty pattern of Braille.
_BLANK: Final = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    r"\U0001d159\U000e0100-\U000e01ef]"
)

_IDENTIFIER_AT_MOST: Final = 255
# The most code points that are composed to a single one.
_PARTS: Final = 4
_URL: Final = re.compile(
    r"[hH][tT]{2}[pP][sS]?://"
    r"(?:\[[0-9A-Fa-f:.]+\]|[^\W_][\w.-]*)"
    r"(?::[0-9]{1,5})?"
    r"""(?:[/?#][^\s\\<>"]*)?"""
)
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_POSTAL_CODE: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 -]*[A-Za-z0-9])?")
_TAX_ID: Final = re.compile(r"[^\W_](?:[^\W_]|[./ -])*")
_FIRST_BIRTHDAY: Final = date(1900, 1, 1)

_JSON_BYTES: Final = 8 * 1024
_JSON_DEPTH: Final = 8
_JSON_KEY: Final = 64
_LARGEST_WHOLE: Final = 2**63 - 1


# What would be said twice, and could then be said in two ways.
_NO_PREFERENCES: Final = frozenset(
    {
        "analyticsconsent",
        "cookiesconsent",
        "language",
        "marketingconsent",
        "marketingoptin",
        "newslettersubscribed",
        "timezone",
    }
)


class Unacceptable(ValueError):
    """A value that cannot be kept: the text says what to do and never repeats the value."""


def line(value: str, *, most: int, least: int = 1) -> str:
    """One line of text: composed (NFC) and trimmed, with nothing in it that steers a screen."""
    kept = _composed(value.strip(), most)
    _measure(kept, most=most, least=least)
    if _UNFIT_FOR_A_LINE.search(kept):
        raise Unacceptable("Use one line of text without control characters.")
    return kept


def text(value: str, *, most: int) -> str:
    """Text of many lines, kept as typed between its outer white space."""
    kept = value.strip()
    _measure(kept, most=most, least=1)
    return kept


def _composed(value: str, most: int) -> str:
    """The value composed. To put marks in order takes long, so nobody sends thousands of them."""
    if len(value) > _PARTS * most:
        raise _too_long(most)
    return normalize("NFC", value)


def _too_long(most: int) -> Unacceptable:
    return Unacceptable(f"Use at most {most} characters.")


def _measure(kept: str, *, most: int, least: int) -> None:
    if len(kept) > most:
        raise _too_long(most)
    if all(category(letter) in _INVISIBLE for letter in _BLANK.sub("", kept)):
        raise Unacceptable("Write something that can be seen.")
    if len(kept) < least:
        raise Unacceptable(f"Use at least {least} characters.")


def identifier(value: str) -> str:
    """A key of another system: kept as given, so nothing is trimmed in silence."""
    kept = value if len(value) > _PARTS * _IDENTIFIER_AT_MOST else normalize("NFC", value)
    trimmed = kept == kept.strip()
    if not (trimmed and kept.isprintable() and 1 <= len(kept) <= _IDENTIFIER_AT_MOST):
        raise Unacceptable("Use 1 to 255 printable characters, with no white space at the ends.")
    return kept


def label_norm(value: str) -> str:
    """The form in which two labels that look alike are equal."""
    inked = _BLANK.sub("", normalize("NFKC", value))
    seen = "".join(letter for letter in inked if category(letter) != "Cf")
    return " ".join(normalize("NFKC", seen.casefold()).split())


def url(value: str) -> str:
    """An address of the web, without credentials in it."""
    kept = line(value, most=255)
    if not _URL.fullmatch(kept):
        raise Unacceptable("Use a full http or https address without a user name in it.")
    return kept


def colour(value: str) -> str:
    """A colour as `#RRGGBB`."""
    kept = value.strip()
    if not _COLOUR.fullmatch(kept):
        raise Unacceptable("Write the colour as # and six hexadecimal digits, like #1A2B3C.")
    return kept.upper()


def postal_code(value: str) -> str:
    """A postal code in capitals; every country's code is made of these few characters."""
    kept = line(normalize("NFKC", line(value, most=20)), most=20)
    if not _POSTAL_CODE.fullmatch(kept):
        raise Unacceptable("Use letters from A to Z, digits, spaces and dashes only.")
    return kept.upper()


def tax_id(value: str) -> str:
    """A number given by a tax office, as it is printed on an invoice."""
    kept = line(value, most=32)
    if not _TAX_ID.fullmatch(kept):
        raise Unacceptable("Use letters, digits, dots, dashes, slashes and spaces only.")
    return kept


def born_on(value: date, *, today: date) -> date:
    """A day on which somebody alive may have been born."""
    if not _FIRST_BIRTHDAY <= value <= today:
        raise Unacceptable("Give a day between the first of January 1900 and today.")
    return value


def whole(value: object, least: int, most: int) -> int:
    """A whole number between two bounds, both allowed."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Unacceptable(f"Give a whole number from {least} to {most}.")
    return value


def preferences_custom(value: object) -> dict[str, object]:
    """An object of the tenant's own making, small enough to be read with every customer."""
    if not isinstance(value, dict):
        raise Unacceptable("Give a JSON object.")
    _check_json(value, depth=1)
    if any(_plain_key(key) in _NO_PREFERENCES for key in value):
        raise Unacceptable(
            "Say language, timeZone and newsletterSubscribed in the fields of these names, and"
            " consents outside of the preferences."
        )
    if len(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)) > _JSON_BYTES:
        raise Unacceptable("Keep the object within 8 KiB.")
    return value


def _plain_key(key: str) -> str:
    return "".join(letter for letter in key.lower() if letter.isalpha())


def _check_json(value: object, *, depth: int) -> None:
    if isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
        raise Unacceptable("Use whole numbers of at most 64 bits.")
    if not isinstance(value, dict | list):
        return
    if depth > _JSON_DEPTH:
        raise Unacceptable(f"Nest at most {_JSON_DEPTH} levels deep.")
    if isinstance(value, dict) and any(not 1 <= len(key) <= _JSON_KEY for key in value):
        raise Unacceptable(f"Use keys of 1 to {_JSON_KEY} characters.")
    for inner in value.values() if isinstance(value, dict) else value:
        _check_json(inner, depth=depth + 1)
