"""Mark the words: beside each stands what others of the same customer have to do with it."""

from alembic import op

revision = "2026_11_22_0500"
down_revision = "2026_11_22_0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the marks."""
    op.execute("set local lock_timeout = '5s'")
    # Words that were kept before share nothing and have every mark: so nobody is left out.
    op.execute(
        "alter table customer_tokens add column shared smallint not null default '0',"
        " add column marks bigint not null default '-1'"
    )


def downgrade() -> None:
    """Forget the marks."""
    op.execute("set local lock_timeout = '5s'")
    op.execute("alter table customer_tokens drop column shared, drop column marks")
