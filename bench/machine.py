"""What was measured on: the machine, the programs and the state of the code."""

import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import orjson

from bench.processes import ROOT
from bench.servers import NODE_PEERS, PEERS

LIBRARIES: Final = (
    *("strawberry-graphql", "graphql-core", "SQLAlchemy", "asyncpg"),
    *("aiodataloader", "orjson", "starlette", "uvicorn", "uvloop"),
)
GIGA: Final = 1024**3


def described(postgres: str) -> list[str]:
    """A few lines that say all that."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIGA
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    own = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    python = platform.python_version()
    return [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {_commit()}",
        f"{os.cpu_count()} cores of {_model()}, {memory:.0f} GB; load at the end {load}",
        f"PostgreSQL {postgres} on a unix socket, Python {python}, Node {_node()}",
        own,
        ", ".join(sorted({package for name in NODE_PEERS for package in _packages(name)})),
    ]


def _model() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _commit() -> str:
    short = _said("git", "rev-parse", "--short", "HEAD")
    return f"{short} and changes since" if _said("git", "status", "--porcelain") else short


def _node() -> str:
    return _said("node", "--version").removeprefix("v") or "is not here"


def _packages(name: str) -> list[str]:
    told = orjson.loads((PEERS / name / "package.json").read_bytes())["dependencies"]
    return [f"{package} {told[package]}" for package in told if package in {name, "pg"}]


def _said(program: str, *words: str) -> str:
    path = shutil.which(program)
    if path is None:
        return ""
    done = subprocess.run(
        [path, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    return done.stdout.decode().strip()
