"""Ids as clients see them: the kind of thing in front, opaque behind."""

import re
from typing import Any, Final
from uuid import UUID

from strawberry import ID

from resolvers.refusals import NotFound

PREFIXES: Final = {
    "actor": "act",
    "address": "adr",
    "company_member": "mem",
    "custom_field": "fld",
    "customer": "cus",
    "note": "note",
    "tag": "tag",
    "tenant": "ten",
}
_KINDS: Final = {prefix: kind for kind, prefix in PREFIXES.items()}
_FORM: Final = re.compile(r"([a-z]+)_([0-9a-f]{32})")


def shown_id(kind: str, kept: UUID) -> ID:
    """The id of a thing as a client sees it."""
    return ID(f"{PREFIXES[kind]}_{kept.hex}")


def written_id(kind: str) -> str:
    """The same as an expression of Python: there are more ids than anything else."""
    return f"'{PREFIXES[kind]}_' + {{0}}.hex"


def kind_and_id(said: str) -> tuple[str, UUID] | None:
    """What sort of thing an id names, and which; nothing if it is no id of ours."""
    form = _FORM.fullmatch(said)
    if form is None or form[1] not in _KINDS:
        return None
    return _KINDS[form[1]], UUID(form[2])


def id_of(kind: str, said: Any) -> UUID | None:
    """The id of a thing of this kind; nothing if it is no such id."""
    found = kind_and_id(said)
    return found[1] if found and found[0] == kind else None


def need_id(kind: str, said: Any, field: str = "id") -> UUID:
    """The id of a thing of this kind. One that is no such id names nothing that is there."""
    found = id_of(kind, said)
    if found is None:
        raise NotFound(f"There is no such {kind.replace('_', ' ')}.", field)
    return found
