"""The guide tells the truth: its questions are asked of a demo tenant, and answered as it shows.

What a page asks is asked in order, by whom the comment above it says. `$id` is the id that an
answer before has shown last.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from app.demo.filling import fill
from app.house import House
from db.tenants import find_tenant
from tests.house.sources import ROOT
from tests.tenant import Answer, Tenant

PAGES: Final = sorted((ROOT / "docs" / "guide").glob("*.md"))
STEP: Final = re.compile(
    r"^```graphql\n(?P<query>.*?)^```(?:\n\n```json\n(?P<answer>.*?)^```)?",
    re.MULTILINE | re.DOTALL,
)
ROLE: Final = re.compile(
    r"^# As (?:an? )?(?P<role>[a-z]+)(?: (?P<user>[a-z0-9-]+))?$", re.MULTILINE
)
ID: Final = re.compile(r'"id": "([a-z]+_[0-9a-f]{32})"')


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a page, by whom it is asked, and the answer that the page shows."""

    query: str
    role: str
    user: str
    answer: Any


@pytest.fixture(scope="module")
async def demo(client: httpx2.AsyncClient, owner: asyncpg.Pool, house: House) -> Tenant:
    """A tenant that is filled as the demo is."""
    tenant = Tenant(client, owner, f"guide-{uuid4().hex[:12]}")
    await tenant.open()
    found = await find_tenant(house.database, tenant.slug)
    assert found
    await fill(house.database, found, b"cursors are signed with this", lambda *_: None, seed="demo")
    return tenant


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
async def test_a_page_asks_what_can_be_asked_and_shows_what_is_answered(
    demo: Tenant, page: Path
) -> None:
    seen = ""
    steps = list(steps_of(page))

    for step in steps:
        answer = await asked(demo, step, seen)
        seen = next(reversed(ID.findall(json.dumps(answer.body))), seen)
        assert mistakes(answer) == [] or step.answer, (step.query, answer.body)
        assert step.answer in (None, answer.body), (step.query, answer.body)

    assert any(step.answer for step in steps)


def test_there_is_a_page_for_every_chapter_and_no_other() -> None:
    contents = (ROOT / "docs" / "guide.md").read_text("utf-8")

    assert re.findall(r"\(guide/([a-z-]+)\.md\)", contents) == [page.stem for page in PAGES]


def steps_of(page: Path) -> Iterator[Step]:
    """The questions of a page."""
    for found in STEP.finditer(page.read_text("utf-8")):
        said = ROLE.search(found["query"])
        role, user = (said["role"], said["user"]) if said else ("admin", None)
        answer = json.loads(found["answer"]) if found["answer"] else None
        yield Step(found["query"], role, user or "", answer)


async def asked(demo: Tenant, step: Step, seen: str) -> Answer:
    """The answer to a question of a page."""
    given = {"id": seen} if "$id" in step.query else {}
    return await demo.ask(step.query, by=(step.role,), user=step.user, **given)


def mistakes(answer: Answer) -> list[Any]:
    """Everything that stood in the way, at the top and in payloads."""
    payloads = [each for each in (answer.data or {}).values() if isinstance(each, dict)]
    return [
        *answer.body.get("errors", ()),
        *(error for payload in payloads for error in payload.get("userErrors", ())),
    ]
