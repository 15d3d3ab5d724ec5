"""Checks: each field a client may send, how it is checked, and the columns it is kept in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from resolvers.fields import Unacceptable
from resolvers.refusals import Refusal, Refusals

Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field is kept. A field that may be cleared becomes null in every column it has."""

    columns: tuple[str, ...]
    keep: Callable[[Any], Any]

    def kept(self, value: Any) -> dict[str, Any]:
        """The columns of an acceptable value."""
        if value is None:
            return dict.fromkeys(self.columns)
        kept = self.keep(value)
        values = kept if len(self.columns) > 1 else (kept,)
        return dict(zip(self.columns, values, strict=True))


def kept(said: Said, rules: Mapping[str, Rule]) -> dict[str, Any]:
    """The columns of everything that was said, or every reason why not."""
    columns: dict[str, Any] = {}
    wrong: list[Refusal] = []
    for name, value in said.items():
        try:
            columns |= rules[name].kept(value)
        except Unacceptable as error:
            wrong.append(Refusal(str(error), name))
    if wrong:
        raise Refusals(wrong)
    return columns


def as_it_is(value: Any) -> Any:
    """What the schema already checked."""
    return value
