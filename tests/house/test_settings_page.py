"""docs/settings.md shows every setting, and the default that the code has."""

import re
from pathlib import Path

from pydantic import SecretStr

from app.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
ROW = re.compile(r"^\| `(?P<name>[A-Z0-9_]+)` \| (?P<default>[^|]+) \| [^|]+ \|$", re.MULTILINE)


def as_shown(default: object) -> str:
    value = default.get_secret_value() if isinstance(default, SecretStr) else default
    if value is None or value in ("", ()):
        return "–"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_the_page_shows_every_setting_once_with_its_default() -> None:
    shown = [(row["name"], row["default"]) for row in ROW.finditer(PAGE.read_text("utf-8"))]

    kept = [(name, as_shown(field.default)) for name, field in Settings.model_fields.items()]

    assert sorted(shown) == sorted(kept)


def test_every_setting_says_what_it_is() -> None:
    silent = [name for name, field in Settings.model_fields.items() if not field.description]

    assert silent == []
