"""The world: tenants in which everything was done once, in a hand told from every other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any, Final

import asyncpg
import httpx2
import orjson

from auth.scopes import Role
from tests.conftest import Statements
from tests.isolation.atlas import INTROSPECTION, Atlas, Operation
from tests.isolation.evidence import Seen, codes
from tests.isolation.values import (
    BY_KEY,
    HOLE,
    KINDS,
    SEALED,
    Blank,
    CannotFill,
    Hand,
    Pen,
    kind_of,
)
from tests.tenant import Answer, Tenant

# Together they hold every right that there is inside a tenant.
EVERYTHING: Final = (Role.ADMIN, Role.SERVICE)
# An act in the wrong state got as far as the thing that it is about.
_REACHED: Final = frozenset({"WRONG_STATE"})
_NUMBERS: Final = count(1)
# Sorts of things that are another sort with something said of it.
_GUISES: Final[Mapping[str, tuple[str, dict[str, Any]]]] = {
    "company": ("customer", {"kind": "CORPORATE"}),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a walk takes place: a running server, its database from behind, and what it sends."""

    client: httpx2.AsyncClient
    owner: asyncpg.Pool
    sent: Statements

    async def tenant(self, name: str) -> Tenant:
        """A new tenant."""
        tenant = Tenant(self.client, self.owner, f"{name}-{next(_NUMBERS)}")
        await tenant.open()
        return tenant


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who asks and acts in a tenant, and writes in one hand."""

    atlas: Atlas
    tenant: Tenant
    pen: Pen
    token: str

    async def send(self, operation: Operation, values: Mapping[str, Any]) -> Answer:
        """Send an operation."""
        mark = self.pen.hand.mark
        headers = {
            "Authorization": f"Bearer {self.token}",
            "User-Agent": mark,
            "X-Request-Id": f"{mark}-{next(_NUMBERS)}",
        }
        return await self.tenant.post({"query": operation.text, "variables": values}, headers)


@dataclass(slots=True)
class Belongings:
    """Things that hang together, each made when it is first needed: a note of that customer.

    They are made without the value named `lacking`, so that there is room for it.
    """

    maker: Party
    lacking: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    async def id(self, kind: str) -> str:
        """The id of one's own thing of a kind."""
        if kind not in self.ids:
            made = _GUISES.get(kind, (kind, {}))[0] in self.maker.atlas.makers
            self.ids[kind] = await (self._made(kind) if made else self._shown(kind))
        return self.ids[kind]

    async def values(self, operation: Operation, hole: Any = None) -> dict[str, Any]:
        """The variables of an operation, with this in its hole and one's own in its blanks."""
        drafts = operation.values.items()
        return {name: await self._filled(draft, hole) for name, draft in drafts}

    async def _filled(self, value: Any, hole: Any) -> Any:
        if isinstance(value, list):
            return [await self._filled(each, hole) for each in value]
        if isinstance(value, dict):
            filled = {name: await self._filled(each, hole) for name, each in value.items()}
            key = value.get("key")
            if isinstance(key, Blank) and key.path[-2:] == BY_KEY:
                filled["key"] = await self._key([*value, *(value.get("value") or ())])
            return filled
        if not isinstance(value, Blank):
            return value
        if value is HOLE:
            return hole
        return await self._written(value)

    async def _written(self, blank: Blank) -> Any:
        """A value for a blank: one's own thing, what the server seals, or something plausible."""
        if blank.scalar == "ID":
            return await self.id(kind_of(blank.path))
        if blank.path[-1] in SEALED:
            return await self._sealed(blank.path[-1])
        return self.maker.pen.write(blank)

    async def _key(self, beside: Iterable[str]) -> str:
        """The key of one's own custom field, of a kind that goes with what is said beside it."""
        kind = next((KINDS[name] for name in beside if name in KINDS), "TEXT")
        known = self.maker.pen.keys
        if kind not in known:
            maker = self.maker.atlas.makers["custom_field"]
            ((variable, given),) = (await Belongings(self.maker).values(maker)).items()
            options = {"options": [self.maker.pen.hand.mark]} if kind == "OPTION" else {}
            said = given | {"kind": kind, "isUnique": False, **options}
            answer = await self.maker.send(maker, {variable: said})
            assert done(answer), answer.body
            known[kind] = said["key"]
        return known[kind]

    async def _made(self, kind: str) -> str:
        plain, guise = _GUISES.get(kind, (kind, {}))
        maker = self.maker.atlas.makers[plain]
        refused = []
        for lacking in (self.lacking, ""):
            said = _without(lacking, await self.values(maker))
            clad = {variable: {**each, **guise} for variable, each in said.items()}
            answer = await self.maker.send(maker, clad)
            if done(answer):
                return _shown_in(answer).ids[plain]
            refused.append(answer.body)
        raise CannotFill(f"{maker.name} makes no {kind}: {refused}")

    async def _sealed(self, name: str) -> Any:
        """What only the server can write, for what is one's own; nonsense if it does not."""
        begin = self.maker.atlas.act(SEALED[name], whole=False)
        seen = _shown_in(await self.maker.send(begin, await self.values(begin)))
        return seen.values.get((None, name, str), self.maker.pen.hand.mark)

    async def _shown(self, kind: str) -> str:
        """The id of what nobody makes, but everybody is shown of themselves."""
        for question in self.maker.atlas.questions:
            if not question.values:
                seen = _shown_in(await self.maker.send(question, {}))
                if kind in seen.ids:
                    return seen.ids[kind]
        raise CannotFill(f"Nobody makes a {kind}, and nobody is shown one of their own.")


@dataclass(frozen=True, slots=True)
class World:
    """A tenant full of things: what its people see, and which acts need all that they take."""

    party: Party
    seen: Seen
    whole: Mapping[str, bool]


async def keeper(tenant: Tenant, hand: Hand) -> Party:
    """Somebody who may do everything in a tenant."""
    token = tenant.token(*EVERYTHING, user=hand.mark)
    atlas = _atlas(orjson.dumps((await tenant.send(INTROSPECTION, token)).data))
    return Party(atlas, tenant, Pen(hand), token)


async def inhabited(tenant: Tenant, hand: Hand) -> World:
    """Do everything once in a tenant, then look at everything."""
    party, seen = await keeper(tenant, hand), Seen()
    whole = {name: await _needs_all(party, name, seen) for name in party.atlas.mutations}
    mine = Belongings(party)
    for question in party.atlas.questions:
        answer = await party.send(question, await mine.values(question))
        if answer.status != 200 or "errors" in answer.body:
            raise CannotFill(f"{question.name} cannot be asked: {answer.body}")
        seen.note(answer.data)
    return World(party, seen, whole)


@cache
def _atlas(told: bytes) -> Atlas:
    """The atlas of a schema; one that was drawn before serves again."""
    return Atlas(orjson.loads(told))


def done(answer: Answer) -> bool:
    """Whether an act reached what it is about."""
    return answer.status == 200 and "errors" not in answer.body and codes(answer) <= _REACHED


async def _needs_all(party: Party, name: str, seen: Seen) -> bool:
    """Do an act with everything that it takes, and with only what it must be given."""
    answers = {}
    for whole in (True, False):
        act = party.atlas.act(name, whole=whole)
        values = await Belongings(party).values(act)
        seen.note_said(values)
        answers[whole] = await party.send(act, values)
    if not any(map(done, answers.values())):
        raise CannotFill(f"{name} never succeeds: {[each.body for each in answers.values()]}")
    return not done(answers[False])


def _shown_in(answer: Answer) -> Seen:
    seen = Seen()
    seen.note(answer.data)
    return seen


def _without(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The same input without the field of this name."""
    return {
        variable: {n: each for n, each in said.items() if n != name}
        for variable, said in values.items()
    }
