"""The matrix: which role may ask or do what, worked out from the schema as it runs."""

from pathlib import Path
from typing import Any, Final

from auth.scopes import GRANTS, Role, Scope, matrix
from tests.house.graph import Named, guards, root_fields
from tests.house.sources import ROOT

PAGE: Final[Path] = ROOT / "docs" / "permissions.md"
_NOTHING: Final = "-"
_OPEN: Final = "yes"


def page_as_it_should_be() -> str:
    """The page with both of its tables made anew."""
    page = PAGE.read_text("utf-8")
    return _placed(_placed(page, "fields", fields_and_roles()), "scopes", matrix())


def fields_and_roles() -> str:
    """What every role may ask and do, as a table in Markdown."""
    head = ["Field", "Scope", *Role]
    rows = [_row(field) for field in sorted(root_fields(), key=_place)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def _place(field: Named) -> tuple[bool, str]:
    """Questions stand before mutations, each by name."""
    return field.path.startswith("Mutation"), field.name


def _row(field: Named) -> list[str]:
    rights = guards(field)
    named = ", ".join(f"`{_scope(right)}`" for right in rights) or _NOTHING
    return [f"`{field.name}`", named, *(_cell(role, rights) for role in Role)]


def _cell(role: Role, rights: list[Any]) -> str:
    """How far a role reaches that needs all of these rights: as far as the nearest of them."""
    reaches = {_reach(role, right) for right in rights}
    return next((reach for reach in (_NOTHING, "self", "all") if reach in reaches), _OPEN)


def _reach(role: Role, right: Any) -> str:
    reach = GRANTS[role].get(_scope(right), _NOTHING)
    return _NOTHING if right.to_all and reach == "self" else str(reach)


def _scope(right: Any) -> Scope:
    return Scope(right.error_extensions["scope"])


def _placed(page: str, name: str, table: str) -> str:
    """The page with a table between its two marks."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n\n{table}\n\n{end}{after}"


if __name__ == "__main__":
    PAGE.write_text(page_as_it_should_be(), "utf-8")
