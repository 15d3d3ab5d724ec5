"""The walk: every question and every act, with what belongs to somebody else in every place."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from graphql import GraphQLEnumType

from tests.isolation.atlas import Atlas, Hole
from tests.isolation.evidence import Seen, Traces, codes, plain, refusals, rows, words_of
from tests.isolation.values import SEALED, THEIRS, Blank, Path, Pen, nobodys
from tests.isolation.world import Belongings, Ground, Party
from tests.tenant import Answer

# What cannot name, in an act, something that is there already.
_NAMELESS: Final = frozenset(
    {
        "Boolean",
        "CountryCode",
        "CurrencyCode",
        "Date",
        "DateTime",
        "Decimal",
        "Float",
        "Int",
        "JSON",
        "LanguageTag",
    }
)
_PYTHON: Final = {"Float": float, "Int": int}
_BROKEN: Final = frozenset(
    {
        "BAD_REQUEST",
        "GRAPHQL_PARSE_FAILED",
        "GRAPHQL_VALIDATION_FAILED",
        "INTERNAL_SERVER_ERROR",
        "OPERATION_TIMEOUT",
    }
)
# What somebody who may do everything is only told before the thing itself was looked for.
_TURNED_BACK: Final = _BROKEN | {"BAD_USER_INPUT", "FORBIDDEN"}


# Where only what one's own tenant has made can be said, or only what goes with the kind of a field:
# theirs is refused like nobody's.
_ONES_OWN: Final = frozenset(
    {
        ("customFields", "key"),
        ("input", "options"),
        ("sortBy", "customField"),
        ("value", "option"),
    }
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who walks, and what is their own."""

    party: Party
    mine: Belongings


@dataclass(frozen=True, slots=True)
class Victim:
    """Whose things are tried: what they see, and which rows are theirs."""

    seen: Seen
    tenant_id: UUID
    naming: str
    traces: Traces

    async def rows(self, ground: Ground) -> dict[str, list[str]]:
        """What is theirs in every table."""
        return await rows(ground.owner, self.tenant_id, self.naming)

    def values_for(self, hole: Hole) -> Iterator[tuple[Any, Any]]:
        """What to put into a hole: something of theirs, and the like of it that never was."""
        if isinstance(hole.leaf, GraphQLEnumType):
            yield from ((name, name) for name in hole.leaf.values)
        elif hole.leaf.name == "Boolean":
            yield from ((True, True), (False, False))
        elif hole.leaf.name == "ID":
            for shown in self.seen.ids.values():
                yield shown, f"{shown.partition('_')[0]}_{uuid4().hex}"
        elif hole.place[-1] in SEALED:
            theirs = self._named(hole)
            yield theirs, theirs[::-1]
        elif hole.leaf.name == "Cursor":
            yield from ((cursor, cursor[::-1]) for cursor in self.seen.cursors.values())
        else:
            theirs = self._named(hole)
            yield theirs, nobodys(theirs)

    def _named(self, hole: Hole) -> Any:
        kind = hole.leaf.name
        known = self.seen.named(hole.place, _PYTHON.get(kind, str))
        if known is not None:
            return known
        return THEIRS.mark if kind == "String" else Pen(THEIRS).write(Blank(kind, hole.place))


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer to one value, and how many statements it took."""

    answer: Answer
    value: Any
    statements: int

    @property
    def plain(self) -> tuple[int, Any]:
        """All that must be the same for theirs and for nobody's."""
        return self.answer.status, plain(self.answer.body, self.value)

    @property
    def done(self) -> bool:
        """Whether what was asked to be done was done."""
        return any((self.answer.data or {}).values()) and not refusals(self.answer)


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk of one sort of visitor, who may each time be somebody new."""

    ground: Ground
    atlas: Atlas
    whole: Mapping[str, bool]
    victim: Victim
    visit: Callable[[str], Awaitable[Visitor]]
    may_everything: bool = True

    async def findings(self) -> AsyncGenerator[str, None]:
        """Everything that should not be, each in a sentence."""
        async for finding in self._unchanged("A question", self._asked()):
            yield finding
        for name in self.atlas.mutations:
            async for finding in self._unchanged(f"Mutation.{name}", self._acted(name)):
                yield finding
        async for finding in self._pointed_at():
            yield finding

    async def _unchanged(
        self, what: str, findings: AsyncGenerator[str, None]
    ) -> AsyncGenerator[str, None]:
        """Look whether anything of theirs is different afterwards."""
        before = await self.victim.rows(self.ground)
        async for finding in findings:
            yield finding
        after = await self.victim.rows(self.ground)
        changed = [table for table in before if before[table] != after[table]]
        if changed:
            yield f"{what}: changes their {', '.join(changed)}"

    async def _pointed_at(self) -> AsyncGenerator[str, None]:
        """Look whether a row of another tenant's names something of theirs."""
        home = (await self.visit("")).party.tenant.id
        if home == self.victim.tenant_id:
            return
        ours = await rows(self.ground.owner, home)
        for table, lines in ours.items():
            if named := words_of(str(lines)) & self.victim.traces.ids:
                yield f"Our {table} names {sorted(named)}"

    async def _asked(self) -> AsyncGenerator[str, None]:
        visitor = await self.visit("")
        for question in self.atlas.questions:
            answer = await visitor.party.send(question, await visitor.mine.values(question))
            for wrong in self._wrong(answer, None, question.trail):
                yield f"{question.name}: {wrong}"
        for hole in self.atlas.open_questions:
            async for finding in self._tried(hole, visitor):
                yield finding

    async def _acted(self, name: str) -> AsyncGenerator[str, None]:
        for hole in self.atlas.open_acts(name, whole=self.whole[name]):
            if isinstance(hole.leaf, GraphQLEnumType) or hole.leaf.name in _NAMELESS:
                continue
            async for finding in self._tried(hole, await self.visit(hole.place[-1])):
                yield finding

    async def _tried(self, hole: Hole, visitor: Visitor) -> AsyncGenerator[str, None]:
        """Put theirs into a hole, then nobody's, and compare."""
        for theirs, nobody in self.victim.values_for(hole):
            at = f"{hole.operation.name}({'.'.join(hole.place[1:])}: {theirs})"
            foreign = await self._heard(hole, theirs, visitor)
            for wrong in self._wrong(foreign.answer, theirs, hole.operation.trail, hole.place):
                yield f"{at}: {wrong}"
            if theirs == nobody:
                continue
            visitor = await self._next(hole, visitor, foreign)
            missing = await self._heard(hole, nobody, visitor)
            visitor = await self._next(hole, visitor, missing)
            if foreign.plain != missing.plain:
                yield f"{at}: is told from nothing: {foreign.answer.body} {missing.answer.body}"
            if foreign.statements != missing.statements:
                yield f"{at}: takes {foreign.statements} statements, not {missing.statements}"

    async def _heard(self, hole: Hole, value: Any, visitor: Visitor) -> Heard:
        values = await visitor.mine.values(hole.operation, value)
        self.ground.sent.clear()
        answer = await visitor.party.send(hole.operation, values)
        return Heard(answer, value, len(self.ground.sent))

    async def _next(self, hole: Hole, visitor: Visitor, heard: Heard) -> Visitor:
        """Whoever changed something of their own makes room for somebody new."""
        gone = hole.operation.changes and heard.done
        return await self.visit(hole.place[-1]) if gone else visitor

    def _wrong(self, answer: Answer, sent: Any, trail: Path, place: Path = ()) -> Iterator[str]:
        """What is wrong with one answer: it shows theirs, or the question never got there.

        Of what the server sealed for others, it may only say that it is no good.
        """
        if found := self.victim.traces.left_in(answer, sent):
            yield f"shows {sorted(found)}"
        bad = codes(answer) & (_TURNED_BACK if self.may_everything else _BROKEN)
        sealed = bool(place) and place[-1] in SEALED
        bad -= {"BAD_USER_INPUT"} if sealed or place[-2:] in _ONES_OWN else set()
        if answer.status != 200 or bad:
            yield f"was not asked: {answer.body}"
        elif self.may_everything and not _reached(answer, trail):
            yield f"never got to {'.'.join(trail)}: {answer.body}"


def _reached(answer: Answer, trail: Path) -> bool:
    """Whether the field at the end of a way was answered, be it with an error."""
    if any(trail == _names(error.get("path")) for error in answer.body.get("errors", ())):
        return True
    there = answer.data
    for name in trail[:-1]:
        there = there and there.get(name)
        there = there[0] if isinstance(there, list) and there else there
    return bool(there) and trail[-1] in there


def _names(path: Any) -> Path:
    return tuple(step for step in path or () if isinstance(step, str))
