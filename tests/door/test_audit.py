"""The audit of GraphQL over HTTP that everybody uses, against the real app on a real port."""

import asyncio
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any, Final

import orjson
import pytest

from auth.scopes import Role
from tests.tenant import Tenant

PLACE: Final = Path(__file__).parent / "audit"
AUDITS: Final = 61


async def _run(*command: str, **environment: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=PLACE,
        env=os.environ | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, wrong = await process.communicate()
    return process.returncode or 0, (said or wrong).decode()


@pytest.fixture
async def auditor() -> str:
    """The way to Node, with the audits beside it. What is skipped here is a failure in CI."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("The audit runs where Node is.")  # in CI that is a failure
    if not (PLACE / "node_modules" / "graphql-http").exists():
        status, said = await _run(npm, "ci", "--no-audit", "--no-fund")
        if status:
            reason = f"npm cannot bring the audit here: {said[-200:]}"
            pytest.skip(reason)  # without a network there is none to run; in CI that is a failure
    return node


@pytest.mark.once
async def test_every_audit_is_passed_without_a_warning(
    auditor: str, port: int, tenant: Tenant
) -> None:
    url = f"http://127.0.0.1:{port}/graphql"

    status, said = await _run(auditor, "audit.js", URL=url, TOKEN=tenant.token(Role.ADMIN))

    assert status == 0, said
    found: list[dict[str, Any]] = orjson.loads(said)
    assert [each for each in found if each["status"] != "ok"] == []
    assert Counter(each["status"] for each in found) == {"ok": AUDITS}
    assert len({each["id"] for each in found}) == AUDITS
