"""Fill what is counted of wearers, a few customers at a time, while others read and write.

Whatever is filled is kept at once, so nobody waits for more than a few rows, and whoever was broken
off goes on. What somebody else holds is left to `clientela copies`: nobody is waited for either.
"""

from alembic import op

revision = "2026_11_22_0730"
down_revision = "2026_11_22_0700"
branch_labels = None
depends_on = None

FIRST = "00000000-0000-0000-0000-000000000000"
# The owner sees nobody's rows. The application sees those of the tenant that it tells.
AS_APP = "set role clientela_app"
AS_OWNER = "set role clientela_owner"
LOOKING_UP = ("enable_hashjoin", "enable_mergejoin")
TENANTS = "select id from tenants order by id"
TELL = "select set_config('app.tenant_id', $1, false)"
LAST_OF_FEW = """
select id from (
    select id from customers where tenant_id = $1 and id > $2 order by id limit 1000
) few order by id desc limit 1"""
# The customers alone are told from where to where, and what they wear is looked up for each. Of ids
# PostgreSQL cannot foresee how many lie between two, and would compare each with each.
FILL = """
with few as (
    select customer_id, tag_id, customers.created_at, deleted_at, last_interaction_at,
        loyalty_points
    from customer_tags worn
    join customers on customers.tenant_id = worn.tenant_id and customers.id = worn.customer_id
    where worn.tenant_id = $1
    and customers.tenant_id = $1 and customers.id > $2 and customers.id <= $3
    and (customer_created_at, customer_deleted_at, customer_last_interaction_at,
        customer_loyalty_points)
    is distinct from (customers.created_at, deleted_at, last_interaction_at, loyalty_points)
    for no key update of worn skip locked
)
update customer_tags set customer_created_at = few.created_at,
    customer_deleted_at = few.deleted_at,
    customer_last_interaction_at = few.last_interaction_at,
    customer_loyalty_points = few.loyalty_points
from few where customer_tags.tenant_id = $1
and customer_tags.customer_id = few.customer_id and customer_tags.tag_id = few.tag_id"""


def upgrade() -> None:
    """Repeat what customers have beside the tags that they wear."""
    with op.get_context().autocommit_block():
        tenants = op.get_bind().exec_driver_sql(TENANTS).scalars().all()
        for way in LOOKING_UP:
            op.execute(f"set {way} = off")
        op.execute(AS_APP)
        for tenant in tenants:
            _fill(tenant)
        op.execute(AS_OWNER)
        for way in LOOKING_UP:
            op.execute(f"reset {way}")


def downgrade() -> None:
    """Leave it: it goes with the columns."""


def _fill(tenant: object) -> None:
    ask = op.get_bind().exec_driver_sql
    ask(TELL, (str(tenant),))
    after = FIRST
    while last := ask(LAST_OF_FEW, (tenant, after)).scalar():
        ask(FILL, (tenant, after, last))
        after = last
