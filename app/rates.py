"""Rates: how much a caller, and a whole tenant, may ask for in a time."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from time import monotonic
from typing import Final

from app.refused import Refused
from auth.caller import Caller
from resolvers.context import Allowance

MOST_KEPT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of points that fills up again; without points nothing is limited."""

    points: int
    restore: float
    """Points that come back in a second."""


@dataclass(slots=True)
class Bucket:
    """What one has left of a rate. There may be less than nothing for a while."""

    rate: Rate
    left: float
    filled_at: float

    def fill(self, now: float) -> None:
        """Put in what has come back since."""
        rate = self.rate
        left = self.left + (now - self.filled_at) * rate.restore
        self.left = min(rate.points, left)
        self.filled_at = now

    def wait(self, points: float) -> int:
        """Seconds until there are so many points, or as many as there can be."""
        if self.left >= points or not self.rate.points:
            return 0
        missing = min(points, self.rate.points) - self.left
        return max(ceil(missing / self.rate.restore), 0)


class Buckets:
    """One bucket for everybody of a kind; those long unused are full, and are forgotten."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._kept: OrderedDict[Hashable, Bucket] = OrderedDict()

    def of(self, whose: Hashable) -> Bucket:
        """Somebody's bucket, filled as far as it is now."""
        now = self._clock()
        bucket = self._kept.get(whose)
        if bucket is None:
            bucket = self._kept[whose] = Bucket(self.rate, float(self.rate.points), now)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        else:
            bucket.fill(now)
            self._kept.move_to_end(whose)
        return bucket


class Rates:
    """The buckets of callers and of tenants. What an actor is called, no two tenants share."""

    def __init__(self, caller: Rate, tenant: Rate) -> None:
        self._callers = Buckets(caller)
        self._tenants = Buckets(tenant)
        self.refused = {"caller": 0, "tenant": 0}
        """How often there was too much, and whose bucket was empty."""

    def charge(self, caller: Caller, points: int) -> None:
        """Take points from a caller and from the tenant, or refuse if either has too few."""
        if points <= 0:
            return
        mine, shared = self._callers.of(caller.actor_id.int), self._tenants.of(caller.tenant_id.int)
        if mine.left < points or shared.left < points:
            waits = mine.wait(points), shared.wait(points)
            if any(waits):  # nobody waits where nothing is counted
                raise self._refusal(*waits)
        mine.left -= points
        shared.left -= points

    def _refusal(self, mine: int, shared: int) -> Refused:
        seconds, who = max(mine, shared), "caller" if mine else "tenant"
        self.refused[who] += 1
        message = f"This {who} has asked for too much. Try again in {seconds} s."
        return Refused("RATE_LIMITED", message, Retry_After=str(seconds))

    def spend(self, caller: Caller, points: int) -> None:
        """Take points for what was more than it looked; fewer than none may be left."""
        if points > 0:
            self._callers.of(caller.actor_id.int).left -= points
            self._tenants.of(caller.tenant_id.int).left -= points

    def allowance(self, caller: Caller, now: datetime) -> Allowance | None:
        """What the caller may still spend; nothing where it is not limited."""
        bucket = self._callers.of(caller.actor_id.int)
        rate = bucket.rate
        if not rate.points:
            return None
        missing = timedelta(seconds=(rate.points - bucket.left) / rate.restore)
        return Allowance(rate.points, max(int(bucket.left), 0), now + missing)

    def throttle(self, caller: Caller) -> dict[str, float]:
        """What the caller has left, for those who ask."""
        rate = self._callers.rate
        left = self._callers.of(caller.actor_id.int).left
        return {
            "maximumAvailable": rate.points,
            "currentlyAvailable": int(left),
            "restoreRate": rate.restore,
        }
