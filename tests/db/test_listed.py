"""A list of columns is cut to those that are wanted, and nothing else of a statement changes."""

from typing import Any, Final

import asyncpg
import pytest
from sqlalchemy import Integer, Select, column, func, literal_column, select

from db.actors import actors_by_id
from db.addresses import addresses_of
from db.columns import EVERYTHING, Wanted
from db.customer_tags import tags_of
from db.finding import BY_RANK, customers_page, tagged_counts
from db.finding import Wanted as Question
from db.listed import cut, listed
from db.notes import notes_pages
from db.pages import NEWEST
from db.sealed import Sealed, Unsealable, one, seal, statement
from db.tags import TagRow
from tests.db.asking import BY_BIRTHDAY, asking

SHOWN_CREATED: Final = (
    "coalesce(to_char({0}.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
    "CASE {0}.created_at WHEN 'infinity' THEN '9999-12-31T23:59:59.999999Z'"
    " WHEN '-infinity' THEN '0001-01-01T00:00:00.000000Z' END) AS shown_created_at"
)


def sealed(stmt: Select[Any]) -> Sealed:
    return seal(stmt, limited=False)


def parts(stmt: Select[Any], wanted: Wanted) -> tuple[str, str]:
    """The list of a statement that was cut, and the rest of it."""
    whole, less = sealed(stmt), cut(sealed(stmt), wanted)
    rest = listed(whole).rest
    assert (less.names, less.given, less.writes) == (whole.names, whole.given, False)
    assert whole.sql.endswith(rest)
    assert less.sql.endswith(rest)
    return less.sql.removesuffix(rest).strip(), rest


@pytest.mark.parametrize(
    ("stmt", "wanted", "list_"),
    [
        (
            actors_by_id(),
            Wanted(("id",), ("name", "created_at")).also("id", "subject"),
            f"actors.id, actors.name, {SHOWN_CREATED.format('actors')}, actors.subject",
        ),
        (
            tags_of(),
            Wanted((), ("label",)).also("nth"),
            "tags.label, anon_1.nth",
        ),
        (
            addresses_of(),
            Wanted((), ("created_at", "type")).also("type", "created_at", "shown_created_at"),
            f"{SHOWN_CREATED.format('addresses')}, addresses.type, addresses.created_at",
        ),
        (
            notes_pages(NEWEST, None),
            Wanted(("body",), ("created_at",)).also("nth"),
            f"page.body, {SHOWN_CREATED.format('page')}, anon_1.nth",
        ),
        (
            customers_page(Question(words=1), BY_RANK, None),
            Wanted(("id",), ("type", "rank")),
            "customers.id, customers.type, found.rank",
        ),
        (
            customers_page(Question(), BY_BIRTHDAY, None),
            Wanted(besides=("born_on", "id")),
            "customers.born_on, customers.id",
        ),
        (tagged_counts(), Wanted(("count",)), "own.count"),
        (actors_by_id(), Wanted(), "true"),
    ],
    ids=["plain", "joined", "listed once", "lateral", "ranked", "united", "counted", "nothing"],
)
def test_a_list_holds_what_is_wanted_in_its_order(
    stmt: Select[Any], wanted: Wanted, list_: str
) -> None:
    assert parts(stmt, wanted)[0] == f"SELECT {list_}"


def test_the_whole_comes_after_what_is_wanted_first() -> None:
    whole = sealed(actors_by_id()).sql.partition(" \n")[0].removeprefix("SELECT ")

    mixed = parts(actors_by_id(), Wanted(("id",), ("created_at",), whole=True))[0]

    assert mixed == f"SELECT actors.id, {SHOWN_CREATED.format('actors')}, {whole}"


def test_what_else_is_wanted_is_added_once() -> None:
    wanted = Wanted(("id",), ("name",))

    assert wanted.also("id", "name", "name").besides == ("name",)
    assert wanted.also("id") == wanted
    assert wanted.also("tag_id").also("tag_id", "id") == wanted.also("tag_id")
    assert EVERYTHING.also("id") is EVERYTHING


def test_a_list_is_cut_once() -> None:
    first = cut(sealed(actors_by_id()), Wanted(("id",)))

    assert cut(sealed(actors_by_id()), Wanted(("id",))) is first


def test_a_column_that_is_not_there_is_our_mistake() -> None:
    with pytest.raises(Unsealable, match="There is no column 'colour'"):
        cut(sealed(actors_by_id()), Wanted(("colour",)))


@statement
def labels() -> Select[str]:
    """Every label once."""
    return select(TagRow.label).distinct()


@statement
def named() -> Select[Any]:
    """Something that is said, beside what is there."""
    return select(TagRow.id, one("said", Integer()).label("said"))


@statement
def halves() -> Select[Any]:
    """Columns whose texts have commas in them."""
    first = func.coalesce(TagRow.label, literal_column("''")).label("first")
    return select(first, func.left(TagRow.label, column("priority")).label("l"))


@pytest.mark.parametrize("stmt", [labels(), named()], ids=["distinct", "said"])
def test_a_list_on_which_more_depends_is_not_cut(stmt: Select[Any]) -> None:
    with pytest.raises(Unsealable, match="not a list of columns"):
        cut(sealed(stmt), EVERYTHING)


def test_what_stands_within_a_column_is_no_end_of_it() -> None:
    assert parts(halves(), Wanted(("l",)))[0] == "SELECT left(tags.label, priority) AS l"


# Of these nobody asks for fewer columns: what they list is chosen when they are written.
UNCUT: Final = {
    *("customer_groups", "hit_counts", "holding_counts"),
    *("labels_beginning", "turn_awaited", "values_beginning"),
}


async def test_every_statement_is_cut_to_each_of_its_columns(owner: asyncpg.Pool) -> None:
    asked = list(asking())
    assert len(asked) > 20

    async with owner.acquire() as connection:
        for _, stmt in (each for each in asked if each[0] not in UNCUT):
            for limited in (False, True):
                whole = seal(stmt, limited=limited)
                for name in listed(whole).plain:
                    for wanted in (Wanted((name,)), Wanted((), (name,))):
                        found = await connection.prepare(cut(whole, wanted).sql)
                        (only,) = found.get_attributes()
                        assert only.name in {name, f"shown_{name}"}
                        assert not wanted.plain or only.name == name
