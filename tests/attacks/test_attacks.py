"""Every known attack gets its right answer, changes nothing, and keeps nobody else waiting."""

import asyncio
import signal
from statistics import median
from typing import Final

import orjson
import pytest

from auth.scopes import Role
from tests.attacks.attack import Ask
from tests.attacks.everything import ATTACKS, ELSEWHERE
from tests.attacks.requests import EVIL
from tests.attacks.target import Target
from tests.attacks.values import NOBODY, NODE
from tests.attacks.verdict import faults
from tests.house.sources import ROOT

pytestmark = [pytest.mark.long, pytest.mark.once]

PAIRS: Final = 120
NAMED: Final = {
    "X-Request-Id": "a",
    "Traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
}


@pytest.mark.parametrize("name", ATTACKS)
async def test_it_is_answered_rightly_and_keeps_nobody_waiting(target: Target, name: str) -> None:
    outcome = await target.suffer(name, ATTACKS[name])

    assert faults(ATTACKS[name], outcome) == []
    assert await target.untouched()


async def test_what_is_another_tenants_is_not_there_to_the_last_byte(target: Target) -> None:
    replies = []
    for it in (NOBODY, target.known.foreign):
        ask = Ask({"query": NODE, "variables": {"v": it}}, by=Role.ADMIN, headers=NAMED)
        replies.append(await target.send(target.written(ask, "thief", 0)))
    missing, foreign = replies

    assert foreign.body == missing.body == b'{"data":{"node":null}}'
    # A second may pass between the two.
    assert foreign.headers == missing.headers | {"date": foreign.headers["date"]}


async def test_how_long_it_takes_tells_nothing_of_another_tenant(target: Target) -> None:
    taken: dict[str, list[float]] = {NOBODY: [], target.known.foreign: []}
    for _ in range(PAIRS):
        for it, seconds in taken.items():
            ask = Ask({"query": NODE, "variables": {"v": it}}, by=Role.ADMIN)
            seconds.append((await target.send(target.written(ask, "thief", 0))).seconds)
    missing, foreign = map(median, taken.values())

    assert abs(missing - foreign) < max(0.002, 0.2 * missing)


async def test_an_innocent_notices_when_a_server_stands_still(target: Target) -> None:
    with target.innocent.asking():
        target.serving.tell(signal.SIGSTOP)
        await asyncio.sleep(0.3)
        target.serving.tell(signal.SIGCONT)

    assert 0.25 < target.innocent.longest < 2


async def test_nobody_can_write_lines_of_the_log(target: Target) -> None:
    named = {"query": "{ viewer { subject } }", "operationName": EVIL}
    for who, body in (("thief", named), (EVIL, {"query": EVIL})):
        await target.send(target.written(Ask(body), who, 0))

    lines = [each for each in target.serving.log.splitlines() if each.startswith("{")]

    assert {orjson.loads(line)["service"] for line in lines} == {"clientela"}
    assert [line for line in lines if '"level":"error"' in line] == []
    assert "forged" not in target.serving.log


def test_what_is_met_elsewhere_is_met_there() -> None:
    assert [place for place in ELSEWHERE.values() if not (ROOT / place).is_file()] == []
