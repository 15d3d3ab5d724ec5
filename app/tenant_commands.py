"""Commands about tenants: who they are, and whether they may come in."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, NoReturn

import asyncpg
import typer

from app.commands import as_owner, complaints, console
from app.demo.tenants import new_tenant
from db.tenants import (
    ACTIVE,
    SUSPENDED,
    PhonePattern,
    Tenant,
    all_tenants,
    create_tenant,
    set_policies,
    set_status,
)
from resolvers.contacts import country, currency, language, timezone
from resolvers.fields import Unacceptable

cli = typer.Typer(help="Look after tenants.", no_args_is_help=True)

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_LONGEST_PATTERN: Final = 200
# Names for patterns that many tenants need; none takes the pattern away.
_PATTERNS: Final[Mapping[str, str | None]] = {
    "none": None,
    "romania": r"(\+40|0040|0)[237]\d{8}",
}


class Creators(StrEnum):
    """Who may create customers: everybody with the scope for it, or services alone."""

    ANYBODY = "anybody"
    SERVICES = "services"


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


@cli.command(name="set")
def set_(
    slug: Slug,
    phone_pattern: Annotated[
        str | None,
        typer.Option(
            help="What a telephone number has to look like as it is typed, without spaces, dots and"
            " dashes: a regular expression, or romania, or none."
        ),
    ] = None,
    creators: Annotated[Creators | None, typer.Option(help="Who may create customers.")] = None,
) -> None:
    """Say what the tenant's telephone numbers look like, and who may create customers."""
    if phone_pattern is None and creators is None:
        _refuse("Say --phone-pattern or --creators.")
    pattern = None if phone_pattern is None else _pattern(phone_pattern)
    who = creators.name if creators else None
    told = as_owner(lambda connection: set_policies(connection, slug, pattern, who))
    if told is None:
        raise _nobody(slug)
    console.print(
        f"{told.slug}: telephone numbers {told.phone_pattern or 'of any form'},"
        f" customers are created by {told.creators.lower()};"
        " tokens are remembered for up to 60 seconds.",
        markup=False,
        soft_wrap=True,
    )


def _pattern(said: str) -> PhonePattern:
    form = _PATTERNS.get(said, said)
    try:
        re.compile(form or "")
    except re.error:
        _refuse("This is no regular expression.")
    if form is not None and len(form) > _LONGEST_PATTERN:
        _refuse(f"Use a pattern of at most {_LONGEST_PATTERN} characters.")
    return PhonePattern(form)


def _refuse(message: str) -> NoReturn:
    complaints.print(message, style="red", markup=False)
    raise typer.Exit(2)


def _nobody(slug: str) -> typer.Exit:
    complaints.print(f"There is no tenant {slug}.", style="red", markup=False)
    return typer.Exit(1)


def _turn(slug: str, status: str) -> None:
    turned: Tenant | None = as_owner(lambda connection: set_status(connection, slug, status))
    if turned is None:
        raise _nobody(slug)
    console.print(f"{turned.slug} is {turned.status}; tokens are remembered for up to 60 seconds.")
