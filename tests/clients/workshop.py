"""A copy of the clients to generate in, and what runs there."""

import asyncio
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.clients.operations import CLIENTS, ROOT, SCHEMA

_LEFT: Final = shutil.ignore_patterns(
    "node_modules", ".venv", ".mypy_cache", "generated", "dist", "clientela_client"
)


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended."""

    status: int
    said: str


def missing() -> str:
    """Why nothing can be generated here; nothing if it can."""
    make = shutil.which("make")
    if make is None or shutil.which("npm") is None:
        return "Clients are generated where make and Node are."
    filled = subprocess.run(
        [make, "generators"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return filled.stderr[-300:] if filled.returncode else ""


@dataclass(frozen=True, slots=True)
class Workshop:
    """The clients and the schema, as they stand in the tree, where nobody else looks."""

    root: Path

    @property
    def typescript(self) -> Path:
        """Where npm runs."""
        return self.root / "clients" / "typescript"

    @property
    def python(self) -> Path:
        """Where ariadne-codegen runs."""
        return self.root / "clients" / "python"

    @property
    def schema(self) -> Path:
        """The schema that generators read."""
        return self.root / "schema" / SCHEMA.name

    @property
    def manifest(self) -> Path:
        """The manifest that is made here."""
        return self.typescript / "src" / "generated" / "persisted-documents.json"

    def furnish(self) -> None:
        """Bring what generators need, but nothing that they made."""
        shutil.copytree(CLIENTS, self.root / "clients", ignore=_LEFT)
        self.schema.parent.mkdir()
        shutil.copy(SCHEMA, self.schema)
        (self.typescript / "node_modules").symlink_to(CLIENTS / "typescript" / "node_modules")

    async def npm(self, script: str, **environment: str) -> Done:
        """Run a script of package.json."""
        return await _run(self.typescript, "npm", "run", "--silent", script, **environment)

    async def venv(self, program: str, *arguments: str, **environment: str) -> Done:
        """Run a program of the environment that ariadne-codegen has for itself."""
        whole = CLIENTS / "python" / ".venv" / "bin" / program
        return await _run(self.python, str(whole), *arguments, **environment)

    def spoil(self, file: str, *, this: str, that: str) -> None:
        """Put a fault into a file."""
        path = self.root / file
        text = path.read_text("utf-8")
        assert text.count(this) == 1, f"{file} has {text.count(this)} times {this!r}"
        path.write_text(text.replace(this, that), "utf-8")


async def _run(place: Path, *command: str, **environment: str) -> Done:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=place,
        env=os.environ | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return Done(process.returncode or 0, said.decode())
