"""The bench of finding: lays a tenant of a million customers."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from time import perf_counter

from rich.console import Console

from bench.finding.laying import MILLION, laid

console = Console(highlight=False, soft_wrap=True, markup=False)


def main(words: list[str]) -> int:
    """Lay the tenant if it is not there yet, and say where it is."""
    asyncio.run(_told(_said(words)))
    return 0


async def _told(said: Namespace) -> None:
    begun = perf_counter()
    async with laid(said.customers) as found:
        console.print(f"Laid in {perf_counter() - begun:.0f} s: {found.base.app(found.name)}")


def _said(words: list[str]) -> Namespace:
    parser = ArgumentParser(prog="bench.finding", description=__doc__)
    parser.add_argument("--customers", type=int, default=MILLION, help="how many the tenant has")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
