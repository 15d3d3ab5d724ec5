"""The bench of finding: how fast a million customers of one tenant are searched and listed."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from itertools import product
from os import getloadavg
from time import perf_counter
from typing import Any, Final

from rich.console import Console

from bench.database import connected
from bench.finding import own
from bench.finding.asking import Asker, Spread, Taken, asking, explained
from bench.finding.laying import MILLION, Laid, laid
from bench.finding.questions import FILTERS, ORDERS, SEARCHES, Asks, differing, ordered, tagged
from bench.machine import described
from bench.processes import ROOT
from schema.ids import shown_id

QUESTIONS: Final = 300
TYPICAL: Final = 10
"""Of so many kinds that keep their bar the plans are shown too."""
FAMILIES: Final = {"search": 25.0, "list": 15.0, "own": 15.0}
"""Searches, lists, and lists by fields of the tenant's own: in how many milliseconds."""
VERDICTS: Final = ("met", "inside", "alone")
"""The whole request keeps the bar, or its statements, or what PostgreSQL computes for them."""
HEAD: Final = (
    f"{'':<63}{'PostgreSQL computed':>25}{'statements':>25}{'whole request':>25}{'rows':>6}",
    f"{'':<63}" + 3 * f"{'p50':>9}{'p95':>8}{'max':>8}",
)
RESULTS: Final = ROOT / "bench" / "results" / "finding.txt"
EVERYBODY: Final = {"everybody": FILTERS["everybody"]}
WORDLESS: Final = ("Buffers:", "One-Time Filter:", "Heap Fetches: 0", "Index Searches:")
SOMEBODY: Final = """
    select first_name, last_name, email_norm, country_code, city, status, type, kind,
        loyalty_tier, created_at
    from customers tablesample system (0.4) repeatable (1)
    where tenant_id = $1 and email_norm is not null and deleted_at is null
    order by md5(id::text)
"""

console = Console(highlight=False, soft_wrap=True, markup=False)


def main(words: list[str]) -> int:
    """Measure, and keep what came out if that is everything."""
    return asyncio.run(_measured(_said(words)))


async def _measured(said: Namespace) -> int:
    begun = perf_counter()
    async with laid(said.customers) as found:
        console.print(f"{said.customers} customers are there after {perf_counter() - begun:.0f} s.")
        if said.lay:
            return 0
        waiting = getloadavg()[0]
        report = [line async for line in _report(found, said)]
        machine = described(await found.base.version())
    if not said.only:
        told = f"{said.questions} questions of each kind; load {waiting:.1f} before, "
        told += f"{getloadavg()[0]:.1f} after, of which one is this bench"
        RESULTS.write_text("\n".join([*machine[:4], told, "", *report, ""]), "utf-8")
    return 0


async def _report(found: Laid, said: Namespace) -> Any:
    """What came out, line by line, and last the plans of what took longest."""
    everybody, tags = await _known(found)
    lines, takes = list(HEAD), []
    async with asking(found) as somebody:
        for name, bar, asks, deep in _kinds(tags):
            if said.only and said.only not in name:
                continue
            questions = list(differing(asks, everybody, said.questions))
            taken = await _taken(somebody, Taken(name, bar), questions, deep=deep)
            if taken is None:
                continue
            takes.append(taken)
            console.print(_line(taken))
            lines.append(_line(taken))
    for line in (*_families(takes), "", *lines):
        yield line
    for taken in _telling(takes):
        async for line in _plans(found, taken):
            yield line
            if said.plans:
                console.print(line)


def _families(takes: Sequence[Taken]) -> Iterator[str]:
    """Of searches and of lists: what nineteen of twenty questions took, and which kinds did not
    keep their bar."""
    together = {family: (family,) for family in FAMILIES} | {"list and own": ("list", "own")}
    for family, bar in (*FAMILIES.items(), ("list and own", FAMILIES["list"])):
        kinds = [taken for taken in takes if taken.kind.partition(": ")[0] in together[family]]
        if not kinds:
            continue
        whole = Spread.of([seconds for taken in kinds for seconds in taken.whole])
        asked = Spread.of([seconds for taken in kinds for seconds in taken.statements])
        kept = sum(taken.is_met for taken in kinds)
        told = f"{family}: p50 {whole.p50:.2f}, p95 {whole.p95:.2f}, at most {whole.most:.2f} ms"
        told += f", of which statements {asked.p50:.2f}, {asked.p95:.2f}, {asked.most:.2f}"
        told += (
            f"; {len(kinds)} kinds, of which {kept} take {bar:.0f} ms at most in 19 of 20 questions"
        )
        yield told


def _telling(takes: Sequence[Taken]) -> list[Taken]:
    """The kinds whose plans tell something: those that do not keep their bar, and some others."""
    met = [taken for taken in takes if taken.is_met]
    some = met[:: max(1, len(met) // TYPICAL)][:TYPICAL]
    return [taken for taken in takes if not taken.is_met or taken in some]


async def _taken(
    somebody: Asker, taken: Taken, questions: list[dict[str, Any]], *, deep: bool
) -> Taken | None:
    if deep:
        found = [await somebody.deep(asked) for asked in questions]
        questions = [asked for asked in found if asked]
    if len(questions) < 2:  # of one there is no spread
        return None
    await somebody.take(taken, questions)
    return taken


async def _plans(found: Laid, taken: Taken) -> Any:
    _, sent, asked = taken.slowest
    own = f"(tenant_id = '{found.tenant}'::uuid) AND "
    yield ""
    yield f"{taken.kind}: the slowest was {asked}"
    for each in sent:
        for line in await explained(found, each):
            if not line.lstrip().startswith(WORDLESS):
                yield f"    {line.replace(own, '')}"


def _line(taken: Taken) -> str:
    spreads = [Spread.of(each) for each in (taken.computed, taken.statements, taken.whole)]
    verdict = next(
        (says for says, of in zip(VERDICTS, spreads[::-1], strict=True) if of.p95 <= taken.bar),
        "NOT",
    )
    told = "".join(f"{of.p50:>9.2f}{of.p95:>8.2f}{of.most:>8.2f}" for of in spreads)
    rows = taken.rows / len(taken.whole)
    return f"{verdict:<7}{taken.kind:<52}{taken.bar:>4.0f}{told}{rows:>6.1f}"


def _kinds(tags: list[str]) -> Iterator[tuple[str, float, Asks, bool]]:
    """Every kind of question: its name, its bar, what is asked, and whether far within."""
    bars = iter(FAMILIES.items())
    family, bar = next(bars)
    for name, asks in SEARCHES.items():
        yield f"{family}: {name}", bar, asks, False
        yield f"{family}: {name}, last page", bar, asks, True
    lists = (({**FILTERS, **tagged(tags)}, ORDERS), ({**EVERYBODY, **own.FILTERS}, own.ORDERS))
    for (family, bar), (filters, orders) in zip(bars, lists, strict=True):
        for (name, asks), (order, keys) in product(filters.items(), orders.items()):
            said = f"{family}: {name}, {order}" if order else f"{family}: {name}"
            yield said, bar, ordered(asks, keys), False
            yield f"{said}, last page", bar, ordered(asks, keys), True


async def _known(found: Laid) -> tuple[list[Any], list[str]]:
    """Some of the customers, and the ids of the tags, the most worn first."""
    async with connected(found.base.owner(found.name)) as connection:
        everybody = [dict(row) for row in await connection.fetch(SOMEBODY, found.tenant)]
        tags = await connection.fetch(
            "select id from tags where tenant_id = $1 order by priority limit 12", found.tenant
        )
    return everybody, [shown_id("tag", tag["id"]) for tag in tags]


def _said(words: list[str]) -> Namespace:
    parser = ArgumentParser(prog="bench.finding", description=__doc__)
    parser.add_argument("--customers", type=int, default=MILLION, help="how many the tenant has")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="how many of each kind")
    parser.add_argument("--only", default="", help="only kinds whose name holds this")
    parser.add_argument("--plans", action="store_true", help="show the plans of the slowest")
    parser.add_argument("--lay", action="store_true", help="lay the customers and ask nothing")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
