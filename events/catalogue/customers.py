"""What can happen to a customer and to its addresses."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from db.journal import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCreated(Fact):
    """The tenant knows one more customer."""

    name: ClassVar[str] = "customer.created"
    about: ClassVar[str] = "customer_id"
    begins: ClassVar[bool] = True
    user_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerUpdated(Fact):
    """Something about a customer is different now."""

    name: ClassVar[str] = "customer.updated"
    about: ClassVar[str] = "customer_id"
    fields_changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDeactivated(Fact):
    """A customer is not active any more."""

    name: ClassVar[str] = "customer.deactivated"
    about: ClassVar[str] = "customer_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerActivated(Fact):
    """A customer is active again."""

    name: ClassVar[str] = "customer.activated"
    about: ClassVar[str] = "customer_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerBlocked(Fact):
    """A customer was locked out."""

    name: ClassVar[str] = "customer.blocked"
    about: ClassVar[str] = "customer_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerUnblocked(Fact):
    """A customer is no longer locked out."""

    name: ClassVar[str] = "customer.unblocked"
    about: ClassVar[str] = "customer_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDeleted(Fact):
    """A customer was put away; it can be restored."""

    name: ClassVar[str] = "customer.deleted"
    about: ClassVar[str] = "customer_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRestored(Fact):
    """A customer that was put away is back."""

    name: ClassVar[str] = "customer.restored"
    about: ClassVar[str] = "customer_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerExternalIdCorrected(Fact):
    """The id of a customer in another system was wrong, and was put right."""

    name: ClassVar[str] = "customer.external_id_corrected"
    about: ClassVar[str] = "customer_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerEmailVerificationBegun(Fact):
    """Somebody was given a token that verifies the e-mail address of a customer."""

    name: ClassVar[str] = "customer.email_verification_begun"
    about: ClassVar[str] = "customer_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerEmailVerified(Fact):
    """A customer showed that its e-mail address is its own."""

    name: ClassVar[str] = "customer.email_verified"
    about: ClassVar[str] = "customer_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerErased(Fact):
    """A customer was removed for good, with all that was known of it."""

    name: ClassVar[str] = "customer.erased"
    about: ClassVar[str] = "customer_id"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressAdded(Fact):
    """A customer has one more address."""

    name: ClassVar[str] = "customer.address_added"
    about: ClassVar[str] = "address_id"
    address_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressUpdated(Fact):
    """An address of a customer is different now."""

    name: ClassVar[str] = "customer.address_updated"
    about: ClassVar[str] = "address_id"
    address_id: UUID
    fields_changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressDeleted(Fact):
    """A customer has one address less."""

    name: ClassVar[str] = "customer.address_deleted"
    about: ClassVar[str] = "address_id"
    address_id: UUID
