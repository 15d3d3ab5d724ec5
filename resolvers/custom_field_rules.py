"""The rules of a tenant's own field: how each part of it is checked, and what is said if not."""

import re
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from db.custom_fields import field_with_key
from db.search import fold
from resolvers.checks import NEVER, Rule, Said, as_it_is
from resolvers.context import Context
from resolvers.customer_filters import LONGEST_TEXT
from resolvers.fields import Unacceptable, line, text, whole
from resolvers.refusals import NotFound, Refusal, Taken

MOST_OPTIONS: Final = 100
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LAST_POSITION: Final = 10_000
_UNIQUE: Final = frozenset({"TEXT", "NUMBER"})


def no_field(field: str = "id") -> NotFound:
    """What is said of a field that is not there."""
    return NotFound("There is no such custom field.", field)


def taken(ctx: Context, key: Callable[[], str], field: str) -> Taken:
    """What is said of a key that another field in use has."""

    async def find() -> UUID | None:
        has = await ctx.reads.first(field_with_key(), key=key())
        return has.id if has else None

    return Taken("Another custom field in use has this key.", field, kind="custom_field", find=find)


def odd(said: Said) -> list[Refusal]:
    """What does not go together in a field that is to be made."""
    kind, wrong = said["kind"], []
    if kind == "OPTION" and not said.get("options"):
        wrong.append(_without_options())
    elif kind != "OPTION" and said.get("options"):
        wrong.append(_not_chosen_from())
    if said.get("is_unique") and kind not in _UNIQUE:
        wrong.append(Refusal("Only TEXT and NUMBER fields can be unique.", "is_unique"))
    return wrong


def need_fit(kind: str, values: Said) -> None:
    """Refuse options for a field without a choice, and a choice of nothing."""
    if "options" not in values:
        return
    if kind != "OPTION":
        raise _not_chosen_from()
    if not values["options"]:
        raise _without_options()


def _without_options() -> Refusal:
    return Refusal("Name at least one option.", "options")


def _not_chosen_from() -> Refusal:
    return Refusal("Only OPTION fields have options.", "options")


def _key(said: str) -> str:
    if not _KEY.fullmatch(said):
        raise Unacceptable("Use a small letter, then at most 39 small letters, digits and _.")
    return said


def _options(said: list[str]) -> list[str]:
    if len(said) > MOST_OPTIONS:
        raise Unacceptable(f"Name at most {MOST_OPTIONS} options.")
    options = [line(each, most=100) for each in said]
    if any(len(fold(each)) > LONGEST_TEXT for each in options):
        raise Unacceptable(f"Use options of at most {LONGEST_TEXT} plain letters.")
    if len(set(map(fold, options))) < len(options):
        raise Unacceptable("Name each option once; case and accents do not tell them apart.")
    return options


RULES: Final[dict[str, Rule]] = {
    "key": Rule(("key",), _key),
    "label": Rule(("label",), lambda said: line(said, most=100), NEVER),
    "help": Rule(("help",), lambda said: text(said, most=500)),
    "kind": Rule(("kind",), as_it_is),
    "options": Rule(("options",), _options, []),
    "access": Rule(("access",), as_it_is, NEVER),
    "is_required": Rule(("is_required",), as_it_is, NEVER),
    "is_unique": Rule(("is_unique",), as_it_is),
    "is_filterable": Rule(("is_filterable",), as_it_is),
    "position": Rule(("position",), lambda said: whole(said, 0, _LAST_POSITION), NEVER),
}


def searchable(values: dict[str, Any]) -> dict[str, Any]:
    """The same; what only one may have can also be found."""
    return {**values, "is_filterable": True} if values.get("is_unique") else values
