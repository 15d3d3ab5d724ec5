"""How long processes have computed, as the kernel counts it."""

import os
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")
PROC: Final = Path("/proc")
# What comes after the name of a process, which may hold blanks: its parent, then four times.
PARENT: Final = 1
TIMES: Final = slice(11, 15)
RESIDENT: Final = 1


def tree_seconds(pid: int) -> float:
    """What a process and all it started have computed; also those of them that have ended."""
    ticks = {each: told for each in _pids() if (told := _stat(each))}
    total, family = 0, [pid]
    while family:
        member = family.pop()
        if member in ticks:
            total += sum(int(word) for word in ticks[member][TIMES])
            family += [each for each, told in ticks.items() if int(told[PARENT]) == member]
    return total / TICKS


def parent_of(pid: int) -> int:
    """The process that started this one."""
    return int(_stat(pid)[PARENT])


def resident_bytes(pid: int) -> int:
    """The memory that a process really has."""
    pages = (PROC / str(pid) / "statm").read_text().split()[RESIDENT]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _pids() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """The words about a process behind its name; none if it has ended."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
