"""Many who make the same tags at once: in whatever order they name them, nobody waits in a ring."""

import asyncio
from random import Random

from tests.tenant import ADD_TAGS, Tenant

LABELS = ["Blue", "Early", "Gold", "Late", "Red", "VIP"]
MANY = 12


async def test_the_same_new_labels_in_any_order_are_worn_by_all(tenant: Tenant) -> None:
    people = [await tenant.customer() for _ in range(MANY)]
    dice = Random(7)  # noqa: S311  # orders are no secrets

    answers = await asyncio.gather(
        *(
            tenant.ask(
                ADD_TAGS,
                input={"customerId": each, "labels": dice.sample(LABELS, len(LABELS))},
            )
            for each in people
        )
    )

    assert [answer.refusals() for answer in answers] == [[]] * MANY
    assert len(await tenant.rows("select id from tags where tenant_id = $1")) == len(LABELS)
    worn = await tenant.rows("select 1 from customer_tags where tenant_id = $1")
    assert len(worn) == MANY * len(LABELS)
