"""The statement lint: what a statement must have, and must not have, to be one tenant's.

One server would run most of what is refused here. A cluster of many would not, or would ask every
one of them. All statements that the tests send are read by this.
"""

import re
from collections.abc import Iterator
from typing import Final

from sqlglot import exp, parse_one
from sqlglot.errors import ParseError

from db.base import owned_rows
from db.wires import TELL_SESSION

# Another value at every call, so that no two servers would agree.
VOLATILE: Final = frozenset(
    ("clock_timestamp", "gen_random_uuid", "nextval", "random", "timeofday", "uuidv7")
)
# The same value throughout a transaction, and yet no constant.
CLOCKS: Final = frozenset(("current_date", "localtimestamp", "now", "statement_timestamp"))

_EXPLAIN: Final = re.compile(r"^explain\s*(\([^)]*\))?\s", re.IGNORECASE)
_EMPTIES: Final = re.compile(r"\bon\s+delete\s+set\s+(null|default)\b", re.IGNORECASE)
_CALLED: Final = {"CURRENT_TIMESTAMP": "now", "RAND": "random", "UUID": "gen_random_uuid"}

Scope = exp.Select | exp.Update | exp.Delete


def faults(sql: str) -> list[str]:
    """What is wrong with a statement."""
    if _EMPTIES.search(sql):
        return ["empties a row when another one goes"]
    try:
        tree = parse_one(_EXPLAIN.sub("", sql), read="postgres")
    except ParseError:
        return ["cannot be read"]
    if isinstance(tree, exp.Command):
        return ["is none of the statements that are known"]
    owned = {row.__tablename__ for row in owned_rows()}
    return [*_reads(tree, owned), *_inserts(tree, owned), *_forms(tree, sql), *_calls(tree)]


def _reads(tree: exp.Expr, owned: set[str]) -> Iterator[str]:
    """Tables that are not held to one tenant where they stand."""
    named = {cte.alias for cte in tree.find_all(exp.CTE)}
    all_tenants: set[str] = set()
    for table in tree.find_all(exp.Table):
        scope = table.find_ancestor(exp.Select, exp.Update, exp.Delete, exp.Insert)
        if table.name in owned - named and isinstance(scope, Scope):
            tenants = set(_tenants(table.alias_or_name, scope))
            all_tenants |= tenants
            if not tenants:
                yield f"{table.alias_or_name} is not held to a tenant"
    if len(all_tenants) > 1:
        yield "names two tenants"


def _tenants(alias: str, scope: Scope) -> Iterator[str]:
    """The parameters that a table's tenant must be equal to."""
    where = scope.args.get("where")
    joins = [join.args.get("on") for join in scope.args.get("joins") or ()]
    for condition in (where.this if where else None, *joins):
        for part in condition.flatten() if isinstance(condition, exp.And) else (condition,):
            if isinstance(part, exp.EQ) and _is_tenant_id(part.this, alias):
                yield from _parameter(part.expression)


def _is_tenant_id(column: exp.Expr, alias: str) -> bool:
    return isinstance(column, exp.Column) and (column.table, column.name) == (alias, "tenant_id")


def _parameter(value: exp.Expr) -> Iterator[str]:
    """The number of a parameter, if a value is one and nothing else."""
    bare = value.unalias()
    while isinstance(bare, exp.Cast):
        bare = bare.this
    if isinstance(bare, exp.Parameter):
        yield bare.sql()


def _inserts(tree: exp.Expr, owned: set[str]) -> Iterator[str]:
    """Rows that are added without a tenant, or in a way that row security stops on a cluster."""
    for insert in tree.find_all(exp.Insert):
        target = insert.find(exp.Table)
        if target is None or target.name not in owned:
            continue
        if not _says_its_tenant(insert):
            yield f"adds to {target.name} without a tenant"
        answers = insert.args.get("returning") or insert.args.get("conflict")
        if isinstance(insert.expression, exp.Select) and not answers:
            yield f"copies into {target.name}, and neither returns rows nor minds conflicts"


def _says_its_tenant(insert: exp.Insert) -> bool:
    names = [column.name for column in insert.this.expressions]
    if "tenant_id" not in names:
        return False
    place, rows = names.index("tenant_id"), list(_added(insert.expression))
    return bool(rows) and all(any(_parameter(row[place])) for row in rows)


def _added(source: exp.Expr) -> Iterator[list[exp.Expr]]:
    """The rows that are added, each as its values."""
    if isinstance(source, exp.Select):
        yield source.selects
    elif isinstance(source, exp.Values):
        yield from (row.expressions for row in source.expressions)


def _forms(tree: exp.Expr, sql: str) -> Iterator[str]:
    """Forms that are never used."""
    if tree.find(exp.Merge):
        yield "merges"
    if tree.find(exp.ILike):
        yield "compares without case, which no index serves"
    if "set_config('app." in sql and sql != TELL_SESSION:
        yield "tells a tenant"
    for update in tree.find_all(exp.Update):
        if any(each.this.name == "tenant_id" for each in update.expressions):
            yield "moves a row to another tenant"


def _calls(tree: exp.Expr) -> Iterator[str]:
    """Functions that stand where only constants may."""
    for call in tree.find_all(exp.Func):
        name = _name_of(call)
        if name in VOLATILE and call.find_ancestor(exp.Update, exp.Delete, exp.OnConflict):
            yield f"changes rows by {name}()"
        if name in VOLATILE | CLOCKS and call.find_ancestor(exp.OnConflict, exp.Returning):
            yield f"asks {name}() after a conflict or in what it returns"


def _name_of(call: exp.Func) -> str:
    name = call.name if isinstance(call, exp.Anonymous) else call.sql_name()
    return _CALLED.get(name, name.lower())
