"""Lengths of time in filters: instants by the hour, days where the tenant is."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from tests.api.walks import customers, ids
from tests.tenant import Tenant

# At every hour it is another day than in UTC in one of these.
ZONES: Final = ("Pacific/Kiritimati", "Pacific/Pago_Pago")
SET_ZONE: Final = "update tenants set time_zone = $2 where id = $1"
SET_BORN: Final = "update customers set born_on = $2::text::date where tenant_id = $1"
SET_SEEN: Final = (
    "update customers set last_interaction_at = now() + $2::text::interval where tenant_id = $1"
)


async def finds(tenant: Tenant, field: str, **match: Any) -> bool:
    return len(ids(await customers(tenant, where={field: match})())) == 1


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("days", "found"),
    [
        (-3, (False, False, True)),
        (-2, (True, False, True)),
        (-1, (True, False, False)),
        (0, (True, True, False)),
        (2, (False, True, False)),
        (3, (False, False, False)),
    ],
)
async def test_days_are_those_of_the_tenant(
    tenant: Tenant, zone: str, days: int, found: tuple[bool, bool, bool]
) -> None:
    # A server keeps what it knows of a tenant for a while, so its zone is said first.
    await tenant.rows(SET_ZONE, zone)
    await tenant.customer(firstName="Ana")
    born = datetime.now(UTC).astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    await tenant.rows(SET_BORN, born.isoformat())

    within_last = await finds(tenant, "bornOn", withinLast={"days": 2})
    within_next = await finds(tenant, "bornOn", withinNext={"days": 2})
    older = await finds(tenant, "bornOn", olderThan={"days": 1})

    assert (within_last, within_next, older) == found


@pytest.mark.parametrize(("ahead", "found"), [("-1 minute", False), ("59 minutes", True)])
async def test_an_instant_lies_ahead_by_the_hour(tenant: Tenant, ahead: str, found: bool) -> None:
    await tenant.customer(firstName="Ana")
    await tenant.rows(SET_SEEN, ahead)

    assert await finds(tenant, "lastInteractionAt", withinNext={"hours": 1}) is found
    assert await finds(tenant, "lastInteractionAt", withinNext={"months": 1}) is found


@pytest.mark.parametrize("length", [{"days": -1}, {"months": 12_001}])
async def test_a_length_that_is_none_is_refused(tenant: Tenant, length: dict[str, int]) -> None:
    asked = "query ($where: CustomerWhere) { customers(where: $where) { nodes { id } } }"

    answer = await tenant.ask(asked, where={"bornOn": {"withinNext": length}})

    assert (answer.data, answer.codes) == (None, {"customers": "BAD_USER_INPUT"})
