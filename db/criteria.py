"""Criteria: what a client said about the customers it wants, and how those are to be found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeGuard, cast

from db.search import prefix_end


@dataclass(frozen=True, slots=True)
class Match:
    """One thing said about one field. In a shape, the value is the name of a parameter."""

    field: str
    operator: str
    value: Any


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no parts, everything does."""

    parts: tuple["Criterion", ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds; with no parts, nothing does."""

    parts: tuple["Criterion", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold, for whatever reason."""

    part: "Criterion"


@dataclass(frozen=True, slots=True)
class Own:
    """There is a value in one of the tenant's own fields of which the part holds."""

    field: Any
    """The id of the field. In a shape, the name of a parameter."""
    part: "Criterion"


@dataclass(frozen=True, slots=True)
class OwnAll:
    """Every one of these texts is among those in one of the tenant's own fields."""

    field: Any
    texts: Any


@dataclass(frozen=True, slots=True)
class LookedUp:
    """All the parts hold. Of whom they do is found out beforehand, and nobody else is looked at."""

    part: "Criterion"
    others: tuple["Criterion", ...]
    """What is asked of those of whom the first part holds."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The part holds. Of whom it does is found out beforehand, and only then is a list read."""

    part: "Criterion"


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """The part holds. Each customer whom a list comes to is asked for it."""

    part: "Criterion"


Criterion = Match | All | Some | Not | Own | OwnAll | LookedUp | Gathered | OnTheWay
EVERYONE: Final = All()


def shaped(criterion: Criterion, said: dict[str, Any]) -> Criterion:
    """The criterion with its values put aside, so that one statement serves all values."""
    if isinstance(criterion, Match):
        name = f"said_{len(said)}"
        said[name] = criterion.value
        if criterion.operator == "starts_with":
            said[f"{name}_end"] = prefix_end(criterion.value)
        return Match(criterion.field, criterion.operator, name)
    if isinstance(criterion, Not):
        return Not(shaped(criterion.part, said))
    if isinstance(criterion, Own):
        return Own(_named(criterion.field, said), shaped(criterion.part, said))
    if isinstance(criterion, OwnAll):
        return OwnAll(_named(criterion.field, said), _named(criterion.texts, said))
    several = cast("All | Some", criterion)
    return type(several)(tuple(shaped(part, said) for part in several.parts))


def _named(value: Any, said: dict[str, Any]) -> str:
    name = f"said_{len(said)}"
    said[name] = value
    return name


def parts_of(shape: Criterion) -> Iterator[Criterion]:
    """Everything that must hold at once."""
    if isinstance(shape, All):
        for part in shape.parts:
            yield from parts_of(part)
    else:
        yield shape


def is_of_tags(part: Criterion) -> TypeGuard[Match]:
    """Whether a part says that one of some tags is worn."""
    return isinstance(part, Match) and (part.field, part.operator) == ("tags", "any")


def is_apart(part: Criterion) -> bool:
    """Whether a table of its own tells of whom a part holds."""
    return isinstance(part, Own) or is_of_tags(part)
