"""Rewording: words that were kept otherwise are written anew, while others change the customers."""

import asyncio
from typing import Any, Final

import asyncpg
import pytest
from typer.testing import Result

from app import mending
from tests.api.acts import done
from tests.api.overtaking import overtaken, somebody
from tests.app.test_cli import run
from tests.servers import Server
from tests.tenant import Tenant, kept

Word = tuple[Any, ...]
FOUND: Final = """
select customer_id, token, weight, shared, marks from customer_tokens where tenant_id = $1"""
# As words were kept once: no echoes, nothing shared, every mark.
AS_BEFORE: Final = """
update customer_tokens set marks = -1, shared = 0, weight = greatest(weight, 2)
where tenant_id = $1 returning token"""
NEW: Final = """
insert into customers (tenant_id, id, first_name, first_name_norm, display_name, display_name_norm,
  created_by)
select $1, gen_random_uuid(), 'Ana', 'ana', 'Ana', 'ana', gen_random_uuid()
from generate_series(1, $2::int) returning id"""
NEW_TENANT: Final = """
insert into tenants (id, slug, name) values (gen_random_uuid(), $1, $1) returning id"""
WORDS_OF_EACH: Final = """
select slug, token, count(*) from customer_tokens join tenants on tenants.id = tenant_id
group by slug, token order by slug"""
NAMED: Final = "update customers set first_name = 'Zoe', first_name_norm = 'zoe' where id = $1"
HELD: Final = "select from customers where id = $1 for update"
EVERYBODY: Final = "select * from customers where tenant_id = $1 order by id"
FIND: Final = "query ($t: String) { customers(search: $t) { nodes { id } } }"


async def _found(tenant: Tenant) -> set[Word]:
    return {tuple(row.values()) for row in await tenant.rows(FOUND)}


async def _words(postgres: Server, database: str, *said: str, **more: str) -> Result:
    return await run("words", *said, DATABASE_URL=postgres.app(database), **more)


async def _known(tenant: Tenant) -> str:
    """Somebody with words of every weight, an echo among them, and somebody who was put away."""
    gone = await tenant.customer()
    await done(tenant, "customerDelete", id=gone)
    mail, number = "ana.popescu@example.com", "+40 712 345 678"
    return await tenant.customer(email=mail, phone=number, companyName="Livada", externalId="x-1")


async def test_words_that_were_kept_otherwise_are_kept_as_they_are_now(
    postgres: Server, database: str, tenant: Tenant
) -> None:
    await _known(tenant)
    found = await _found(tenant)
    contents, told = await tenant.contents(), await tenant.rows(EVERYBODY)
    await tenant.rows(AS_BEFORE)
    said = ("--tenant", tenant.slug)

    first = await _words(postgres, database, *said)
    again = await _words(postgres, database, *said)

    assert (first.exit_code, first.stderr, again.exit_code, again.stderr) == (0, "", 0, "")
    assert first.stdout == f"{tenant.slug}: 2 looked at, 2 written anew.\n"
    assert again.stdout == f"{tenant.slug}: 2 looked at, 0 written anew.\n"
    assert await _found(tenant) == found
    assert await tenant.contents() == contents
    assert await tenant.rows(EVERYBODY) == told


async def test_every_tenant_has_its_turn_unless_one_is_named(
    postgres: Server, template: str
) -> None:
    name = await postgres.fresh(template)
    owner = await asyncpg.connect(postgres.owner(name))
    for slug in ("acme", "rival"):
        made = await owner.fetchval(NEW_TENANT, slug)
        await owner.fetch(NEW, made, len(slug))

    done = await _words(postgres, name)

    words = await owner.fetch(WORDS_OF_EACH)
    await owner.close()
    await postgres.drop(name)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "acme: 4 looked at, 4 written anew.",
        "rival: 5 looked at, 5 written anew.",
    ]
    assert [tuple(row) for row in words] == [("acme", "ana", 4), ("rival", "ana", 5)]


async def test_words_that_are_lacking_or_too_many_are_put_right(
    postgres: Server, database: str, tenant: Tenant
) -> None:
    await _known(tenant)
    found = await _found(tenant)
    await tenant.rows("delete from customer_tokens where tenant_id = $1 and token = 'ana'")
    await tenant.rows(
        "insert into customer_tokens (tenant_id, customer_id, token, weight)"
        " select $1, id, 'stray', 4 from customers where tenant_id = $1"
    )

    answer = await _words(postgres, database, "--tenant", tenant.slug)

    assert answer.stdout == f"{tenant.slug}: 2 looked at, 2 written anew.\n"
    assert await _found(tenant) == found


@pytest.mark.parametrize("setting", ["session", "local"])
async def test_of_one_tenant_no_other_is_touched(
    postgres: Server, database: str, tenant: Tenant, other_tenant: Tenant, setting: str
) -> None:
    for each in (tenant, other_tenant):
        await _known(each)
        await each.rows(AS_BEFORE)
    before = await _found(other_tenant)

    said = ("--tenant", str(tenant.id))
    answer = await _words(postgres, database, *said, TENANT_SETTING=setting)

    assert (answer.exit_code, answer.stderr) == (0, "")
    assert answer.stdout == f"{tenant.slug}: 2 looked at, 2 written anew.\n"
    assert await _found(other_tenant) == before


async def test_a_tenant_that_is_not_there_is_refused(postgres: Server, database: str) -> None:
    answer = await _words(postgres, database, "--tenant", "nobody")

    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr == "There is no tenant nobody.\n"


async def test_who_may_pass_the_walls_may_not_write_words(
    postgres: Server, database: str, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _known(tenant)
    await tenant.rows(AS_BEFORE)
    before = await _found(tenant)
    monkeypatch.setattr("app.places._checked", lambda url: url)

    answer = await run("words", DATABASE_URL=postgres.owner(database))

    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "Serve as clientela_app and nobody else." in " ".join(answer.stderr.split())
    assert await _found(tenant) == before


async def test_many_are_looked_at_a_few_at_a_time_and_told_of_on_the_way(
    postgres: Server, database: str, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tenant.rows(NEW, 650)
    monkeypatch.setattr(mending, "EVERY", 300)

    answer = await _words(postgres, database, "--tenant", tenant.slug)

    assert answer.stdout.splitlines() == [
        f"{tenant.slug}: 400 looked at so far, 400 written anew.",
        f"{tenant.slug}: 650 looked at, 650 written anew.",
    ]
    assert sorted({word[1:3] for word in await _found(tenant)}) == [("ana", 4)]
    assert len(await _found(tenant)) == 650


async def test_who_is_changed_in_the_same_moment_is_found_by_the_new_name(
    postgres: Server, database: str, tenant: Tenant, owner: asyncpg.Pool
) -> None:
    ana = await tenant.customer(firstName="Ana")
    await tenant.rows(AS_BEFORE)

    async with somebody(owner, NAMED, kept(ana)) as first:
        answer = await overtaken(owner, first, _words(postgres, database, "--tenant", tenant.slug))

    assert answer.stdout == f"{tenant.slug}: 1 looked at, 1 written anew.\n"
    found = {word[1] for word in await _found(tenant)}
    assert {"zoe", "ana"} & found == {"zoe"}
    assert -1 not in {word[4] for word in await _found(tenant)}


async def test_who_is_erased_in_the_same_moment_has_no_words(
    postgres: Server, database: str, tenant: Tenant, owner: asyncpg.Pool
) -> None:
    ana = await tenant.customer(firstName="Ana")
    await tenant.rows(AS_BEFORE)

    async with somebody(owner, "delete from customers where id = $1", kept(ana)) as first:
        answer = await overtaken(owner, first, _words(postgres, database, "--tenant", tenant.slug))

    assert answer.stdout == f"{tenant.slug}: 1 looked at, 0 written anew.\n"
    assert await _found(tenant) == set()


async def test_who_is_held_for_long_stops_it_and_it_goes_on_when_it_is_run_again(
    postgres: Server,
    database: str,
    tenant: Tenant,
    owner: asyncpg.Pool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = [await tenant.customer() for _ in range(2)]
    found = await _found(tenant)
    await tenant.rows(AS_BEFORE)
    before = await _found(tenant)
    monkeypatch.setattr(mending, "_PAUSE_SECONDS", 0.0)
    said, url = ("--tenant", tenant.slug), postgres.app(database)
    hasty = f"{url}{'&' if '?' in url else '?'}lock_timeout=50ms"

    async with somebody(owner, HELD, kept(people[1])):
        stopped = await run("words", *said, DATABASE_URL=hasty)
        untouched = await _found(tenant) == before
    again = await _words(postgres, database, *said)

    assert (stopped.exit_code, stopped.stdout) == (1, "")
    assert stopped.stderr == "Somebody else holds the same data now.\n"
    assert untouched
    assert again.stdout == f"{tenant.slug}: 2 looked at, 2 written anew.\n"
    assert await _found(tenant) == found


async def test_who_is_changed_by_others_all_the_while_is_found_by_what_is_known_last(
    postgres: Server, database: str, tenant: Tenant
) -> None:
    people = [await tenant.customer() for _ in range(20)]
    await tenant.rows(AS_BEFORE)

    writing = asyncio.create_task(_words(postgres, database, "--tenant", tenant.slug))
    names = [f"Name{n}" for n in range(20)]
    for name, each in zip(names, people, strict=True):
        await done(tenant, "customerUpdate", id=each, firstName=name)
    answer = await writing

    assert (answer.exit_code, answer.stderr) == (0, "")
    for name, each in zip(names, people, strict=True):
        found = (await tenant.ask(FIND, t=name)).data["customers"]["nodes"]
        assert {"id": each} in found
    again = await _words(postgres, database, "--tenant", tenant.slug)
    assert again.stdout == f"{tenant.slug}: 20 looked at, 0 written anew.\n"
