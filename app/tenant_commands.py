"""Commands about tenants: who they are, and whether they may come in."""

from typing import Annotated

import typer
from rich.table import Table

from app.commands import as_owner, complaints, console
from app.demo_tenants import new_tenant
from db.tenants import ACTIVE, SUSPENDED, Tenant, all_tenants, create_tenant, set_status
from resolvers.contacts import country, currency, language, timezone
from resolvers.fields import Unacceptable

cli = typer.Typer(help="Look after tenants.", no_args_is_help=True)

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
    try:
        said = (currency(currency_code), country(region), language(locale), timezone(zone))
    except Unacceptable as wrong:
        complaints.print(str(wrong), style="red")
        raise typer.Exit(2) from None
    tenant = new_tenant(slug, name or slug.title(), *said)
    made = as_owner(lambda connection: create_tenant(connection, tenant))
    console.print(f"{made.slug} {made.id}")


@cli.command(name="list")
def list_() -> None:
    """Show every tenant."""
    table = Table("slug", "id", "name", "status", "currency", "region", "time zone", box=None)
    for tenant in as_owner(all_tenants):
        about = (tenant.home_currency, tenant.default_region, tenant.time_zone)
        table.add_row(tenant.slug, str(tenant.id), tenant.name, tenant.status, *about)
    console.print(table)


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
