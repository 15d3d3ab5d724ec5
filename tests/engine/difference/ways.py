"""Ways: the two in which an operation can be run, by graphql-core and by the engine."""

from collections import Counter
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import Any, Final

import pytest
from graphql import DocumentNode, ExecutionResult, OperationDefinitionNode, execute

from app.unbegun import Unbegun
from engine import compiler, levels
from engine.engine import Engine, Order
from engine.plans import LOST, Named
from engine.prepared import prepared
from engine.tally import Counting, Tally
from engine.trusted import digest_of
from tests.engine.difference.library import SCHEMA
from tests.engine.difference.records import World
from tests.engine.difference.words import BRIDGE

MOST_VALUES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be run."""

    text: str
    tree: DocumentNode
    variables: dict[str, Any] = field(default_factory=dict)
    operation: str | None = None
    root: Any = None

    @property
    def node(self) -> OperationDefinitionNode | None:
        """The operation that is meant, if it is clear which."""
        found = [
            each
            for each in self.tree.definitions
            if isinstance(each, OperationDefinitionNode)
            and self.operation in {None, each.name and each.name.value}
        ]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a question, and which way it went."""

    result: ExecutionResult
    way: str


def tally() -> Tally:
    """A count that ends nothing."""
    return Tally(MOST_VALUES, end=lambda: None)


async def by_core(question: Question, world: World) -> ExecutionResult:
    """Run it by graphql-core alone."""
    unbegun = Unbegun()
    try:
        result: Any = execute(
            SCHEMA,
            question.tree,
            question.root,
            world,
            question.variables,
            question.operation,
            hide_suggestions=True,
            executor_class=Counting,
            is_awaitable=unbegun.is_awaitable,
            tally=tally(),
        )
        executed: ExecutionResult = await result if isawaitable(result) else result
    finally:
        unbegun.close()
    return executed


def engine() -> Engine:
    """An engine that has run nothing yet."""
    return Engine(SCHEMA, BRIDGE)


async def by_engine(question: Question, world: World, engine: Engine) -> Ran:
    """Run it by the engine, and see which way it went: "whole", "mixed" or "core"."""
    node = question.node
    if node is None:
        return Ran(await by_core(question, world), "core")
    unbegun = Unbegun()
    order = Order(
        prepared(digest_of(question.text), question.tree, node),
        question.variables,
        world,
        tally(),
        question.root,
        is_awaitable=unbegun.is_awaitable,
    )
    before = Counter(engine.ran)
    try:
        result = await engine.run(order)
    finally:
        unbegun.close()
    went = engine.ran - before
    return Ran(result, next((way.value for way, _ in went), ""))


def plant_alias(patch: pytest.MonkeyPatch) -> None:
    """Let the engine answer under the name of a field, whatever its alias."""

    def unnamed(_key: str, owner: str, field: Any, details: Any, nullable: bool) -> Named:
        return Named(details[0].node.name.value, owner, field, details, nullable)

    patch.setattr(compiler, "Named", unnamed)


def plant_null(patch: pytest.MonkeyPatch) -> None:
    """Let the engine leave a null in a list where nothing may be null."""

    def kept(items: Any, *, item_nullable: bool) -> Any:
        return (
            [None if item is LOST else item for item in items] if isinstance(items, list) else items
        )

    patch.setattr(levels, "_whole", kept)


def plant_swap(patch: pytest.MonkeyPatch) -> None:
    """Let the engine swap the first two objects of a level."""
    objects = levels.objects

    async def swapped(*known: Any) -> list[Any]:
        made = await objects(*known)
        made[:2] = reversed(made[:2])
        return made

    patch.setattr(levels, "objects", swapped)
