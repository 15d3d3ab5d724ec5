"""One PostgreSQL process: who may start it, how it ends with us, what an older one left."""

import ctypes
import fcntl
import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import BinaryIO, Final, Self

ENVIRONMENT: Final = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}
SOCKET_NAME: Final = ".s.PGSQL.5432"
SOCKET_BYTES: Final = 100
PR_SET_PDEATHSIG: Final = 1
PAUSE_SECONDS: Final = 0.2


@dataclass(frozen=True)
class Account:
    """Who a program runs as; without numbers it runs as ourselves."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def on(cls, data: Path) -> Self:
        """PostgreSQL refuses to be root: then it is the folder's owner, or else nobody."""
        if os.geteuid() != 0:
            return cls()
        owner = next(step for step in (data, *data.parents) if step.exists()).stat().st_uid
        others = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
        if not others:
            raise PermissionError("it refuses to run as root, and there is no other account")
        best = min(others, key=lambda e: (e.pw_uid != owner, e.pw_name != "nobody", e.pw_uid))
        return cls(best.pw_uid, best.pw_gid)

    def enters(self, path: Path) -> bool:
        """Whether this account may pass through the path and all that is above it."""
        return self.uid is None or all(self._passes(step) for step in (path, *path.parents))

    def private_folder(self, prefix: str, parent: Path) -> Path:
        """A new folder that nobody but this account, and root, may enter."""
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)
        return folder

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[bytes]:
        """Run a short program to its end and keep what it said."""
        running = self.fork(*command, output=subprocess.PIPE, farewell=signal.SIGTERM)
        said, _ = running.communicate()
        return subprocess.CompletedProcess(command, running.returncode, said)

    def fork(self, *command: str | Path, output: int, farewell: int) -> subprocess.Popen[bytes]:
        """Begin a program in a session of its own, so that Ctrl-C does not reach it."""
        return subprocess.Popen(  # noqa: S603 - the words are our own
            command,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
            cwd="/",
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_ending_with_us(farewell),  # noqa: PLW1509 - takes no lock
        )

    def _passes(self, step: Path) -> bool:
        found = step.stat()
        shift = 6 if found.st_uid == self.uid else 3 if found.st_gid == self.gid else 0
        return bool(found.st_mode >> shift & 1)


def _ending_with_us(farewell: int) -> Callable[[], None] | None:
    """Linux says farewell when we die, even by SIGKILL; elsewhere the next start reaps."""
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def arrange() -> None:
        prctl(PR_SET_PDEATHSIG, farewell)
        if os.getppid() != parent:
            os._exit(1)

    return arrange


@dataclass(frozen=True)
class Served:
    """What postmaster.pid tells about the living server of a data folder."""

    pid: int
    port: int
    sockets: Path
    ready: bool

    def answers(self, programs: Path) -> bool:
        """Whether it takes connections."""
        address = ("-h", self.sockets, "-p", str(self.port), "-U", "postgres", "-d", "postgres")
        return self.ready and Account().run(programs / "pg_isready", *address).returncode == 0


def served(data: Path) -> Served | None:
    """The server that lives on this folder; a stale file, or another's process, is none."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines() + [""] * 8
    except FileNotFoundError:
        return None
    pid, port = (int(line) if line.isdigit() else 0 for line in (lines[0], lines[3]))
    if not _is_postmaster(pid, data):
        return None
    return Served(pid, port, Path(lines[4]), ready=lines[7].strip() == "ready")


def _is_postmaster(pid: int, data: Path) -> bool:
    if sys.platform != "linux":
        said = Account().run("/bin/ps", "-ww", "-o", "command=", "-p", str(pid)).stdout
        return b"postgres" in said and os.fsencode(data) in said
    try:
        program = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
        folder = Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return False
    return Path(os.fsdecode(program)).name == "postgres" and folder == data


def reap(pid: int, data: Path, *, seconds: float) -> bool:
    """End a server whose owner is gone: politely, and when time is up at once."""
    for farewell in (signal.SIGINT, signal.SIGQUIT):
        deadline = time.monotonic() + seconds
        if _is_postmaster(pid, data):
            os.kill(pid, farewell)
        while _is_postmaster(pid, data) and time.monotonic() < deadline:
            time.sleep(0.005)
    return not _is_postmaster(pid, data)


def end_strays(data: Path) -> None:
    """End the backends that a killed server left busy; while one lives, no other may start."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            title = (process / "cmdline").read_bytes()
            if title.startswith(b"postgres:") and (process / "cwd").readlink() == data:
                os.kill(int(process.name), signal.SIGQUIT)


def fresh(log: Path) -> BinaryIO:
    """A new log, opened; the one before is kept beside it."""
    with suppress(FileNotFoundError):
        log.replace(log.with_name(f"{log.name}.1"))
    # "x", because root must not write through a link that the account laid here.
    return log.open("xb")


def move_in(made: Path, data: Path) -> None:
    """Give a whole folder its lasting name, so that even a power cut leaves it there."""
    made.rename(data)
    parent = os.open(data.parent, os.O_RDONLY)
    os.fsync(parent)
    os.close(parent)


class Claim:
    """The right to run the one server of a data folder: a lock that dies with its holder.

    The locked file, beside the folder, also names the folder of our socket. By it the next
    holder knows our orphan from a server started by hand, and sweeps up what was left.
    """

    def __init__(self, file: int) -> None:
        self._file: int | None = file
        self.sockets = Path(os.fsdecode(os.pread(file, 4096, 0)) or os.devnull)

    @classmethod
    def on(cls, data: Path) -> "Claim | None":
        """The claim on this folder, unless somebody holds it."""
        file = _open_beside(data)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return None
        return cls(file)

    def open_sockets(self, account: Account) -> Path:
        """A new private folder for the socket, noted in the locked file."""
        self._sweep()
        if self._file is not None:
            self.sockets = account.private_folder("clientela-", _place_for_sockets(account))
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, os.fsencode(self.sockets), 0)
        return self.sockets

    def release(self) -> None:
        """Give the claim back; a second time changes nothing."""
        file, self._file = self._file, None
        if file is not None:
            self._sweep()
            os.close(file)

    def _sweep(self) -> None:
        if self.sockets.name.startswith("clientela-"):
            with suppress(OSError):
                (self.sockets / SOCKET_NAME).unlink(missing_ok=True)
                (self.sockets / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)
                self.sockets.rmdir()


def _open_beside(data: Path) -> int:
    lock, flags = data.parent / f".{data.name}.lock", os.O_RDWR | os.O_NOFOLLOW
    try:
        file = os.open(lock, flags | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return os.open(lock, flags)
    if os.geteuid() == 0:
        # Whoever owns the place may start the server too, after root did.
        os.fchown(file, data.parent.stat().st_uid, -1)
    return file


def _place_for_sockets(account: Account) -> Path:
    for place in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 - by mkdtemp
        longest = place / "clientela-12345678" / SOCKET_NAME
        if len(os.fsencode(longest)) < SOCKET_BYTES and account.enters(place.resolve()):
            return place
    raise PermissionError("no temporary folder has a short name and may be entered")


class Postmaster(Thread):
    """The server as a child of ours: holds the claim while the child lives.

    It is a thread because Linux counts the thread that forked as the parent: were it
    a short-lived worker, its end would end the server.
    """

    def __init__(self, claim: Claim, fork: Callable[[], "subprocess.Popen[bytes]"]) -> None:
        super().__init__(name="postmaster", daemon=True)
        self._claim, self._fork = claim, fork
        self._forked: Future[subprocess.Popen[bytes]] = Future()
        self._keeping = False
        self.start()
        self._child = self._forked.result()

    def run(self) -> None:
        """Fork, wait for the end, and fork again if the end was nobody's wish."""
        try:
            child = self._fork()
        except BaseException as error:  # noqa: BLE001 - whoever made us raises it
            self._forked.set_exception(error)
            return
        self._forked.set_result(child)
        child.wait()
        while self._keeping:
            time.sleep(PAUSE_SECONDS)
            self._again()
        self._claim.release()

    def _again(self) -> None:
        """Start the server anew, at the same place; one that cannot start yet ends at once."""
        with suppress(OSError):
            child = self._fork()
            self._child = child
            child.wait()

    def kept(self) -> "Postmaster":
        """The same, and from now on the server is started again whenever it is killed."""
        self._keeping = True
        return self

    def end(self, farewell: int, *, seconds: float) -> bool:
        """Ask the server to stop and wait; a forked copy of us has no say in it."""
        self._keeping = False
        if self.is_alive():
            self._child.send_signal(farewell)
            self.join(seconds)
        return not self.is_alive()
