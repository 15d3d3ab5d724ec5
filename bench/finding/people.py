"""People: customers made up by number, the same every time, and the words that find them."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import accumulate
from random import Random
from typing import Any, Final
from uuid import UUID

import phonenumbers

from bench.finding.names import (
    COMPANY,
    ENDINGS,
    FIRST,
    FORMS,
    LAST,
    MAILS,
    SYLLABLES,
    TRADE,
    countries,
)
from db.search import fold, tokens_of

YEARS: Final = 5
_DAY: Final = timedelta(days=1)
_NO_MAIL: Final = re.compile(r"[^a-z0-9]+")
_TIERS: Final = ("NEW", "BRONZE", "SILVER", "GOLD", "PLATINUM", "VIP")
_REACH: Final = ((0, 0), (1, 500), (500, 2_000), (2_000, 5_000), (5_000, 20_000), (20_000, 90_000))

Row = dict[str, Any]


class Share:
    """A choice among things of which the first is the most common, as with names."""

    def __init__(self, things: Sequence[Any], steep: float = 0.7) -> None:
        self.things = list(dict.fromkeys(map(str, things))) if steep else list(things)
        self._sums = list(accumulate(1 / (n + 1) ** steep for n in range(len(self.things))))

    def pick(self, chance: Random) -> int:
        """The place of the thing that is chosen."""
        return bisect(self._sums, chance.random() * self._sums[-1])

    def one(self, chance: Random) -> Any:
        """The thing that is chosen."""
        return self.things[self.pick(chance)]


_FIRST: Final = Share(FIRST)
_LAST: Final = Share(LAST)
_MAILS: Final = Share(MAILS, 1.2)
_COUNTRIES: Final = countries()
_COUNTRY: Final = Share(range(len(_COUNTRIES)), 1.0)
_CITIES: Final = [Share(cities, 0.9) for *_, cities in _COUNTRIES]


@dataclass(frozen=True)
class People:
    """So many customers of one tenant, known over the years until an instant."""

    tenant: UUID
    count: int
    until: datetime
    seed: int = 1
    tags: Sequence[UUID] = field(default=())

    def some(self, start: int, stop: int) -> Iterator[Row]:
        """The customers from one number to another, the oldest first."""
        chance = Random(f"{self.seed}-{start}")
        return (self._one(chance, number) for number in range(start, stop))

    def _one(self, chance: Random, number: int) -> Row:
        age = (self.count - number - chance.random()) / self.count
        created = self.until - age * YEARS * 365 * _DAY
        row = {**self._states(chance, created), **_named(chance), **_living(chance)}
        row["tenant_id"], row["created_by"] = self.tenant, self.tenant
        row["id"] = _id(chance, created)
        if chance.random() < 0.3:
            row["external_id"] = f"CRM-{100_000 + number}"
        if chance.random() < 0.85:
            row["email"] = row["email_norm"] = _address(chance, row, number)
        shown = row["company_name"] or f"{row['first_name']} {row['last_name']}"
        row["display_name"], row["display_name_norm"] = shown, fold(shown)
        return row

    def _states(self, chance: Random, created: datetime) -> Row:
        since = self.until - created
        tier = bisect((0.45, 0.72, 0.88, 0.96, 0.99), chance.random())
        kind = bisect((0.8, 0.95), chance.random())
        if tier == len(_TIERS) - 1:
            kind = 2
        seen = chance.random()
        return {
            "kind": "INDIVIDUAL",
            "type": ("RETAIL", "WHOLESALE", "VIP")[kind],
            "status": ("ACTIVE", "INACTIVE", "BLOCKED")[bisect((0.82, 0.985), chance.random())],
            "loyalty_tier": _TIERS[tier],
            "loyalty_points": chance.randint(*_REACH[tier]),
            "created_at": created,
            "updated_at": created + since * chance.random(),
            "last_interaction_at": created + since * seen if seen > 0.4 else None,
            "deleted_at": self.until if chance.random() < 0.02 else None,
            "external_id": None,
            "email": None,
            "email_norm": None,
        }


def _id(chance: Random, created: datetime) -> UUID:
    stamp = int(created.timestamp() * 1000) << 80
    return UUID(
        int=stamp | 0x7 << 76 | chance.getrandbits(12) << 64 | 2 << 62 | chance.getrandbits(62)
    )


def _named(chance: Random) -> Row:
    first, last = _FIRST.one(chance), _LAST.one(chance)
    rare = chance.random()
    if rare < 0.04:
        parts = chance.choices(SYLLABLES, k=chance.randint(1, 2))
        last = "".join((*parts, chance.choice(ENDINGS))).title()
    elif rare < 0.07:
        last = f"{last}-{_LAST.one(chance)}"
    row = {"first_name": first, "last_name": last, "company_name": None}
    row |= {"first_name_norm": _folded(first), "last_name_norm": fold(last)}
    row["company_name_norm"] = None
    if chance.random() < 0.08:
        lead = chance.choice(COMPANY) if chance.random() < 0.5 else last
        name = f"{lead} {chance.choice(TRADE)} {chance.choice(FORMS)}"
        row |= {"kind": "CORPORATE", "company_name": name, "company_name_norm": fold(name)}
    return row


def _living(chance: Random) -> Row:
    place = _COUNTRY.pick(chance)
    code, dial, said, _ = _COUNTRIES[place]
    phone = None
    if chance.random() < 0.7:
        phone = f"+{dial}{chance.choice(('712', '722', '745'))}{chance.randrange(10**6):06}"
    born = date(1940, 1, 1) + chance.randrange(66 * 365) * _DAY
    return {
        "phone": phone,
        "phone_e164": phone,
        "country_code": code,
        "region": f"{code}-{chance.randrange(9)}",
        "city": _CITIES[place].one(chance),
        "nationality": code if chance.random() < 0.9 else "RO",
        "preferred_language": said,
        "preferred_channel": chance.choice(("EMAIL", "EMAIL", "PHONE", "SMS", None)),
        "gender": chance.choice(("FEMALE", "MALE", None)),
        "born_on": born if chance.random() < 0.7 else None,
        "newsletter_subscribed": chance.random() < 0.35,
        "marketing_opt_in": chance.random() < 0.2,
    }


def _address(chance: Random, row: Row, number: int) -> str:
    first, last = (_NO_MAIL.sub("", _folded(row[name])) for name in ("first_name", "last_name"))
    return f"{first or 'a'}.{last or 'b'}{number}@{_MAILS.one(chance)}"


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    return fold(text)


def found_by(row: Row) -> dict[str, int]:
    """The words that find a customer and their weights: what `tokens_of` says, said sooner."""
    number = row["phone_e164"]
    tokens = dict.fromkeys(_dialled(number, _home(number[:-4])) if number else (), 2)
    if row["email"]:
        local, _, domain = row["email"].partition("@")
        parts = *local.split("."), *_of_domain(domain)
        tokens |= dict.fromkeys((row["email"], f"@{domain}", *parts), 2)
    if row["external_id"]:
        tokens |= dict.fromkeys(("crm", row["external_id"][4:]), 2)
    return tokens | _of_names(row["first_name"], row["last_name"], row["company_name"])


@lru_cache(maxsize=200_000)
def _of_names(first: str, last: str, company: str | None) -> dict[str, int]:
    found = tokens_of([first, last, None], company, None, None)
    return {token.token: token.weight for token in found}


@cache
def _of_domain(domain: str) -> list[str]:
    found = tokens_of([], None, f"x@{domain}", None)
    return [each.token for each in found if "@" not in each.token and each.token != "x"]  # noqa: S105


@cache
def _home(begun: str) -> tuple[int, str]:
    """Of numbers that begin like this, how long the country is, and what is dialled before."""
    number = phonenumbers.parse(f"{begun}0000")
    at_home = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    dialled, own = re.sub(r"\D", "", at_home), str(number.national_number)
    return len(str(number.country_code)), dialled.removesuffix(own)


def _dialled(number: str, home: tuple[int, str]) -> tuple[str, ...]:
    digits, (country, before) = number[1:], home
    at_home = before + digits[country:]
    return digits, digits[country:], at_home, at_home.lstrip("0")
