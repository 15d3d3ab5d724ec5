"""The engine: compiles an operation once, for the rights of a caller, and runs it many times."""

from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeGuard

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationType,
    default_field_resolver,
    default_type_resolver,
    execute,
)
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues
from graphql.pyutils import is_awaitable

from engine.compiler import Compiler, TooLarge, repeats
from engine.faults import Root
from engine.guided import Guided
from engine.kinds import Bridge
from engine.levels import objects
from engine.plans import LOST, Part, Shape
from engine.prepared import Prepared
from engine.run import Run
from engine.shelf import Shelf
from engine.tally import Counting, Tally, TooMuch
from engine.variables import Signatures, fitting, signatures_of, values_of

KEPT: Final = 2_000
ROOM: Final = 100_000
"""How much is kept in plans, in parts of trees: whoever clears up memory looks at every one."""
FIELD: Final = 8
"""As how many parts a field counts that is compiled."""
VARIANTS: Final = 32
"""For how many rights and switches one operation is planned."""


class Way(StrEnum):
    """Who runs an operation."""

    WHOLE = "whole"
    """The engine."""
    MIXED = "mixed"
    """graphql-core, and the engine wherever rows are asked for."""
    CORE = "core"
    """graphql-core alone."""


@dataclass(slots=True)
class Order:
    """An operation that is to be run."""

    prepared: Prepared
    variables: dict[str, Any] | None
    context: Any
    tally: Tally
    root: Any = None
    hides: bool = True
    """Whether errors may not name what else there is."""
    is_awaitable: Callable[[Any], TypeGuard[Awaitable[Any]]] = is_awaitable
    brought_by: Hashable = None


@dataclass(slots=True)
class Plan:
    """How an operation is run, for those who have the same rights."""

    way: Way
    reason: str
    root: Shape | None = None
    prepared: Prepared | None = None
    """The operation as it was planned, where parts of it are found by the nodes of its tree."""
    fields: int = 0
    """How many of its fields are compiled."""
    entries: dict[tuple[str, tuple[int, ...]], Part | None] = field(default_factory=dict)
    signatures: Signatures | None = None
    """What the variables of the operation are, once that is known."""


class Engine:
    """Runs operations."""

    def __init__(self, schema: GraphQLSchema, bridge: Bridge | None) -> None:
        self.schema = schema
        self._bridge = bridge
        self._plans: Shelf[Hashable, Plan] = Shelf(KEPT, ROOM)
        self.ran: Counter[tuple[Way, str]] = Counter()
        """How many operations went which way, and why that way."""

    def __len__(self) -> int:
        return len(self._plans)

    async def run(self, order: Order) -> ExecutionResult:
        """Run an operation."""
        prepared = order.prepared
        if self._bridge is None or prepared.declined:
            self.ran[Way.CORE, prepared.declined or "off"] += 1
            return await self._by_core(order, prepared)
        rights = self._bridge.rights(order.context)
        # Where no variable says what is left out, the plan is known before their values are.
        plan = None if prepared.switches else self._plans.find((prepared.key, (), rights))
        inputs = order.variables or {}
        variables = fitting(plan.signatures, inputs) if plan else None
        if variables is None:
            read = values_of(self.schema, prepared.node, inputs, hides=order.hides)
            if isinstance(read, list):
                return ExecutionResult(None, read)
            variables = read
        plan = plan or self._plan(order, variables, self._bridge, rights)
        self.ran[plan.way, plan.reason] += 1
        if plan.root is not None:
            return await self._whole(order, variables, plan.root)
        if plan.way is Way.CORE:
            return await self._by_core(order, prepared)
        return await self._guided(order, variables, plan, self._bridge)

    def _plan(
        self, order: Order, variables: VariableValues, bridge: Bridge, rights: Hashable
    ) -> Plan:
        prepared = order.prepared
        switches = tuple(variables.coerced.get(name) for name in prepared.switches)
        key = (prepared.key, switches, rights)
        plan = self._plans.find(key)
        if plan is not None:
            return plan
        if key not in prepared.variants and len(prepared.variants) >= VARIANTS:
            return Plan(Way.CORE, "variants")
        prepared.variants.add(key)
        compiler = Compiler(self.schema, bridge, prepared, variables, order.context)
        plan = _compiled(compiler, prepared)
        if compiler.is_kept:
            plan.signatures = signatures_of(self.schema, prepared.node)
            size = prepared.size + FIELD * max(compiler.fields, prepared.fields)
            self._plans.keep(key, plan, size=size, owner=order.brought_by)
        return plan

    async def _whole(self, order: Order, variables: VariableValues, root: Shape) -> ExecutionResult:
        run = Run(order.context, variables, order.tally)
        try:
            (data,) = await objects(run, root, [order.root], Root())
        except TooMuch:
            return ExecutionResult(None, [])
        return ExecutionResult(None if data is LOST else data, run.errors.errors or None)

    async def _guided(
        self, order: Order, variables: VariableValues, plan: Plan, bridge: Bridge
    ) -> ExecutionResult:
        planned = plan.prepared or order.prepared
        compiler = Compiler(self.schema, bridge, planned, variables, order.context)
        guided = Guided(
            self.schema,
            dict(planned.fragments),
            planned.details,
            order.root,
            order.context,
            planned.node,
            variables,
            default_field_resolver,
            default_type_resolver,
            default_field_resolver,
            is_awaitable=order.is_awaitable,
            hide_suggestions=order.hides,
            tally=order.tally,
            entries=_Guide(plan, compiler).entry,
            bridge=bridge,
        )
        try:
            return await _awaited(order, guided.execute_operation())
        except TooMuch:
            return ExecutionResult(None, [])

    async def _by_core(self, order: Order, prepared: Prepared) -> ExecutionResult:
        result: Any = execute(
            self.schema,
            prepared.tree,
            order.root,
            context_value=order.context,
            variable_values=order.variables,
            hide_suggestions=order.hides,
            operation_name=prepared.name,
            executor_class=Counting,
            is_awaitable=order.is_awaitable,
            tally=order.tally,
        )
        return await _awaited(order, result)


async def _awaited(order: Order, result: Any) -> ExecutionResult:
    executed: ExecutionResult = await result if order.is_awaitable(result) else result
    return executed


def _compiled(compiler: Compiler, prepared: Prepared) -> Plan:
    kind = prepared.node.operation
    if kind is not OperationType.QUERY:
        return Plan(Way.MIXED, kind.value, prepared=prepared)
    try:
        root = compiler.root()
    except TooLarge:
        return Plan(Way.CORE, "large")
    except GraphQLError:  # somewhere below it is not said what is to be left out
        return Plan(Way.CORE, "switch")
    if repeats(root):
        return Plan(Way.CORE, "repeats")
    if compiler.calls_resolvers:
        return Plan(Way.MIXED, "resolver", prepared=prepared)
    return Plan(Way.WHOLE, "", root)


@dataclass(frozen=True, slots=True)
class _Guide:
    """Finds the plan of a field that graphql-core comes to."""

    plan: Plan
    compiler: Compiler

    def entry(self, owner: GraphQLObjectType, details: Sequence[FieldDetails]) -> Part | None:
        """The plan, if the engine can make what the field asks for."""
        key = (owner.name, tuple(id(each.node) for each in details))
        entries = self.plan.entries
        if key in entries:
            return entries[key]
        self.compiler.fields = self.plan.fields
        try:
            part = self.compiler.entry(owner, details)
        except (GraphQLError, TooLarge):
            part = None
        if self.compiler.is_kept:
            self.plan.fields = self.compiler.fields
            entries[key] = part
        return part
