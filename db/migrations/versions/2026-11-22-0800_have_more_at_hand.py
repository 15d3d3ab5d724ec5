"""Have more at hand: what is said of wearers and own values are read off an index.

The tables are full and read and written meanwhile, so what is new is built beside what is there.
"""

from alembic import op

revision = "2026_11_22_0800"
down_revision = "2026_11_22_0730"
branch_labels = None
depends_on = None

WORN = {
    "ix_customer_tags_groups": (
        "create index concurrently if not exists ix_customer_tags_groups"
        " on customer_tags (tenant_id, tag_id)"
        " include (customer_created_at, customer_last_interaction_at, customer_loyalty_points)"
        " where customer_deleted_at is null"
    ),
}
KEY = {
    "new_custom_values": (
        "create unique index concurrently if not exists new_custom_values"
        " on custom_values (tenant_id, customer_id, field_id, nth)"
    ),
}
WITH_VALUES = {
    name: f"{index} include (text_value, number_value, date_value, currency)"
    for name, index in KEY.items()
}
BROKEN_OFF = """
select relname from pg_index join pg_class on pg_class.oid = indexrelid
where relnamespace = 'public'::regnamespace and not indisvalid order by relname"""


def upgrade() -> None:
    """Build them, and let the new key take the place of the old one."""
    _build({**WORN, **WITH_VALUES})
    _replace_key()


def downgrade() -> None:
    """Have the key alone, and look the wearers up."""
    _build(KEY)
    with op.get_context().autocommit_block():
        op.execute("drop index concurrently if exists ix_customer_tags_groups")
    _replace_key()


def _build(indexes: dict[str, str]) -> None:
    with op.get_context().autocommit_block():
        broken_off = op.get_bind().exec_driver_sql(BROKEN_OFF).scalars().all()
        for name in indexes.keys() & set(broken_off):
            op.execute(f"drop index concurrently {name}")
        for index in indexes.values():
            op.execute(index)


def _replace_key() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(
        "alter table custom_values drop constraint pk_custom_values,"
        " add constraint pk_custom_values primary key using index new_custom_values"
    )
