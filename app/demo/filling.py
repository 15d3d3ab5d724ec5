"""The demo: two businesses full of invented customers, the same ones every time."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Final

from app.demo.companies import memberships
from app.demo.dice import DAY, Dice
from app.demo.lives import Life, Lives
from app.demo.own import values
from app.demo.people import YEAR, People, Somebody
from app.demo.trades import CLINIC, TRAVEL, Trade
from auth.caller import Caller, actor_id_of
from auth.scopes import Role, grants_of
from db.connections import Database
from db.conversation import Conversation
from db.ids import new_id
from db.sealed import Reader
from db.tenants import Tenant
from resolvers import demo
from resolvers.context import Context, Origin
from resolvers.cursors import Cursors
from resolvers.demo import Person, Progress, Story

CUSTOMERS: Final = 250
SUBJECT: Final = "demo"

_BEGAN: Final = DAY - 3 * YEAR
_COMPANIES: Final = 38
_ENDINGS: Final = {"INACTIVE": 22, "BLOCKED": 6, "DELETED": 6}
_NEWEST: Final = 25
_NUMBERED: Final = 10
_FIRST_NUMBER: Final = 1001
_TRADES: Final[Mapping[str, Trade]] = {"demo": TRAVEL, "rival": CLINIC}


async def fill(
    database: Database, tenant: Tenant, secret: bytes, progress: Progress, *, seed: str = ""
) -> int:
    """Fill a tenant that has no customers, and tell how many it has got."""
    conversation = Conversation(database, Reader(tenant.id))
    ctx = Context(
        caller=_caller(tenant),
        tenant=tenant,
        origin=Origin(request_id=new_id().hex, trace_id=new_id().hex),
        now=DAY,
        conversation=conversation,
        cursors=Cursors(secret, tenant.id),
    )
    try:
        return await demo.fill(ctx, story(seed or tenant.slug, tenant.default_region), progress)
    finally:
        await conversation.end()


def story(seed: str, region: str) -> Story:
    """Everything that a tenant in a region is filled with."""
    dice, trade = Dice(seed), _TRADES.get(seed, TRAVEL)
    people, lives = People(dice, trade, region), Lives(dice, trade)
    whos = [people.regular(), *(people.somebody(is_company=each) for each in _companies(dice))]
    arrivals = sorted(dice.between(_BEGAN, DAY) for _ in whos)
    lived = [lives.life(*each) for each in zip(arrivals, _fates(dice), strict=True)]
    met = zip(whos, lived, _external_ids(), strict=True)
    # Dice of their own, so that nobody's name changes when there is one field more.
    own, companies = Dice(f"{seed}: own"), Dice(f"{seed}: companies")
    return Story(
        began=_BEGAN,
        tags=[asdict(tag) for tag in trade.tags],
        fields=[field.said for field in trade.fields],
        people=[
            replace(_person(people, lives, *each), own=values(own, trade.fields)) for each in met
        ],
        members=memberships(companies, whos, trade.titles),
    )


def _caller(tenant: Tenant) -> Caller:
    roles = frozenset({Role.ADMIN})
    return Caller(
        tenant_id=tenant.id,
        actor_id=actor_id_of(tenant.id, SUBJECT),
        subject=SUBJECT,
        name="Demo",
        roles=roles,
        grants=grants_of(roles),
        customer_id=None,
    )


def _companies(dice: Dice) -> list[bool]:
    """Whether each customer after the first is a company."""
    others = CUSTOMERS - 1
    return dice.sample([True, False], others, counts=[_COMPANIES, others - _COMPANIES])


def _fates(dice: Dice) -> list[str]:
    """What becomes of each customer; the first one and the newest stay."""
    others = CUSTOMERS - 1 - _NEWEST
    counts = {**_ENDINGS, "ACTIVE": others - sum(_ENDINGS.values())}
    ends = dice.sample(list(counts), others, counts=list(counts.values()))
    return ["ACTIVE", *ends, *["ACTIVE"] * _NEWEST]


def _external_ids() -> list[str | None]:
    """The first customers came from an older system, where they had numbers."""
    return [str(_FIRST_NUMBER + place) if place < _NUMBERED else None for place in range(CUSTOMERS)]


def _person(
    people: People, lives: Lives, who: Somebody, life: Life, external_id: str | None
) -> Person:
    said = {"external_id": external_id, **people.said(who, DAY - life.arrived)}
    notes = lives.notes(who, life)
    return Person(
        said=said,
        own=(),
        history=lives.history(said, life, notes),
        addresses=lives.addresses(who, life),
        worn=lives.worn(life),
        notes=notes,
    )
