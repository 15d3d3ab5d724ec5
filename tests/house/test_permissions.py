"""docs/permissions.md shows what every role may, and the running schema does the same."""

from auth.scopes import Role
from tests.house.graph import root_fields
from tests.house.matrix import PAGE, fields_and_roles, page_as_it_should_be

AGAIN = "python -m tests.house.matrix writes the page anew; read what it changes"


def test_the_page_says_what_the_running_schema_does() -> None:
    assert PAGE.read_text("utf-8") == page_as_it_should_be(), AGAIN


def test_every_root_field_has_a_line_and_every_role_a_column() -> None:
    head, _, *lines = [line.strip("| ").split(" | ") for line in fields_and_roles().splitlines()]

    assert head == ["Field", "Scope", *Role]
    assert sorted(line[0] for line in lines) == sorted(f"`{f.name}`" for f in root_fields())


def test_what_matters_most_is_as_it_was_decided() -> None:
    told = fields_and_roles()

    assert "| `me` | - | yes | yes | yes | yes | yes | yes |" in told
    assert "| `customers` | `customers:list` | - | all | all | all | all | all |" in told
    assert "| `customer` | `customers:read` | self | all | all | all | all | all |" in told
    assert "| `noteCreate` | `notes:write` | - | - | all | all | - | - |" in told
