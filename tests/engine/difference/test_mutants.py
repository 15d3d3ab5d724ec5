"""An engine that is wrong in one place does not get past the corpus."""

from collections.abc import Callable
from typing import Final

import pytest

from tests.engine.difference.cases import fault
from tests.engine.difference.corpus import CORPUS
from tests.engine.difference.ways import engine, plant_alias, plant_null, plant_swap

PLANTS: Final = (plant_alias, plant_null, plant_swap)


async def faults() -> list[str]:
    """What is wrong with the cases that the engine runs by itself."""
    whole = [case for case in CORPUS if case.way == "whole"]
    return [found for case in whole if (found := await fault(case, engine()))]


async def test_nothing_is_wrong_with_what_is_not_planted() -> None:
    assert await faults() == []


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
async def test_what_is_planted_is_found(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)

    assert await faults()
