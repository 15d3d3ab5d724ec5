"""Together: several statements become one, and each of them stays sealed."""

from typing import Any, Final

import pytest
from sqlalchemy import delete, update

from db.ids import new_id
from db.journal import next_in_stream
from db.notes import NoteRow
from db.sealed import Reader, Unsealable, one, word
from db.tags import TagRow
from db.together import Part, Parts, said_to, together
from tests.house.statements import faults

RENAMED: Final = (
    update(TagRow).where(TagRow.id == one("id")).values(label=word("label")).returning(TagRow.id)
)
EMPTIED: Final = delete(NoteRow).where(NoteRow.id == one("id"))


def _parts() -> Parts:
    return {
        "named": Part(RENAMED, {"id": "a tag", "label": "VIP"}),
        "gone": Part(EMPTIED, {"id": "a note"}),
    }


def _arguments(parts: Parts, reader: Reader) -> list[Any]:
    return together(parts, limited=False).arguments(reader, said_to(parts))


def test_each_part_is_told_its_own_and_the_tenant_is_told_once() -> None:
    reader = Reader(new_id())

    said = _arguments(_parts(), reader)

    assert sorted(map(str, said)) == sorted(["VIP", "a tag", str(reader.tenant_id), "a note"])


def test_every_place_holds_what_its_part_was_told() -> None:
    reader = Reader(new_id())
    sealed = together(_parts(), limited=False)

    said = _arguments(_parts(), reader)

    places = {value: f"${index + 1}::" for index, value in enumerate(said)}
    named, gone = sealed.sql.split("gone AS")
    assert f"label={places['VIP']}" in named
    assert f"tags.id = {places['a tag']}" in named
    assert f"notes.id = {places['a note']}" in gone
    for part in (named, gone):
        assert f"tenant_id = {places[reader.tenant_id]}" in part


def test_what_stands_together_is_still_one_tenants() -> None:
    sealed = together(_parts(), limited=False)

    assert faults(sealed.sql) == []
    assert sealed.writes
    assert sealed.sql.endswith("SELECT * FROM named")


def test_the_first_part_that_returns_rows_is_the_answer() -> None:
    parts = _parts()
    silent = {"gone": parts["gone"]}

    assert together({**silent, **parts}, limited=False).sql.endswith("SELECT * FROM named")
    assert together(silent, limited=False).sql.endswith("SELECT true")


def test_every_part_is_held_to_the_customer_who_is_limited() -> None:
    reader = Reader(new_id(), only_customer=new_id())
    parts = _parts()

    free, limited = (together(parts, limited=limited) for limited in (False, True))

    assert "only_customer" not in free.names
    assert "notes.customer_id" in limited.sql
    assert reader.only_customer in limited.arguments(reader, said_to(parts))


def test_what_a_part_says_of_itself_is_not_lost() -> None:
    taken = Part(next_in_stream(), {"stream_id": "a stream", "count": 3})

    assert _arguments({"taken": taken}, Reader(new_id()))[1:] == ["a stream", 3]


def test_a_part_without_a_tenant_is_refused() -> None:
    table: Any = TagRow.__table__

    with pytest.raises(Unsealable):
        together({"free": Part(update(table).values(priority=1), {})}, limited=False)
