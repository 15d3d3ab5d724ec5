"""The statement lint finds what it is there to find, and lets pass what is as it should be."""

from typing import Final

import pytest

from db.connections import TELL_TRANSACTION
from db.wires import TELL_SESSION
from tests.house.statements import faults

FINE: Final = (
    "select * from tags where tags.tenant_id = $1::uuid and tags.id = any ($2::uuid[])",
    (
        "select * from tags as t join customer_tags as w"
        " on w.tag_id = t.id and w.tenant_id = $1::uuid where t.tenant_id = $1::uuid"
    ),
    (
        "select * from unnest($2::uuid[]) as p(id) join lateral (select * from notes"
        " where notes.customer_id = p.id and notes.tenant_id = $1::uuid limit 3) as n on true"
    ),
    "with mine as (select * from tags where tags.tenant_id = $1) select * from mine",
    "insert into tags (tenant_id, id) values ($1::uuid, $2), ($1::uuid, $3) returning tags.id",
    (
        "insert into tags (id, tenant_id) select x, $1::uuid as tenant_id from unnest($2) as x"
        " on conflict do nothing"
    ),
    "update tags set updated_at = now() where tags.id = $2 and tags.tenant_id = $1::uuid",
    "delete from tags where tags.tenant_id = $1::uuid and tags.id = $2 returning tags.id",
    "explain (format json) select * from tags where tags.tenant_id = $1",
    "select * from tenants where slug = $1",
    TELL_SESSION,
    TELL_TRANSACTION,
)
FAULTY: Final = (
    ("select * from tags", "tags is not held to a tenant"),
    ("select * from tags where id = $1", "tags is not held to a tenant"),
    ("select * from tags where tags.tenant_id = $1 or true", "tags is not held to a tenant"),
    ("select * from tags where tags.tenant_id = tags.id", "tags is not held to a tenant"),
    ("select * from tags as t where tags.tenant_id = $1", "t is not held to a tenant"),
    (
        (
            "select * from tags as t join customer_tags as w on w.tenant_id = t.tenant_id"
            " where t.tenant_id = $1"
        ),
        "w is not held to a tenant",
    ),
    (
        "select * from tags as t, notes as n where t.tenant_id = $1 and n.tenant_id = $2",
        "names two tenants",
    ),
    (
        (
            "select * from tags where tags.tenant_id = $1"
            " and exists (select 1 from customer_tags where customer_tags.tag_id = tags.id)"
        ),
        "customer_tags is not held to a tenant",
    ),
    ("with x as (select * from notes) select * from x", "notes is not held to a tenant"),
    (
        (
            "select * from unnest($1) as p(id) join lateral"
            " (select * from notes where notes.customer_id = p.id) as n on true"
        ),
        "notes is not held to a tenant",
    ),
    (
        "(select id from tags where tags.tenant_id = $1) union all (select id from tags)",
        "tags is not held to a tenant",
    ),
    ("update tags set color = $1 where tags.id = $2", "tags is not held to a tenant"),
    ("delete from tags where tags.id = $1", "tags is not held to a tenant"),
    ("insert into tags (id) values ($1)", "adds to tags without a tenant"),
    (
        "insert into tags (tenant_id, id) values ($1, $2), (null, $3)",
        "adds to tags without a tenant",
    ),
    (
        "insert into tags (tenant_id, id) select $1, x from unnest($2) as x",
        "copies into tags, and neither returns rows nor minds conflicts",
    ),
    (
        "merge into tags using tenants on false when matched then delete",
        "merges",
    ),
    ("select set_config('app.tenant_id', 'x', true)", "tells a tenant"),
    (
        "update tags set color = random()::text where tags.tenant_id = $1",
        "changes rows by random()",
    ),
    (
        "update tags set updated_at = clock_timestamp() where tags.tenant_id = $1",
        "changes rows by clock_timestamp()",
    ),
    (
        "delete from tags where tags.tenant_id = $1 and tags.id = gen_random_uuid()",
        "changes rows by gen_random_uuid()",
    ),
    (
        "update tags set tenant_id = $1 where tags.tenant_id = $1",
        "moves a row to another tenant",
    ),
    (
        (
            "insert into tags (tenant_id, id) values ($1, $2)"
            " on conflict (tenant_id, id) do update set updated_at = now()"
        ),
        "asks now() after a conflict or in what it returns",
    ),
    (
        "insert into tags (tenant_id, id) values ($1, $2) returning now()",
        "asks now() after a conflict or in what it returns",
    ),
    (
        "select * from tags where tags.tenant_id = $1 and tags.label ilike $2",
        "compares without case, which no index serves",
    ),
    (
        "alter table x add foreign key (tenant_id, y) references z on delete set null (y)",
        "empties a row when another one goes",
    ),
    ("selec * from tags", "cannot be read"),
    ("lock table tags", "is none of the statements that are known"),
)


@pytest.mark.parametrize("sql", FINE)
def test_a_statement_that_is_held_to_its_tenant_passes(sql: str) -> None:
    assert faults(sql) == []


@pytest.mark.parametrize(("sql", "fault"), FAULTY)
def test_a_planted_fault_is_found(sql: str, fault: str) -> None:
    assert fault in faults(sql)
