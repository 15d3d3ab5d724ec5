"""How long processes have computed and what memory they have, as the kernel counts it."""

import os
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")
PROC: Final = Path("/proc")
# What comes after the name of a process, which may hold blanks: its parent, then four times.
PARENT: Final = 1
TIMES: Final = slice(11, 15)
RESIDENT: Final = 1
SHARED: Final = 2
PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")


def tree_seconds(pid: int) -> float:
    """What a process and all it started have computed; also those of them that have ended."""
    family = _family(pid)
    return sum(int(word) for told in family.values() for word in told[TIMES]) / TICKS


def parent_of(pid: int) -> int:
    """The process that started this one."""
    return int(_stat(pid)[PARENT])


def resident_bytes(pid: int) -> int:
    """The memory that a process really has."""
    return _pages(pid)[RESIDENT] * PAGE_BYTES


def tree_own_bytes(pid: int) -> int:
    """The memory that a process and all it started have, each for itself alone."""
    pages = [_pages(each) for each in _family(pid)]
    return sum(each[RESIDENT] - each[SHARED] for each in pages) * PAGE_BYTES


def _family(pid: int) -> dict[int, list[str]]:
    """A process and all that descend from it, with the words about them."""
    told = {each: words for each in _pids() if (words := _stat(each))}
    family, found = [pid], {}
    while family:
        member = family.pop()
        if member in told:
            found[member] = told[member]
            family += [each for each, words in told.items() if int(words[PARENT]) == member]
    return found


def _pages(pid: int) -> list[int]:
    """How many it has in all, in memory, and shared; none if it has ended."""
    try:
        return [int(word) for word in (PROC / str(pid) / "statm").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return [0, 0, 0]


def _pids() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """The words about a process behind its name; none if it has ended."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
