"""Complete the record: fields of the tenant's own, companies and their people, policies."""

from alembic import op

revision = "2026_11_22_0100"
down_revision = "2026_11_20_2200"
branch_labels = None
depends_on = None

OWNED = ("custom_fields", "custom_values", "company_members")

COLUMNS = (
    "alter table customers add column external_id_corrected_at timestamptz",
    'alter table customers add column external_id_reason text collate "C"',
    "alter table customers add column custom jsonb default '{}' not null",
    'alter table tenants add column phone_pattern text collate "C"',
    "alter table tenants add column creators text collate \"C\" default 'ANYBODY' not null",
    "alter table tenants add constraint ck_tenants_creators"
    " check (creators in ('ANYBODY', 'SERVICES'))",
)

TABLES = (
    """
    create table custom_fields (
        tenant_id uuid not null,
        id uuid not null,
        key text collate "C" not null,
        label text collate "C" not null,
        help text collate "C",
        kind text collate "C" not null,
        options text[] default '{}' not null,
        access text collate "C" default 'STAFF' not null,
        is_required boolean default false not null,
        is_unique boolean default false not null,
        is_filterable boolean default false not null,
        position bigint default 0 not null,
        created_by uuid not null,
        retired_at timestamptz,
        created_at timestamptz default now() not null,
        version bigint default 1 not null,
        updated_at timestamptz default now() not null,
        constraint pk_custom_fields primary key (tenant_id, id),
        constraint ck_custom_fields_kind check (kind in ('TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'MONEY', 'OPTION', 'TEXTS')),
        constraint ck_custom_fields_access check (access in ('STAFF', 'CUSTOMER_READS', 'CUSTOMER_CHANGES')),
        constraint fk_custom_fields_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table custom_values (
        tenant_id uuid not null,
        customer_id uuid not null,
        field_id uuid not null,
        nth smallint not null,
        text_value text collate "C",
        number_value bigint,
        date_value date,
        currency text collate "C",
        unique_value text collate "C",
        constraint pk_custom_values primary key (tenant_id, customer_id, field_id, nth),
        constraint fk_custom_values_tenant_id_customer_id foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
        constraint fk_custom_values_tenant_id_field_id foreign key (tenant_id, field_id) references custom_fields (tenant_id, id) on delete cascade,
        constraint fk_custom_values_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table company_members (
        tenant_id uuid not null,
        id uuid not null,
        company_id uuid not null,
        customer_id uuid not null,
        role text collate "C" default 'MEMBER' not null,
        title text collate "C",
        created_by uuid not null,
        created_at timestamptz default now() not null,
        version bigint default 1 not null,
        updated_at timestamptz default now() not null,
        constraint pk_company_members primary key (tenant_id, id),
        constraint fk_company_members_tenant_id_company_id foreign key (tenant_id, company_id) references customers (tenant_id, id) on delete cascade,
        constraint fk_company_members_tenant_id_customer_id foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
        constraint ck_company_members_role check (role in ('OWNER', 'ADMIN', 'BUYER', 'BILLING', 'CONTACT', 'MEMBER')),
        constraint ck_company_members_itself check (company_id <> customer_id),
        constraint fk_company_members_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
)

INDEXES = (
    "create index ix_customers_groups on customers (tenant_id, created_at, id)"
    " include (kind, type, status, loyalty_tier, loyalty_points, gender, born_on, country_code,"
    " region, city, nationality, preferred_language, preferred_channel, newsletter_subscribed,"
    " marketing_opt_in, last_interaction_at) where deleted_at is null",
    "create index ix_customers_deleted on customers (tenant_id, deleted_at, id)"
    " where deleted_at is not null",
    "create unique index uq_custom_fields_key"
    " on custom_fields (tenant_id, key) where retired_at is null",
    "create index ix_custom_fields_position on custom_fields (tenant_id, position, id)",
    "create index ix_custom_values_text"
    " on custom_values (tenant_id, field_id, text_value, customer_id)",
    "create index ix_custom_values_number"
    " on custom_values (tenant_id, field_id, number_value, customer_id)",
    "create index ix_custom_values_date"
    " on custom_values (tenant_id, field_id, date_value, customer_id)",
    "create unique index uq_custom_values_unique"
    " on custom_values (tenant_id, field_id, unique_value) where unique_value is not null",
    "create unique index uq_company_members_person"
    " on company_members (tenant_id, company_id, customer_id)",
    "create index ix_company_members_company"
    " on company_members (tenant_id, company_id, created_at, id)",
    "create index ix_company_members_customer"
    " on company_members (tenant_id, customer_id, created_at, id)",
)

# The words of a customer are read out of one index, the customers of a word out of another.
FINDING = (
    "alter table customer_tokens drop constraint pk_customer_tokens",
    "alter table customer_tokens add constraint pk_customer_tokens"
    " primary key (tenant_id, customer_id, token) include (weight)",
    "drop index ix_customer_tokens_customer",
    "create index ix_customer_tokens_token"
    " on customer_tokens (tenant_id, token, weight desc, customer_id desc)",
    "create index ix_customers_kinds"
    " on customers (tenant_id, status, type, loyalty_tier, country_code, city)"
    " where deleted_at is null",
    # How common a value is, is known of more values than of a hundred.
    "alter table customers alter column city set statistics 500,"
    " alter column first_name_norm set statistics 500,"
    " alter column last_name_norm set statistics 500",
    "alter table customer_tokens alter column token set statistics 1000",
)

OFTEN_ASKED = (
    "deleted_at",
    "status",
    "type",
    "loyalty_tier",
    "country_code",
    "city",
    "created_at",
    "loyalty_points",
    "last_name_norm",
    "first_name_norm",
)
# What lists are mostly filtered and sorted by stands in these as a whole.
AT_HAND = {
    "last_name": ("last_name_norm",),
    "names": ("last_name_norm", "first_name_norm"),
    "points": ("loyalty_points",),
    "tier_points": ("loyalty_tier", "loyalty_points"),
    "type_points": ("type", "loyalty_points"),
    "country_code": ("country_code", "created_at"),
    "city": ("city", "created_at"),
}
BEFORE = ("last_name", "points", "country_code", "city")

# Towns lie in countries: how many customers of both there are cannot be told from each alone.
PLACES = (
    "create statistics st_customers_place (dependencies, mcv) on country_code, city from customers"
)

NOT_FINDING = (
    "alter table customer_tokens alter column token set statistics -1",
    "alter table customers alter column city set statistics -1,"
    " alter column first_name_norm set statistics -1,"
    " alter column last_name_norm set statistics -1",
    "drop index ix_customers_kinds",
    "drop index ix_customer_tokens_token",
    "create index ix_customer_tokens_customer on customer_tokens (tenant_id, customer_id)",
    "alter table customer_tokens drop constraint pk_customer_tokens",
    "alter table customer_tokens add constraint pk_customer_tokens"
    " primary key (tenant_id, token, customer_id)",
)


def at_hand(name: str) -> str:
    """An index that holds all that is often asked of a customer."""
    keys = AT_HAND[name]
    besides = ", ".join(column for column in OFTEN_ASKED if column not in keys)
    return f"{before(name)} include ({besides})"


def before(name: str) -> str:
    """An index as it was."""
    keys = ", ".join(AT_HAND[name])
    return f"create index ix_customers_{name} on customers (tenant_id, {keys}, id)"


OWN_TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"


def upgrade() -> None:
    """Add the columns and the tables, each behind the wall of its tenant."""
    op.execute("set local lock_timeout = '5s'")
    for line in (*COLUMNS, *TABLES, *INDEXES, *FINDING, PLACES):
        op.execute(line)
    # Erasure takes a person's account out of facts that were told before.
    op.execute("grant update (payload) on outbox to clientela_app")
    for name in BEFORE:
        op.execute(f"drop index ix_customers_{name}")
    for name in AT_HAND:
        op.execute(at_hand(name))
    for name in OWNED:
        op.execute(f"alter table {name} enable row level security")
        op.execute(f"alter table {name} force row level security")
        op.execute(
            f"create policy own_tenant on {name} to clientela_app"
            f" using ({OWN_TENANT}) with check ({OWN_TENANT})"
        )
        op.execute(f"grant select, insert, update, delete on {name} to clientela_app")


def downgrade() -> None:
    """Forget the tables, and the columns with what they hold."""
    op.execute("revoke update (payload) on outbox from clientela_app")
    op.execute("drop index ix_customers_groups, ix_customers_deleted")
    op.execute("drop statistics st_customers_place")
    for name in AT_HAND:
        op.execute(f"drop index ix_customers_{name}")
    for name in BEFORE:
        op.execute(before(name))
    for line in NOT_FINDING:
        op.execute(line)
    for name in reversed(OWNED):
        op.execute(f"drop table {name}")
    op.execute("alter table tenants drop column creators, drop column phone_pattern")
    op.execute(
        "alter table customers drop column custom, drop column external_id_reason,"
        " drop column external_id_corrected_at"
    )
