"""A caller reaches as far as their roles do, and a customer no further than themselves."""

from uuid import UUID

import pytest

from auth.caller import NOBODY, Caller, actor_id_of
from auth.scopes import Scope, grants_of, roles_of

TENANT = UUID(int=1)
OTHER_TENANT = UUID(int=2)
ANNA = UUID(int=3)


def caller(*roles: str, customer_id: UUID | None = None) -> Caller:
    return Caller(
        tenant_id=TENANT,
        actor_id=actor_id_of(TENANT, "anna"),
        subject="anna",
        name="Anna Rossi",
        roles=roles_of(roles),
        grants=grants_of(roles),
        customer_id=customer_id,
    )


def test_staff_may_read_everybody_and_write_nobody() -> None:
    staff = caller("staff")

    assert staff.may(Scope.CUSTOMERS_READ)
    assert staff.may_all(Scope.CUSTOMERS_READ)
    assert not staff.may(Scope.CUSTOMERS_UPDATE)
    assert not staff.may_all(Scope.CUSTOMERS_UPDATE)


def test_a_customer_may_read_themselves_only() -> None:
    anna = caller("customer", customer_id=ANNA)

    assert anna.may(Scope.CUSTOMERS_READ)
    assert not anna.may_all(Scope.CUSTOMERS_READ)
    assert anna.limited_to == ANNA


@pytest.mark.parametrize("role", ["staff", "manager", "admin", "service", "operator"])
def test_who_may_read_everybody_is_not_limited(role: str) -> None:
    assert caller(role, customer_id=ANNA).limited_to is None


@pytest.mark.parametrize("roles", [("customer",), ("unknown",), ()])
def test_who_may_read_only_themselves_and_is_nobody_reads_nobody(roles: tuple[str, ...]) -> None:
    assert caller(*roles).limited_to == NOBODY


def test_each_scope_has_its_own_limit() -> None:
    anna = caller("customer", "staff", customer_id=ANNA)

    assert anna.limit_on(Scope.CUSTOMERS_READ) is None
    assert anna.limit_on(Scope.PRIVACY_REQUEST) == ANNA


def test_an_actor_is_the_same_every_time_and_another_in_another_tenant() -> None:
    actor = actor_id_of(TENANT, "anna")

    assert actor == UUID("9b3bab0a-44b8-5d6d-ab9a-9e42c8014922")
    assert actor != actor_id_of(OTHER_TENANT, "anna")
    assert actor != actor_id_of(TENANT, "berta")


def test_a_caller_can_be_kept_in_a_set_and_does_not_print_their_name() -> None:
    anna = caller("customer", customer_id=ANNA)

    assert {anna, caller("customer", customer_id=ANNA)} == {anna}
    assert "Rossi" not in repr(anna)


def test_who_reads_everybody_by_one_role_sees_nothing_that_another_shows_only_of_oneself() -> None:
    both = caller("operator", "customer", customer_id=ANNA)
    anna = caller("customer", customer_id=ANNA)

    assert [both.may(Scope.CUSTOMERS_PII), both.sees(Scope.CUSTOMERS_PII)] == [True, False]
    assert [anna.may(Scope.CUSTOMERS_PII), anna.sees(Scope.CUSTOMERS_PII)] == [True, True]
    assert not anna.sees(Scope.NOTES_READ)
