"""Amending: changing some fields of a row that others may be changing too."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from db.base import Row, VersionedRow, columns_of, owner_column, told_as
from db.change import Change
from db.journal import RevisionRow, replaced_since
from resolvers.checks import path
from resolvers.refusals import Refusal, Refusals, Stale

V = TypeVar("V", bound=VersionedRow)


async def amend(
    change: Change,
    kind: type[V],
    current: V,
    values: Mapping[str, Any],
    *,
    expected: int | None,
) -> tuple[str, ...]:
    """Write what differs from a locked row, and name the fields that changed.

    A writer who has seen an older version may still change what nobody else changed since.
    """
    news = {name: value for name, value in values.items() if getattr(current, name) != value}
    if expected is not None and expected != current.version:
        await _compare(change, kind, current, news, expected)
    if not news:
        change.unchanged(current.id)
        return ()
    owner = owner_column(kind)
    before = {name: _plain(getattr(current, name)) for name in _fields(kind) if name in news}
    was = change.added(
        RevisionRow,
        object_id=current.id,
        version=current.version + 1,
        customer_id=getattr(current, owner) if owner else None,
        before=before,
        actor_id=change.actor_id,
    )
    await change.revise(kind, current.id, news, was)
    return tuple(told_as(kind, name) for name in before)


async def _compare(
    change: Change, kind: type[Row], current: Any, news: Mapping[str, Any], expected: int
) -> None:
    if expected > current.version or expected < 1:
        raise Refusal(f"There is no version {expected} yet.", "expected_version")
    bases: dict[str, Any] = {}
    for replaced in await change.all(replaced_since(), object_id=current.id, version=expected):
        bases = {**replaced.before, **bases}
    stale = [
        Stale(
            path(told_as(kind, name)),
            base=base,
            theirs=_plain(getattr(current, name)),
            yours=_plain(news[name]),
        )
        for name, base in bases.items()
        if name in news
    ]
    if stale:
        raise Refusals(stale)


@cache
def _fields(kind: type[Row]) -> tuple[str, ...]:
    return tuple(c.name for c in columns_of(kind) if not c.info.get("derived"))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
