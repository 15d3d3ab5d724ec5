"""Read words by their weight, and what is often asked of a customer by its id.

The tables are full and read and written meanwhile, so nothing here holds them. Whoever is broken
off leaves an index that is not valid, and takes it away when they begin again.
"""

from alembic import op

revision = "2026_11_22_0600"
down_revision = "2026_11_22_0500"
branch_labels = None
depends_on = None

BUILT = {
    "ix_customer_tokens_word": (
        "create index concurrently if not exists ix_customer_tokens_word"
        " on customer_tokens (tenant_id, weight, token, customer_id desc) include (shared, marks)"
    ),
    "ix_customers_id": (
        "create index concurrently if not exists ix_customers_id"
        " on customers (tenant_id, id) include (deleted_at, status, type, loyalty_tier,"
        " country_code, city, created_at, loyalty_points, last_name_norm, first_name_norm)"
    ),
}
BEFORE = {
    "ix_customer_tokens_token": (
        "create index concurrently if not exists ix_customer_tokens_token"
        " on customer_tokens (tenant_id, token, weight desc, customer_id desc)"
    ),
}
BROKEN_OFF = """
select relname from pg_index join pg_class on pg_class.oid = indexrelid
where relnamespace = 'public'::regnamespace and not indisvalid order by relname"""


def upgrade() -> None:
    """Build the new indexes, and then do without the old one."""
    _build(BUILT, instead_of=BEFORE)


def downgrade() -> None:
    """Build the old index, and then do without the new ones."""
    _build(BEFORE, instead_of=BUILT)


def _build(indexes: dict[str, str], *, instead_of: dict[str, str]) -> None:
    with op.get_context().autocommit_block():
        broken_off = op.get_bind().exec_driver_sql(BROKEN_OFF).scalars().all()
        for name in indexes.keys() & set(broken_off):
            op.execute(f"drop index concurrently {name}")
        for index in indexes.values():
            op.execute(index)
        for name in instead_of:
            op.execute(f"drop index concurrently if exists {name}")
