"""Checks: each field a client may send, how it is checked, and the columns it is kept in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from resolvers.fields import Unacceptable
from resolvers.refusals import Refusal, Refusals

Said = Mapping[str, Any]

# A field that has to have a value: null does not clear it.
NEVER: Final = object()


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field is kept, and what every column of it becomes when the field is cleared."""

    columns: tuple[str, ...]
    keep: Callable[[Any], Any]
    cleared: Any = None

    def kept(self, value: Any) -> dict[str, Any]:
        """The columns of an acceptable value."""
        if value is None:
            return dict.fromkeys(self.columns, self._emptied())
        kept = self.keep(value)
        values = kept if len(self.columns) > 1 else (kept,)
        return dict(zip(self.columns, values, strict=True))

    def _emptied(self) -> Any:
        if self.cleared is NEVER:
            raise Unacceptable("This cannot be cleared. Leave it out to let it stay.")
        return self.cleared


def kept(
    said: Said, rules: Mapping[str, Rule], otherwise: Sequence[Refusal] = ()
) -> dict[str, Any]:
    """The columns of everything that was said, or every reason why not, with those known before."""
    columns: dict[str, Any] = {}
    wrong: list[Refusal] = []
    for name, value in said.items():
        try:
            columns |= rules[name].kept(value)
        except Unacceptable as error:
            wrong.append(Refusal(str(error), *path(name)))
    if wrong or otherwise:
        raise Refusals([*wrong, *otherwise])
    return columns


def path(name: str) -> tuple[str, ...]:
    """The way to a field, which may stand inside of another one."""
    return tuple(name.split("."))


def present(said: Said) -> dict[str, Any]:
    """What was said of something new: it has nothing yet that null could clear."""
    return {name: value for name, value in said.items() if value is not None}


def as_it_is(value: Any) -> Any:
    """What the schema already checked."""
    return value
