"""Bounds of the engine: what is kept of plans, and what is left to graphql-core."""

from typing import Any, Final

import pytest
from graphql import parse

from engine.compiler import MOST_FIELDS
from engine.engine import VARIANTS, Engine, Order
from engine.prepared import Prepared, prepared
from tests.engine.difference.library import SCHEMA
from tests.engine.difference.records import World
from tests.engine.difference.ways import tally
from tests.engine.difference.words import BRIDGE

SWITCHED: Final = "query ({}) {{ books {{ id {} }} }}"


def _prepared(text: str) -> Prepared:
    tree = parse(text)
    node: Any = tree.definitions[0]
    return prepared(text, tree, node)


async def _ran(engine: Engine, operation: Prepared, **variables: Any) -> list[tuple[str, str]]:
    """How an operation went, that is the newest of all."""
    before = engine.ran.copy()
    result = await engine.run(Order(operation, variables, World(), tally()))
    assert result.errors is None
    return [(way.value, reason) for way, reason in engine.ran - before]


async def test_an_operation_is_planned_for_so_many_switches_and_no_more() -> None:
    names = [f"s{number}" for number in range(6)]
    switches = " ".join(f"${name}: Boolean!" for name in names)
    fields = " ".join(f"{name}: title @include(if: ${name})" for name in names)
    operation, engine = _prepared(SWITCHED.format(switches, fields)), Engine(SCHEMA, BRIDGE)

    went = [
        await _ran(engine, operation, **{name: bool(at >> n & 1) for n, name in enumerate(names)})
        for at in range(VARIANTS + 2)
    ]
    again = await _ran(engine, operation, **dict.fromkeys(names, False))

    assert went == [[("whole", "")]] * VARIANTS + [[("core", "variants")]] * 2
    assert (again, len(engine)) == ([("whole", "")], VARIANTS)


@pytest.mark.parametrize(("more", "way"), [(0, ("whole", "")), (1, ("core", "large"))])
async def test_a_plan_has_so_many_fields_and_no_more(more: int, way: tuple[str, str]) -> None:
    fields = " ".join(f"a{number}: title" for number in range(MOST_FIELDS - 1 + more))
    engine = Engine(SCHEMA, BRIDGE)

    assert await _ran(engine, _prepared(f"{{ books {{ {fields} }} }}")) == [way]
