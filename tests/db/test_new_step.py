"""A new migration: named by its date and what it does, after the newest there is."""

import re
import shutil
from pathlib import Path

from db import migrate
from db.migrate import head, new_step


def test_a_new_migration_is_empty_named_and_in_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", folder)

    made = new_step("add loyalty", folder=folder)

    text = made.read_text()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-\d{4}_add_loyalty\.py", made.name)
    assert f"down_revision = '{head()}'" in text.replace('"', "'")
    compile(text, made.name, "exec")
