"""Identity: an external id that was wrong is put right, and an e-mail address is verified."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from auth.scopes import Scope
from db.answers import Done
from db.customers import CustomerRow
from events.catalogue.customers import (
    CustomerEmailVerificationBegun,
    CustomerEmailVerified,
    CustomerExternalIdCorrected,
)
from resolvers.amend import amend
from resolvers.checks import NEVER, Rule, kept
from resolvers.columns import EVERYTHING
from resolvers.context import Context
from resolvers.customer_fields import as_mapping
from resolvers.customer_record import customer_change, find_anew
from resolvers.customers import customers, held_customer, need_customer
from resolvers.fields import identifier, line
from resolvers.refusals import BadCursor, Refusal, WrongState

VERIFIED_WITHIN: Final = timedelta(hours=24)
_VERIFICATION: Final = "customer.email_verification"
_TOKEN: Final = (UUID, str, datetime)
_CORRECTED: Final = {
    "external_id": Rule(("external_id",), identifier, NEVER),
    "reason": Rule(("external_id_reason",), lambda said: line(said, most=500), NEVER),
}


async def correct_external_id(
    ctx: Context, customer_id: UUID, external_id: str, reason: str
) -> Done:
    """Put the id right that a customer has in another system: once, and for a reason."""
    values = kept({"external_id": external_id, "reason": reason}, _CORRECTED)
    async with customer_change(ctx, values) as change:
        current = await need_customer(change, customer_id)
        _need_correctable(current)
        if current.external_id == values["external_id"]:
            change.unchanged(customer_id)
        else:
            values["external_id_corrected_at"] = ctx.now
            changed = await amend(change, CustomerRow, current, values, expected=None)
            await find_anew(change, {**as_mapping(current), **values}, changed)
            change.record(CustomerExternalIdCorrected(customer_id=customer_id))
    return change.done


async def begin_verification(ctx: Context, customer_id: UUID) -> Done:
    """Let the e-mail address of a customer be verified by whoever reads its mail."""
    async with ctx.change() as change:
        current = await need_customer(change, customer_id)
        if current.email_norm is None:
            raise WrongState("This customer has no e-mail address. Give it one first.", "id")
        if current.email_verified_at is not None:
            raise WrongState("The e-mail address of this customer is verified already.", "id")
        change.unchanged(customer_id, at=ctx.now, version=current.version)
        change.record(CustomerEmailVerificationBegun(customer_id=customer_id))
    return change.done


async def verification_token(ctx: Context, begun: Done) -> str | None:
    """What shows that somebody reads the mail of the address that a customer has now."""
    (row,) = await customers(ctx, [begun.id], EVERYTHING)
    # What is sent again after a change might tell a former address of the one there is now.
    if row is None or row.email_norm is None or row.version != begun.version:
        return None
    place = (begun.id, row.email_norm, verifiable_until(begun))
    return ctx.cursors.write(_VERIFICATION, _TOKEN, place)


def verifiable_until(begun: Done) -> datetime:
    """Until when the address can be verified."""
    at: Any = begun.at
    until: datetime = at + VERIFIED_WITHIN
    return until


async def verify_email(ctx: Context, token: str) -> Done:
    """Know that a customer reads the mail of its address."""
    try:
        customer_id, address, until = ctx.cursors.read(_VERIFICATION, _TOKEN, token)
    except BadCursor:
        raise _no_token() from None
    if ctx.caller.limit_on(Scope.CUSTOMERS_UPDATE) not in {None, customer_id}:
        raise _no_token()
    async with ctx.change() as change:
        current = await held_customer(change, customer_id)
        if current is None or current.email_norm != address or until <= ctx.now:
            raise _no_token()
        if current.email_verified_at is None:
            verified = {"email_verified_at": ctx.now}
            await amend(change, CustomerRow, current, verified, expected=None)
            change.record(CustomerEmailVerified(customer_id=customer_id))
        else:
            change.unchanged(customer_id)
    return change.done


def _need_correctable(current: CustomerRow) -> None:
    if current.external_id is None:
        raise WrongState("This customer has no external id. Set it with customerUpdate.", "id")
    if current.external_id_corrected_at is not None:
        raise WrongState("The external id of this customer was corrected before.", "id")


def _no_token() -> Refusal:
    return Refusal("This token is not valid, or not any more. Begin a new verification.", "token")
