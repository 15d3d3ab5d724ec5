"""Mark the words: beside each stands what others of the same customer have to do with it.

And what is often asked of a customer is told by an index for whoever knows its id.
"""

from alembic import op

revision = "2026_11_22_0500"
down_revision = "2026_11_22_0100"
branch_labels = None
depends_on = None

MARKED = (
    # Words that were kept before share nothing and have every mark: so nobody is left out.
    "alter table customer_tokens add column shared smallint not null default '0',"
    " add column marks bigint not null default '-1'",
    "drop index ix_customer_tokens_token",
    "create index ix_customer_tokens_word"
    " on customer_tokens (tenant_id, weight, token, customer_id desc) include (shared, marks)",
    "create index ix_customers_id on customers (tenant_id, id) include (deleted_at, status, type,"
    " loyalty_tier, country_code, city, created_at, loyalty_points, last_name_norm,"
    " first_name_norm)",
)
BEFORE = (
    "drop index ix_customers_id",
    "drop index ix_customer_tokens_word",
    "create index ix_customer_tokens_token"
    " on customer_tokens (tenant_id, token, weight desc, customer_id desc)",
    "alter table customer_tokens drop column shared, drop column marks",
)


def upgrade() -> None:
    """Keep the marks, and read words by their weight."""
    op.execute("set local lock_timeout = '5s'")
    for line in MARKED:
        op.execute(line)


def downgrade() -> None:
    """Forget the marks."""
    for line in BEFORE:
        op.execute(line)
