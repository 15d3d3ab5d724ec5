"""Count the wearers: beside each worn tag stands what is said of all who wear it together.

Servers that know nothing of it go on putting tags on. So each column has what a new customer has,
until `2026-11-22-0730_fill_what_is_counted.py`, and in the end `clientela copies`, put it right.
"""

from alembic import op

revision = "2026_11_22_0700"
down_revision = "2026_11_22_0600"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for what is counted of the wearers of a tag beside it."""
    op.execute("set local lock_timeout = '5s'")
    op.execute(
        "alter table customer_tags"
        " add column customer_created_at timestamptz not null default now(),"
        " add column customer_deleted_at timestamptz,"
        " add column customer_last_interaction_at timestamptz,"
        " add column customer_loyalty_points bigint not null default 0"
    )


def downgrade() -> None:
    """Forget it; the customers have it still."""
    op.execute("set local lock_timeout = '5s'")
    op.execute(
        "alter table customer_tags drop column customer_created_at,"
        " drop column customer_deleted_at, drop column customer_last_interaction_at,"
        " drop column customer_loyalty_points"
    )
