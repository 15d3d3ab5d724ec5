"""Levels: a whole level is asked at once, each key once, and only for what is wanted of it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

import pytest

from db.columns import EVERYTHING, Wanted
from db.connections import Access, Database
from db.conversation import Conversation
from db.pages import NEWEST
from db.reads import Reads
from db.sealed import Reader
from db.watch import Watch
from loaders import Loaders
from loaders.batch import MOST_PARENTS
from loaders.pages import Window
from tests.servers import Server
from tests.tenant import Tenant, kept

LABEL: Final = Wanted((), ("label",))
NOBODY: Final = UUID(int=0)


class Overheard(Watch):
    """Remembers the statements and the batches."""

    def __init__(self) -> None:
        self.batches: list[tuple[str, int]] = []
        self.asked: list[str] = []

    def sent(self, statement: str, seconds: float) -> None:
        """A statement was answered."""
        if statement.startswith("SELECT "):
            self.asked.append(statement)

    def batched(self, loader: str, keys: int) -> None:
        """A loader asked for so many at once."""
        self.batches.append((loader, keys))


@pytest.fixture
async def pool(postgres: Server, database: str) -> AsyncIterator[Database]:
    pool = Database(Access(postgres.app(database), 1), watch=Overheard())
    await pool.open()
    yield pool
    await pool.close()


@pytest.fixture
async def reads(pool: Database, tenant: Tenant) -> AsyncIterator[Reads]:
    conversation = Conversation(pool, Reader(tenant.id))
    yield Reads(conversation)
    await conversation.end()


def heard(reads: Reads) -> Overheard:
    assert isinstance(reads.watch, Overheard)
    return reads.watch


async def test_answers_come_in_the_order_of_the_keys(tenant: Tenant, reads: Reads) -> None:
    vip, new = [kept(await tenant.tag(label)) for label in ("VIP", "New")]

    found: list[Any] = await Loaders(reads).tag.level([new, NOBODY, vip, new], LABEL)

    assert [row and row[0] for row in found] == ["New", None, "VIP", "New"]
    assert heard(reads).batches == [("TagById", 3)]
    assert [sql.partition(" \n")[0] for sql in heard(reads).asked] == [
        "SELECT tags.label, anon_1.nth"
    ]


async def test_what_is_known_is_not_asked_again(tenant: Tenant, reads: Reads) -> None:
    vip, new = [kept(await tenant.tag(label)) for label in ("VIP", "New")]
    loaders = Loaders(reads)

    first = await loaders.tag.level([vip], LABEL)
    assert await loaders.tag.level([vip], LABEL) == first
    await loaders.tag.level([new, vip], LABEL)
    await loaders.tag.level([vip], Wanted((), ("color",)))
    await loaders.tag.level([], LABEL)
    assert [keys for _, keys in heard(reads).batches] == [1, 1, 1]

    loaders.forget()
    await loaders.tag.level([new, vip], LABEL)
    assert [keys for _, keys in heard(reads).batches] == [1, 1, 1, 2]


async def test_the_same_level_asked_twice_at_once_is_asked_once(
    tenant: Tenant, reads: Reads
) -> None:
    vip, loaders = kept(await tenant.tag("VIP")), Loaders(reads)

    first, second = await asyncio.gather(*(loaders.tag.level([vip], LABEL) for _ in range(2)))

    assert (first, len(heard(reads).asked)) == (second, 1)


async def test_everything_is_asked_as_one_by_one(tenant: Tenant, reads: Reads) -> None:
    vip, loaders = kept(await tenant.tag("VIP")), Loaders(reads)

    level, single = await asyncio.gather(
        loaders.tag.level([vip, vip], EVERYTHING), loaders.tag.load(vip)
    )

    assert level == [single, single]
    assert single is not None
    assert single.label == "VIP"
    assert heard(reads).batches == [("TagById", 1)]


async def test_a_level_is_cut_into_batches(tenant: Tenant, reads: Reads) -> None:
    customer = kept(await tenant.customer())
    await tenant.note(await tenant.customer())
    strangers = [UUID(int=number) for number in range(MOST_PARENTS)]
    pages = Loaders(reads).notes_of_customer(Window(NEWEST, 1_249))

    many = await Loaders(reads).tags_of_customer.level([*strangers, customer], LABEL)
    few = await pages.level([*strangers[:2], customer], Wanted(("body",)))

    assert (many, few) == ([[]] * (MOST_PARENTS + 1), [[]] * 3)
    assert heard(reads).batches == [
        *(("TagsOfCustomer", size) for size in (MOST_PARENTS, 1)),
        *(("NotesOfCustomer", size) for size in (2, 1)),
    ]


async def test_a_level_of_another_tenant_is_empty(
    tenant: Tenant, other_tenant: Tenant, pool: Database, reads: Reads
) -> None:
    vip, theirs = kept(await tenant.tag("VIP")), Conversation(pool, Reader(other_tenant.id))

    mine: list[Any] = await Loaders(reads).tag.level([vip], LABEL)
    assert [row["label"] for row in mine] == ["VIP"]
    await reads._conversation.end()
    assert await Loaders(Reads(theirs)).tag.level([vip], LABEL) == [None]
    await theirs.end()


async def test_only_others_are_ended(tenant: Tenant, reads: Reads) -> None:
    vip, loaders = kept(await tenant.tag("VIP")), Loaders(reads)
    await loaders.tag.level([vip], LABEL)

    async def left_behind() -> Any:
        await loaders.tag.level([NOBODY], LABEL)
        await asyncio.sleep(9)

    behind = asyncio.create_task(left_behind())
    await asyncio.sleep(0.1)
    loaders.cancel()
    await asyncio.gather(behind, return_exceptions=True)

    assert behind.cancelled()
    assert await loaders.tag.level([vip], LABEL)


async def test_who_gives_up_leaves_the_others_their_answer(tenant: Tenant, reads: Reads) -> None:
    vip = kept(await tenant.tag("VIP"))
    loader = Loaders(reads).tag
    one, other = (asyncio.ensure_future(loader.load(vip)) for _ in range(2))

    await asyncio.sleep(0)
    one.cancel()

    row: Any = await other
    assert (row["label"], one.cancelled()) == ("VIP", True)
