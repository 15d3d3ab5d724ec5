"""History: which change made which version of a thing."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select

from db.each import counted
from db.journal import RevisionRow
from db.pages import Key, Keys, Place, each_page
from db.sealed import statement

LATEST: Final[Keys] = (
    Key("version", descending=True, kind=int),
    Key("object_id", descending=True, kind=UUID),
)


@statement
def history_pages(keys: Keys, place: Place | None) -> Select[Any]:
    """The next changes of each of the given things."""
    own = RevisionRow.object_id
    return each_page(select(RevisionRow), RevisionRow, parent=own, keys=keys, place=place)


@statement
def history_counts() -> Select[int, int]:
    """How often each of the given things was changed."""
    return counted(select(RevisionRow), RevisionRow.object_id)
