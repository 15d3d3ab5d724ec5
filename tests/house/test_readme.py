"""The pages tell the truth: what they link to, call by name or explain is there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from app.cli import cli
from app.demo.filling import fill
from app.house import House
from db.tenants import find_tenant
from tests.house.sources import ROOT
from tests.tenant import Tenant

README: Final = ROOT / "README.md"
DECISIONS: Final = ROOT / "docs" / "decisions"
LIBRARIES: Final = DECISIONS / "0018-libraries.md"
LONGEST_DECISION: Final = 40

FENCED: Final = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
INLINE: Final = re.compile(r"`([^`\n]+)`")
LINK: Final = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
MADE: Final = re.compile(r"(?<![\w./-])make +([a-z]+)")
CALLED: Final = re.compile(r"(?<![\w/:=-])(?:\./)?clientela((?: +[a-z]+)+)")
TARGET: Final = re.compile(r"^([a-z]+):", re.MULTILINE)
ASKED: Final = re.compile(
    r"--role (?P<role>\w+)[^`]*? -d '(?P<body>[^\n]+)'\n```\n[^`]*```json\n(?P<answer>[^`]+)```"
)
REQUIRED: Final = re.compile(r"^[a-z][a-z0-9-]*", re.MULTILINE)


def test_every_link_inside_the_tree_leads_somewhere() -> None:
    links = [(page, link) for page in pages() for link in LINK.findall(page.read_text("utf-8"))]

    broken = [f"{shown(page)}: {link}" for page, link in links if not (page.parent / link).exists()]

    assert links
    assert broken == []


def test_every_make_that_is_named_is_a_target() -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    named = [(page, name) for page in pages() for name in MADE.findall(code(page))]

    unknown = [f"{shown(page)}: make {name}" for page, name in named if name not in targets]

    assert named
    assert unknown == []


def test_every_command_that_is_named_can_be_called() -> None:
    named = [(page, said.split()) for page in pages() for said in CALLED.findall(code(page))]

    unknown = [
        f"{shown(page)}: clientela {' '.join(said)}" for page, said in named if not is_command(said)
    ]

    assert named
    assert unknown == []


@pytest.fixture
async def demo(tenant: Tenant, house: House) -> Tenant:
    """A tenant that is filled as the demo is."""
    found = await find_tenant(house.database, tenant.slug)
    assert found
    await fill(house.database, found, b"cursors are signed with this", lambda *_: None, seed="demo")
    return tenant


async def test_the_questions_of_the_readme_have_the_answers_that_it_shows(demo: Tenant) -> None:
    asked = list(ASKED.finditer(README.read_text("utf-8")))

    for question in asked:
        query = json.loads(question["body"])["query"]
        answer = await demo.ask(query, by=(question["role"],))
        assert answer.body == json.loads(question["answer"])

    assert len(asked) == 2


def test_every_library_is_explained() -> None:
    rows = [line.split("|")[1] for line in LIBRARIES.read_text("utf-8").splitlines() if "|" in line]
    explained = {name for row in rows for name in re.findall(r"[a-z0-9-]+", row)}

    silent = {name for name in required() if name not in explained}

    assert silent == set()


def test_a_decision_is_one_page_in_three_parts() -> None:
    decisions = sorted(DECISIONS.glob("*.md"))

    numbers = [int(page.name.partition("-")[0]) for page in decisions]
    wrong = [page.name for page in decisions if not is_one_page(page)]

    assert numbers == list(range(1, len(decisions) + 1))
    assert wrong == []


def pages() -> list[Path]:
    """What is written for people."""
    return [README, *sorted((ROOT / "docs").rglob("*.md"))]


def shown(page: Path) -> str:
    """A page by its place in the tree."""
    return page.relative_to(ROOT).as_posix()


def code(page: Path) -> str:
    """What a page shows to be typed: shell in a fence, and whatever stands between backticks."""
    text = page.read_text("utf-8")
    fences = [fence["text"] for fence in FENCED.finditer(text) if fence["kind"] == "sh"]
    return "\n".join([*fences, *INLINE.findall(FENCED.sub("", text))])


def is_command(said: list[str]) -> bool:
    """Whether these words name a command, as far as they can be names of commands."""
    inside: Any = typer.main.get_command(cli)
    for word in said:
        if not hasattr(inside, "commands"):
            break
        if word not in inside.commands:
            return False
        inside = inside.commands[word]
    return True


def required() -> Iterator[str]:
    """The libraries that we ask for by name."""
    for page in (ROOT / "requirements.in", ROOT / "requirements-run.in"):
        yield from REQUIRED.findall(page.read_text("utf-8"))


def is_one_page(page: Path) -> bool:
    """Whether a decision is short, and says why, what, and what follows."""
    lines = page.read_text("utf-8").splitlines()
    parts = [line for line in lines if line.startswith("## ")]
    whole = parts == ["## Context", "## Decision", "## Consequences"]
    return whole and lines[0].startswith(f"# {page.name[:4]} ") and len(lines) <= LONGEST_DECISION
