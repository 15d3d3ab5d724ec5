"""What a customer can be found by: words folded alike when kept and when typed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from unicodedata import category, decimal, normalize

import phonenumbers

NAME: Final = 4
COMPANY: Final = 3
CONTACT: Final = 2

_WORDS: Final = 12
_WORD_LENGTH: Final = 40
_ADDRESS_LENGTH: Final = 254
_TOKENS: Final = 40
_TYPED_WORDS: Final = 6
_SHORTEST_NUMBER: Final = 5

_DROPPED: Final = frozenset({"Mn", "Me", "Cf"})
_PLAIN: Final = str.maketrans(
    dict(zip("øłđðħŧ\u0131\u02bc\u2019", "olddhti''", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th"}
)
# More than a request has room for, so that none lets a letter be looked up again and again.
_LETTERS: Final = 100_000
_NUMBER: Final = re.compile(r"(?<![^\W_])\+?\d[\d\s+()./\u2010-\u2015-]*\d(?![^\W_])")
_WRAPPING: Final = "<>()[]\"',;:."

_LAST: Final = chr(0x10FFFF)
_BEFORE_SURROGATES: Final = "\ud7ff"
_AFTER_SURROGATES: Final = "\ue000"


@dataclass(frozen=True, slots=True)
class SearchToken:
    """A word that finds a customer; the heavier it is, the better the find."""

    token: str
    weight: int


class _Folded(dict[int, str]):
    """What is left of each letter, found out when it is first met."""

    def __missing__(self, letter: int) -> str:
        if len(self) == _LETTERS:
            self.clear()
        bare = "".join(map(_bare, normalize("NFKD", chr(letter))))
        self[letter] = bare.casefold().translate(_PLAIN)
        return self[letter]


_FOLDED: Final = _Folded()


def fold(text: str) -> str:
    """Text without case and accents, in plain letters where Unicode sees letters of their own."""
    return text.translate(_FOLDED)


def _bare(letter: str) -> str:
    if category(letter) in _DROPPED:
        return ""
    return str(decimal(letter)) if letter.isdecimal() else letter


def words(text: str, *, most: int | None = _WORDS) -> list[str]:
    """The first words of a text, folded, each once; all of them when `most` is None."""
    spaced = "".join(letter if _in_a_word(letter) else " " for letter in fold(text))
    return _each_once(word[:_WORD_LENGTH] for word in spaced.split())[:most]


def _in_a_word(letter: str) -> bool:
    # The vowels of many Indian scripts are marks that take room of their own (Mc).
    return letter.isalnum() or category(letter) == "Mc"


def _each_once(several: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(several))


def query_words(text: str, *, region: str = "") -> list[str]:
    """What a person means who types this: every word must begin a token of the customer.

    `region` is where the person dials from; it explains prefixes other than 0, 00 and +.
    """
    return _typed(text, region)[:_TYPED_WORDS]


def _typed(text: str, region: str = "") -> list[str]:
    chunks = fold(text).split()
    addresses = [_address(chunk) for chunk in chunks if "@" in chunk]
    rest = " ".join(chunk for chunk in chunks if "@" not in chunk)
    joined = _NUMBER.sub(lambda found: _number(found[0], region), rest)
    return _each_once([*filter(None, addresses), *words(joined)])


def _address(chunk: str) -> str:
    address = chunk.strip(_WRAPPING)[:_ADDRESS_LENGTH]
    return address if any(map(str.isalnum, address)) else ""


def _number(run: str, region: str) -> str:
    """The digits of a number as they are kept: without 00, +, and the 0 dialled at home."""
    digits = re.sub(r"\D", "", run.replace("(0)", ""))
    if len(digits) < _SHORTEST_NUMBER:
        return run
    at_home = "" if run.startswith("+") else _national(digits, region)
    return at_home or digits.lstrip("0") or digits


def _national(digits: str, region: str) -> str:
    number = _parsed(digits, region.upper()) if region else None
    if number is None or not phonenumbers.is_valid_number(number):
        return ""
    return str(number.national_number)


def _parsed(number: str, region: str | None = None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None


def tokens_of(
    names: Iterable[str | None],
    company: str | None,
    email: str | None,
    phone_e164: str | None,
    external_id: str | None = None,
) -> list[SearchToken]:
    """Every token of a customer, each once with its highest weight; contacts are never cut off."""
    weighed = (
        *_weigh(CONTACT, _dialled(phone_e164 or "")),
        *_weigh(CONTACT, _whole_address(email or "")),
        *_weigh(NAME, (token for name in names for token in _written(name or ""))),
        *_weigh(COMPANY, _written(company or "")),
        *_weigh(CONTACT, _written(external_id or "")),
        *_weigh(CONTACT, _parts_of_address(email or "")),
    )
    heaviest: dict[str, int] = {}
    for found in weighed:
        heaviest[found.token] = max(found.weight, heaviest.get(found.token, 0))
    return [SearchToken(token, weight) for token, weight in islice(heaviest.items(), _TOKENS)]


def _weigh(weight: int, tokens: Iterable[str]) -> Iterator[SearchToken]:
    return (SearchToken(token, weight) for token in tokens)


def _written(text: str) -> Iterator[str]:
    """Each way to type a text: as a whole, word by word, and O'Brien as one word.

    What a word is typed as stands before the word itself, so that a cut leaves no token unfound.
    """
    yield from _typed(text)
    for word in (*words(text), *words(fold(text).replace("'", ""))):
        yield from _typed(word)
        yield word


def _dialled(e164: str) -> Iterator[str]:
    """The number from abroad, the number itself, and the number as it is dialled at home."""
    yield from _typed(e164)
    number = _parsed(e164)
    if number is not None:
        at_home = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        digits = re.sub(r"\D", "", at_home)
        yield from (str(number.national_number), *_typed(digits), digits)


def _whole_address(email: str) -> Iterator[str]:
    yield from _typed(email)
    yield from _typed(f"@{email.rpartition('@')[2]}")


def _parts_of_address(email: str) -> Iterator[str]:
    local, _, domain = email.rpartition("@")
    yield from _written(local)
    yield from _written(domain.rpartition(".")[0])


def prefix_end(word: str) -> str:
    """The first string, in the order of bytes, after all those that begin with the word."""
    stem = word.rstrip(_LAST)
    if not stem:
        raise ValueError("No string comes after all those that begin with this.")
    last = stem[-1]
    following = _AFTER_SURROGATES if last == _BEFORE_SURROGATES else chr(ord(last) + 1)
    return stem[:-1] + following
