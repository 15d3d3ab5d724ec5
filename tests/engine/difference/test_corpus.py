"""Whatever is asked of the library, the engine answers as graphql-core does."""

from typing import Final

import pytest

from tests.engine.difference.cases import Case, fault
from tests.engine.difference.corpus import CORPUS
from tests.engine.difference.ways import engine

ENGINE: Final = engine()
NAMES: Final = [case.name for case in CORPUS]


@pytest.mark.parametrize("case", CORPUS, ids=NAMES)
async def test_both_ways_come_to_the_same(case: Case) -> None:
    wrong = await fault(case, ENGINE)

    assert not wrong, wrong


def test_every_case_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)
