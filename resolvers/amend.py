"""Amending: changing some fields of a row that others may be changing too."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Self, TypeVar

import orjson

from db.base import Row, VersionedRow, columns_of, owner_column, told_as
from db.change import Change
from db.journal import RevisionRow, replaced_since
from resolvers.checks import path
from resolvers.refusals import Refusal, Refusals, Stale

V = TypeVar("V", bound=VersionedRow)


@dataclass(frozen=True, slots=True)
class Patch:
    """What is to be different about a document of which others may be changing other parts."""

    named: str
    """What clients call the document."""
    parts: Mapping[str, Any]
    """The parts that were said; nothing where one is to be gone."""
    told: Callable[[str, Any], tuple[str, Any]]
    """What clients call a part, and how they see a value of it."""

    def applied(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document as it becomes."""
        becomes = {**document, **self.parts}
        return {name: value for name, value in becomes.items() if value is not None}

    def replaced(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """What stood in the document where something else is to stand."""
        was = {name: document.get(name) for name in self.parts}
        return {name: value for name, value in was.items() if value != self.parts[name]}

    def beside(self, bases: Mapping[str, Any]) -> Self:
        """The same without the parts that are said as they were, of those that others changed."""
        parts = {
            name: value
            for name, value in self.parts.items()
            if name not in bases or bases[name] != value
        }
        return replace(self, parts=parts)

    def stale(self, bases: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Stale]:
        """The parts that others changed since, of those that are to be different."""
        for name, theirs in self.replaced(document).items():
            if name in bases and theirs != bases[name]:
                shown, base = self.told(name, bases[name])
                values = {"theirs": theirs, "yours": self.parts[name]}
                told = {key: self.told(name, value)[1] for key, value in values.items()}
                yield Stale(self.named, shown, base=base, **told)


async def meant(
    change: Change,
    kind: type[V],
    current: V,
    said: Mapping[str, Any],
    *,
    expected: int | None,
) -> dict[str, Any]:
    """What a writer means to change about a locked row, of all that was said of it.

    What is said as it was in the version that the writer has seen is no change: it stays as others
    made it since. What they made something else of than the writer is refused.
    """
    values = dict(said)
    if expected is None or expected == current.version:
        return values
    stale: list[Refusal] = []
    for name, base in (await _bases(change, current, said, expected)).items():
        yours, theirs = said[name], getattr(current, name)
        if isinstance(yours, Patch):
            values[name] = yours.beside(base)
            stale.extend(values[name].stale(base, theirs))
        elif not _differ(_plain(yours), base):
            for column in (name, *_following(kind, name)):
                values.pop(column, None)
        elif _differ(yours, theirs) and _differ(_plain(theirs), base):
            where = path(told_as(kind, name))
            stale.append(Stale(*where, base=base, theirs=_plain(theirs), yours=_plain(yours)))
    if stale:
        raise Refusals(stale)
    return values


async def amend(
    change: Change,
    kind: type[V],
    current: V,
    said: Mapping[str, Any],
    *,
    expected: int | None,
) -> tuple[str, ...]:
    """Write what differs from a locked row, and name the fields that changed.

    A writer who has seen an older version may still change what nobody else changed since.
    """
    values = await meant(change, kind, current, said, expected=expected)
    patches = {name: value for name, value in values.items() if isinstance(value, Patch)}
    becomes = {name: patch.applied(getattr(current, name)) for name, patch in patches.items()}
    news = {n: v for n, v in {**values, **becomes}.items() if _differ(getattr(current, n), v)}
    if not news:
        change.unchanged(current.id)
        return ()
    owner = owner_column(kind)
    before = {name: _plain(getattr(current, name)) for name in _fields(kind) if name in news}
    for name in patches.keys() & before.keys():
        before[name] = patches[name].replaced(before[name])
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


async def _bases(
    change: Change, current: VersionedRow, said: Mapping[str, Any], expected: int
) -> dict[str, Any]:
    """What was in a version, of what is said and was replaced since."""
    if expected > current.version or expected < 1:
        raise Refusal(f"There is no version {expected} yet.", "expected_version")
    bases: dict[str, Any] = {}
    for replaced in await change.all(replaced_since(), object_id=current.id, version=expected):
        for name in replaced.before.keys() & said.keys():
            base, parted = replaced.before[name], isinstance(said[name], Patch)
            bases[name] = {**base, **bases.get(name, {})} if parted else bases.get(name, base)
    return {name: bases[name] for name in said if name in bases}


@cache
def _fields(kind: type[Row]) -> tuple[str, ...]:
    return tuple(c.name for c in columns_of(kind) if not c.info.get("derived"))


@cache
def _following(kind: type[Row], name: str) -> tuple[str, ...]:
    """The columns that follow from this one alone: whether they changed is asked of it."""
    return tuple(c.name for c in columns_of(kind) if c.info.get("follows") == name)


def _differ(one: Any, other: Any) -> bool:
    """Whether two values are not the same. In a document, true is not one."""
    if isinstance(one, dict) and isinstance(other, dict):
        one, other = (orjson.dumps(each, option=orjson.OPT_SORT_KEYS) for each in (one, other))
    return bool(one != other)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
