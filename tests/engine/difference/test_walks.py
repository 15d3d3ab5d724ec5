"""Whatever anybody may ask of the library, the engine answers as graphql-core does."""

import gc
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest
from graphql import parse

from tests.engine.difference.asking import Asking
from tests.engine.difference.comparing import difference
from tests.engine.difference.finding import MANY, SEED, tried
from tests.engine.difference.library import OTHERS, SCHEMA
from tests.engine.difference.loading import DECLARED
from tests.engine.difference.records import RIGHTS, World
from tests.engine.difference.walks import Ground, Values, walked
from tests.engine.difference.ways import Question, by_core, by_engine, engine

# graphql-core never begins some of what it makes for the items of a list that becomes null.
pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
]
WALKED: Final = MANY * 3 // 20
FOUND: Final = MANY // 10
VALUES: Final[Values] = {
    "ID": ("1", "2", "3", "4", "5", "99"),
    "Int": (0, 1, 2, 3, 13, 26),
    "String": ("", "P", "fine"),
    "Boolean": (True, False),
    "Day": ("2027-01-31",),
}
# Where everything is null, there is nothing to compare.
RARELY: Final = frozenset(
    {
        *("sureBroken", "sureBook", "noLetters", "sureTorn", "sureFails", "noReviews", "sure"),
        *("sureRaises", "sureSlowRaises", "nothing", "slowNothing", "largeInt", "surePicky"),
        *("sureMixed", "sureStream", "sureHeight", "partlySure", "sureNext", "d", "h"),
        *("slowKind", "wrongKind", "noObject", "sureTornNodes", "sureSecrets"),
    }
)
FETCHED: Final = {name for each in DECLARED.values() for name in each}
GROUNDS: Final = {
    "everything": Ground(SCHEMA, VALUES, RARELY),
    "rows": Ground(
        SCHEMA,
        VALUES,
        RARELY,
        never=frozenset({*OTHERS["Query"], *OTHERS["Book"], *OTHERS["Author"]} - FETCHED)
        | {"words", "sureWords", "numbers", "grid", "late", "described"},
    ),
}
ENGINE: Final = engine()


@pytest.fixture(autouse=True)
def _rubbish_waits() -> Iterator[None]:
    """Python warns of what never began where it clears up, and there are places where it cannot."""
    gc.disable()
    yield
    gc.enable()


async def fault(asking: Asking, rights: frozenset[str]) -> tuple[str, str]:
    """What differs between the two ways, if anything does; and which way it went."""
    question = Question(asking.text, parse(asking.text), asking.variables)
    core = await by_core(question, World(rights))
    ran = await by_engine(question, World(rights), ENGINE)
    wrong = difference(core, ran.result, by_place=True)
    told = f"{asking.text}\n{asking.variables}\n{sorted(rights)}\n{wrong}" if wrong else ""
    gc.collect(0)
    went = f"{ran.way} {'all' if core.errors is None else 'some' if core.data else 'none'}"
    return told, went


@pytest.mark.parametrize("ground", GROUNDS)
async def test_walks_end_alike(ground: str) -> None:
    went: Counter[str] = Counter()

    for number in range(SEED * WALKED, (SEED + 1) * WALKED):
        asking = walked(GROUNDS[ground], number)
        wrong, way = await fault(asking, RIGHTS if number % 4 else frozenset())
        assert not wrong, f"walk {number}: {wrong}"
        went[way] += 1

    gc.collect()
    usual = "mixed" if ground == "everything" else "whole"
    assert went[f"{usual} all"] + went[f"{usual} some"] > WALKED / 2, went


@pytest.mark.parametrize("rights", [RIGHTS, frozenset()], ids=["all", "none"])
async def test_what_hypothesis_finds_ends_alike(rights: frozenset[str]) -> None:
    async def told(asking: Asking) -> str:
        return (await fault(asking, rights))[0]

    await tried(GROUNDS["everything"], FOUND, told)
    gc.collect()
