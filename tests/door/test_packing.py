"""Packing: long answers come packed to those who take them so."""

import httpx2
import pytest

from app.packing import takes_gzip
from tests.door.asking import VIEWER, signed
from tests.tenant import Tenant

NAMES = "{ __schema { types { name } } }"


async def _asked(
    client: httpx2.AsyncClient, tenant: Tenant, query: str, takes: str
) -> httpx2.Response:
    headers = signed(tenant, **{"Accept-Encoding": takes})
    return await client.post("/graphql", json={"query": query}, headers=headers)


@pytest.mark.parametrize("takes", ["gzip", "br, gzip;q=0.5", "gzip;q=1.0, identity"])
async def test_a_long_answer_is_packed(
    client: httpx2.AsyncClient, tenant: Tenant, takes: str
) -> None:
    whole = await _asked(client, tenant, NAMES, "identity")

    packed = await _asked(client, tenant, NAMES, takes)

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept, Authorization, Accept-Encoding"
    assert int(packed.headers["content-length"]) < len(whole.content) // 2
    assert packed.content == whole.content


@pytest.mark.parametrize("takes", ["", "identity", "br", "gzip;q=0", "GZIP; q=0.000, br", "x-gzip"])
async def test_nobody_is_sent_what_he_does_not_take(
    client: httpx2.AsyncClient, tenant: Tenant, takes: str
) -> None:
    answer = await _asked(client, tenant, NAMES, takes)

    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept, Authorization, Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(answer.content) > 1_024


async def test_a_short_answer_is_not_worth_it(client: httpx2.AsyncClient, tenant: Tenant) -> None:
    answer = await _asked(client, tenant, VIEWER, "gzip")

    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept, Authorization"
    assert answer.content == b'{"data":{"viewer":{"subject":"admin"}}}'


@pytest.mark.parametrize(
    ("accept_encoding", "taken"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("br, gzip;q=0.001", True),
        ("deflate, gzip; q=1.0, *;q=0", True),
        ("gzip;q=0", False),
        ("gzip ; Q=0.000, br", False),
        ("gzip;q=0.0.1", True),
        ("x-gzip", False),
        ("*", False),
        ("br", False),
        ("", False),
    ],
    ids=str,
)
def test_packed_by_gzip_is_for_those_who_name_it(accept_encoding: str, taken: bool) -> None:
    assert takes_gzip(accept_encoding) is taken
