"""The servers that are measured: ours as it is in production, and its peers."""

import shutil
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from auth.tokens import mint
from bench.database import Base
from bench.filling import SLUG
from bench.page import PAGE, POSTGRAPHILE_PAGE
from bench.processes import ROOT, Process, Question, question

PEERS: Final = ROOT / "bench" / "peers"
NODE_PEERS: Final = ("mercurius", "postgraphile")
EVERYBODY: Final = ("ours", "floor", "mercurius", "postgraphile", "idiomatic")
SECRET: Final = "known-to-the-bench-and-to-nobody-else"  # noqa: S105 - guards nothing
# So much may be asked that nobody is told to wait, and still it is counted.
ENOUGH: Final = "1000000000"


@dataclass(frozen=True)
class Stage:
    """What a server is started with: a database, whose rows it shows, and where it may write."""

    base: Base
    database: str
    tenant: UUID
    logs: Path


def ours(stage: Stage, asks: Question | None = None, slug: str = SLUG) -> Process:
    """Our server."""
    told = {
        "ENVIRONMENT": "production",
        "SECRET_KEY": SECRET,
        "DATABASE_URL": stage.base.app(stage.database),
        "RATE_CALLER_POINTS": ENOUGH,
        "RATE_CALLER_RESTORE": ENOUGH,
        "RATE_TENANT_POINTS": ENOUGH,
        "RATE_TENANT_RESTORE": ENOUGH,
    }
    wanted = asks or Question(question(PAGE))
    signed = replace(wanted, headers={"Authorization": f"Bearer {token(slug)}"})
    return Process("ours", [sys.executable, "-m", "app", "serve"], told, signed, stage.logs)


def token(slug: str) -> str:
    """A token of an administrator."""
    said = {"sub": "person-1", "tenant": slug, "roles": ["admin"], "name": "Person Number 1"}
    return mint(SECRET, said, now=datetime.now(UTC), lifetime=timedelta(hours=2))


def by_hand(stage: Stage, asks: Question, program: str = "floor") -> Process:
    """A handler made by hand."""
    return _python(stage, program, asks)


def peer(stage: Stage, name: str) -> Process:
    """A server by its name, that is asked for the dashboard page."""
    if name == "ours":
        return ours(stage)
    if name in NODE_PEERS:
        return _node(stage, name)
    return _python(stage, name, Question(question(PAGE)))


def missing(name: str) -> str:
    """Why a server cannot be measured here; nothing if it can."""
    if name not in NODE_PEERS:
        return ""
    if shutil.which("node") is None:
        return "Node is not here"
    return "" if (PEERS / name / "node_modules").exists() else "its packages are not installed"


def _python(stage: Stage, name: str, asks: Question) -> Process:
    told = {
        "DATABASE_URL": stage.base.owner(stage.database),
        "TENANT_ID": str(stage.tenant),
        "PYTHONPATH": str(ROOT),
    }
    return Process(name, [sys.executable, "-m", f"bench.peers.{name}"], told, asks, stage.logs)


def _node(stage: Stage, name: str) -> Process:
    document = POSTGRAPHILE_PAGE.replace("TENANT", str(stage.tenant))
    asks = Question(question(document if name == "postgraphile" else PAGE))
    told = {
        **stage.base.told(stage.database),
        "TENANT_ID": str(stage.tenant),
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
    }
    return Process(name, ["node", str(PEERS / name / "server.js")], told, asks, stage.logs)
