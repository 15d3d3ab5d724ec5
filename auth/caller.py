"""The caller: who is asking, for which tenant, and how far what they may do reaches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from auth.scopes import Reach, Role, Scope

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is known. Whoever is not known never gets this far."""

    tenant_id: UUID
    actor_id: UUID
    subject: str
    name: str | None = field(repr=False)
    roles: frozenset[Role]
    grants: Mapping[Scope, Reach] = field(repr=False, hash=False)
    customer_id: UUID | None
    limited_to: UUID | None = field(init=False, repr=False, compare=False)
    """The one customer they may read; None where they may read all."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "limited_to", self.limit_on(Scope.CUSTOMERS_READ))

    def may(self, scope: Scope) -> bool:
        """May they do this at all, be it only to themselves?"""
        return scope in self.grants

    def may_all(self, scope: Scope) -> bool:
        """May they do this to every customer of the tenant?"""
        return self.grants.get(scope) is Reach.ALL

    @property
    def is_service(self) -> bool:
        """Are they a program of the tenant's, and no person?"""
        return Role.SERVICE in self.roles

    def sees(self, scope: Scope) -> bool:
        """May they see this of everybody whom they can read?

        Somebody with two roles may read every customer by one of them, and by the other see
        something only of themselves: then they do not see it.
        """
        return self.may_all(scope) or (self.may(scope) and self.limited_to is not None)

    def limit_on(self, scope: Scope) -> UUID | None:
        """The one customer they may do this to; None where they may do it to all.

        Whoever may do it only to themselves and is no customer may do it to nobody.
        """
        return None if self.may_all(scope) else self.customer_id or NOBODY


def actor_id_of(tenant_id: UUID, subject: str) -> UUID:
    """The id under which a tenant keeps what this subject did; always the same one."""
    return uuid5(tenant_id, subject)
