"""Amending: changing some fields of a row that others may be changing too."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

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

    def stale(self, bases: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Stale]:
        """The parts that others changed since, of those that are to be different."""
        for name, theirs in self.replaced(document).items():
            if name in bases:
                shown, base = self.told(name, bases[name])
                values = {"theirs": theirs, "yours": self.parts[name]}
                told = {key: self.told(name, value)[1] for key, value in values.items()}
                yield Stale(self.named, shown, base=base, **told)


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
    patches = {name: value for name, value in values.items() if isinstance(value, Patch)}
    becomes = {name: patch.applied(getattr(current, name)) for name, patch in patches.items()}
    news = {n: v for n, v in {**values, **becomes}.items() if getattr(current, n) != v}
    if expected is not None and expected != current.version:
        await _compare(change, kind, current, {**news, **patches}, expected)
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


async def _compare(
    change: Change, kind: type[Row], current: Any, news: Mapping[str, Any], expected: int
) -> None:
    if expected > current.version or expected < 1:
        raise Refusal(f"There is no version {expected} yet.", "expected_version")
    bases: dict[str, Any] = {}
    for replaced in await change.all(replaced_since(), object_id=current.id, version=expected):
        for name, base in replaced.before.items():
            parted = isinstance(news.get(name), Patch)
            bases[name] = {**base, **bases.get(name, {})} if parted else bases.get(name, base)
    stale: list[Refusal] = []
    for name, base in bases.items():
        new, now = news.get(name), getattr(current, name)
        if isinstance(new, Patch):
            stale.extend(new.stale(base, now))
        elif name in news:
            where = path(told_as(kind, name))
            stale.append(Stale(*where, base=base, theirs=_plain(now), yours=_plain(new)))
    if stale:
        raise Refusals(stale)


@cache
def _fields(kind: type[Row]) -> tuple[str, ...]:
    return tuple(c.name for c in columns_of(kind) if not c.info.get("derived"))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
