"""Finding: hypothesis-graphql thinks of things to ask, and makes what goes wrong small."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Final

from graphql import DocumentNode
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis_graphql import from_schema

from tests.engine.difference.asking import Asking, twisted
from tests.engine.difference.walks import Ground, literal

SEED: Final = int(os.environ.get("FUZZ_SEED") or 1)
MANY: Final = int(os.environ.get("FUZZ_OPERATIONS") or 3_500)
"""How many operations are tried in all."""
# hypothesis-graphql makes values of these itself.
ITS_OWN: Final = frozenset({"Boolean", "Float"})


def found(ground: Ground) -> st.SearchStrategy[Asking]:
    """What hypothesis-graphql thinks of, put in less usual ways."""
    scalars = {
        called: st.sampled_from(values).map(literal)
        for called, values in ground.values.items()
        if called not in ITS_OWN
    }
    root = ground.schema.query_type
    assert root is not None
    fields = tuple(each for each in root.fields if each not in ground.never)

    def of(one: str) -> st.SearchStrategy[DocumentNode]:
        return from_schema(
            ground.schema, fields=(one,), custom_scalars=scalars, print_ast=lambda tree: tree
        )

    def asked(tree: DocumentNode, number: int) -> Asking:
        return twisted(ground.schema, tree, number)

    return st.builds(asked, st.sampled_from(fields).flatmap(of), st.integers(0, 2**32))


async def tried(ground: Ground, many: int, fault: Callable[[Asking], Awaitable[str]]) -> None:
    """Try that many of them; nothing may be wrong with any."""
    loop = asyncio.get_running_loop()
    usual = settings(
        max_examples=many,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )

    async def told(asking: Asking) -> str:
        return await fault(asking)

    def one(asking: Asking) -> None:
        wrong = asyncio.run_coroutine_threadsafe(told(asking), loop).result()
        assert not wrong, wrong

    await asyncio.to_thread(seed(SEED)(usual(given(found(ground))(one))))
