"""Identity: from a token to a caller. Whoever is not known is turned away at the door."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from app.refused import Refused
from auth.caller import Caller, actor_id_of
from auth.scopes import Role, Scope, grants_of, roles_of
from auth.tokens import Claims, InvalidToken, Verifier
from db.actors import actors_by_id
from db.connections import Database
from db.conversation import Conversation
from db.customers import CustomerRow, customer_by, customers_by_id
from db.reads import Reads
from db.sealed import Reader
from db.tenants import Tenant, find_tenant
from schema.ids import id_of

REMEMBERED: Final = timedelta(seconds=60)
MOST_REMEMBERED: Final = 10_000
_SCHEME: Final = len("Bearer ")
CHALLENGE: Final = {"WWW_Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who may come in, and for whom."""

    caller: Caller
    tenant: Tenant


class Doorkeeper:
    """Checks tokens, and remembers for a minute whom it has let in."""

    def __init__(self, verifier: Verifier, database: Database) -> None:
        self._verifier = verifier
        self._database = database
        self._known: OrderedDict[bytes, tuple[Admitted, datetime]] = OrderedDict()

    async def admit(self, headers: Mapping[str, str], now: datetime) -> Admitted:
        """Whoever sends these headers, if they may come in."""
        known = self.recalled(headers, now)
        if known is not None:
            return known
        token, wanted = bearer(headers), headers.get("x-tenant-id", "")
        try:
            claims = await self._verifier.verify(token, now)
        except InvalidToken as invalid:
            raise _unknown(str(invalid), invalid.reason) from invalid
        admitted = await self._admit(claims, wanted)
        if admitted.caller.customer_id or Role.CUSTOMER not in admitted.caller.roles:
            until = min(now + REMEMBERED, claims.expires_at)
            self._remember(_place(token, wanted), admitted, until)
        return admitted

    def recalled(self, headers: Mapping[str, str], now: datetime) -> Admitted | None:
        """Whoever sends these headers, if they were let in a moment ago."""
        place = _place(bearer(headers), headers.get("x-tenant-id", ""))
        admitted, until = self._known.get(place, (None, now))
        if now >= until:
            return None
        self._known.move_to_end(place)
        return admitted

    def _remember(self, place: bytes, admitted: Admitted, until: datetime) -> None:
        self._known[place] = (admitted, until)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)

    async def _admit(self, claims: Claims, wanted: str) -> Admitted:
        if not claims.active:
            raise _inactive()
        roles = roles_of(claims.roles)
        operator = Scope.PLATFORM_IMPERSONATE in grants_of(roles)
        tenant = await self._tenant(claims, wanted, operator=operator)
        if not _at_home(claims, tenant):
            roles &= {Role.OPERATOR}
        actor_id = actor_id_of(tenant.id, claims.subject)
        customer = await self._person(tenant, claims, roles)
        if customer is not None and customer.status != "ACTIVE":
            raise _inactive()
        return Admitted(
            Caller(
                tenant_id=tenant.id,
                actor_id=actor_id,
                subject=claims.subject,
                name=claims.name,
                roles=roles,
                grants=grants_of(roles),
                customer_id=customer.id if customer else None,
            ),
            tenant,
        )

    async def _tenant(self, claims: Claims, wanted: str, *, operator: bool) -> Tenant:
        """The tenant of the token; only an operator may name another one."""
        name = wanted if operator and wanted else claims.tenant
        if not name:
            raise Refused("FORBIDDEN", "The token names no tenant.")
        tenant = await find_tenant(self._database, id_text(name))
        if tenant is None:
            raise Refused("FORBIDDEN", "The token names no tenant that is known here.")
        if wanted and id_text(wanted) not in {str(tenant.id), tenant.slug}:
            raise Refused("FORBIDDEN", "Only an operator may name a tenant.")
        if not tenant.is_active:
            raise Refused("TENANT_SUSPENDED", "This tenant is suspended.")
        return tenant

    async def _person(
        self, tenant: Tenant, claims: Claims, roles: frozenset[Role]
    ) -> CustomerRow | None:
        """The customer whose token this is, and a look at whether the actor is still welcome."""
        conversation = Conversation(self._database, Reader(tenant.id))
        try:
            reads = Reads(conversation)
            actor_id = actor_id_of(tenant.id, claims.subject)
            actor = await reads.first(actors_by_id(), ids=[actor_id])
            if actor is not None and not actor.is_active:
                raise _inactive()
            if Role.CUSTOMER not in roles:
                return None
            return await _customer(reads, claims)
        finally:
            await conversation.end()


async def _customer(reads: Reads, claims: Claims) -> CustomerRow | None:
    if claims.customer_id is None:
        return await reads.first(customer_by("user_id"), value=claims.subject)
    named = id_of("customer", claims.customer_id)
    found = await reads.first(customers_by_id(), ids=[named]) if named else None
    return None if found is None or found.deleted_at else found


def _at_home(claims: Claims, tenant: Tenant) -> bool:
    """Whether this is the tenant of the token. Elsewhere somebody is an operator and no more."""
    return bool(claims.tenant) and id_text(claims.tenant or "") in {str(tenant.id), tenant.slug}


def id_text(name: str) -> str:
    """A tenant's id as it is kept, also when it is said as clients see it."""
    shown = id_of("tenant", name)
    return str(shown) if shown else name.lower()


def bearer(headers: Mapping[str, str]) -> str:
    """The token that somebody brings, whatever it is worth."""
    said = headers.get("authorization", "")
    if said[:_SCHEME].lower() != "bearer " or len(said) == _SCHEME:
        message = "Send a token in the header Authorization: Bearer …"
        raise _unknown(message, "no token")
    return said[_SCHEME:].strip()


def _place(token: str, wanted: str) -> bytes:
    """Where it is remembered who sends this token and names this tenant."""
    return sha256(f"{wanted}\n{token}".encode()).digest()


def _unknown(message: str, reason: str) -> Refused:
    """Nobody that we know; the reason is for the log, and never quotes a token."""
    refused = Refused("UNAUTHENTICATED", message, **CHALLENGE)
    refused.reason = reason
    return refused


def _inactive() -> Refused:
    return Refused("FORBIDDEN", "This account is not active.")
