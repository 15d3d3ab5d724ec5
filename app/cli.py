"""The command line: serve, migrate, and look after tenants."""

import asyncio
from typing import Annotated

import typer

from app import tenant_commands
from app.commands import at_place, complaints, console, plainly, settings
from app.demo.tenants import made
from app.doctor import examined
from app.mending import mend
from app.places import Place, Unusable
from app.server import checked, greet, listen
from app.settings import Settings
from app.tokens import development_token
from auth.scopes import Role
from db.migrate import new_step
from resolvers.recopying import recopy
from resolvers.rewording import reword
from schema.printed import printed

OneOrAll = Annotated[
    str | None, typer.Option(help="Slug or id of the tenant; every tenant unless said.")
]

cli = typer.Typer(
    name="clientela",
    help="One customer graph for multi-tenant products.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.add_typer(tenant_commands.cli, name="tenant")


@cli.command()
def serve() -> None:
    """Start the server: with its own PostgreSQL unless DATABASE_URL names one."""
    with plainly():
        problems = settings().problems()
    for problem in problems:
        complaints.print(problem, style="red", markup=False)
    if problems:
        raise typer.Exit(1)
    at_place(_serve)


@cli.command()
def migrate(
    new: Annotated[str, typer.Option(help="Write an empty migration with this title.")] = "",
) -> None:
    """Bring the database to the newest step."""
    if new:
        console.print(str(new_step(new)))
        return
    at_place(lambda _, where: asyncio.run(where.migrate()))
    console.print("The database is at the newest step.")


@cli.command()
def demo() -> None:
    """Make the tenants demo and rival, and fill them if they are empty."""
    with plainly():
        if settings().production:
            raise Unusable("Invented customers are not made in production.")
    count = at_place(_demo)
    console.print(
        f"{count} customers were made." if count else "The demo tenants are there already."
    )


@cli.command()
def token(
    tenant: Annotated[str, typer.Option(help="Slug or id of the tenant.")] = "demo",
    role: Annotated[Role, typer.Option(help="Role of the caller.")] = Role.ADMIN,
    user: Annotated[str, typer.Option(help="Subject of the token; made up unless said.")] = "",
) -> None:
    """Print a token for trying things out; the last line is the bare token."""
    with plainly():
        made_up = development_token(settings(), tenant=tenant, role=role, user=user or None)
    complaints.print(f"Send it as Authorization: Bearer <token>. For {role} of {tenant}, 30 days:")
    typer.echo(made_up)


@cli.command()
def schema(
    role: Annotated[
        Role | None, typer.Option(help="Only what this role can use; everything unless said.")
    ] = None,
) -> None:
    """Print the schema in the schema definition language."""
    typer.echo(printed(role), nl=False)


@cli.command()
def words(tenant: OneOrAll = None) -> None:
    """Write the words by which customers are found anew, where they are kept otherwise now."""
    at_place(lambda told, where: asyncio.run(mend(told, where, tenant, typer.echo, reword)))


@cli.command()
def copies(tenant: OneOrAll = None) -> None:
    """Write what stands beside worn tags anew, where it is not what the customers have."""
    at_place(lambda told, where: asyncio.run(mend(told, where, tenant, typer.echo, recopy)))


@cli.command()
def doctor() -> None:
    """Say what is configured, what is reachable, and what is wrong, a line each."""
    with plainly():
        findings = examined(settings())
    for finding in findings:
        console.print(finding.line, style="" if finding.good else "red", markup=False)
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)


def _serve(told: Settings, where: Place) -> None:
    if where.owner_url is not None:
        asyncio.run(where.migrate())
    asyncio.run(checked(where))
    if where.embedded and told.ENVIRONMENT == "development":
        asyncio.run(made(told, where, console))
    greet(told, console)
    listen(told, where)


def _demo(told: Settings, where: Place) -> int:
    asyncio.run(where.migrate())
    return asyncio.run(made(told, where, console))
