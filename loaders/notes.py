"""How notes are fetched for many at once."""

from collections.abc import Sequence
from typing import Any

from db.columns import Wanted
from db.each import NTH
from db.notes import NoteRow, note_counts, notes_pages
from loaders.batch import ById, Id, Loader, PageLoader, many_each, one_each


class NoteById(ById[NoteRow]):
    """The note of each id."""

    row = NoteRow


class NotesOfCustomer(PageLoader[Sequence[Any]]):
    """The next notes of each customer."""

    async def answers(self, keys: Sequence[Id], wanted: Wanted) -> list[Sequence[Any]]:
        stmt = notes_pages(self._window.keys, self._window.place)
        notes = await self.reads.records(
            stmt, wanted.also(NTH), parent_ids=keys, **self._window.said
        )
        return many_each(keys, notes)


class NoteCountOfCustomer(Loader[int]):
    """How many notes each customer has."""

    async def answers(self, keys: Sequence[Id], _: Wanted) -> list[int]:
        counts = await self.reads.records(note_counts(), parent_ids=keys)
        return [row["count"] for row in one_each(keys, counts)]
