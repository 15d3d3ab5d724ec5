"""Limits: every connection is told how long a statement may take."""

import pytest

from db.connections import Access, Database, TenantSetting
from db.conversation import Conversation
from db.reads import Reads
from db.sealed import Reader
from db.tags import tag_count
from tests.servers import Server
from tests.tenant import Tenant


@pytest.mark.parametrize(
    ("seconds", "limit"), [(0.5, "450ms"), (1, "900ms"), (5, "4500ms"), (60, "59500ms")]
)
def test_a_statement_has_a_little_less_time_than_its_operation(seconds: float, limit: str) -> None:
    assert Access("", seconds=seconds).statement_timeout == limit


@pytest.mark.parametrize("setting", list(TenantSetting))
async def test_postgresql_knows_the_limit(
    tenant: Tenant, postgres: Server, database: str, setting: TenantSetting
) -> None:
    pool = Database(Access(postgres.app(database), setting=setting, seconds=3))
    await pool.open()
    talk = Conversation(pool, Reader(tenant.id))
    await Reads(talk).number(tag_count())
    connection = talk._line.connection

    here = await connection.fetchval("show statement_timeout")
    await connection.execute("reset statement_timeout")
    everywhere = await connection.fetchval("show statement_timeout")
    await talk.end()
    await pool.close()

    assert (here, everywhere) == ("2500ms", "4500ms")
