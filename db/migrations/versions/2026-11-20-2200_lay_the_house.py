"""The house and the first four nouns."""

from alembic import op

revision = "2026_11_20_2200"
down_revision = None
branch_labels = None
depends_on = None

OWNED = (
    "actors",
    "customers",
    "customer_tokens",
    "addresses",
    "tags",
    "customer_tags",
    "notes",
    "streams",
    "outbox",
    "audit_log",
    "revisions",
    "idempotency_keys",
)
READ_ONLY = ("tenants",)
ADD_ONLY = ("audit_log", "outbox")

TABLES = (
    """
    create table tenants (
        id uuid not null,
        slug text collate "C" not null,
        name text collate "C" not null,
        status text collate "C" default 'ACTIVE' not null,
        home_currency text collate "C" default 'EUR' not null,
        default_region text collate "C" default 'DE' not null,
        default_language text collate "C" default 'en' not null,
        time_zone text collate "C" default 'UTC' not null,
        note_length bigint default 500 not null,
        blocked_words text[] default '{}' not null,
        created_at timestamptz default now() not null,
        constraint pk_tenants primary key (id),
        constraint uq_tenants_slug unique (slug),
        constraint ck_tenants_status check (status in ('ACTIVE', 'SUSPENDED')),
        constraint ck_tenants_slug check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
        constraint ck_tenants_note_length check (note_length between 1 and 10000)
    )
    """,
    """
    create table actors (
        tenant_id uuid not null,
        id uuid not null,
        subject text collate "C" not null,
        name text collate "C",
        is_active boolean default true not null,
        created_at timestamptz default now() not null,
        constraint pk_actors primary key (tenant_id, id),
        constraint fk_actors_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table customers (
        tenant_id uuid not null,
        id uuid not null,
        external_id text collate "C",
        user_id text collate "C",
        kind text collate "C" default 'INDIVIDUAL' not null,
        type text collate "C" default 'RETAIL' not null,
        status text collate "C" default 'ACTIVE' not null,
        blocked_at timestamptz,
        blocked_by uuid,
        blocked_reason text collate "C",
        first_name text collate "C",
        last_name text collate "C",
        full_name text collate "C",
        company_name text collate "C",
        display_name text collate "C" not null,
        first_name_norm text collate "C",
        last_name_norm text collate "C",
        company_name_norm text collate "C",
        display_name_norm text collate "C" not null,
        tax_id text collate "C",
        email text collate "C",
        email_norm text collate "C",
        email_verified_at timestamptz,
        phone text collate "C",
        phone_e164 text collate "C",
        avatar_url text collate "C",
        born_on date,
        gender text collate "C",
        nationality text collate "C",
        country_code text collate "C",
        region text collate "C",
        city text collate "C",
        preferred_language text collate "C",
        time_zone text collate "C",
        preferred_channel text collate "C",
        newsletter_subscribed boolean default false not null,
        marketing_opt_in boolean default false not null,
        preferences jsonb default '{}' not null,
        loyalty_tier text collate "C" default 'NEW' not null,
        loyalty_points bigint default 0 not null,
        last_interaction_at timestamptz,
        created_by uuid not null,
        deleted_at timestamptz,
        anonymized_at timestamptz,
        created_at timestamptz default now() not null,
        version bigint default 1 not null,
        updated_at timestamptz default now() not null,
        constraint pk_customers primary key (tenant_id, id),
        constraint ck_customers_kind check (kind in ('INDIVIDUAL', 'CORPORATE')),
        constraint ck_customers_type check (type in ('RETAIL', 'WHOLESALE', 'VIP')),
        constraint ck_customers_status check (status in ('ACTIVE', 'INACTIVE', 'BLOCKED')),
        constraint ck_customers_gender check (gender in ('FEMALE', 'MALE', 'OTHER', 'PREFER_NOT_TO_SAY')),
        constraint ck_customers_loyalty_tier check (loyalty_tier in ('NEW', 'BRONZE', 'SILVER', 'GOLD', 'PLATINUM', 'VIP')),
        constraint ck_customers_preferred_channel check (preferred_channel in ('EMAIL', 'PHONE', 'SMS', 'WHATSAPP', 'CHAT', 'IN_PERSON', 'POST')),
        constraint ck_customers_loyalty_points check (loyalty_points >= 0),
        constraint fk_customers_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table customer_tokens (
        tenant_id uuid not null,
        token text collate "C" not null,
        customer_id uuid not null,
        weight smallint not null,
        constraint pk_customer_tokens primary key (tenant_id, token, customer_id),
        constraint fk_customer_tokens_tenant_id_customer_id foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
        constraint fk_customer_tokens_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table addresses (
        tenant_id uuid not null,
        id uuid not null,
        customer_id uuid not null,
        type text collate "C" not null,
        label text collate "C",
        first_name text collate "C",
        last_name text collate "C",
        company_name text collate "C",
        phone text collate "C",
        line1 text collate "C" not null,
        line2 text collate "C",
        city text collate "C" not null,
        state text collate "C",
        postal_code text collate "C" not null,
        country_code text collate "C" not null,
        is_default boolean default false not null,
        created_at timestamptz default now() not null,
        version bigint default 1 not null,
        updated_at timestamptz default now() not null,
        constraint pk_addresses primary key (tenant_id, id),
        constraint fk_addresses_tenant_id_customer_id foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
        constraint ck_addresses_type check (type in ('BILLING', 'BOTH', 'OTHER', 'SHIPPING')),
        constraint fk_addresses_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table tags (
        tenant_id uuid not null,
        id uuid not null,
        label text collate "C" not null,
        label_norm text collate "C" not null,
        color text collate "C",
        priority bigint default 0 not null,
        created_by uuid not null,
        created_at timestamptz default now() not null,
        version bigint default 1 not null,
        updated_at timestamptz default now() not null,
        constraint pk_tags primary key (tenant_id, id),
        constraint ck_tags_priority check (priority between 0 and 1000),
        constraint fk_tags_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table customer_tags (
        tenant_id uuid not null,
        customer_id uuid not null,
        tag_id uuid not null,
        created_by uuid not null,
        created_at timestamptz default now() not null,
        constraint pk_customer_tags primary key (tenant_id, customer_id, tag_id),
        constraint fk_customer_tags_tenant_id_customer_id foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
        constraint fk_customer_tags_tenant_id_tag_id foreign key (tenant_id, tag_id) references tags (tenant_id, id) on delete cascade,
        constraint fk_customer_tags_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table notes (
        tenant_id uuid not null,
        id uuid not null,
        customer_id uuid not null,
        author_id uuid not null,
        body text collate "C" not null,
        source text collate "C" default 'MANUAL' not null,
        created_at timestamptz default now() not null,
        version bigint default 1 not null,
        updated_at timestamptz default now() not null,
        constraint pk_notes primary key (tenant_id, id),
        constraint fk_notes_tenant_id_customer_id foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
        constraint fk_notes_tenant_id_author_id foreign key (tenant_id, author_id) references actors (tenant_id, id),
        constraint ck_notes_length check (char_length(body) between 1 and 10000),
        constraint ck_notes_source check (source in ('MANUAL', 'IMPORT')),
        constraint fk_notes_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table streams (
        tenant_id uuid not null,
        id uuid not null,
        last bigint not null,
        constraint pk_streams primary key (tenant_id, id),
        constraint fk_streams_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table outbox (
        tenant_id uuid not null,
        id uuid not null,
        name text collate "C" not null,
        stream_id uuid not null,
        sequence bigint not null,
        customer_id uuid,
        actor_id uuid not null,
        payload jsonb not null,
        trace_id text collate "C" not null,
        sent_at timestamptz,
        attempts bigint default 0 not null,
        created_at timestamptz default now() not null,
        constraint pk_outbox primary key (tenant_id, id),
        constraint fk_outbox_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table audit_log (
        tenant_id uuid not null,
        id uuid not null,
        actor_id uuid not null,
        roles text[] not null,
        act text collate "C" not null,
        fact text collate "C" not null,
        object_kind text collate "C" not null,
        object_id uuid not null,
        customer_id uuid,
        fields text[] not null,
        ip text collate "C",
        user_agent text collate "C",
        trace_id text collate "C" not null,
        request_id text collate "C" not null,
        created_at timestamptz default now() not null,
        constraint pk_audit_log primary key (tenant_id, id),
        constraint fk_audit_log_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table revisions (
        tenant_id uuid not null,
        object_id uuid not null,
        version bigint not null,
        customer_id uuid,
        before jsonb not null,
        actor_id uuid not null,
        created_at timestamptz default now() not null,
        constraint pk_revisions primary key (tenant_id, object_id, version),
        constraint fk_revisions_tenant_id_customer_id foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
        constraint fk_revisions_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
    """
    create table idempotency_keys (
        tenant_id uuid not null,
        actor_id uuid not null,
        key text collate "C" not null,
        act text collate "C" not null,
        fingerprint text collate "C" not null,
        answer jsonb,
        created_at timestamptz default now() not null,
        constraint pk_idempotency_keys primary key (tenant_id, actor_id, key),
        constraint fk_idempotency_keys_tenant_id foreign key (tenant_id) references tenants (id)
    )
    """,
)

INDEXES = (
    "create index ix_actors_subject on actors (tenant_id, subject)",
    "create index ix_customers_born_on on customers (tenant_id, born_on, id)",
    "create index ix_customers_city on customers (tenant_id, city, created_at, id)",
    "create index ix_customers_company_name on customers (tenant_id, company_name_norm, id)",
    "create index ix_customers_country_code on customers (tenant_id, country_code, created_at, id)",
    "create index ix_customers_created_at on customers (tenant_id, created_at, id)",
    "create index ix_customers_display_name on customers (tenant_id, display_name_norm, id)",
    "create index ix_customers_email on customers (tenant_id, email_norm, id)",
    "create index ix_customers_first_name on customers (tenant_id, first_name_norm, id)",
    "create index ix_customers_kind on customers (tenant_id, kind, created_at, id)",
    "create index ix_customers_last_interaction on customers (tenant_id, last_interaction_at, id)",
    "create index ix_customers_last_name on customers (tenant_id, last_name_norm, id)",
    "create index ix_customers_loyalty_tier on customers (tenant_id, loyalty_tier, created_at, id)",
    "create index ix_customers_nationality on customers (tenant_id, nationality, created_at, id)",
    "create index ix_customers_phone on customers (tenant_id, phone_e164, id)",
    "create index ix_customers_points on customers (tenant_id, loyalty_points, id)",
    "create index ix_customers_preferred_language"
    " on customers (tenant_id, preferred_language, created_at, id)",
    "create index ix_customers_region on customers (tenant_id, region, created_at, id)",
    "create index ix_customers_status on customers (tenant_id, status, created_at, id)",
    "create index ix_customers_type on customers (tenant_id, type, created_at, id)",
    "create index ix_customers_updated_at on customers (tenant_id, updated_at, id)",
    "create unique index uq_customers_email"
    " on customers (tenant_id, email_norm) where deleted_at is null",
    "create unique index uq_customers_external_id"
    " on customers (tenant_id, external_id) where deleted_at is null",
    "create unique index uq_customers_user_id"
    " on customers (tenant_id, user_id) where deleted_at is null",
    "create index ix_customer_tokens_customer on customer_tokens (tenant_id, customer_id)",
    "create index ix_addresses_customer on addresses (tenant_id, customer_id, created_at, id)",
    "create unique index uq_addresses_default"
    " on addresses (tenant_id, customer_id, type) where is_default",
    "create index ix_tags_priority on tags (tenant_id, priority, id)",
    "create unique index uq_tags_label on tags (tenant_id, label_norm)",
    "create index ix_customer_tags_tag"
    " on customer_tags (tenant_id, tag_id, created_at, customer_id)",
    "create index ix_notes_customer on notes (tenant_id, customer_id, created_at, id)",
    "create index ix_outbox_customer on outbox (tenant_id, customer_id)",
    "create index ix_outbox_unsent on outbox (tenant_id, created_at, id) where sent_at is null",
    "create unique index uq_outbox_order on outbox (tenant_id, stream_id, sequence)",
    "create index ix_audit_log_created on audit_log (tenant_id, created_at, id)",
    "create index ix_audit_log_customer on audit_log (tenant_id, customer_id, created_at, id)",
    "create index ix_audit_log_object on audit_log (tenant_id, object_id, created_at, id)",
    "create index ix_revisions_customer on revisions (tenant_id, customer_id)",
    "create index ix_idempotency_keys_created on idempotency_keys (tenant_id, created_at)",
)

# One function tells a transaction its tenant, also through a pooler and on Citus.
CONTEXT = """
    create function app_set_context(tenant uuid) returns void language plpgsql as $$
    begin
        perform set_config('citus.propagate_set_commands', 'local', true);
        execute format('set local app.tenant_id = %L', tenant);
    end $$
"""
OWN_TENANT = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid"


def upgrade() -> None:
    """Make the tables, their indexes, the wall around each tenant, and what the app may do."""
    op.execute("set local lock_timeout = '5s'")
    for table in TABLES:
        op.execute(table)
    for index in INDEXES:
        op.execute(index)
    for name in OWNED:
        op.execute(f"alter table {name} enable row level security")
        op.execute(f"alter table {name} force row level security")
        op.execute(
            f"create policy own_tenant on {name} to clientela_app"
            f" using ({OWN_TENANT}) with check ({OWN_TENANT})"
        )
        rights = "select, insert" if name in ADD_ONLY else "select, insert, update, delete"
        op.execute(f"grant {rights} on {name} to clientela_app")
    for name in (*READ_ONLY, "alembic_version"):
        op.execute(f"grant select on {name} to clientela_app")
    op.execute(CONTEXT)


def downgrade() -> None:
    """There is no way back behind the first day."""
    raise RuntimeError("The first migration is not undone: drop the database instead.")
