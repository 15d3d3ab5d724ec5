"""The explorer: what a browser is shown, what with, and what it is never given."""

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest
from graphql import OperationDefinitionNode, build_schema, get_variable_values, parse, validate
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.demo.filling import fill
from app.door.around import Outermost
from app.explorer import POLICY, Explorer, tabs
from app.house import House
from app.settings import Settings, load_settings
from db.tenants import find_tenant
from tests.house.sources import ROOT
from tests.tenant import Tenant

SCHEMA: Final = build_schema((ROOT / "schema" / "schema.graphql").read_text("utf-8"))
NAMES: Final = ["Customers", "Search", "Filter", "Update", "Viewer", "Mistake"]
CONFIG: Final = re.compile(r'<script type="application/json" id="config">(.*?)</script>', re.DOTALL)
INDEX: Final = '<p>Built</p><script type="application/json" id="config"></script>'
SCRIPT: Final = b"'a script of some length'"
OWN_SECRET: Final = "a-secret-that-nobody-else-knows-about"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder as a build leaves it, with a secret beside it."""
    (tmp_path / "secret.txt").write_text("secret")
    files = tmp_path / "dist" / "graphiql"
    files.mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text(INDEX)
    (files / "index-1.js").write_bytes(SCRIPT)
    (files / "index-1.js.gz").write_bytes(gzip.compress(SCRIPT))
    (files / "notes.html").write_text("not shown")
    return tmp_path / "dist"


def browser(built: Path, **told: str) -> httpx2.AsyncClient:
    """Somebody who looks at the explorer of a server with these settings."""
    explorer = Explorer(load_settings(told), built)
    around = Middleware(Outermost, broken=_unexpected)
    routes = [Route("/graphql", lambda _: explorer.page()), *explorer.routes()]
    app = Starlette(routes=routes, middleware=[around])
    transport = httpx2.ASGITransport(app=app)
    return httpx2.AsyncClient(transport=transport, base_url="http://clientela")


def _unexpected(_: Request, wrong: Exception) -> Response:
    raise wrong


async def config(built: Path, **told: str) -> dict[str, Any]:
    """What is written into the page."""
    async with browser(built, **told) as client:
        found = CONFIG.search((await client.get("/graphql")).text)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


async def test_the_page_is_graphiql_where_it_was_built(built: Path) -> None:
    async with browser(built) as client:
        page = await client.get("/graphql")

    assert page.text.startswith("<p>Built</p>")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert (page.headers["cache-control"], page.headers["vary"]) == ("no-cache", "Accept")
    assert page.headers["content-security-policy"] == POLICY["Content-Security-Policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


async def test_the_page_is_a_small_one_where_it_was_not_built(tmp_path: Path) -> None:
    async with browser(tmp_path) as client:
        page = await client.get("/graphql")
        named = re.findall(r'(?:src|href)="\./(.+?)"', page.text)
        files = [await client.get(f"/{name}") for name in named]

    assert "make graphiql" in page.text
    assert named == ["pages/explorer.css", "pages/explorer.js"]
    assert [file.headers["content-type"] for file in files] == [
        "text/css; charset=utf-8",
        "text/javascript; charset=utf-8",
    ]
    assert [file.headers["cache-control"] for file in files] == ["no-cache", "no-cache"]


async def test_in_development_a_token_of_the_demo_tenant_is_filled_in(built: Path) -> None:
    read = await config(built)

    kind, token = read["headers"]["Authorization"].split()
    said = json.loads(_decoded(token.split(".")[1]))
    assert kind == "Bearer"
    assert (said["tenant"], said["roles"]) == ("demo", ["admin"])
    assert list(read) == ["headers", "tabs"]


@pytest.mark.parametrize(
    "told",
    [
        {"ENVIRONMENT": "production", "GRAPHIQL": "true"},
        {"ENVIRONMENT": "production", "GRAPHIQL": "true", "SECRET_KEY": OWN_SECRET},
        {"ENVIRONMENT": "test"},
        {"SECRET_KEY": OWN_SECRET},
        {"JWKS_URL": "https://login.example.com/keys"},
    ],
    ids=["production", "production with a secret", "test", "a secret", "a provider"],
)
async def test_elsewhere_nothing_is_filled_in(built: Path, told: dict[str, str]) -> None:
    read = await config(built, **told)

    assert read["headers"] == {}
    assert [tab["query"] for tab in read["tabs"]] == [tab["query"] for tab in tabs()]


async def test_what_is_written_into_the_page_cannot_leave_its_block(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = {"query": "</script><script>alert(1)</script><!--", "variables": ""}
    monkeypatch.setattr("app.explorer.tabs", lambda: [evil])

    async with browser(built) as client:
        page = await client.get("/graphql")

    assert page.text.count("<script") == INDEX.count("<script")
    assert (await config(built))["tabs"] == [evil]


@pytest.mark.parametrize(
    ("takes", "packed"),
    [
        ("gzip, br", True),
        ("br;q=1.0, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("br", False),
        ("", False),
    ],
)
async def test_a_built_file_is_kept_forever_and_sent_packed_to_who_takes_it(
    built: Path, takes: str, *, packed: bool
) -> None:
    async with browser(built) as client:
        file = await client.get("/graphiql/index-1.js", headers={"Accept-Encoding": takes})

    assert file.content == SCRIPT
    assert file.headers.get("content-encoding") == ("gzip" if packed else None)
    assert file.headers["content-type"] == "text/javascript; charset=utf-8"
    assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (file.headers["vary"], file.headers["x-content-type-options"]) == (
        "Accept-Encoding",
        "nosniff",
    )


@pytest.mark.parametrize(
    "name",
    [
        "../index.html",
        "..%2f..%2fsecret.txt",
        "%2e%2e/%2e%2e/secret.txt",
        "..%5c..%5csecret.txt",
        "index-1.js.gz",
        "index-1.js%00",
        "notes.html",
        "later-2.js",
        "",
    ],
)
async def test_nothing_is_shown_that_was_not_listed_at_the_start(built: Path, name: str) -> None:
    async with browser(built) as client:
        (built / "graphiql" / "later-2.js").write_bytes(SCRIPT)
        answers = [await client.get(f"/{folder}/{name}") for folder in ("graphiql", "pages")]

    assert [answer.status_code for answer in answers] == [404, 404]


async def test_a_file_that_was_built_anew_is_gone(built: Path) -> None:
    async with browser(built) as client:
        (built / "graphiql" / "index-1.js").unlink()
        gone = await client.get("/graphiql/index-1.js")

    assert gone.status_code == 404


def test_there_are_tabs() -> None:
    assert [_operation(tab).name.value for tab in tabs()] == NAMES  # type: ignore[union-attr]


@pytest.mark.parametrize("tab", tabs(), ids=NAMES)
def test_every_tab_fits_the_schema(tab: dict[str, Any]) -> None:
    variables = json.loads(tab["variables"] or "{}")

    read = get_variable_values(SCHEMA, _operation(tab).variable_definitions or (), variables)

    assert validate(SCHEMA, parse(tab["query"])) == []
    assert not isinstance(read, list)


async def test_the_demo_tenant_answers_every_tab(tenant: Tenant, house: House) -> None:
    found = await find_tenant(house.database, tenant.slug)
    assert found
    await fill(house.database, found, b"cursors are signed with this", lambda *_: None, seed="demo")
    before = await tenant.contents()

    asked = [(tab["query"], json.loads(tab["variables"] or "{}")) for tab in tabs()]
    answers = [await tenant.ask(query, **given) for query, given in asked]
    customers, search, filtered, update, viewer, mistake = [answer.body for answer in answers]

    assert len(_names(customers)) == 10
    assert _names(customers)[:2] == ["Șerban Ungureanu", "Bianca Dumitrescu"]
    assert _names(search) == ["Anaïs Lefèvre"]
    assert _names(filtered)[:2] == ["Anca Vâlcu", "Răzvan Voicu"]
    assert filtered["data"]["customers"]["totalCount"] == {"value": 62, "isExact": True}
    assert update["data"]["customerUpdate"]["userErrors"][0]["code"] == "NOT_FOUND"
    assert viewer["data"]["viewer"]["tenant"]["slug"] == tenant.slug
    assert mistake["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "field": ["first"]}
    assert await tenant.contents() == before


def test_make_hides_no_setting_behind_a_variable_of_its_own() -> None:
    assigned = re.findall(r"^(\w+) *[:?]?=", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)

    assert "EXPLORER" in assigned
    assert Settings.model_fields.keys() & set(assigned) == set()


def _names(answer: dict[str, Any]) -> list[str]:
    return [each["displayName"] for each in answer["data"]["customers"]["nodes"]]


def _operation(tab: dict[str, Any]) -> OperationDefinitionNode:
    (operation,) = parse(tab["query"]).definitions
    assert isinstance(operation, OperationDefinitionNode)
    return operation


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
