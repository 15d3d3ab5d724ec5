"""Gauges: what /metrics shows, read by the reader that Prometheus gives to everybody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import asyncpg
import httpx2
from prometheus_client.parser import text_string_to_metric_families

from app.house import House
from tests.app.houses import opened
from tests.tenant import Tenant

Series = dict[tuple[str, tuple[str, ...]], float]


@dataclass(frozen=True, slots=True)
class Measured:
    """A house of a test's own, a tenant of it, and its metrics."""

    house: House
    client: httpx2.AsyncClient
    tenant: Tenant

    async def read(self) -> Series:
        """Every series by its name and the values of its labels."""
        return series((await self.client.get("/metrics")).text)


def series(text: str) -> Series:
    """Every series of a page by its name and the values of its labels."""
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def named(shown: Series, name: str) -> dict[tuple[str, ...], float]:
    """The series of one name, without those that have never moved."""
    return {labels: value for (known, labels), value in shown.items() if known == name and value}


@asynccontextmanager
async def measured(url: str, owner: asyncpg.Pool, **told: str) -> AsyncIterator[Measured]:
    """A house with these settings that nobody else uses, and a tenant that has done nothing."""
    async with opened(url, **told) as (house, client):
        tenant = Tenant(client, owner, f"measured-{uuid4().hex[:12]}")
        await tenant.open()
        yield Measured(house, client, tenant)
