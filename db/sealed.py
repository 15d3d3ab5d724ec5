"""Sealed statements: SQL that SQLAlchemy wrote once, with the tenant on every table it names.

This is the first wall. A statement function never mentions the tenant; sealing adds it to every
reference of every table, and refuses a statement to which it cannot be added.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar, cast
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Delete,
    Insert,
    Select,
    Text,
    Update,
    Uuid,
    any_,
    bindparam,
)
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TypeEngine

from db.base import PlainText, owned_rows, owner_column

P = ParamSpec("P")
S = TypeVar("S")
Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete

TENANT: Final = bindparam("tenant_id", type_=Uuid())
_ONLY_CUSTOMER: Final = bindparam("only_customer", type_=Uuid())
_DIALECT = asyncpg_dialect()


class Unsealable(Exception):
    """A statement that would not be held to one tenant. Always our mistake, never a caller's."""


class Reader(NamedTuple):
    """For whom a statement runs: a tenant and, for a customer, only what is theirs."""

    tenant_id: UUID
    only_customer: UUID | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sealed:
    """SQL text and the order of its parameters."""

    sql: str
    names: tuple[str, ...]
    given: Mapping[str, Any]
    writes: bool
    tells: bool
    """Whether it returns the rows that it writes."""
    kinds: tuple[TypeEngine[Any], ...] = ()
    """Of a question, the types of its columns."""

    def arguments(self, reader: Reader, said: Mapping[str, Any]) -> list[Any]:
        """The parameters in their places."""
        known = {
            **self.given,
            **said,
            "tenant_id": reader.tenant_id,
            "only_customer": reader.only_customer,
        }
        return [known[name] for name in self.names]


def statement(build: Callable[P, S]) -> Callable[P, S]:
    """Build each shape of a statement once, so that it is also sealed only once."""
    return cast("Callable[P, S]", lru_cache(maxsize=512)(build))


def many(name: str, kind: TypeEngine[Any] | None = None) -> BindParameter[Any]:
    """A parameter that holds any number of values; the SQL text stays the same for all."""
    return bindparam(name, type_=ARRAY(kind or Uuid()))


def one(name: str, kind: TypeEngine[Any] | None = None) -> BindParameter[Any]:
    """A parameter that holds one value: an id unless said otherwise."""
    return bindparam(name, type_=kind or Uuid())


def among(column: Any, name: str, kind: TypeEngine[Any] | None = None) -> ColumnElement[bool]:
    """Whether a column holds any of the values of a parameter."""
    return cast("ColumnElement[bool]", column == any_(many(name, kind)))


def words(name: str) -> BindParameter[Any]:
    """A parameter that holds any number of texts."""
    return many(name, Text())


def word(name: str) -> BindParameter[Any]:
    """A parameter that holds one text."""
    return one(name, PlainText)


@lru_cache(maxsize=4096)
def seal(stmt: Statement, *, limited: bool) -> Sealed:
    """Hold a statement to one tenant and, when limited, to one customer."""
    writes = any(isinstance(part, Insert | Update | Delete) for part in iterate(stmt))
    held = stmt
    if isinstance(stmt, Insert) and stmt.select is None:
        held = stmt.values(tenant_id=TENANT)
    for row in owned_rows():
        criterion = row.tenant_id == TENANT  # type: ignore[attr-defined]  # rows here are TenantOwned
        if limited and (owner := owner_column(row)) is not None:
            criterion = criterion & (getattr(row, owner) == _ONLY_CUSTOMER)
        held = held.options(with_loader_criteria(row, criterion, include_aliases=True))
    compiled = held.compile(dialect=_DIALECT)
    names = tuple(cast("list[str]", compiled.positiontup))
    if "tenant_id" not in names:
        raise Unsealable(f"No tenant stands in: {compiled}")
    sql = str(compiled)
    kinds = (
        tuple(column.type for column in held.selected_columns) if isinstance(held, Select) else ()
    )
    return Sealed(sql, names, dict(compiled.params), writes, " RETURNING " in sql, kinds)
