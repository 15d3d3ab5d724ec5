"""Rows are tables and no more: classified, owned by a tenant, asked by statements with a name."""

import ast
import re
from typing import Any, Final

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql

from db.base import Row, columns_of, owned_rows
from db.copies import copies_in
from db.customer_groups import FIGURES
from db.customer_tags import CustomerTagRow
from db.customers import CustomerRow
from tests.copies import COPIES
from tests.house.sources import Function, modules

CLASSES: Final = {"erase", "keep", "not"}
# What a function gives that is a statement; `Select[Any]`, `ReturningDelete[Any]` and the others.
STATEMENT: Final = re.compile(r"\b(Returning)?(Select|Insert|Update|Delete)\b")
POSTGRES: Final = postgresql.dialect()


def test_no_row_has_a_relationship() -> None:
    related = [row.__name__ for row in rows() if list(inspect(row).relationships)]

    assert related == []


def test_every_column_says_what_erasure_makes_of_it() -> None:
    unclassified = [
        f"{row.__tablename__}.{column.name}"
        for row in rows()
        for column in columns_of(row)
        if column.info.get("personal") not in CLASSES
    ]

    assert unclassified == []


def test_a_row_that_a_tenant_owns_is_found_by_its_tenant_first() -> None:
    keys = {row.__tablename__: [column.name for column in key_of(row)] for row in owned_rows()}

    assert keys
    assert [table for table, key in keys.items() if key[0] != "tenant_id" or len(key) == 1] == []


def test_every_row_belongs_to_a_tenant_but_the_tenant_itself() -> None:
    shared = {row.__tablename__ for row in rows()} - {row.__tablename__ for row in owned_rows()}

    assert shared == {"tenants"}


def test_a_copy_is_like_what_it_repeats() -> None:
    unlike = [
        f"{table}.{copy}"
        for table, copies in COPIES.items()
        for copy, original in copies.items()
        if _form(Row.metadata.tables[table].c[copy]) != _form(CustomerRow.__table__.c[original])
    ]

    assert list(COPIES) == ["customer_tags"]
    assert unlike == []


def test_figures_of_those_who_wear_a_tag_stand_beside_it() -> None:
    figures = {figure.column for figure in FIGURES.values()}

    assert figures - copies_in(CustomerTagRow).keys() == set()


def test_what_has_copies_is_only_changed_by_revising_it() -> None:
    past = [
        f"{file.name}:{call.lineno}"
        for file in modules("db", "resolvers", "events", "app")
        for call in ast.walk(file.tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).endswith("update")
        and [ast.unparse(each) for each in call.args] == ["CustomerRow"]
    ]

    assert past == []


def test_every_statement_is_built_once() -> None:
    makers = [
        (f"{file.name}: {function.name}", function)
        for file in modules("db")
        for function in file.functions()
        if makes_a_statement(function)
    ]

    assert makers
    assert [name for name, function in makers if not is_marked(function)] == []


def _form(column: Any) -> tuple[str, bool]:
    return str(column.type.compile(POSTGRES)), column.nullable


def rows() -> list[type[Row]]:
    """Every kind of row."""
    return [mapper.class_ for mapper in Row.registry.mappers]


def key_of(row: type[Row]) -> tuple[Any, ...]:
    """The columns of the primary key, in their order."""
    return tuple(inspect(row).primary_key)


def makes_a_statement(function: Function) -> bool:
    """Whether a function of the cellar makes a whole statement, and not one out of another."""
    given = {argument.arg for argument in function.args.args}
    gives = ast.unparse(function.returns) if function.returns else ""
    of_its_own = not function.name.startswith("_") and "stmt" not in given
    return of_its_own and bool(STATEMENT.match(gives))


def is_marked(function: Function) -> bool:
    """Whether `@statement` stands above a function."""
    return "statement" in {ast.unparse(mark) for mark in function.decorator_list}
