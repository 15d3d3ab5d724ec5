"""The corpus: all cases, of every rule."""

from typing import Final

from tests.engine.difference.cases import Case
from tests.engine.difference.of_changes import CHANGES
from tests.engine.difference.of_levels import LEVELS
from tests.engine.difference.of_ordinary import ORDINARY
from tests.engine.difference.of_pages import PAGES
from tests.engine.difference.of_rights import RIGHTS
from tests.engine.difference.of_said import SAID
from tests.engine.difference.of_shapes import SHAPES
from tests.engine.difference.of_values import VALUES

CORPUS: Final[tuple[Case, ...]] = (
    *(*SHAPES, *VALUES, *LEVELS, *PAGES, *RIGHTS),
    *(*SAID, *ORDINARY, *CHANGES),
)
