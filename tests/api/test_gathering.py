"""Lists by fields of the tenant's own, whichever way their pages are found."""

from random import Random
from typing import Any, Final

import pytest

from resolvers.gathering import Approach, Counts
from tests.api.walks import backwards, customers, forwards
from tests.tenant import Tenant, doing

MANY: Final = 40
SIZE: Final = 7
FREE: Final = {"key": "plan", "option": {"eq": "FREE"}}
LOW: Final = {"key": "score", "number": {"lt": 4}}
HIGH: Final = {"key": "score", "number": {"gte": 4}}
SCORED: Final = {"key": "score", "number": {"gte": 0}}
SWEET: Final = {"key": "likes", "texts": {"any": ["apple", "plum"]}}
ROMANIAN: Final = {"countryCode": {"eq": "RO"}}
NO_POP: Final = {"not": {"lastName": {"startsWith": "pop"}}}
WHERES: Final[dict[str, dict[str, Any]]] = {
    "free": {"customFields": [FREE]},
    "low": {"customFields": [LOW]},
    "sweet": {"customFields": [SWEET]},
    "free low sweet": {"customFields": [FREE, LOW, SWEET]},
    # Of five filters three are compared, and these are not the last ones.
    "low sweet free": {"customFields": [LOW, SWEET, *2 * [SCORED], FREE]},
    "vip early low free": {"tags": {"all": ["vip", "early"]}, "customFields": [LOW, SCORED, FREE]},
    "free romanian": {"customFields": [FREE], **ROMANIAN},
    "low romanian nopop": {"customFields": [LOW], "and": [ROMANIAN, NO_POP]},
    "low high": {"customFields": [LOW, HIGH]},
    "free low|high": {"customFields": [FREE], "or": [{"customFields": [LOW]}, ROMANIAN]},
    "romanian": ROMANIAN,
    "vip early": {"tags": {"all": ["vip", "early"]}},
    "vip free": {"tags": {"any": ["vip"]}, "customFields": [FREE]},
    "vip low romanian": {"tags": {"any": ["vip"]}, "customFields": [LOW], **ROMANIAN},
}
ORDERS: Final[dict[str, list[dict[str, str]]]] = {
    "newest": [],
    "by last name": [{"field": "LAST_NAME"}],
    "by status": [{"field": "STATUS", "direction": "DESC"}],
    "by score": [{"customField": "score"}],
    "most score": [{"customField": "score", "direction": "DESC"}],
    "no score first": [{"customField": "score", "nulls": "FIRST"}],
    "by plan and name": [{"customField": "plan"}, {"field": "LAST_NAME"}],
}
LABELS: Final = ("vip", "early")
TAGS: Final = "{ tags { nodes { id label } } }"
People = dict[str, set[str]]


async def known(tenant: Tenant, chance: Random) -> tuple[str, set[str]]:
    """A customer, and what can be said of it."""
    plan, score = chance.choice(("FREE", "FIRM", None)), chance.choice((*range(8), None))
    likes = chance.sample(("apple", "plum", "salt"), chance.randint(0, 3)) or None
    country, name = chance.choice(("RO", "DE")), chance.choice(("Pop", "Popa", "Ion"))
    own = {"plan": {"option": plan}, "score": {"number": score}, "likes": {"texts": likes}}
    values = [
        {"key": key, "value": value}
        for key, value in own.items()
        if all(said is not None for said in value.values())
    ]
    made = await tenant.customer(lastName=name, countryCode=country, customFields=values)
    is_so = {
        "free": plan == "FREE",
        "low": score is not None and score < 4,
        "high": score is not None and score >= 4,
        "sweet": not {"apple", "plum"}.isdisjoint(likes or ()),
        "romanian": country == "RO",
        "nopop": not name.startswith("Pop"),
    }
    is_so["low|high"] = is_so["low"] or is_so["romanian"]
    return made, {said for said, holds in is_so.items() if holds}


@pytest.fixture
async def people(tenant: Tenant) -> People:
    """Everybody who is there, with what can be said of them; some others were deleted."""
    await tenant.custom_field("plan", "OPTION", options=["FREE", "FIRM"])
    await tenant.custom_field("score", "NUMBER")
    await tenant.custom_field("likes", "TEXTS")
    chance = Random(11)  # noqa: S311  # the same again each time
    found = dict([await known(tenant, chance) for _ in range(MANY)])
    for label in LABELS:
        tag = await tenant.tag(label)
        for one in chance.sample(list(found), MANY // 2):
            await tenant.wear(one, tag)
            found[one].add(label)
    for gone in list(found)[::9]:
        await tenant.ask(doing("customerDelete"), input={"id": gone})
        del found[gone]
    return found


async def wheres(tenant: Tenant) -> dict[str, dict[str, Any]]:
    """Every filter, with the ids of its tags."""
    shown = (await tenant.ask(TAGS)).data["tags"]["nodes"]
    tags = {each["label"]: each["id"] for each in shown}
    worn = {
        said: {how: [tags[each] for each in labels] for how, labels in where["tags"].items()}
        for said, where in WHERES.items()
        if "tags" in where
    }
    return WHERES | {said: {**WHERES[said], "tags": labels} for said, labels in worn.items()}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("way", Approach)
async def test_pages_have_everybody_who_answers_in_order_whichever_way_they_are_found(
    tenant: Tenant, people: People, monkeypatch: pytest.MonkeyPatch, way: Approach, order: str
) -> None:
    sort = ORDERS[order]
    (everybody,) = await forwards(customers(tenant, sortBy=sort), MANY)
    assert len(everybody) == len(people)
    monkeypatch.setattr(Counts, "cheapest", lambda *_: way)
    for said, where in (await wheres(tenant)).items():
        wanted = [each for each in everybody if {*said.split()} <= people[each]]
        pages = [wanted[n : n + SIZE] for n in range(0, len(wanted), SIZE)] or [[]]
        ends = [wanted[max(0, n - SIZE) : n] for n in range(len(wanted), 0, -SIZE)][::-1] or [[]]

        listed = customers(tenant, where=where, sortBy=sort)

        assert await forwards(listed, SIZE) == pages, said
        assert await backwards(listed, SIZE) == ends, said
