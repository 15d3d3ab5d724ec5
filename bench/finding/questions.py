"""Questions: what somebody may ask about a million customers, by kind, no two alike."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from bench.finding.names import FIRST, LAST, SYLLABLES
from db.search import fold

Somebody = Mapping[str, Any]
Variables = dict[str, Any]
Asks = Callable[[Random, Somebody], Variables]

DOCUMENT: Final = """
query ($first: Int, $after: Cursor, $last: Int, $where: CustomerWhere,
       $sortBy: [CustomerSort!], $search: String) {
  customers(first: $first, after: $after, last: $last, where: $where, sortBy: $sortBy,
            search: $search) {
    nodes { id displayName email status loyaltyPoints createdAt }
    pageInfo { hasNextPage startCursor endCursor }
  }
}"""
ORDERS: Final[Mapping[str, list[dict[str, str]]]] = {
    "": [],
    "by last name": [{"field": "LAST_NAME"}],
    "oldest first": [{"field": "CREATED_AT"}],
    "most points": [{"field": "LOYALTY_POINTS", "direction": "DESC"}],
    "by both names": [{"field": "LAST_NAME"}, {"field": "FIRST_NAME"}],
}


def _search(text: Callable[[Random, Somebody], str], **where: Any) -> Asks:
    return lambda chance, one: {"search": text(chance, one), **({"where": where} if where else {})}


def _dialled(chance: Random, _: Somebody) -> str:
    """A Romanian number, as one of its ways to be typed."""
    own = f"{chance.choice((712, 722, 745))}{chance.randrange(10**6):06}"
    ways = ("+40{}", "0040{}", "0{}", "{}")
    return chance.choice(ways).format(own)[: chance.choice((8, 20))]


def _mail(chance: Random, one: Somebody) -> str:
    return str(one["email_norm"])[: chance.randrange(6, 14)]


def _mark(least: int) -> Callable[[Random, Somebody], str]:
    """The beginning of a name, with so many letters at least."""
    return lambda chance, one: fold(str(one["last_name"]))[: chance.randrange(least, least + 2)]


SEARCHES: Final[Mapping[str, Asks]] = {
    "a common first name": _search(lambda c, _: fold(c.choice(FIRST[:40]))),
    "a last name, as common as it is": _search(lambda _, one: str(one["last_name"])),
    "a rare word": _search(lambda _, one: str(one["email_norm"]).split("@")[0].split(".")[1]),
    "first and last name, in either order": _search(
        lambda c, one: " ".join(c.sample([str(one["first_name"]), str(one["last_name"])], 2))
    ),
    "two common names": _search(lambda c, _: f"{c.choice(FIRST[:40])} {c.choice(LAST[:40])}"),
    "a first name and the beginning of a last": _search(
        lambda c, one: f"{one['first_name']} {str(one['last_name'])[: c.randrange(1, 4)]}"
    ),
    "two letters": _search(lambda c, _: fold(c.choice(FIRST))[:2]),
    "two letters and two letters": _search(
        lambda c, _: f"{fold(c.choice(FIRST))[:2]} {fold(c.choice(LAST))[:2]}"
    ),
    "one letter": _search(lambda c, _: fold(c.choice(SYLLABLES))[:1]),
    "three or four letters": _search(_mark(3)),
    "the beginning of an address": _search(_mail),
    "a whole address": _search(lambda _, one: str(one["email_norm"])),
    "everybody of a provider": _search(lambda _, one: str(one["email_norm"]).split("@")[1]),
    "a telephone number": _search(_dialled),
    "a common name who may act": _search(
        lambda c, _: fold(c.choice(FIRST[:40])), status={"eq": "ACTIVE"}
    ),
    "a common name in a country": lambda c, one: {
        "search": fold(c.choice(FIRST[:40])),
        "where": {"countryCode": {"eq": one["country_code"]}},
    },
    "a common name of a rare kind": _search(
        lambda c, _: fold(c.choice(FIRST[:40])), loyaltyTier={"eq": "VIP"}
    ),
}


def _where(**where: Callable[[Random, Somebody], Any]) -> Asks:
    return lambda chance, one: {"where": {name: say(chance, one) for name, say in where.items()}}


def _eq(column: str) -> Callable[[Random, Somebody], Any]:
    return lambda _, one: {"eq": one[column]}


def _range(chance: Random, least: int, most: int) -> dict[str, int]:
    start = chance.randint(least, most)
    return {"gte": start, "lt": start + chance.randint(10, most)}


def _month(_: Random, one: Somebody) -> dict[str, str]:
    start: datetime = one["created_at"]
    return {"gte": start.isoformat(), "lt": (start + timedelta(days=30)).isoformat()}


def _begun(_: Random, one: Somebody) -> dict[str, str]:
    return {"startsWith": str(one["last_name"])[:3]}


FILTERS: Final[Mapping[str, Asks]] = {
    "everybody": lambda _, __: {},
    "status": _where(status=_eq("status")),
    "type": _where(type=_eq("type")),
    "country": _where(countryCode=_eq("country_code")),
    "city": _where(city=_eq("city")),
    "tier": _where(loyaltyTier=_eq("loyalty_tier")),
    "kind": _where(kind=_eq("kind")),
    "countries": _where(
        countryCode=lambda c, one: {"in": [one["country_code"], *c.sample(["RO", "DE", "LU"], 2)]}
    ),
    "cities": _where(city=lambda c, one: {"in": [one["city"], c.choice(["Sibiu", "Pécs"])]}),
    "created in a month": _where(createdAt=_month),
    "points": _where(loyaltyPoints=lambda c, _: _range(c, 0, 20_000)),
    "last name begins": _where(lastName=_begun),
    "last name": _where(lastName=_eq("last_name")),
    "address": _where(email=_eq("email_norm")),
    "two, of which many are both": _where(status=_eq("status"), type=_eq("type")),
    "two, of which few are both": _where(city=_eq("city"), status=lambda *_: {"eq": "BLOCKED"}),
    "two that go together": _where(countryCode=_eq("country_code"), city=_eq("city")),
    "tier and country": _where(loyaltyTier=_eq("loyalty_tier"), countryCode=_eq("country_code")),
    "status and a month": _where(status=_eq("status"), createdAt=_month),
    "not": lambda _, one: {"where": {"not": {"status": {"eq": one["status"]}}}},
    "or": lambda _, one: {
        "where": {"or": [{"city": {"eq": one["city"]}}, {"lastName": {"eq": one["last_name"]}}]}
    },
}


def tagged(tags: list[str]) -> Mapping[str, Asks]:
    """Filters by tags, of which the first is the most common."""

    def asks(operator: str, count: int) -> Asks:
        return lambda chance, _: {"where": {"tags": {operator: chance.sample(tags, count)}}}

    return {
        "any of two tags": asks("any", 2),
        "both tags": asks("all", 2),
        "no tag": asks("none", 2),
    }


def ordered(asks: Asks, keys: list[dict[str, str]]) -> Asks:
    """The same questions, in an order."""
    return lambda chance, one: {**asks(chance, one), **({"sortBy": keys} if keys else {})}


def differing(asks: Asks, everybody: list[Somebody], count: int) -> Iterator[Variables]:
    """So many questions of a kind, about different people or of different lengths."""
    chance, seen = Random(7), set[str]()
    for attempt in range(count * 20):
        said = {"first": 20 + attempt % 31, **asks(chance, everybody[attempt % len(everybody)])}
        if str(said) in seen:
            continue
        seen.add(str(said))
        yield said
        if len(seen) == count:
            return
