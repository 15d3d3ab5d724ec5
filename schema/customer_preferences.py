"""Preferences: how a customer likes to be treated, in typed fields and in words of the tenant's."""

from typing import Any, Final

import strawberry

from auth.scopes import Scope
from resolvers.checks import as_it_is
from resolvers.context import Context
from schema.customer_kinds import ContactChannel
from schema.fields import computed, shown
from schema.inputs import given
from schema.scalars import JSON, LanguageTag
from schema.views import View

_CLEARED: Final = ("channel", "custom", "language", "time_zone")


def _spoken(ctx: Context, language: str | None) -> str:
    return language or ctx.tenant.default_language


@strawberry.type(description="How a customer likes to be treated")
class CustomerPreferences(View):
    time_zone: str | None = shown("Time zone by its IANA name, as `Africa/Casablanca`")
    newsletter_subscribed: bool = shown("Whether the newsletter is subscribed")
    language: LanguageTag | None = computed(
        as_it_is, of=("preferred_language",), says="Language that the customer prefers"
    )
    language_or_default: LanguageTag = computed(
        _spoken,
        of=("preferred_language",),
        in_context=True,
        says="Language that the customer prefers, and the tenant's where none is known",
    )
    channel: ContactChannel | None = computed(
        as_it_is, of=("preferred_channel",), says="Way in which the customer likes to be reached"
    )
    custom: JSON | None = computed(
        as_it_is,
        of=("preferences",),
        says="Preferences of the tenant's own form, an object",
        needs=Scope.CUSTOMERS_PII,
    )


@strawberry.input(
    description="How a customer likes to be treated; what is left out stays, null clears"
)
class CustomerPreferencesInput:
    language: strawberry.Maybe[LanguageTag | None] = given("Preferred language")
    time_zone: strawberry.Maybe[str | None] = given("Time zone by its IANA name")
    channel: strawberry.Maybe[ContactChannel | None] = given("Preferred channel")
    newsletter_subscribed: strawberry.Maybe[bool | None] = given("Whether it gets the newsletter")
    custom: strawberry.Maybe[JSON | None] = given(
        "An object of at most 8 KiB; what has a field of its own, and consents, cannot stand in it"
    )


def flattened(told: dict[str, Any]) -> dict[str, Any]:
    """What was said of a customer, with each preference by the path that leads to it."""
    if "preferences" not in told:
        return told
    said = told.pop("preferences")
    if said is None:
        said = dict.fromkeys(_CLEARED)
    return told | {f"preferences.{name}": each for name, each in said.items()}
