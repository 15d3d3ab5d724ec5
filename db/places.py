"""Places: who may have a connection, in the order in which they asked, and no tenant too many."""

import asyncio
from dataclasses import dataclass
from uuid import UUID


@dataclass(slots=True)
class Share:
    """The places that one tenant may have, and how many have them or wait for them."""

    places: asyncio.Semaphore
    people: int = 0


class Places:
    """As many places as there are connections; a tenant has a share of them at most."""

    def __init__(self, size: int, share: int) -> None:
        # The pool itself lets newcomers pass those who have waited, and some wait in vain.
        self._places = asyncio.Semaphore(size)
        self._size, self._share = size, share
        self._shares: dict[UUID | None, Share] = {}

    async def enter(self, whose: UUID | None, patience: float | None = None) -> None:
        """Wait for a place: first among those of the tenant, and then among all."""
        most = self._share if whose else self._size
        share = self._shares.setdefault(whose, Share(asyncio.Semaphore(most)))
        share.people += 1
        try:
            if share.places.locked() or self._places.locked():
                async with asyncio.timeout(patience):
                    await self._enter(share)
            else:
                await self._enter(share)
        except BaseException:
            self._go(whose, share)
            raise

    async def _enter(self, share: Share) -> None:
        await share.places.acquire()
        try:
            await self._places.acquire()
        except BaseException:
            share.places.release()
            raise

    def leave(self, whose: UUID | None) -> None:
        """Let somebody else have the place."""
        share = self._shares[whose]
        self._places.release()
        share.places.release()
        self._go(whose, share)

    def _go(self, whose: UUID | None, share: Share) -> None:
        share.people -= 1
        if not share.people:
            del self._shares[whose]
