"""The command line: help everywhere, and one clear sentence when something is wrong."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from graphql import build_schema
from typer.testing import CliRunner, Result

from app.cli import cli
from auth.scopes import Role
from db.migrate import head
from schema.printed import printed
from tests.servers import Server

FIRST_STEP = "2026_11_20_2200"
ROOT = Path(__file__).parents[2]
COMMANDS = [
    [],
    ["serve"],
    ["migrate"],
    ["demo"],
    ["token"],
    ["schema"],
    ["words"],
    ["copies"],
    ["doctor"],
    ["tenant"],
    ["tenant", "create"],
    ["tenant", "list"],
    ["tenant", "set"],
    ["tenant", "suspend"],
    ["tenant", "activate"],
]


async def run(*command: str, **environment: str) -> Result:
    """What a command prints, and how it ends. It has a thread, and so a loop, of its own."""

    def invoked() -> Result:
        return CliRunner().invoke(cli, command, prog_name="clientela", env=environment)

    return await asyncio.to_thread(invoked)


@asynccontextmanager
async def _at_step(postgres: Server, template: str, step: str | None) -> AsyncIterator[str]:
    """The name of a database that says it is at this step; without one, nothing is in it."""
    name = await postgres.fresh(template if step else None)
    if step:
        connection = await asyncpg.connect(postgres.owner(name))
        await connection.execute("update alembic_version set version_num = $1", step)
        await connection.close()
    yield name
    await postgres.drop(name)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
async def test_every_command_has_help(command: list[str]) -> None:
    done = await run(*command, "--help")

    assert (done.exit_code, done.stderr) == (0, "")
    assert "Usage: clientela" in done.stdout


async def test_the_last_line_of_token_is_the_bare_token() -> None:
    done = await run("token", "--role", "staff")

    assert done.exit_code == 0
    assert done.stdout.count(".") == 2
    assert done.stdout.strip().startswith("eyJ")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"ENVIRONMENT": "production"}, "Tokens are not made in production"),
        ({"JWKS_URL": "https://id.example.com/keys"}, "only its owner can make tokens"),
    ],
)
async def test_tokens_are_made_for_development_only(environment: dict[str, str], said: str) -> None:
    done = await run("token", **environment)

    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr


def test_the_program_prints_the_schema_as_it_is() -> None:
    arguments = [sys.executable, "-m", "app", "schema"]

    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, printed(), "")


async def test_the_program_prints_what_a_role_can_use() -> None:
    done = await run("schema", "--role", "staff")

    shown = build_schema(done.stdout)
    assert (done.exit_code, done.stdout) == (0, printed(Role.STAFF))
    assert (shown.mutation_type, "Note" in shown.type_map) == (None, False)


@pytest.mark.parametrize(
    ("command", "environment", "said"),
    [
        (["token", "--role", "boss"], {}, "'boss' is not one of"),
        (["serve"], {"PORT": "many"}, "PORT: "),
        (["tenant", "create", "Not A Slug"], {}, "small letters, digits and dashes"),
        (["tenant", "create", "shop", "--region", "ZZ"], {}, "two letters of a country"),
        (
            ["serve"],
            {"DATABASE_URL": "postgresql://postgres@127.0.0.1:1/x"},
            "only clientela_app is held by the walls",
        ),
        (
            ["migrate"],
            {"DATABASE_URL": "postgresql://clientela_app@127.0.0.1:1/x"},
            "Set DATABASE_OWNER_URL",
        ),
    ],
)
async def test_what_is_wrong_is_said_in_a_sentence(
    command: list[str], environment: dict[str, str], said: str
) -> None:
    done = await run(*command, **environment)

    assert done.exit_code in {1, 2}
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "SECRET_KEY is the development secret"),
        ({}, "the embedded database is not for production"),
        ({"CORS_ORIGINS": "*"}, "CORS_ORIGINS allows every origin"),
        ({"DEBUG": "true"}, "DEBUG is on"),
    ],
)
async def test_production_refuses_what_is_not_for_production(
    environment: dict[str, str], said: str
) -> None:
    done = await run("serve", ENVIRONMENT="production", **environment)

    assert done.exit_code == 1
    assert said in " ".join(done.stderr.split())


@pytest.mark.once
async def test_the_demo_is_made_once_and_postgresql_knows_of_it(
    postgres: Server, template: str
) -> None:
    async with _at_step(postgres, template, head()) as name:
        ways = {"DATABASE_URL": postgres.app(name), "DATABASE_OWNER_URL": postgres.owner(name)}
        done = [await run("demo", **ways) for _ in range(2)]
        connection = await asyncpg.connect(postgres.owner(name))
        known = await connection.fetchval(
            "select reltuples from pg_class where relname = $1", "customers"
        )
        await connection.close()

    said = ["500 customers were made.", "The demo tenants are there already."]
    assert [(each.exit_code, each.stdout.strip()) for each in done] == [(0, each) for each in said]
    assert known == 500


@pytest.mark.parametrize("step", [None, FIRST_STEP])
@pytest.mark.parametrize("command", [["words"], ["copies"], ["tenant", "list"]], ids=" ".join)
async def test_a_database_that_lacks_steps_is_refused_with_a_sentence(
    postgres: Server, template: str, command: list[str], step: str | None
) -> None:
    async with _at_step(postgres, template, step) as name:
        ways = {"DATABASE_URL": postgres.app(name), "DATABASE_OWNER_URL": postgres.owner(name)}
        done = await run(*command, **ways)

    said = "The database is not at the newest step. Run `clientela migrate` first."
    assert (done.exit_code, done.stdout, " ".join(done.stderr.split())) == (1, "", said)


async def test_a_tenant_is_made_once_and_turned_away_and_let_in(
    postgres: Server, database: str
) -> None:
    ways = {"DATABASE_URL": postgres.app(database), "DATABASE_OWNER_URL": postgres.owner(database)}

    made = await run("tenant", "create", "corner-shop", "--name", "Corner Shop", **ways)
    again = await run("tenant", "create", "corner-shop", **ways)
    turned = await run("tenant", "suspend", "corner-shop", **ways)
    back = await run("tenant", "activate", "corner-shop", **ways)
    unknown = await run("tenant", "suspend", "nobody", **ways)
    listed = await run("tenant", "list", **ways)

    assert made.stdout.startswith("corner-shop ")
    assert (again.exit_code, again.stderr) == (1, "There is a tenant corner-shop already.\n")
    assert turned.stdout.startswith("corner-shop is SUSPENDED")
    assert back.stdout.startswith("corner-shop is ACTIVE")
    assert (unknown.exit_code, unknown.stderr) == (1, "There is no tenant nobody.\n")
    assert "ACTIVE     Corner Shop" in listed.stdout


async def test_a_tenant_says_what_numbers_look_like_and_who_creates(
    postgres: Server, database: str
) -> None:
    ways = {"DATABASE_URL": postgres.app(database), "DATABASE_OWNER_URL": postgres.owner(database)}
    await run("tenant", "create", "strict-shop", **ways)
    told = ["tenant", "set", "strict-shop"]

    both = await run(*told, "--phone-pattern", "romania", "--creators", "services", **ways)
    one = await run(*told, "--creators", "anybody", **ways)
    none = await run(*told, "--phone-pattern", "none", **ways)

    said = "strict-shop: telephone numbers {}, customers are created by {}; tokens are"
    romania = r"(\+40|0040|0)[237]\d{8}"
    assert both.stdout.startswith(said.format(romania, "services")), both.stderr
    assert one.stdout.startswith(said.format(romania, "anybody"))
    assert none.stdout.startswith(said.format("of any form", "anybody"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([], "Say --phone-pattern or --creators.\n"),
        (["--phone-pattern", "(["], "This is no regular expression.\n"),
        (["--phone-pattern", "7" * 201], "Use a pattern of at most 200 characters.\n"),
    ],
)
async def test_a_policy_that_makes_no_sense_is_refused(said: list[str], told: str) -> None:
    done = await run("tenant", "set", "acme", *said)

    assert (done.exit_code, done.stderr) == (2, told)


async def test_policies_of_nobody_are_refused(postgres: Server, database: str) -> None:
    ways = {"DATABASE_URL": postgres.app(database), "DATABASE_OWNER_URL": postgres.owner(database)}

    done = await run("tenant", "set", "nobody", "--creators", "services", **ways)

    assert (done.exit_code, done.stderr) == (1, "There is no tenant nobody.\n")


async def test_the_doctor_looks_at_everything(postgres: Server, database: str) -> None:
    ways = {"DATABASE_URL": postgres.app(database), "RABBITMQ_URL": "amqp://127.0.0.1:1"}

    done = await run("doctor", **ways)

    lines = {line[5:].split()[0]: line[:4].strip() for line in done.stdout.splitlines()}
    assert done.exit_code == 1
    assert lines == {
        "settings": "ok",
        "tokens": "ok",
        "database": "ok",
        "role": "ok",
        "migrations": "ok",
        "vector": "ok",
        "rabbitmq": "BAD",
        "redis": "ok",
    }


@pytest.mark.parametrize(
    ("step", "found"),
    [
        (None, f"BAD  migrations  at none, newest is {head()}"),
        (FIRST_STEP, f"BAD  migrations  at {FIRST_STEP}, newest is {head()}"),
        ("2099_01_01_0000", "ok   migrations  at 2099_01_01_0000, ahead of this"),
    ],
)
async def test_the_doctor_knows_who_is_behind_from_who_is_ahead(
    postgres: Server, template: str, step: str | None, found: str
) -> None:
    async with _at_step(postgres, template, step) as name:
        done = await run("doctor", DATABASE_URL=postgres.app(name))

    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert " ".join(found.split()) in lines


async def test_the_doctor_names_a_role_that_could_pass_the_walls(postgres: Server) -> None:
    ways = {"DATABASE_URL": postgres.owner("postgres")}

    done = await run("doctor", **ways)

    assert done.exit_code == 1
    assert "only clientela_app is held by the walls" in " ".join(done.stdout.split())
