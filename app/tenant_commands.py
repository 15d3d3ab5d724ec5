"""Commands about tenants: who they are, and whether they may come in."""

import re
from typing import Annotated

import asyncpg
import typer

from app.commands import as_owner, complaints, console
from app.demo.tenants import new_tenant
from db.tenants import ACTIVE, SUSPENDED, Tenant, all_tenants, create_tenant, set_status
from resolvers.contacts import country, currency, language, timezone
from resolvers.fields import Unacceptable

cli = typer.Typer(help="Look after tenants.", no_args_is_help=True)

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
Slug = Annotated[str, typer.Argument(help="Short name: small letters, digits and dashes.")]


@cli.command()
def create(
    slug: Slug,
    name: Annotated[str, typer.Option(help="Name of the company.")] = "",
    currency_code: Annotated[str, typer.Option("--currency", help="Home currency.")] = "EUR",
    region: Annotated[str, typer.Option(help="Country of its telephone numbers.")] = "DE",
    locale: Annotated[str, typer.Option("--language", help="Language unless said.")] = "en",
    zone: Annotated[str, typer.Option("--time-zone", help="Where its days begin.")] = "UTC",
) -> None:
    """Let a new tenant exist."""
    if not SLUG.fullmatch(slug):
        complaints.print(
            "A slug is made of small letters, digits and dashes, at most 63.", style="red"
        )
        raise typer.Exit(2)
    try:
        said = (currency(currency_code), country(region), language(locale), timezone(zone))
    except Unacceptable as wrong:
        complaints.print(str(wrong), style="red")
        raise typer.Exit(2) from None
    tenant = new_tenant(slug, name or slug.title(), *said)
    try:
        made = as_owner(lambda connection: create_tenant(connection, tenant))
    except asyncpg.UniqueViolationError:
        complaints.print(f"There is a tenant {slug} already.", style="red", markup=False)
        raise typer.Exit(1) from None
    console.print(f"{made.slug} {made.id}")


@cli.command(name="list")
def list_() -> None:
    """Show every tenant."""
    for tenant in as_owner(all_tenants):
        typer.echo(f"{tenant.slug:<16} {tenant.id}  {tenant.status:<9}  {tenant.name}")


@cli.command()
def suspend(slug: Slug) -> None:
    """Keep a tenant's people out; nothing of theirs is touched."""
    _turn(slug, SUSPENDED)


@cli.command()
def activate(slug: Slug) -> None:
    """Let a tenant's people in again."""
    _turn(slug, ACTIVE)


def _turn(slug: str, status: str) -> None:
    turned: Tenant | None = as_owner(lambda connection: set_status(connection, slug, status))
    if turned is None:
        complaints.print(f"There is no tenant {slug}.", style="red", markup=False)
        raise typer.Exit(1)
    console.print(f"{turned.slug} is {turned.status}; tokens are remembered for up to 60 seconds.")
