"""The embedded PostgreSQL: it starts, is shared, survives kill -9, and keeps to itself."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, run

import asyncpg
import pytest

from db.embedded import KEPT, NOT_RUN, THROWAWAY, EmbeddedError, Profile, binaries, ensure, home_of
from db.postmaster import Account, served

ROOT = Path(__file__).parents[2]
AS_ROOT = os.geteuid() == 0
BEGIN = """
import sys
from pathlib import Path
from db.embedded import ensure
data, shelter = map(Path, sys.argv[1:])
server = ensure(data, shelter=shelter)
print(server.owned, server.url(), flush=True)
sys.stdin.read()
"""
Begin = Callable[..., Popen[str]]


def open_folder(within: Path = Path("/tmp")) -> Iterator[Path]:  # noqa: S108 - it is open
    """A folder with a short name that every account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-", dir=within))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data() -> Iterator[Path]:
    """Where data may be made."""
    for folder in open_folder():
        yield from (home / "data" for home in open_folder(folder))


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """Data of version 18 that is there already; no server runs on it."""
    for folder in open_folder():
        ensure(folder / "made").stop()
        yield folder / "made"


@pytest.fixture
def begin(data: Path) -> Iterator[Begin]:
    """Begins a process that ensures the server of `data`, and ends after the test."""
    begun: list[Popen[str]] = []

    def begin(**also: str) -> Popen[str]:
        command = [sys.executable, "-c", BEGIN, str(data), str(data.parents[1] / "shelter")]
        also = {**os.environ, **also}
        begun.append(Popen(command, env=also, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True))
        return begun[-1]

    yield begin
    for process in begun:
        process.communicate()


def told(process: Popen[str]) -> list[str]:
    """Whether the process owns the server, and its address."""
    assert process.stdout is not None
    return process.stdout.readline().split()


def ask(url: str, statement: str) -> object:
    async def answer() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(answer())


def living(data: Path) -> int:
    """How many servers of this folder there are, as `ps` would count them."""
    commands = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            commands.append((process / "cmdline").read_bytes())
    return sum(b"\0-D\0" + os.fsencode(data) + b"\0" in command for command in commands)


def begun_by_hand(data: Path, sockets: Path) -> Popen[bytes]:
    home = home_of(data)
    command = (home.programs / "postgres", "-D", data, "-k", sockets, "-h", "")
    server = home.account.fork(*command, output=DEVNULL, farewell=signal.SIGQUIT)
    wait_until(lambda: (there := served(data)) is not None and there.ready)
    return server


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.001)


@pytest.mark.parametrize(
    ("version", "profile", "fsync"), [(16, THROWAWAY, "off"), (18, KEPT, "on")]
)
def test_a_server_answers(data: Path, version: int, profile: Profile, fsync: str) -> None:
    with ensure(data, profile=profile, version=version) as server:
        assert server.owned
        assert ask(server.url(), "select 1") == 1
        assert str(ask(server.url(), "show server_version")).startswith(f"{version}.")
        assert ask(server.url(), "select lower('É')") == "é"
        assert ask(server.url(), "show fsync") == fsync


def test_who_comes_second_attaches_and_may_not_stop(made: Path) -> None:
    with ensure(made) as first:
        second = ensure(made)
        second.stop()

        assert not second.owned
        assert second.url() == first.url()
        assert ask(first.url(), "select 1") == 1


def test_two_at_once_start_one_server(data: Path, begin: Begin) -> None:
    first, second = begin(), begin()

    (first_owns, first_url), (second_owns, second_url) = told(first), told(second)

    assert sorted([first_owns, second_owns]) == ["False", "True"]
    assert first_url == second_url
    wait_until(lambda: living(data) == 1)


def test_a_second_stop_changes_nothing(made: Path) -> None:
    server = ensure(made)

    server.stop()
    server.stop()

    assert living(made) == 0
    assert not server.sockets.exists()


def test_a_server_outlives_the_thread_that_asked_for_it(made: Path) -> None:
    with ThreadPoolExecutor(1) as short_lived:
        asked = short_lived.submit(ensure, made)

    with asked.result() as server:
        assert ask(server.url(), "select 1") == 1


def test_kill_9_of_the_owner_loses_no_row_and_leaves_no_orphan(data: Path, begin: Begin) -> None:
    owner = begin()
    _, url = told(owner)
    ask(url, "create table kept as select 7 as number")

    owner.kill()
    with ensure(data) as server:
        assert server.owned
        assert server.url() != url
        assert ask(server.url(), "select number from kept") == 7
        wait_until(lambda: living(data) == 1)


def test_kill_9_of_the_server_loses_no_row_and_its_owner_begins_anew(data: Path) -> None:
    with ensure(data) as owner:
        ask(owner.url(), "create table kept as select 7 as number")

        os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        with ensure(data) as server:
            assert not server.owned
            assert ask(server.url(), "select number from kept") == 7


def test_an_orphan_is_replaced(made: Path) -> None:
    sockets = Account.on(made).private_folder("clientela-", made.parent)
    made.with_name(".made.lock").write_text(str(sockets))
    orphan = begun_by_hand(made, sockets)

    with ensure(made) as server:
        assert server.owned
        assert orphan.wait() == 0
        wait_until(lambda: living(made) == 1)


def test_a_server_begun_by_hand_is_used_and_left_alone(made: Path) -> None:
    sockets = Account.on(made).private_folder("hand-", made.parent)
    by_hand = begun_by_hand(made, sockets)

    with ensure(made) as server:
        assert not server.owned
        assert server.sockets == sockets

    assert by_hand.poll() is None
    by_hand.terminate()
    by_hand.wait()


def test_a_stale_pid_that_is_now_anothers_is_not_signalled(data: Path, made: Path) -> None:
    with ensure(data, profile=THROWAWAY) as other:
        shutil.copy(data / "postmaster.pid", made / "postmaster.pid")

        with ensure(made) as server:
            assert server.owned
            assert server.url() != other.url()

        assert ask(other.url(), "select 1") == 1


def test_a_folder_half_made_by_a_killed_owner_is_made_anew(data: Path, begin: Begin) -> None:
    owner = begin()
    wait_until(lambda: list(data.parent.glob(".data.initdb-*/base")) != [])
    owner.kill()
    owner.wait()
    assert not data.exists()

    with ensure(data, profile=THROWAWAY) as server:
        assert ask(server.url(), "select 1") == 1
        assert list(data.parent.glob(".data.initdb-*")) == []


def test_data_of_another_major_version_is_refused_with_a_way_out(made: Path) -> None:
    with pytest.raises(EmbeddedError) as refused:
        ensure(made, version=16)

    assert f"{made} holds data of PostgreSQL 18, but 16 is asked for." in str(refused.value)
    assert "Keep to 18 with the setting PG=18; or dump the data" in str(refused.value)
    assert living(made) == 0


def test_a_folder_of_something_else_is_refused_and_left_as_it_is(data: Path) -> None:
    data.mkdir()
    (data / "thesis.txt").write_text("Forty years of work.")

    with pytest.raises(EmbeddedError, match="is not empty, yet no PostgreSQL data"):
        ensure(data)

    assert [path.name for path in data.iterdir()] == ["thesis.txt"]


def test_a_server_that_does_not_start_says_why_and_gives_up_its_claim(made: Path) -> None:
    absurd = Profile(name="absurd", settings={"shared_buffers": "a lot"}, kept=False)

    with pytest.raises(EmbeddedError, match='invalid value for parameter "shared_buffers"'):
        ensure(made, profile=absurd)

    with ensure(made) as server:
        assert server.owned


def test_programs_that_are_not_there_are_named() -> None:
    no_wheel = [sys.executable, "-ES", "-c", "from db.embedded import *; binaries(18)"]

    ran = run(no_wheel, cwd=ROOT, capture_output=True, text=True, check=False)

    assert "EmbeddedError: The embedded PostgreSQL is not installed: install" in ran.stderr
    with pytest.raises(EmbeddedError, match="PostgreSQL 17 is not in the wheel; 16 and 18 are"):
        binaries(17)


def test_no_other_local_user_can_connect(made: Path) -> None:
    stranger = Account(54321, 54321) if AS_ROOT else Account()
    with ensure(made) as server:
        where = ("-h", server.sockets, "-U", "postgres")
        tried = stranger.run(home_of(made).programs / "psql", "-X", "-c", "select 1", *where)

        assert (b"Permission denied" in tried.stdout) == AS_ROOT
        assert server.sockets.stat().st_mode & 0o777 == 0o700
        assert server.sockets.stat().st_uid == made.stat().st_uid
        assert ask(server.url(), "show listen_addresses") == ""


def test_below_a_closed_folder_all_works_and_it_stays_closed(data: Path, begin: Begin) -> None:
    package, closed, shelter = binaries(18).parents[1], data.parent, data.parents[1] / "shelter"
    closed.chmod(0o700)
    for part in (package / "pginstall18", package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, closed / part.relative_to(package.parent), ignore=NOT_RUN)
    (closed / package.name / "__init__.py").touch()

    _, url = told(begin(PYTHONPATH=str(closed)))

    assert ask(url, "select 1") == 1
    assert ensure(data, shelter=shelter).url() == url
    assert closed.stat().st_mode & 0o777 == 0o700
    assert shelter.exists() == AS_ROOT
    assert not AS_ROOT or str(shelter) in (data / "where-the-data-lives.txt").read_text()
